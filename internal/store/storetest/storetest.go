// Package storetest is the suite that the store must pass on every database, and opens databases for the tests of other packages.
//
// [SQLite] and [Postgres] give an empty database that is gone after the test. [Run] is the suite.
package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bangui/internal/account"
	"bangui/internal/allow"
	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/blocklist"
	"bangui/internal/fleet"
	"bangui/internal/replica"
	"bangui/internal/revision"
	"bangui/internal/schedule"
	"bangui/internal/store"
	"bangui/internal/store/pgtest"
)

// Store is all that is asked of a store.
type Store interface {
	account.Store
	audit.Store
	fleet.Store
	ban.Store
	fleet.Probes
	schedule.Store
	replica.Store
	allow.Store
	revision.Store
	blocklist.Store
	secretStore
}

// Database is an empty database with its tables.
type Database struct {
	Store
	// Advance moves the database's clock forward.
	Advance func(d time.Duration)
	// Learn makes [Locate] know the addresses of 203.0.113.0/24, too: they are in Norway, and a network owns them.
	Learn func()
	// Exec runs a statement behind the back of the store.
	Exec func(statement string)
}

// TakeHost holds a host, whoever holds it, and returns it with its new epoch.
func (d Database) TakeHost(ctx context.Context, name string, local bool) (fleet.Record, error) {
	record, _, err := d.HoldHost(ctx, fleet.Hold{Name: name, Local: local, Replica: "test", Lease: time.Minute, Force: true})
	return record, err
}

// Run runs the whole suite; open is called for each test.
func Run(t *testing.T, open func(t *testing.T) Database) {
	suites := []struct {
		name string
		run  func(t *testing.T, open func(t *testing.T) Database)
	}{
		{"accounts", accounts},
		{"sessions", sessions},
		{"limits", limits},
		{"audit", audits},
		{"hosts", hosts},
		{"replicas", replicas},
		{"secrets", secrets},
		{"ingest", ingest},
		{"imports", imports},
		{"orders", orders},
		{"lists", lists},
		{"counts", counts},
		{"model", model},
		{"schedules", schedules},
		{"probes", probes},
		{"allowances", allowances},
		{"revisions", revisions},
		{"block lists", blocklists},
		{"hosts of block lists", blocklistHosts},
		{"bad input", badInput},
	}
	for _, suite := range suites {
		t.Run(suite.name, func(t *testing.T) { suite.run(t, open) })
	}
}

// SQLite returns a database in a file of its own.
func SQLite(t testing.TB) Database {
	t.Helper()
	var ahead atomic.Int64
	var learned atomic.Bool
	path := filepath.Join(t.TempDir(), "bangui.db")
	must(t, os.WriteFile(path, migrated(t), 0o600))
	s := openStore(t, store.Options{
		Path:   path,
		Logger: slog.New(slog.DiscardHandler),
		Locate: locate(&learned),
		Now:    func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) },
	})
	return Database{Store: s, Advance: func(d time.Duration) { ahead.Add(int64(d)) }, Learn: func() { learned.Store(true) }, Exec: func(statement string) {
		t.Helper()
		execSQLite(t, path, statement)
	}}
}

// Postgres returns a database on a server that pgtest provides, or skips the test.
func Postgres(t testing.TB) Database {
	t.Helper()
	address := pgtest.URLOf(t, func(address string) error { return migrate(store.Options{URL: address}) })
	var learned atomic.Bool
	s := openStore(t, store.Options{URL: address, Logger: slog.New(slog.DiscardHandler), Locate: locate(&learned)})
	var ahead time.Duration
	return Database{Store: s, Advance: func(d time.Duration) {
		t.Helper()
		ahead += d
		pgtest.Exec(t, address, fmt.Sprintf(`
			create or replace function now_ms() returns bigint language sql volatile as $$
				select cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint) + %d
			$$`, ahead.Milliseconds()))
	}, Learn: func() { learned.Store(true) }, Exec: func(statement string) {
		t.Helper()
		pgtest.Exec(t, address, statement)
	}}
}

func execSQLite(t testing.TB, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	must(t, err)
	_, err = db.ExecContext(context.Background(), statement)
	must(t, errors.Join(err, db.Close()))
}

func locate(learned *atomic.Bool) store.Locate {
	return func(network netip.Prefix) (country string, asn uint32, owner string) {
		if learned.Load() && netip.MustParsePrefix("203.0.113.0/24").Contains(network.Addr()) {
			return "NO", 64_600, "Later"
		}
		return Locate(network)
	}
}

// Locate tells made-up places of the addresses of 198.51.0.0/16, by their third and fourth bytes, and nothing of others.
func Locate(network netip.Prefix) (country string, asn uint32, owner string) {
	addr := network.Addr()
	if !netip.MustParsePrefix("198.51.0.0/16").Contains(addr) {
		return "", 0, ""
	}
	last := addr.As4()
	country = []string{"", "DE", "CN", "US"}[last[2]%4]
	if last[3] < 128 {
		return country, 0, ""
	}
	asn = 64_500 + uint32(last[3]%5)
	return country, asn, fmt.Sprintf("Network %d", asn)
}

func openStore(t testing.TB, options store.Options) *store.Store {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s, err := store.Open(ctx, options)
	if err != nil {
		t.Fatalf("open the store: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return s
}

// migrated is a file of SQLite with all tables: to copy it takes a fraction of the time of making them.
func migrated(t testing.TB) []byte {
	t.Helper()
	file, err := fresh()
	if err != nil {
		t.Fatalf("make the tables: %v", err)
	}
	return file
}

//nolint:gochecknoglobals // made once for all tests of a process
var fresh = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "bangui-fresh-")
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "bangui.db")
	err = migrate(store.Options{Path: path})
	file, readErr := os.ReadFile(path)
	return file, errors.Join(err, readErr, os.RemoveAll(dir))
})

func migrate(options store.Options) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	options.Logger = slog.New(slog.DiscardHandler)
	s, err := store.Open(ctx, options)
	if err != nil {
		return err
	}
	return errors.Join(s.Migrate(ctx), s.Close())
}
