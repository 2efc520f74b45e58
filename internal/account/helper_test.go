package account_test

import (
	"errors"
	"log/slog"
	"net/netip"
	"path/filepath"
	"testing"
	"time"

	"bangui/internal/account"
	"bangui/internal/fault"
	"bangui/internal/store"
)

const (
	token    = "0123456789abcdefghijklmnop"
	password = "a long enough phrase"
)

// clock is the time of the store in these tests.
type clock struct{ now time.Time }

func (c *clock) forward(d time.Duration) { c.now = c.now.Add(d) }

// newAccounts returns accounts on a database of its own, in which nobody has been set up.
func newAccounts(t *testing.T) (*account.Accounts, *store.Store, *clock) {
	t.Helper()
	c := &clock{now: time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)}
	log := slog.New(slog.DiscardHandler)
	s, err := store.Open(t.Context(), store.Options{
		Path: filepath.Join(t.TempDir(), "db"), Logger: log, Now: func() time.Time { return c.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.SetSecret(t.Context(), "setup_token", token); err != nil {
		t.Fatal(err)
	}
	return account.New(s, s, log), s, c
}

// newAdministrator returns accounts with one user, admin.
func newAdministrator(t *testing.T) (*account.Accounts, *store.Store, *clock) {
	t.Helper()
	a, s, c := newAccounts(t)
	if _, err := a.Setup(t.Context(), account.SetupOrder{Token: token, Username: "admin", Password: password}, visitor("192.0.2.1")); err != nil {
		t.Fatal(err)
	}
	return a, s, c
}

func visitor(address string) account.Visitor {
	return account.Visitor{Address: netip.MustParseAddr(address), Agent: "test", RequestID: "r"}
}

// wantKind fails the test unless err is a fault of the kind.
func wantKind(t *testing.T, what string, err error, kind fault.Kind) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("%s: got %v, want %s", what, err, kind)
	}
}
