package nftset

import (
	"encoding/binary"
	"net/netip"

	"golang.org/x/sys/unix"
)

// Content is what is in a set, without the elements themselves.
type Content struct {
	// Elements is how many there are, as the kernel counts: an interval has two, or one if it has no end.
	Elements int `json:"elements"`
	// Sum is a checksum over all elements that does not depend on their order.
	Sum uint64 `json:"sum"`
}

// add counts an element of a set. key is an address of 4 or 16 bytes.
func (c *Content) add(key []byte, end bool) {
	c.Elements++
	c.Sum += sumOf(key, end)
}

// sumOf spreads an element over 64 bits. Source of the constants: the finalizer of MurmurHash3.
func sumOf(key []byte, end bool) uint64 {
	sum := uint64(len(key))
	if end {
		sum += 1 << 32
	}
	for len(key) > 0 {
		sum ^= uint64(binary.BigEndian.Uint32(key))
		sum ^= sum >> 33
		sum *= 0xff51afd7ed558ccd
		sum ^= sum >> 33
		sum *= 0xc4ceb9fe1a85ec53
		sum ^= sum >> 33
		key = key[4:]
	}
	return sum
}

// element writes one.
func (w *writer) element(key []byte, end bool) {
	start := w.open(unix.NFTA_LIST_ELEM)
	if end {
		w.uint32(unix.NFTA_SET_ELEM_FLAGS, unix.NFT_SET_ELEM_INTERVAL_END)
	}
	inner := w.open(unix.NFTA_SET_ELEM_KEY)
	w.bytes(unix.NFTA_DATA_VALUE, key)
	w.close(inner)
	w.close(start)
}

// elementsIn reads the elements of a message.
func elementsIn(message attributes, take func(key []byte, end bool)) {
	for kind, value := range message.in(unix.NFTA_SET_ELEM_LIST_ELEMENTS).all() {
		if kind != unix.NFTA_LIST_ELEM {
			continue
		}
		one := attributes(value)
		key := one.in(unix.NFTA_SET_ELEM_KEY).get(unix.NFTA_DATA_VALUE)
		take(key, one.uint32(unix.NFTA_SET_ELEM_FLAGS)&unix.NFT_SET_ELEM_INTERVAL_END != 0)
	}
}

// lastOf is the last address of a network.
func lastOf(network netip.Prefix) netip.Addr {
	bytes := network.Addr().AsSlice()
	for i := range bytes {
		own := min(max(network.Bits()-8*i, 0), 8)
		bytes[i] |= 0xff >> own
	}
	last, _ := netip.AddrFromSlice(bytes)
	return last
}
