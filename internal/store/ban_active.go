package store

import (
	"context"
	"net/netip"
	"strings"

	"bangui/internal/ban"
)

// Active implements [ban.Store].
func (s *Store) Active(ctx context.Context, query ban.ActiveQuery) (ban.Page, error) {
	where, err := s.activeFilter(ctx, query)
	if err != nil {
		return ban.Page{}, s.explain(ctx, "read bans in force", err)
	}
	page, err := s.page(ctx, where, window{}, query.Cursor, query.Limit)
	return page, s.explain(ctx, "read bans in force", err)
}

// ActiveCount implements [ban.Store].
func (s *Store) ActiveCount(ctx context.Context, query ban.ActiveQuery) (int, error) {
	where, err := s.activeFilter(ctx, query)
	if err != nil {
		return 0, s.explain(ctx, "count bans in force", err)
	}
	n, err := first(ctx, s.read, value[int], `select count(*) from bans where `+where.text(), where.args...)
	return n, s.explain(ctx, "count bans in force", err)
}

func (s *Store) activeFilter(ctx context.Context, query ban.ActiveQuery) (*filter, error) {
	where := &filter{}
	// Host and jail may not lead: their indices have the whole history, the one of the bans in force is small.
	where.add("ended_at is null")
	where.addText(unindexed("host"), query.Host)
	where.addText(unindexed("jail"), query.Jail)
	if query.Text != "" {
		where.addSearch(query.Text)
	}
	if query.ID != "" {
		where.add("ip_from is null and "+unindexed("address")+" = %s", cutKey(query.ID))
	}
	// Nor may a network with much of a history.
	wide, err := s.isWide(ctx, ban.Scope{Address: query.Within})
	where.addAddress(ban.Scope{Address: query.Within}, lead{chosen: wide})
	return where, err
}

// addSearch looks for the text in address, jail and reason, and for what lies in it if it is an address or a network.
func (f *filter) addSearch(text string) {
	pattern := likePattern(text)
	condition := `lower(address) like %[1]s escape '\' or lower(jail) like %[1]s escape '\' or lower(reason) like %[1]s escape '\'`
	prefix, ok := parsePrefix(text)
	if !ok {
		f.add("("+condition+")", pattern)
		return
	}
	within := &filter{args: f.args}
	within.addWithin("ip_from", prefix)
	f.args = within.args
	f.add("("+condition+" or ("+within.text()+"))", pattern)
}

func parsePrefix(text string) (netip.Prefix, bool) {
	text = strings.TrimSpace(text)
	if prefix, err := netip.ParsePrefix(text); err == nil {
		return prefix, true
	}
	addr, err := netip.ParseAddr(text)
	if err != nil || addr.Zone() != "" {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(addr, addr.BitLen()), true
}

// asciiLower does what lower() does in both databases, and nothing to letters beyond ASCII.
func asciiLower(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}
