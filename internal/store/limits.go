package store

import (
	"context"
	"database/sql"
	"time"

	"bangui/internal/account"
	"bangui/internal/fault"
)

// TakeLimit implements [account.Store] by GCRA: full_at is when the whole burst would be there again, one interval is what a
// taking costs. One statement reads, decides and writes; the database lets takers of one key through one after the other.
// A limit is no finer than one in a millisecond. Source of the algorithm: ITU-T I.371, annex A (virtual scheduling).
func (s *Store) TakeLimit(ctx context.Context, name string, limit account.Limit) (account.Taken, error) {
	if limit.Burst < 1 || limit.Period <= 0 {
		return account.Taken{}, fault.Invalid.Errorf("a limit needs a burst of 1 or more and a period")
	}
	interval := max(limit.Period/time.Duration(limit.Burst), time.Millisecond).Truncate(time.Millisecond)
	window := interval * time.Duration(limit.Burst)
	asked, err := first(ctx, s.write, scanAsked, `
		insert into rate_limits as r (key, full_at, asked_at, allowed)
		select $1, clock.now + $2, clock.now, 1 from (select now_ms() as now) as clock where true
		on conflict (key) do update set
			full_at = case
				when r.full_at <= excluded.asked_at then excluded.full_at
				when r.full_at + $2 <= excluded.asked_at + $3 then r.full_at + $2
				else r.full_at end,
			allowed = case when r.full_at <= excluded.asked_at or r.full_at + $2 <= excluded.asked_at + $3 then 1 else 0 end,
			asked_at = excluded.asked_at
		returning allowed, full_at - asked_at`, cutKey(name), interval, window)
	if err != nil {
		return account.Taken{}, s.explain(ctx, "take from a limit", err)
	}
	return asked.answer(interval, window), nil
}

// asked is what the row of a limit says after a taking.
type asked struct {
	allowed bool
	// full is how long until the whole burst is there.
	full time.Duration
}

func (a asked) answer(interval, window time.Duration) account.Taken {
	taken := account.Taken{Allowed: a.allowed, Remaining: int(max(window-a.full, 0) / interval)}
	if !a.allowed {
		taken.RetryAfter = a.full + interval - window
	}
	return taken
}

func scanAsked(row *sql.Rows) (asked, error) {
	var a asked
	return a, row.Scan(&a.allowed, durationIn(&a.full))
}

// ReturnLimit implements [account.Store].
func (s *Store) ReturnLimit(ctx context.Context, name string) error {
	_, err := exec(ctx, s.write, `delete from rate_limits where key = $1`, cutKey(name))
	return s.explain(ctx, "return a limit", err)
}
