package prefixset

// network is what the walks need to know of a network of either family. Those of one family are ordered by their first address, and a wider one
// comes before what lies in it. In that order everything that a network covers follows directly behind it.
type network[N any] interface {
	comparable
	// compare is negative if the network comes before the other one, and 0 if they are the same.
	compare(N) int
	// covers is true if the other one lies in it or is the same.
	covers(N) bool
	// parent is the network with one bit less. The widest network has none and returns itself.
	parent() N
	// halves are the two networks with one bit more. A single address has none and returns itself twice.
	halves() (low, high N)
	// first and last are the addresses at its ends.
	first() N
	last() N
	// single is true for one address.
	single() bool
}

// siblings is true for the two halves of one network. The two must not overlap.
func siblings[N network[N]](a, b N) bool { return a.parent() == b.parent() }

// trimmed gives memory back if a good part of it is not needed.
func trimmed[N network[N]](networks []N) []N {
	if cap(networks)-len(networks) > cap(networks)/8 {
		return append(make([]N, 0, len(networks)), networks...)
	}
	return networks
}
