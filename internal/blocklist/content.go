package blocklist

import (
	"encoding/binary"
	"net/netip"
	"time"

	"bangui/internal/fault"
)

// Entry is one network of a list.
type Entry struct {
	Network netip.Prefix
	// Since is from when on the list has had it without a break, in whole seconds.
	Since time.Time
}

// Place is an address in the order in which contents are kept: all of IPv4, then all of IPv6.
type Place struct {
	// Family is 4 or 6.
	Family int
	// Address has 4 or 16 bytes.
	Address []byte
}

// PlaceOf is where an address is.
func PlaceOf(addr netip.Addr) Place {
	if addr = addr.Unmap(); addr.Is4() {
		return Place{4, addr.AsSlice()}
	}
	return Place{6, addr.AsSlice()}
}

// Chunk is a piece of contents: up to [chunkEntries] entries of one family that follow each other.
type Chunk struct {
	// First and Last are the first and the last address that it covers; both are of the same family.
	First, Last Place
	Entries     int
	// Data has the entries, packed.
	Data []byte
}

// chunkEntries is how many entries a piece has at most: a look-up reads one or two of them.
const chunkEntries = 4096

// packer makes chunks of entries that come in order.
type packer struct {
	entries []Entry
	// last is the last address of the newest entry.
	last netip.Addr
}

// add takes an entry, and returns a chunk when one is full or the family changes.
func (p *packer) add(e Entry) (Chunk, bool) {
	var full Chunk
	ok := len(p.entries) == chunkEntries || (len(p.entries) > 0 && p.entries[0].Network.Addr().Is4() != e.Network.Addr().Is4())
	if ok {
		full = p.pack()
	}
	p.entries, p.last = append(p.entries, e), lastOf(e.Network)
	return full, ok
}

// rest returns what is left.
func (p *packer) rest() (Chunk, bool) {
	if len(p.entries) == 0 {
		return Chunk{}, false
	}
	return p.pack(), true
}

// pack writes: how many different times there are, each in seconds, and for each entry its bits, the bytes of its address that its bits
// touch, and the number of its time.
func (p *packer) pack() Chunk {
	c := Chunk{First: PlaceOf(p.entries[0].Network.Addr()), Last: PlaceOf(p.last), Entries: len(p.entries)}
	numbers := make(map[int64]uint64)
	var times []int64
	for _, e := range p.entries {
		at := e.Since.Unix()
		if _, known := numbers[at]; !known {
			numbers[at] = uint64(len(times))
			times = append(times, at)
		}
	}
	c.Data = binary.AppendUvarint(c.Data, uint64(len(times)))
	for _, at := range times {
		c.Data = binary.AppendVarint(c.Data, at)
	}
	for _, e := range p.entries {
		bits := e.Network.Bits()
		c.Data = append(c.Data, byte(bits))
		c.Data = append(c.Data, e.Network.Addr().AsSlice()[:(bits+7)/8]...)
		c.Data = binary.AppendUvarint(c.Data, numbers[e.Since.Unix()])
	}
	p.entries = p.entries[:0]
	return c
}

// Unpack returns the entries in order.
func (c Chunk) Unpack() ([]Entry, error) {
	r := chunkReader{data: c.Data}
	times := make([]time.Time, min(r.number(), uint64(len(c.Data))))
	for i := range times {
		times[i] = time.Unix(r.signed(), 0).UTC()
	}
	entries := make([]Entry, 0, min(c.Entries, len(c.Data)))
	for range c.Entries {
		network := r.network(c.First.Family)
		at := r.number()
		if r.broken || at >= uint64(len(times)) {
			return nil, fault.Unavailable.Errorf("what a block list holds cannot be read: a piece of it in the database is damaged").
				WithMend("Import the list again.")
		}
		entries = append(entries, Entry{Network: network, Since: times[at]})
	}
	return entries, nil
}

// chunkReader reads a chunk; broken is set where it ends too early or makes no sense.
type chunkReader struct {
	data   []byte
	broken bool
}

func (r *chunkReader) number() uint64 {
	v, n := binary.Uvarint(r.data)
	return take(r, v, n)
}

func (r *chunkReader) signed() int64 {
	v, n := binary.Varint(r.data)
	return take(r, v, n)
}

func take[T int64 | uint64](r *chunkReader, v T, n int) T {
	if n <= 0 {
		r.broken = true
		return 0
	}
	r.data = r.data[n:]
	return v
}

func (r *chunkReader) network(family int) netip.Prefix {
	size := 16
	if family == 4 {
		size = 4
	}
	if len(r.data) == 0 || int(r.data[0]) > 8*size || len(r.data) < 1+(int(r.data[0])+7)/8 {
		r.broken = true
		return netip.Prefix{}
	}
	bits := int(r.data[0])
	used := (bits + 7) / 8
	address := make([]byte, size)
	copy(address, r.data[1:1+used])
	r.data = r.data[1+used:]
	addr, _ := netip.AddrFromSlice(address)
	return netip.PrefixFrom(addr, bits)
}

// lastOf is the last address of a network.
func lastOf(network netip.Prefix) netip.Addr {
	bytes := network.Addr().AsSlice()
	for bit := network.Bits(); bit < 8*len(bytes); bit++ {
		bytes[bit/8] |= 1 << (7 - bit%8)
	}
	last, _ := netip.AddrFromSlice(bytes)
	return last
}
