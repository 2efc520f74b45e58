package localhost

import (
	"context"
	"net"
	"net/netip"

	"bangui/fail2ban"
)

// ignoreList is what a jail never bans.
type ignoreList []netip.Prefix

// ignoreList reads the list of a jail: its addresses and networks, and those of this machine if the jail ignores itself. Host names are
// left out: versions before 1.1.1 would not look at them either.
func (h *Host) ignoreList(ctx context.Context, jail fail2ban.Jail) (ignoreList, error) {
	entries, err := jail.Ignore(ctx)
	if err != nil {
		return nil, err
	}
	var list ignoreList
	for _, entry := range entries {
		if prefix, ok := ignoredPrefix(entry); ok {
			list = append(list, prefix)
		}
	}
	self, err := jail.IgnoreSelf(ctx)
	if err != nil || !self {
		return list, err
	}
	own, err := net.InterfaceAddrs()
	if err != nil {
		h.log.Warn("own addresses not known", "err", err)
	}
	for _, addr := range own {
		if prefix, err := netip.ParsePrefix(addr.String()); err == nil {
			list = append(list, single(prefix.Addr().Unmap()))
		}
	}
	return list, nil
}

func single(addr netip.Addr) netip.Prefix { return netip.PrefixFrom(addr, addr.BitLen()) }

// ignoredPrefix reads an entry, which may have bits outside of its network.
func ignoredPrefix(entry string) (netip.Prefix, bool) {
	if addr, err := netip.ParseAddr(entry); err == nil {
		return single(addr.Unmap().WithZone("")), true
	}
	prefix, err := netip.ParsePrefix(entry)
	return prefix.Masked(), err == nil
}

// covers returns the entry in which a prefix lies; empty if there is none.
func (l ignoreList) covers(prefix netip.Prefix) string {
	for _, entry := range l {
		if entry.Bits() <= prefix.Bits() && entry.Contains(prefix.Addr()) {
			return fail2ban.BanID(entry)
		}
	}
	return ""
}
