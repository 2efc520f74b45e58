package app

import (
	"cmp"
	"net"
	"net/netip"
	"slices"

	"bangui/internal/host"
)

// The widest networks of proxies that are protected: for whoever trusts more than that, no list would block anything. widestPrivate6 is
// fc00::/7.
const widestProxy4, widestProxy6, widestPrivate6 = 8, 19, 7

// protects is what this replica knows that must never be blocked: its proxies, the addresses of its machine, and its database. Addresses by which
// a machine speaks to itself are left out: they mean another machine elsewhere.
func (a *app) protects() []host.ProtectedNetwork {
	var list []host.ProtectedNetwork
	for _, proxy := range a.Settings.TrustedProxies {
		if narrow(proxy) && !proxy.Addr().IsLoopback() {
			list = append(list, host.ProtectedNetwork{Network: proxy.Masked(), Why: host.ProtectedProxy})
		}
	}
	add := func(addr netip.Addr, why host.ProtectionReason, detail string) {
		addr = addr.Unmap().WithZone("")
		if addr.IsGlobalUnicast() {
			list = append(list, host.ProtectedNetwork{Network: netip.PrefixFrom(addr, addr.BitLen()), Why: why, Detail: detail})
		}
	}
	for _, addr := range machineAddresses() {
		add(addr, host.ProtectedReplica, machineName())
	}
	for _, addr := range a.store.Servers() {
		add(addr, host.ProtectedDatabase, "")
	}
	slices.SortFunc(list, func(x, y host.ProtectedNetwork) int {
		return cmp.Or(x.Network.Compare(y.Network), cmp.Compare(x.Why, y.Why))
	})
	return slices.Compact(list)
}

func narrow(proxy netip.Prefix) bool {
	switch {
	case proxy.Addr().Is4():
		return proxy.Bits() >= widestProxy4
	case proxy.Addr().IsPrivate():
		return proxy.Bits() >= widestPrivate6
	default:
		return proxy.Bits() >= widestProxy6
	}
}

// machineAddresses are those of the network cards; none if they cannot be told.
func machineAddresses() []netip.Addr {
	networks, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var list []netip.Addr
	for _, n := range networks {
		if prefix, err := netip.ParsePrefix(n.String()); err == nil {
			list = append(list, prefix.Addr())
		}
	}
	return list
}
