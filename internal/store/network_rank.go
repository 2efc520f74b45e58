package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"bangui/internal/ban"
)

// countNetworks is Counts by network. There are thousands of networks, so their counts are read from packs where there are some.
func (s *Store) countNetworks(ctx context.Context, query ban.CountQuery) (ban.Counts, error) {
	from, to, err := s.banMillis(ctx, query.Scope, month)
	if err != nil {
		return ban.Counts{}, s.explain(ctx, "count bans", err)
	}
	sums, err := s.networkSums(ctx, query.Scope, pieces(0, from, to))
	if err != nil {
		return ban.Counts{}, s.explain(ctx, "count bans by network", err)
	}
	if len(query.Keys) > 0 {
		sums = sums.only(query.Keys)
	}
	// Bans without a network have no count of it.
	whole, err := s.Counts(ctx, ban.CountQuery{Scope: query.Scope, By: ban.ByNothing})
	return ban.Counts{Items: sums.largest(cmp.Or(query.Limit, maxCounts)), Total: whole.Total}, err
}

// networkSums are numbers of bans, by the number of the network.
type networkSums map[uint32]int64

// networkSums adds up what the pieces of time have, in one statement, so that it sees one moment.
func (s *Store) networkSums(ctx context.Context, scope ban.Scope, times []piece) (networkSums, error) {
	var wanted []string
	for _, p := range times {
		for bucket := p.from; bucket < p.to; bucket += int64(p.hours) * hourMillis {
			wanted = append(wanted, literals(p.sign(), int64(p.hours), bucket))
		}
	}
	sums := make(networkSums)
	if len(wanted) == 0 {
		return sums, nil
	}
	parts, err := all(ctx, s.read, scanNetworkPart, `
		with wanted (sign, width, moment) as (values `+strings.Join(wanted, `, `)+`)
		select sign, packed, case when packed is null then (
			select `+inOneText+` from ban_counts where dim = 'network' and host = $1 and hours = width and bucket = moment) end
		from wanted left join network_packs on hours = width and host = $1 and bucket = moment`, scope.Host)
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		if err := p.addTo(sums, scope.Origin); err != nil {
			return nil, err
		}
	}
	for asn, n := range sums {
		// Below zero only while the counts are made anew.
		if n <= 0 {
			delete(sums, asn)
		}
	}
	return sums, nil
}

// networkPart are the counts of one piece of time: packed, or else as keys with their numbers. sign is -1 for those that are taken away.
type networkPart struct {
	sign   int64
	packed []byte
	text   sql.NullString
}

func scanNetworkPart(row *sql.Rows) (networkPart, error) {
	var p networkPart
	return p, row.Scan(&p.sign, &p.packed, &p.text)
}

func (p networkPart) addTo(sums networkSums, origin ban.Origin) error {
	if p.packed != nil {
		return unpack(p.packed, origin, func(asn uint32, n int64) { sums[asn] += p.sign * n })
	}
	counts, err := networkCounts(p.text.String)
	for _, c := range counts {
		if origin == "" || origin == c.origin {
			sums[c.asn] += p.sign * c.n
		}
	}
	return err
}

// only leaves those of some networks.
func (sums networkSums) only(keys []string) networkSums {
	some := make(networkSums, len(keys))
	for _, key := range keys {
		asn, err := strconv.ParseUint(key, 10, 32)
		if n, ok := sums[uint32(asn)]; ok && err == nil {
			some[uint32(asn)] = n
		}
	}
	return some
}

// largest are so many, most first, as texts are ordered where two are alike.
func (sums networkSums) largest(limit int) []ban.Count {
	type sum struct {
		asn uint32
		n   int64
	}
	list := make([]sum, 0, len(sums))
	for asn, n := range sums {
		list = append(list, sum{asn, n})
	}
	slices.SortFunc(list, func(a, b sum) int { return cmp.Compare(b.n, a.n) })
	// Those that are as large as the last one may come before it.
	if len(list) > limit {
		end := limit
		for end < len(list) && list[end].n == list[limit-1].n {
			end++
		}
		list = list[:end]
	}
	items := make([]ban.Count, len(list))
	for i, one := range list {
		items[i] = ban.Count{Key: strconv.FormatUint(uint64(one.asn), 10), N: one.n}
	}
	slices.SortFunc(items, func(a, b ban.Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Key, b.Key)) })
	return slices.Clip(items[:min(len(items), limit)])
}
