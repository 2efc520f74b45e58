package allow

import (
	"net/netip"

	"bangui/internal/ban"
	"bangui/internal/fault"
)

// The widest networks that can be allowed at all, and the widest ones for which no second yes is needed. They are those of bans.
const (
	widest4, widest6 = 8, 19
	wide4, wide6     = 16, 32
)

// parse reads an address or network that can be allowed; force is the second yes to a wide one. It fails with fault.Invalid.
func parse(text string, force bool) (netip.Prefix, error) {
	prefix, err := ban.ParseAddress(text)
	if err != nil {
		return netip.Prefix{}, err
	}
	widest, wide := widest6, wide6
	if prefix.Addr().Is4() {
		widest, wide = widest4, wide4
	}
	switch {
	case prefix.Bits() < widest:
		return netip.Prefix{}, fault.Invalid.Errorf("%s is a large part of the internet, which no jail would look at any more; the widest is /%d", prefix, widest)
	case prefix.Bits() < wide && !force:
		return netip.Prefix{}, fault.Invalid.Errorf("%s holds very many addresses: name the network that you mean, or send force to allow all of it", prefix)
	case prefix.IsSingleIP() && (prefix.Addr().IsUnspecified() || prefix.Addr().IsMulticast() || prefix.Addr() == netip.AddrFrom4([4]byte{255, 255, 255, 255})):
		return netip.Prefix{}, fault.Invalid.Errorf("nothing ever comes from %s", prefix.Addr())
	}
	return prefix, nil
}
