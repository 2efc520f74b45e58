package outbound

import (
	"net/netip"
	"slices"
)

// Special says why an address is none of the internet, in a word or two; empty if it is one. Source: IANA's registries of special-purpose addresses of IPv4
// and IPv6 (RFC 6890), and RFC 4291 for what of IPv6 is given out.
func Special(addr netip.Addr) string {
	addr = addr.Unmap().WithZone("")
	switch {
	case !addr.IsValid():
		return "invalid"
	case addr.IsUnspecified():
		return "unspecified"
	case addr.IsLoopback():
		return "loopback"
	case addr.IsPrivate(), addr.Is4() && carrier().Contains(addr):
		return "private"
	case addr.IsLinkLocalUnicast():
		return "link-local"
	case addr.IsMulticast():
		return "multicast"
	case addr.Is4():
		return reservedIf(contains(reserved4(), addr))
	}
	if inner, ok := embedded(addr); ok {
		return Special(inner)
	}
	return reservedIf(!given6().Contains(addr) || contains(reserved6(), addr))
}

func reservedIf(reserved bool) string {
	if reserved {
		return "reserved"
	}
	return ""
}

func contains(prefixes []netip.Prefix, addr netip.Addr) bool {
	return slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// embedded returns the IPv4 address to which a translator sends what goes to this one. Source: RFC 6052 (64:ff9b::/96), RFC 3056 (2002::/16).
func embedded(addr netip.Addr) (netip.Addr, bool) {
	bytes := addr.As16()
	switch {
	case netip.MustParsePrefix("64:ff9b::/96").Contains(addr):
		return netip.AddrFrom4([4]byte(bytes[12:])), true
	case netip.MustParsePrefix("2002::/16").Contains(addr):
		return netip.AddrFrom4([4]byte(bytes[2:6])), true
	}
	return netip.Addr{}, false
}

// carrier is what providers give their customers. Source: RFC 6598.
func carrier() netip.Prefix { return netip.MustParsePrefix("100.64.0.0/10") }

// given6 is what of IPv6 is given out at all.
func given6() netip.Prefix { return netip.MustParsePrefix("2000::/3") }

func reserved4() []netip.Prefix {
	return parse("0.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4")
}

func reserved6() []netip.Prefix { return parse("2001::/23", "2001:db8::/32", "3fff::/20") }

func parse(texts ...string) []netip.Prefix {
	prefixes := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		prefixes[i] = netip.MustParsePrefix(text)
	}
	return prefixes
}
