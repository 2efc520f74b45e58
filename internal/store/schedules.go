package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"bangui/internal/fault"
	"bangui/internal/schedule"
)

// longestWait is what NextDue says at most.
const longestWait = time.Hour

// EnsureSchedule implements [schedule.Store].
func (s *Store) EnsureSchedule(ctx context.Context, task string, every time.Duration) error {
	if every < time.Second {
		return fault.Invalid.Errorf("task %s: an interval of %v is too short, 1 s is the least", task, every)
	}
	_, err := exec(ctx, s.write, `
		insert into schedules as kept (task, every, next_run_at) values ($1, $2, now_ms())
		on conflict (task) do update set every = excluded.every,
			next_run_at = case when kept.next_run_at < excluded.next_run_at + excluded.every
				then kept.next_run_at else excluded.next_run_at + excluded.every end`, cutKey(task), every)
	return s.explain(ctx, "ensure schedule "+task, err)
}

// ClaimRun implements [schedule.Store]. The update holds the row: a second replica that wants it waits, and then finds it held.
func (s *Store) ClaimRun(
	ctx context.Context, replica string, tasks []string, lease time.Duration,
) (run schedule.Run, ok bool, err error) {
	if len(tasks) == 0 {
		return schedule.Run{}, false, nil
	}
	err = s.change(ctx, "claim a run", func(tx *sql.Tx) error {
		claimed, err := claim(ctx, tx, replica, tasks, lease)
		if errors.Is(err, sql.ErrNoRows) {
			ok = false
			return nil
		}
		if err != nil {
			return err
		}
		ok = true
		run, err = beginRun(ctx, tx, claimed)
		return err
	})
	return run, ok && err == nil, err
}

func claim(ctx context.Context, tx *sql.Tx, replica string, tasks []string, lease time.Duration) (schedule.Run, error) {
	where := &filter{args: []any{replica, lease}}
	where.addOneOf("task", tasks)
	return first(ctx, tx, scanClaim, `
		update schedules set lease_until = clock.now + $2, fence = fence + 1, replica = $1
		from (select now_ms() as now) as clock
		where next_run_at <= clock.now and lease_until <= clock.now and task = (
			select due.task from schedules as due
			where due.next_run_at <= (select now_ms()) and due.lease_until <= (select now_ms()) and due.`+where.text()+`
			order by due.next_run_at, due.task limit 1)
		returning task, fence, replica`, where.args...)
}

// beginRun marks an earlier run of the task as lost, if it did not end, and begins the new one.
func beginRun(ctx context.Context, tx *sql.Tx, claimed schedule.Run) (schedule.Run, error) {
	_, err := exec(ctx, tx, `
		update runs set state = $1, ended_at = now_ms(), outcome = $2 where task = $3 and state = $4`,
		string(schedule.Lost), "the replica did not renew its lease", claimed.Task, string(schedule.Running))
	if err != nil {
		return claimed, err
	}
	return first(ctx, tx, scanRun, `
		insert into runs (task, fence, replica, started_at, state) values ($1, $2, $3, now_ms(), $4)
		returning `+runColumns, claimed.Task, claimed.Fence, claimed.Replica, string(schedule.Running))
}

// RenewLease implements [schedule.Store]. A lease that is over but that nobody else has taken can still be renewed.
func (s *Store) RenewLease(ctx context.Context, run schedule.Run, lease time.Duration) error {
	return s.change(ctx, "renew the lease of "+run.Task, func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `
			update schedules set lease_until = now_ms() + $1 where task = $2 and fence = $3 and lease_until > 0`,
			lease, run.Task, run.Fence)
		return leaseError(run, n, err)
	})
}

// FinishRun implements [schedule.Store]. Times that passed while it ran are skipped.
func (s *Store) FinishRun(ctx context.Context, run schedule.Run, state schedule.State, outcome string) error {
	return s.endRun(ctx, run, state, outcome, `
		update schedules set lease_until = 0,
			next_run_at = $3 + every * (case when clock.now > $3 then (clock.now - $3) / every else 0 end + 1)
		from (select now_ms() as now) as clock
		where task = $1 and fence = $2 and lease_until > 0`, run.Task, run.Fence, run.StartedAt)
}

// ReleaseRun implements [schedule.Store].
func (s *Store) ReleaseRun(ctx context.Context, run schedule.Run, outcome string) error {
	return s.endRun(ctx, run, schedule.Released, outcome, `
		update schedules set lease_until = 0, next_run_at = now_ms()
		where task = $1 and fence = $2 and lease_until > 0`, run.Task, run.Fence)
}

// endRun ends the lease by the given statement and then the run.
func (s *Store) endRun(
	ctx context.Context, run schedule.Run, state schedule.State, outcome, endLease string, args ...any,
) error {
	return s.change(ctx, "end the run of "+run.Task, func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, endLease, args...)
		if err := leaseError(run, n, err); err != nil {
			return err
		}
		_, err = exec(ctx, tx, `update runs set state = $1, outcome = $2, ended_at = now_ms() where id = $3`,
			string(state), outcome, run.ID)
		return err
	})
}

func leaseError(run schedule.Run, changed int64, err error) error {
	if err == nil && changed == 0 {
		return fault.Conflict.Errorf("the lease of task %s was lost", run.Task)
	}
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
		select min(case when next_run_at > lease_until then next_run_at else lease_until end) - now_ms()
		from schedules where `+where.text(), where.args...)
	if err != nil {
		return 0, s.explain(ctx, "read schedules", err)
	}
	if !due.Valid {
		return longestWait, nil
	}
	return min(max(time.Duration(due.Int64)*time.Millisecond, 0), longestWait), nil
}

func scanClaim(row *sql.Rows) (schedule.Run, error) {
	var run schedule.Run
	return run, row.Scan(&run.Task, &run.Fence, &run.Replica)
}
