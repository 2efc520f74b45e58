package ipinfo

import (
	"net/netip"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/oschwald/maxminddb-golang/v2"
)

// file is one MMDB file in use. Any number of goroutines may ask it; it is never closed, see [openCopy].
type file struct {
	reader *maxminddb.Reader
	// id tells this content from all other.
	id string
	// countries and networks tell whether it knows any.
	countries, networks bool
	loadedAt            time.Time
	// answers are records that were read before, each at the place that its offset leads to; a newcomer takes the place. Few records
	// answer most questions: there are 250 countries, and attackers come from the same networks again and again.
	answers [slots]atomic.Pointer[remembered]
}

// remembered is a record that was read before.
type remembered struct {
	offset uintptr
	answer answer
}

// slots is how many records a file remembers, at most 1 MB of them: 1 << slotBits.
const (
	slotBits = 12
	slots    = 1 << slotBits
)

// find returns what the file says about an address, and the network that it says it of.
func (f *file) find(addr netip.Addr) (answer, netip.Prefix) {
	if addr.Is6() && f.reader.Metadata.IPVersion == 4 {
		return answer{}, netip.Prefix{}
	}
	result := f.reader.Lookup(addr)
	a := f.read(result)
	runtime.KeepAlive(f)
	return a, result.Prefix()
}

// read returns what a result says. What cannot be read says nothing: the file was checked when it was opened.
func (f *file) read(result maxminddb.Result) answer {
	if !result.Found() {
		return answer{}
	}
	offset := result.Offset()
	slot := &f.answers[slotOf(offset)]
	if known := slot.Load(); known != nil && known.offset == offset {
		return known.answer
	}
	var r record
	if err := result.Decode(&r); err != nil {
		return answer{}
	}
	a := r.answer()
	slot.Store(&remembered{offset: offset, answer: a})
	return a
}

// slotOf spreads offsets, which are often multiples of the same number. Source: Knuth, The Art of Computer Programming, volume 3,
// section 6.4, multiplicative hashing.
func slotOf(offset uintptr) uint32 {
	return uint32(offset) * 2654435769 >> (32 - slotBits)
}

// maxParts is how many networks of a file, with those of which it knows nothing, are looked at to answer for a wide one.
const maxParts = 1000

// findAll returns what the file says about all addresses of a network alike; a part on which it says nothing does not count.
func (f *file) findAll(network netip.Prefix) answer {
	a, known := f.find(network.Addr())
	if known.IsValid() && known.Bits() <= network.Bits() {
		return a
	}
	if network.Addr().Is6() && f.reader.Metadata.IPVersion == 4 {
		return answer{}
	}
	var common answer
	parts, first := 0, true
	// Parts without data and aliases are passed over in silence otherwise, and a file may be made of nothing else.
	for result := range f.reader.NetworksWithin(network, maxminddb.IncludeNetworksWithoutData(), maxminddb.IncludeAliasedNetworks()) {
		if parts++; parts > maxParts || result.Err() != nil {
			return answer{}
		}
		if !result.Found() {
			continue
		}
		part := f.read(result)
		if first {
			common, first = part, false
		}
		common = shared(common, part)
	}
	runtime.KeepAlive(f)
	return common
}

// shared is what two parts have in common.
func shared(all, part answer) answer {
	if all.country != part.country {
		all.country = ""
	}
	if all.asn != part.asn || all.network != part.network {
		all.asn, all.network = 0, ""
	}
	return all
}

func (f *file) builtAt() time.Time { return f.reader.Metadata.BuildTime().UTC() }
