package store

import (
	"context"
	"database/sql"
	"time"
)

// recountChore is the name under which stands that the counts must be made anew.
const recountChore = "recount"

// RecountDue implements [ban.Store].
func (s *Store) RecountDue(ctx context.Context) (bool, error) {
	due, err := all(ctx, s.read, value[string], `select name from chores where name = $1`, recountChore)
	return len(due) > 0, s.explain(ctx, "look whether to count anew", err)
}

// RecountDays implements [ban.Store]: all days on which there are bans or counts of bans, and all between.
func (s *Store) RecountDays(ctx context.Context) ([]time.Time, error) {
	ends, err := first(ctx, s.read, scanEnds, `
		select coalesce(min(banned_at), 0), coalesce(max(banned_at), -1) from bans`)
	if err != nil {
		return nil, s.explain(ctx, "look for the oldest ban", err)
	}
	counted, err := first(ctx, s.read, scanEnds, `
		select coalesce(min(bucket), 0), coalesce(max(bucket), -1) from ban_counts where dim = 'jail' and hours = 24 and host = ''`)
	if err != nil {
		return nil, s.explain(ctx, "look for the oldest count", err)
	}
	switch {
	case ends[1] < 0:
		ends = counted
	case counted[1] >= 0:
		ends = [2]int64{min(ends[0], counted[0]), max(ends[1], counted[1])}
	}
	var days []time.Time
	for moment := floorMillis(ends[0], day); moment <= ends[1]; moment += day * hourMillis {
		days = append(days, time.UnixMilli(moment).UTC())
	}
	return days, nil
}

func scanEnds(row *sql.Rows) (ends [2]int64, err error) {
	return ends, row.Scan(&ends[0], &ends[1])
}

// RecountDay implements [ban.Store]. The last day of a month makes the counts of the month, and so does the last one of all.
func (s *Store) RecountDay(ctx context.Context, one time.Time, last bool) error {
	from := floor(one, day)
	to := from + day*hourMillis
	return s.change(ctx, "count bans anew", func(tx *sql.Tx) error {
		if err := s.engine.holdCounts(ctx, tx); err != nil {
			return err
		}
		_, err := exec(ctx, tx, `
			delete from ban_counts where dim in ('jail', 'country', 'network', 'jail_country') and hours in (1, 24)
				and host in (select '' union select name from hosts) and bucket >= $1 and bucket < $2`, from, to)
		if err != nil {
			return err
		}
		if err := recountBans(ctx, tx, from, to); err != nil {
			return err
		}
		if !last && floorMillis(to, month) == floorMillis(from, month) {
			return nil
		}
		return recountMonth(ctx, tx, floorMillis(from, month))
	})
}

// recountBans adds up bans by what they are counted by, and stores the counts by the hour and day.
func recountBans(ctx context.Context, tx *sql.Tx, from, to int64) error {
	sums, err := all(ctx, tx, scanRecounted, `
		select host, jail, country, asn, origin, banned_at - banned_at % 3600000, count(*) from bans
		where banned_at >= $1 and banned_at < $2 group by 1, 2, 3, 4, 5, 6`, from, to)
	if err != nil {
		return err
	}
	counts := newTally()
	for _, sum := range sums {
		counts.ban(sum.n, sum.host, sum.counted)
	}
	for one := range counts.n {
		if one.hours == month {
			delete(counts.n, one)
		}
	}
	return counts.save(ctx, newRepeating(tx))
}

// recountMonth adds up the days of a month.
func recountMonth(ctx context.Context, tx *sql.Tx, from int64) error {
	_, err := exec(ctx, tx, `
		delete from ban_counts where dim in ('jail', 'country', 'network', 'jail_country') and hours = $1
			and host in (select '' union select name from hosts) and bucket = $2`, month, from)
	if err != nil {
		return err
	}
	_, err = exec(ctx, tx, `
		insert into ban_counts (dim, hours, host, bucket, key, n)
		select dim, cast($1 as integer), host, cast($2 as bigint), key, sum(n) from ban_counts
		where dim in ('jail', 'country', 'network', 'jail_country') and hours = 24
			and host in (select '' union select name from hosts) and bucket >= $2 and bucket < $3
		group by dim, host, key`, month, from, from+month*hourMillis)
	return err
}

type recounted struct {
	host string
	counted
	n int64
}

func scanRecounted(row *sql.Rows) (recounted, error) {
	var r recounted
	return r, row.Scan(&r.host, &r.jail, &r.country, &r.asn, &r.origin, timeIn(&r.bannedAt), &r.n)
}

// EndRecount implements [ban.Store].
func (s *Store) EndRecount(ctx context.Context) error {
	_, err := exec(ctx, s.write, `delete from chores where name = $1`, recountChore)
	return s.explain(ctx, "note that all is counted", err)
}

// holdCounts keeps others from writing counts until the transaction ends: who has not by then finds what it wrote.
func (postgresEngine) holdCounts(ctx context.Context, tx *sql.Tx) error {
	_, err := exec(ctx, tx, `lock table ban_counts in share row exclusive mode`)
	return err
}

// holdCounts has nothing to do: there is one writer at a time.
func (sqliteEngine) holdCounts(context.Context, *sql.Tx) error { return nil }
