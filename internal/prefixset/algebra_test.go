package prefixset_test

import (
	"math/big"
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"bangui/internal/prefixset"
)

// TestAlgebra tries single cases whose result can be seen.
func TestAlgebra(t *testing.T) {
	const end4, end6 = "255.255.255.255/32", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"
	tests := []struct {
		name, a, b string
		do         func(a, b prefixset.Set) prefixset.Set
		want       string
	}{
		{"union", "10.0.0.0/9 192.0.2.1/32", "10.128.0.0/9 192.0.2.0/24", prefixset.Set.Union, "10.0.0.0/9 10.128.0.0/9 192.0.2.0/24"},
		{"minus nothing", "10.0.0.0/8", "", prefixset.Set.Minus, "10.0.0.0/8"},
		{"minus itself", "10.0.0.0/8 ::/0", "10.0.0.0/8 ::/0", prefixset.Set.Minus, ""},
		{"minus a wider one", "10.0.0.0/9 10.128.0.0/9 11.0.0.0/8", "10.0.0.0/8", prefixset.Set.Minus, "11.0.0.0/8"},
		{"minus both halves", "10.0.0.0/8", "10.0.0.0/9 10.128.0.0/9", prefixset.Set.Minus, ""},
		{"split", "10.0.0.0/29", "10.0.0.3/32", prefixset.Set.Minus, "10.0.0.0/31 10.0.0.2/32 10.0.0.4/30"},
		{"split at the ends", "255.255.255.252/30 0.0.0.0/30", end4 + " 0.0.0.0/32", prefixset.Set.Minus, "0.0.0.1/32 0.0.0.2/31 255.255.255.252/31 255.255.255.254/32"},
		{"split at the end of IPv6", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffc/126", end6, prefixset.Set.Minus, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffc/127 ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/128"},
		{"IPv4 is not in IPv6", "::fffe:0:0/95", "::fffe:0:0/97", prefixset.Set.Minus, "::fffe:8000:0/97"},
		{"families apart", "0.0.0.0/0", "::/0", prefixset.Set.Minus, "0.0.0.0/0"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, text(test.do(setOf(t, test.a), setOf(t, test.b)))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	joined := setOf(t, "0.0.0.0/1 128.0.0.0/2 192.0.0.0/3 224.0.0.0/3 ::/1 8000::/1 10.0.0.0/8").Joined()
	if want := "0.0.0.0/0 ::/0"; text(joined) != want {
		t.Errorf("joined: %s, want %s", text(joined), want)
	}
	if apart := setOf(t, "10.0.0.1/32 10.0.0.2/32").Joined(); apart.Len() != 2 {
		t.Errorf("%s: neighbours were joined that are not halves of one network", text(apart))
	}
}

// TestMinusOfAllButOne takes one address out of everything.
func TestMinusOfAllButOne(t *testing.T) {
	rest := setOf(t, "0.0.0.0/0 ::/0").Minus(setOf(t, "203.0.113.77/32 2001:db8::77/128"))
	if want := 32 + 128; rest.Len() != want {
		t.Errorf("%d networks, want %d", rest.Len(), want)
	}
	if back := rest.Union(setOf(t, "203.0.113.77/32 2001:db8::77/128")).Joined(); text(back) != "0.0.0.0/0 ::/0" {
		t.Errorf("with the two again it is %s, want everything", text(back))
	}
}

func TestUnionHasTheAddressesOfBoth(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a, b := networks(r, "a"), networks(r, "b")
		got := prefixset.Of(a).Union(prefixset.Of(b))
		if want := prefixset.Of(slices.Concat(a, b)); !got.Equal(want) {
			r.Errorf("%s, want %s", text(got), text(want))
		}
	})
}

func TestJoinedIsTheSmallestSet(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := rapid.OneOf(rapid.SliceOfN(tight(), 0, 24), pieces()).Draw(r, "networks")
		joined := prefixset.Of(in).Joined()
		wantCanonical(r, joined)
		wantAddresses(r, joined, modelOf(in).has, modelOf(in))
		for p := range joined.All() {
			if p.Bits() > 0 && slices.Contains(list(joined), sibling(p)) {
				r.Errorf("both halves of one network are in %s", text(joined))
			}
		}
	})
}

// pieces draws a network cut into many, of which most are there.
func pieces() *rapid.Generator[[]netip.Prefix] {
	return rapid.Custom(func(r *rapid.T) []netip.Prefix {
		whole := prefixset.Of([]netip.Prefix{tight().Draw(r, "whole")})
		cut := list(whole.Minus(prefixset.Of(networks(r, "cut"))))
		return rapid.Permutation(append(cut, networks(r, "others")...)).Draw(r, "order")
	})
}

// sibling is the other half of the network whose half p is.
func sibling(p netip.Prefix) netip.Prefix {
	b := p.Addr().AsSlice()
	b[(p.Bits()-1)/8] ^= 0x80 >> ((p.Bits() - 1) % 8)
	addr, _ := netip.AddrFromSlice(b)
	return netip.PrefixFrom(addr, p.Bits())
}

func TestMinusHasTheRest(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a := networks(r, "a")
		b := rapid.OneOf(rapid.SliceOfN(tight(), 0, 24), rapid.Just(a), pieces()).Draw(r, "b")
		set, other := prefixset.Of(a), prefixset.Of(b)
		rest := set.Minus(other)
		ma, mb := modelOf(a), modelOf(b)
		wantCanonical(r, rest)
		wantAddresses(r, rest, func(n *big.Int) bool { return ma.has(n) && !mb.has(n) }, ma, mb)
		if rest.Overlap(other) != 0 || other.Overlap(rest) != 0 {
			r.Errorf("%s overlaps %s", text(rest), text(other))
		}
		wantFewest(r, set, rest)
	})
}

// wantFewest looks whether two networks that remain of one could be one.
func wantFewest(r *rapid.T, set, rest prefixset.Set) {
	r.Helper()
	for p := range rest.All() {
		whole, ok := set.Covering(p)
		if !ok {
			r.Errorf("%s is no part of %s", p, text(set))
			continue
		}
		if p.Bits() > whole.Bits() && slices.Contains(list(rest), sibling(p)) {
			r.Errorf("%s and the other half next to it are apart", p)
		}
	}
}

func TestOverlapCountsNetworks(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a, b := prefixset.Of(networks(r, "a")), prefixset.Of(networks(r, "b"))
		want := 0
		for p := range a.All() {
			if slices.ContainsFunc(list(b), p.Overlaps) {
				want++
			}
		}
		if got := a.Overlap(b); got != want {
			r.Errorf("%d of %s overlap %s, want %d", got, text(a), text(b), want)
		}
	})
}

func TestDiffLeadsFromOldToNew(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a := networks(r, "a")
		before, after := prefixset.Of(a), prefixset.Of(append(networks(r, "b"), a[:len(a)/2]...))
		added, removed := prefixset.Diff(before, after)
		var wantAdded, wantRemoved []netip.Prefix
		for p := range after.All() {
			if !slices.Contains(list(before), p) {
				wantAdded = append(wantAdded, p)
			}
		}
		for p := range before.All() {
			if !slices.Contains(list(after), p) {
				wantRemoved = append(wantRemoved, p)
			}
		}
		if !slices.Equal(wantAdded, list(added)) || !slices.Equal(wantRemoved, list(removed)) {
			r.Errorf("added %s, removed %s; want %v and %v", text(added), text(removed), wantAdded, wantRemoved)
		}
	})
}

func TestRange(t *testing.T) {
	const end6 = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
	for _, test := range []struct{ first, last, want string }{
		{"192.0.2.7", "192.0.2.7", "192.0.2.7/32"},
		{"192.0.2.0", "192.0.2.255", "192.0.2.0/24"},
		{"192.0.2.5", "192.0.2.10", "192.0.2.5/32 192.0.2.6/31 192.0.2.8/31 192.0.2.10/32"},
		{"0.0.0.0", "255.255.255.255", "0.0.0.0/0"},
		{"255.255.255.254", "255.255.255.255", "255.255.255.254/31"},
		{"::", end6, "::/0"},
		{end6, end6, end6 + "/128"},
		{"::ffff:192.0.2.0", "192.0.2.1", "192.0.2.0/31"},
		{"::fffe:ffff:ffff", "::1:0:0:0", "::fffe:ffff:ffff/128 ::1:0:0:0/128"},
	} {
		set, ok := prefixset.Range(netip.MustParseAddr(test.first), netip.MustParseAddr(test.last))
		if !ok || text(set) != test.want {
			t.Errorf("%s to %s: %s (%v), want %s", test.first, test.last, text(set), ok, test.want)
		}
	}
	for _, test := range [][2]string{{"192.0.2.2", "192.0.2.1"}, {"192.0.2.2", "::1"}, {"fe80::1%eth0", "fe80::2"}, {"fe80::1", "fe80::2%eth0"}} {
		if set, ok := prefixset.Range(netip.MustParseAddr(test[0]), netip.MustParseAddr(test[1])); ok {
			t.Errorf("%s to %s: %s, want a refusal", test[0], test[1], text(set))
		}
	}
	if _, ok := prefixset.Range(netip.Addr{}, netip.Addr{}); ok {
		t.Error("a range of no addresses was taken")
	}
}

func TestRangeHasAllBetween(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a, b := spanOf(tight().Draw(r, "a")), spanOf(tight().Draw(r, "b"))
		first, last := a.first, b.last
		if (first.Cmp(sixBegins) < 0) != (last.Cmp(sixBegins) < 0) || last.Cmp(first) < 0 {
			first, last = a.first, a.last
		}
		if ends := (model{mappedSpan()}); ends.has(first) || ends.has(last) {
			return // an end of it is an address of IPv4
		}
		set, ok := prefixset.Range(addrOf(first), addrOf(last))
		if !ok {
			r.Fatalf("%s to %s was refused", addrOf(first), addrOf(last))
		}
		wantCanonical(r, set)
		whole := model{{first, last}}
		wantAddresses(r, set, whole.has, whole)
		if !set.Joined().Equal(set) {
			r.Errorf("%s is not the fewest networks", text(set))
		}
	})
}

// TestSetsStayAsTheyWere makes new sets of two, and looks at the two again: they share memory.
func TestSetsStayAsTheyWere(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a, b := prefixset.Of(networks(r, "a")), prefixset.Of(networks(r, "b"))
		listA, listB := list(a), list(b)
		for _, s := range []prefixset.Set{a.Union(b), a.Minus(b), a.Joined(), a.Slice(0, a.Len()/2)} {
			_, _ = s.Union(b), s.Minus(b)
			_ = s.Joined().Minus(a)
		}
		added, removed := prefixset.Diff(a, b)
		_, _ = added.Union(removed), removed.Joined()
		if !slices.Equal(listA, list(a)) || !slices.Equal(listB, list(b)) {
			r.Errorf("sets were changed: %v to %s, %v to %s", listA, text(a), listB, text(b))
		}
	})
}
