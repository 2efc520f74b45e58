package store

import (
	"context"
	"database/sql"
	"time"

	"bangui/internal/ban"
)

// removedBan is what the counts need to know of a ban that goes.
type removedBan struct {
	host string
	counted
}

// RemoveBefore implements [ban.Store]. The evidence goes with its ban, and so does what it adds to the counts.
func (s *Store) RemoveBefore(ctx context.Context, age time.Duration, limit int) (int, error) {
	removed := 0
	err := s.change(ctx, "remove old bans", func(tx *sql.Tx) error {
		gone, err := all(ctx, tx, scanRemoved, `
			delete from bans where id in (
				select id from bans where ended_at is not null and ended_at < (select now_ms()) - $1
				order by ended_at limit $2)
			returning host, jail, country, asn, origin, banned_at`, age, limit)
		if err != nil {
			return err
		}
		counts := newTally()
		for _, one := range gone {
			counts.ban(-1, one.host, one.counted)
		}
		removed = len(gone)
		return counts.saveLess(ctx, newRepeating(tx))
	})
	return removed, err
}

func scanRemoved(row *sql.Rows) (removedBan, error) {
	var r removedBan
	return r, row.Scan(&r.host, &r.jail, &r.country, &r.asn, &r.origin, timeIn(&r.bannedAt))
}

// RemoveCounts implements [ban.Store]. Each day is a statement of its own, so that nothing waits behind it.
func (s *Store) RemoveCounts(ctx context.Context, age time.Duration, limit int) (int, error) {
	hosts, err := all(ctx, s.read, value[string], `select '' union select name from hosts order by 1`)
	if err != nil {
		return 0, s.explain(ctx, "read hosts", err)
	}
	removed := 0
	for _, old := range []struct {
		dims []dimension
		hour int
		age  time.Duration
	}{
		{[]dimension{byJail, byCountry, byNetwork, byJailCountry, byFailures}, hour, ban.HoursCounted},
		{[]dimension{byFailures}, day, age},
		{[]dimension{byFailures}, month, age},
	} {
		for _, dim := range old.dims {
			for _, hostName := range hosts {
				n, err := s.removeOldCounts(ctx, count{dim: dim, hours: old.hour, host: hostName}, old.age, limit-removed)
				if removed += n; err != nil || removed == limit {
					return removed, s.explain(ctx, "remove old counts", err)
				}
			}
		}
	}
	return removed, nil
}

// removeOldCounts removes those of one dimension, width and host, of limit days at most, and returns of how many.
func (s *Store) removeOldCounts(ctx context.Context, of count, age time.Duration, limit int) (int, error) {
	for n := range limit {
		oldest, err := all(ctx, s.read, value[int64], `
			select bucket from ban_counts
			where dim = $1 and hours = $2 and host = $3 and bucket < (select now_ms()) - $4
			order by bucket limit 1`, string(of.dim), of.hours, of.host, age)
		if err != nil || len(oldest) == 0 {
			return n, err
		}
		_, err = exec(ctx, s.write, `
			delete from ban_counts
			where dim = $1 and hours = $2 and host = $3 and bucket >= $4 and bucket < $5 and bucket < (select now_ms()) - $6`,
			string(of.dim), of.hours, of.host, oldest[0], oldest[0]+day*hourMillis, age)
		if err != nil {
			return n, err
		}
	}
	return limit, nil
}
