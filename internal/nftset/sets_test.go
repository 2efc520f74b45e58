package nftset_test

import (
	"encoding/json"
	"net/netip"
	"os/exec"
	"testing"

	"pgregory.net/rapid"

	"bangui/internal/nftset"
	"bangui/internal/nftset/nftsettest"
	"bangui/internal/prefixset"
)

// network makes networks that are close to each other, and at the ends of the address space.
func network(t *rapid.T) netip.Prefix {
	start := rapid.SampledFrom([]string{"0.0.0.0", "10.0.0.0", "255.255.255.0", "::", "2001:db8::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff00"}).Draw(t, "start")
	bytes := netip.MustParseAddr(start).AsSlice()
	bytes[len(bytes)-1] = rapid.Byte().Draw(t, "last")
	addr, _ := netip.AddrFromSlice(bytes)
	bits := addr.BitLen() - rapid.SampledFrom([]int{0, 0, 0, 1, 2, 4, 8}).Draw(t, "wide")
	if rapid.IntRange(0, 60).Draw(t, "very wide") == 0 {
		bits = rapid.IntRange(0, 2).Draw(t, "bits")
	}
	return netip.PrefixFrom(addr, bits).Masked()
}

// TestSetsAreWhatTheyShouldBe loads one made-up list after the other, with and without telling the difference, and has nft say what is in the kernel.
func TestSetsAreWhatTheyShouldBe(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	table := open(t)
	var loaded nftset.Loaded
	var old prefixset.Set
	rapid.Check(t, func(r *rapid.T) {
		now := prefixset.Of(rapid.SliceOfN(rapid.Custom(network), 0, 60).Draw(r, "networks"))
		if rapid.Bool().Draw(r, "alike") {
			now = old.Union(now).Minus(prefixset.Of(rapid.SliceOfN(rapid.Custom(network), 0, 3).Draw(r, "removed")))
		}
		pass := prefixset.Of(rapid.SliceOfN(rapid.Custom(network), 0, 5).Draw(r, "pass"))
		one := list(1, now)
		if rapid.Bool().Draw(r, "told") {
			one = changed(1, old, now)
		}
		var err error
		loaded, err = table.Load(t.Context(), plan(pass, one), loaded)
		if err != nil {
			r.Fatalf("%v (%v)", err, unwrapped(err))
		}
		if differs, err := table.Verify(loaded); err != nil || differs != "" {
			r.Fatalf("%q, %v", differs, err)
		}
		blocked, let := inKernel(r, loaded)
		if want := now.Joined(); !blocked.Joined().Equal(want) {
			r.Fatalf("the kernel blocks %v, want %v", texts(blocked.Joined()), texts(want))
		}
		if want := pass.Joined(); !let.Joined().Equal(want) {
			r.Fatalf("the kernel lets %v through, want %v", texts(let.Joined()), texts(want))
		}
		old = now
	})
}

func texts(s prefixset.Set) []string {
	var all []string
	for p := range s.All() {
		all = append(all, p.String())
	}
	return all
}

// inKernel has nft read the sets of the only list, and those of what is let through.
func inKernel(t *rapid.T, loaded nftset.Loaded) (blocked, let prefixset.Set) {
	read := func(sets []nftset.Set) prefixset.Set {
		var b prefixset.Builder
		for _, s := range sets {
			text, err := exec.Command("nft", "-j", "list", "set", "inet", nftset.Name, s.Name).Output()
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range elements(t, text) {
				b.Add(p)
			}
		}
		all, _ := b.Set()
		return all
	}
	return read(loaded.Lists[0].Sets), read(loaded.Pass)
}

// elements reads what nft writes as JSON: addresses, prefixes and ranges. Source: libnftables-json(5).
func elements(t *rapid.T, text []byte) []netip.Prefix {
	var answer struct {
		NFTables []struct {
			Set struct{ Elem []json.RawMessage }
		}
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatal(err)
	}
	var all []netip.Prefix
	for _, object := range answer.NFTables {
		for _, e := range object.Set.Elem {
			all = append(all, element(t, e)...)
		}
	}
	return all
}

func element(t *rapid.T, text json.RawMessage) []netip.Prefix {
	var single string
	if json.Unmarshal(text, &single) == nil {
		addr := netip.MustParseAddr(single)
		return []netip.Prefix{netip.PrefixFrom(addr, addr.BitLen())}
	}
	var wide struct {
		Prefix *struct {
			Addr netip.Addr
			Len  int
		}
		Range []netip.Addr
	}
	if err := json.Unmarshal(text, &wide); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	if wide.Prefix != nil {
		return []netip.Prefix{netip.PrefixFrom(wide.Prefix.Addr, wide.Prefix.Len)}
	}
	var all []netip.Prefix
	for at := wide.Range[0]; ; {
		p := netip.PrefixFrom(at, at.BitLen())
		for p.Bits() > 0 {
			wider, _ := at.Prefix(p.Bits() - 1)
			if wider.Addr() != at || last(wider).Compare(wide.Range[1]) > 0 {
				break
			}
			p = wider
		}
		all = append(all, p)
		if at = last(p).Next(); !at.IsValid() || at.Compare(wide.Range[1]) > 0 {
			return all
		}
	}
}

func last(p netip.Prefix) netip.Addr {
	bytes := p.Addr().AsSlice()
	for i := p.Bits(); i < 8*len(bytes); i++ {
		bytes[i/8] |= 0x80 >> (i % 8)
	}
	addr, _ := netip.AddrFromSlice(bytes)
	return addr
}
