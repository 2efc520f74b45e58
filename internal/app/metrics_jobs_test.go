package app

import (
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"bangui/internal/metrics"
	"bangui/internal/schedule"
)

func TestRunsAreCounted(t *testing.T) {
	m := metrics.New(metrics.Options{Logger: slog.New(slog.DiscardHandler)})
	runs := newCountedRuns(m, "me")
	began := time.Now().Add(-time.Minute)
	run := func(task, replica string, fence int64, state schedule.State) {
		r := schedule.Run{ID: fence, Task: task, Replica: replica, Fence: fence, State: state, StartedAt: began}
		if state != schedule.Running {
			r.EndedAt = began.Add(time.Second)
		}
		runs.heard(r)
	}
	run("ends", "me", 1, schedule.Running)
	run("ends", "me", 1, schedule.Running) // it gets on
	run("ends", "me", 1, schedule.Succeeded)
	run("fails", "me", 2, schedule.Running)
	run("fails", "me", 2, schedule.Failed)
	run("taken", "me", 3, schedule.Running)
	run("taken", "other", 4, schedule.Running)
	run("taken", "other", 4, schedule.Succeeded)
	run("again", "me", 5, schedule.Running)
	run("again", "me", 6, schedule.Running)
	run("other", "other", 7, schedule.Running)

	answer := httptest.NewRecorder()
	m.Handler().ServeHTTP(answer, httptest.NewRequest("GET", metrics.Route, nil))
	for _, want := range []string{
		`bangui_job_runs_total{outcome="succeeded",task="ends"} 1`, `bangui_jobs_running{task="ends"} 0`,
		`bangui_job_run_seconds_sum{task="ends"} 1`, `bangui_job_last_success_timestamp_seconds{task="ends"}`,
		`bangui_job_runs_total{outcome="failed",task="fails"} 1`, `bangui_jobs_running{task="fails"} 0`,
		`bangui_job_runs_total{outcome="lost",task="taken"} 1`, `bangui_jobs_running{task="taken"} 0`,
		`bangui_job_runs_total{outcome="lost",task="again"} 1`, `bangui_jobs_running{task="again"} 1`,
	} {
		if !strings.Contains(answer.Body.String(), want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(answer.Body.String(), `task="other"`) {
		t.Error("a run of another replica is counted")
	}
	if t.Failed() {
		t.Log(answer.Body)
	}
}
