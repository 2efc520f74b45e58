package schedule

import (
	"cmp"
	"context"
	"fmt"

	"bangui/internal/audit"
	"bangui/internal/event"
	"bangui/internal/fault"
)

// Jobs is what people do with tasks and their runs. Make one with [NewJobs]. All methods may be called at the same time.
type Jobs struct {
	store Store
	bus   *event.Bus
	tasks map[string]Task
	// families have tasks that come and go.
	families families
}

// NewJobs returns the jobs of a program that has these tasks. A cancelled run is published on bus.
func NewJobs(store Store, bus *event.Bus, tasks ...Task) *Jobs {
	j := &Jobs{store: store, bus: bus, tasks: make(map[string]Task)}
	for _, task := range tasks {
		j.tasks[task.Name] = task
	}
	return j
}

// WithFamilies makes the tasks of families known, too. It is called before everything else, and returns the jobs.
func (j *Jobs) WithFamilies(all ...Family) *Jobs {
	j.families = all
	return j
}

// Title is the title of a task; its name if this program does not know it.
func (j *Jobs) Title(task string) string {
	known, _ := j.task(task)
	return cmp.Or(known.Title, task)
}

// task returns the task with this name; ok is false if this program does not know it.
func (j *Jobs) task(name string) (task Task, ok bool) {
	if task, ok := j.tasks[name]; ok {
		return task, true
	}
	return j.families.find(name)
}

// Schedules returns all schedules by name.
func (j *Jobs) Schedules(ctx context.Context) ([]Entry, error) {
	entries, err := j.store.Schedules(ctx)
	if err != nil {
		return nil, err
	}
	for i := range entries {
		entries[i] = j.described(entries[i])
	}
	return entries, nil
}

// Schedule returns one schedule. It fails with fault.NotFound.
func (j *Jobs) Schedule(ctx context.Context, task string) (Entry, error) {
	entries, err := j.Schedules(ctx)
	if err != nil {
		return Entry{}, err
	}
	for _, e := range entries {
		if e.Task == task {
			return e, nil
		}
	}
	return Entry{}, fault.NotFound.Errorf("no task %q", task)
}

// described adds what only a program knows.
func (j *Jobs) described(e Entry) Entry {
	task, ok := j.task(e.Task)
	if !ok {
		return e
	}
	e.Title, e.Description, e.Default = task.Title, task.Description, task.Schedule.Normal()
	if _, member := j.families.find(e.Task); member {
		e.Default = e.Schedule
	}
	return e
}

// Runs returns runs, newest first.
func (j *Jobs) Runs(ctx context.Context, query RunQuery) ([]Run, error) {
	return j.store.Runs(ctx, query)
}

// Run fails with fault.NotFound.
func (j *Jobs) Run(ctx context.Context, id int64) (Run, error) { return j.store.Run(ctx, id) }

// Lines returns what a run told, after the line with this number; zero means from the first. It fails with fault.NotFound.
func (j *Jobs) Lines(ctx context.Context, id int64, after int) ([]Line, error) {
	if _, err := j.store.Run(ctx, id); err != nil {
		return nil, err
	}
	return j.store.RunLines(ctx, id, after)
}

// RunNow asks for a run out of turn, which begins within a second or two. It fails with fault.NotFound, and with fault.Conflict if the
// task runs or was asked for already.
func (j *Jobs) RunNow(ctx context.Context, task string, actor audit.Actor) error {
	return j.store.AskRun(ctx, task, cmp.Or(actor.Name, "system"), jobEntry("job.run", actor, task, ""))
}

// Cancel asks the replica that runs it to end it. It fails with fault.NotFound, and with fault.Conflict if the run has ended.
func (j *Jobs) Cancel(ctx context.Context, id int64, actor audit.Actor) (Run, error) {
	run, err := j.store.Run(ctx, id)
	if err != nil {
		return Run{}, err
	}
	entry := jobEntry("job.cancel", actor, run.Task, fmt.Sprintf("run %d", id))
	if run, err = j.store.CancelRun(ctx, id, cmp.Or(actor.Name, "system"), entry); err != nil {
		return Run{}, err
	}
	j.bus.Publish(event.Job, JobChange{Run: run})
	return run, nil
}

func jobEntry(action string, actor audit.Actor, task, detail string) audit.Entry {
	return audit.Entry{Actor: actor, Action: action, Target: task, Result: audit.OK, Detail: detail}
}
