package schedule

import (
	"context"

	"bangui/internal/audit"
	"bangui/internal/fault"
)

// Change is what an operator wants to be different; what is nil stays.
type Change struct {
	Schedule *Schedule
	Enabled  *bool
	// Reset goes back to what the program comes with; the rest of the change does not count then.
	Reset bool
}

// Change changes when a task runs, and whether. What an operator has changed is kept when the program starts again. It fails with
// fault.NotFound, and with fault.Invalid, whose fields are body.every_seconds, body.cron, body.zone and body.missed.
func (j *Jobs) Change(ctx context.Context, task string, change Change, actor audit.Actor) (Entry, error) {
	before, err := j.Schedule(ctx, task)
	if err != nil {
		return Entry{}, err
	}
	setting, err := j.setting(before, change)
	if err != nil {
		return Entry{}, err
	}
	if err := j.store.SetSchedule(ctx, task, setting, jobEntry("schedule.update", actor, task, setting.describe())); err != nil {
		return Entry{}, err
	}
	return j.Schedule(ctx, task)
}

// setting is what the change leads to.
func (j *Jobs) setting(before Entry, change Change) (Setting, error) {
	if member, ok := j.families.find(before.Task); ok {
		return Setting{}, fault.Conflict.Errorf("when %s runs is said where it belongs to, not here", member.Name)
	}
	task, known := j.tasks[before.Task]
	if change.Reset {
		if !known {
			return Setting{}, fault.Unsupported.Errorf("this server does not know the task %q, and so not its default", before.Task)
		}
		return Setting{Schedule: task.Schedule.Normal(), Enabled: true}, nil
	}
	setting := Setting{Schedule: before.Schedule, Enabled: before.Enabled}
	if change.Schedule != nil {
		setting.Schedule = change.Schedule.Normal()
	}
	if change.Enabled != nil {
		setting.Enabled = *change.Enabled
	}
	setting.Custom = !known || !setting.Enabled || setting.Schedule != task.Schedule.Normal()
	return setting, setting.Schedule.Check()
}

// describe says it for the audit.
func (s Setting) describe() string {
	switch {
	case !s.Enabled:
		return "disabled"
	case !s.Custom:
		return s.Schedule.String() + ", as it comes"
	default:
		return s.Schedule.String() + ", missed times: " + string(s.Schedule.Missed)
	}
}
