package allow

import (
	"net/netip"
	"strings"

	"bangui/internal/ban"
	"bangui/internal/fault"
)

// The widest networks that can be allowed at all, and the widest ones for which no second yes is needed. They are those of bans.
const (
	widest4, widest6 = 8, 19
	wide4, wide6     = 16, 32
)

// subject is what somebody wants to allow: an address or network, or a name.
type subject struct {
	address netip.Prefix
	name    string
	// wide is set for a network that needs a second yes.
	wide bool
}

// parse reads an address, a network or a name that can be allowed. It fails with fault.Invalid.
func parse(text string) (subject, error) {
	text = strings.TrimSpace(text)
	if looksLikeName(text) {
		name, err := parseName(text)
		return subject{name: name}, err
	}
	prefix, err := ban.ParseAddress(text)
	if err != nil {
		return subject{}, err
	}
	widest, wide := widest6, wide6
	if prefix.Addr().Is4() {
		widest, wide = widest4, wide4
	}
	switch {
	case prefix.Bits() < widest:
		return subject{}, fault.Invalid.Errorf("%s is a large part of the internet, which no jail would look at any more; the widest is /%d", prefix, widest)
	case prefix.IsSingleIP() && nothingComesFrom(prefix.Addr()):
		return subject{}, fault.Invalid.Errorf("nothing ever comes from %s", prefix.Addr())
	}
	return subject{address: prefix, wide: prefix.Bits() < wide}, nil
}

func nothingComesFrom(addr netip.Addr) bool {
	return addr.IsUnspecified() || addr.IsMulticast() || addr == netip.AddrFrom4([4]byte{255, 255, 255, 255})
}

// needsForce is what somebody is told who has not given the second yes.
func (s subject) needsForce() error {
	return fault.Invalid.Errorf("%s holds very many addresses: name the network that you mean, or send force to allow all of it", s.address)
}
