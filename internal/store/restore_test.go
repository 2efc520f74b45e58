package store_test

import (
	"bytes"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bangui/internal/account"
	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/replica"
	"bangui/internal/store"
	"bangui/internal/store/pgtest"
)

func restore(t *testing.T, path string, to store.Options, replace bool) (store.Restored, error) {
	t.Helper()
	to.Logger = slog.New(slog.DiscardHandler)
	return store.Restore{Path: path, Replace: replace}.Run(t.Context(), to)
}

// rawSQL changes a SQLite file without the store.
func rawSQL(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range statements {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestRestoreOfWhatIsNoBackup checks that each has a sentence of its own, and that nothing is touched.
func TestRestoreOfWhatIsNoBackup(t *testing.T) {
	dir := t.TempDir()
	good := filepath.Join(dir, "good.db")
	if err := backUp(t.Context(), store.Options{Path: filledDatabase(t, 50)}, good); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	file := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	other := filepath.Join(dir, "other.db")
	rawSQL(t, other, `create table notes (text text)`)
	newer := file("newer.db", content)
	rawSQL(t, newer, `insert into schema_versions (version_id, is_applied) values (9999, 1)`)
	torn := bytes.Clone(content)
	for i := len(torn) / 2; i < len(torn)/2+8192; i++ {
		torn[i] ^= 0x5a
	}
	cases := []struct {
		name, path string
		kind       fault.Kind
		message    string
	}{
		{"missing", dir + "/none.db", fault.Invalid, "no database in"},
		{"garbage", file("garbage", []byte("Dear diary, today nothing happened.")), fault.Invalid, "is not a SQLite database"},
		{"empty", file("empty", nil), fault.Invalid, "no database in"},
		{"truncated", file("truncated", content[:len(content)/2]), fault.Invalid, "is damaged"},
		{"overwritten in the middle", file("torn", torn), fault.Invalid, "damaged"},
		{"overwritten", file("over", overwrite(content)), fault.Invalid, "is damaged"},
		{"newer", newer, fault.Unsupported, "a newer BanGUI has made the tables: they have version 9999"},
		{"another program's", other, fault.Invalid, "has no tables of BanGUI"},
		{"a directory", dir, fault.Invalid, "the backup " + dir + " cannot be used"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := t.TempDir()
			_, err := restore(t, c.path, store.Options{Path: filepath.Join(in, "bangui.db")}, true)
			check(t, err, c.kind, c.message)
			onlyFile(t, in)
		})
	}
}

func TestRestoreIntoWhatIsNotEmpty(t *testing.T) {
	path := filepath.Join(t.TempDir(), "backup.db")
	if err := backUp(t.Context(), store.Options{Path: filledDatabase(t, 5)}, path); err != nil {
		t.Fatal(err)
	}
	places := map[string]func(t *testing.T) store.Options{
		"sqlite":   func(t *testing.T) store.Options { return store.Options{Path: filepath.Join(t.TempDir(), "bangui.db")} },
		"postgres": func(t *testing.T) store.Options { return store.Options{URL: pgtest.URL(t)} },
	}
	for name, place := range places {
		t.Run(name, func(t *testing.T) {
			options := place(t)
			use := func(do func(s *store.Store) error) {
				s, err := open(t, options)
				if err != nil {
					t.Fatal(err)
				}
				if err := errors.Join(do(s), s.Close()); err != nil {
					t.Fatal(err)
				}
			}
			use(func(s *store.Store) error {
				_, err := s.CreateUser(t.Context(), account.User{Name: "ann", Role: account.Administrator}, audit.Entry{})
				return err
			})
			_, err := restore(t, path, options, false)
			check(t, err, fault.Conflict, "the target is not empty: its table users has rows")
			done, err := restore(t, path, options, true)
			if err != nil {
				t.Fatal(err)
			}
			use(func(s *store.Store) error {
				entries, err := s.AuditEntries(t.Context(), audit.Query{Limit: 10})
				if len(entries) != 5 {
					t.Errorf("%d entries, want the 5 of the backup", len(entries))
				}
				return err
			})
			if name == "postgres" {
				use(func(s *store.Store) error {
					_, err := s.BeatReplica(t.Context(), replica.Replica{ID: "r", Machine: "elsewhere", PID: 7, State: replica.Serving})
					return err
				})
				_, err := restore(t, path, options, true)
				check(t, err, fault.Conflict, "a BanGUI server uses the database: process 7 on elsewhere")
				return
			}
			kept, err := open(t, store.Options{Path: done.Kept})
			if err != nil {
				t.Fatal(err)
			}
			if users, err := kept.Users(t.Context()); err != nil || len(users) != 1 || users[0].Name != "ann" {
				t.Errorf("the old database has %v, %v", users, err)
			}
		})
	}
}

// TestRestoreOverADamagedDatabase checks that what cannot be read is kept, too.
func TestRestoreOverADamagedDatabase(t *testing.T) {
	path, dir := filepath.Join(t.TempDir(), "backup.db"), t.TempDir()
	if err := backUp(t.Context(), store.Options{Path: filledDatabase(t, 5)}, path); err != nil {
		t.Fatal(err)
	}
	target := store.Options{Path: filepath.Join(dir, "bangui.db")}
	if err := os.WriteFile(target.Path, []byte("Dear diary"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := restore(t, path, target, false)
	check(t, err, fault.Conflict, "the target is not empty")
	done, err := restore(t, path, target, true)
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(done.Kept)
	if err != nil || string(content) != "Dear diary" {
		t.Errorf("kept: %q, %v", content, err)
	}
	if n := len(auditTargets(t, target.Path)); n != 5 {
		t.Errorf("%d entries, want 5", n)
	}
}

func TestRestoreDiskFull(t *testing.T) {
	path, dir := filepath.Join(t.TempDir(), "backup.db"), smallDisk(t)
	if err := backUp(t.Context(), store.Options{Path: filledDatabase(t, 300)}, path); err != nil {
		t.Fatal(err)
	}
	_, err := restore(t, path, store.Options{Path: filepath.Join(dir, "bangui.db")}, false)
	check(t, err, fault.Unavailable, "the disk that holds "+dir+" is full")
	onlyFile(t, dir)
}

// TestOlderTables checks that a backup of the first version goes into both databases.
func TestOlderTables(t *testing.T) {
	migration, err := os.ReadFile("migrations/sqlite/00001_foundation.sql")
	if err != nil {
		t.Fatal(err)
	}
	old := filepath.Join(t.TempDir(), "old.db")
	rawSQL(t, old, string(migration), `
		create table schema_versions (id integer primary key autoincrement, version_id integer not null, is_applied integer not null,
			tstamp timestamp default (datetime('now')));
		insert into schema_versions (version_id, is_applied) values (0, 1), (1, 1);
		insert into hosts (name, local, created_at, epoch) values ('local', 1, 1, 1);
		insert into audit (at, action, target, result) values (1, 'old', '0', 'ok');
		insert into instance_lock (id, holder, machine, pid, since, beat_at) values (1, 'x', 'y', 1, 1, 1)`)
	path := filepath.Join(t.TempDir(), "backup.db")
	if err := backUp(t.Context(), store.Options{Path: old}, path); err != nil {
		t.Fatal(err)
	}
	for _, options := range []store.Options{{Path: filepath.Join(t.TempDir(), "new.db")}, {URL: pgtest.URL(t)}} {
		done, err := restore(t, path, options, false)
		if err != nil || done.Version != 1 {
			t.Fatal(done, err)
		}
		s, err := open(t, options)
		if err != nil {
			t.Fatal(err)
		}
		entries, err := s.AuditEntries(t.Context(), audit.Query{Limit: 10})
		if err != nil || len(entries) != 1 || !strings.Contains(entries[0].Action, "old") {
			t.Errorf("%v, %v", entries, err)
		}
	}
}

// TestMoveIsAllOrNothing checks that a second try works after one that failed.
func TestMoveIsAllOrNothing(t *testing.T) {
	path, address := filledDatabase(t, 5), pgtest.URL(t)
	from, err := store.OpenToRead(t.Context(), store.Options{Path: path, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	to, err := open(t, store.Options{URL: address})
	if err != nil {
		t.Fatal(err)
	}
	pgtest.Exec(t, address, `alter table audit add constraint no_fourth check (target <> '3')`)
	if _, err := (store.Move{}).Run(t.Context(), from, to); err == nil {
		t.Fatal("a row that was refused went over")
	}
	if err := to.RefuseFilled(t.Context()); err != nil {
		t.Fatal(err)
	}
	pgtest.Exec(t, address, `alter table audit drop constraint no_fourth`)
	done, err := store.Move{}.Run(t.Context(), from, to)
	if err != nil || done.Rows < 5 {
		t.Fatal(done, err)
	}
}
