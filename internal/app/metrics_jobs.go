package app

import (
	"time"

	"bangui/internal/metrics"
	"bangui/internal/schedule"
)

// countedRuns follows the runs of tasks on this replica by what is told to browsers. It belongs to one goroutine.
type countedRuns struct {
	metrics *metrics.Metrics
	replica string
	// running is by task; a task runs once at a time.
	running map[string]schedule.Run
}

func newCountedRuns(m *metrics.Metrics, replica string) *countedRuns {
	return &countedRuns{metrics: m, replica: replica, running: make(map[string]schedule.Run)}
}

// heard counts what happened to a run. Nobody tells that a run is lost: a later one of the same task shows it.
func (c *countedRuns) heard(run schedule.Run) {
	before, ours := c.running[run.Task]
	if ours && run.Fence > before.Fence {
		c.end(before, schedule.Lost, time.Since(before.StartedAt))
		ours = false
	}
	switch {
	case run.Replica != c.replica:
	case run.State == schedule.Running && !ours:
		c.running[run.Task] = run
		c.metrics.RunStarted(run.Task)
	case run.State != schedule.Running:
		if !ours {
			c.metrics.RunStarted(run.Task)
		}
		c.end(run, run.State, run.EndedAt.Sub(run.StartedAt))
	}
}

func (c *countedRuns) end(run schedule.Run, state schedule.State, took time.Duration) {
	delete(c.running, run.Task)
	c.metrics.RunEnded(run.Task, string(state), state == schedule.Succeeded, took)
}
