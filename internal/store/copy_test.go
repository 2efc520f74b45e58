package store

import (
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/audit"
	"bangui/internal/store/pgtest"
)

// settled are the columns that a copy may change on purpose.
func settled() []string {
	return []string{"holder", "lease_until", "epoch", "replica", "run_now_by", "fence", "state", "ended_at", "outcome"}
}

// TestRoundTrip sends random rows through both databases and a backup and back.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a test that can be repeated
			own := Options{Path: filepath.Join(t.TempDir(), "one.db")}
			one := openForTest(t, own)
			fill(t, one, random)
			want := dump(t, one)

			server := Options{URL: pgtest.URL(t), Logger: slog.New(slog.DiscardHandler)}
			sources := map[string]Options{"sqlite": own, "postgres": server}
			two := openForTest(t, server)
			if _, err := (Move{}).Run(t.Context(), one, two); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, dump(t, two)); diff != "" {
				t.Fatalf("in PostgreSQL (-sent +there):\n%s", diff)
			}
			goesOn(t, one, two)

			for name, from := range map[string]*Store{"sqlite": one, "postgres": two} {
				path := filepath.Join(t.TempDir(), name+".backup")
				want := dump(t, from)
				backUp(t, sources[name], path)
				file := Options{Path: filepath.Join(t.TempDir(), "three.db"), Logger: slog.New(slog.DiscardHandler)}
				if _, err := (Restore{Path: path}).Run(t.Context(), file); err != nil {
					t.Fatal(err)
				}
				three := openForTest(t, file)
				if diff := cmp.Diff(want, dump(t, three)); diff != "" {
					t.Fatalf("from %s over a backup into SQLite (-sent +there):\n%s", name, diff)
				}
				goesOn(t, from, three)
				if _, err := (Restore{Path: path, Replace: true}).Run(t.Context(), server); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, dump(t, two)); diff != "" {
					t.Fatalf("from %s over a backup into PostgreSQL (-sent +there):\n%s", name, diff)
				}
				nothingPasses(t, three)
				nothingPasses(t, two)
			}
		})
	}
}

// backUp makes a backup as the command does.
func backUp(t *testing.T, from Options, path string) {
	t.Helper()
	from.Logger = slog.New(slog.DiscardHandler)
	s, err := OpenToRead(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Backup{Path: path}.Run(t.Context(), s)
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
}

// goesOn checks that no number comes twice.
func goesOn(t *testing.T, from, to *Store) {
	t.Helper()
	for _, s := range []*Store{from, to} {
		if err := s.RecordAudit(t.Context(), audit.Entry{Action: "copy.test", Result: audit.OK}); err != nil {
			t.Fatal(err)
		}
	}
	const newest = `select max(id) from audit`
	a, errA := first(t.Context(), from.read, value[int64], newest)
	b, errB := first(t.Context(), to.read, value[int64], newest)
	if errA != nil || errB != nil || a != b {
		t.Errorf("the next entry has number %d there and %d here (%v, %v)", a, b, errA, errB)
	}
	for _, s := range []*Store{from, to} {
		if _, err := s.write.ExecContext(t.Context(), `delete from audit where action = 'copy.test'`); err != nil {
			t.Fatal(err)
		}
	}
}

// nothingPasses checks that nobody is signed in, holds or runs anything.
func nothingPasses(t *testing.T, s *Store) {
	t.Helper()
	queries := []string{
		`select count(*) from hosts where holder <> '' or lease_until <> 0`,
		`select count(*) from schedules where lease_until <> 0 or replica <> ''`,
		`select count(*) from runs where state = 'running' or ended_at is null`,
	}
	for _, name := range passingTables() {
		queries = append(queries, `select count(*) from `+name)
	}
	for _, query := range queries {
		if n, err := first(t.Context(), s.read, value[int64], query); err != nil || n != 0 {
			t.Errorf("%s: %d, %v", query, n, err)
		}
	}
}

// dump is the content of all kept tables, but for the columns that a copy changes on purpose.
func dump(t *testing.T, s *Store) map[string][]string {
	t.Helper()
	tables, err := s.existing(t.Context(), s.read, keptTables())
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, one := range tables {
		columns := one.columns
		if slices.Contains([]string{"hosts", "schedules", "runs"}, one.name) {
			columns = slices.DeleteFunc(slices.Clone(columns), func(c string) bool { return slices.Contains(settled(), c) })
		}
		rows, err := readRows(t.Context(), s.read, one, columns, nil)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			all[one.name] = append(all[one.name], fmt.Sprintf("%#v", rows.values))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// fill puts random rows into every table.
func fill(t *testing.T, s *Store, random *rand.Rand) {
	t.Helper()
	ctx := t.Context()
	// parents are the columns that refer to another table, and to which.
	parents := map[string]map[string]string{"host_status": {"host": "hosts"}, "ban_evidence": {"ban_id": "bans"}, "run_lines": {"run_id": "runs"},
		"host_probes": {"host": "hosts"}, "sessions": {"user_id": "users"}, "expected_bans": {"host": "hosts"}, "allowance_places": {"host": "hosts"},
		"drafts": {"host": "hosts", "user_id": "users"}, "revision_files": {"revision": "revisions"},
		"blocklist_texts": {"list": "blocklists"}, "blocklist_chunks": {"revision": "blocklist_revisions"}, "blocklist_imports": {"list": "blocklists"},
		"blocklist_applied": {"import": "blocklist_imports"}, "blocklist_hosts": {"host": "hosts"}, "sightings": {"user_id": "users"}, "blocklist_dropped": {"list": "blocklists"}}
	tables, err := s.existing(ctx, s.write, append(keptTables(), "sessions", "secrets", "rate_limits", "replicas", "expected_bans"))
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string][]any{}
	for _, one := range tables {
		count := 1 + random.IntN(60)
		refers := map[string][]any{}
		for column, parent := range parents[one.name] {
			refers[column] = keys[parent]
			if len(one.key) == 1 && one.key[0] == column {
				count = min(count, len(keys[parent]))
			}
		}
		if one.name == "installation" {
			count = 1
		}
		for n := range count {
			values := randomRow(t, s, random, one, n, refers)
			_, err := s.write.ExecContext(ctx, `insert into `+one.name+` (`+quoted(one.columns)+`) values `+places(0, 1, len(values)), values...)
			if err != nil {
				t.Fatalf("%s: %v: %#v", one.name, err, values)
			}
			keys[one.name] = append(keys[one.name], values[slices.Index(one.columns, one.key[0])])
		}
	}
}

// randomRow makes the n-th row of a table; refers are the keys that its columns may refer to.
func randomRow(t *testing.T, s *Store, random *rand.Rand, one table, n int, refers map[string][]any) []any {
	t.Helper()
	type kind struct {
		name, declared string
		required       int
	}
	kinds, err := all(t.Context(), s.write, func(row *sql.Rows) (kind, error) {
		var k kind
		return k, row.Scan(&k.name, &k.declared, &k.required)
	}, `select name, type, "notnull" or pk > 0 from pragma_table_info($1) order by cid`, one.name)
	if err != nil {
		t.Fatal(err)
	}
	small := []string{"local", "disabled", "observed", "hours", "enabled", "custom", "reachable", "allowed", "lift", "ours",
		"base_there", "text_there", "before_there", "after_there", "allow_wide", "compare", "family"}
	var values []any
	for _, k := range kinds {
		isKey := slices.Contains(one.key, k.name)
		switch {
		case len(refers[k.name]) > 0:
			values = append(values, refers[k.name][n%len(refers[k.name])])
		case isKey && k.declared == "INTEGER" && len(one.key) == 1:
			values = append(values, int64(3*n+1))
		case k.name == "n" && isKey:
			values = append(values, int64(n))
		case k.required == 0 && random.IntN(2) == 0:
			values = append(values, nil)
		case k.declared == "INTEGER" && slices.Contains(small, k.name):
			values = append(values, random.Int64N(2))
		case k.declared == "INTEGER":
			values = append(values, random.Int64()>>random.IntN(60)>>2*(random.Int64N(3)-1))
		case k.declared == "BLOB":
			values = append(values, fmt.Appendf(nil, "\x00\xff%d%d", n, random.Uint64()))
		default:
			text := randomText(random)
			if isKey {
				text = clean(text)
			}
			values = append(values, fmt.Sprintf("%s%d", text, n))
		}
	}
	return values
}

// randomText has whatever people and programs may put into text.
func randomText(random *rand.Rand) string {
	pieces := []string{"", "a", "Z", "ß", "日本", "👾", "e\u0301", "\x00", "\xff\xfe", "\ufffd", "\u2028", "\n", "\r", "\t", `\N`, `\.`, `'`, `"`, "%", "\x7f", "\u202e"}
	text := ""
	for range random.IntN(6) {
		text += pieces[random.IntN(len(pieces))]
	}
	return text
}
