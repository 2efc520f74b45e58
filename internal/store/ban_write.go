package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"bangui/internal/ban"
)

// banWriter writes what changed in the history of one host, in one transaction.
type banWriter struct {
	tx     conn
	host   string
	counts *tally
	places *locator
}

// write stores the difference: ends first, so that two bans of one key are never in force at the same time, then what came back or
// changed otherwise, then what is new. It returns what began and what ended. The counts are left to be saved at the end of the
// transaction: all hosts share some of them, so nothing must be waited for while they are held.
func (w *banWriter) write(ctx context.Context, rows []*banRow) ([]ban.Change, error) {
	var fresh, ended, other []*banRow
	for _, row := range rows {
		switch {
		case row.id == 0:
			fresh = append(fresh, row)
		case row.onlyEnded():
			ended = append(ended, row)
		default:
			other = append(other, row)
		}
	}
	slices.SortStableFunc(other, func(a, b *banRow) int { return int(number(a.open()) - number(b.open())) })
	if err := w.end(ctx, ended); err != nil {
		return nil, err
	}
	for _, row := range other {
		if err := w.update(ctx, row); err != nil {
			return nil, err
		}
	}
	if err := w.insert(ctx, fresh); err != nil {
		return nil, err
	}
	return w.changes(ctx, rows)
}

// onlyEnded tells whether the end is all that is new.
func (row *banRow) onlyEnded() bool {
	before := row.was
	before.endedAt, before.endedBy, before.endedActor = row.endedAt, row.endedBy, row.endedActor
	return row.evidence == nil && !row.open() && before == row.banState
}

func (w *banWriter) end(ctx context.Context, rows []*banRow) error {
	for part := range slices.Chunk(rows, chunk(4)) {
		args := make([]any, 0, 4*len(part))
		for _, row := range part {
			args = append(args, row.id, row.endedAt, string(row.endedBy), row.endedActor)
		}
		// The first row, which changes nothing, tells PostgreSQL the types of the columns.
		_, err := exec(ctx, w.tx, `
			with over (id, ended_at, ended_by, ended_actor) as (
				values (cast(0 as bigint), cast(0 as bigint), '', ''), `+places(0, len(part), 4)+`)
			update bans set ended_at = over.ended_at, ended_by = over.ended_by, ended_actor = over.ended_actor
			from over where bans.id = over.id`, args...)
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *banWriter) update(ctx context.Context, row *banRow) error {
	_, err := exec(ctx, w.tx, `
		update bans set banned_at = $2, until_at = $3, ban_time = $4, ended_at = $5, ended_by = $6, ended_actor = $7, origin = $8,
			actor = $9, reason = $10, observed = $11, failures = $12, ban_count = $13, evidence_lines = $14
		where id = $1`,
		row.id, row.bannedAt, row.until, row.banTime, row.endedAt, string(row.endedBy), row.endedActor, string(row.origin),
		row.actor, row.reason, row.observed, row.failures, row.count, row.evidenceLines)
	if err != nil {
		return err
	}
	w.counts.ban(-1, w.host, row.counted(row.was))
	w.counts.ban(+1, w.host, row.counted(row.banState))
	if row.evidence == nil {
		return nil
	}
	head, _ := splitEvidence(row.evidence)
	if _, err := exec(ctx, w.tx, `update bans set evidence = $2 where id = $1`, row.id, head); err != nil {
		return err
	}
	return w.insertEvidence(ctx, row)
}

// insert stores new bans and counts them.
func (w *banWriter) insert(ctx context.Context, rows []*banRow) error {
	for part := range slices.Chunk(rows, chunk(insertColumns)) {
		if err := w.insertChunk(ctx, part); err != nil {
			return err
		}
	}
	for _, row := range rows {
		w.counts.ban(+1, w.host, row.counted(row.banState))
		if err := w.insertEvidence(ctx, row); err != nil {
			return err
		}
	}
	return nil
}

// insertColumns is how many columns a new ban is given.
const insertColumns = 21

func (w *banWriter) insertChunk(ctx context.Context, rows []*banRow) error {
	args := make([]any, 0, insertColumns*len(rows))
	byPlace := make(map[banPlace]*banRow, len(rows))
	for _, row := range rows {
		from, to, _ := span(row.key.address)
		w.locate(row)
		head, _ := splitEvidence(row.evidence)
		args = append(args, w.host, row.key.jail, row.key.address, from, to, row.bannedAt, row.until, row.banTime,
			row.endedAt, string(row.endedBy), row.endedActor, string(row.origin), row.actor, row.reason, row.observed,
			row.failures, row.count, head, row.evidenceLines, row.country, row.asn)
		byPlace[banPlace{row.key, row.bannedAt.UnixMilli()}] = row
	}
	stored, err := all(ctx, w.tx, scanPlace, `
		insert into bans (host, jail, address, ip_from, ip_to, banned_at, until_at, ban_time, ended_at, ended_by, ended_actor, origin,
			actor, reason, observed, failures, ban_count, evidence, evidence_lines, country, asn)
		values `+places(0, len(rows), insertColumns)+`
		returning id, jail, address, banned_at`, args...)
	for _, s := range stored {
		byPlace[s.place].id = s.id
	}
	return err
}

// banPlace is what no two bans of one host have alike.
type banPlace struct {
	key      banKey
	bannedAt int64
}

type storedBan struct {
	id    int64
	place banPlace
}

func scanPlace(row *sql.Rows) (storedBan, error) {
	var s storedBan
	return s, row.Scan(&s.id, &s.place.key.jail, &s.place.key.address, &s.place.bannedAt)
}

func (w *banWriter) insertEvidence(ctx context.Context, row *banRow) error {
	if len(row.evidence) < 2 {
		return nil
	}
	_, rest := splitEvidence(row.evidence)
	_, err := exec(ctx, w.tx, `
		insert into ban_evidence (ban_id, lines) values ($1, $2) on conflict (ban_id) do update set lines = excluded.lines`,
		row.id, rest)
	return err
}

// changes tells what began and what ended, each ban as it is now. A new ban that is over already tells both.
func (w *banWriter) changes(ctx context.Context, rows []*banRow) ([]ban.Change, error) {
	ids := make([]int64, 0, len(rows))
	for _, row := range rows {
		ids = append(ids, row.id)
	}
	bans, err := bansByID(ctx, w.tx, ids)
	if err != nil {
		return nil, err
	}
	var changes []ban.Change
	for _, row := range rows {
		if row.began() {
			changes = append(changes, ban.Change{Began: true, Ban: asItBegan(bans[row.id])})
		}
		if !row.open() && row.was.open() {
			changes = append(changes, ban.Change{Began: false, Ban: bans[row.id]})
		}
	}
	return changes, nil
}

// began tells whether the ban is new, came back, or turned out to be one of ours.
func (row *banRow) began() bool {
	switch {
	case row.was == banState{}:
		return true
	case !row.open():
		return false
	}
	return !row.was.open() || row.was.origin != row.origin
}

// asItBegan is the ban without its end.
func asItBegan(b ban.Ban) ban.Ban {
	b.EndedAt, b.EndedBy, b.EndedActor = time.Time{}, "", ""
	return b
}

// counted is what the counts need to know of the row in a state.
func (row *banRow) counted(state banState) counted {
	return counted{jail: row.key.jail, country: row.country, asn: row.asn, origin: state.origin, bannedAt: state.bannedAt}
}
