package store

import (
	"context"
	"database/sql"
	"time"

	"bangui/internal/schedule"
)

const runColumns = `id, task, fence, replica, started_at, ended_at, state, outcome`

// Runs implements [schedule.Store].
func (s *Store) Runs(ctx context.Context, task string, limit int) ([]schedule.Run, error) {
	where := &filter{}
	where.addText("task", task)
	most := where.arg(limit)
	runs, err := all(ctx, s.read, scanRun, `
		select `+runColumns+` from runs where `+where.text()+` order by id desc limit `+most, where.args...)
	return runs, s.explain(ctx, "read runs", err)
}

// RemoveRuns implements [schedule.Store].
func (s *Store) RemoveRuns(ctx context.Context, t time.Time, limit int) (int, error) {
	n, err := exec(ctx, s.write, `
		delete from runs where id in (select id from runs where ended_at is not null and ended_at < $1 order by ended_at limit $2)`,
		t, limit)
	return int(n), s.explain(ctx, "remove runs", err)
}

func scanRun(row *sql.Rows) (schedule.Run, error) {
	var run schedule.Run
	err := row.Scan(&run.ID, &run.Task, &run.Fence, &run.Replica, timeIn(&run.StartedAt), timeIn(&run.EndedAt), &run.State, &run.Outcome)
	return run, err
}
