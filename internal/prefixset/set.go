package prefixset

import (
	"fmt"
	"iter"
	"net/netip"
	"slices"
)

// Set is a set of networks: sorted, none overlapping another, the bits behind each network's own 0. It costs 8 bytes for a network of IPv4 and 24 for
// one of IPv6. Its zero value is empty. Sets are not changed once they are made, and may share memory; all methods may be called at the same time.
type Set struct {
	four []net4
	six  []net6
}

// Counts is how many networks a set has. A network of one address alone is an address here.
type Counts struct {
	Addresses4 int `json:"addresses4"`
	Networks4  int `json:"networks4"`
	Addresses6 int `json:"addresses6"`
	Networks6  int `json:"networks6"`
}

// Of returns the set of these networks, in whatever order. Those that are invalid, are there twice or lie in another one are left out:
// a [Builder] tells how many. Bits behind a network's own are set to 0.
func Of(networks []netip.Prefix) Set {
	var b Builder
	for _, n := range networks {
		b.Add(n)
	}
	set, _ := b.Set()
	return set
}

// Len is how many networks the set has.
func (s Set) Len() int { return len(s.four) + len(s.six) }

// Counts tells what they are.
func (s Set) Counts() Counts {
	a4, a6 := singles(s.four), singles(s.six)
	return Counts{Addresses4: a4, Networks4: len(s.four) - a4, Addresses6: a6, Networks6: len(s.six) - a6}
}

// Equal is true for sets of the same networks. Sets of the same addresses may differ: compare what [Set.Joined] makes of them.
func (s Set) Equal(other Set) bool {
	return slices.Equal(s.four, other.four) && slices.Equal(s.six, other.six)
}

// All goes through the networks in their order: by their first address, IPv4 first.
func (s Set) All() iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		for _, n := range s.four {
			if !yield(n.prefix()) {
				return
			}
		}
		for _, n := range s.six {
			if !yield(n.prefix()) {
				return
			}
		}
	}
}

// Slice returns the networks from number from to before number to, in the order of [Set.All], counted from 0. It panics as slicing does.
func (s Set) Slice(from, to int) Set {
	if from < 0 || to < from || to > s.Len() {
		panic(fmt.Sprintf("prefixset: no networks %d to %d in a set of %d", from, to, s.Len()))
	}
	fours := len(s.four)
	return Set{four: part(s.four, from, to), six: part(s.six, from-fours, to-fours)}
}

// part is what networks have of a range, which may begin before them and end behind them.
func part[N network[N]](networks []N, from, to int) []N {
	from, to = min(max(from, 0), len(networks)), min(max(to, 0), len(networks))
	return slices.Clip(networks[from:to])
}

func singles[N network[N]](networks []N) int {
	n := 0
	for _, one := range networks {
		if one.single() {
			n++
		}
	}
	return n
}
