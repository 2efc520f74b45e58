package store

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"bangui/internal/ban"
	"bangui/internal/host"
)

// hour, day and month are the widths of the pieces of time that are counted, in hours. A month has four weeks here. Pieces begin at
// multiples of their width since 1970 in UTC.
const (
	hour  = 1
	day   = 24
	month = 28 * day
)

const hourMillis = int64(time.Hour / time.Millisecond)

// allHosts is the name under which the counts of all hosts together stand.
const allHosts = ""

// dimension is what the keys of counts are made of.
type dimension string

const (
	byJail        dimension = "jail"
	byCountry     dimension = "country"
	byNetwork     dimension = "network"
	byJailCountry dimension = "jail_country"
	byFailures    dimension = "failure"
)

// count is one number of the table ban_counts.
type count struct {
	dim    dimension
	hours  int
	host   string
	bucket int64
	key    string
}

// tally adds up counts, to be saved at once.
type tally struct {
	n map[count]int64
	// oldestHour is the first hour for which there are counts by the hour.
	oldestHour int64
}

func newTally() *tally {
	return &tally{n: make(map[count]int64), oldestHour: oldestHour()}
}

// counted is what the counts need to know of a ban.
type counted struct {
	jail, country string
	asn           uint32
	origin        ban.Origin
	bannedAt      time.Time
}

// ban adds n bans, in every dimension.
func (t *tally) ban(n int64, hostName string, c counted) {
	t.add(n, byJail, hostName, countKey(c.jail, string(c.origin)), c.bannedAt)
	t.add(n, byCountry, hostName, countKey(c.country, string(c.origin)), c.bannedAt)
	t.add(n, byJailCountry, hostName, countKey(c.jail, c.country, string(c.origin)), c.bannedAt)
	if c.asn != 0 {
		t.add(n, byNetwork, hostName, countKey(strconv.FormatUint(uint64(c.asn), 10), string(c.origin)), c.bannedAt)
	}
}

// failures counts the failures among the events, by jail.
func (t *tally) failures(hostName string, events []host.Event) {
	for _, e := range events {
		if e.Kind == host.EventFound {
			t.add(1, byFailures, hostName, countKey(e.Jail), e.At)
		}
	}
}

func (t *tally) add(n int64, dim dimension, hostName, key string, at time.Time) {
	for _, hours := range []int{hour, day, month} {
		bucket := floor(at, hours)
		if hours == hour && bucket < t.oldestHour {
			continue
		}
		t.n[count{dim, hours, hostName, bucket, key}] += n
		t.n[count{dim, hours, allHosts, bucket, key}] += n
	}
}

// floor is the beginning of the piece of time that t lies in, in milliseconds.
func floor(t time.Time, hours int) int64 { return floorMillis(t.UnixMilli(), hours) }

func floorMillis(ms int64, hours int) int64 {
	width := int64(hours) * hourMillis
	return ms - ((ms%width)+width)%width
}

// save adds the sums to the table, always in the same order, so that two transactions never wait for each other, and begins anew.
func (t *tally) save(ctx context.Context, c conn) error {
	err := t.write(ctx, c, t.changed())
	clear(t.n)
	return err
}

// saveLess is save for sums that may make numbers zero, which are removed.
func (t *tally) saveLess(ctx context.Context, c conn) error {
	counts := t.changed()
	if err := t.write(ctx, c, counts); err != nil {
		return err
	}
	clear(t.n)
	for part := range slices.Chunk(counts, chunk(3)) {
		var keys []string
		where := &filter{}
		for _, one := range part {
			keys = append(keys, `(`+where.arg(string(one.dim))+`, `+literals(int64(one.hours))+`, `+where.arg(one.host)+`, `+
				literals(one.bucket)+`, `+where.arg(one.key)+`)`)
		}
		_, err := exec(ctx, c, `
			delete from ban_counts where n = 0 and (dim, hours, host, bucket, key) in (values `+strings.Join(keys, `, `)+`)`, where.args...)
		if err != nil {
			return err
		}
	}
	return nil
}

// changed are the counts with a sum, in order.
func (t *tally) changed() []count {
	var counts []count
	for one, n := range t.n {
		if n != 0 {
			counts = append(counts, one)
		}
	}
	slices.SortFunc(counts, compareCounts)
	return counts
}

func (t *tally) write(ctx context.Context, c conn, counts []count) error {
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
	return nil
}

func compareCounts(a, b count) int {
	return cmp.Or(cmp.Compare(a.dim, b.dim), cmp.Compare(a.hours, b.hours), cmp.Compare(a.host, b.host),
		cmp.Compare(a.bucket, b.bucket), cmp.Compare(a.key, b.key))
}
