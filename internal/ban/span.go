package ban

import "time"

// Span is a piece of time cut into buckets, for statistics.
//
// Bans are counted by the hour for [HoursCounted], and by the day in UTC for as long as they are kept. So the edges of buckets are whole
// hours if the whole span lies within HoursCounted, and midnights in UTC otherwise.
type Span struct {
	// Edges are where buckets begin, and last where the last one ends: one more than there are buckets, at least two.
	Edges []time.Time
	// Bucket is how long they are: an hour, six hours, a day or seven days. Where clocks change, a bucket may be an hour off.
	Bucket time.Duration
}

// From is the beginning of the first bucket.
func (s Span) From() time.Time { return s.Edges[0] }

// To is the end of the last bucket, exclusive.
func (s Span) To() time.Time { return s.Edges[len(s.Edges)-1] }

// Buckets is how many there are.
func (s Span) Buckets() int { return len(s.Edges) - 1 }

const day = 24 * time.Hour

// Limits of spans.
const (
	// MaxSpan is the longest time that statistics are made of.
	MaxSpan = 400 * day
	// HoursCounted is for how long counts by the hour are kept; older ones are by the day.
	HoursCounted = 63 * day
)

// calendar cuts time where people in a zone do.
type calendar struct {
	zone   *time.Location
	bucket time.Duration
}

// calendarOf chooses buckets for a span of that length: 24 to about 60 of them for the usual ranges. Days and longer pieces of
// times for which there are no counts by the hour are cut in UTC.
func calendarOf(now, from time.Time, length time.Duration, zone *time.Location) calendar {
	bucket := 7 * day
	switch {
	case length <= 2*day:
		bucket = time.Hour
	case length <= 14*day:
		bucket = 6 * time.Hour
	case length <= 90*day:
		bucket = day
	}
	return countedCalendar(now, from, bucket, zone)
}

// countedCalendar has buckets of a length, or days where there are no counts by the hour any more.
func countedCalendar(now, from time.Time, bucket time.Duration, zone *time.Location) calendar {
	c := calendar{zone: zone, bucket: bucket}
	// A day more: the first bucket begins before from.
	if from.Before(now.Add(2*day - HoursCounted)) {
		c.zone = time.UTC
		c.bucket = max(c.bucket, day)
	}
	return c
}

// SpanOf returns buckets that cover the time from from to to in a time zone.
func SpanOf(now, from, to time.Time, zone *time.Location) Span {
	c := calendarOf(now, from, to.Sub(from), zone)
	edges := []time.Time{c.floor(from)}
	for edges[len(edges)-1].Before(to) || len(edges) < 2 {
		edges = append(edges, c.next(edges[len(edges)-1]))
	}
	return Span{Edges: edges, Bucket: c.bucket}
}

// LastSpan returns as many whole buckets as fit into length, the last of which holds now.
func LastSpan(now time.Time, length time.Duration, zone *time.Location) Span {
	c := calendarOf(now, now.Add(-length), length, zone)
	return c.backwards(c.next(c.floor(now)), int(length/c.bucket))
}

// Before returns as many buckets of the same kind that end where s begins. If they would lie where there are no counts by the hour any more, ok
// is false: days cannot be compared with them.
func (s Span) Before(now time.Time, zone *time.Location) (before Span, ok bool) {
	c := countedCalendar(now, s.From().Add(-s.To().Sub(s.From())), s.Bucket, zone)
	if c.bucket != s.Bucket {
		return Span{}, false
	}
	return c.backwards(s.From(), s.Buckets()), true
}

// backwards returns n buckets of which the last ends at to.
func (c calendar) backwards(to time.Time, n int) Span {
	edges := make([]time.Time, n+1)
	edges[n] = c.cut(to)
	for i := n - 1; i >= 0; i-- {
		edges[i] = c.floor(edges[i+1].Add(-time.Nanosecond))
	}
	return Span{Edges: edges, Bucket: c.bucket}
}

// floor is the beginning of the bucket that t lies in.
func (c calendar) floor(t time.Time) time.Time {
	local := c.local(t)
	year, month, date := local.Date()
	switch {
	case c.bucket < day:
		hours := int(c.bucket / time.Hour)
		if hours == 1 {
			return t.UTC().Truncate(time.Hour)
		}
		return c.cut(time.Date(year, month, date, local.Hour()/hours*hours, 0, 0, 0, c.zone))
	case c.bucket > day:
		// Weeks begin on Monday.
		date -= (int(local.Weekday()) + 6) % 7
	}
	return c.cut(time.Date(year, month, date, 0, 0, 0, 0, c.zone))
}

// next is the beginning of the bucket after the one that begins at t.
func (c calendar) next(t time.Time) time.Time {
	// Half a bucket into the next one, however the clocks change in between.
	next := c.floor(t.Add(c.bucket + c.bucket/2))
	if !next.After(t) {
		return t.Add(time.Hour)
	}
	return next
}

// cut rounds down to the hour in UTC: where clocks are off by half an hour, days are cut half an hour before midnight.
func (c calendar) cut(t time.Time) time.Time { return t.UTC().Truncate(time.Hour) }

// local is t on the clocks of the zone, which are put forward to the next whole hour off UTC.
func (c calendar) local(t time.Time) time.Time {
	local := t.In(c.zone)
	_, offset := local.Zone()
	const hour = int(time.Hour / time.Second)
	return local.Add(time.Duration((hour-(offset%hour+hour)%hour)%hour) * time.Second)
}
