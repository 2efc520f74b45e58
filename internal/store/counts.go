package store

import (
	"cmp"
	"context"
	"database/sql"
	"math"
	"slices"
	"time"

	"bangui/internal/ban"
	"bangui/internal/host"
)

// hour and day are the widths of the pieces of time that are counted, in hours.
const (
	hour = 1
	day  = 24
)

const dayMillis = int64(day * time.Hour / time.Millisecond)

// allHosts is the name under which the counts of all hosts together stand.
const allHosts = ""

// count is one number of the table ban_counts.
type count struct {
	dim    ban.Dimension
	hours  int
	host   string
	bucket int64
	key    string
}

// tally adds up counts, to be saved at once.
type tally struct {
	n map[count]int64
}

func newTally() *tally { return &tally{n: make(map[count]int64)} }

// ban adds n bans that began at t, in every dimension.
func (t *tally) ban(n int64, hostName, jail, country string, origin ban.Origin, at time.Time) {
	t.add(n, ban.CountBans, hostName, "", at)
	t.add(n, ban.CountJails, hostName, jail, at)
	t.add(n, ban.CountCountries, hostName, country, at)
	t.add(n, ban.CountOrigins, hostName, string(origin), at)
}

// failures counts the failures among the events, by jail.
func (t *tally) failures(hostName string, events []host.Event) {
	for _, e := range events {
		if e.Kind == host.EventFound {
			t.add(1, ban.CountFailures, hostName, cutKey(e.Jail), e.At)
		}
	}
}

func (t *tally) add(n int64, dim ban.Dimension, hostName, key string, at time.Time) {
	for _, hours := range []int{hour, day} {
		bucket := floor(at, hours)
		t.n[count{dim, hours, hostName, bucket, key}] += n
		t.n[count{dim, hours, allHosts, bucket, key}] += n
	}
}

// floor is the beginning of the piece of time that t lies in, in milliseconds.
func floor(t time.Time, hours int) int64 {
	width := int64(hours) * time.Hour.Milliseconds()
	ms := t.UnixMilli()
	return ms - ((ms%width)+width)%width
}

// save adds the sums to the table, always in the same order, so that two transactions never wait for each other, and begins anew.
func (t *tally) save(ctx context.Context, c conn) error {
	var counts []count
	for one, n := range t.n {
		if n != 0 {
			counts = append(counts, one)
		}
	}
	slices.SortFunc(counts, compareCounts)
	for part := range slices.Chunk(counts, chunk(6)) {
		args := make([]any, 0, 6*len(part))
		for _, one := range part {
			args = append(args, string(one.dim), one.hours, one.host, one.bucket, one.key, t.n[one])
		}
		_, err := exec(ctx, c, `
			insert into ban_counts (dim, hours, host, bucket, key, n) values `+places(0, len(part), 6)+`
			on conflict (dim, hours, host, bucket, key) do update set n = ban_counts.n + excluded.n`, args...)
		if err != nil {
			return err
		}
	}
	clear(t.n)
	return nil
}

func compareCounts(a, b count) int {
	return cmp.Or(cmp.Compare(a.dim, b.dim), cmp.Compare(a.hours, b.hours), cmp.Compare(a.host, b.host),
		cmp.Compare(a.bucket, b.bucket), cmp.Compare(a.key, b.key))
}

// maxCounts is how many keys Counts returns without a limit.
const maxCounts = 500

// Counts implements [ban.Store]. It reads whole days by the day and the rest by the hour.
func (s *Store) Counts(ctx context.Context, query ban.CountQuery) ([]ban.Count, error) {
	from, to := countRange(query)
	where := &filter{args: []any{string(query.Dimension), query.Host}}
	limit := where.arg(cmp.Or(query.Limit, maxCounts))
	counts, err := all(ctx, s.read, scanCount, `
		select key, cast(sum(n) as bigint) as total from (`+countPieces(where, query.Key, from, to)+`) as pieces
		group by key having sum(n) <> 0 order by total desc, key limit `+limit, where.args...)
	return counts, s.explain(ctx, "count bans", err)
}

// countPieces selects keys and numbers: of the hours before the first whole day, of the whole days, of the hours after them.
func countPieces(where *filter, key string, from, to int64) string {
	firstDay := from + (dayMillis-from%dayMillis)%dayMillis
	lastDay := to - to%dayMillis
	if firstDay >= lastDay {
		return countPiece(where, key, hour, from, to)
	}
	return countPiece(where, key, hour, from, firstDay) + ` union all ` +
		countPiece(where, key, day, firstDay, lastDay) + ` union all ` +
		countPiece(where, key, hour, lastDay, to)
}

// countPiece expects the dimension and the host as the first two arguments.
func countPiece(where *filter, key string, hours int, from, to int64) string {
	text := `select key, n from ban_counts where dim = $1 and host = $2 and hours = ` + where.arg(hours) +
		` and bucket >= ` + where.arg(from) + ` and bucket < ` + where.arg(to)
	if key != "" {
		text += ` and key = ` + where.arg(key)
	}
	return text
}

// Series implements [ban.Store]. Points begin at query.From and then every query.Bucket, an hour if that is zero.
func (s *Store) Series(ctx context.Context, query ban.CountQuery) ([]ban.Point, error) {
	from, to := countRange(query)
	width := max(query.Bucket, time.Hour).Truncate(time.Hour).Milliseconds()
	where := &filter{args: []any{string(query.Dimension), query.Host, from, width, hour, to}}
	byKey := ""
	if query.Key != "" {
		byKey = ` and key = ` + where.arg(query.Key)
	}
	points, err := all(ctx, s.read, scanPoint, `
		select point, cast(sum(n) as bigint) from (
			select cast($3 as bigint) + (bucket - cast($3 as bigint)) / cast($4 as bigint) * cast($4 as bigint) as point, n
			from ban_counts where dim = $1 and host = $2 and hours = $5 and bucket >= $3 and bucket < $6`+byKey+`) as pieces
		group by point having sum(n) <> 0 order by point`, where.args...)
	return points, s.explain(ctx, "count bans over time", err)
}

// countRange cuts the range to the hour; without an end it is far in the future.
func countRange(query ban.CountQuery) (from, to int64) {
	to = math.MaxInt64 / 2
	if !query.To.IsZero() {
		to = floor(query.To, hour)
	}
	if !query.From.IsZero() {
		from = floor(query.From, hour)
	}
	return from, to
}

func scanCount(row *sql.Rows) (ban.Count, error) {
	var c ban.Count
	return c, row.Scan(&c.Key, &c.N)
}

func scanPoint(row *sql.Rows) (ban.Point, error) {
	var p ban.Point
	return p, row.Scan(timeIn(&p.At), &p.N)
}
