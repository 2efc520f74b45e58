package ban_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"bangui/internal/ban"
	"bangui/internal/fault"
)

// slow is a store that needs long to count exactly.
type slow struct{ ban.Store }

// Amount implements [ban.Store].
func (slow) Amount(ctx context.Context, _ ban.Scope, exact bool) (ban.Amount, error) {
	if exact {
		select {
		case <-time.After(time.Minute):
		case <-ctx.Done():
		}
	}
	return ban.Amount{N: 1, Exact: exact}, ctx.Err()
}

// TestOneExactCountAtATime: the database has few connections.
func TestOneExactCountAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bans := ban.New(slog.New(slog.DiscardHandler), slow{}, nil, nil, time.Now, nil)
		done := make(chan error, 1)
		go func() {
			_, err := bans.Amount(t.Context(), ban.Scope{}, true)
			done <- err
		}()
		synctest.Wait()
		began := time.Now()
		_, err := bans.Amount(t.Context(), ban.Scope{}, true)
		if f, ok := errors.AsType[*fault.Fault](err); !ok || f.Kind != fault.TooMany || f.RetryAfter == 0 {
			t.Errorf("a second count: %v, want that there are too many", err)
		}
		if waited := time.Since(began); waited > 10*time.Second {
			t.Errorf("it waited for %v", waited)
		}
		if _, err := bans.Amount(t.Context(), ban.Scope{}, false); err != nil {
			t.Errorf("an estimate: %v", err)
		}
		gone, leave := context.WithCancel(t.Context())
		leave()
		if _, err := bans.Amount(gone, ban.Scope{}, true); !errors.Is(err, context.Canceled) {
			t.Errorf("a caller who is gone: %v", err)
		}
		if err := <-done; err != nil {
			t.Errorf("the first count: %v", err)
		}
		if amount, err := bans.Amount(t.Context(), ban.Scope{}, true); err != nil || amount.N != 1 {
			t.Errorf("afterwards: %+v, %v", amount, err)
		}
	})
}
