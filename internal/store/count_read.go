package store

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"bangui/internal/ban"
)

// dimensionOf returns the dimension that answers a question, and which keys of it; ok is false if there is none.
func (s *Store) dimensionOf(ctx context.Context, scope ban.Scope, by ban.Dimension, times []piece) (query cellQuery, ok bool, err error) {
	if scope.Address.IsValid() || scope.ID != "" || scope.Text != "" || by == ban.ByAddress {
		return cellQuery{}, false, nil
	}
	query = cellQuery{host: scope.Host, pieces: times}
	hasJail, hasCountry := scope.Jail != "", scope.Country != ""
	if scope.ASN != 0 || by == ban.ByNetwork {
		query.dim = byNetwork
		if scope.ASN != 0 {
			query.under = [][]string{{strconv.FormatUint(uint64(scope.ASN), 10)}}
		}
		alone := by == ban.ByNothing || by == ban.ByOrigin || by == ban.ByNetwork
		return query, alone && !hasJail && !hasCountry, nil
	}
	needsJail, needsCountry := hasJail || by == ban.ByJail, hasCountry || by == ban.ByCountry
	switch {
	case !needsCountry:
		query.dim = byJail
		if hasJail {
			query.under = [][]string{{scope.Jail}}
		}
	case !needsJail:
		query.dim = byCountry
		if hasCountry {
			query.under = [][]string{{countryCode(scope.Country)}}
		}
	default:
		query.dim = byJailCountry
		query.under, err = s.jailsAndCountry(ctx, scope, times)
	}
	return query, true, err
}

// jailsAndCountry are the beginnings of keys for a jail, a country, or both. Keys begin with the jail: for a country alone all jails are
// named.
func (s *Store) jailsAndCountry(ctx context.Context, scope ban.Scope, times []piece) ([][]string, error) {
	switch {
	case scope.Country == "":
		return [][]string{{scope.Jail}}, nil
	case scope.Jail != "":
		return [][]string{{scope.Jail, countryCode(scope.Country)}}, nil
	}
	cells, err := s.cells(ctx, cellQuery{dim: byJail, host: scope.Host, pieces: merged(times)})
	if err != nil {
		return nil, err
	}
	jails := make(map[string]bool)
	under := [][]string{}
	for _, c := range cells {
		if !jails[c.key.jail] {
			jails[c.key.jail] = true
			under = append(under, []string{c.key.jail, countryCode(scope.Country)})
		}
	}
	return under, nil
}

// fits tells whether a key is of the origin that the scope wants.
func (k countedKey) fits(scope ban.Scope) bool { return scope.Origin == "" || k.origin == scope.Origin }

// maxCounts is how many keys Counts returns without a limit.
const maxCounts = 500

// Counts implements [ban.Store].
func (s *Store) Counts(ctx context.Context, query ban.CountQuery) (ban.Counts, error) {
	from, to, err := s.banMillis(ctx, query.Scope, month)
	if err != nil {
		return ban.Counts{}, s.explain(ctx, "count bans", err)
	}
	cellsOf, ok, err := s.dimensionOf(ctx, query.Scope, query.By, pieces(0, from, to))
	if err != nil {
		return ban.Counts{}, s.explain(ctx, "count bans", err)
	}
	if !ok {
		return s.lookAtBans(ctx, query)
	}
	if query.By == ban.ByNetwork && query.ASN == 0 {
		return s.countNetworks(ctx, query)
	}
	sums, err := s.sums(ctx, query.Scope, query.By, cellsOf)
	if err != nil {
		return ban.Counts{}, s.explain(ctx, "count bans", err)
	}
	return countsOf(sums, query.Limit), nil
}

func (s *Store) sums(ctx context.Context, scope ban.Scope, by ban.Dimension, query cellQuery) (map[string]int64, error) {
	sums := make(map[string]int64)
	if query.dim == byJailCountry && len(query.under) == 0 {
		return sums, nil
	}
	cells, err := s.cells(ctx, query)
	for _, c := range cells {
		if c.key.fits(scope) {
			sums[c.key.by(by)] += c.n
		}
	}
	return sums, err
}

func countsOf(sums map[string]int64, limit int) ban.Counts {
	var counts ban.Counts
	for key, n := range sums {
		counts.Items = append(counts.Items, ban.Count{Key: key, N: n})
		counts.Total += n
	}
	slices.SortFunc(counts.Items, func(a, b ban.Count) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Key, b.Key)) })
	counts.Items = counts.Items[:min(len(counts.Items), cmp.Or(limit, maxCounts))]
	return counts
}

// Series implements [ban.Store].
func (s *Store) Series(ctx context.Context, scope ban.Scope, edges []time.Time, by ban.Dimension) (ban.Series, error) {
	query, ok, err := s.dimensionOf(ctx, scope, by, piecesBetween(edges))
	if err != nil {
		return ban.Series{}, s.explain(ctx, "count bans over time", err)
	}
	if !ok {
		return s.lookAtBansOverTime(ctx, scope, edges, by)
	}
	if query.dim == byJailCountry && len(query.under) == 0 {
		return ban.Series{}, nil
	}
	series, err := s.lines(ctx, scope, by, query, len(edges)-1)
	return series, s.explain(ctx, "count bans over time", err)
}

func (s *Store) lines(ctx context.Context, scope ban.Scope, by ban.Dimension, query cellQuery, points int) (ban.Series, error) {
	cells, err := s.cells(ctx, query)
	lines := newLines(points)
	for _, c := range cells {
		if c.key.fits(scope) {
			lines.add(c.key.by(by), c.point, c.n)
		}
	}
	return ban.Series{Lines: lines.sorted()}, err
}

// FailureSeries implements [ban.Store].
func (s *Store) FailureSeries(ctx context.Context, hostName, jail string, edges []time.Time) (ban.Series, error) {
	cells, err := s.cells(ctx, cellQuery{dim: byFailures, host: hostName, pieces: failurePiecesBetween(edges)})
	lines := newLines(len(edges) - 1)
	for _, c := range cells {
		if jail == "" || c.key.jail == jail {
			lines.add(c.key.jail, c.point, c.n)
		}
	}
	return ban.Series{Lines: lines.sorted()}, s.explain(ctx, "count failures over time", err)
}
