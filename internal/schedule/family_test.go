package schedule_test

import (
	"context"
	"errors"
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

// things is a family whose members are run by run.
func things(run func(context.Context, *schedule.Work, string) (string, error)) schedule.Family {
	return schedule.Family{Prefix: "thing.", Title: func(member string) string { return "Thing " + member }, Description: "A thing.", Run: run}
}

// TestFamily makes members while a runner runs.
func TestFamily(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.SQLite(t)
		family := things(func(_ context.Context, _ *schedule.Work, member string) (string, error) { return "did " + member, nil })
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() {
			done <- schedule.NewRunner(s, &event.Bus{}, "r1", slog.New(slog.DiscardHandler)).WithFamilies(family).Run(ctx)
		}()
		time.Sleep(time.Minute)
		for _, name := range []string{"thing.a", "thing.b", "things.c", "other.d"} {
			if err := s.EnsureSchedule(t.Context(), name, every(time.Hour)); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(10 * time.Second)
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("the runner ended with %v", err)
		}
		want(t, "a", []string{"succeeded r1 did a"}, history(t, s, "thing.a"))
		want(t, "b", []string{"succeeded r1 did b"}, history(t, s, "thing.b"))
		want(t, "c and d", 0, len(history(t, s, "things.c"))+len(history(t, s, "other.d")))
	})
}

func TestFamilyAsPeopleSeeIt(t *testing.T) {
	s := storetest.SQLite(t)
	if err := s.EnsureSchedule(t.Context(), "thing.a", every(time.Hour)); err != nil {
		t.Fatal(err)
	}
	jobs := schedule.NewJobs(s, &event.Bus{}).WithFamilies(things(nil))
	want(t, "titles", []string{"Thing a", "else.a"}, []string{jobs.Title("thing.a"), jobs.Title("else.a")})
	entry, err := jobs.Schedule(t.Context(), "thing.a")
	if err != nil || entry.Title != "Thing a" || entry.Description != "A thing." || entry.Default != entry.Schedule {
		t.Errorf("%+v %v", entry, err)
	}
	for _, change := range []schedule.Change{{Reset: true}, {Enabled: new(false)}, {Schedule: &schedule.Schedule{Every: time.Minute}}} {
		if _, err := jobs.Change(t.Context(), "thing.a", change, audit.System()); !errors.Is(err, fault.Conflict) {
			t.Errorf("%+v: %v, want it refused", change, err)
		}
	}
	if err := jobs.RunNow(t.Context(), "thing.a", audit.System()); err != nil {
		t.Error(err)
	}
}

// TestAgain asks for the next run earlier and later than the schedule has it.
func TestAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.SQLite(t)
		began := time.Now()
		var runs []time.Duration
		waits := []time.Duration{time.Minute, 3 * time.Hour, 0, 0}
		stop := start(t, s, "r1", schedule.Task{Name: "a", Schedule: every(time.Hour), Run: func(_ context.Context, work *schedule.Work) (string, error) {
			wait := waits[min(len(runs), 3)]
			runs = append(runs, time.Since(began).Round(time.Minute))
			if wait == 0 {
				return "", nil
			}
			work.Again(wait)
			return "", errors.New("not now")
		}})
		time.Sleep(5*time.Hour + 10*time.Minute)
		stop()
		want(t, "runs", []time.Duration{0, time.Minute, 3*time.Hour + time.Minute, 4*time.Hour + time.Minute, 5*time.Hour + time.Minute}, runs)
	})
}
