package store_test

import (
	"bytes"
	"database/sql"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bangui/internal/fault"
	"bangui/internal/replica"
	"bangui/internal/store"
	"bangui/internal/store/pgtest"
)

// TestSchemaOfAnotherProgram starts on tables that a newer program has changed, or that were left by half.
func TestSchemaOfAnotherProgram(t *testing.T) {
	t.Parallel()
	const newer = `insert into schema_versions (version_id, is_applied) values (9999, true)`
	cases := []struct {
		name    string
		changes []string
		kind    fault.Kind
		message string
	}{
		{"newer, and it serves us", []string{newer, `alter table users add column moon text`}, "", ""},
		{
			"newer, and it does not serve us", []string{newer, `update compatibility set oldest = 9998`}, fault.Unsupported,
			"a newer BanGUI has brought the database to version 9999, which needs a program for version 9998 or later; this one is for version",
		},
		{"a version without its tables", []string{`drop table compatibility`}, fault.Invalid, "is migrated by half"},
		{"tables without their row", []string{`delete from compatibility`}, fault.Invalid, "is migrated by half"},
		{"a version is left out", []string{`delete from schema_versions where version_id = 1`}, fault.Invalid, "is migrated by half"},
		{"tables without a version", []string{`drop table schema_versions`}, fault.Invalid, "is migrated by half"},
		{"tables without a row of a version", []string{`delete from schema_versions`}, fault.Invalid, "is migrated by half"},
		{"a table is not there", []string{`drop table run_lines`}, fault.Invalid, "but the table run_lines is not there"},
		{"a table that a newer one must leave is not there", []string{newer, `drop table run_lines`}, fault.Invalid, "the table run_lines is not there"},
		{
			"a version that was not noted", []string{`delete from schema_versions where version_id = (select max(version_id) from schema_versions)`},
			fault.Invalid, "because its tables are others",
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Run("sqlite", func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "bangui.db")
				otherSchema(t, store.Options{Path: path}, c.kind, c.message, func() { change(t, path, c.changes) })
			})
			t.Run("postgres", func(t *testing.T) {
				address := pgtest.URL(t)
				otherSchema(t, store.Options{URL: address}, c.kind, c.message, func() {
					for _, statement := range c.changes {
						pgtest.Exec(t, address, statement)
					}
				})
			})
		})
	}
}

// change alters a SQLite file from outside.
func change(t *testing.T, path string, statements []string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// TestVersionsWithoutRows finds the table of versions alone and empty.
func TestVersionsWithoutRows(t *testing.T) {
	const message = "is migrated by half: it says that it has version 0, but the table of versions is empty"
	path := filepath.Join(t.TempDir(), "bangui.db")
	change(t, path, []string{`create table schema_versions (id integer, version_id integer, is_applied integer)`})
	_, err := open(t, store.Options{Path: path})
	check(t, err, fault.Invalid, message)
	address := pgtest.URL(t)
	pgtest.Exec(t, address, `create table schema_versions (id bigint, version_id bigint, is_applied boolean)`)
	_, err = open(t, store.Options{URL: address})
	check(t, err, fault.Invalid, message)
}

// otherSchema opens a database that is changed after it was made. Without a kind it must work, and no migration be run.
func otherSchema(t *testing.T, options store.Options, kind fault.Kind, message string, change func()) {
	before, err := open(t, options)
	if err != nil {
		t.Fatal(err)
	}
	change()
	if kind != "" {
		_, err = open(t, options)
		check(t, err, kind, message)
		check(t, before.Migrate(t.Context()), kind, message)
		return
	}
	var log bytes.Buffer
	options.Logger = slog.New(slog.NewTextHandler(&log, nil))
	s, err := store.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if text := log.String(); !strings.Contains(text, "a newer BanGUI has changed the database") || strings.Contains(text, "database migrated") {
		t.Errorf("log is %q", text)
	}
	if version, _, err := s.Compatibility(t.Context()); err != nil || version != 9999 {
		t.Errorf("version %d, %v, want 9999", version, err)
	}
	if now, err := s.BeatReplica(t.Context(), replica.Replica{ID: "old"}); err != nil || time.Until(now).Abs() > time.Minute {
		t.Errorf("an older program does not work: %v, %v", now, err)
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}
