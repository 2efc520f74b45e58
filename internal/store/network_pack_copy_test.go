package store

import (
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/ban"
	"bangui/internal/store/pgtest"
)

// packsOf packs what is due.
func packsOf(t *testing.T, s *Store) {
	t.Helper()
	for {
		n, err := s.PackCounts(t.Context(), 1, 500)
		if err != nil {
			t.Fatal(err)
		}
		if n < 500 {
			return
		}
	}
}

// wantPacks compares every pack with the counts, and fails if there are fewer than so many, or if a piece of time that is over has none and
// none is due.
func wantPacks(t *testing.T, s *Store, atLeast int) {
	t.Helper()
	packs, err := all(t.Context(), s.read, scanDuePack, `select hours, host, bucket from network_packs where packed is not null`)
	if err != nil {
		t.Fatal(err)
	}
	if len(packs) < atLeast {
		t.Errorf("%d packs, want %d", len(packs), atLeast)
	}
	for _, p := range packs {
		packed, err := first(t.Context(), s.read, value[[]byte],
			`select packed from network_packs where hours = $1 and host = $2 and bucket = $3`, p.hours, p.host, p.bucket)
		if err != nil {
			t.Fatal(err)
		}
		text, err := first(t.Context(), s.read, value[string], `
			select coalesce(`+inOneText+`, '') from ban_counts where dim = 'network' and hours = $1 and host = $2 and bucket = $3`,
			p.hours, p.host, p.bucket)
		if err != nil {
			t.Fatal(err)
		}
		counts, err := networkCounts(text)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(pack(counts), packed) {
			t.Errorf("the pack of %+v is not what its counts are", p)
		}
	}
	forgotten, err := first(t.Context(), s.read, value[int], `
		select count(*) from (
			select distinct hours, host, bucket from ban_counts where dim = 'network'
			except select hours, host, bucket from network_packs) as forgotten`)
	if err != nil || forgotten > 0 {
		t.Errorf("%d pieces of time have counts, and neither a pack nor a row that says that one is due (%v)", forgotten, err)
	}
}

// TestPacksOfCopies copies over a database that has packs of other bans.
func TestPacksOfCopies(t *testing.T) {
	t.Parallel()
	databases := map[string]func(t *testing.T) Options{
		"sqlite":   func(t *testing.T) Options { return Options{Path: filepath.Join(t.TempDir(), "bangui.db")} },
		"postgres": func(t *testing.T) Options { return Options{URL: pgtest.URL(t)} },
	}
	for name, options := range databases {
		t.Run("into "+name, func(t *testing.T) {
			from := openForTest(t, Options{Path: filepath.Join(t.TempDir(), "from.db")})
			to := openForTest(t, options(t))
			for n, s := range []*Store{from, to} {
				if err := s.Seed(t.Context(), madeUp(t, time.Now(), uint64(n+1))); err != nil {
					t.Fatal(err)
				}
				packsOf(t, s)
				wantPacks(t, s, 100)
			}
			if _, err := (Transfer{Replace: true}).Run(t.Context(), from, to); err != nil {
				t.Fatal(err)
			}
			wantPacks(t, to, 0)
			packsOf(t, to)
			wantPacks(t, to, 100)
		})
	}
}

// TestPacksOfBackups restores a database with packs as it was.
func TestPacksOfBackups(t *testing.T) {
	own := Options{Path: filepath.Join(t.TempDir(), "one.db"), Logger: slog.New(slog.DiscardHandler)}
	one := openForTest(t, own)
	if err := one.Seed(t.Context(), madeUp(t, time.Now(), 1)); err != nil {
		t.Fatal(err)
	}
	packsOf(t, one)
	path := filepath.Join(t.TempDir(), "backup")
	backUp(t, own, path)
	again := Options{Path: filepath.Join(t.TempDir(), "two.db"), Logger: slog.New(slog.DiscardHandler)}
	if _, err := (Restore{Path: path}).Run(t.Context(), again); err != nil {
		t.Fatal(err)
	}
	wantPacks(t, openForTest(t, again), 0)
}

// TestPacksOfEarlierCounts brings a database up to date that has counts and no packs.
func TestPacksOfEarlierCounts(t *testing.T) {
	t.Parallel()
	databases := map[string]func(t *testing.T) Options{
		"sqlite":   func(t *testing.T) Options { return Options{Path: filepath.Join(t.TempDir(), "bangui.db")} },
		"postgres": func(t *testing.T) Options { return Options{URL: pgtest.URL(t)} },
	}
	for name, options := range databases {
		t.Run(name, func(t *testing.T) {
			s := openForTest(t, options(t))
			if err := s.Seed(t.Context(), madeUp(t, time.Now(), 1)); err != nil {
				t.Fatal(err)
			}
			before := rankOfNetworks(t, s)
			backToVersion4(t, s, name)
			if err := s.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			wantPacks(t, s, 0)
			packsOf(t, s)
			wantPacks(t, s, 100)
			if diff := cmp.Diff(before, rankOfNetworks(t, s)); diff != "" {
				t.Errorf("networks (-from counts +from packs):\n%s", diff)
			}
		})
	}
}

func rankOfNetworks(t *testing.T, s *Store) networkSums {
	t.Helper()
	sums, err := s.networkSums(t.Context(), ban.Scope{}, pieces(0, 0, floor(time.Now(), month)+month*hourMillis))
	if err != nil || len(sums) == 0 {
		t.Fatalf("%d networks, %v", len(sums), err)
	}
	return sums
}

// backToVersion4 undoes the migration that made packs, and those after it.
func backToVersion4(t *testing.T, s *Store, engine string) {
	t.Helper()
	statements := []string{`alter table replicas drop column protects`, `drop index allowances_by_name`, `alter table allowances drop column name`,
		`delete from schema_versions where version_id >= 5`}
	for _, table := range []string{
		"sightings", "allowed_names", "blocklist_dropped", "blocklist_hosts", "blocklist_applied", "blocklist_imports", "blocklist_chunks", "blocklist_revisions",
		"blocklist_texts", "blocklists", "revision_files", "revisions", "drafts", "network_packs",
	} {
		statements = append(statements, `drop table `+table)
	}
	for _, name := range []string{"inserted", "updated", "deleted", "emptied"} {
		on := ""
		if engine == "postgres" {
			on = ` on ban_counts`
		}
		statements = append(statements, `drop trigger if exists network_counts_`+name+on)
	}
	if engine == "postgres" {
		statements = append(statements, `drop function network_counts_changed`, `drop function network_counts_emptied`)
	}
	for _, statement := range statements {
		if _, err := s.write.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}
