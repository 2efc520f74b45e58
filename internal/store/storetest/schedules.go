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
	t.Run("routine", func(t *testing.T) { foldRuns(t, open(t)) })
	t.Run("lost lease", func(t *testing.T) { loseLease(t, open(t)) })
	t.Run("release", func(t *testing.T) { release(t, open(t)) })
	t.Run("claimers at once", func(t *testing.T) { claimAtOnce(t, open(t)) })
	t.Run("times that pass meanwhile", func(t *testing.T) { passMeanwhile(t, open(t)) })
	t.Run("missed times", func(t *testing.T) { missed(t, open(t)) })
	t.Run("cron", func(t *testing.T) { cron(t, open(t)) })
	t.Run("on demand", func(t *testing.T) { onDemand(t, open(t)) })
	t.Run("run now", func(t *testing.T) { runNow(t, open(t)) })
	t.Run("cancel", func(t *testing.T) { cancelRun(t, open(t)) })
	t.Run("cancelled and lost", func(t *testing.T) { cancelLost(t, open(t)) })
	t.Run("change", func(t *testing.T) { changeSchedule(t, open(t)) })
	t.Run("progress and lines", func(t *testing.T) { tellProgress(t, open(t)) })
	t.Run("remove", func(t *testing.T) { removeRuns(t, open(t)) })
	t.Run("fence", func(t *testing.T) { fences(t, open(t)) })
	t.Run("fence holds off a claim", func(t *testing.T) { fenceAtOnce(t, open(t)) })
}

// every is a schedule of an interval.
func every(d time.Duration) schedule.Schedule { return schedule.Schedule{Every: d} }

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

func finish(t *testing.T, s Database, run schedule.Run) {
	t.Helper()
	got(s.FinishRun(t.Context(), run, schedule.Succeeded, "")).in(t)
}

// due fails unless task a is due after at most so long, and not much sooner.
func due(t *testing.T, s Database, want time.Duration) {
	t.Helper()
	if due := got(s.NextDue(t.Context(), []string{"a"})).in(t); due > want || due < want-10*time.Second {
		t.Fatalf("due in %v, want nearly %v", due, want)
	}
}

// states are those of the runs of task a, newest first.
func states(t *testing.T, s Database) []schedule.State {
	t.Helper()
	var list []schedule.State
	for _, run := range got(s.Runs(t.Context(), schedule.RunQuery{Task: "a"})).in(t) {
		list = append(list, run.State)
	}
	return list
}

func runTask(t *testing.T, s Database) {
	ctx := t.Context()
	same(t, "due without schedules", time.Hour, got(s.NextDue(ctx, []string{"a"})).in(t))
	wantKind(t, s.EnsureSchedule(ctx, "a", every(time.Millisecond)), fault.Invalid)
	must(t, s.EnsureSchedule(ctx, "a", every(time.Minute)))
	must(t, s.EnsureSchedule(ctx, "b", every(time.Minute)))
	due(t, s, 0)
	run := claim(t, s, "r1")
	want := schedule.Run{
		ID: run.ID, Task: "a", Fence: 1, Replica: "r1", StartedAt: run.StartedAt, State: schedule.Running, Cause: schedule.Scheduled,
	}
	same(t, "run", want, run)
	notDue(t, s)
	same(t, "renewed", want, got(s.RenewLease(ctx, run, lease)).in(t))
	ended := got(s.FinishRun(ctx, run, schedule.Succeeded, "3 removed")).in(t)
	notDue(t, s)
	_, err := s.FinishRun(ctx, run, schedule.Failed, "again")
	wantKind(t, err, fault.Conflict)
	_, err = s.RenewLease(ctx, run, lease)
	wantKind(t, err, fault.Conflict)
	want.State, want.Outcome, want.EndedAt = schedule.Succeeded, "3 removed", ended.EndedAt
	same(t, "ended", want, ended)
	same(t, "runs", []schedule.Run{want}, got(s.Runs(ctx, schedule.RunQuery{Task: "a"})).in(t))
	same(t, "run by number", want, got(s.Run(ctx, run.ID)).in(t))
	_, err = s.Run(ctx, run.ID+100)
	wantKind(t, err, fault.NotFound)
	due(t, s, time.Minute)
	must(t, s.EnsureSchedule(ctx, "a", every(10*time.Second)))
	due(t, s, 10*time.Second)
	s.Advance(time.Minute)
	same(t, "fence", int64(2), claim(t, s, "r2").Fence)
	same(t, "runs of all tasks", 2, len(got(s.Runs(ctx, schedule.RunQuery{})).in(t)))
	same(t, "running ones", 1, len(got(s.Runs(ctx, schedule.RunQuery{State: schedule.Running})).in(t)))
	same(t, "older ones", []schedule.Run{want}, got(s.Runs(ctx, schedule.RunQuery{Before: run.ID + 1, Limit: 5})).in(t))
}

// foldRuns ends runs in which nothing was to be done: of those that follow each other the newest is kept.
func foldRuns(t *testing.T, s Database) {
	must(t, s.EnsureSchedule(t.Context(), "a", every(time.Minute)))
	must(t, s.EnsureSchedule(t.Context(), "b", every(time.Minute)))
	other, _, err := s.ClaimRun(t.Context(), "r1", []string{"b"}, lease)
	must(t, err)
	other.Routine = true
	got(s.FinishRun(t.Context(), other, schedule.Succeeded, "nothing")).in(t)
	for _, end := range []struct {
		routine, asked bool
		state          schedule.State
		outcome        string
	}{
		{true, false, schedule.Succeeded, "nothing"},
		{true, false, schedule.Succeeded, "nothing"},
		{false, false, schedule.Succeeded, "3 done"},
		{false, false, schedule.Succeeded, "3 done"},
		{true, false, schedule.Succeeded, "nothing"},
		{true, true, schedule.Succeeded, "nothing"},
		{true, false, schedule.Succeeded, "nothing"},
		{true, false, schedule.Succeeded, "nothing"},
		{true, false, schedule.Failed, "nothing"},
		{true, false, schedule.Succeeded, "nothing"},
	} {
		if end.asked {
			must(t, s.AskRun(t.Context(), "a", "ann", entry("job.run")))
		}
		run := claim(t, s, "r1")
		run.Routine = end.routine
		got(s.FinishRun(t.Context(), run, end.state, end.outcome)).in(t)
		s.Advance(time.Minute)
	}
	var ends []string
	for _, run := range got(s.Runs(t.Context(), schedule.RunQuery{Task: "a"})).in(t) {
		ends = append(ends, string(run.State)+" "+string(run.Cause)+" "+run.Outcome)
	}
	same(t, "runs", []string{
		"succeeded schedule nothing", "failed schedule nothing", "succeeded schedule nothing", "succeeded manual nothing",
		"succeeded schedule nothing", "succeeded schedule 3 done", "succeeded schedule 3 done", "succeeded schedule nothing",
	}, ends)
	same(t, "runs of the other task", 1, len(got(s.Runs(t.Context(), schedule.RunQuery{Task: "b"})).in(t)))
}

func loseLease(t *testing.T, s Database) {
	ctx := t.Context()
	must(t, s.EnsureSchedule(ctx, "a", every(time.Hour)))
	old := claim(t, s, "r1")
	s.Advance(lease - 5*time.Second)
	got(s.RenewLease(ctx, old, lease)).in(t)
	s.Advance(lease - 5*time.Second)
	notDue(t, s)
	s.Advance(5 * time.Second)
	refused(t, s, old)
	fresh := claim(t, s, "r2")
	same(t, "fence", old.Fence+1, fresh.Fence)
	refused(t, s, old)
	got(s.FinishRun(ctx, fresh, schedule.Failed, "no")).in(t)
	same(t, "states", []schedule.State{schedule.Failed, schedule.Lost}, states(t, s))
}

// refused fails unless everything is refused that a run may do that has lost its lease.
func refused(t *testing.T, s Database, run schedule.Run) {
	t.Helper()
	_, err := s.RenewLease(t.Context(), run, lease)
	wantKind(t, err, fault.Conflict)
	_, err = s.FinishRun(t.Context(), run, schedule.Succeeded, "late")
	wantKind(t, err, fault.Conflict)
	_, err = s.ReleaseRun(t.Context(), run, "late")
	wantKind(t, err, fault.Conflict)
	wantKind(t, s.SaveProgress(t.Context(), run, nil), fault.Conflict)
}

func release(t *testing.T, s Database) {
	ctx := t.Context()
	must(t, s.EnsureSchedule(ctx, "a", schedule.Schedule{Every: time.Hour, Missed: schedule.Skip}))
	run := claim(t, s, "r1")
	for range 20 {
		s.Advance(lease - time.Second)
		got(s.RenewLease(ctx, run, lease)).in(t)
	}
	got(s.ReleaseRun(ctx, run, "stopped")).in(t)
	same(t, "replica", "r2", claim(t, s, "r2").Replica)
	same(t, "states", []schedule.State{schedule.Running, schedule.Released}, states(t, s))
}

func claimAtOnce(t *testing.T, s Database) {
	must(t, s.EnsureSchedule(t.Context(), "a", every(time.Hour)))
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
	same(t, "runs", 1, len(states(t, s)))
}

func passMeanwhile(t *testing.T, s Database) {
	must(t, s.EnsureSchedule(t.Context(), "a", every(time.Minute)))
	run, ok, err := s.ClaimRun(t.Context(), "r1", []string{"a"}, time.Hour)
	must(t, err)
	same(t, "claimed", true, ok)
	s.Advance(10*time.Minute + 30*time.Second)
	finish(t, s, run)
	notDue(t, s)
	due(t, s, 30*time.Second)
}

func missed(t *testing.T, s Database) {
	ctx := t.Context()
	once, skip := every(time.Hour), schedule.Schedule{Every: time.Hour, Missed: schedule.Skip}
	must(t, s.EnsureSchedule(ctx, "a", once))
	finish(t, s, claim(t, s, "r1"))
	s.Advance(5*time.Hour + 30*time.Minute)
	finish(t, s, claim(t, s, "r1"))
	notDue(t, s)
	due(t, s, time.Hour)
	must(t, s.EnsureSchedule(ctx, "a", skip))
	s.Advance(5*time.Hour + 30*time.Minute)
	notDue(t, s)
	due(t, s, 30*time.Minute)
	s.Advance(30 * time.Minute)
	killed := claim(t, s, "r1")
	s.Advance(10 * time.Minute)
	finish(t, s, claim(t, s, "r2"))
	same(t, "states", []schedule.State{schedule.Succeeded, schedule.Lost}, states(t, s)[:2])
	refused(t, s, killed)
}

func cron(t *testing.T, s Database) {
	ctx := t.Context()
	daily := schedule.Schedule{Cron: "30 2 * * *", Zone: "Europe/Berlin"}
	wantKind(t, s.EnsureSchedule(ctx, "a", schedule.Schedule{Cron: "61 * * * *"}), fault.Invalid)
	must(t, s.EnsureSchedule(ctx, "a", daily))
	first := got(s.Schedules(ctx)).in(t)[0].NextRunAt
	zone := got(time.LoadLocation("Europe/Berlin")).in(t)
	same(t, "time", "02:30:00", first.In(zone).Format(time.TimeOnly))
	notDue(t, s)
	must(t, s.EnsureSchedule(ctx, "a", daily))
	same(t, "time after another start", first, got(s.Schedules(ctx)).in(t)[0].NextRunAt)
	s.Advance(25 * time.Hour)
	finish(t, s, claim(t, s, "r1"))
	notDue(t, s)
	second := got(s.Schedules(ctx)).in(t)[0].NextRunAt
	if gap := second.Sub(first); gap < 23*time.Hour || gap > 49*time.Hour {
		t.Fatalf("%v between %v and %v", gap, first, second)
	}
}

func onDemand(t *testing.T, s Database) {
	ctx := t.Context()
	must(t, s.EnsureSchedule(ctx, "a", schedule.Schedule{}))
	s.Advance(10000 * time.Hour)
	notDue(t, s)
	same(t, "due", time.Hour, got(s.NextDue(ctx, []string{"a"})).in(t))
	want := schedule.Entry{Task: "a", Schedule: schedule.Schedule{}.Normal(), Enabled: true}
	same(t, "schedules", []schedule.Entry{want}, got(s.Schedules(ctx)).in(t))
	must(t, s.AskRun(ctx, "a", "ann", entry("job.run")))
	due(t, s, 0)
	finish(t, s, claim(t, s, "r1"))
	notDue(t, s)
}

func runNow(t *testing.T, s Database) {
	ctx := t.Context()
	wantKind(t, s.AskRun(ctx, "a", "ann", entry("job.run")), fault.NotFound)
	must(t, s.EnsureSchedule(ctx, "a", every(time.Hour)))
	running := claim(t, s, "r1")
	wantKind(t, s.AskRun(ctx, "a", "ann", entry("job.run")), fault.Conflict)
	finish(t, s, running)
	before := got(s.Schedules(ctx)).in(t)[0]
	must(t, s.AskRun(ctx, "a", "ann", entry("job.run")))
	wantKind(t, s.AskRun(ctx, "a", "bob", entry("job.run")), fault.Conflict)
	run := claim(t, s, "r1")
	same(t, "cause", schedule.Manual, run.Cause)
	same(t, "actor", "ann", run.Actor)
	s.Advance(lease)
	again := claim(t, s, "r2")
	same(t, "actor of the run that takes over", "ann", again.Actor)
	got(s.ReleaseRun(ctx, again, "stopped")).in(t)
	third := claim(t, s, "r3")
	same(t, "actor after a release", "ann", third.Actor)
	finish(t, s, third)
	notDue(t, s)
	same(t, "the schedule stays", before.NextRunAt, got(s.Schedules(ctx)).in(t)[0].NextRunAt)
}

func cancelRun(t *testing.T, s Database) {
	ctx := t.Context()
	_, err := s.CancelRun(ctx, 12345, "ann", entry("job.cancel"))
	wantKind(t, err, fault.NotFound)
	must(t, s.EnsureSchedule(ctx, "a", every(time.Hour)))
	run := claim(t, s, "r1")
	asked := got(s.CancelRun(ctx, run.ID, "ann", entry("job.cancel"))).in(t)
	same(t, "asked by", "ann", asked.CancelBy)
	same(t, "asked twice", asked, got(s.CancelRun(ctx, run.ID, "bob", entry("job.cancel"))).in(t))
	same(t, "renewed", asked, got(s.RenewLease(ctx, run, lease)).in(t))
	got(s.FinishRun(ctx, run, schedule.Cancelled, "cancelled by ann")).in(t)
	_, err = s.CancelRun(ctx, run.ID, "ann", entry("job.cancel"))
	wantKind(t, err, fault.Conflict)
	due(t, s, time.Hour)
}

// cancelLost has a run cancelled whose replica is dead: nobody does it again.
func cancelLost(t *testing.T, s Database) {
	ctx := t.Context()
	must(t, s.EnsureSchedule(ctx, "a", every(time.Hour)))
	run := claim(t, s, "r1")
	got(s.CancelRun(ctx, run.ID, "ann", entry("job.cancel"))).in(t)
	s.Advance(lease)
	notDue(t, s)
	same(t, "states", []schedule.State{schedule.Cancelled}, states(t, s))
	due(t, s, time.Hour-lease)
}

func changeSchedule(t *testing.T, s Database) {
	ctx := t.Context()
	set := func(setting schedule.Setting) error {
		return s.SetSchedule(ctx, "a", setting, entry("schedule.update"))
	}
	wantKind(t, set(schedule.Setting{Schedule: every(time.Hour)}), fault.NotFound)
	must(t, s.EnsureSchedule(ctx, "a", every(time.Minute)))
	wantKind(t, set(schedule.Setting{Schedule: every(time.Millisecond)}), fault.Invalid)
	must(t, set(schedule.Setting{Schedule: every(30 * time.Minute), Enabled: true, Custom: true}))
	due(t, s, 30*time.Minute)
	must(t, s.EnsureSchedule(ctx, "a", every(time.Minute)))
	due(t, s, 30*time.Minute)
	must(t, set(schedule.Setting{Schedule: every(time.Minute), Custom: true}))
	s.Advance(time.Hour)
	notDue(t, s)
	have := got(s.Schedules(ctx)).in(t)[0]
	want := schedule.Entry{Task: "a", Schedule: every(time.Minute).Normal(), Custom: true}
	same(t, "a disabled one", want, have)
	must(t, s.AskRun(ctx, "a", "ann", entry("job.run")))
	finish(t, s, claim(t, s, "r1"))
	must(t, set(schedule.Setting{Schedule: every(time.Minute), Enabled: true}))
	due(t, s, time.Minute)
	must(t, s.EnsureSchedule(ctx, "a", every(2*time.Minute)))
	same(t, "after a reset the program decides", every(2*time.Minute).Normal(), got(s.Schedules(ctx)).in(t)[0].Schedule)
}

func tellProgress(t *testing.T, s Database) {
	ctx := t.Context()
	must(t, s.EnsureSchedule(ctx, "a", every(time.Hour)))
	run := claim(t, s, "r1")
	run.Done, run.Total, run.Doing = 3, 10, "web1"
	lines := []schedule.Line{{N: 1, Level: schedule.Info, Text: "one"}, {N: 2, Level: schedule.Warn, Text: "two\x00"}}
	must(t, s.SaveProgress(ctx, run, lines[:1]))
	must(t, s.SaveProgress(ctx, run, lines))
	same(t, "run", run, got(s.Run(ctx, run.ID)).in(t))
	stored := got(s.RunLines(ctx, run.ID, 0)).in(t)
	lines[0].At, lines[1].At, lines[1].Text = stored[0].At, stored[1].At, "two\uFFFD"
	same(t, "lines", lines, stored)
	same(t, "lines after the first", lines[1:], got(s.RunLines(ctx, run.ID, 1)).in(t))
	e := got(s.Schedules(ctx)).in(t)[0]
	same(t, "held", true, e.Held && e.Replica == "r1" && e.LeaseUntil.After(run.StartedAt))
	same(t, "newest run", &run, e.Last)
}

func removeRuns(t *testing.T, s Database) {
	ctx := t.Context()
	must(t, s.EnsureSchedule(ctx, "a", every(time.Second)))
	for range 3 {
		run := claim(t, s, "r1")
		must(t, s.SaveProgress(ctx, run, []schedule.Line{{N: 1, Level: schedule.Info, Text: "one"}}))
		finish(t, s, run)
		s.Advance(2 * time.Second)
	}
	claim(t, s, "r1")
	same(t, "none that old", 0, got(s.RemoveRuns(ctx, time.Hour, 2)).in(t))
	s.Advance(2 * time.Hour)
	same(t, "first two", 2, got(s.RemoveRuns(ctx, time.Hour, 2)).in(t))
	same(t, "the rest", 1, got(s.RemoveRuns(ctx, time.Hour, 2)).in(t))
	same(t, "the running one stays", []schedule.State{schedule.Running}, states(t, s))
}
