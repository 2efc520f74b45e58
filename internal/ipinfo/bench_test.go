package ipinfo_test

import (
	"math/rand/v2"
	"net/netip"
	"testing"
)

// BenchmarkLookup asks the built-in data about addresses all over the Internet, and about the same few again.
func BenchmarkLookup(b *testing.B) {
	d, _ := open(b, "", "")
	r := rand.New(rand.NewPCG(1, 2))
	many := make([]netip.Addr, 1<<16)
	for i := range many {
		if i%5 == 0 {
			many[i] = netip.AddrFrom16([16]byte{0x2a, byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32()), 15: 1})
			continue
		}
		many[i] = netip.AddrFrom4([4]byte{byte(1 + r.Uint32N(223)), byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32())})
	}
	for name, addrs := range map[string][]netip.Addr{"many": many, "few": many[:16]} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				d.Lookup(addrs[i&(len(addrs)-1)])
				i++
			}
		})
	}
}

// BenchmarkOpen is what the built-in data costs at each start.
func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		open(b, "", "")
	}
}
