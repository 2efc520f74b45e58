package prefixset_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"testing"

	"bangui/internal/prefixset"
)

// mixed makes up a list of so many networks as those in the wild are: most are single addresses of IPv4, one in five is a network, one in ten IPv6.
// It is the same list each time.
func mixed(n int) []netip.Prefix {
	random := rand.New(rand.NewPCG(1, 2))
	list := make([]netip.Prefix, n)
	for i := range list {
		list[i] = anyPrefix(random)
	}
	return list
}

func anyPrefix(random *rand.Rand) netip.Prefix {
	network := random.IntN(5) == 0
	if random.IntN(10) == 0 {
		var b [16]byte
		binary.BigEndian.PutUint64(b[:8], 0x2000<<48|random.Uint64()>>3)
		bits := 128
		if network {
			bits = 32 + random.IntN(33)
		}
		binary.BigEndian.PutUint64(b[8:], random.Uint64())
		return netip.PrefixFrom(netip.AddrFrom16(b), bits).Masked()
	}
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], random.Uint32())
	bits := 32
	if network {
		bits = 16 + random.IntN(16)
	}
	return netip.PrefixFrom(netip.AddrFrom4(b), bits).Masked()
}

// sizes runs a benchmark with lists of several lengths.
func sizes(b *testing.B, run func(b *testing.B, list []netip.Prefix)) {
	for _, n := range []int{10_000, 100_000, 500_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			list := mixed(n)
			b.ReportAllocs()
			b.ResetTimer()
			run(b, list)
		})
	}
}

func BenchmarkOf(b *testing.B) {
	sizes(b, func(b *testing.B, list []netip.Prefix) {
		for b.Loop() {
			prefixset.Of(list)
		}
	})
}

// BenchmarkMinus takes a hundred protected networks out.
func BenchmarkMinus(b *testing.B) {
	sizes(b, func(b *testing.B, list []netip.Prefix) {
		set, without := prefixset.Of(list), prefixset.Of(list[:100])
		for b.Loop() {
			set.Minus(without)
		}
	})
}

func BenchmarkJoined(b *testing.B) {
	sizes(b, func(b *testing.B, list []netip.Prefix) {
		set := prefixset.Of(list)
		for b.Loop() {
			set.Joined()
		}
	})
}

// BenchmarkUnion merges two lists, each of which has half of the networks.
func BenchmarkUnion(b *testing.B) {
	sizes(b, func(b *testing.B, list []netip.Prefix) {
		one, other := prefixset.Of(list[:len(list)/2]), prefixset.Of(list[len(list)/2:])
		for b.Loop() {
			one.Union(other)
		}
	})
}

// BenchmarkDiff compares revisions of which 1 % differs.
func BenchmarkDiff(b *testing.B) {
	sizes(b, func(b *testing.B, list []netip.Prefix) {
		piece := len(list) / 100
		before, after := prefixset.Of(list[piece:]), prefixset.Of(list[:len(list)-piece])
		for b.Loop() {
			prefixset.Diff(before, after)
		}
	})
}

func BenchmarkDigest(b *testing.B) {
	sizes(b, func(b *testing.B, list []netip.Prefix) {
		set := prefixset.Of(list)
		for b.Loop() {
			_ = set.Digest()
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	sizes(b, func(b *testing.B, list []netip.Prefix) {
		form := packed(b, prefixset.Of(list))
		for b.Loop() {
			if _, err := prefixset.Decode(form, len(list)); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkCovering(b *testing.B) {
	sizes(b, func(b *testing.B, list []netip.Prefix) {
		set := prefixset.Of(list)
		for i := 0; b.Loop(); i++ {
			if _, ok := set.Covering(list[i%len(list)]); !ok {
				b.Fatalf("%s is not in the set", list[i%len(list)])
			}
		}
	})
}
