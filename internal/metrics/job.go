package metrics

import "time"

// makeJobs makes the figures about runs of tasks on this process.
func (m *Metrics) makeJobs() {
	m.runs = m.counter("bangui_job_runs_total", "Runs of tasks on this process, by how they ended", "task", "outcome")
	m.runTime = m.histogram("bangui_job_run_seconds", "How long runs of tasks on this process took",
		[]float64{.01, .1, 1, 10, 60, 600, 3600}, "task")
	m.running = m.gauge("bangui_jobs_running", "Runs of tasks on this process now; for each it holds a lease", "task")
	m.lastSuccess = m.gauge("bangui_job_last_success_timestamp_seconds", "When a run of the task last succeeded on this process", "task")
}

// KnowTask makes the figures of a task known before its first run, so that its first failure is an increase. outcomes are all states in
// which a run can end.
func (m *Metrics) KnowTask(task string, outcomes ...string) {
	if m == nil {
		return
	}
	m.running.WithLabelValues(task)
	for _, outcome := range outcomes {
		m.runs.WithLabelValues(task, outcome)
	}
}

// RunStarted counts a run of a task that begins here.
func (m *Metrics) RunStarted(task string) {
	if m == nil {
		return
	}
	m.running.WithLabelValues(task).Inc()
}

// RunEnded counts a run that ended here. outcome is the state of the run in a word, ok tells whether it is the good one.
func (m *Metrics) RunEnded(task, outcome string, ok bool, took time.Duration) {
	if m == nil {
		return
	}
	m.running.WithLabelValues(task).Dec()
	m.runs.WithLabelValues(task, outcome).Inc()
	m.runTime.WithLabelValues(task).Observe(took.Seconds())
	if ok {
		m.lastSuccess.WithLabelValues(task).SetToCurrentTime()
	}
}
