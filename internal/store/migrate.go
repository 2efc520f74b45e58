package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/pressly/goose/v3"

	"bangui/internal/fault"
)

// versionTable is where goose keeps which migrations have been applied.
const versionTable = "schema_versions"

// Migrate brings the tables up to date. Several processes may do it at the same time on PostgreSQL. Tables of a newer program that still
// serve this one are left as they are.
func (s *Store) Migrate(ctx context.Context) error {
	newest, err := s.newestMigration()
	if err != nil {
		return err
	}
	return s.migrateTo(ctx, newest)
}

// migrateTo brings the tables up to a version.
func (s *Store) migrateTo(ctx context.Context, version int64) error {
	state, err := s.checkSchema(ctx)
	if err != nil {
		return err
	}
	if state.have > state.known {
		s.log.Warn("a newer BanGUI has changed the database; this one still works with it and should be upgraded soon",
			"schema", state.have, "own_schema", state.known)
		return s.CheckTables(ctx)
	}
	dialect, files, options, err := s.engine.migrations()
	if err != nil {
		return err
	}
	options = append(options, goose.WithTableName(versionTable), goose.WithDisableGlobalRegistry(true))
	provider, err := goose.NewProvider(dialect, s.write.DB, files, options...)
	if err != nil {
		return s.explain(ctx, "read migrations", err)
	}
	results, err := provider.UpTo(ctx, version)
	for _, result := range results {
		s.log.Info("database migrated", "version", result.Source.Version, "took_ms", result.Duration.Milliseconds())
	}
	if err != nil {
		return s.explainMigration(ctx, err)
	}
	return s.CheckTables(ctx)
}

// explainMigration makes of a statement that the database refused, and that nothing else explains, a fault that says what to do.
func (s *Store) explainMigration(ctx context.Context, err error) error {
	explained := s.explain(ctx, "migrate the database", err)
	failed, partly := errors.AsType[*goose.PartialError](err)
	if _, known := errors.AsType[*fault.Fault](explained); known || !partly || ctx.Err() != nil {
		return explained
	}
	return notMigrated(explained, failed.Failed.Source.Version-1, failed.Failed.Source.Version)
}

// schemaVersion is the version of the tables, 0 before the first migration.
func (s *Store) schemaVersion(ctx context.Context, db *sql.DB) (int64, error) {
	var version int64
	err := db.QueryRowContext(ctx, `select coalesce(max(version_id), 0) from `+versionTable).Scan(&version)
	if err != nil && s.engine.missingTable(err) {
		return 0, nil
	}
	if err != nil {
		return 0, s.explain(ctx, "read the version of the database", err)
	}
	return version, nil
}

// newestMigration is the version of the tables that this program is made for.
func (s *Store) newestMigration() (int64, error) {
	numbers, err := s.migrationNumbers()
	return newest(numbers), err
}

// OwnSchema is the version of the tables that this program is made for.
func (s *Store) OwnSchema() (int64, error) { return s.newestMigration() }
