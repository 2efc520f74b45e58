package archive

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"bangui/fail2ban/record"
	"bangui/internal/ban"
)

// readTable tells the bans of the archive of an earlier system, and their ends, in the order of time. The order is made of the numbers
// of the rows alone, so that it needs little memory; the rows are read by them, some at a time.
func (f *Files) readTable(ctx context.Context, one *file, past *ban.Past) error {
	db, err := openSQLite(one.path)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // only read
	var total int64
	if err := db.QueryRowContext(ctx, `select count(*) from history_archive`).Scan(&total); err != nil {
		return unreadable(err)
	}
	ordered, err := db.QueryContext(ctx, `select rowid from history_archive
		order by cast(timeofban as real), case when lower(cast(action as text)) = 'ban' then 0 else 1 end, rowid`)
	if err != nil {
		return unreadable(err)
	}
	defer func() { _ = ordered.Close() }() // its error is that of ordered.Err
	for done := int64(0); ; done += rowsAtOnce {
		ids, err := nextIDs(ordered)
		if err == nil && len(ids) > 0 {
			err = f.tableRows(ctx, one, db, ids, past)
		}
		if _, ok := errors.AsType[*takeError](err); ok {
			return err
		}
		if err != nil {
			return unreadable(err)
		}
		if len(ids) < rowsAtOnce {
			return nil
		}
		f.progress(one, float64(done)/float64(max(total, 1)))
	}
}

// nextIDs reads the next numbers, fewer than rowsAtOnce at the end.
func nextIDs(ordered *sql.Rows) ([]any, error) {
	var ids []any
	for len(ids) < rowsAtOnce && ordered.Next() {
		var id int64
		if err := ordered.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, ordered.Err()
}

// tableRows tells the rows with these numbers, in their order.
func (f *Files) tableRows(ctx context.Context, one *file, db *sql.DB, ids []any, past *ban.Past) error {
	query := `select ` + selected("0", "action") + ` from history_archive where rowid in (?` + strings.Repeat(", ?", len(ids)-1) + `)`
	page, err := rows(ctx, db, query, ids...)
	if err != nil {
		return err
	}
	byID := make(map[int64]row, len(page))
	for _, r := range page {
		byID[r.id] = r
	}
	for _, id := range ids {
		if n, ok := id.(int64); ok {
			if err := f.tableRow(one, byID[n], past); err != nil {
				return err
			}
		}
	}
	return nil
}

// tableRow tells one row: the beginning of a ban, or its end.
func (f *Files) tableRow(one *file, r row, past *ban.Past) error {
	switch strings.ToLower(strings.TrimSpace(r.action)) {
	case "ban":
		return f.begin(one, r, past)
	case "unban":
		f.report.Read++
		if reason := r.unusable(f.options.Now); reason != "" {
			f.report.skip(reason, Example{File: one.path, Place: r.id, Text: r.jail + " " + r.ip})
			return nil
		}
		return taken(past.End(record.Harmless(r.jail), record.Canonical(r.ip), r.time(), ""))
	default:
		f.report.Read++
		f.report.skip(reasonAction, Example{File: one.path, Place: r.id, Text: r.action})
		return nil
	}
}
