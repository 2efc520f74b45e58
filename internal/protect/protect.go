package protect

import (
	"cmp"
	"context"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"bangui/internal/account"
	"bangui/internal/allow"
	"bangui/internal/host"
	"bangui/internal/replica"
)

// Set is what is protected. Make one with [New]. All methods may be called at the same time.
type Set struct {
	store Store
}

// Store knows what is protected.
type Store interface {
	// Sightings is that of [account.Store].
	Sightings(ctx context.Context, age time.Duration) ([]account.Sighting, error)
	// Replicas is that of [replica.Store].
	Replicas(ctx context.Context) ([]replica.Replica, error)
	// Allowances is that of [allow.Store].
	Allowances(ctx context.Context, query allow.Query) ([]allow.Allowance, error)
}

// New returns a Set.
func New(store Store) *Set { return &Set{store: store} }

// How long ago people may have been seen at an address that is protected. Administrators can mend what is wrong with a list, and need a way in
// after a weekend, too.
const (
	signedInWithin      = 24 * time.Hour
	administratorWithin = 7 * 24 * time.Hour
)

// Protected returns what must not be blocked on any host, in order of the networks: where people are who are signed in, and where
// administrators were lately; the proxies, addresses and databases of all replicas; and the allowances for all hosts and jails. The same network
// comes once for each reason.
func (s *Set) Protected(ctx context.Context) ([]host.ProtectedNetwork, error) {
	known, err := s.look(ctx)
	if err != nil {
		return nil, err
	}
	return known.with(func(a allow.Allowance) bool { return len(a.Hosts) == 0 && len(a.Jails) == 0 }), nil
}

// On looks once and returns what tells what must not be blocked on a host: what [Set.Protected] tells and the allowances for this host. Those that
// are limited to jails count only if jail, which may be empty, is one of them.
func (s *Set) On(ctx context.Context) (func(hostName, jail string) []host.ProtectedNetwork, error) {
	known, err := s.look(ctx)
	if err != nil {
		return nil, err
	}
	return func(hostName, jail string) []host.ProtectedNetwork {
		return known.with(func(a allow.Allowance) bool {
			return a.Concerns(hostName) && (len(a.Jails) == 0 || slices.Contains(a.Jails, jail))
		})
	}, nil
}

// Allowed looks once and returns what tells the networks of the allow-list that hold on a host whatever the jail, in order and each once.
func (s *Set) Allowed(ctx context.Context) (func(hostName string) []netip.Prefix, error) {
	active, err := s.allowances(ctx)
	if err != nil {
		return nil, err
	}
	return func(hostName string) []netip.Prefix {
		var networks []netip.Prefix
		for _, one := range active {
			if one.Concerns(hostName) && len(one.Jails) == 0 {
				networks = append(networks, one.Networks()...)
			}
		}
		slices.SortFunc(networks, netip.Prefix.Compare)
		return slices.Compact(networks)
	}, nil
}

// known is what the store knew at one time.
type known struct {
	// fixed are the networks that have nothing to do with the allow-list.
	fixed      []host.ProtectedNetwork
	allowances []allow.Allowance
}

func (s *Set) look(ctx context.Context) (known, error) {
	people, err := s.people(ctx)
	if err != nil {
		return known{}, err
	}
	replicas, err := s.store.Replicas(ctx)
	if err != nil {
		return known{}, fmt.Errorf("list what replicas protect: %w", err)
	}
	for _, one := range replicas {
		people = append(people, one.Protects...)
	}
	active, err := s.allowances(ctx)
	return known{people, active}, err
}

// with returns all, with the allowances that count.
func (k known) with(counts func(allow.Allowance) bool) []host.ProtectedNetwork {
	list := slices.Clone(k.fixed)
	for _, one := range k.allowances {
		if !counts(one) {
			continue
		}
		for _, network := range one.Networks() {
			list = append(list, host.ProtectedNetwork{Network: network, Why: host.ProtectedAllowance, Detail: one.Label()})
		}
	}
	return ordered(list)
}

// people are the addresses of those who are signed in, and of administrators.
func (s *Set) people(ctx context.Context) ([]host.ProtectedNetwork, error) {
	sightings, err := s.store.Sightings(ctx, administratorWithin)
	if err != nil {
		return nil, fmt.Errorf("list where people are: %w", err)
	}
	var list []host.ProtectedNetwork
	for _, one := range sightings {
		addr, err := netip.ParseAddr(one.Address)
		if err != nil || one.Role != account.Administrator && (!one.SignedIn || one.Ago > signedInWithin) {
			continue
		}
		addr = addr.Unmap().WithZone("")
		list = append(list, host.ProtectedNetwork{
			Network: netip.PrefixFrom(addr, addr.BitLen()), Why: host.ProtectedSession, Detail: one.User,
		})
	}
	return list, nil
}

// allowances are those in force.
func (s *Set) allowances(ctx context.Context) ([]allow.Allowance, error) {
	active, err := s.store.Allowances(ctx, allow.Query{Active: new(true), Limit: allow.MaxInForce})
	if err != nil {
		return nil, fmt.Errorf("list allowances in force: %w", err)
	}
	return active, nil
}

// ordered sorts by network, reason and detail, and leaves out what comes twice.
func ordered(list []host.ProtectedNetwork) []host.ProtectedNetwork {
	slices.SortFunc(list, func(a, b host.ProtectedNetwork) int {
		return cmp.Or(a.Network.Compare(b.Network), cmp.Compare(a.Why, b.Why), cmp.Compare(a.Detail, b.Detail))
	})
	return slices.Compact(list)
}

// Covering leaves what an address or network touches: those that it lies in, and those that lie in it.
func Covering(list []host.ProtectedNetwork, network netip.Prefix) []host.ProtectedNetwork {
	var found []host.ProtectedNetwork
	for _, one := range list {
		if one.Network.Overlaps(network) {
			found = append(found, one)
		}
	}
	return found
}
