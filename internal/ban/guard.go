package ban

import "net/netip"

// guards are the addresses that must not be banned by accident.
type guards struct {
	// own is where the request came from; may be invalid.
	own netip.Addr
	// host are the host's own addresses.
	host []netip.Addr
}

// check returns the guard that a prefix hits, with a message for the user; ok is true if it hits none.
func (g guards) check(prefix netip.Prefix) (guard Guard, message string, ok bool) {
	switch {
	case g.own.IsValid() && prefix.Contains(g.own.Unmap()):
		return OwnAddress, "you are connected from " + g.own.Unmap().String() + ": banning " + describe(prefix) + " may lock you out", false
	case prefix.Overlaps(loopback4) || prefix.Overlaps(loopback6):
		return Loopback, "the machine speaks to itself through " + describe(prefix), false
	case g.containsHost(prefix):
		return HostAddress, describe(prefix) + " contains an address of the host itself", false
	case wide(prefix):
		return WideNetwork, describe(prefix) + " holds very many addresses", false
	}
	return "", "", true
}

func (g guards) containsHost(prefix netip.Prefix) bool {
	for _, addr := range g.host {
		if prefix.Contains(addr.Unmap().WithZone("")) {
			return true
		}
	}
	return false
}
