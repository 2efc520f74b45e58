package storetest

import (
	"sync/atomic"
	"testing"
	"time"

	"bangui/internal/account"
	"bangui/internal/fault"
)

func limits(t *testing.T, open func(t *testing.T) Database) {
	t.Run("burst and refill", func(t *testing.T) { burst(t, open(t)) })
	t.Run("takers at once", func(t *testing.T) { takersAtOnce(t, open(t)) })
	t.Run("return", func(t *testing.T) { returned(t, open(t)) })
	t.Run("senseless limit", func(t *testing.T) {
		_, err := open(t).TakeLimit(t.Context(), "k", account.Limit{})
		wantKind(t, err, fault.Invalid)
	})
}

// hourly gives 6 at once and one more each 10 minutes.
func hourly() account.Limit { return account.Limit{Burst: 6, Period: time.Hour} }

func burst(t *testing.T, s Database) {
	ctx := t.Context()
	for left := 5; left >= 0; left-- {
		same(t, "within the burst", account.Taken{Allowed: true, Remaining: left}, got(s.TakeLimit(ctx, "k", hourly())).in(t))
	}
	refused := got(s.TakeLimit(ctx, "k", hourly())).in(t)
	same(t, "refused", false, refused.Allowed)
	if wait := refused.RetryAfter; wait <= 9*time.Minute || wait > 10*time.Minute {
		t.Fatalf("retry after %v, want a little under 10m", wait)
	}
	s.Advance(refused.RetryAfter)
	same(t, "after waiting", true, got(s.TakeLimit(ctx, "k", hourly())).in(t).Allowed)
	same(t, "and only one", false, got(s.TakeLimit(ctx, "k", hourly())).in(t).Allowed)
	same(t, "another key", true, got(s.TakeLimit(ctx, "other", hourly())).in(t).Allowed)
	s.Advance(3 * time.Hour)
	same(t, "never more than the burst", 5, got(s.TakeLimit(ctx, "k", hourly())).in(t).Remaining)
}

func takersAtOnce(t *testing.T, s Database) {
	var allowed atomic.Int32
	for range 2 {
		for _, err := range atOnce(20, func(int) error {
			taken, err := s.TakeLimit(t.Context(), "k", hourly())
			if taken.Allowed {
				allowed.Add(1)
			}
			return err
		}) {
			must(t, err)
		}
	}
	same(t, "allowed of 40", int32(6), allowed.Load())
}

func returned(t *testing.T, s Database) {
	ctx := t.Context()
	for range 7 {
		got(s.TakeLimit(ctx, "k", hourly())).in(t)
	}
	must(t, s.ReturnLimit(ctx, "k"))
	must(t, s.ReturnLimit(ctx, "unknown"))
	same(t, "full again", 5, got(s.TakeLimit(ctx, "k", hourly())).in(t).Remaining)
}
