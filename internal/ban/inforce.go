package ban

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
)

// InForceWithin returns the bans in force on a host of a network and of all that lies in it.
func (b *Bans) InForceWithin(ctx context.Context, network netip.Prefix, hostName string) ([]Ban, error) {
	var found []Ban
	query := ActiveQuery{Host: hostName, Text: network.String(), Limit: 500}
	for {
		page, err := b.store.Active(ctx, query)
		if err != nil {
			return nil, fmt.Errorf("look for bans in a network: %w", err)
		}
		// The text is looked for in other places, too.
		found = append(found, slices.DeleteFunc(page.Bans, func(one Ban) bool { return !liesIn(one.Address, network) })...)
		if page.Next == nil {
			return found, nil
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
