package ban

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
)

// InForceWithin returns the bans in force of a network and of all that lies in it: on a host, or on all if the name is empty. It looks for no more
// once it has most of them, if that is not zero; more tells whether there may be others.
func (b *Bans) InForceWithin(ctx context.Context, network netip.Prefix, hostName string, most int) (found []Ban, more bool, err error) {
	query := ActiveQuery{Host: hostName, Within: network, Limit: 500}
	for {
		page, err := b.store.Active(ctx, query)
		if err != nil {
			return nil, false, fmt.Errorf("look for bans in a network: %w", err)
		}
		// Networks of IPv6 around ::ffff:0:0/96 have the addresses of IPv4 between their first and their last address.
		found = append(found, slices.DeleteFunc(page.Bans, func(one Ban) bool { return !liesIn(one.Address, network) })...)
		if page.Next == nil || most > 0 && len(found) >= most {
			return found, page.Next != nil, nil
		}
		query.Cursor = page.Next
	}
}

func liesIn(address string, network netip.Prefix) bool {
	prefix, err := ParseAddress(address)
	return err == nil && network.Bits() <= prefix.Bits() && network.Contains(prefix.Addr())
}

// InForceOver returns the bans in force of networks that the given one lies in.
func (b *Bans) InForceOver(ctx context.Context, network netip.Prefix) ([]Ban, error) {
	ids, err := b.store.InForceOver(ctx, network)
	if err != nil {
		return nil, fmt.Errorf("look for banned networks: %w", err)
	}
	bans, err := b.store.BansByID(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("read bans in force: %w", err)
	}
	return bans, nil
}
