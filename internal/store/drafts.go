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
	draft := revision.Draft{Host: hostName}
	var err error
	draft.Files, err = all(ctx, s.read, scanDraftFile, `
		select name, base_there, base, text_there, text, updated_at from drafts where host = $1 and user_id = $2 order by name`, hostName, user)
	return draft, s.explain(ctx, "read draft", err)
}

// SaveDraftFiles implements [revision.Store].
func (s *Store) SaveDraftFiles(ctx context.Context, hostName string, user int64, files []revision.DraftFile) error {
	return s.change(ctx, "store draft", func(tx *sql.Tx) error {
		for _, f := range files {
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

// RemoveDraftFile implements [revision.Store].
func (s *Store) RemoveDraftFile(ctx context.Context, hostName string, user int64, name string) error {
	_, err := exec(ctx, s.write, `delete from drafts where host = $1 and user_id = $2 and name = $3`, hostName, user, name)
	return s.explain(ctx, "take a file out of a draft", err)
}

// DiscardDraft implements [revision.Store].
func (s *Store) DiscardDraft(ctx context.Context, hostName string, user int64) error {
	_, err := exec(ctx, s.write, `delete from drafts where host = $1 and user_id = $2`, hostName, user)
	return s.explain(ctx, "discard draft", err)
}
