package store

import (
	"net/netip"
	"path/filepath"
	"slices"
	"testing"

	"bangui/internal/store/pgtest"
)

func TestServersAreThoseThatConnectionsLedTo(t *testing.T) {
	if known := openForTest(t, Options{Path: filepath.Join(t.TempDir(), "bangui.db")}).Servers(); len(known) > 0 {
		t.Errorf("a file is on the servers %v", known)
	}
	s := openForTest(t, Options{URL: pgtest.URL(t)})
	addr, overNetwork, err := s.LocalAddress(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var want []netip.Addr
	if overNetwork { // the server of these tests is on this machine
		want = []netip.Addr{addr}
	}
	if known := s.Servers(); !slices.Equal(known, want) {
		t.Errorf("servers %v, want %v", known, want)
	}
}
