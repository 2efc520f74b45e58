package prefixset_test

import (
	"math/big"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"bangui/internal/prefixset"
)

// prefixes reads networks in a text, with blanks between them.
func prefixes(t testing.TB, text string) []netip.Prefix {
	t.Helper()
	var all []netip.Prefix
	for _, field := range strings.Fields(text) {
		p, err := netip.ParsePrefix(field)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

func setOf(t testing.TB, text string) prefixset.Set {
	t.Helper()
	return prefixset.Of(prefixes(t, text))
}

// text writes a set as setOf reads it.
func text(s prefixset.Set) string {
	var fields []string
	for p := range s.All() {
		fields = append(fields, p.String())
	}
	return strings.Join(fields, " ")
}

// TestOf tries single cases whose result can be seen.
func TestOf(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"order of addresses, IPv4 first", "::/128 10.0.0.0/8 9.0.0.1/32", "9.0.0.1/32 10.0.0.0/8 ::/128"},
		{"bits behind its own", "10.1.2.3/8 2001:db8:0:1::5/32", "10.0.0.0/8 2001:db8::/32"},
		{"repeated and covered", "10.0.0.0/8 10.0.0.0/8 10.255.255.255/32 10.0.0.0/9", "10.0.0.0/8"},
		{"neighbours stay", "10.0.0.0/9 10.128.0.0/9", "10.0.0.0/9 10.128.0.0/9"},
		{"IPv4 written as IPv6", "::ffff:192.0.2.7/128 ::ffff:198.51.100.0/120 ::ffff:0.0.0.0/96", "0.0.0.0/0"},
		{"wider than IPv4 written as IPv6", "::fffe:0:0/95 192.0.2.0/24", "192.0.2.0/24 ::fffe:0:0/95"},
		{"everything", "0.0.0.0/0 ::/0 255.255.255.255/32 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "0.0.0.0/0 ::/0"},
		{
			"ends", "255.255.255.255/32 0.0.0.0/32 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128 ::/128",
			"0.0.0.0/32 255.255.255.255/32 ::/128 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, text(setOf(t, test.in))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestBuilderCountsWhatItDrops(t *testing.T) {
	var b prefixset.Builder
	for _, p := range append(prefixes(t, "10.0.0.0/8 10.0.0.0/8 10.9.9.9/8 10.1.1.1/32 2001:db8::/32 2001:db8::7/128 2001:db8::7/128"), netip.Prefix{}) {
		b.Add(p)
	}
	if b.Len() != 7 {
		t.Errorf("%d valid ones, want 7", b.Len())
	}
	set, dropped := b.Set()
	if diff := cmp.Diff(prefixset.Dropped{Invalid: 1, Repeated: 2, Covered: 3}, dropped); diff != "" {
		t.Errorf("dropped (-want +got):\n%s", diff)
	}
	if want := "10.0.0.0/8 2001:db8::/32"; text(set) != want {
		t.Errorf("%s, want %s", text(set), want)
	}
	if again, dropped := b.Set(); again.Len() != 0 || dropped != (prefixset.Dropped{}) {
		t.Errorf("the builder was not emptied: %s, %+v", text(again), dropped)
	}
}

func TestCounts(t *testing.T) {
	s := setOf(t, "192.0.2.1/32 192.0.2.2/32 10.0.0.0/8 2001:db8::1/128 2001:db9::/32 2001:dba::/127")
	want := prefixset.Counts{Addresses4: 2, Networks4: 1, Addresses6: 1, Networks6: 2}
	if diff := cmp.Diff(want, s.Counts()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestSlice(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		set := prefixset.Of(networks(r, "networks"))
		from := rapid.IntRange(0, set.Len()).Draw(r, "from")
		to := rapid.IntRange(from, set.Len()).Draw(r, "to")
		if diff := cmp.Diff(list(set)[from:to], list(set.Slice(from, to)), comparePrefixes()); diff != "" {
			r.Errorf("-want +got:\n%s", diff)
		}
	})
	for _, bad := range [][2]int{{-1, 0}, {1, 0}, {0, 2}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("a slice from %d to %d of one network was taken", bad[0], bad[1])
				}
			}()
			setOf(t, "192.0.2.0/24").Slice(bad[0], bad[1])
		}()
	}
}

// comparePrefixes compares lists, of which an empty one is nil or not.
func comparePrefixes() cmp.Option {
	return cmp.Comparer(func(a, b []netip.Prefix) bool { return slices.Equal(a, b) })
}

// TestOfHasTheSameAddresses compares with the model, and looks at what a set promises: sorted, disjoint, canonical.
func TestOfHasTheSameAddresses(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := networks(r, "networks")
		set := prefixset.Of(in)
		wantCanonical(r, set)
		wantAddresses(r, set, modelOf(in).has, modelOf(in))
		for p := range set.All() {
			if !slices.ContainsFunc(in, func(q netip.Prefix) bool { return spanEqual(spanOf(p), spanOf(q)) }) {
				r.Errorf("%s is none of the networks that were given", p)
			}
		}
		counts := set.Counts()
		if n := counts.Addresses4 + counts.Networks4 + counts.Addresses6 + counts.Networks6; n != set.Len() || n != len(list(set)) {
			r.Errorf("counts come to %d, Len to %d, All to %d", n, set.Len(), len(list(set)))
		}
		if again := prefixset.Of(rapid.Permutation(in).Draw(r, "order")); !again.Equal(set) {
			r.Errorf("%s in one order, %s in another", text(set), text(again))
		}
	})
}

func spanEqual(a, b span) bool { return a.first.Cmp(b.first) == 0 && a.last.Cmp(b.last) == 0 }

// wantCanonical looks at each network and at its distance to the one before.
func wantCanonical(r *rapid.T, set prefixset.Set) {
	r.Helper()
	var before *big.Int
	for p := range set.All() {
		if p != p.Masked() || p.Addr().Is4In6() && p.Bits() >= 96 {
			r.Errorf("%s is not canonical", p)
		}
		s := spanOf(p)
		if before != nil && before.Cmp(s.first) >= 0 {
			r.Errorf("%s begins before the end of the one before, in %s", p, text(set))
		}
		before = s.last
	}
}

// wantAddresses looks for every address at which the two could begin to differ.
func wantAddresses(r *rapid.T, set prefixset.Set, has func(*big.Int) bool, made ...model) {
	r.Helper()
	got := modelOf(list(set))
	mapped := model{mappedSpan()}
	for _, n := range edges(append(made, got)...) {
		if mapped.has(n) {
			continue // those are no addresses of IPv6
		}
		if got.has(n) != has(n) {
			r.Fatalf("address number %s: in the set %v, in the model %v; the set is %s", n, got.has(n), has(n), text(set))
		}
	}
}
