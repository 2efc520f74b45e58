package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/ban"
	"bangui/internal/fault"
	"bangui/internal/seed"
	"bangui/internal/store/pgtest"
)

const seeded = 2000

func TestSeedSQLite(t *testing.T) {
	t.Parallel()
	testSeed(t, Options{Path: filepath.Join(t.TempDir(), "one.db"), Logger: slog.New(slog.DiscardHandler)})
}

func TestSeedPostgres(t *testing.T) {
	t.Parallel()
	testSeed(t, Options{URL: pgtest.URL(t), Logger: slog.New(slog.DiscardHandler)})
}

func testSeed(t *testing.T, options Options) {
	s, now := openForTest(t, options), time.Now()
	indices := listIndices(t, s)
	told := int64(0)
	first := madeUp(t, now, 1)
	first.Progress = func(p Progress) { told = max(told, p.Done) }
	if err := s.Seed(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if told != seeded {
		t.Errorf("told of %d bans", told)
	}
	if diff := cmp.Diff(indices, listIndices(t, s), cmp.AllowUnexported(index{})); diff != "" {
		t.Errorf("indices (-before +after):\n%s", diff)
	}
	wantSound(t, s, seeded)
	wantCountsOfRecount(t, s)
	wantBans(t, s, now)

	err := s.Seed(t.Context(), madeUp(t, now, 2))
	if f, ok := errors.AsType[*fault.Fault](err); !ok || f.Kind != fault.Conflict || f.Mend == "" {
		t.Errorf("a database with bans: %v", err)
	}
	again := madeUp(t, now, 1)
	again.Add = true
	err = s.Seed(t.Context(), again)
	if f, ok := errors.AsType[*fault.Fault](err); !ok || f.Kind != fault.Conflict || f.Mend != "Choose another --seed." {
		t.Errorf("the same bans: %v", err)
	}
	if diff := cmp.Diff(indices, listIndices(t, s), cmp.AllowUnexported(index{})); diff != "" {
		t.Errorf("indices after a seed that was refused (-before +after):\n%s", diff)
	}
	other := madeUp(t, now, 2)
	other.Add = true
	if err := s.Seed(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	wantSound(t, s, 2*seeded)
	wantCountsOfRecount(t, s)
	ordered := ban.Ban{Host: "host01", Jail: "sshd", Address: "192.0.2.1", BannedAt: time.Now(), Actor: "ann"}
	if _, err := s.RecordManual(t.Context(), []ban.Ban{ordered}, nil); err != nil {
		t.Errorf("a ban after the made-up ones: %v", err)
	}
}

func TestSeedStops(t *testing.T) {
	s, now := openForTest(t, Options{Path: filepath.Join(t.TempDir(), "one.db"), Logger: slog.New(slog.DiscardHandler)}), time.Now()
	ctx, cancel := context.WithCancel(t.Context())
	stopped := madeUp(t, now, 1)
	all := stopped.Bans
	stopped.Bans = func(yield func(ban.Ban) bool) {
		n := 0
		for b := range all {
			if n++; n == seeded/2 {
				cancel()
			}
			if !yield(b) {
				return
			}
		}
	}
	if err := s.Seed(ctx, stopped); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped with %v", err)
	}
	wantSound(t, s, 0)
	if err := s.Seed(t.Context(), madeUp(t, now, 1)); err != nil {
		t.Errorf("after a seed that was stopped: %v", err)
	}
}

// madeUp has places for half of the addresses.
func madeUp(t *testing.T, until time.Time, number uint64) Seed {
	t.Helper()
	history, err := seed.New(seed.Options{
		Bans: seeded, Days: 80, Hosts: 3, Number: number, Until: until, Country: func(addr netip.Addr) string {
			return []string{"DE", "CN", "US", ""}[addr.AsSlice()[1]%4]
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return Seed{Bans: history.Bans(), Total: seeded, Hosts: history.Hosts(), Networks: history.Networks()}
}

func wantSound(t *testing.T, s *Store, bans int64) {
	t.Helper()
	found, err := s.Inspect(t.Context())
	if err != nil || !found.Sound || found.Rows["bans"] != bans {
		t.Errorf("%d bans, %+v, %v", found.Rows["bans"], found.Findings, err)
	}
}

// wantCountsOfRecount compares the counts with those that are made anew from the bans.
func wantCountsOfRecount(t *testing.T, s *Store) {
	t.Helper()
	before := listCounts(t, s)
	if len(before) < 500 {
		t.Errorf("only %d counts", len(before))
	}
	days, err := s.RecountDays(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i, one := range days {
		if err := s.RecountDay(t.Context(), one, i == len(days)-1); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(before, listCounts(t, s)); diff != "" {
		t.Errorf("counts (-of the seed +of a recount):\n%.2000s", diff)
	}
}

// wantBans compares what arrived with what was sent.
func wantBans(t *testing.T, s *Store, now time.Time) {
	t.Helper()
	id := int64(0)
	for want := range madeUp(t, now, 1).Bans {
		id++
		if id%100 != 0 {
			continue
		}
		got, err := s.Ban(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		want.ID = id
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("ban %d (-sent +there):\n%s", id, diff)
		}
	}
}

func listIndices(t *testing.T, s *Store) []index {
	t.Helper()
	query := `select name, sql from sqlite_schema where type = 'index' and sql is not null order by name`
	if isPostgres(s.engine) {
		query = s.engine.slowIndices("bans")
	}
	list, err := all(t.Context(), s.read, scanIndex, query)
	if err != nil || len(list) < 5 {
		t.Fatalf("indices: %v, %v", list, err)
	}
	return list
}

func listCounts(t *testing.T, s *Store) []string {
	t.Helper()
	list, err := all(t.Context(), s.read, func(row *sql.Rows) (string, error) {
		var dim, hostName, key string
		var hours, bucket, n int64
		err := row.Scan(&dim, &hours, &hostName, &bucket, &key, &n)
		return fmt.Sprintf("%s %d %s %d %q %d", dim, hours, hostName, bucket, key, n), err
	}, `select dim, hours, host, bucket, key, n from ban_counts order by dim, hours, host, bucket, key`)
	if err != nil {
		t.Fatal(err)
	}
	return list
}
