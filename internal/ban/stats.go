package ban

import (
	"context"
	"fmt"
	"time"
)

// Dimension is what bans are counted by.
type Dimension string

// The dimensions. Keys are names of jails, ISO 3166-1 codes, numbers of networks' owners in decimal, origins, and addresses; empty or 0
// if not known.
const (
	// ByNothing has one key, the empty string.
	ByNothing Dimension = ""
	ByJail    Dimension = "jail"
	ByCountry Dimension = "country"
	ByNetwork Dimension = "network"
	ByOrigin  Dimension = "origin"
	ByAddress Dimension = "address"
)

// Count is a sum for one key.
type Count struct {
	Key string
	N   int64
}

// Counts are sums by one dimension.
type Counts struct {
	// Items are the largest, most first.
	Items []Count
	// Total is the sum of all, also of those that Items has no room for.
	Total int64
	// Estimated is true if the sums come from a sample: there is no count for exactly this question, and too many bans to look at each.
	Estimated bool
}

// Series are sums over time, for each key of a dimension.
type Series struct {
	// Lines have a number for each bucket; the largest are first.
	Lines []Line
	// Estimated is as in [Counts].
	Estimated bool
}

// Line is one key of a [Series].
type Line struct {
	Key    string
	N      int64
	Values []int64
}

// Trend is what happened in a span, by jail.
type Trend struct {
	Span Span
	// Jails are the largest, most first; Other has the rest, without a key.
	Jails []Line
	Other Line
	// Total has all jails.
	Total Line
	// Before is Total for the time of the same length before.
	Before Line
	// BeforeKnown is false if the history does not reach back that far, or has no such pieces of time there: see [Span.Before].
	BeforeKnown bool
	// Failures are those that fail2ban found; FailuresKnown is false if they are not counted for such a scope.
	Failures, FailuresBefore Line
	FailuresKnown            bool
	Estimated                bool
}

// maxJails is how many jails a trend tells apart.
const maxJails = 5

// Trend adds up what happened in a span. The times of the scope do not matter.
func (b *Bans) Trend(ctx context.Context, scope Scope, span Span, zone *time.Location) (Trend, error) {
	if err := b.knownHost(ctx, scope.Host); err != nil {
		return Trend{}, err
	}
	t := Trend{Span: span}
	jails, err := b.store.Series(ctx, scope, span.Edges, ByJail)
	if err != nil {
		return Trend{}, fmt.Errorf("add up bans by jail: %w", err)
	}
	t.Estimated = jails.Estimated
	t.Total, t.Other = newLine(span), newLine(span)
	for i, line := range jails.Lines {
		t.Total.add(line)
		if i < maxJails {
			t.Jails = append(t.Jails, line)
		} else {
			t.Other.add(line)
		}
	}
	t.FailuresKnown = scope.Country == "" && scope.Origin == "" && scope.counted()
	if t.FailuresKnown {
		if t.Failures, err = b.failures(ctx, scope, span); err != nil {
			return Trend{}, err
		}
	}
	before, ok := span.Before(b.now(), zone)
	if !ok {
		return t, nil
	}
	return t, b.addTimeBefore(ctx, &t, scope, before)
}

func (b *Bans) addTimeBefore(ctx context.Context, t *Trend, scope Scope, before Span) (err error) {
	if t.Before, err = b.total(ctx, scope, before); err != nil {
		return err
	}
	if t.FailuresKnown {
		if t.FailuresBefore, err = b.failures(ctx, scope, before); err != nil {
			return err
		}
	}
	t.BeforeKnown, err = b.reachesBack(ctx, before.From())
	return err
}

func (b *Bans) total(ctx context.Context, scope Scope, span Span) (Line, error) {
	series, err := b.store.Series(ctx, scope, span.Edges, ByNothing)
	if err != nil {
		return Line{}, fmt.Errorf("add up bans: %w", err)
	}
	return sumOf(series.Lines, span), nil
}

func (b *Bans) failures(ctx context.Context, scope Scope, span Span) (Line, error) {
	series, err := b.store.FailureSeries(ctx, scope.Host, scope.Jail, span.Edges)
	if err != nil {
		return Line{}, fmt.Errorf("add up failures: %w", err)
	}
	return sumOf(series.Lines, span), nil
}

// reachesBack tells whether the history has bans from then or before.
func (b *Bans) reachesBack(ctx context.Context, then time.Time) (bool, error) {
	first, err := b.store.FirstBanAt(ctx)
	if err != nil {
		return false, fmt.Errorf("look up the oldest ban: %w", err)
	}
	return !first.IsZero() && !first.After(then.Add(day)), nil
}

func newLine(span Span) Line { return Line{Values: make([]int64, span.Buckets())} }

func sumOf(lines []Line, span Span) Line {
	sum := newLine(span)
	for _, line := range lines {
		sum.add(line)
	}
	return sum
}

func (l *Line) add(other Line) {
	l.N += other.N
	for i, n := range other.Values {
		l.Values[i] += n
	}
}

// Ranking is what a scope has most of, beside the time of the same length before.
type Ranking struct {
	Span Span
	Counts
	// Before has how many the items had before, by key, and TotalBefore all; see BeforeKnown. They are missing where Estimated.
	Before      map[string]int64
	TotalBefore int64
	// BeforeKnown is false as in [Trend], or if the counts are estimated.
	BeforeKnown bool
}

// Rank counts the bans of a scope by a dimension, in a span. The times of the scope do not matter. It returns limit items at most, with
// the largest first.
func (b *Bans) Rank(ctx context.Context, scope Scope, span Span, zone *time.Location, by Dimension, limit int) (Ranking, error) {
	if err := b.knownHost(ctx, scope.Host); err != nil {
		return Ranking{}, err
	}
	scope.From, scope.To = span.From(), span.To()
	counts, err := b.store.Counts(ctx, CountQuery{Scope: scope, By: by, Limit: limit})
	if err != nil {
		return Ranking{}, fmt.Errorf("count bans by %s: %w", by, err)
	}
	r := Ranking{Span: span, Counts: counts}
	if by == ByAddress || counts.Estimated {
		return r, nil
	}
	before, ok := span.Before(b.now(), zone)
	if !ok {
		return r, nil
	}
	if r.BeforeKnown, err = b.reachesBack(ctx, before.From()); err != nil || !r.BeforeKnown {
		return r, err
	}
	return r, b.addBefore(ctx, &r, scope, before, by)
}

// addBefore looks up as many keys as there may be, for those that have become few.
func (b *Bans) addBefore(ctx context.Context, r *Ranking, scope Scope, before Span, by Dimension) error {
	scope.From, scope.To = before.From(), before.To()
	query := CountQuery{Scope: scope, By: by, Limit: maxRanked}
	for _, item := range r.Items {
		query.Keys = append(query.Keys, item.Key)
	}
	counts, err := b.store.Counts(ctx, query)
	if err != nil {
		return fmt.Errorf("count bans by %s: %w", by, err)
	}
	r.BeforeKnown, r.TotalBefore, r.Before = !counts.Estimated, counts.Total, make(map[string]int64, len(counts.Items))
	for _, c := range counts.Items {
		r.Before[c.Key] = c.N
	}
	return nil
}

// maxRanked is how many keys are compared with the time before.
const maxRanked = 5000

// JailSeries are the bans of each jail over time, for small pictures.
func (b *Bans) JailSeries(ctx context.Context, scope Scope, span Span) (map[string][]int64, error) {
	series, err := b.store.Series(ctx, scope, span.Edges, ByJail)
	if err != nil {
		return nil, fmt.Errorf("add up bans by jail: %w", err)
	}
	values := make(map[string][]int64, len(series.Lines))
	for _, line := range series.Lines {
		values[line.Key] = line.Values
	}
	return values, nil
}

// NetworkNames returns the names of networks' owners, as far as they are known.
func (b *Bans) NetworkNames(ctx context.Context, numbers []uint32) (map[uint32]string, error) {
	names, err := b.store.NetworkNames(ctx, numbers)
	if err != nil {
		return nil, fmt.Errorf("look up names of networks: %w", err)
	}
	return names, nil
}

// LastBanAt returns when the newest ban of a host began, or of all hosts if the name is empty; the zero time if there is none.
func (b *Bans) LastBanAt(ctx context.Context, hostName string) (time.Time, error) {
	at, err := b.store.LastBanAt(ctx, hostName)
	if err != nil {
		return time.Time{}, fmt.Errorf("look up the newest ban: %w", err)
	}
	return at, nil
}

// ActiveCount returns how many bans are in force that match the query.
func (b *Bans) ActiveCount(ctx context.Context, query ActiveQuery) (int, error) {
	n, err := b.store.ActiveCount(ctx, query)
	if err != nil {
		return 0, fmt.Errorf("count active bans: %w", err)
	}
	return n, nil
}

// ByJail counts the bans of each jail of a host in a span, most first.
func (b *Bans) ByJail(ctx context.Context, span Span, hostName string) ([]Count, error) {
	if err := b.knownHost(ctx, hostName); err != nil {
		return nil, err
	}
	scope := Scope{Host: hostName, From: span.From(), To: span.To()}
	counts, err := b.store.Counts(ctx, CountQuery{Scope: scope, By: ByJail})
	if err != nil {
		return nil, fmt.Errorf("count bans by jail: %w", err)
	}
	return counts.Items, nil
}
