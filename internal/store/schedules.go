package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/schedule"
)

// longestWait is what NextDue says at most.
const longestWait = time.Hour

// never is when a task is due that runs on demand only: the year 9999.
func never() time.Time { return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC) }

// timetable is when a task runs, with the time of the database.
type timetable struct {
	schedule  schedule.Schedule
	custom    bool
	enabled   bool
	nextRunAt time.Time
	now       time.Time
}

const timetableColumns = `every, cron, zone, missed, custom, enabled, next_run_at, now_ms()`

func (t *timetable) fields() []any {
	return []any{
		durationIn(&t.schedule.Every), &t.schedule.Cron, &t.schedule.Zone, &t.schedule.Missed, &t.custom, &t.enabled,
		timeIn(&t.nextRunAt), timeIn(&t.now),
	}
}

func scanTimetable(row *sql.Rows) (timetable, error) {
	var t timetable
	return t, row.Scan(t.fields()...)
}

// next is when the task is due again after a run that began at from.
func (t *timetable) next(from time.Time) time.Time {
	if next, ok := t.schedule.Next(from, t.now); ok {
		return next
	}
	return never()
}

// EnsureSchedule implements [schedule.Store].
func (s *Store) EnsureSchedule(ctx context.Context, task string, wanted schedule.Schedule) error {
	if err := wanted.Check(); err != nil {
		return err
	}
	wanted, task = wanted.Normal(), cutKey(task)
	return s.change(ctx, "ensure schedule "+task, func(tx *sql.Tx) error {
		_, err := exec(ctx, tx, `
			insert into schedules (task, every, cron, zone, missed, next_run_at) values ($1, $2, $3, $4, $5, -1) on conflict (task) do nothing`,
			task, wanted.Every, wanted.Cron, wanted.Zone, string(wanted.Missed))
		if err != nil {
			return err
		}
		have, err := first(ctx, tx, scanTimetable, `select `+timetableColumns+` from schedules where task = $1`, task)
		if err != nil {
			return err
		}
		next, changed := ensured(have, wanted)
		if !changed {
			return nil
		}
		return setTimes(ctx, tx, task, wanted, next)
	})
}

// ensured is when a task is due that is to have the wanted schedule, and whether anything changes.
func ensured(have timetable, wanted schedule.Schedule) (next time.Time, changed bool) {
	isNew := have.nextRunAt.UnixMilli() == -1
	if !isNew && (have.custom || have.schedule == wanted) {
		return time.Time{}, false
	}
	have.schedule = wanted
	next = have.next(have.now)
	switch {
	case isNew && wanted.Every > 0:
		next = have.now
	case wanted.Every > 0 && have.nextRunAt.Before(next):
		next = have.nextRunAt
	}
	return next, true
}

func setTimes(ctx context.Context, tx *sql.Tx, task string, wanted schedule.Schedule, next time.Time) error {
	_, err := exec(ctx, tx, `
		update schedules set every = $2, cron = $3, zone = $4, missed = $5, next_run_at = $6 where task = $1`,
		task, wanted.Every, wanted.Cron, wanted.Zone, string(wanted.Missed), next)
	return err
}

// NextDue implements [schedule.Store].
func (s *Store) NextDue(ctx context.Context, tasks []string) (time.Duration, error) {
	if len(tasks) == 0 {
		return longestWait, nil
	}
	where := &filter{}
	where.addOneOf("task", tasks)
	due, err := first(ctx, s.read, value[sql.NullInt64], `
		select min(case when run_now_by <> '' or lease_until > next_run_at then lease_until else next_run_at end) - now_ms()
		from schedules where (enabled = 1 or run_now_by <> '') and `+where.text(), where.args...)
	if err != nil {
		return 0, s.explain(ctx, "read schedules", err)
	}
	if !due.Valid {
		return longestWait, nil
	}
	return min(max(time.Duration(min(due.Int64, longestWait.Milliseconds()))*time.Millisecond, 0), longestWait), nil
}

// FamilyTasks implements [schedule.Store].
func (s *Store) FamilyTasks(ctx context.Context, prefix string) ([]string, error) {
	// No name has a character behind this one.
	tasks, err := all(ctx, s.read, value[string], `select task from schedules where task >= $1 and task < $2 order by task`, prefix, prefix+"\U0010FFFF")
	return tasks, s.explain(ctx, "read schedules", err)
}

// Schedules implements [schedule.Store].
func (s *Store) Schedules(ctx context.Context) ([]schedule.Entry, error) {
	entries, err := all(ctx, s.read, scanScheduleEntry, `
		select task, `+timetableColumns+`, replica, lease_until, run_now_by from schedules order by task`)
	if err != nil {
		return nil, s.explain(ctx, "read schedules", err)
	}
	newest, err := all(ctx, s.read, scanRun, `
		select `+runColumns+` from runs where id in (
			select (select max(id) from runs where runs.task = schedules.task) from schedules)`)
	for _, run := range newest {
		for i := range entries {
			if entries[i].Task == run.Task {
				entries[i].Last = &run
			}
		}
	}
	return entries, s.explain(ctx, "read the newest runs", err)
}

func scanScheduleEntry(row *sql.Rows) (schedule.Entry, error) {
	var e schedule.Entry
	var t timetable
	fields := append([]any{&e.Task}, t.fields()...)
	if err := row.Scan(append(fields, &e.Replica, timeIn(&e.LeaseUntil), &e.AskedBy)...); err != nil {
		return e, err
	}
	e.Schedule, e.Custom, e.Enabled = t.schedule, t.custom, t.enabled
	if t.enabled && t.nextRunAt.Before(never()) {
		e.NextRunAt = t.nextRunAt
	}
	if e.Held = e.LeaseUntil.After(t.now); !e.Held {
		e.Replica, e.LeaseUntil = "", time.Time{}
	}
	return e, nil
}

// SetSchedule implements [schedule.Store].
func (s *Store) SetSchedule(ctx context.Context, task string, setting schedule.Setting, entry audit.Entry) error {
	if err := setting.Schedule.Check(); err != nil {
		return err
	}
	wanted := setting.Schedule.Normal()
	return s.change(ctx, "change the schedule of "+task, func(tx *sql.Tx) error {
		have, err := first(ctx, tx, scanTimetable, `
			update schedules set custom = $2, enabled = $3 where task = $1 returning `+timetableColumns, task, setting.Custom, setting.Enabled)
		if errors.Is(err, sql.ErrNoRows) {
			return unknownTask(task)
		}
		if err != nil {
			return err
		}
		have.schedule = wanted
		if err := setTimes(ctx, tx, task, wanted, have.next(have.now)); err != nil {
			return err
		}
		return record(ctx, tx, entry)
	})
}

// AskRun implements [schedule.Store].
func (s *Store) AskRun(ctx context.Context, task, actor string, entry audit.Entry) error {
	return s.change(ctx, "ask for a run of "+task, func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `
			update schedules set run_now_by = $2 where task = $1 and run_now_by = '' and lease_until <= now_ms()`, task, cutKey(actor))
		if err != nil {
			return err
		}
		if n == 0 {
			return notAsked(ctx, tx, task)
		}
		return record(ctx, tx, entry)
	})
}

// notAsked says why nothing could be asked for.
func notAsked(ctx context.Context, tx *sql.Tx, task string) error {
	held, err := first(ctx, tx, value[bool], `select lease_until > now_ms() from schedules where task = $1`, task)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return unknownTask(task)
	case err != nil:
		return err
	case held:
		return fault.Conflict.Errorf("%s runs at this moment", task)
	default:
		return fault.Conflict.Errorf("a run of %s has been asked for already", task)
	}
}

func unknownTask(task string) error { return fault.NotFound.Errorf("no task %q", task) }
