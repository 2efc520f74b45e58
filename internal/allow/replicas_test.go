package allow_test

import (
	"log/slog"
	"testing"
	"time"

	"bangui/internal/allow"
	"bangui/internal/audit"
	"bangui/internal/schedule"
)

// TestTwoReplicasAskOnce has two runners of the same tasks on one database.
func TestTwoReplicasAskOnce(t *testing.T) {
	w := newWorld(t, map[string]*machine{"local": newMachine()})
	w.names.set("home.example.org", "203.0.113.7")
	id := w.allow(allow.Order{Addresses: []string{"home.example.org"}}).Allowances[0].ID
	first := w.answer(id).At
	w.later(allow.ResolveEvery)
	before := w.names.count()
	const task = "allowance.resolve"
	for _, replica := range []string{"one", "two"} {
		runner := schedule.NewRunner(w.store, w.bus, replica, slog.New(slog.DiscardHandler), schedule.Task{
			Name: task, Title: "Ask", Schedule: schedule.Schedule{Every: time.Hour}, Run: w.allowances.Resolve,
		})
		w.background(runner.Run)
	}
	if err := w.store.EnsureSchedule(t.Context(), task, schedule.Schedule{Every: time.Hour}); err != nil {
		t.Fatal(err)
	}
	if err := w.store.AskRun(t.Context(), task, "ann", audit.Entry{Actor: audit.System(), Action: "job.run", Result: audit.OK}); err != nil {
		t.Log(err) // it runs already
	}
	w.wait("answer", func() bool { return w.answer(id).At.After(first) })
	time.Sleep(1500 * time.Millisecond) // longer than a runner needs to look again
	if asked := w.names.count() - before; asked != 2 {
		t.Errorf("%d questions, want one for each family", asked)
	}
}
