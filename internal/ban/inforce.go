package ban

import (
	"context"
	"fmt"
	"net/netip"
)

// InForceWithin returns the bans in force of a network and of all that lies in it: on a host, or on all if the name is empty. It looks for no more
// once it has most of them, if that is not zero; more tells whether there may be others.
func (b *Bans) InForceWithin(ctx context.Context, network netip.Prefix, hostName string, most int) (found []Ban, more bool, err error) {
	return b.inForce(ctx, ActiveQuery{Host: hostName, Within: network}, most)
}

// inForce reads page by page; see [Bans.InForceWithin].
func (b *Bans) inForce(ctx context.Context, query ActiveQuery, most int) (found []Ban, more bool, err error) {
	query.Limit = 500
	for {
		page, err := b.store.Active(ctx, query)
		if err != nil {
			return nil, false, fmt.Errorf("look for bans in force: %w", err)
		}
		found = append(found, page.Bans...)
		if page.Next == nil || most > 0 && len(found) >= most {
			return found, page.Next != nil, nil
		}
		query.Cursor = page.Next
	}
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
