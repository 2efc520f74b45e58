package store

import (
	"context"
	"net/netip"
	"strings"

	"bangui/internal/ban"
)

// Active implements [ban.Store].
func (s *Store) Active(ctx context.Context, query ban.ActiveQuery) (ban.Page, error) {
	page, err := s.page(ctx, activeFilter(query), window{}, query.Cursor, query.Limit)
	return page, s.explain(ctx, "read bans in force", err)
}

// ActiveCount implements [ban.Store].
func (s *Store) ActiveCount(ctx context.Context, query ban.ActiveQuery) (int, error) {
	where := activeFilter(query)
	n, err := first(ctx, s.read, value[int], `select count(*) from bans where `+where.text(), where.args...)
	return n, s.explain(ctx, "count bans in force", err)
}

func activeFilter(query ban.ActiveQuery) *filter {
	where := &filter{}
	// Host and jail may not lead: their indices have the whole history, the one of the bans in force is small.
	where.add("ended_at is null")
	where.addText(unindexed("host"), query.Host)
	where.addText(unindexed("jail"), query.Jail)
	if query.Text != "" {
		where.addSearch(query.Text)
	}
	if query.Within.IsValid() {
		where.addWithin(query.Within)
	}
	return where
}

// addWithin adds that it is an address or a network, or lies in it.
func (f *filter) addWithin(network netip.Prefix) {
	from, to := spanOf(network)
	if network.IsSingleIP() {
		f.add("ip_from = %s and ip_to = %s", from, to)
		return
	}
	f.add("ip_from >= %s and ip_to <= %s", from, to)
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
	from, to := spanOf(prefix)
	f.add("("+condition+" or (ip_from >= %[2]s and ip_to <= %[3]s))", pattern, from, to)
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
