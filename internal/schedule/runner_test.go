package schedule_test

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/fault"
	"bangui/internal/schedule"
	"bangui/internal/store"
)

func newStore(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "db"), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// runUntil runs runners until done says so, and then stops them.
func runUntil(t *testing.T, done func() bool, runners ...*schedule.Runner) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for _, r := range runners {
		wg.Go(func() {
			if err := r.Run(ctx); !errors.Is(err, context.Canceled) {
				t.Errorf("Run returned %v, want the context's error", err)
			}
		})
	}
	for deadline := time.Now().Add(10 * time.Second); !done(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Error("what was waited for did not happen")
			break
		}
	}
	cancel()
	wg.Wait()
}

// ended tells whether at least n runs have ended.
func ended(t *testing.T, s *store.Store, n int) func() bool {
	return func() bool {
		runs, err := s.Runs(t.Context(), "", 100)
		if err != nil {
			t.Fatal(err)
		}
		over := 0
		for _, r := range runs {
			if r.State != schedule.Running {
				over++
			}
		}
		return over >= n
	}
}

func task(name string, run func(context.Context, schedule.Run) (string, error)) schedule.Task {
	return schedule.Task{Name: name, Every: time.Hour, Run: run}
}

func TestOutcomes(t *testing.T) {
	s := newStore(t)
	r := schedule.NewRunner(s, "a", slog.New(slog.DiscardHandler),
		task("good", func(context.Context, schedule.Run) (string, error) { return "removed 3", nil }),
		task("fault", func(context.Context, schedule.Run) (string, error) {
			return "", fault.Unreachable.Errorf("the list is away")
		}),
		task("bug", func(context.Context, schedule.Run) (string, error) { panic("secret detail") }),
	)
	runUntil(t, ended(t, s, 3), r)
	runs, err := s.Runs(t.Context(), "", 10)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, run := range runs {
		got[run.Task] = string(run.State) + ": " + run.Outcome
	}
	want := map[string]string{"good": "succeeded: removed 3", "fault": "failed: the list is away", "bug": "failed: it failed; the log has more"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("runs (-want +got):\n%s", diff)
	}
}

func TestOneOfManyReplicas(t *testing.T) {
	s := newStore(t)
	var mu sync.Mutex
	ran := 0
	count := task("count", func(context.Context, schedule.Run) (string, error) {
		mu.Lock()
		defer mu.Unlock()
		ran++
		return "", nil
	})
	var runners []*schedule.Runner
	for _, name := range []string{"a", "b", "c"} {
		runners = append(runners, schedule.NewRunner(s, name, slog.New(slog.DiscardHandler), count))
	}
	runUntil(t, ended(t, s, 1), runners...)
	if ran != 1 {
		t.Errorf("the task ran %d times, want once", ran)
	}
}

func TestStoppedRunIsGivenBack(t *testing.T) {
	s := newStore(t)
	started := make(chan struct{})
	var once sync.Once
	r := schedule.NewRunner(s, "a", slog.New(slog.DiscardHandler), task("long", func(ctx context.Context, _ schedule.Run) (string, error) {
		once.Do(func() { close(started) })
		<-ctx.Done()
		return "", ctx.Err()
	}))
	runUntil(t, func() bool {
		select {
		case <-started:
			return true
		default:
			return false
		}
	}, r)
	runs, err := s.Runs(t.Context(), "long", 1)
	if err != nil || len(runs) != 1 || runs[0].State != schedule.Released {
		t.Errorf("runs %+v, %v; want one, released", runs, err)
	}
	if due, err := s.NextDue(t.Context(), []string{"long"}); err != nil || due > 0 {
		t.Errorf("due in %v, %v; want at once, for another replica", due, err)
	}
}

// stolen is a store whose leases are lost after some renewals. It gives out one run.
type stolen struct {
	schedule.Store
	claimed  bool
	renewals int
	finished bool
}

func (s *stolen) EnsureSchedule(context.Context, string, time.Duration) error { return nil }

func (s *stolen) ClaimRun(context.Context, string, []string, time.Duration) (schedule.Run, bool, error) {
	first := !s.claimed
	s.claimed = true
	return schedule.Run{ID: 1, Task: "long", Fence: 1}, first, nil
}

func (s *stolen) NextDue(context.Context, []string) (time.Duration, error) { return time.Hour, nil }

func (s *stolen) RenewLease(context.Context, schedule.Run, time.Duration) error {
	s.renewals++
	if s.renewals > 3 {
		return fault.Conflict.Errorf("the lease was lost")
	}
	return nil
}

func (s *stolen) FinishRun(context.Context, schedule.Run, schedule.State, string) error {
	s.finished = true
	return nil
}

func TestLostLeaseEndsTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &stolen{}
		began := time.Now()
		var ran time.Duration
		r := schedule.NewRunner(s, "a", slog.New(slog.DiscardHandler), task("long", func(ctx context.Context, _ schedule.Run) (string, error) {
			<-ctx.Done()
			ran = time.Since(began)
			return "", ctx.Err()
		}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := r.Run(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Run returned %v", err)
		}
		if ran != 12*time.Second || s.finished {
			t.Errorf("the run ended after %v, its end told: %v; want 12s (the fourth renewal), and nothing told", ran, s.finished)
		}
	})
}
