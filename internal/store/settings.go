package store

import (
	"context"
	"database/sql"
	"maps"
	"slices"

	"bangui/internal/audit"
)

// Settings implements [account.Store].
func (s *Store) Settings(ctx context.Context) (map[string]string, error) {
	pairs, err := all(ctx, s.read, scanPair, `select key, value from settings`)
	settings := make(map[string]string, len(pairs))
	for _, pair := range pairs {
		settings[pair[0]] = pair[1]
	}
	return settings, s.explain(ctx, "read settings", err)
}

// SetSettings implements [account.Store].
func (s *Store) SetSettings(ctx context.Context, settings map[string]string, entry audit.Entry) error {
	return s.change(ctx, "change settings", func(tx *sql.Tx) error {
		if err := putSettings(ctx, tx, settings); err != nil {
			return err
		}
		return record(ctx, tx, entry)
	})
}

// putSettings goes by the alphabet, so that two transactions never wait for each other.
func putSettings(ctx context.Context, tx *sql.Tx, settings map[string]string) error {
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		_, err := exec(ctx, tx, `
			insert into settings (key, value, changed_at) values ($1, $2, now_ms())
			on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at`, key, settings[key])
		if err != nil {
			return err
		}
	}
	return nil
}

func scanPair(row *sql.Rows) ([2]string, error) {
	var pair [2]string
	return pair, row.Scan(&pair[0], &pair[1])
}
