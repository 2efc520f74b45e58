package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/revision"
)

const revisionColumns = `id, order_id, host, author, user_id, reason, draft_hash, restores, confirm_within, created_at, state`

func scanRevision(row *sql.Rows) (revision.Revision, error) {
	var r revision.Revision
	var state string
	err := row.Scan(&r.ID, &r.Order, &r.Host, &r.Author, &r.UserID, &r.Reason, &r.DraftHash, &r.Restores, durationIn(&r.ConfirmWithin), timeIn(&r.CreatedAt), &state)
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal([]byte(state), &r.State); err != nil {
		return r, fmt.Errorf("the state of revision %d: %w", r.ID, err)
	}
	return r, nil
}

// MakeRevision implements [revision.Store].
func (s *Store) MakeRevision(ctx context.Context, made revision.Revision, entry audit.Entry) (stored revision.Revision, err error) {
	state, err := json.Marshal(made.State)
	if err != nil {
		return made, err
	}
	err = s.change(ctx, "make revision", func(tx *sql.Tx) error {
		if err := noOpenRevision(ctx, tx, made.Host); err != nil {
			return err
		}
		stored, err = first(ctx, tx, scanRevision, `
			insert into revisions (order_id, host, author, user_id, reason, draft_hash, restores, confirm_within, created_at, phase, state)
			values ($1, $2, $3, $4, $5, $6, $7, $8, now_ms(), $9, $10) on conflict do nothing returning `+revisionColumns,
			made.Order, made.Host, made.Author, made.UserID, made.Reason, made.DraftHash, made.Restores, made.ConfirmWithin, string(made.State.Phase), string(state))
		if errors.Is(err, sql.ErrNoRows) {
			return openRevision(made.Host) // another replica was faster
		}
		if err != nil {
			return err
		}
		for _, f := range made.Files {
			_, err := exec(ctx, tx, `
				insert into revision_files (revision, name, before_there, before, after_there, after, added, removed) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
				stored.ID, f.Name, f.Before.There, contentBytes(f.Before), f.After.There, contentBytes(f.After), f.Added, f.Removed)
			if err != nil {
				return err
			}
		}
		stored.Files = made.Files
		return record(ctx, tx, entry)
	})
	return stored, err
}

func noOpenRevision(ctx context.Context, c conn, hostName string) error {
	n, err := first(ctx, c, value[int], `select count(*) from revisions where host = $1 and ended_at is null`, hostName)
	if err == nil && n > 0 {
		return openRevision(hostName)
	}
	return err
}

func openRevision(hostName string) error {
	return fault.Conflict.Errorf("another change of %s is going on, or waits to be confirmed", hostName).
		WithMend("Wait until it is over, or confirm it or take it back.")
}

// SaveState implements [revision.Store].
func (s *Store) SaveState(ctx context.Context, id int64, state host.ApplyState, entries ...audit.Entry) (changed bool, err error) {
	text, err := json.Marshal(state)
	if err != nil {
		return false, err
	}
	err = s.change(ctx, "store the state of a revision", func(tx *sql.Tx) error {
		n, err := exec(ctx, tx, `
			update revisions set phase = $2, state = $3, ended_at = case when $4 = 1 then now_ms() end
			where id = $1 and ended_at is null and state <> $3`, id, string(state.Phase), string(text), state.Phase.Over())
		if changed = n > 0; err != nil || !changed {
			return err
		}
		return record(ctx, tx, entries...)
	})
	return changed, err
}

// Revision implements [revision.Store].
func (s *Store) Revision(ctx context.Context, id int64) (revision.Revision, error) {
	one, err := first(ctx, s.read, scanRevision, `select `+revisionColumns+` from revisions where id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return one, fault.NotFound.Errorf("no revision %d", id)
	}
	if err == nil {
		one.Files, err = all(ctx, s.read, scanRevisionFile, `
			select name, before_there, before, after_there, after, added, removed from revision_files where revision = $1 order by name`, id)
	}
	return one, s.explain(ctx, "look up revision", err)
}

func scanRevisionFile(row *sql.Rows) (revision.File, error) {
	var f revision.File
	err := row.Scan(&f.Name, &f.Before.There, &f.Before.Text, &f.After.There, &f.After.Text, &f.Added, &f.Removed)
	return f, err
}

// Revisions implements [revision.Store].
func (s *Store) Revisions(ctx context.Context, query revision.Query) ([]revision.Revision, error) {
	where := &filter{}
	where.addText("host", query.Host)
	if query.Before > 0 {
		where.add("id < %s", query.Before)
	}
	limit := where.arg(query.Limit)
	list, err := all(ctx, s.read, scanRevision, `select `+revisionColumns+` from revisions where `+where.text()+` order by id desc limit `+limit, where.args...)
	if err != nil || len(list) == 0 {
		return list, s.explain(ctx, "list revisions", err)
	}
	type named struct {
		revision int64
		file     revision.File
	}
	scan := func(row *sql.Rows) (named, error) {
		var n named
		return n, row.Scan(&n.revision, &n.file.Name, &n.file.Before.There, &n.file.After.There, &n.file.Added, &n.file.Removed)
	}
	files, err := all(ctx, s.read, scan, `
		select revision, name, before_there, after_there, added, removed from revision_files where revision between $1 and $2 order by revision, name`,
		list[len(list)-1].ID, list[0].ID)
	for i := range list {
		for _, f := range files {
			if f.revision == list[i].ID {
				list[i].Files = append(list[i].Files, f.file)
			}
		}
	}
	return list, s.explain(ctx, "list files of revisions", err)
}

// OpenRevisions implements [revision.Store].
func (s *Store) OpenRevisions(ctx context.Context) ([]revision.Revision, error) {
	list, err := all(ctx, s.read, scanRevision, `select `+revisionColumns+` from revisions where ended_at is null order by id`)
	return list, s.explain(ctx, "list open revisions", err)
}

// AppliedFiles implements [revision.Store]. Which rows count is found without their texts.
func (s *Store) AppliedFiles(ctx context.Context, hostName string, at, since int64) ([]revision.AppliedFile, error) {
	scan := func(row *sql.Rows) (revision.AppliedFile, error) {
		var f revision.AppliedFile
		return f, row.Scan(&f.Name, &f.Revision, &f.Author, &f.There, &f.Text)
	}
	list, err := all(ctx, s.read, scan, `
		select f.name, r.id, r.author, case when r.id < $2 then f.after_there else f.before_there end, case when r.id < $2 then f.after else f.before end
		from (
			select f.name, coalesce(max(case when r.id < $2 then r.id end), min(r.id)) as revision
			from revisions r join revision_files f on f.revision = r.id
			where r.host = $1 and r.id <> $2 and r.phase in ($4, $5) group by f.name having max(r.id) > $3) c
		join revision_files f on f.revision = c.revision and f.name = c.name join revisions r on r.id = c.revision
		order by f.name`,
		hostName, at, since, string(host.PhaseApplied), string(host.PhaseWaiting))
	return list, s.explain(ctx, "read files of revisions", err)
}
