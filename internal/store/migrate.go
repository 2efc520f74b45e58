package store

import (
	"context"
	"database/sql"
	"io/fs"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"

	"bangui/internal/fault"
)

// versionTable is where goose keeps which migrations have been applied.
const versionTable = "schema_versions"

// Migrate brings the tables up to date. Several processes may do it at the same time on PostgreSQL.
func (s *Store) Migrate(ctx context.Context) error {
	if err := s.checkSchema(ctx); err != nil {
		return err
	}
	dialect, files, options, err := s.engine.migrations()
	if err != nil {
		return err
	}
	options = append(options, goose.WithTableName(versionTable), goose.WithDisableGlobalRegistry(true))
	provider, err := goose.NewProvider(dialect, s.write, files, options...)
	if err != nil {
		return s.explain(ctx, "read migrations", err)
	}
	results, err := provider.Up(ctx)
	for _, result := range results {
		s.log.Info("database migrated", "version", result.Source.Version, "took_ms", result.Duration.Milliseconds())
	}
	if err != nil {
		return s.explain(ctx, "migrate the database", err)
	}
	return nil
}

// checkSchema fails if a newer program has migrated the database.
func (s *Store) checkSchema(ctx context.Context) error {
	have, err := s.schemaVersion(ctx, s.write)
	if err != nil {
		return err
	}
	known, err := s.newestMigration()
	if err != nil {
		return err
	}
	if have > known {
		return fault.Unsupported.Errorf("the database has version %d, and this program knows versions up to %d: a newer one has used it",
			have, known).WithMend("Start the newer program again, or restore a backup from before the upgrade.")
	}
	return nil
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

func (s *Store) newestMigration() (int64, error) {
	_, files, _, err := s.engine.migrations()
	if err != nil {
		return 0, err
	}
	names, err := fs.Glob(files, "*.sql")
	if err != nil || len(names) == 0 {
		return 0, err
	}
	number, _, _ := strings.Cut(names[len(names)-1], "_")
	return strconv.ParseInt(number, 10, 64)
}
