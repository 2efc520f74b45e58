package prefixset

import (
	"iter"
	"net/netip"
	"sort"
)

// Covering returns the network of the set in which all of p lies, which may be p itself. There is at most one.
func (s Set) Covering(p netip.Prefix) (netip.Prefix, bool) {
	four, six, of := canonical(p)
	if of == ipv4 {
		if n, ok := covering(s.four, four); ok {
			return n.prefix(), true
		}
	}
	if of == ipv6 {
		if n, ok := covering(s.six, six); ok {
			return n.prefix(), true
		}
	}
	return netip.Prefix{}, false
}

// Within goes through the networks of the set that lie in p, which may be p itself, in their order.
func (s Set) Within(p netip.Prefix) iter.Seq[netip.Prefix] {
	four, six, of := canonical(p)
	switch of {
	case ipv4:
		return Set{four: within(s.four, four)}.All()
	case ipv6:
		return Set{six: within(s.six, six)}.All()
	default:
		return Set{}.All()
	}
}

func covering[N network[N]](networks []N, n N) (N, bool) {
	// only the last one that does not come after n can cover it: what lies between the two would overlap
	i := sort.Search(len(networks), func(i int) bool { return networks[i].compare(n) > 0 })
	if i == 0 || !networks[i-1].covers(n) {
		var none N
		return none, false
	}
	return networks[i-1], true
}

func within[N network[N]](networks []N, n N) []N {
	begin := sort.Search(len(networks), func(i int) bool { return networks[i].compare(n) >= 0 })
	networks = networks[begin:]
	end := sort.Search(len(networks), func(i int) bool { return !n.covers(networks[i]) })
	return networks[:end]
}
