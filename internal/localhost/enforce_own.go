package localhost

import (
	"cmp"
	"net"
	"net/netip"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"bangui/internal/host"
)

// own is what a host knows by itself that must not be blocked.
type own struct {
	resolvers []string

	mu sync.Mutex
	// seen is what was seen, and when last: an interface that goes away for a moment does not take its protection with it.
	seen map[netip.Prefix]sighting
}

type sighting struct {
	host.ProtectedNetwork
	at time.Time
}

// protectedFor is how long something is protected after it was seen last.
const protectedFor = time.Hour

// resolverFiles are where a machine names its servers of the name service. With systemd-resolved, the first one names only its own listener.
// Source: systemd-resolved.service(8), resolv.conf(5).
func resolverFiles() []string {
	return []string{"/etc/resolv.conf", "/run/systemd/resolve/resolv.conf", "/run/NetworkManager/no-stub-resolv.conf"}
}

// always are protected on every host. Sources: RFC 6890, RFC 5771, RFC 4291.
func always() []host.ProtectedNetwork {
	networks := []struct{ text, detail string }{
		{"127.0.0.0/8", ""}, {"::1/128", ""},
		{"0.0.0.0/8", "this network"}, {"::/128", "no address"}, {"169.254.0.0/16", ""}, {"fe80::/10", ""},
		{"224.0.0.0/4", ""}, {"255.255.255.255/32", "broadcast"}, {"ff00::/8", ""},
	}
	reasons := []host.ProtectionReason{
		host.ProtectedLoopback, host.ProtectedLoopback,
		host.ProtectedLinkLocal, host.ProtectedLinkLocal, host.ProtectedLinkLocal, host.ProtectedLinkLocal,
		host.ProtectedMulticast, host.ProtectedMulticast, host.ProtectedMulticast,
	}
	all := make([]host.ProtectedNetwork, len(networks))
	for i, n := range networks {
		all[i] = host.ProtectedNetwork{Network: netip.MustParsePrefix(n.text), Why: reasons[i], Detail: n.detail}
	}
	return all
}

// look tells all of it, sorted. What cannot be found out now is what was seen last.
func (o *own) look() []host.ProtectedNetwork {
	now := slices.Concat(interfaceAddresses(), gatewaysNow(), o.servers())
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.seen == nil {
		o.seen = map[netip.Prefix]sighting{}
	}
	for _, p := range now {
		o.seen[p.Network] = sighting{p, time.Now()}
	}
	all := always()
	for network, s := range o.seen {
		if time.Since(s.at) > protectedFor {
			delete(o.seen, network)
			continue
		}
		all = append(all, s.ProtectedNetwork)
	}
	slices.SortFunc(all, func(a, b host.ProtectedNetwork) int {
		return cmp.Or(a.Network.Addr().Compare(b.Network.Addr()), a.Network.Bits()-b.Network.Bits())
	})
	return all
}

// recall takes what an earlier process saw as seen now: at boot there is no network yet.
func (o *own) recall(earlier []host.ProtectedNetwork) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.seen != nil {
		return
	}
	o.seen = map[netip.Prefix]sighting{}
	fixed := always()
	for _, p := range earlier {
		if !slices.ContainsFunc(fixed, func(a host.ProtectedNetwork) bool { return a.Network == p.Network }) {
			o.seen[p.Network] = sighting{p, time.Now()}
		}
	}
}

// protectedAddress is a protected address; ok is false for one that is protected anyway, or none.
func protectedAddress(addr netip.Addr, why host.ProtectionReason, detail string) (p host.ProtectedNetwork, ok bool) {
	addr = addr.Unmap().WithZone("")
	if !addr.IsValid() || addr.IsUnspecified() || addr.IsLoopback() || addr.IsLinkLocalUnicast() || addr.IsMulticast() {
		return host.ProtectedNetwork{}, false
	}
	return host.ProtectedNetwork{Network: netip.PrefixFrom(addr, addr.BitLen()), Why: why, Detail: detail}, true
}

// interfaceAddresses are those of all interfaces.
func interfaceAddresses() []host.ProtectedNetwork {
	var all []host.ProtectedNetwork
	interfaces, err := net.Interfaces()
	if err != nil {
		return nil
	}
	for _, i := range interfaces {
		addresses, err := i.Addrs()
		if err != nil {
			continue
		}
		for _, a := range addresses {
			prefix, err := netip.ParsePrefix(a.String())
			if p, ok := protectedAddress(prefix.Addr(), host.ProtectedOwn, i.Name); ok && err == nil {
				all = append(all, p)
			}
		}
	}
	return all
}

func gatewaysNow() []host.ProtectedNetwork {
	var all []host.ProtectedNetwork
	found, err := defaultGateways()
	if err != nil {
		return nil
	}
	for _, addr := range found {
		if p, ok := protectedAddress(addr, host.ProtectedGateway, ""); ok {
			all = append(all, p)
		}
	}
	return all
}

// servers are those of the name service.
func (o *own) servers() []host.ProtectedNetwork {
	const most = 64 << 10
	var all []host.ProtectedNetwork
	for _, path := range o.resolvers {
		info, err := os.Stat(path)
		if err != nil || info.Size() > most {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(text)) {
			words := strings.Fields(line)
			if len(words) < 2 || words[0] != "nameserver" {
				continue
			}
			addr, err := netip.ParseAddr(words[1])
			if p, ok := protectedAddress(addr, host.ProtectedResolver, path); ok && err == nil {
				all = append(all, p)
			}
		}
	}
	return all
}

// forwards tells whether this machine passes packets on, as one with containers does. Source: Documentation/networking/ip-sysctl.rst.
func forwards() bool {
	for _, path := range []string{"/proc/sys/net/ipv4/ip_forward", "/proc/sys/net/ipv6/conf/all/forwarding"} {
		if text, err := os.ReadFile(path); err == nil && strings.TrimSpace(string(text)) != "0" {
			return true
		}
	}
	return false
}
