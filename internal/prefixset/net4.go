package prefixset

import (
	"cmp"
	"encoding/binary"
	"net/netip"
)

// bits4 is how many bits an address of IPv4 has.
const bits4 = 32

// net4 is a network of IPv4, 8 bytes long. The bits of addr behind the network's own are 0.
type net4 struct {
	addr uint32
	bits uint8
}

// mask4 has the first n bits set.
func mask4(n uint8) uint32 { return ^uint32(0) << (bits4 - n) }

func (n net4) compare(other net4) int {
	return cmp.Or(cmp.Compare(n.addr, other.addr), cmp.Compare(n.bits, other.bits))
}

func (n net4) covers(other net4) bool {
	return n.bits <= other.bits && other.addr&mask4(n.bits) == n.addr
}

func (n net4) parent() net4 {
	if n.bits == 0 {
		return n
	}
	return net4{n.addr & mask4(n.bits-1), n.bits - 1}
}

func (n net4) halves() (low, high net4) {
	if n.single() {
		return n, n
	}
	bits := n.bits + 1
	return net4{n.addr, bits}, net4{n.addr | 1<<(bits4-bits), bits}
}

func (n net4) first() net4 { return net4{n.addr, bits4} }

func (n net4) last() net4 { return net4{n.addr | ^mask4(n.bits), bits4} }

func (n net4) single() bool { return n.bits == bits4 }

func (n net4) prefix() netip.Prefix {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], n.addr)
	return netip.PrefixFrom(netip.AddrFrom4(b), int(n.bits))
}

// canonical4 is a prefix of IPv4 without the bits behind its own.
func canonical4(addr netip.Addr, bits uint8) net4 {
	b := addr.As4()
	return net4{binary.BigEndian.Uint32(b[:]) & mask4(bits), bits}
}
