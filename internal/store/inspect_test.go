package store_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/store"
	"bangui/internal/store/pgtest"
)

// codesOf returns what is found in a database that is only looked at.
func codesOf(t *testing.T, options store.Options) (problems, notes []string) {
	t.Helper()
	options.Logger = slog.New(slog.DiscardHandler)
	s, err := store.OpenToRead(t.Context(), options)
	if damaged, ok := store.Damaged(err, "it"); ok {
		return []string{damaged.Findings[0].Code}, nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	found, err := s.Inspect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found.Findings {
		if f.Message == "" || f.Mend == "" || strings.Contains(f.Message, "%") {
			t.Errorf("%s says %q and %q", f.Code, f.Message, f.Mend)
		}
		if f.Note {
			notes = append(notes, f.Code)
		} else {
			problems = append(problems, f.Code)
		}
	}
	if found.Sound != (len(problems) == 0) {
		t.Errorf("sound is %v with the problems %q", found.Sound, problems)
	}
	return problems, notes
}

// TestInspect breaks one rule after the other, on both databases.
func TestInspect(t *testing.T) {
	t.Parallel()
	const (
		someBan  = `insert into bans (host, jail, address, banned_at, origin, ended_at) values ('h', 'j', 'a', 7200000, 'detected', 7300000)`
		key      = "'j\x1fdetected'"
		counted  = `insert into ban_counts (dim, hours, host, bucket, key, n) values ('jail', 672, 'h', 0, ` + key + `, 1), ('jail', 672, '', 0, ` + key + `, 1), ('jail', 24, 'h', 0, ` + key + `, 1), ('jail', 24, '', 0, ` + key + `, 1)`
		setUp    = `insert into installation (id, set_up_at) values (1, 1)`
		someUser = `insert into users (name, folded_name, role, created_at) values ('ann', 'ann', 'administrator', 1)`
	)
	cases := []struct {
		name            string
		statements      []string
		problems, notes []string
	}{
		{"nothing", nil, nil, nil},
		{"sound", []string{someBan, counted, setUp, someUser}, nil, nil},
		{"count without ban", []string{counted}, []string{"counts_of_bans"}, nil},
		{"counts are being made anew", []string{counted, `insert into chores (name, asked_at) values ('recount', 1)`}, nil, []string{"recount_due"}},
		{"ban without count", []string{someBan}, []string{"counts_of_bans"}, nil},
		{"month without day", []string{someBan, counted, `update ban_counts set n = 2 where hours = 672`}, []string{"counts_of_months"}, nil},
		{"host without all", []string{someBan, counted, `update ban_counts set n = 2 where host = ''`}, []string{"counts_of_hosts"}, nil},
		{"negative", []string{someBan, counted, `insert into ban_counts (dim, hours, host, bucket, key, n) values ('failure', 24, 'h', 0, 'j', -1), ('failure', 24, '', 0, 'j', -1)`}, []string{"negative_count"}, nil},
		{"banned twice", []string{someBan, counted, `drop index bans_in_force`,
			`insert into bans (host, jail, address, banned_at, origin) values ('h', 'j', 'b', 7200001, 'detected'), ('h', 'j', 'b', 7200002, 'detected')`,
			`update ban_counts set n = 3`}, []string{"banned_twice"}, nil},
		{"evidence missing", []string{someBan, counted, `update bans set evidence_lines = 2`}, []string{"ban_without_evidence"}, nil},
		{"ends early", []string{someBan, counted, `update bans set ended_at = 1`}, []string{"ends_before_start"}, nil},
		{"run without lease", []string{`insert into runs (task, fence, replica, started_at, state) values ('t', 1, 'r', 1, 'running')`}, nil, []string{"run_without_lease"}},
		{"run with end", []string{`insert into runs (task, fence, replica, started_at, state) values ('t', 1, 'r', 1, 'succeeded')`}, []string{"run_state"}, nil},
		{"no administrator", []string{setUp, someUser, `update users set disabled = 1`}, []string{"no_administrator"}, nil},
		{"missing table", []string{`drop table settings`}, []string{"missing_table"}, nil},
		{"newer", []string{`insert into schema_versions (version_id, is_applied) values (9999, {true})`}, []string{"newer_tables"}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			file := store.Options{Path: filledDatabase(t, 0)}
			now := "(cast(strftime('%s') as integer) * 1000)"
			for _, statement := range c.statements {
				rawSQL(t, file.Path, strings.NewReplacer("{true}", "1", "now_ms()", now).Replace(statement))
			}
			server := store.Options{URL: pgtest.URL(t)}
			s, err := open(t, server)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			for _, statement := range c.statements {
				pgtest.Exec(t, server.URL, strings.ReplaceAll(statement, "{true}", "true"))
			}
			for name, options := range map[string]store.Options{"sqlite": file, "postgres": server} {
				problems, notes := codesOf(t, options)
				if diff := cmp.Diff([][]string{c.problems, c.notes}, [][]string{problems, notes}); diff != "" {
					t.Errorf("%s: problems and notes (-want +got):\n%s", name, diff)
				}
			}
		})
	}
}

// TestInspectFiles looks at what SQLite itself finds.
func TestInspectFiles(t *testing.T) {
	path := filledDatabase(t, 50)
	rawSQL(t, path, `pragma foreign_keys = off`, `insert into ban_evidence (ban_id, lines) values (7, 'x')`)
	if problems, _ := codesOf(t, store.Options{Path: path}); !slices.Equal(problems, []string{"row_without_parent", "evidence_without_ban"}) {
		t.Errorf("evidence without a ban: %q", problems)
	}
	content, err := os.ReadFile(filledDatabase(t, 50))
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{"torn": content[:len(content)/2], "over": overwrite(content), "text": []byte("Dear diary")} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if problems, _ := codesOf(t, store.Options{Path: path}); !slices.Contains(problems, "damaged_file") {
			t.Errorf("%s: %q", name, problems)
		}
	}
	empty := filepath.Join(t.TempDir(), "other.db")
	rawSQL(t, empty, `create table notes (text text)`)
	if problems, _ := codesOf(t, store.Options{Path: empty}); !slices.Equal(problems, []string{"no_tables"}) {
		t.Errorf("another program's database: %q", problems)
	}
}
