package app

import (
	"strings"
	"time"

	"bangui/internal/metrics"
	"bangui/internal/schedule"
)

// countedRuns follows the runs of tasks on this replica by what is told to browsers. It belongs to one goroutine.
type countedRuns struct {
	metrics *metrics.Metrics
	replica string
	// families are the beginnings of the names of tasks that are counted together.
	families []string
	// running is by task; a task runs once at a time.
	running map[string]schedule.Run
}

func newCountedRuns(m *metrics.Metrics, replica string, families ...string) *countedRuns {
	return &countedRuns{metrics: m, replica: replica, families: families, running: make(map[string]schedule.Run)}
}

// label is the task as the figures name it: people make as many lists as they like, and figures must not grow with them.
func (c *countedRuns) label(task string) string {
	for _, family := range c.families {
		if strings.HasPrefix(task, family) {
			return strings.TrimSuffix(family, ".")
		}
	}
	return task
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
		c.metrics.RunStarted(c.label(run.Task))
	case run.State != schedule.Running:
		if !ours {
			c.metrics.RunStarted(c.label(run.Task))
		}
		c.end(run, run.State, run.EndedAt.Sub(run.StartedAt))
	}
}

func (c *countedRuns) end(run schedule.Run, state schedule.State, took time.Duration) {
	delete(c.running, run.Task)
	c.metrics.RunEnded(c.label(run.Task), string(state), state == schedule.Succeeded, took)
}
