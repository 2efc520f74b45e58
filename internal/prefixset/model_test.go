package prefixset_test

import (
	"encoding/binary"
	"math/big"
	"net/netip"
	"slices"

	"pgregory.net/rapid"

	"bangui/internal/prefixset"
)

// span is a range of addresses, both ends included, as numbers: the model of a network. Addresses of IPv6 are behind all of IPv4.
type span struct{ first, last *big.Int }

// model is a slow set of addresses: spans in any order, which may overlap.
type model []span

var (
	one       = big.NewInt(1)
	sixBegins = new(big.Int).Lsh(one, 64)
)

// spanOf does not use anything of package prefixset. Addresses of IPv4 written as IPv6 are those of IPv4.
func spanOf(p netip.Prefix) span {
	addr, bits := p.Masked().Addr(), p.Bits()
	if addr.Is4In6() && bits >= 96 {
		addr, bits = addr.Unmap(), bits-96
	}
	first := new(big.Int).SetBytes(addr.AsSlice())
	if addr.Is6() {
		first.Add(first, sixBegins)
	}
	size := new(big.Int).Lsh(one, uint(addr.BitLen()-bits))
	last := new(big.Int).Add(first, size)
	return span{first, last.Sub(last, one)}
}

// addrOf is the address with a number.
func addrOf(n *big.Int) netip.Addr {
	b := make([]byte, 4)
	if n.Cmp(sixBegins) >= 0 {
		n, b = new(big.Int).Sub(n, sixBegins), make([]byte, 16)
	}
	addr, _ := netip.AddrFromSlice(n.FillBytes(b))
	return addr
}

func modelOf(networks []netip.Prefix) model {
	var m model
	for _, p := range networks {
		m = append(m, spanOf(p))
	}
	return m
}

func (m model) has(n *big.Int) bool {
	return slices.ContainsFunc(m, func(s span) bool { return s.first.Cmp(n) <= 0 && n.Cmp(s.last) <= 0 })
}

// mappedSpan has the addresses of IPv4 as they would be among those of IPv6; no set has them there.
func mappedSpan() span {
	first := new(big.Int).Add(sixBegins, new(big.Int).SetUint64(0xffff<<32))
	last := new(big.Int).Add(first, big.NewInt(1<<32-1))
	return span{first, last}
}

// edges are all addresses at which it can change whether one is in any of these sets: the ends of each network and their neighbours. Two sets that
// agree on all of them, of all networks that made them, are the same set of addresses.
func edges(models ...model) []*big.Int {
	var at []*big.Int
	for _, m := range models {
		for _, s := range append(m, mappedSpan()) {
			at = append(at, s.first, s.last, new(big.Int).Sub(s.first, one), new(big.Int).Add(s.last, one))
		}
	}
	return at
}

// tight draws networks that often touch, cover and repeat each other, and often lie at an end of the address space.
func tight() *rapid.Generator[netip.Prefix] {
	return rapid.Custom(func(r *rapid.T) netip.Prefix {
		if rapid.Bool().Draw(r, "ipv4") {
			bits := rapid.IntRange(0, 32).Draw(r, "bits")
			var b [4]byte
			binary.BigEndian.PutUint32(b[:], uint32(crowded(r, 32)))
			return netip.PrefixFrom(netip.AddrFrom4(b), bits)
		}
		bits := rapid.IntRange(0, 128).Draw(r, "bits")
		var b [16]byte
		binary.BigEndian.PutUint64(b[:8], crowded(r, 64))
		binary.BigEndian.PutUint64(b[8:], rapid.OneOf(
			rapid.Just[uint64](0), rapid.Just(^uint64(0)), rapid.Uint64(), rapid.Uint64Range(0xfffe<<32, 0x10000<<32)).Draw(r, "low"))
		return netip.PrefixFrom(netip.AddrFrom16(b), bits)
	})
}

// crowded draws a number of so many bits: one of a few, near an end, or any.
func crowded(r *rapid.T, bits int) uint64 {
	few := rapid.Uint64Range(0, 7).Draw(r, "few")
	switch rapid.IntRange(0, 3).Draw(r, "where") {
	case 0:
		return few
	case 1:
		return (^uint64(0) >> (64 - bits)) - few
	case 2:
		return few << (bits - 3)
	default:
		return rapid.Uint64().Draw(r, "any") >> (64 - bits)
	}
}

func networks(r *rapid.T, label string) []netip.Prefix {
	return rapid.SliceOfN(tight(), 0, 24).Draw(r, label)
}

func list(s prefixset.Set) []netip.Prefix { return slices.Collect(s.All()) }
