package prefixset

import (
	"net/netip"
	"slices"
)

// Builder collects networks one by one, in whatever order, in the memory of the set that they become. Its zero value is ready for use.
type Builder struct {
	four    []net4
	six     []net6
	invalid int
}

// Dropped is how many networks a set does not have although they were added to its builder.
type Dropped struct {
	// Invalid have no address.
	Invalid int `json:"invalid"`
	// Repeated were there already, Covered lie in a wider network of the set.
	Repeated int `json:"repeated"`
	Covered  int `json:"covered"`
}

// Add takes a network. Bits behind its own are set to 0. An invalid one is counted and left out.
func (b *Builder) Add(p netip.Prefix) {
	four, six, family := canonical(p)
	switch family {
	case ipv4:
		b.four = append(b.four, four)
	case ipv6:
		b.six = append(b.six, six)
	default:
		b.invalid++
	}
}

// Len is how many were taken and are valid, those twice that were added twice.
func (b *Builder) Len() int { return len(b.four) + len(b.six) }

// Set returns the set of what was added, and empties the builder.
func (b *Builder) Set() (Set, Dropped) {
	dropped := Dropped{Invalid: b.invalid}
	set := Set{four: disjoint(b.four, &dropped), six: disjoint(b.six, &dropped)}
	*b = Builder{}
	return set, dropped
}

// disjoint sorts networks and removes those that others cover. It works in the memory of its argument.
func disjoint[N network[N]](networks []N, dropped *Dropped) []N {
	slices.SortFunc(networks, N.compare)
	kept := networks[:0]
	for _, n := range networks {
		switch {
		case len(kept) == 0 || !kept[len(kept)-1].covers(n):
			kept = append(kept, n)
		case kept[len(kept)-1] == n:
			dropped.Repeated++
		default:
			dropped.Covered++
		}
	}
	return trimmed(kept)
}

// family is what sort of network a prefix is.
type family int

const (
	neither family = iota
	ipv4
	ipv6
)

// canonical is a prefix as one of the two families has it.
func canonical(p netip.Prefix) (four net4, six net6, of family) {
	addr, bits := p.Addr(), p.Bits()
	switch {
	case !p.IsValid():
		return net4{}, net6{}, neither
	case addr.Is4():
		return canonical4(addr, uint8(bits)), net6{}, ipv4
	case addr.Is4In6() && bits >= bits6-bits4:
		return canonical4(addr.Unmap(), uint8(bits-(bits6-bits4))), net6{}, ipv4
	default:
		return net4{}, canonical6(addr, uint8(bits)), ipv6
	}
}
