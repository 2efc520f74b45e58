package prefixset

import "net/netip"

// Range returns the fewest networks that have the addresses from first to last, both included. It is false if the two are not of one family, have
// a zone, or if last comes before first. There are at most 62 networks of IPv4, or 254 of IPv6.
func Range(first, last netip.Addr) (Set, bool) {
	first, last = first.Unmap(), last.Unmap()
	if !first.IsValid() || first.BitLen() != last.BitLen() || first.Zone() != "" || last.Zone() != "" || last.Less(first) {
		return Set{}, false
	}
	if first.Is4() {
		return Set{four: between(net4{}, canonical4(first, bits4), canonical4(last, bits4))}, true
	}
	six := between(net6{}, canonical6(first, bits6), canonical6(last, bits6))
	return Set{six: six}.withoutMapped(), true
}

// between returns what n has from first to last, which are single addresses in it.
func between[N network[N]](n, first, last N) []N {
	for n.first() != first || n.last() != last {
		low, high := n.halves()
		switch {
		case low.covers(last):
			n = low
		case high.covers(first):
			n = high
		default:
			return appendUpTo(appendFrom(nil, low, first), high, last)
		}
	}
	return []N{n}
}

// appendFrom appends what n has from its address first on.
func appendFrom[N network[N]](networks []N, n, first N) []N {
	if n.first() == first {
		return append(networks, n)
	}
	low, high := n.halves()
	if low.covers(first) {
		return append(appendFrom(networks, low, first), high)
	}
	return appendFrom(networks, high, first)
}

// appendUpTo appends what n has up to its address last.
func appendUpTo[N network[N]](networks []N, n, last N) []N {
	if n.last() == last {
		return append(networks, n)
	}
	low, high := n.halves()
	if low.covers(last) {
		return appendUpTo(networks, low, last)
	}
	return appendUpTo(append(networks, low), high, last)
}
