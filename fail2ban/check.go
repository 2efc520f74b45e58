package fail2ban

import (
	"net/netip"
	"strings"
	"time"
	"unicode"

	"bangui/fail2ban/wire"
)

// CheckJailName refuses names that fail2ban, its log lines or firewall chains cannot carry: allowed are 1 to 26 letters, digits,
// dots, dashes and underscores, the first a letter or digit. Fails with [InvalidArgument].
func CheckJailName(name string) error {
	if len(name) < 1 || len(name) > 26 || !isAlnum(name[0]) {
		return badJailName(name)
	}
	for i := range len(name) {
		if !isAlnum(name[i]) && !strings.ContainsRune("_.-", rune(name[i])) {
			return badJailName(name)
		}
	}
	return nil
}

func badJailName(name string) error {
	return invalid("jail name", "%q is not 1 to 26 letters, digits, dots, dashes and underscores beginning with a letter or digit",
		shorten(name))
}

func isAlnum(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// ParseAddress reads an address or a network and returns it as fail2ban shows it: an IPv4 address inside IPv6 becomes IPv4. It
// refuses host names, zones, leading zeros and networks with host bits. Fails with [InvalidArgument].
func ParseAddress(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil && addr.Zone() == "" {
		addr = addr.Unmap()
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		return netip.Prefix{}, invalid("address", "%q is neither an IP address nor a network", shorten(text))
	}
	return prefix, checkPrefix(prefix)
}

func checkPrefix(p netip.Prefix) error {
	if !p.IsValid() {
		return invalid("address", "is empty")
	}
	if p.Masked() != p {
		return invalid("address", "%s has bits set outside of its network %s", p, p.Masked())
	}
	if p.Addr().Is4In6() {
		return invalid("address", "%s is an IPv4 address inside IPv6; write it as IPv4", p)
	}
	return nil
}

// BanID is how fail2ban names a ban of p: the address alone, or the network with its length. p must be valid.
func BanID(p netip.Prefix) string {
	if p.IsSingleIP() {
		return p.Addr().String()
	}
	return p.String()
}

func checkPrefixes(prefixes []netip.Prefix) error {
	for _, p := range prefixes {
		if err := checkPrefix(p); err != nil {
			return err
		}
	}
	return nil
}

// checkIDs accepts ban ids as fail2ban shows them; what looks like an option would be taken as one.
func checkIDs(ids []string) error {
	for _, id := range ids {
		switch {
		case id == "":
			return invalid("ban id", "is empty")
		case strings.HasPrefix(id, "--"):
			return invalid("ban id", "%q begins with two dashes", shorten(id))
		}
	}
	return nil
}

// checkText accepts one line of text that can be sent.
func checkText(argument, text string) error {
	switch {
	case text == "":
		return invalid(argument, "is empty")
	case strings.ContainsFunc(text, unicode.IsControl):
		return invalid(argument, "%q has control characters", shorten(text))
	case strings.Contains(text, wire.EndMark):
		return invalid(argument, "contains %s", wire.EndMark)
	}
	return nil
}

// wholeSeconds turns a length of time into what fail2ban takes.
func wholeSeconds(argument string, d time.Duration) (int64, error) {
	if d < time.Second || d%time.Second != 0 {
		return 0, invalid(argument, "%s is not a number of whole seconds above zero", d)
	}
	return int64(d / time.Second), nil
}

// words puts texts behind the beginning of a command.
func words(beginning []any, texts []string) []any {
	for _, text := range texts {
		beginning = append(beginning, text)
	}
	return beginning
}
