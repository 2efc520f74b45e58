package blocklist

import (
	"context"
	"net/netip"
)

// chunksAtOnce is how many pieces are read in one go.
const chunksAtOnce = 8

// Entries returns up to limit entries of a list in the order of their addresses, after the network after; an invalid one means from the
// first. If within is valid, only those that overlap it are returned. It fails with fault.NotFound. A list that was never imported has none.
func (b *Blocklists) Entries(ctx context.Context, id int64, within, after netip.Prefix, limit int) ([]Entry, error) {
	list, err := b.store.Blocklist(ctx, id)
	if err != nil || list.Contents.Revision == 0 {
		return nil, err
	}
	return b.entriesOf(ctx, list.Contents.Revision, within, after, limit)
}

// entriesOf is [Blocklists.Entries] of a revision.
func (b *Blocklists) entriesOf(ctx context.Context, revision int64, within, after netip.Prefix, limit int) ([]Entry, error) {
	var entries []Entry
	visit := func(e Entry) bool {
		isNext := !after.IsValid() || inOrder(e.Network, after) > 0
		if isNext && (!within.IsValid() || e.Network.Overlaps(within)) {
			entries = append(entries, e)
		}
		return len(entries) < limit
	}
	if within.IsValid() {
		_, err := b.walkFamily(ctx, revision, startOf(within, after), lastOf(within), visit)
		return entries, err
	}
	return entries, b.walk(ctx, revision, startOf(within, after), visit)
}

// startOf is the first address that has to be looked at.
func startOf(within, after netip.Prefix) netip.Addr {
	switch {
	case after.IsValid():
		return after.Addr()
	case within.IsValid():
		return within.Addr()
	}
	return netip.IPv4Unspecified()
}

// walk calls visit for the entries of a revision in order, beginning with one that has from or comes after it, until visit returns false.
func (b *Blocklists) walk(ctx context.Context, revision int64, from netip.Addr, visit func(Entry) bool) error {
	for {
		goOn, err := b.walkFamily(ctx, revision, from, lastOf(netip.PrefixFrom(from, 0)), visit)
		if err != nil || !goOn || !from.Is4() {
			return err
		}
		from = netip.IPv6Unspecified()
	}
}

// walkFamily is walk for one family, up to the piece that has the address to, and tells whether visit wants more.
func (b *Blocklists) walkFamily(ctx context.Context, revision int64, from, to netip.Addr, visit func(Entry) bool) (goOn bool, err error) {
	for from.IsValid() && from.Compare(to) <= 0 {
		chunks, err := b.store.ChunksOver(ctx, revision, PlaceOf(from), PlaceOf(to), chunksAtOnce)
		if err != nil {
			return false, err
		}
		for _, chunk := range chunks {
			entries, err := chunk.Unpack()
			if err != nil {
				return false, err
			}
			for _, e := range entries {
				if lastOf(e.Network).Compare(from) >= 0 && !visit(e) {
					return false, nil
				}
			}
		}
		if len(chunks) < chunksAtOnce {
			return true, nil
		}
		end, _ := netip.AddrFromSlice(chunks[len(chunks)-1].Last.Address)
		from = end.Next()
	}
	return true, nil
}
