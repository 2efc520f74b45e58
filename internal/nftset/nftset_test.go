package nftset_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"bangui/internal/nftset"
	"bangui/internal/nftset/nftsettest"
	"bangui/internal/prefixset"
)

// set is the set of these networks and addresses.
func set(texts ...string) prefixset.Set {
	var all []netip.Prefix
	for _, text := range texts {
		if !strings.Contains(text, "/") {
			addr := netip.MustParseAddr(text)
			all = append(all, netip.PrefixFrom(addr, addr.BitLen()))
			continue
		}
		all = append(all, netip.MustParsePrefix(text))
	}
	return prefixset.Of(all)
}

func list(id int64, s prefixset.Set) nftset.List {
	return nftset.List{ID: id, Name: fmt.Sprintf("list %d", id), Content: s.Digest(), Networks: s.All()}
}

// changed is a list that says how it differs from what it was.
func changed(id int64, old, s prefixset.Set) nftset.List {
	l := list(id, s)
	added, removed := prefixset.Diff(old, s)
	l.Change = &nftset.Change{From: old.Digest(), Added: added.All(), Removed: removed.All()}
	return l
}

func plan(pass prefixset.Set, lists ...nftset.List) nftset.Plan {
	return nftset.Plan{Pass: pass.All(), Lists: lists}
}

func open(t testing.TB) *nftset.Table {
	t.Helper()
	table, err := nftset.Open()
	check(t, err)
	t.Cleanup(func() { _ = table.Close() })
	return table
}

// load loads, and proves by reading every element that it is there.
func load(t testing.TB, table *nftset.Table, p nftset.Plan, was nftset.Loaded) nftset.Loaded {
	t.Helper()
	loaded, err := table.Load(t.Context(), p, was)
	check(t, err)
	differs, err := table.Verify(loaded)
	check(t, err)
	if differs != "" {
		t.Fatalf("after loading: %s", differs)
	}
	return loaded
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%v (%v)", err, unwrapped(err))
	}
}

func unwrapped(err error) error {
	for {
		cause, ok := err.(interface{ Unwrap() error })
		if !ok || cause.Unwrap() == nil {
			return err
		}
		err = cause.Unwrap()
	}
}

// TestBlocks looks at single addresses and networks of both families, what comes in and what is passed on.
func TestBlocks(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	n := nftsettest.New(t)
	table := open(t)
	here, inside := nftsettest.Echo(t, n.Here), nftsettest.Echo(t, n.Inside)
	tests := []struct {
		source  string
		blocked bool
	}{
		{"198.51.100.7", true}, {"198.51.100.8", false}, {"203.0.113.1", true}, {"203.0.113.127", true}, {"203.0.113.128", false},
		{"192.0.2.9", false}, {"192.0.2.10", true},
		{"2001:db8::7", true}, {"2001:db8::8", false}, {"2001:db8:1::5", true}, {"2001:db8:2::5", false}, {"2001:db8:1:ffff::9", false},
	}
	for _, test := range tests {
		n.Source(test.source)
	}
	see := func(when string, blocks bool) {
		t.Helper()
		for _, test := range tests {
			source := netip.MustParseAddr(test.source)
			toHere, toInside := nftsettest.Here4, nftsettest.Inside4
			if source.Is6() {
				toHere, toInside = nftsettest.Here6, nftsettest.Inside6
			}
			want, ask := !test.blocked || !blocks, n.Answered
			if want {
				ask = n.Reaches
			}
			if got := ask(t, source, toHere, here); got != want {
				t.Errorf("%s: %s is answered here: %v, want %v", when, source, got, want)
			}
			if got := ask(t, source, toInside, inside); got != want {
				t.Errorf("%s: %s is answered inside: %v, want %v", when, source, got, want)
			}
		}
	}
	see("before", false)
	loaded := load(t, table, plan(set("192.0.2.9", "2001:db8:1:ffff::/64"),
		list(1, set("198.51.100.7", "2001:db8::7", "192.0.2.0/24")), list(2, set("203.0.113.0/25", "2001:db8:1::/48"))), nftset.Loaded{})
	see("loaded", true)

	state, err := table.Look()
	check(t, err)
	if differs := loaded.Differs(state); differs != "" {
		t.Error(differs)
	}
	// Each of a blocked source's two packets is counted once: here and inside.
	packets, bytes := state.Packets(1)
	if wantPackets := uint64(2 * 3); packets != wantPackets || bytes < 28*packets {
		t.Errorf("list 1 dropped %d packets, %d bytes; want %d packets", packets, bytes, wantPackets)
	}
	if packets, _ := state.Packets(2); packets != 2*3 {
		t.Errorf("list 2 dropped %d packets, want 6", packets)
	}
	if got := loaded.Lists[0]; got.Addresses() != 2 || got.Networks() != 1 {
		t.Errorf("list 1 has %d addresses and %d networks", got.Addresses(), got.Networks())
	}
	text := n.Here.Run("nft", "list", "table", "inet", nftset.Name)
	for _, want := range []string{"ip saddr @list1_ip4_1 counter name \"list1\" drop comment \"list 1\"", "hook forward priority filter - 10", "192.0.2.0/24"} {
		if !strings.Contains(text, want) {
			t.Errorf("nft shows no %q in\n%s", want, text)
		}
	}

	check(t, table.Remove())
	see("removed", false)
	check(t, table.Remove())
	if state, err := table.Look(); err != nil || state.There {
		t.Errorf("after the removal %+v, %v", state, err)
	}
}
