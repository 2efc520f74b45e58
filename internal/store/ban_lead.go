package store

import (
	"context"
	"slices"
	"time"

	"bangui/internal/ban"
)

// lead is the one condition whose index a list of bans is read by. Neither database can know which of several conditions leaves the
// fewest bans, and the wrong index makes the difference between 100 and 10 million rows. The other conditions are written so that no
// index fits them.
type lead struct {
	// scope has this condition only; none means that bans are read by time alone.
	scope ban.Scope
	// n is how many bans it leaves in the time of the scope, about.
	n int64
	// chosen is false for the zero value: then the address leads.
	chosen bool
}

// add adds the condition, so that its index is used.
func (l lead) add(f *filter) {
	f.addText("host", l.scope.Host)
	f.addText("jail", l.scope.Jail)
	if l.scope.Country != "" {
		f.add("country = %s", countryCode(l.scope.Country))
	}
	if l.scope.ASN != 0 {
		f.add("asn = %s and asn <> 0", l.scope.ASN)
	}
	if l.scope.Origin != "" {
		f.add("origin = %s and origin <> 'detected'", string(l.scope.Origin))
	}
}

// isRare tells whether bans of that origin have an index of their own.
func isRare(origin ban.Origin) bool { return origin != "" && origin != ban.Detected }

// leads are the conditions of the scope that have an index each.
func leads(scope ban.Scope) []ban.Scope {
	var scopes []ban.Scope
	if scope.Host != "" {
		scopes = append(scopes, ban.Scope{Host: scope.Host})
	}
	if scope.Jail != "" {
		scopes = append(scopes, ban.Scope{Jail: scope.Jail})
	}
	if scope.Country != "" {
		scopes = append(scopes, ban.Scope{Country: scope.Country})
	}
	if scope.ASN != 0 {
		scopes = append(scopes, ban.Scope{ASN: scope.ASN})
	}
	if isRare(scope.Origin) {
		scopes = append(scopes, ban.Scope{Origin: scope.Origin})
	}
	return scopes
}

// leadOf returns the condition of the scope that leaves the fewest bans, by the counts.
func (s *Store) leadOf(ctx context.Context, scope ban.Scope) (lead, error) {
	candidates := leads(scope)
	if len(candidates) == 0 {
		candidates = []ban.Scope{{}}
	}
	var best lead
	for i, candidate := range candidates {
		n, err := s.leadSize(ctx, candidate, scope.From, scope.To)
		if err != nil {
			return lead{}, err
		}
		if i == 0 || n < best.n {
			best = lead{candidate, n, true}
		}
	}
	return best, nil
}

// leadSize is how many bans one condition leaves, by the counts of whole days.
func (s *Store) leadSize(ctx context.Context, candidate ban.Scope, from, to time.Time) (int64, error) {
	first, last, err := s.banMillis(ctx, ban.Scope{From: from, To: to}, month)
	if err != nil {
		return 0, err
	}
	sizes, err := s.leadSizes(ctx, lead{scope: candidate}, []int64{floorMillis(first, day), floorMillis(last+day*hourMillis-1, day)})
	if err != nil {
		return 0, err
	}
	return sizes[0], nil
}

// leadSizes is how many bans the condition leaves between each two moments.
func (s *Store) leadSizes(ctx context.Context, l lead, moments []int64) ([]int64, error) {
	sizes := make([]int64, len(moments)-1)
	var times []piece
	for i := range sizes {
		times = append(times, pieces(i, moments[i], moments[i+1])...)
	}
	query, _, err := s.dimensionOf(ctx, l.scope, ban.ByNothing, times)
	if err != nil {
		return nil, err
	}
	cells, err := s.cells(ctx, query)
	for _, c := range cells {
		if c.key.fits(l.scope) {
			sizes[c.point] += c.n
		}
	}
	return sizes, err
}

// days are the days on which the scope has bans, newest first, as the counts of whole days tell; ok is false if they do not.
func (s *Store) days(ctx context.Context, scope ban.Scope) (days []int64, ok bool, err error) {
	from, to, err := s.wholeDays(ctx, scope)
	if err != nil {
		return nil, false, err
	}
	var times []piece
	for moment := from; moment < to; moment += day * hourMillis {
		times = append(times, piece{point: len(times), hours: day, from: moment, to: moment + day*hourMillis})
	}
	if len(times) == 0 {
		return nil, true, nil
	}
	query, ok, err := s.dimensionOf(ctx, scope, ban.ByNothing, times)
	if err != nil || !ok || (query.dim == byJailCountry && len(query.under) == 0) {
		return nil, ok, err
	}
	cells, err := s.cells(ctx, query)
	for _, c := range cells {
		if c.key.fits(scope) {
			days = append(days, from+int64(c.point)*day*hourMillis)
		}
	}
	slices.Sort(days)
	slices.Reverse(days)
	return slices.Compact(days), true, err
}

// wholeDays is the time of the scope from midnight to midnight, from the day of the oldest ban to that of the newest at most.
func (s *Store) wholeDays(ctx context.Context, scope ban.Scope) (from, to int64, err error) {
	first, err := s.FirstBanAt(ctx)
	if err != nil {
		return 0, 0, err
	}
	last, err := s.LastBanAt(ctx, scope.Host)
	if err != nil || first.IsZero() || last.IsZero() {
		return 0, 0, err
	}
	from, to = scopeMillis(scope)
	from, to = max(from, first.UnixMilli()), min(to, last.UnixMilli()+1)
	return floorMillis(from, day), floorMillis(to+day*hourMillis-1, day), nil
}
