package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"bangui/internal/fault"
	"bangui/internal/schedule"
)

// lateAfter is how long after its time a task counts as missed.
const lateAfter = time.Minute

// claimed is a task that was claimed.
type claimed struct {
	timetable
	task, replica, actor string
	fence                int64
}

// cause is manual if somebody asked for the run, even if it is due as well.
func (c *claimed) cause() schedule.Cause {
	if c.actor != "" {
		return schedule.Manual
	}
	return schedule.Scheduled
}

// missed tells whether the time has passed and is not to be made up for.
func (c *claimed) missed() bool {
	return c.actor == "" && c.schedule.Missed == schedule.Skip && c.now.Sub(c.nextRunAt) > lateAfter
}

// ClaimRun implements [schedule.Store]. The update holds the row: a second replica that wants it leaves it alone.
func (s *Store) ClaimRun(
	ctx context.Context, replica string, tasks []string, lease time.Duration,
) (run schedule.Run, ok bool, err error) {
	if len(tasks) == 0 {
		return schedule.Run{}, false, nil
	}
	for again := true; again; {
		err = s.change(ctx, "claim a run", func(tx *sql.Tx) error {
			run, ok, again = schedule.Run{}, false, false
			task, err := s.claim(ctx, tx, replica, tasks, lease)
			if errors.Is(err, sql.ErrNoRows) {
				return nil
			}
			if err != nil {
				return err
			}
			run, ok, err = begin(ctx, tx, task)
			again = !ok
			return err
		})
		if err != nil {
			return schedule.Run{}, false, err
		}
	}
	return run, ok, nil
}

func (s *Store) claim(ctx context.Context, tx *sql.Tx, replica string, tasks []string, lease time.Duration) (claimed, error) {
	where := &filter{args: []any{replica, lease}}
	where.addOneOf("task", tasks)
	return first(ctx, tx, scanClaimed, `
		update schedules set lease_until = clock.now + $2, fence = fence + 1, replica = $1
		from (select now_ms() as now) as clock
		where lease_until <= clock.now and task = (
			select due.task from schedules as due
			where due.lease_until <= (select now_ms())
				and (due.run_now_by <> '' or (due.enabled = 1 and due.next_run_at <= (select now_ms()))) and due.`+where.text()+`
			order by due.next_run_at, due.task limit 1`+forClaim(s.engine)+`)
		returning task, replica, run_now_by, fence, `+timetableColumns, where.args...)
}

func scanClaimed(row *sql.Rows) (claimed, error) {
	var c claimed
	return c, row.Scan(append([]any{&c.task, &c.replica, &c.actor, &c.fence}, c.fields()...)...)
}

// begin marks an earlier run of the task as lost, if it did not end, and begins the new one. It does not, and ok is false, if the
// earlier one was to be cancelled, or if the time was missed and that is to be skipped.
func begin(ctx context.Context, tx *sql.Tx, c claimed) (run schedule.Run, ok bool, err error) {
	lost, err := all(ctx, tx, value[bool], `
		update runs set state = case when cancel_at is null then $1 else $2 end, ended_at = now_ms(), outcome = $3
		where task = $4 and state = $5 returning cancel_at is not null`,
		string(schedule.Lost), string(schedule.Cancelled), "the replica did not renew its lease", c.task, string(schedule.Running))
	if err != nil {
		return run, false, err
	}
	cancelled, begun := false, len(lost) > 0
	for _, by := range lost {
		cancelled = cancelled || by
	}
	if cancelled || (!begun && c.missed()) {
		return run, false, passOver(ctx, tx, c)
	}
	run, err = first(ctx, tx, scanRun, `
		insert into runs (task, fence, replica, started_at, state, cause, actor) values ($1, $2, $3, now_ms(), $4, $5, $6)
		returning `+runColumns, c.task, c.fence, c.replica, string(schedule.Running), string(c.cause()), c.actor)
	return run, err == nil, err
}

// passOver gives a claimed task back without a run, until its next time.
func passOver(ctx context.Context, tx *sql.Tx, c claimed) error {
	next := c.nextRunAt
	if !next.After(c.now) {
		next = c.next(c.nextRunAt)
	}
	_, err := exec(ctx, tx, `update schedules set lease_until = 0, run_now_by = '', next_run_at = $2 where task = $1`, c.task, next)
	return err
}

// RenewLease implements [schedule.Store].
func (s *Store) RenewLease(ctx context.Context, run schedule.Run, lease time.Duration) (schedule.Run, error) {
	var now schedule.Run
	err := s.change(ctx, "renew the lease of "+run.Task, func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `
			update schedules set lease_until = clock.now + $1 from (select now_ms() as now) as clock
			where task = $2 and fence = $3 and lease_until > clock.now`, lease, run.Task, run.Fence)
		if err := leaseError(run, n, err); err != nil {
			return err
		}
		now, err = first(ctx, tx, scanRun, `select `+runColumns+` from runs where id = $1`, run.ID)
		return err
	})
	return now, err
}

// FinishRun implements [schedule.Store]. Times that passed while it ran are skipped.
func (s *Store) FinishRun(ctx context.Context, run schedule.Run, state schedule.State, outcome string) (schedule.Run, error) {
	return s.endRun(ctx, run, state, outcome, func(tx *sql.Tx, t timetable) error {
		next := t.nextRunAt
		if !next.After(t.now) {
			next = t.next(run.StartedAt)
		}
		if run.Again > 0 {
			next = t.now.Add(run.Again)
		}
		if run.Routine && run.Cause == schedule.Scheduled && state == schedule.Succeeded {
			if err := foldRun(ctx, tx, run, outcome); err != nil {
				return err
			}
		}
		_, err := exec(ctx, tx, `update schedules set run_now_by = '', next_run_at = $2 where task = $1`, run.Task, next)
		return err
	})
}

// foldRun removes the run before this one if it ended as this one does.
func foldRun(ctx context.Context, tx *sql.Tx, run schedule.Run, outcome string) error {
	_, err := exec(ctx, tx, `
		delete from runs where id = (select max(id) from runs where task = $1 and id < $2) and cause = $3 and state = $4 and outcome = $5`,
		run.Task, run.ID, string(schedule.Scheduled), string(schedule.Succeeded), outcome)
	return err
}

// ReleaseRun implements [schedule.Store]. What was asked for stays asked for.
func (s *Store) ReleaseRun(ctx context.Context, run schedule.Run, outcome string) (schedule.Run, error) {
	return s.endRun(ctx, run, schedule.Released, outcome, func(tx *sql.Tx, t timetable) error {
		if t.nextRunAt.After(t.now) {
			return nil
		}
		_, err := exec(ctx, tx, `update schedules set next_run_at = $2 where task = $1`, run.Task, t.now)
		return err
	})
}

// endRun ends the lease and the run, and has the time of the next one set.
func (s *Store) endRun(
	ctx context.Context, run schedule.Run, state schedule.State, outcome string, setNext func(*sql.Tx, timetable) error,
) (ended schedule.Run, err error) {
	err = s.change(ctx, "end the run of "+run.Task, func(tx *sql.Tx) error {
		t, err := first(ctx, tx, scanTimetable, `
			update schedules set lease_until = 0 where task = $1 and fence = $2 and lease_until > (select now_ms())
			returning `+timetableColumns, run.Task, run.Fence)
		if errors.Is(err, sql.ErrNoRows) {
			return leaseError(run, 0, nil)
		}
		if err != nil {
			return err
		}
		if err := setNext(tx, t); err != nil {
			return err
		}
		ended, err = first(ctx, tx, scanRun, `
			update runs set state = $1, outcome = $2, ended_at = now_ms(), doing = '' where id = $3 returning `+runColumns,
			string(state), outcome, run.ID)
		return err
	})
	return ended, err
}

func leaseError(run schedule.Run, changed int64, err error) error {
	if err == nil && changed == 0 {
		return fault.Conflict.Errorf("the lease of task %s was lost", run.Task)
	}
	return err
}
