package prefixset_test

import (
	"net/netip"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"bangui/internal/prefixset"
)

func TestLookUp(t *testing.T) {
	set := setOf(t, "10.0.0.0/8 192.0.2.7/32 255.255.255.255/32 2001:db8::/32 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128")
	for in, want := range map[string]string{
		"10.0.0.0/8": "10.0.0.0/8", "10.255.255.255/32": "10.0.0.0/8", "10.1.2.3/16": "10.0.0.0/8", "::ffff:10.0.0.9/128": "10.0.0.0/8",
		"255.255.255.255/32": "255.255.255.255/32", "2001:db8:1::/48": "2001:db8::/32",
		"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128": "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128",
		"9.255.255.255/32":                            "", "11.0.0.0/32": "", "8.0.0.0/7": "", "0.0.0.0/0": "", "::/0": "", "::/128": "", "192.0.2.6/31": "",
	} {
		got, ok := set.Covering(netip.MustParsePrefix(in))
		if ok != (want != "") || ok && got.String() != want || !ok && got.IsValid() {
			t.Errorf("%s is covered by %v (%v), want %q", in, got, ok, want)
		}
	}
	if got, ok := set.Covering(netip.Prefix{}); ok || len(slices.Collect(set.Within(netip.Prefix{}))) > 0 {
		t.Errorf("an invalid network is covered by %v", got)
	}
}

func TestLookUpFindsWhatAWalkFinds(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		in := networks(r, "networks")
		set := prefixset.Of(in)
		asked := tight()
		if len(in) > 0 {
			asked = rapid.OneOf(tight(), rapid.SampledFrom(in))
		}
		p := asked.Draw(r, "asked")
		q := list(prefixset.Of([]netip.Prefix{p}))[0]
		var covering netip.Prefix
		var within []netip.Prefix
		for n := range set.All() {
			if n.Bits() <= q.Bits() && n.Overlaps(q) {
				covering = n
			}
			if n.Bits() >= q.Bits() && n.Overlaps(q) {
				within = append(within, n)
			}
		}
		if got, ok := set.Covering(p); got != covering || ok != covering.IsValid() {
			r.Errorf("%s is covered by %v (%v), want %v", p, got, ok, covering)
		}
		if got := slices.Collect(set.Within(p)); !slices.Equal(got, within) {
			r.Errorf("in %s lie %v, want %v", p, got, within)
		}
		for range set.Within(p) {
			break // whoever has seen enough stops
		}
	})
}
