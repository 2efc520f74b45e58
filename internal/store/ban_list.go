package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"bangui/internal/ban"
	"bangui/internal/fault"
)

// List implements [ban.Store].
func (s *Store) List(ctx context.Context, query ban.Query) (ban.Page, error) {
	plan, err := s.planList(ctx, query)
	if err != nil {
		return ban.Page{}, s.explain(ctx, "read bans", err)
	}
	page, err := s.page(ctx, listFilter(query, plan), query.Cursor, query.Limit)
	return page, s.explain(ctx, "read bans", err)
}

// page reads one more than asked for, to know whether there is more.
func (s *Store) page(ctx context.Context, where *filter, after *ban.Position, limit int) (ban.Page, error) {
	if after != nil {
		where.add("(banned_at, id) < (%s, %s)", after.BannedAt, after.ID)
	}
	most := where.arg(limit + 1)
	bans, err := all(ctx, s.read, scanBan, `
		select `+banColumns+` from bans where `+where.text()+`
		order by banned_at desc, id desc limit `+most, where.args...)
	if err != nil || len(bans) <= limit {
		return ban.Page{Bans: bans}, err
	}
	bans = bans[:limit]
	last := bans[limit-1]
	return ban.Page{Bans: bans, Next: &ban.Position{BannedAt: last.BannedAt, ID: last.ID}}, nil
}

// Ban implements [ban.Store].
func (s *Store) Ban(ctx context.Context, id int64) (ban.Ban, error) {
	found, err := first(ctx, s.read, scanBan, `select `+banColumns+` from bans where id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return ban.Ban{}, fault.NotFound.Errorf("no ban with number %d", id)
	}
	if err != nil || found.EvidenceLines < 2 {
		return found, s.explain(ctx, "read ban", err)
	}
	rest, err := all(ctx, s.read, value[string], `select lines from ban_evidence where ban_id = $1`, id)
	for _, lines := range rest {
		found.Evidence = append(found.Evidence, strings.Split(lines, "\n")...)
	}
	return found, s.explain(ctx, "read the evidence of a ban", err)
}

// RemoveBefore implements [ban.Store]. The evidence goes with its ban.
func (s *Store) RemoveBefore(ctx context.Context, age time.Duration, limit int) (int, error) {
	n, err := exec(ctx, s.write, `
		delete from bans where id in (
			select id from bans where ended_at is not null and ended_at < (select now_ms()) - $1
			order by ended_at limit $2)`, age, limit)
	return int(n), s.explain(ctx, "remove old bans", err)
}

// LastBanAt implements [ban.Store].
func (s *Store) LastBanAt(ctx context.Context, hostName string) (time.Time, error) {
	where := &filter{}
	where.addText("host", hostName)
	last, err := first(ctx, s.read, scanTime, `select max(banned_at) from bans where `+where.text(), where.args...)
	return last, s.explain(ctx, "look for the newest ban", err)
}

func scanTime(row *sql.Rows) (time.Time, error) {
	var t time.Time
	return t, row.Scan(timeIn(&t))
}
