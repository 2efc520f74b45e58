package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"bangui/internal/ban"
	"bangui/internal/fault"
)

// page reads one more than asked for, to know whether there is more.
func (s *Store) page(ctx context.Context, where *filter, w window, after *ban.Position, limit int) (ban.Page, error) {
	w.between(where, after, nil)
	most := where.arg(limit + 1)
	bans, err := all(ctx, s.read, scanBan, `
		select `+banColumns+` from bans where `+where.text()+`
		order by banned_at desc, id desc limit `+most, where.args...)
	return pageOf(bans, limit), err
}

// pageOf cuts a list that may have one more than asked for.
func pageOf(bans []ban.Ban, limit int) ban.Page {
	if len(bans) <= limit {
		return ban.Page{Bans: bans}
	}
	bans = bans[:limit]
	last := bans[limit-1]
	return ban.Page{Bans: bans, Next: &ban.Position{BannedAt: last.BannedAt, ID: last.ID}}
}

// Ban implements [ban.Store].
func (s *Store) Ban(ctx context.Context, id int64) (ban.Ban, error) {
	found, err := first(ctx, s.read, scanBan, `select `+banColumns+` from bans where id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return ban.Ban{}, fault.NotFound.Errorf("no ban with number %d", id)
	}
	if err != nil {
		return ban.Ban{}, s.explain(ctx, "read ban", err)
	}
	one := []ban.Ban{found}
	if err := s.addNetworks(ctx, one); err != nil {
		return ban.Ban{}, s.explain(ctx, "read the network of a ban", err)
	}
	err = s.addEvidence(ctx, one)
	return one[0], s.explain(ctx, "read the evidence of a ban", err)
}

// HasBansOf implements [ban.Store].
func (s *Store) HasBansOf(ctx context.Context, jail string) (bool, error) {
	has, err := first(ctx, s.read, value[bool], `select exists (select 1 from bans where jail = $1)`, jail)
	return has, s.explain(ctx, "look for bans of a jail", err)
}

// LastBanAt implements [ban.Store].
func (s *Store) LastBanAt(ctx context.Context, hostName string) (time.Time, error) {
	where := &filter{}
	where.addText("host", hostName)
	last, err := first(ctx, s.read, scanTime, `select max(banned_at) from bans where `+where.text(), where.args...)
	return last, s.explain(ctx, "look for the newest ban", err)
}

// FirstBanAt implements [ban.Store].
func (s *Store) FirstBanAt(ctx context.Context) (time.Time, error) {
	first, err := first(ctx, s.read, scanTime, `select min(banned_at) from bans`)
	return first, s.explain(ctx, "look for the oldest ban", err)
}

// banMillis are the times of a scope in milliseconds, from the oldest ban to the newest one at most: pieces of time without bans would have
// to be read, and samples be taken of them. Those ends are cut outwards at multiples of so many hours, for which there must be counts however
// old bans are: [day] or [month]. From and to are alike if there are no bans.
func (s *Store) banMillis(ctx context.Context, scope ban.Scope, hours int) (from, to int64, err error) {
	from, to = scopeMillis(scope)
	ends, err := first(ctx, s.read, scanEnds, `
		select (select coalesce(min(banned_at), 0) from bans), (select coalesce(max(banned_at), -1) from bans)`)
	if err != nil {
		return 0, 0, err
	}
	oldest, newest := floorMillis(ends[0], hours), floorMillis(ends[1], hours)+int64(hours)*hourMillis
	if scope.From.IsZero() || from < oldest {
		from = oldest
	}
	if scope.To.IsZero() || to > newest {
		to = newest
	}
	return from, max(from, to), nil
}

func scanTime(row *sql.Rows) (time.Time, error) {
	var t time.Time
	return t, row.Scan(timeIn(&t))
}
