package ipinfo

import "net/netip"

// ordinary returns the address that is to be looked up, and whether there is one.
//
// Private, shared, loopback, link-local, documentation, benchmarking, multicast and reserved addresses belong to nobody in particular and
// are never looked up, whatever the data says. IPv4 addresses inside IPv6 ones are taken out and looked up in their stead: mapped ones
// (::ffff:0:0/96), those of translators (64:ff9b::/96), of 6to4 (2002::/16) and of Teredo (2001::/32, where it is the client's, not the
// server's). Each names the machine that packets go back to.
//
// Sources: the IANA registries of special-purpose IPv4 and IPv6 addresses (RFC 6890), RFC 4291, RFC 6052, RFC 3056 and RFC 4380.
func ordinary(addr netip.Addr) (netip.Addr, bool) {
	if !addr.IsValid() {
		return netip.Addr{}, false
	}
	if inner, ok := embedded(addr); ok {
		addr = inner
	}
	if addr.Is4() {
		return addr, !special4(addr.As4())
	}
	return addr.WithZone(""), !special6(addr.As16())
}

// embedded returns the IPv4 address that an IPv6 address stands for.
func embedded(addr netip.Addr) (netip.Addr, bool) {
	if addr.Is4() {
		return addr, false
	}
	if addr.Is4In6() {
		return addr.Unmap(), true
	}
	b := addr.As16()
	switch {
	case b[0] == 0x20 && b[1] == 0x02: // 6to4
		return netip.AddrFrom4([4]byte(b[2:6])), true
	case [4]byte(b[:4]) == [4]byte{0x20, 0x01}: // Teredo, with all bits of the address turned
		return netip.AddrFrom4([4]byte{^b[12], ^b[13], ^b[14], ^b[15]}), true
	case [12]byte(b[:12]) == [12]byte{0, 0x64, 0xff, 0x9b}: // the well-known prefix of translators
		return netip.AddrFrom4([4]byte(b[12:])), true
	}
	return addr, false
}

func special4(b [4]byte) bool {
	switch b[0] {
	case 0, 10, 127: // this network, private, loopback
		return true
	case 100: // shared by carriers
		return b[1]&0xc0 == 64
	case 169: // link-local
		return b[1] == 254
	case 172: // private
		return b[1]&0xf0 == 16
	case 192:
		// protocol assignments, documentation, relays of 6to4 that are no more, private
		return (b[1] == 0 && (b[2] == 0 || b[2] == 2)) || (b[1] == 88 && b[2] == 99) || b[1] == 168
	case 198: // benchmarking, documentation
		return b[1]&0xfe == 18 || (b[1] == 51 && b[2] == 100)
	case 203: // documentation
		return b[1] == 0 && b[2] == 113
	}
	return b[0] >= 224 // multicast and reserved
}

func special6(b [16]byte) bool {
	switch {
	case b[0]&0xe0 != 0x20: // only 2000::/3 has been given out
		return true
	case b[0] == 0x20 && b[1] == 0x01 && b[2]&0xfe == 0: // protocol assignments, benchmarking, identifiers
		return true
	case [4]byte(b[:4]) == [4]byte{0x20, 0x01, 0x0d, 0xb8}: // documentation
		return true
	}
	return b[0] == 0x3f && b[1] == 0xff && b[2]&0xf0 == 0 // documentation
}

// ordinaryPrefix is ordinary for a network of more than one address. One of 6to4 that belongs to a single site becomes the address
// of that site; others of networks in which each IPv6 address stands for an IPv4 one are not looked up.
func ordinaryPrefix(network netip.Prefix) (netip.Prefix, bool) {
	first := network.Addr()
	if first.Is4In6() && network.Bits() >= 96 {
		first = first.Unmap()
		network = netip.PrefixFrom(first, network.Bits()-96)
	}
	end := last(network)
	from, fromInner := embedded(first)
	to, toInner := embedded(end)
	if fromInner || toInner {
		return netip.PrefixFrom(from, from.BitLen()), from == to
	}
	_, firstOK := ordinary(first)
	_, lastOK := ordinary(end)
	return network, firstOK && lastOK
}

// last returns the last address of a network.
func last(network netip.Prefix) netip.Addr {
	b := network.Addr().AsSlice()
	for i := range b {
		own := min(max(network.Bits()-8*i, 0), 8)
		b[i] |= 0xff >> own
	}
	addr, _ := netip.AddrFromSlice(b)
	return addr
}
