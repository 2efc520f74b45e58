package prefixset

import "slices"

// Union returns the networks of both. A network that lies in one of the other set is left out.
func (s Set) Union(other Set) Set {
	return Set{four: union(s.four, other.four), six: union(s.six, other.six)}
}

// Joined returns the smallest set of the same addresses: the two halves of a network become that network, as often as it goes.
func (s Set) Joined() Set {
	return Set{four: joined(s.four), six: joined(s.six)}
}

// Minus returns the addresses of s that are not in other. A network that lies partly in it is split into the fewest networks that remain of it.
func (s Set) Minus(other Set) Set {
	return Set{four: minus(s.four, other.four), six: minus(s.six, other.six)}.withoutMapped()
}

// withoutMapped leaves out networks that came about by splitting and would be IPv4 written as IPv6. It may change the memory of s.
func (s Set) withoutMapped() Set {
	s.six = slices.DeleteFunc(s.six, mapped().covers)
	return s
}

// Overlap is how many networks of s have an address in common with other.
func (s Set) Overlap(other Set) int {
	return overlap(s.four, other.four) + overlap(s.six, other.six)
}

// Diff compares two revisions of a set by their networks, not by their addresses: a network that was split is removed, and its parts are added.
func Diff(old, new Set) (added, removed Set) {
	added.four, removed.four = diff(old.four, new.four)
	added.six, removed.six = diff(old.six, new.six)
	return added, removed
}

func union[N network[N]](a, b []N) []N {
	merged := make([]N, 0, max(len(a), len(b)))
	for len(a) > 0 || len(b) > 0 {
		var next N
		if len(b) == 0 || len(a) > 0 && a[0].compare(b[0]) <= 0 {
			next, a = a[0], a[1:]
		} else {
			next, b = b[0], b[1:]
		}
		if len(merged) == 0 || !merged[len(merged)-1].covers(next) {
			merged = append(merged, next)
		}
	}
	return trimmed(merged)
}

func joined[N network[N]](networks []N) []N {
	stack := make([]N, 0, len(networks))
	for _, n := range networks {
		for len(stack) > 0 && siblings(stack[len(stack)-1], n) {
			stack, n = stack[:len(stack)-1], n.parent()
		}
		stack = append(stack, n)
	}
	return trimmed(stack)
}

func minus[N network[N]](networks, without []N) []N {
	rest := make([]N, 0, len(networks))
	for _, n := range networks {
		without = behind(without, n)
		if len(without) > 0 && without[0].covers(n) {
			continue
		}
		var holes []N
		holes, without = inside(without, n)
		rest = appendRest(rest, n, holes)
	}
	return trimmed(rest)
}

// behind leaves out those that end before n begins.
func behind[N network[N]](networks []N, n N) []N {
	for len(networks) > 0 && networks[0].compare(n) < 0 && !networks[0].covers(n) {
		networks = networks[1:]
	}
	return networks
}

// inside divides sorted networks, none of which begins before n, into those that lie in n and those behind it.
func inside[N network[N]](networks []N, n N) (in, after []N) {
	end := 0
	for end < len(networks) && n.covers(networks[end]) {
		end++
	}
	return networks[:end], networks[end:]
}

// appendRest appends what remains of n without the holes, all of which lie in it.
func appendRest[N network[N]](rest []N, n N, holes []N) []N {
	if len(holes) == 0 {
		return append(rest, n)
	}
	if holes[0] == n {
		return rest
	}
	low, high := n.halves()
	inLow, inHigh := inside(holes, low)
	return appendRest(appendRest(rest, low, inLow), high, inHigh)
}

func overlap[N network[N]](networks, others []N) int {
	touched := 0
	for _, n := range networks {
		others = behind(others, n)
		if len(others) > 0 && (others[0].covers(n) || n.covers(others[0])) {
			touched++
		}
	}
	return touched
}

func diff[N network[N]](old, new []N) (added, removed []N) {
	for len(old) > 0 && len(new) > 0 {
		switch order := old[0].compare(new[0]); {
		case order < 0:
			removed, old = append(removed, old[0]), old[1:]
		case order > 0:
			added, new = append(added, new[0]), new[1:]
		default:
			old, new = old[1:], new[1:]
		}
	}
	return append(added, new...), append(removed, old...)
}
