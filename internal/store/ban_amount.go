package store

import (
	"context"
	"time"

	"bangui/internal/ban"
)

// maxEstimated is how many bans are looked at for an amount that need not be exact, and estimatePatience for how long.
const (
	maxEstimated     = 10_000
	estimatePatience = 20 * time.Millisecond
)

// Amount implements [ban.Store].
func (s *Store) Amount(ctx context.Context, scope ban.Scope, exact bool) (ban.Amount, error) {
	var amount ban.Amount
	var err error
	if exact {
		amount, err = s.countEach(ctx, scope)
	} else {
		amount, err = s.estimate(ctx, scope)
	}
	return amount, s.explain(ctx, "count bans", err)
}

// countEach looks at each ban.
func (s *Store) countEach(ctx context.Context, scope ban.Scope) (ban.Amount, error) {
	l, err := s.leadUnlessAddress(ctx, scope)
	if err != nil {
		return ban.Amount{}, err
	}
	where := scopeFilter(scope, l)
	n, err := first(ctx, s.read, value[int64], `select count(*) from bans where `+where.text(), where.args...)
	return ban.Amount{N: n, Exact: true}, err
}

// leadUnlessAddress leaves a network with few bans to its own index.
func (s *Store) leadUnlessAddress(ctx context.Context, scope ban.Scope) (lead, error) {
	if scope.ID != "" {
		return lead{}, nil
	}
	if scope.Address.IsValid() {
		if wide, err := s.isWide(ctx, scope); err != nil || !wide {
			return lead{}, err
		}
	}
	return s.leadOf(ctx, scope)
}

// estimate asks the counts, of whole days where there are none by the hour. What they do not tell is looked for among the newest bans, and
// so is everything while the counts are to be made anew.
func (s *Store) estimate(ctx context.Context, scope ban.Scope) (ban.Amount, error) {
	due, err := s.RecountDue(ctx)
	if err != nil {
		return ban.Amount{}, err
	}
	if due {
		return s.estimateByLooking(ctx, scope, due)
	}
	from, to, err := s.banMillis(ctx, scope, month)
	if err != nil {
		return ban.Amount{}, err
	}
	query, ok, err := s.dimensionOf(ctx, scope, ban.ByNothing, pieces(0, from, to))
	if err != nil {
		return ban.Amount{}, err
	}
	if !ok {
		return s.estimateByLooking(ctx, scope, due)
	}
	oldest := oldestHour()
	if from < oldest {
		from = floorMillis(from, day)
	}
	if to < oldest {
		to = floorMillis(to+day*hourMillis-1, day)
	}
	query.pieces = pieces(0, from, to)
	sums, err := s.sums(ctx, scope, ban.ByNothing, query)
	// There are no bans beyond the oldest and the newest one, where the time was cut.
	exact := from == to || (!scope.From.After(time.UnixMilli(from)) && (scope.To.IsZero() || !scope.To.Before(time.UnixMilli(to))))
	return ban.Amount{N: sums[""], Exact: exact}, err
}

// estimateByLooking looks at the bans of the leading condition: at all of them, a sample or the newest ones. If the counts are to be made anew,
// nobody knows how many there are.
func (s *Store) estimateByLooking(ctx context.Context, scope ban.Scope, recountDue bool) (ban.Amount, error) {
	l, err := s.leadUnlessAddress(ctx, scope)
	if err != nil {
		return ban.Amount{}, err
	}
	if l.n > maxLooked && !recountDue && !scope.Address.IsValid() && scope.Text == "" {
		// A sample that has none of them does not tell that there are none.
		counts, err := s.lookAtBans(ctx, ban.CountQuery{Scope: scope})
		if err != nil || counts.Total > 0 {
			return ban.Amount{N: counts.Total}, err
		}
	}
	scoped := scopeFilter(scope, l)
	most := scoped.arg(maxEstimated + 1)
	if scope.Text == "" && (!l.chosen || (l.n <= maxLooked && !recountDue)) {
		n, err := first(ctx, s.read, value[int64], `
			select count(*) from (select 1 from bans where `+scoped.text()+` limit `+most+`) as found`, scoped.args...)
		return ban.Amount{N: min(n, maxEstimated), Exact: n <= maxEstimated, AtLeast: n > maxEstimated}, err
	}
	page, err := s.search(ctx, ban.Query{Scope: scope, Limit: 500, Patience: estimatePatience}, l)
	return ban.Amount{N: int64(len(page.Bans)), Exact: page.Next == nil, AtLeast: page.Next != nil}, err
}
