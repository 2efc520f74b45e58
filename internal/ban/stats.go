package ban

import (
	"context"
	"fmt"
	"time"
)

// Span is a piece of time cut into buckets of equal width.
type Span struct {
	// From is the beginning of the first bucket; To, exclusive, the end of the last one.
	From, To time.Time
	// Bucket is a multiple of an hour. Buckets begin at multiples of it since 1970 in UTC.
	Bucket time.Duration
}

const day = 24 * time.Hour

// MaxSpan is the longest time that statistics are made of.
const MaxSpan = 400 * day

// SpanOf returns buckets that cover the time from from to to, 24 to about 60 of them for the usual ranges: hours up to two days,
// then six hours up to two weeks, days up to three months, and weeks.
func SpanOf(from, to time.Time) Span {
	bucket := 7 * day
	switch length := to.Sub(from); {
	case length <= 2*day:
		bucket = time.Hour
	case length <= 14*day:
		bucket = 6 * time.Hour
	case length <= 90*day:
		bucket = day
	}
	s := Span{From: floor(from, bucket), To: floor(to, bucket), Bucket: bucket}
	if s.To.Before(to) || !s.To.After(s.From) {
		s.To = s.To.Add(bucket)
	}
	return s
}

// LastSpan returns as many whole buckets as fit into length, the last of which holds now.
func LastSpan(now time.Time, length time.Duration) Span {
	s := SpanOf(now.Add(-length), now)
	s.To = floor(now, s.Bucket).Add(s.Bucket)
	s.From = s.To.Add(-length / s.Bucket * s.Bucket)
	return s
}

// floor rounds down to a multiple of bucket since 1970.
func floor(t time.Time, bucket time.Duration) time.Time {
	seconds := int64(bucket / time.Second)
	return time.Unix(t.Unix()-((t.Unix()%seconds)+seconds)%seconds, 0).UTC()
}

// before returns the span of the same length that ends where s begins.
func (s Span) before() Span {
	return Span{From: s.From.Add(s.From.Sub(s.To)), To: s.From, Bucket: s.Bucket}
}

// Trend is what happened in a span.
type Trend struct {
	Span Span
	// Bans and Failures are sums; those Before are of the time of the same length before it.
	Bans, BansBefore         int64
	Failures, FailuresBefore int64
	// BanSeries and FailureSeries have a point for each bucket.
	BanSeries, FailureSeries []Point
}

// Trend adds up counts of one host and jail; empty means all of them. It never reads single bans.
func (b *Bans) Trend(ctx context.Context, span Span, hostName, jail string) (Trend, error) {
	if err := b.knownHost(ctx, hostName); err != nil {
		return Trend{}, err
	}
	bans := CountQuery{Dimension: CountBans, Host: hostName}
	if jail != "" {
		bans = CountQuery{Dimension: CountJails, Host: hostName, Key: jail}
	}
	failures := CountQuery{Dimension: CountFailures, Host: hostName, Key: jail}
	t := Trend{Span: span}
	var err error
	if t.BanSeries, t.Bans, err = b.series(ctx, bans, span); err != nil {
		return Trend{}, err
	}
	if _, t.BansBefore, err = b.series(ctx, bans, span.before()); err != nil {
		return Trend{}, err
	}
	if t.FailureSeries, t.Failures, err = b.series(ctx, failures, span); err != nil {
		return Trend{}, err
	}
	_, t.FailuresBefore, err = b.series(ctx, failures, span.before())
	return t, err
}

// series returns a point for each bucket, and the sum of all.
func (b *Bans) series(ctx context.Context, query CountQuery, span Span) ([]Point, int64, error) {
	query.From, query.To, query.Bucket = span.From, span.To, span.Bucket
	points, err := b.store.Series(ctx, query)
	if err != nil {
		return nil, 0, fmt.Errorf("add up %s counts: %w", query.Dimension, err)
	}
	filled := make([]Point, span.To.Sub(span.From)/span.Bucket)
	for i := range filled {
		filled[i].At = span.From.Add(time.Duration(i) * span.Bucket)
	}
	var sum int64
	for _, p := range points {
		if i := int(p.At.Sub(span.From) / span.Bucket); i >= 0 && i < len(filled) {
			filled[i].N += p.N
			sum += p.N
		}
	}
	return filled, sum, nil
}

// ByJail counts the bans of each jail, most first.
func (b *Bans) ByJail(ctx context.Context, span Span, hostName string) ([]Count, error) {
	if err := b.knownHost(ctx, hostName); err != nil {
		return nil, err
	}
	counts, err := b.store.Counts(ctx, CountQuery{Dimension: CountJails, From: span.From, To: span.To, Host: hostName})
	if err != nil {
		return nil, fmt.Errorf("count bans by jail: %w", err)
	}
	return counts, nil
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
