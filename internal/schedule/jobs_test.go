package schedule_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"bangui/internal/audit"
	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/schedule"
	"bangui/internal/store/storetest"
)

// desk is a runner and what people do with its tasks, on one bus or on two.
type desk struct {
	storetest.Database
	jobs *schedule.Jobs
	bus  *event.Bus
}

// sit starts a runner on a bus and returns a desk on the same one, or, if remote, on another one: as if the link between two replicas
// were cut.
func sit(t *testing.T, remote bool, task schedule.Task) (d desk, stop func()) {
	t.Helper()
	d = desk{Database: storetest.SQLite(t), bus: &event.Bus{}}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	runner := schedule.NewRunner(d, d.bus, "r1", slog.New(slog.DiscardHandler), task)
	go func() { done <- runner.Run(ctx) }()
	bus := d.bus
	if remote {
		bus = &event.Bus{}
	}
	d.jobs = schedule.NewJobs(d, bus, task)
	return d, func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("the runner ended with %v", err)
		}
	}
}

// running returns the run in progress.
func (d desk) running(t *testing.T) schedule.Run {
	t.Helper()
	runs, err := d.jobs.Runs(context.Background(), schedule.RunQuery{State: schedule.Running})
	if err != nil || len(runs) != 1 {
		t.Fatalf("%d runs in progress, %v, want one", len(runs), err)
	}
	return runs[0]
}

func TestCancel(t *testing.T) {
	for _, tt := range []struct {
		name   string
		remote bool
		within time.Duration
	}{
		{"told by the bus", false, time.Millisecond},
		{"found at the beat", true, 4 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d, stop := sit(t, tt.remote, schedule.Task{Name: "a", Schedule: schedule.Schedule{Every: time.Hour}, Run: func(ctx context.Context, _ *schedule.Work) (string, error) {
					<-ctx.Done()
					return "", ctx.Err()
				}})
				time.Sleep(5 * time.Second)
				run := d.running(t)
				if _, err := d.jobs.Cancel(t.Context(), run.ID, audit.Actor{Name: "ann"}); err != nil {
					t.Fatal(err)
				}
				time.Sleep(tt.within)
				synctest.Wait()
				ended, err := d.jobs.Run(t.Context(), run.ID)
				if err != nil || ended.State != schedule.Cancelled || ended.CancelBy != "ann" {
					t.Errorf("after %v: %+v, %v, want it cancelled by ann", tt.within, ended, err)
				}
				if _, err := d.jobs.Cancel(t.Context(), run.ID, audit.Actor{Name: "ann"}); !errors.Is(err, fault.Conflict) {
					t.Errorf("cancelled twice: %v, want a conflict", err)
				}
				stop()
			})
		})
	}
}

func TestProgressIsThrottledAndLinesAreLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, stop := sit(t, false, schedule.Task{Name: "a", Schedule: schedule.Schedule{Every: time.Hour}, Run: func(_ context.Context, work *schedule.Work) (string, error) {
			for i := range int64(2000) {
				work.Progress(i+1, 2000, "counting")
				work.Logf("line %d", i+1)
				time.Sleep(time.Millisecond)
			}
			return "counted", nil
		}})
		told := d.bus.Subscribe(0, 1000)
		time.Sleep(5 * time.Second)
		stop()
		published := 0
		told.Close()
		for e := range told.C {
			if change, ok := e.Data.(schedule.JobChange); ok && change.Run.Task == "a" {
				published++
			}
		}
		if published < 3 || published > 8 {
			t.Errorf("%d events in two seconds of 2,000 steps, want one each half second", published)
		}
		runs, err := d.jobs.Runs(t.Context(), schedule.RunQuery{Task: "a"})
		if err != nil || len(runs) != 1 || runs[0].Done != 2000 || runs[0].Outcome != "counted" {
			t.Fatalf("runs %+v, %v", runs, err)
		}
		lines, err := d.jobs.Lines(t.Context(), runs[0].ID, 0)
		if err != nil || len(lines) != 1000 || lines[999].Level != schedule.Warn {
			t.Fatalf("%d lines, %v, want 1000, the last of which says that more are not kept", len(lines), err)
		}
		more, err := d.jobs.Lines(t.Context(), runs[0].ID, 990)
		if err != nil || len(more) != 10 || more[0].N != 991 {
			t.Errorf("after line 990: %+v, %v", more, err)
		}
	})
}

func TestMissedTimes(t *testing.T) {
	for missed, want := range map[schedule.Missed]int{schedule.Once: 2, schedule.Skip: 1} {
		t.Run(fmt.Sprint(missed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				task := schedule.Task{Name: "a", Schedule: schedule.Schedule{Every: time.Hour, Missed: missed}, Run: func(context.Context, *schedule.Work) (string, error) { return "", nil }}
				s := storetest.SQLite(t)
				stop := start(t, s, "r1", task)
				time.Sleep(time.Minute)
				stop()
				time.Sleep(5*time.Hour + 20*time.Minute) // nobody is there for five times
				stop = start(t, s, "r1", task)
				time.Sleep(10 * time.Second)
				stop()
				if n := len(history(t, s, "a")); n != want {
					t.Errorf("%d runs, want %d: %v", n, want, history(t, s, "a"))
				}
			})
		})
	}
}
