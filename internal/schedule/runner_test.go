package schedule_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/event"
	"bangui/internal/schedule"
	"bangui/internal/store/storetest"
)

// start runs a runner until the returned function is called, which waits for it.
func start(t *testing.T, s schedule.Store, replica string, tasks ...schedule.Task) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	runner := schedule.NewRunner(s, &event.Bus{}, replica, slog.New(slog.DiscardHandler), tasks...)
	go func() { done <- runner.Run(ctx) }()
	return func() {
		t.Helper()
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("the runner ended with %v, want %v", err, context.Canceled)
		}
	}
}

// history are state, replica and outcome of the runs of a task, oldest first.
func history(t *testing.T, s schedule.Store, task string) []string {
	t.Helper()
	runs, err := s.Runs(context.Background(), schedule.RunQuery{Task: task, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for i := len(runs) - 1; i >= 0; i-- {
		list = append(list, strings.TrimSpace(string(runs[i].State)+" "+runs[i].Replica+" "+runs[i].Outcome))
	}
	return list
}

// every is a schedule of an interval.
func every(d time.Duration) schedule.Schedule { return schedule.Schedule{Every: d} }

func want(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}

func TestOutcomes(t *testing.T) {
	cases := []struct {
		name string
		run  func(context.Context, *schedule.Work) (string, error)
		want string
	}{
		{"succeeds", func(context.Context, *schedule.Work) (string, error) { return "3 removed", nil }, "succeeded r1 3 removed"},
		{"fails", func(context.Context, *schedule.Work) (string, error) { return "", errors.New("no disk") }, "failed r1 no disk"},
		{"panics", func(context.Context, *schedule.Work) (string, error) { panic("ouch") }, "failed r1 panic: ouch"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := storetest.SQLite(t)
				stop := start(t, s, "r1", schedule.Task{Name: "a", Schedule: every(time.Minute), Run: c.run})
				time.Sleep(2*time.Minute + time.Second)
				stop()
				want(t, "runs", []string{c.want, c.want, c.want}, history(t, s, "a"))
			})
		})
	}
}

func TestEachRunOnOneReplica(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.SQLite(t)
		var runs, together atomic.Int32
		task := schedule.Task{Name: "a", Schedule: every(10 * time.Second), Run: func(context.Context, *schedule.Work) (string, error) {
			if together.Add(1) > 1 {
				t.Error("two runs at the same time")
			}
			time.Sleep(4 * time.Second)
			together.Add(-1)
			runs.Add(1)
			return "", nil
		}}
		var stops []func()
		for _, replica := range []string{"r1", "r2", "r3"} {
			stops = append(stops, start(t, s, replica, task))
		}
		time.Sleep(95 * time.Second)
		for _, stop := range stops {
			stop()
		}
		if n := runs.Load(); n < 9 || n > 10 {
			t.Fatalf("%d runs in 95s, want one each 10s", n)
		}
	})
}

// forEver runs until its context ends, and says when it begins.
func forEver(begun chan<- string) func(context.Context, *schedule.Work) (string, error) {
	return func(ctx context.Context, work *schedule.Work) (string, error) {
		begun <- work.Run().Replica
		<-ctx.Done()
		return "", ctx.Err()
	}
}

func TestLeaseIsRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.SQLite(t)
		begun := make(chan string, 10)
		task := schedule.Task{Name: "a", Schedule: every(time.Second), Run: forEver(begun)}
		stop, stopOther := start(t, s, "r1", task), start(t, s, "r2", task)
		time.Sleep(10 * time.Minute)
		want(t, "runs begun in ten minutes", 1, len(begun))
		stop()
		stopOther()
	})
}

func TestReleasedAtStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.SQLite(t)
		begun := make(chan string, 10)
		task := schedule.Task{Name: "a", Schedule: every(time.Hour), Run: forEver(begun)}
		stop := start(t, s, "r1", task)
		want(t, "first", "r1", <-begun)
		stopOther := start(t, s, "r2", task)
		time.Sleep(3 * time.Second)
		stop()
		stopped := time.Now()
		want(t, "second", "r2", <-begun)
		if took := time.Since(stopped); took > 2*time.Second {
			t.Errorf("taken over after %v, want at once", took)
		}
		stopOther()
		runs := []string{"released r1 stopped with its replica", "released r2 stopped with its replica"}
		want(t, "runs", runs, history(t, s, "a"))
	})
}

// TestTakenOver has a replica that claims and then is silent, as one that is killed or paused.
func TestTakenOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.SQLite(t)
		if err := s.EnsureSchedule(t.Context(), "a", every(time.Hour)); err != nil {
			t.Fatal(err)
		}
		silent, ok, err := s.ClaimRun(t.Context(), "r1", []string{"a"}, 12*time.Second)
		if err != nil || !ok {
			t.Fatalf("not claimed: %v", err)
		}
		began := time.Now()
		begun := make(chan string, 10)
		stop := start(t, s, "r2", schedule.Task{Name: "a", Schedule: every(time.Hour), Run: forEver(begun)})
		want(t, "taken over", "r2", <-begun)
		if took := time.Since(began); took < 12*time.Second || took > 15*time.Second {
			t.Errorf("taken over after %v, want 12s to 15s", took)
		}
		if _, err := s.FinishRun(t.Context(), silent, schedule.Succeeded, "late"); err == nil {
			t.Error("the silent replica could still finish its run")
		}
		stop()
		want(t, "runs", "lost r1 the replica did not renew its lease", history(t, s, "a")[0])
	})
}

// TestLostLeaseEndsTheRun has another replica take the lease, as after a pause of this one.
func TestLostLeaseEndsTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.SQLite(t)
		begun := make(chan string, 10)
		stop := start(t, s, "r1", schedule.Task{Name: "a", Schedule: every(time.Hour), Run: forEver(begun)})
		<-begun
		s.Advance(time.Minute)
		if _, ok, err := s.ClaimRun(t.Context(), "r2", []string{"a"}, time.Hour); err != nil || !ok {
			t.Fatalf("not claimed: %v", err)
		}
		time.Sleep(time.Minute)
		stop()
		want(t, "runs", []string{"lost r1 the replica did not renew its lease", "running r2"}, history(t, s, "a"))
	})
}
