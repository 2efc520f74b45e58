package blocklist

import (
	"cmp"
	"context"
	"net/netip"
	"slices"

	"bangui/internal/host"
)

// Shield tells what lists must leave alone.
type Shield interface {
	// On looks once and returns what tells what must not be blocked on a host, the allow-list included, as far as the control plane knows: a host
	// knows more. Entries of the allow-list that are limited to jails count if jail is one of them.
	On(ctx context.Context) (func(hostName, jail string) []host.ProtectedNetwork, error)
	// Allowed looks once and returns what tells the networks of the allow-list that hold on a host whatever the jail.
	Allowed(ctx context.Context) (func(hostName string) []netip.Prefix, error)
}

// Exemption is a network that is not blocked although a list has it.
type Exemption struct {
	host.ProtectedNetwork
	// Hosts are those where it is so, by name; empty means all.
	Hosts []string
}

// exemptions are all that concern a network, on any host; without one, all.
func (b *Blocklists) exemptions(ctx context.Context, network netip.Prefix) ([]Exemption, error) {
	states, err := b.store.HostStates(ctx)
	if err != nil {
		return nil, err
	}
	on, err := b.shield.On(ctx)
	if err != nil {
		return nil, err
	}
	if len(states) == 0 {
		states = []HostState{{}} // what holds for every host
	}
	where := make(map[host.ProtectedNetwork][]string)
	for _, state := range states {
		for _, p := range state.protected(on) {
			if !network.IsValid() || p.Network.Overlaps(network) {
				where[p] = append(where[p], state.Host)
			}
		}
	}
	found := make([]Exemption, 0, len(where))
	for p, hosts := range where {
		if len(hosts) == len(states) {
			hosts = nil
		}
		found = append(found, Exemption{p, hosts})
	}
	slices.SortFunc(found, func(a, b Exemption) int {
		return cmp.Or(a.Network.Compare(b.Network), cmp.Compare(a.Why, b.Why), cmp.Compare(a.Detail, b.Detail))
	})
	return found, nil
}

// protected is what a host must not block: what we know, and what it told itself; each once.
func (h HostState) protected(on func(hostName, jail string) []host.ProtectedNetwork) []host.ProtectedNetwork {
	known := make(map[host.ProtectedNetwork]bool)
	var list []host.ProtectedNetwork
	for _, p := range append(on(h.Host, ""), h.Report.Protected...) {
		if !known[p] {
			known[p] = true
			list = append(list, p)
		}
	}
	return list
}
