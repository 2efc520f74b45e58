package archive_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/archive"
	"bangui/internal/ban"
	"bangui/internal/host"
)

// newDB makes a database; each statement may have arguments.
func newDB(t testing.TB, statements ...[]any) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.db")
	db, err := sql.Open("sqlite", path)
	check(t, err)
	db.SetMaxOpenConns(1)
	for _, s := range statements {
		text, _ := s[0].(string)
		_, err := db.Exec(text, s[1:]...)
		check(t, err)
	}
	check(t, db.Close())
	return path
}

const (
	// Source: the earlier system's own schema.
	makeArchive = `create table history_archive (id integer primary key autoincrement, jail text not null, ip text not null, timeofban integer not null,
		bancount integer not null, data text not null, action text not null)`
	insertArchive = `insert into history_archive (jail, ip, timeofban, bancount, data, action) values ($1, $2, $3, $4, $5, $6)`
	// Source: fail2ban/server/database.py.
	makeBans = `create table fail2banDb(version integer); create table jails(name text not null unique, enabled integer not null default 1);
		create table bans(jail text not null, ip text, timeofban integer not null, bantime integer not null, bancount integer not null default 1, data json);
		create table bips(ip text not null, jail text not null, timeofban integer not null, bantime integer not null, bancount integer not null default 1,
			data json, primary key(ip, jail))`
	insertBans = `insert into bans (jail, ip, timeofban, bantime, bancount, data) values ($1, $2, $3, $4, $5, $6)`
	insertBips = `insert into bips (jail, ip, timeofban, bantime, bancount, data) values ($1, $2, $3, $4, $5, $6)`
)

// epoch is a second of the day of the tests.
func epoch(s int) int64 { return time.Date(2026, 11, 23, 8, 0, s, 0, time.UTC).Unix() }

// TestRelativePath names a database as somebody does who stands beside it.
func TestRelativePath(t *testing.T) {
	path := newDB(t, []any{makeBans}, []any{insertBans, "sshd", "203.0.113.7", epoch(0), 600, 1, `{}`})
	t.Chdir(filepath.Dir(path))
	if bans, _ := readBans(t, archive.Auto, filepath.Base(path)); len(bans) != 1 {
		t.Errorf("%d bans, want 1", len(bans))
	}
}

func TestTable(t *testing.T) {
	path := newDB(t, []any{makeArchive},
		[]any{insertArchive, "sshd", "203.0.113.7", epoch(100), 3, `{"matches": ["first", ["a ", "b", " c"]], "failures": 5}`, "ban"},
		[]any{insertArchive, "sshd", "203.0.113.7", epoch(50), 1, `{}`, "UNBAN"},
		[]any{insertArchive, "sshd", "203.0.113.7", epoch(0), 2, `{"matches": [], "failures": 1}`, "Ban"},
		[]any{insertArchive, "sshd", "2001:DB8::1", epoch(7), 1, `no JSON`, "ban"},
		[]any{insertArchive, "sshd", "203.0.113.9", epoch(7), 1, `{}`, "flush\x1b[31m"},
		[]any{insertArchive, "", "203.0.113.9", epoch(7), 1, `{}`, "ban"},
		[]any{insertArchive, "sshd", "203.0.113.9", "yesterday", 1, `{}`, "ban"},
		[]any{insertArchive, "sshd", "203.0.113.9", epoch(90_000_000), 1, `{}`, "unban"},
		[]any{insertArchive, []byte("s\xff"), 12, float64(epoch(8)) + 0.5, "many", []byte(`{"matches": ["x\u001b[0m"], "failures": 2}`), "ban"},
	)
	bans, report := readBans(t, archive.Auto, path)
	want := []string{
		"sshd 2001:db8::1 2026-11-23T08:00:07 2026-11-23T08:00:07 unknown",
		"sshd 203.0.113.7 2026-11-23T08:00:00 2026-11-23T08:00:50 unknown",
		"sshd 203.0.113.7 2026-11-23T08:01:40 2026-11-23T08:01:40 unknown",
		"s\uFFFD 12 2026-11-23T08:00:08 2026-11-23T08:00:08 unknown",
	}
	if diff := cmp.Diff(want, words(bans)); diff != "" {
		t.Errorf("bans (-want +got):\n%s", diff)
	}
	reasons := map[string]int64{
		"an action that is not known": 1, "a ban without a jail or an address": 1, "a ban without a time": 1, "a ban in the future": 1,
	}
	if diff := cmp.Diff(reasons, skipped(report)); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
	for _, b := range bans {
		check(t, sound(b))
		if b.Address == "203.0.113.7" && b.Count == 3 {
			if diff := cmp.Diff([]string{"first", "a b c"}, b.Evidence); diff != "" || b.Failures != 5 {
				t.Errorf("%d failures, evidence %s", b.Failures, diff)
			}
		}
	}
}

func TestDatabase(t *testing.T) {
	path := newDB(t, []any{makeBans},
		[]any{insertBans, "sshd", "203.0.113.7", epoch(0), 600.5, 1, []byte(`{"matches": ["x"], "failures": 5}`)},
		[]any{insertBans, "sshd", "203.0.113.7", epoch(300), 3600, 2, []byte(`{}`)},
		[]any{insertBans, "sshd", "203.0.113.8", epoch(0), -1, 1, []byte(`{}`)},
		[]any{insertBans, "sshd", "203.0.113.9", epoch(0), -2, 1, nil},
		[]any{insertBans, "sshd", nil, epoch(0), 600, 1, nil},
		[]any{insertBips, "sshd", "203.0.113.7", epoch(300), 3600, 2, []byte(`{}`)},
		[]any{insertBips, "sshd", "203.0.113.10", epoch(-864_000), 604_800, 4, []byte(`{"matches": ["long ago"], "failures": 9}`)},
	)
	bans, report := readBans(t, archive.Auto, path)
	want := []string{
		"sshd 203.0.113.10 2026-11-13T08:00:00 2026-11-20T08:00:00 expired",
		"sshd 203.0.113.7 2026-11-23T08:00:00 2026-11-23T08:05:00 unknown",
		"sshd 203.0.113.7 2026-11-23T08:05:00 2026-11-23T09:05:00 expired",
		"sshd 203.0.113.8 2026-11-23T08:00:00 2026-11-23T08:00:00 unknown",
		"sshd 203.0.113.9 2026-11-23T08:00:00 2026-11-23T08:00:00 unknown",
	}
	if diff := cmp.Diff(want, words(bans)); diff != "" {
		t.Errorf("bans (-want +got):\n%s", diff)
	}
	if report.Bans != 5 || skipped(report)["a ban without a jail or an address"] != 1 {
		t.Errorf("report %+v", report)
	}
	for _, b := range bans {
		if b.Address == "203.0.113.10" && (b.Failures != 9 || b.Count != 4 || len(b.Evidence) != 1) {
			t.Errorf("ban of the second table %+v", b)
		}
	}
}

// TestOldDatabase has no table of last bans, as before version 4 of the schema.
func TestOldDatabase(t *testing.T) {
	path := newDB(t, []any{`create table bans(jail text, ip text, timeofban integer, bantime integer, bancount integer, data json)`},
		[]any{insertBans, "sshd", "203.0.113.7", epoch(0), 600, 1, `{}`})
	if bans, _ := readBans(t, archive.Database, path); len(bans) != 1 {
		t.Errorf("bans %+v", bans)
	}
}

// TestManyRows has more rows than one statement reads, and lines of evidence that are too long to be read in full.
func TestManyRows(t *testing.T) {
	long := `{"matches": ["first", "last ` + strings.Repeat("x", 1<<20) + `"], "failures": 5}`
	for _, test := range []struct {
		name, insert string
		make         string
		extra        any
	}{{"archive", insertArchive, makeArchive, nil}, {"database", insertBans, makeBans, 600}} {
		t.Run(test.name, func(t *testing.T) {
			statements := [][]any{{test.make}, {"begin"}}
			for i := range 1234 {
				data := `{}`
				if i == 700 {
					data = long
				}
				args := []any{test.insert, "sshd", fmt.Sprintf("198.51.%d.%d", i/256, i%256), epoch(i), 1, data, "ban"}
				if test.extra != nil {
					args = []any{test.insert, "sshd", fmt.Sprintf("198.51.%d.%d", i/256, i%256), epoch(i), test.extra, 1, data}
				}
				statements = append(statements, args)
			}
			bans, report := readBans(t, archive.Auto, newDB(t, append(statements, []any{"commit"})...))
			if len(bans) != 1234 || report.Read != 1234 || len(report.Skipped)+len(report.Problems) != 0 {
				t.Fatalf("%d bans, report %+v", len(bans), report)
			}
			for _, b := range bans {
				if b.BannedAt.Unix() == epoch(700) && (b.Failures != 5 || len(b.Evidence) != 1 || len(b.Evidence[0]) != host.MaxEvidenceBytes ||
					!strings.HasPrefix(b.Evidence[0], "last xx") || !strings.HasSuffix(b.Evidence[0], "…")) {
					t.Errorf("evidence %.100q", b.Evidence)
				}
			}
		})
	}
}

// TestDamagedDatabase overwrites pages in the middle: what comes before is read, and the damage is said.
func TestDamagedDatabase(t *testing.T) {
	statements := [][]any{{makeBans}, {"begin"}}
	for i := range 3000 {
		statements = append(statements, []any{insertBans, "sshd", fmt.Sprint("id ", i), epoch(i), 600, 1, strings.Repeat("x", 300)})
	}
	path := newDB(t, append(statements, []any{"commit"})...)
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	check(t, err)
	info, err := file.Stat()
	check(t, err)
	_, err = file.WriteAt([]byte(strings.Repeat("\xaa", 64<<10)), info.Size()/2)
	check(t, errors.Join(err, file.Close()))
	bans, report := readBans(t, archive.Auto, path)
	if len(bans) == 0 || len(bans) == 3000 || len(report.Problems) != 1 || !strings.Contains(report.Problems[0].Message, "cannot be read") {
		t.Errorf("%d bans, problems %+v", len(bans), report.Problems)
	}
}

func FuzzRow(f *testing.F) {
	f.Add("sshd", "203.0.113.7", 1.7e9, 600.5, 2.0, []byte(`{"matches": ["first", ["a", "b", "c"]], "failures": 3}`))
	f.Add("s\x1b", "", -1e300, -1.0, 1e300, []byte(`{"matches": {}, "failures": "x"}`))
	f.Fuzz(func(t *testing.T, jail, ip string, at, length, count float64, data []byte) {
		b, unusable := archive.BanOf(jail, ip, at, length, count, data, now())
		if unusable != "" {
			return
		}
		past := ban.NewPast(now(), sound)
		check(t, past.Begin(b))
		check(t, past.Close())
	})
}
