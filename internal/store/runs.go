package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"time"

	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/schedule"
)

const runColumns = `id, task, fence, replica, started_at, ended_at, state, outcome, cause, actor, done, total, doing, cancel_at, cancel_by`

// runsAtOnce is how many runs are returned if nobody says how many.
const runsAtOnce = 50

// Runs implements [schedule.Store].
func (s *Store) Runs(ctx context.Context, query schedule.RunQuery) ([]schedule.Run, error) {
	where := &filter{}
	where.addText("task", query.Task)
	where.addText("state", string(query.State))
	if query.Before > 0 {
		where.add("id < %s", query.Before)
	}
	most := where.arg(cmp.Or(query.Limit, runsAtOnce))
	runs, err := all(ctx, s.read, scanRun, `
		select `+runColumns+` from runs where `+where.text()+` order by id desc limit `+most, where.args...)
	return runs, s.explain(ctx, "read runs", err)
}

// Run implements [schedule.Store].
func (s *Store) Run(ctx context.Context, id int64) (schedule.Run, error) {
	run, err := first(ctx, s.read, scanRun, `select `+runColumns+` from runs where id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return schedule.Run{}, unknownRun(id)
	}
	return run, s.explain(ctx, "read a run", err)
}

// CancelRun implements [schedule.Store].
func (s *Store) CancelRun(ctx context.Context, id int64, actor string, entry audit.Entry) (run schedule.Run, err error) {
	err = s.change(ctx, "cancel a run", func(tx *sql.Tx) error {
		run, err = first(ctx, tx, scanRun, `
			update runs set cancel_at = coalesce(cancel_at, now_ms()), cancel_by = case when cancel_by = '' then $2 else cancel_by end
			where id = $1 and state = $3 returning `+runColumns, id, cutKey(actor), string(schedule.Running))
		if errors.Is(err, sql.ErrNoRows) {
			return notCancelled(ctx, tx, id)
		}
		if err != nil {
			return err
		}
		return record(ctx, tx, entry)
	})
	return run, err
}

// notCancelled says why a run could not be cancelled.
func notCancelled(ctx context.Context, tx *sql.Tx, id int64) error {
	state, err := first(ctx, tx, value[string], `select state from runs where id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return unknownRun(id)
	}
	if err != nil {
		return err
	}
	return fault.Conflict.Errorf("run %d has ended already: %s", id, state)
}

func unknownRun(id int64) error { return fault.NotFound.Errorf("no run with number %d", id) }

// RemoveRuns implements [schedule.Store]. Their lines go with them.
func (s *Store) RemoveRuns(ctx context.Context, age time.Duration, limit int) (int, error) {
	n, err := exec(ctx, s.write, `
		delete from runs where id in (
			select id from runs where ended_at is not null and ended_at < (select now_ms()) - $1 order by ended_at limit $2)`, age, limit)
	return int(n), s.explain(ctx, "remove runs", err)
}

func scanRun(row *sql.Rows) (schedule.Run, error) {
	var run schedule.Run
	err := row.Scan(&run.ID, &run.Task, &run.Fence, &run.Replica, timeIn(&run.StartedAt), timeIn(&run.EndedAt), &run.State, &run.Outcome,
		&run.Cause, &run.Actor, &run.Done, &run.Total, &run.Doing, timeIn(&run.CancelAt), &run.CancelBy)
	return run, err
}
