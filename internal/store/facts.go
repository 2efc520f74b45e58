package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Facts is what a database says of itself.
type Facts struct {
	// Product is its name and version.
	Product string
	// Schema is the version of the tables, 0 before the first migration.
	Schema int64
	// Now is its clock, in the middle of asking.
	Now time.Time
	// Skew is how much its clock is ahead of ours; the way there is halved. Zero for SQLite, which has ours.
	Skew time.Duration
}

// Facts asks the database for them.
func (s *Store) Facts(ctx context.Context) (Facts, error) {
	var f Facts
	var err error
	if f.Product, err = first(ctx, s.read, value[string], s.engine.product()); err != nil {
		return Facts{}, s.explain(ctx, "ask for the version", err)
	}
	if f.Schema, err = s.schemaVersion(ctx, s.read); err != nil || f.Schema == 0 {
		return f, err
	}
	asked := time.Now()
	f.Now, err = first(ctx, s.read, scanTime, `select now_ms()`)
	f.Skew = f.Now.Sub(asked.Add(time.Since(asked) / 2))
	return f, s.explain(ctx, "ask for the time", err)
}

// errEnough ends a transaction that was only a try.
var errEnough = errors.New("it was only a try")

// TryRights makes a table, writes into it and takes all of that back. It fails as the first migration would.
func (s *Store) TryRights(ctx context.Context) error {
	err := s.change(ctx, "try the rights", func(tx *sql.Tx) error {
		for _, statement := range []string{`create table bangui_try (n integer)`, `insert into bangui_try (n) values (1)`} {
			if _, err := exec(ctx, tx, statement); err != nil {
				return err
			}
		}
		return errEnough
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

func (postgresEngine) product() string {
	return `select 'PostgreSQL ' || current_setting('server_version')`
}

func (sqliteEngine) product() string { return `select 'SQLite ' || sqlite_version()` }
