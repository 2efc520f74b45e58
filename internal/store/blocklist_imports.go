package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"bangui/internal/audit"
	"bangui/internal/blocklist"
	"bangui/internal/fault"
)

const importColumns = `id, list, job, started_at, ended_at, cause, actor, outcome, message, report`

func scanImport(row *sql.Rows) (blocklist.Run, error) {
	var r blocklist.Run
	var report string
	err := row.Scan(&r.ID, &r.List, &r.Job, timeIn(&r.StartedAt), timeIn(&r.EndedAt), &r.Cause, &r.Actor, &r.Outcome, &r.Message, &report)
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal([]byte(report), &r.Report); err != nil {
		return r, fmt.Errorf("the report of import %d: %w", r.ID, err)
	}
	return r, nil
}

// BeginImport implements [blocklist.ImportStore].
func (s *Store) BeginImport(ctx context.Context, run blocklist.Run) (begun blocklist.Run, err error) {
	err = s.change(ctx, "begin an import", func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `update blocklists set tried_at = now_ms() where id = $1`, run.List)
		if err != nil {
			return err
		}
		if n == 0 {
			return unknownList(run.List)
		}
		_, err = exec(ctx, tx, `update blocklist_imports set outcome = $2, message = $3, ended_at = now_ms() where list = $1 and ended_at is null`,
			run.List, string(blocklist.Lost), "the server that did it was stopped or killed; it was done again")
		if err != nil {
			return err
		}
		begun, err = first(ctx, tx, scanImport, `
			insert into blocklist_imports (list, job, started_at, cause, actor, outcome) values ($1, $2, now_ms(), $3, $4, $5) returning `+importColumns,
			run.List, run.Job, string(run.Cause), cutKey(run.Actor), string(blocklist.Running))
		return err
	})
	return begun, err
}

// EndImport implements [blocklist.ImportStore].
func (s *Store) EndImport(ctx context.Context, run blocklist.Run, change blocklist.Change) (ended blocklist.Run, err error) {
	err = s.change(ctx, "end an import", func(tx *sql.Tx) error {
		now, err := first(ctx, tx, scanSeen, `update blocklists set source = source where id = $1 returning source, revision, held`, run.List)
		if errors.Is(err, sql.ErrNoRows) {
			return unknownList(run.List)
		}
		if err != nil {
			return err
		}
		run, change := run, change
		if why := now.stale(change); why != "" {
			run.Outcome, run.Message = blocklist.Cancelled, why+": it is imported anew"
			run.Revision, change = 0, blocklist.Change{}
		}
		report, err := json.Marshal(run.Report)
		if err != nil {
			return err
		}
		ended, err = first(ctx, tx, scanImport, `
			update blocklist_imports set ended_at = now_ms(), outcome = $2, message = $3, revision = $4, report = $5 where id = $1 and ended_at is null
			returning `+importColumns,
			run.ID, string(run.Outcome), cut(run.Message, maxLine), max(change.Force, change.Hold), string(report))
		if errors.Is(err, sql.ErrNoRows) {
			return fault.Conflict.Errorf("the import has ended already")
		}
		if err != nil {
			return err
		}
		return changeList(ctx, tx, run, change)
	})
	return ended, err
}

// seen is what an import goes by.
type seen struct{ source, revision, held int64 }

func scanSeen(row *sql.Rows) (seen, error) {
	var s seen
	return s, row.Scan(&s.source, &s.revision, &s.held)
}

// stale is why an import cannot change the list any more; empty if it can. One that got nothing goes by the source alone.
func (s seen) stale(c blocklist.Change) string {
	switch {
	case s.source != c.Source:
		return "somebody has changed meanwhile where the list comes from, or how it is read"
	case c.Fetched && (s.revision != c.Revision || s.held != c.Held):
		return "somebody has accepted meanwhile what waited"
	}
	return ""
}

// changeList takes what came of an import into the list.
func changeList(ctx context.Context, tx *sql.Tx, run blocklist.Run, c blocklist.Change) error {
	set := &filter{}
	switch {
	case c.Fetched:
		set.add(`fetched_at = (select started_at from blocklist_imports where id = %s), failures = 0, problem = ''`, run.ID)
	case c.Failed:
		set.add(`failures = failures + 1, problem = %s`, cut(run.Message, maxLine))
	}
	if c.Validators != nil {
		set.add(`etag = %s, last_modified = %s`, c.Validators.ETag, c.Validators.LastModified)
	}
	switch {
	case c.Force != 0:
		set.add(`revision = %s, held = 0, compare = 1`, c.Force)
	case c.Hold != 0:
		set.add(`held = %s`, c.Hold)
	case c.Fetched && c.Alert == nil:
		set.add(`held = 0`)
	}
	switch {
	case c.Alert != nil:
		text, err := json.Marshal(c.Alert)
		if err != nil {
			return err
		}
		set.add(`alert = %s`, string(text))
	case c.Fetched:
		set.add(`alert = null`)
	}
	if len(set.conditions) == 0 {
		return nil
	}
	id := set.arg(run.List)
	_, err := exec(ctx, tx, `update blocklists set `+set.list()+` where id = `+id, set.args...)
	return err
}

// AcceptHeld implements [blocklist.ImportStore].
func (s *Store) AcceptHeld(ctx context.Context, list, revision int64, entry audit.Entry) (accepted blocklist.List, err error) {
	err = s.change(ctx, "accept the contents of a block list", func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `
			update blocklists set revision = held, held = 0, alert = null, compare = 1 where id = $1 and held = $2 and held <> 0`, list, revision)
		if err != nil {
			return err
		}
		if accepted, err = oneList(ctx, tx, list); err != nil {
			return err
		}
		if n == 0 {
			return fault.Conflict.Errorf("what waits to be accepted is something else by now, or nothing").WithMend("Look at the list again.")
		}
		return record(ctx, tx, entry)
	})
	return accepted, err
}

// BlocklistImports implements [blocklist.ImportStore].
func (s *Store) BlocklistImports(ctx context.Context, query blocklist.RunQuery) ([]blocklist.Run, error) {
	where := &filter{}
	if query.List != 0 {
		where.add("list = %s", query.List)
	}
	if query.Before > 0 {
		where.add("id < %s", query.Before)
	}
	most := where.arg(query.Limit)
	runs, err := all(ctx, s.read, scanImport, `select `+importColumns+` from blocklist_imports where `+where.text()+` order by id desc limit `+most, where.args...)
	return runs, s.explain(ctx, "list imports", err)
}

// BlocklistImport implements [blocklist.ImportStore].
func (s *Store) BlocklistImport(ctx context.Context, list, id int64) (blocklist.Run, error) {
	run, err := first(ctx, s.read, scanImport, `select `+importColumns+` from blocklist_imports where id = $1 and list = $2`, id, list)
	if errors.Is(err, sql.ErrNoRows) {
		return run, fault.NotFound.Errorf("block list %d has no import %d", list, id)
	}
	if err == nil {
		run.Hosts, err = all(ctx, s.read, func(row *sql.Rows) (blocklist.Applied, error) {
			var a blocklist.Applied
			return a, row.Scan(&a.Host, timeIn(&a.At), durationIn(&a.Took))
		}, `select host, at, took from blocklist_applied where import = $1 order by host`, id)
	}
	return run, s.explain(ctx, "look up an import", err)
}

// RemoveImports implements [blocklist.ImportStore].
func (s *Store) RemoveImports(ctx context.Context, age time.Duration, limit int) (int, error) {
	n, err := exec(ctx, s.write, `
		delete from blocklist_imports where id in (
			select i.id from blocklist_imports i where i.ended_at < (select now_ms()) - $1
				and i.id < (select max(id) from blocklist_imports where list = i.list) order by i.id limit $2)`, age, limit)
	return int(n), s.explain(ctx, "remove imports", err)
}
