package listformat

import (
	"net/netip"
	"strings"

	"bangui/internal/prefixset"
)

// network reads an address or a network in the one form that cannot mean anything else. It has the bits behind its own that were written, and is of IPv4
// if it was IPv4 written as IPv6.
func network(text string) (netip.Prefix, bool) {
	if !strings.Contains(text, "/") {
		addr, err := netip.ParseAddr(text)
		addr = addr.Unmap()
		return netip.PrefixFrom(addr, addr.BitLen()), err == nil && addr.Zone() == ""
	}
	p, err := netip.ParsePrefix(text)
	if err != nil {
		return netip.Prefix{}, false
	}
	if p.Addr().Is4In6() && p.Bits() >= 96 {
		return netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96), true
	}
	return p, true
}

// between reads a range from a first to a last address. isRange is false for what is none, not even a bad one.
func between(text string) (networks prefixset.Set, reason Reason, isRange bool) {
	left, right, found := strings.Cut(text, "-")
	if !found {
		return prefixset.Set{}, "", false
	}
	left, right = strings.TrimSpace(left), strings.TrimSpace(right)
	first, wrongFirst := netip.ParseAddr(left)
	last, wrongLast := netip.ParseAddr(right)
	switch {
	case wrongFirst != nil && !hasZeros(left):
		return prefixset.Set{}, "", false
	case wrongFirst != nil || wrongLast != nil && hasZeros(right):
		return prefixset.Set{}, LeadingZeros, true
	case wrongLast != nil:
		return prefixset.Set{}, BadRange, true
	case first.Zone() != "" || last.Zone() != "":
		return prefixset.Set{}, Zone, true
	}
	networks, ok := prefixset.Range(first, last)
	if !ok {
		return prefixset.Set{}, BadRange, true
	}
	return networks, "", true
}

// tooWide is why a network is not taken; empty if it is.
func tooWide(p netip.Prefix, consent bool) Reason {
	least := widest4
	if p.Addr().Is6() {
		least = widest6
	}
	switch {
	case p.Bits() == 0:
		return Everything
	case p.Bits() < least && !consent:
		return TooWide
	}
	return ""
}

// why says why something that is neither an address nor a network nor a range is not taken.
func why(text string) Reason {
	address, bits, slash := strings.Cut(text, "/")
	switch {
	case text == "":
		return NoValue
	case strings.Contains(text, "://"):
		return URL
	case strings.ContainsAny(text, " \t"):
		return whyWords(strings.Fields(text))
	case hasZeros(address):
		return LeadingZeros
	case slash && isAddress(address) && len(bits) > 1 && bits[0] == '0' && isNumber(bits):
		return LeadingZeros
	case slash && isAddress(address):
		return BadBits
	case hasPort(address):
		return Port
	case hasZone(address):
		return Zone
	case isHostName(address) && slash:
		return URL
	case isHostName(address):
		return HostName
	}
	return NotAnAddress
}

// whyWords says why a line with blanks in it is not taken.
func whyWords(words []string) Reason {
	p, ok := network(words[0])
	switch {
	case ok && isHostsLine(p, words[1:]):
		return HostsLine
	case ok:
		return Trailing
	case hasZeros(words[0]):
		return LeadingZeros
	}
	return NotAnAddress
}

// isHostsLine is true for an address and the names that it is to have.
func isHostsLine(p netip.Prefix, names []string) bool {
	if !p.IsSingleIP() {
		return false
	}
	here := p.Addr().IsLoopback() || p.Addr().IsUnspecified()
	for _, name := range names {
		if name[0] == '#' {
			break
		}
		if !here && !isHostName(name) || here && !isLabel(name) && !isHostName(name) {
			return false
		}
	}
	return true
}

// isHostName is true for at least two labels of which the last begins with a letter. Source: RFC 1123, 2.1.
func isHostName(text string) bool {
	text = strings.TrimSuffix(text, ".")
	labels := strings.Split(text, ".")
	for _, label := range labels {
		if !isLabel(label) {
			return false
		}
	}
	last := labels[len(labels)-1]
	return len(labels) > 1 && len(text) <= 253 && (last[0] < '0' || last[0] > '9')
}

func isLabel(text string) bool {
	for _, c := range []byte(text) {
		letter, digit := c|0x20 >= 'a' && c|0x20 <= 'z', c >= '0' && c <= '9'
		if !letter && !digit && c != '-' && c != '_' {
			return false
		}
	}
	return text != "" && len(text) <= 63
}

func isAddress(text string) bool {
	_, err := netip.ParseAddr(text)
	return err == nil
}

func isNumber(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// hasZeros is true for an address of IPv4, if one of its numbers were not written with zeros before it.
func hasZeros(text string) bool {
	if len(text) > len("0000.0000.0000.0000") {
		return false
	}
	numbers := strings.Split(text, ".")
	zeros := false
	for i, number := range numbers {
		if !isNumber(number) {
			return false
		}
		numbers[i] = strings.TrimLeft(number[:len(number)-1], "0") + number[len(number)-1:]
		zeros = zeros || len(numbers[i]) < len(number)
	}
	return zeros && isAddress(strings.Join(numbers, "."))
}

// hasPort is true for an address or a host with a port.
func hasPort(text string) bool {
	if _, err := netip.ParseAddrPort(text); err == nil {
		return true
	}
	host, port, ok := strings.Cut(text, ":")
	return ok && isNumber(port) && isHostName(host)
}

func hasZone(text string) bool {
	addr, err := netip.ParseAddr(text)
	return err == nil && addr.Zone() != ""
}
