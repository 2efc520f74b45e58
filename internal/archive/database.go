package archive

import (
	"context"
	"database/sql"
	"math"

	"bangui/internal/ban"
)

// readDatabase tells the bans of fail2ban's own database: those of the table of all bans, and those that only the table of the last ban of
// each address still has. Neither tells of ends.
//
// It may be the one that fail2ban writes just now: as long as somebody reads, fail2ban cannot write, so statements are short. Source:
// fail2ban/server/database.py.
func (f *Files) readDatabase(ctx context.Context, one *file, past *ban.Past) error {
	db, err := openSQLite(one.path)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }() // only read
	only, err := lastBans(ctx, db)
	if err != nil {
		return unreadable(err)
	}
	last, err := lastRow(ctx, db)
	if err != nil {
		return unreadable(err)
	}
	for _, query := range append(only, `select `+selected("bantime", "''")+` from bans where rowid > $1 order by rowid limit $2`) {
		if err := f.readPages(ctx, one, db, query, last, past); err != nil {
			return err
		}
	}
	return nil
}

// lastBans reads what only the table of the last ban of each address has: bans that are longer than fail2ban keeps its history. Databases
// of old versions have no such table.
func lastBans(ctx context.Context, db *sql.DB) ([]string, error) {
	columns, err := columnsOf(ctx, db, "bips")
	if err != nil || !columns["timeofban"] || !columns["bantime"] || !columns["bancount"] || !columns["data"] {
		return nil, err
	}
	return []string{`select ` + selected("bantime", "''") + ` from bips where rowid > $1
		and not exists (select 1 from bans where bans.jail = bips.jail and bans.ip = bips.ip and bans.timeofban = bips.timeofban)
		order by rowid limit $2`}, nil
}

func lastRow(ctx context.Context, db *sql.DB) (int64, error) {
	var n sql.NullInt64
	return n.Int64, db.QueryRowContext(ctx, `select max(rowid) from bans`).Scan(&n)
}

// readPages tells what a statement returns, page by page. lastRow is for the progress.
func (f *Files) readPages(ctx context.Context, one *file, db *sql.DB, query string, lastRow int64, past *ban.Past) error {
	for after := int64(math.MinInt64); ; {
		page, err := rows(ctx, db, query, after, rowsAtOnce)
		for _, r := range page {
			after = r.id
			if taking := f.begin(one, r, past); taking != nil {
				return taking
			}
		}
		if err != nil {
			return unreadable(err)
		}
		if len(page) < rowsAtOnce {
			return nil
		}
		f.progress(one, float64(after)/float64(max(lastRow, 1)))
	}
}

// begin tells of a ban.
func (f *Files) begin(one *file, r row, past *ban.Past) error {
	f.report.Read++
	if reason := r.unusable(f.options.Now); reason != "" {
		f.report.skip(reason, Example{File: one.path, Place: r.id, Text: r.jail + " " + r.ip})
		return nil
	}
	b := r.ban()
	f.report.ban(b.BannedAt)
	return taken(past.Begin(b))
}

// progress tells that a part of a file has been read.
func (f *Files) progress(one *file, part float64) {
	done := f.done + int64(float64(one.size)*max(0, min(part, 1)))
	f.options.Progress(Progress{File: one.path, Done: done, Total: f.total})
}
