package store

import (
	"context"
	"database/sql"
	"net/netip"
	"slices"
	"time"

	"bangui/internal/ban"
)

// glimpsePatience is how long bans of a wide network are looked for.
const glimpsePatience = 25 * time.Millisecond

// Glimpses implements [ban.Store].
func (s *Store) Glimpses(ctx context.Context, scope ban.Scope, limit int) (ban.Glimpses, error) {
	wide, err := s.isWide(ctx, scope)
	if err != nil {
		return ban.Glimpses{}, s.explain(ctx, "look at bans", err)
	}
	if wide {
		return s.glimpsesOfMany(ctx, scope, limit)
	}
	where := scopeFilter(scope, lead{})
	most := where.arg(limit + 1)
	items, err := all(ctx, s.read, scanGlimpse, `
		select id, banned_at, host, jail, address, country, asn, ended_at is null from bans where id in (
			select id from bans where `+where.text()+` order by banned_at desc, id desc limit `+most+`)
		order by banned_at desc, id desc`, where.args...)
	more := len(items) > limit
	return ban.Glimpses{Items: items[:min(len(items), limit)], More: more}, s.explain(ctx, "look at bans", err)
}

// glimpsesOfMany does not look at more than can be found at once.
func (s *Store) glimpsesOfMany(ctx context.Context, scope ban.Scope, limit int) (ban.Glimpses, error) {
	page, err := s.list(ctx, ban.Query{Scope: scope, Limit: limit, Patience: glimpsePatience})
	if err != nil {
		return ban.Glimpses{}, s.explain(ctx, "look at bans", err)
	}
	glimpses := ban.Glimpses{More: page.Next != nil}
	for _, b := range page.Bans {
		glimpses.Items = append(glimpses.Items, ban.Glimpse{
			ID: b.ID, BannedAt: b.BannedAt, Host: b.Host, Jail: b.Jail, Address: b.Address, Country: b.Country, ASN: b.ASN, Active: b.Active(),
		})
	}
	return glimpses, nil
}

func scanGlimpse(row *sql.Rows) (ban.Glimpse, error) {
	var g ban.Glimpse
	return g, row.Scan(&g.ID, timeIn(&g.BannedAt), &g.Host, &g.Jail, &g.Address, &g.Country, &g.ASN, &g.Active)
}

// InForceOver implements [ban.Store]. It looks for each network that there can be.
func (s *Store) InForceOver(ctx context.Context, network netip.Prefix) ([]int64, error) {
	var ids []int64
	var wanted []netip.Prefix
	for bits := network.Bits() - 1; bits >= 0; bits-- {
		wanted = append(wanted, netip.PrefixFrom(network.Addr(), bits).Masked())
	}
	for part := range slices.Chunk(wanted, chunk(2)) {
		args := make([]any, 0, 2*len(part))
		for _, one := range part {
			from, to := spanOf(one)
			args = append(args, from, to)
		}
		found, err := all(ctx, s.read, value[int64], `
			with wanted (first_one, last_one) as (values (`+noAddress+`), `+places(0, len(part), 2)+`)
			select bans.id from wanted cross join bans where ip_from = first_one and ip_to = last_one and ended_at is null`, args...)
		if err != nil {
			return nil, s.explain(ctx, "look for banned networks", err)
		}
		ids = append(ids, found...)
	}
	return ids, nil
}

// BansByID implements [ban.Store].
func (s *Store) BansByID(ctx context.Context, ids []int64) ([]ban.Ban, error) {
	found, err := bansByID(ctx, s.read, ids)
	if err != nil {
		return nil, s.explain(ctx, "read bans", err)
	}
	bans := make([]ban.Ban, 0, len(found))
	for _, b := range found {
		bans = append(bans, b)
	}
	return bans, s.explain(ctx, "read networks of bans", s.addNetworks(ctx, bans))
}

// NewestBans implements [ban.Store]. No ban has the number 0.
func (s *Store) NewestBans(ctx context.Context, addresses []string) (map[string]ban.Ban, error) {
	var ids []int64
	for part := range slices.Chunk(addresses, chunk(3)) {
		args := make([]any, 0, 3*len(part))
		for _, address := range part {
			if from, to, ok := span(address); ok {
				args = append(args, nil, from, to)
			} else {
				args = append(args, cutKey(address), nil, nil)
			}
		}
		found, err := all(ctx, s.read, value[int64], `
			with wanted (other_id, first_one, last_one) as (values (cast(null as text), `+noAddress+`), `+places(0, len(part), 3)+`)
			select coalesce(
				(select id from bans where ip_from = first_one and ip_to = last_one order by banned_at desc, id desc limit 1),
				(select id from bans where ip_from is null and address = other_id order by banned_at desc, id desc limit 1),
				0)
			from wanted`, args...)
		if err != nil {
			return nil, s.explain(ctx, "look up newest bans", err)
		}
		ids = append(ids, found...)
	}
	bans, err := s.BansByID(ctx, ids)
	newest := make(map[string]ban.Ban, len(bans))
	for _, b := range bans {
		newest[b.Address] = b
	}
	return newest, err
}
