package store

import (
	"context"
	"database/sql"

	"bangui/internal/schedule"
)

// maxLine is how many bytes of a line are kept.
const maxLine = 2000

// SaveProgress implements [schedule.Store]. A line that is stored already stays as it is.
func (s *Store) SaveProgress(ctx context.Context, run schedule.Run, lines []schedule.Line) error {
	ctx = schedule.WithFence(ctx, run)
	return s.change(ctx, "save the progress of "+run.Task, func(tx *sql.Tx) error {
		_, err := exec(ctx, tx, `update runs set done = $1, total = $2, doing = $3 where id = $4`,
			run.Done, run.Total, cut(run.Doing, maxKey), run.ID)
		repeated := newRepeating(tx)
		for _, line := range lines {
			if err != nil {
				return err
			}
			_, err = exec(ctx, repeated, `
				insert into run_lines (run_id, n, at, level, text) values ($1, $2, now_ms(), $3, $4) on conflict (run_id, n) do nothing`,
				run.ID, line.N, string(line.Level), cut(line.Text, maxLine))
		}
		return err
	})
}

// RunLines implements [schedule.Store].
func (s *Store) RunLines(ctx context.Context, id int64, after int) ([]schedule.Line, error) {
	lines, err := all(ctx, s.read, scanLine, `
		select n, at, level, text from run_lines where run_id = $1 and n > $2 order by n`, id, after)
	return lines, s.explain(ctx, "read what a run told", err)
}

func scanLine(row *sql.Rows) (schedule.Line, error) {
	var line schedule.Line
	return line, row.Scan(&line.N, timeIn(&line.At), &line.Level, &line.Text)
}
