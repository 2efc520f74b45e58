package prefixset

import (
	"cmp"
	"encoding/binary"
	"net/netip"
)

// bits6 is how many bits an address of IPv6 has.
const bits6 = 128

// net6 is a network of IPv6, 24 bytes long. The bits of its address behind the network's own are 0.
type net6 struct {
	high, low uint64
	bits      uint8
}

// mapped has the addresses of IPv4 that are written as IPv6.
func mapped() net6 { return net6{low: 0xffff << 32, bits: bits6 - bits4} }

// mask6 has the first n bits set.
func mask6(n uint8) (high, low uint64) {
	if n <= 64 {
		return ^uint64(0) << (64 - n), 0
	}
	return ^uint64(0), ^uint64(0) << (bits6 - n)
}

func (n net6) compare(other net6) int {
	return cmp.Or(cmp.Compare(n.high, other.high), cmp.Compare(n.low, other.low), cmp.Compare(n.bits, other.bits))
}

func (n net6) covers(other net6) bool {
	high, low := mask6(n.bits)
	return n.bits <= other.bits && other.high&high == n.high && other.low&low == n.low
}

func (n net6) parent() net6 {
	if n.bits == 0 {
		return n
	}
	high, low := mask6(n.bits - 1)
	return net6{n.high & high, n.low & low, n.bits - 1}
}

func (n net6) halves() (low, high net6) {
	if n.single() {
		return n, n
	}
	bits := n.bits + 1
	low, high = net6{n.high, n.low, bits}, net6{n.high, n.low, bits}
	if bits <= 64 {
		high.high |= 1 << (64 - bits)
	} else {
		high.low |= 1 << (bits6 - bits)
	}
	return low, high
}

func (n net6) first() net6 { return net6{n.high, n.low, bits6} }

func (n net6) last() net6 {
	high, low := mask6(n.bits)
	return net6{n.high | ^high, n.low | ^low, bits6}
}

func (n net6) single() bool { return n.bits == bits6 }

func (n net6) prefix() netip.Prefix {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], n.high)
	binary.BigEndian.PutUint64(b[8:], n.low)
	return netip.PrefixFrom(netip.AddrFrom16(b), int(n.bits))
}

// canonical6 is a prefix of IPv6 without the bits behind its own.
func canonical6(addr netip.Addr, bits uint8) net6 {
	b := addr.As16()
	high, low := mask6(bits)
	return net6{binary.BigEndian.Uint64(b[:8]) & high, binary.BigEndian.Uint64(b[8:]) & low, bits}
}
