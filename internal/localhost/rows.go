package localhost

import (
	"context"
	"slices"
	"time"
)

// rowReader finds the new rows of the table of bans. It is used by one goroutine.
type rowReader struct {
	db *database
	at rowsPlace
	// version is that of the last time when there was nothing more to read; 0 means that there may be more.
	version int64
	// known are sums of rows that were delivered before we were restarted, and may be read again.
	known []uint64
	// held are sums of rows that were read before we were restarted, and not delivered.
	held []uint64
	// window is how far back a ban may lie whose row is new.
	window time.Duration
}

// minEpoch is before all bans.
const minEpoch = -maxEpoch

// read returns the next rows, at most limit, and moves on. more tells whether it is worth calling again at once.
func (r *rowReader) read(ctx context.Context, limit int) (rows []banRow, more bool, err error) {
	version, err := r.db.version(ctx)
	if err != nil || version == r.version {
		return nil, false, err
	}
	if r.at.Since != 0 {
		return r.again(ctx, limit, version)
	}
	if r.at.RowID == 0 && !r.at.Lasts {
		return r.lasts(ctx, limit)
	}
	rows, err = r.db.bans(ctx, max(r.at.RowID, 1), minEpoch, limit+1)
	if err != nil {
		return nil, false, err
	}
	if r.at.RowID == 0 {
		return r.advance(rows[:min(len(rows), limit)], limit, version)
	}
	if len(rows) == 0 || !rows[0].sameAs(r.at.row()) {
		return nil, true, r.rewind(ctx)
	}
	return r.advance(rows[1:], limit, version)
}

// rewind goes back to the last row that is known, after a number of a row was used again: a new row gets a higher number than all that are
// there, so what is before a known one was read. If there is none, the rows of the last time are read again.
func (r *rowReader) rewind(ctx context.Context) error {
	const few, most = 100, 5000
	seen := make(map[uint64]bool, len(r.at.Seen))
	for _, sum := range r.at.Seen {
		seen[sum] = true
	}
	for _, limit := range []int{few, most} {
		rows, err := r.db.lastRows(ctx, limit)
		if err != nil {
			return err
		}
		if known := slices.IndexFunc(rows, func(row banRow) bool { return seen[row.sum()] }); known >= 0 {
			r.goBehind(rows, known)
			return nil
		}
	}
	r.at.Since = max(r.at.Latest-int64(2*r.window/time.Second), 1)
	r.at.RowID = 0
	return nil
}

// goBehind goes to a known row of these, the newest of which is first, or before it if there are held ones.
func (r *rowReader) goBehind(rows []banRow, known int) {
	first := known
	for i, row := range rows {
		if slices.Contains(r.held, row.sum()) {
			first = max(first, i+1)
		}
	}
	for _, row := range rows[known:first] {
		if !slices.Contains(r.held, row.sum()) {
			r.known = append(r.known, row.sum())
		}
	}
	r.at.RowID, r.at.Lasts = 0, true
	if first < len(rows) {
		r.remember(rows[first])
	}
}

// lasts reads, at first contact, the bans that only the table of last bans still has: fail2ban keeps there what lasts longer than its
// history. They are older than all others.
func (r *rowReader) lasts(ctx context.Context, limit int) ([]banRow, bool, error) {
	rows, last, err := r.db.onlyLast(ctx, r.at.Last, limit)
	if err != nil {
		return nil, false, err
	}
	r.at.Last, r.at.Lasts = last, last == r.at.Last
	return rows, true, nil
}

// again reads the rows since a time once more, after a number of a row was used again, and leaves out those that are known.
func (r *rowReader) again(ctx context.Context, limit int, version int64) ([]banRow, bool, error) {
	rows, err := r.db.bans(ctx, r.at.RowID+1, r.at.Since, limit)
	if err != nil {
		return nil, false, err
	}
	fresh := slices.DeleteFunc(slices.Clone(rows), func(row banRow) bool { return slices.Contains(r.at.Seen, row.sum()) })
	if len(rows) == limit {
		r.at.RowID = rows[len(rows)-1].rowID
		r.note(fresh)
		return fresh, true, nil
	}
	newest, err := r.newest(ctx)
	if err != nil {
		return nil, false, err
	}
	r.note(fresh)
	last := r.at.RowID
	if len(rows) > 0 {
		last = rows[len(rows)-1].rowID
	}
	if newest.rowID > last && newest.timeOfBan >= r.at.Since { // it came meanwhile
		r.at.RowID = last
		return fresh, true, nil
	}
	r.at.Since = 0
	r.remember(newest)
	r.version = version
	return fresh, false, nil
}

// newest is the row with the highest number; its zero value if there is none.
func (r *rowReader) newest(ctx context.Context) (banRow, error) {
	last, err := r.db.lastRowID(ctx)
	if err != nil || last == 0 {
		return banRow{}, err
	}
	rows, err := r.db.bans(ctx, last, minEpoch, 1)
	if err != nil || len(rows) == 0 {
		return banRow{}, err
	}
	return rows[0], nil
}

func (r *rowReader) advance(rows []banRow, limit int, version int64) ([]banRow, bool, error) {
	fresh := slices.DeleteFunc(slices.Clone(rows), func(row banRow) bool { return slices.Contains(r.known, row.sum()) })
	r.note(fresh)
	if len(rows) > 0 {
		r.remember(rows[len(rows)-1])
	}
	if len(rows) == limit {
		return fresh, true, nil
	}
	r.version = version
	return fresh, false, nil
}

func (r *rowReader) remember(row banRow) {
	r.at.RowID, r.at.Jail, r.at.ID, r.at.At = row.rowID, row.jail, row.id, row.timeOfBan
}

// note keeps by what rows are known again.
func (r *rowReader) note(rows []banRow) {
	const most = 20_000
	for _, row := range rows {
		sum := row.sum()
		r.held = slices.DeleteFunc(r.held, func(held uint64) bool { return held == sum })
		r.at.Seen = append(r.at.Seen, sum)
		r.at.Latest = max(r.at.Latest, row.timeOfBan)
	}
	if n := len(r.at.Seen); n > most {
		r.at.Seen = slices.Clone(r.at.Seen[n-most/2:])
	}
}

func (p rowsPlace) row() banRow {
	return banRow{rowID: p.RowID, jail: p.Jail, id: p.ID, timeOfBan: p.At}
}
