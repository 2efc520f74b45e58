package store

import (
	"log/slog"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/store/pgtest"
)

// TestEveryTableIsInAList fails for a new table of which nobody has said whether it belongs into a backup.
func TestEveryTableIsInAList(t *testing.T) {
	lists := ownTables()
	slices.Sort(lists)
	databases := map[string]func(t *testing.T) Options{
		"sqlite":   func(t *testing.T) Options { return Options{Path: filepath.Join(t.TempDir(), "bangui.db")} },
		"postgres": func(t *testing.T) Options { return Options{URL: pgtest.URL(t)} },
	}
	described := map[string][]table{}
	for name, options := range databases {
		t.Run(name, func(t *testing.T) {
			s := openForTest(t, options(t))
			tables, err := s.engine.tables(t.Context(), s.read)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(lists, tables); diff != "" {
				t.Errorf("tables (-in a list +in the database):\n%s", diff)
			}
			described[name], err = s.existing(t.Context(), s.read, keptTables())
			if err != nil {
				t.Fatal(err)
			}
		})
	}
	if len(described) < len(databases) {
		t.Skip("only one database is here to compare")
	}
	if diff := cmp.Diff(described["sqlite"], described["postgres"], cmp.AllowUnexported(table{})); diff != "" {
		t.Errorf("tables (-sqlite +postgres):\n%s", diff)
	}
	for _, one := range described["sqlite"] {
		if len(one.key) == 0 {
			t.Errorf("table %s has no key, and so no order", one.name)
		}
	}
}

// openForTest opens and migrates.
func openForTest(t *testing.T, options Options) *Store {
	t.Helper()
	options.Logger = slog.New(slog.DiscardHandler)
	s, err := Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // some tests close it themselves
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}
