package hosttest

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"testing"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/prefixset"
)

// listOf is the set of these networks and addresses.
func listOf(texts ...string) prefixset.Set {
	var all []netip.Prefix
	for _, text := range texts {
		all = append(all, prefix(text))
	}
	return prefixset.Of(all)
}

// pieces are a list on its way, n entries at a time.
func pieces(t *testing.T, s prefixset.Set, n int) []host.ListPiece {
	t.Helper()
	var all []host.ListPiece
	for from := 0; from < max(1, s.Len()); from += n {
		data, err := s.Slice(from, min(from+n, s.Len())).AppendBinary(nil)
		check(t, err)
		all = append(all, host.ListPiece{Digest: s.Digest(), Total: s.Len(), Offset: from, Entries: data})
	}
	return all
}

func stage(t *testing.T, h host.Host, s prefixset.Set) {
	t.Helper()
	for _, piece := range pieces(t, s, 2) {
		check(t, h.StageList(t.Context(), piece))
	}
}

func enforced(id int64, s prefixset.Set) host.EnforcedList {
	return host.EnforcedList{ID: id, Name: "a list", Digest: s.Digest(), Entries: s.Len()}
}

func testEnforce(t *testing.T, target Target) {
	h := target.Host
	if !target.Enforces {
		testEnforceUnsupported(t, h)
		return
	}
	now, err := h.Enforcement(t.Context())
	check(t, err)
	if now.Obstacle != nil || now.Armed || now.Revision != 0 || len(now.Lists) != 0 || now.Drift != "" || now.At.IsZero() {
		t.Errorf("before any order: %+v", now)
	}
	testStageBad(t, h)
	a := listOf("198.51.100.0/25", "203.0.113.7", "2001:db8::/48", "2001:db8:1::1", "127.0.0.0/8")
	b := listOf("192.0.2.0/24")
	stage(t, h, a)
	stage(t, h, a)
	testEnforceBad(t, h, a)

	order := host.EnforceOrder{
		Revision: 4, Lists: []host.EnforcedList{enforced(7, a), enforced(3, b)}, Allow: []netip.Prefix{prefix("198.51.100.9")},
		Protected: []host.ProtectedNetwork{{Network: prefix("203.0.113.7"), Why: host.ProtectedSession, Detail: "somebody"}},
	}
	now, err = h.Enforce(t.Context(), order)
	if !errors.Is(err, fault.NotFound) || !slices.Equal(now.Missing, []string{b.Digest()}) || now.Armed {
		t.Errorf("a list that is not staged: %v, %+v", err, now)
	}
	stage(t, h, b)
	now, err = h.Enforce(t.Context(), order)
	check(t, err)
	testInForce(t, now, order)
	now, err = h.Enforcement(t.Context())
	check(t, err)
	testInForce(t, now, order)

	older := order
	older.Revision = 3
	if _, err := h.Enforce(t.Context(), older); !errors.Is(err, fault.Conflict) {
		t.Errorf("an older revision: %v, want %v", err, fault.Conflict)
	}
	if target.Reopen != nil {
		h = target.Reopen(t)
		now, err = h.Enforcement(t.Context())
		check(t, err)
		testInForce(t, now, order)
	}
	order.Revision, order.Lists, order.Allow = 5, order.Lists[1:], nil
	now, err = h.Enforce(t.Context(), order)
	check(t, err)
	if len(now.Lists) != 1 || now.Lists[0].ID != 3 || now.Revision != 5 || now.Drift != "" {
		t.Errorf("after another order: %+v", now)
	}
	for range 2 {
		check(t, h.Disarm(t.Context()))
		now, err = h.Enforcement(t.Context())
		check(t, err)
		if now.Armed || now.Revision != 0 || len(now.Lists) != 0 || now.Drift != "" || now.Kept {
			t.Errorf("disarmed: %+v", now)
		}
	}
	order.Revision = 1
	now, err = h.Enforce(t.Context(), order)
	check(t, err)
	if !now.Armed || now.Revision != 1 {
		t.Errorf("armed again: %+v", now)
	}
	check(t, h.Disarm(t.Context()))
}

// testInForce looks at the answer for the first order.
func testInForce(t *testing.T, now host.Enforcement, order host.EnforceOrder) {
	t.Helper()
	if !now.Armed || now.Revision != 4 || now.Since.IsZero() || now.Drift != "" || now.Repairs != 0 || now.Obstacle != nil || len(now.Lists) != 2 {
		t.Fatalf("in force: %+v", now)
	}
	one, two := now.Lists[0], now.Lists[1]
	// 198.51.100.0/25 is cut into two intervals and the address between them, 203.0.113.7 and 127.0.0.0/8 are left out.
	if one.EnforcedList != order.Lists[0] || one.Addresses != 2 || one.Networks != 3 || one.Subtracted != 3 || one.CountedSince.IsZero() {
		t.Errorf("first list: %+v", one)
	}
	if two.EnforcedList != order.Lists[1] || two.Addresses != 0 || two.Networks != 1 || two.Subtracted != 0 {
		t.Errorf("second list: %+v", two)
	}
	why := map[netip.Prefix]host.ProtectionReason{}
	for _, p := range now.Protected {
		why[p.Network] = p.Why
	}
	if why[prefix("203.0.113.7")] != host.ProtectedSession || why[prefix("127.0.0.0/8")] != host.ProtectedLoopback || why[prefix("224.0.0.0/4")] != host.ProtectedMulticast {
		t.Errorf("protected: %+v", now.Protected)
	}
	if now.Allow <= len(why)/2 {
		t.Errorf("%d networks are let through", now.Allow)
	}
}

// testStageBad sends pieces that make no sense.
func testStageBad(t *testing.T, h host.Host) {
	t.Helper()
	s := listOf("198.51.100.1", "198.51.100.2", "198.51.100.3", "198.51.100.5")
	good := pieces(t, s, 2)
	bad := map[string]host.ListPiece{
		"no digest":          {Digest: "../../etc/passwd", Total: 4, Entries: good[0].Entries},
		"cut off":            {Digest: s.Digest(), Total: 4, Entries: good[0].Entries[:3]},
		"too many announced": {Digest: s.Digest(), Total: 1 << 30, Entries: good[0].Entries},
		"beyond the end":     {Digest: s.Digest(), Total: 3, Offset: 2, Entries: good[1].Entries},
		"negative":           {Digest: s.Digest(), Total: 4, Offset: -1, Entries: good[0].Entries},
		"a gap":              good[1],
	}
	for name, piece := range bad {
		if err := h.StageList(t.Context(), piece); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v, want %v", name, err, fault.Invalid)
		}
	}
	// Pieces may come twice.
	check(t, h.StageList(t.Context(), good[0]))
	check(t, h.StageList(t.Context(), good[0]))
	check(t, h.StageList(t.Context(), good[1]))
	check(t, h.StageList(t.Context(), good[1]))
	// Another list in the name of this one.
	other := pieces(t, listOf("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.5"), 2)
	claimed := listOf("192.0.2.9").Digest()
	other[0].Digest, other[1].Digest = claimed, claimed
	check(t, h.StageList(t.Context(), other[0]))
	if err := h.StageList(t.Context(), other[1]); !errors.Is(err, fault.Invalid) {
		t.Errorf("a list with another digest: %v, want %v", err, fault.Invalid)
	}
	if _, err := h.Enforce(t.Context(), host.EnforceOrder{Revision: 1, Lists: []host.EnforcedList{{ID: 1, Name: "x", Digest: claimed}}}); !errors.Is(err, fault.NotFound) {
		t.Errorf("it was staged: %v", err)
	}
	empty := listOf()
	check(t, h.StageList(t.Context(), pieces(t, empty, 1)[0]))
}

// testEnforceBad sends orders that make no sense; the list a is staged.
func testEnforceBad(t *testing.T, h host.Host, a prefixset.Set) {
	t.Helper()
	for name, order := range map[string]host.EnforceOrder{
		"no revision":    {Lists: []host.EnforcedList{enforced(1, a)}},
		"no number":      {Revision: 1, Lists: []host.EnforcedList{enforced(0, a)}},
		"a number twice": {Revision: 1, Lists: []host.EnforcedList{enforced(1, a), enforced(1, a)}},
		"a large number": {Revision: 1, Lists: []host.EnforcedList{enforced(1<<32, a)}},
		"a bad digest":   {Revision: 1, Lists: []host.EnforcedList{{ID: 1, Digest: "../x"}}},
		"no network":     {Revision: 1, Lists: []host.EnforcedList{enforced(1, a)}, Allow: []netip.Prefix{{}}},
	} {
		if _, err := h.Enforce(t.Context(), order); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v, want %v", name, err, fault.Invalid)
		}
	}
}

// testEnforceUnsupported is for a host that cannot: it says so, and all else fails alike.
func testEnforceUnsupported(t *testing.T, h host.Host) {
	t.Helper()
	now, err := h.Enforcement(t.Context())
	check(t, err)
	if now.Obstacle == nil || now.Obstacle.Message == "" || now.Armed {
		t.Errorf("a host that cannot: %+v", now)
	}
	a := listOf("192.0.2.1")
	for name, do := range map[string]func(context.Context) error{
		"stage":  func(ctx context.Context) error { return h.StageList(ctx, pieces(t, a, 1)[0]) },
		"disarm": h.Disarm,
		"enforce": func(ctx context.Context) error {
			_, err := h.Enforce(ctx, host.EnforceOrder{Revision: 1, Lists: []host.EnforcedList{enforced(1, a)}})
			return err
		},
	} {
		if err := do(t.Context()); !errors.Is(err, fault.Unsupported) {
			t.Errorf("%s: %v, want %v", name, err, fault.Unsupported)
		}
	}
}
