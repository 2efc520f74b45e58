package ban

import (
	"fmt"
	"net/netip"
	"strings"

	"bangui/internal/fault"
)

// The widest networks that can be banned at all: wider is a mistake.
const (
	minBits4 = 8
	minBits6 = 19
)

// ParseAddress reads an address or network strictly and returns it canonical: IPv4 in IPv6 becomes IPv4. Zones, host bits, leading
// zeros and host names fail with fault.Invalid, whose message says what to write instead.
func ParseAddress(text string) (netip.Prefix, error) {
	text = strings.TrimSpace(text)
	if strings.Contains(text, "%") {
		return netip.Prefix{}, fault.Invalid.Errorf("leave the zone away: it means nothing to other machines")
	}
	if addr, err := netip.ParseAddr(text); err == nil {
		addr = addr.Unmap()
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		return netip.Prefix{}, fault.Invalid.Wrapf(err, "not an IP address or network: %s", hint(text))
	}
	return canonicalNetwork(prefix)
}

func canonicalNetwork(prefix netip.Prefix) (netip.Prefix, error) {
	if prefix.Addr().Is4In6() {
		if prefix.Bits() < 96 {
			return netip.Prefix{}, fault.Invalid.Errorf("write a network of IPv4 addresses in the IPv4 form")
		}
		prefix = netip.PrefixFrom(prefix.Addr().Unmap(), prefix.Bits()-96)
	}
	if masked := prefix.Masked(); masked != prefix {
		return netip.Prefix{}, fault.Invalid.Errorf("the address has bits beyond its /%d: write %s for the network or %s for the address",
			prefix.Bits(), masked, prefix.Addr())
	}
	return prefix, nil
}

// hint guesses what went wrong.
func hint(text string) string {
	switch {
	case text == "":
		return "it is empty"
	case hasLeadingZero(text):
		return "a number has a leading zero, which some programs take for octal"
	case strings.Contains(text, "/"):
		return "write it like 192.0.2.0/24 or 2001:db8::/32"
	case strings.ContainsAny(text, "ghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ"):
		return "host names cannot be banned, look the address up first"
	default:
		return "write it like 192.0.2.1 or 2001:db8::1"
	}
}

func hasLeadingZero(text string) bool {
	address, _, _ := strings.Cut(text, "/")
	parts := strings.Split(address, ".")
	if len(parts) != 4 {
		return false
	}
	for _, part := range parts {
		if len(part) > 1 && part[0] == '0' {
			return true
		}
	}
	return false
}

// FormatAddress writes a prefix as fail2ban and the store do: a single address without its length.
func FormatAddress(prefix netip.Prefix) string {
	if prefix.IsSingleIP() {
		return prefix.Addr().String()
	}
	return prefix.String()
}

// bannable tells why a prefix can never be banned; nil if it can.
func bannable(prefix netip.Prefix) error {
	addr := prefix.Addr()
	least := minBits6
	if addr.Is4() {
		least = minBits4
	}
	switch {
	case prefix.Bits() < least:
		return fault.Invalid.Errorf("a network this wide would shut out a large part of the internet; the widest is /%d", least)
	case addr.IsUnspecified() || prefix.Overlaps(thisNetwork):
		return fault.Invalid.Errorf("nothing ever comes from this address")
	case addr.IsMulticast() || prefix.Overlaps(broadcast):
		return fault.Invalid.Errorf("this is a multicast or broadcast address; nothing ever comes from it")
	}
	return nil
}

// canonical returns the canonical form of an address or network.
func canonical(text string) (string, error) {
	prefix, err := ParseAddress(text)
	if err != nil {
		return "", err
	}
	return FormatAddress(prefix), nil
}

// harmless tells whether text that is no address can be a ban id: fail2ban can ban other things than addresses.
func harmless(text string) bool {
	odd := func(r rune) bool { return r <= ' ' || r == 0x7f }
	return text != "" && len(text) <= maxID && !strings.ContainsFunc(text, odd)
}

// maxID is the longest ban id that can be lifted, in bytes.
const maxID = 255

var (
	thisNetwork = netip.MustParsePrefix("0.0.0.0/8") // RFC 1122 section 3.2.1.3
	broadcast   = netip.MustParsePrefix("255.255.255.255/32")
	loopback4   = netip.MustParsePrefix("127.0.0.0/8")
	loopback6   = netip.MustParsePrefix("::1/128")
)

// wide are networks that can be banned after a second yes.
func wide(prefix netip.Prefix) bool {
	return prefix.Bits() < 16 || (prefix.Addr().Is6() && prefix.Bits() < 32)
}

func describe(prefix netip.Prefix) string {
	if prefix.IsSingleIP() {
		return "this address"
	}
	return fmt.Sprintf("the network %s", prefix)
}
