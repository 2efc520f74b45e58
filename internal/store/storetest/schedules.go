package storetest

import (
	"testing"
	"time"

	"bangui/internal/fault"
	"bangui/internal/schedule"
)

const lease = 15 * time.Second

func schedules(t *testing.T, open func(t *testing.T) Database) {
	t.Run("run", func(t *testing.T) { runTask(t, open(t)) })
	t.Run("lost lease", func(t *testing.T) { loseLease(t, open(t)) })
	t.Run("release", func(t *testing.T) { release(t, open(t)) })
	t.Run("claimers at once", func(t *testing.T) { claimAtOnce(t, open(t)) })
	t.Run("missed times are skipped", func(t *testing.T) { missed(t, open(t)) })
	t.Run("remove", func(t *testing.T) { removeRuns(t, open(t)) })
}

// claim claims a run of task a, which must be due.
func claim(t *testing.T, s Database, replica string) schedule.Run {
	t.Helper()
	run, ok, err := s.ClaimRun(t.Context(), replica, []string{"a"}, lease)
	must(t, err)
	same(t, "claimed", true, ok)
	return run
}

// notDue fails if task a can be claimed.
func notDue(t *testing.T, s Database) {
	t.Helper()
	_, ok, err := s.ClaimRun(t.Context(), "other", []string{"a"}, lease)
	must(t, err)
	same(t, "claimed", false, ok)
}

func runTask(t *testing.T, s Database) {
	ctx := t.Context()
	same(t, "due without schedules", time.Hour, got(s.NextDue(ctx, []string{"a"})).in(t))
	wantKind(t, s.EnsureSchedule(ctx, "a", time.Millisecond), fault.Invalid)
	must(t, s.EnsureSchedule(ctx, "a", time.Minute))
	must(t, s.EnsureSchedule(ctx, "b", time.Minute))
	same(t, "due", time.Duration(0), got(s.NextDue(ctx, []string{"a"})).in(t))
	run := claim(t, s, "r1")
	want := schedule.Run{ID: run.ID, Task: "a", Fence: 1, Replica: "r1", StartedAt: run.StartedAt, State: schedule.Running}
	same(t, "run", want, run)
	notDue(t, s)
	must(t, s.FinishRun(ctx, run, schedule.Succeeded, "3 removed"))
	notDue(t, s)
	wantKind(t, s.FinishRun(ctx, run, schedule.Failed, "again"), fault.Conflict)
	wantKind(t, s.RenewLease(ctx, run, lease), fault.Conflict)
	runs := got(s.Runs(ctx, "a", 10)).in(t)
	want.State, want.Outcome, want.EndedAt = schedule.Succeeded, "3 removed", runs[0].EndedAt
	same(t, "runs", []schedule.Run{want}, runs)
	if due := got(s.NextDue(ctx, []string{"a"})).in(t); due < 50*time.Second || due > time.Minute {
		t.Fatalf("due in %v, want nearly a minute", due)
	}
	must(t, s.EnsureSchedule(ctx, "a", 10*time.Second))
	if due := got(s.NextDue(ctx, []string{"a"})).in(t); due > 10*time.Second {
		t.Fatalf("due in %v after the interval became 10s", due)
	}
	s.Advance(time.Minute)
	same(t, "fence", int64(2), claim(t, s, "r2").Fence)
	same(t, "runs of all tasks", 2, len(got(s.Runs(ctx, "", 10)).in(t)))
}

func loseLease(t *testing.T, s Database) {
	ctx := t.Context()
	must(t, s.EnsureSchedule(ctx, "a", time.Hour))
	old := claim(t, s, "r1")
	s.Advance(lease - 5*time.Second)
	must(t, s.RenewLease(ctx, old, lease))
	s.Advance(lease - 5*time.Second)
	notDue(t, s)
	s.Advance(5 * time.Second)
	fresh := claim(t, s, "r2")
	same(t, "fence", old.Fence+1, fresh.Fence)
	wantKind(t, s.RenewLease(ctx, old, lease), fault.Conflict)
	wantKind(t, s.FinishRun(ctx, old, schedule.Succeeded, "late"), fault.Conflict)
	wantKind(t, s.ReleaseRun(ctx, old, "late"), fault.Conflict)
	must(t, s.FinishRun(ctx, fresh, schedule.Failed, "no"))
	runs := got(s.Runs(ctx, "a", 10)).in(t)
	same(t, "states", []schedule.State{schedule.Failed, schedule.Lost}, []schedule.State{runs[0].State, runs[1].State})
}

func release(t *testing.T, s Database) {
	ctx := t.Context()
	must(t, s.EnsureSchedule(ctx, "a", time.Hour))
	must(t, s.ReleaseRun(ctx, claim(t, s, "r1"), "stopped"))
	next := claim(t, s, "r2")
	same(t, "replica", "r2", next.Replica)
	runs := got(s.Runs(ctx, "a", 10)).in(t)
	same(t, "states", []schedule.State{schedule.Running, schedule.Released}, []schedule.State{runs[0].State, runs[1].State})
}

func claimAtOnce(t *testing.T, s Database) {
	must(t, s.EnsureSchedule(t.Context(), "a", time.Hour))
	won := make([]bool, 8)
	for _, err := range atOnce(len(won), func(i int) (err error) {
		_, won[i], err = s.ClaimRun(t.Context(), "r", []string{"a"}, lease)
		return err
	}) {
		must(t, err)
	}
	winners := 0
	for _, w := range won {
		if w {
			winners++
		}
	}
	same(t, "winners", 1, winners)
	same(t, "runs", 1, len(got(s.Runs(t.Context(), "a", 10)).in(t)))
}

func missed(t *testing.T, s Database) {
	must(t, s.EnsureSchedule(t.Context(), "a", time.Minute))
	run := claim(t, s, "r1")
	s.Advance(10*time.Minute + 30*time.Second)
	must(t, s.FinishRun(t.Context(), run, schedule.Succeeded, ""))
	notDue(t, s)
	if due := got(s.NextDue(t.Context(), []string{"a"})).in(t); due < 20*time.Second || due > 30*time.Second {
		t.Fatalf("due in %v, want nearly 30s", due)
	}
}

func removeRuns(t *testing.T, s Database) {
	ctx := t.Context()
	must(t, s.EnsureSchedule(ctx, "a", time.Second))
	for range 3 {
		must(t, s.FinishRun(ctx, claim(t, s, "r1"), schedule.Succeeded, ""))
		s.Advance(2 * time.Second)
	}
	claim(t, s, "r1")
	later := time.Now().Add(time.Hour)
	same(t, "first two", 2, got(s.RemoveRuns(ctx, later, 2)).in(t))
	same(t, "the rest", 1, got(s.RemoveRuns(ctx, later, 2)).in(t))
	same(t, "the running one stays", 1, len(got(s.Runs(ctx, "a", 10)).in(t)))
}
