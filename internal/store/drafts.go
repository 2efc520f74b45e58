package store

import (
	"context"
	"database/sql"

	"bangui/internal/fault"
	"bangui/internal/revision"
)

func scanDraftFile(row *sql.Rows) (revision.DraftFile, error) {
	var f revision.DraftFile
	err := row.Scan(&f.Name, &f.Base.There, &f.Base.Text, &f.Text.There, &f.Text.Text, timeIn(&f.UpdatedAt))
	return f, err
}

// bytes are those of a file that is there, else null.
func contentBytes(c revision.Content) any {
	switch {
	case !c.There:
		return nil
	case c.Text == nil:
		return []byte{}
	}
	return c.Text
}

// Draft implements [revision.Store].
func (s *Store) Draft(ctx context.Context, hostName string, user int64) (revision.Draft, error) {
	draft, err := readDraft(ctx, s.read, hostName, user)
	return draft, s.explain(ctx, "read draft", err)
}

func readDraft(ctx context.Context, c conn, hostName string, user int64) (revision.Draft, error) {
	files, err := all(ctx, c, scanDraftFile, `
		select name, base_there, base, text_there, text, updated_at from drafts where host = $1 and user_id = $2 order by name`, hostName, user)
	return revision.Draft{Host: hostName, Files: files}, err
}

// ChangeDraft implements [revision.Store]. Changes of one person's drafts are made one after the other, also while a draft has no row to be locked.
func (s *Store) ChangeDraft(ctx context.Context, hostName string, user int64, change revision.DraftChange) error {
	return s.change(ctx, "store draft", func(tx *sql.Tx) error {
		if _, err := all(ctx, tx, value[int64], `select id from users where id = $1`+forChange(s.engine), user); err != nil {
			return err
		}
		is, err := readDraft(ctx, tx, hostName, user)
		if err != nil {
			return err
		}
		if is.Hash() != change.Was {
			return fault.Conflict.Errorf("your draft for %s has been changed meanwhile", hostName).WithMend("Look at it again, then make your change in what is there now.")
		}
		for _, name := range change.Out {
			if _, err := exec(ctx, tx, removeDraftFile, hostName, user, name); err != nil {
				return err
			}
		}
		for _, f := range change.Put {
			_, err := exec(ctx, tx, `
				insert into drafts (host, user_id, name, base_there, base, text_there, text, updated_at) values ($1, $2, $3, $4, $5, $6, $7, now_ms())
				on conflict (host, user_id, name) do update set base_there = excluded.base_there, base = excluded.base,
					text_there = excluded.text_there, text = excluded.text, updated_at = excluded.updated_at`,
				hostName, user, f.Name, f.Base.There, contentBytes(f.Base), f.Text.There, contentBytes(f.Text))
			if err != nil {
				return err
			}
		}
		n, err := first(ctx, tx, value[int], `select count(*) from drafts where host = $1 and user_id = $2`, hostName, user)
		if err != nil {
			return err
		}
		if n > revision.MaxFiles {
			return fault.TooLarge.Errorf("a draft has at most %d files, and there would be %d", revision.MaxFiles, n).
				WithMend("Apply what there is first.")
		}
		return nil
	})
}

const removeDraftFile = `delete from drafts where host = $1 and user_id = $2 and name = $3`

// RemoveDraftFile implements [revision.Store].
func (s *Store) RemoveDraftFile(ctx context.Context, hostName string, user int64, name string) error {
	_, err := exec(ctx, s.write, removeDraftFile, hostName, user, name)
	return s.explain(ctx, "take a file out of a draft", err)
}

// DiscardDraft implements [revision.Store].
func (s *Store) DiscardDraft(ctx context.Context, hostName string, user int64) error {
	_, err := exec(ctx, s.write, `delete from drafts where host = $1 and user_id = $2`, hostName, user)
	return s.explain(ctx, "discard draft", err)
}
