package store

import (
	"context"
	"database/sql"
	"errors"
	"net/netip"
	"strings"
	"time"

	"bangui/internal/ban"
	"bangui/internal/fault"
)

// List implements [ban.Store].
func (s *Store) List(ctx context.Context, query ban.Query) (ban.Page, error) {
	wide, err := s.isWide(ctx, query.Address)
	if err != nil {
		return ban.Page{}, s.explain(ctx, "read bans", err)
	}
	page, err := s.page(ctx, listFilter(query, wide), query.Cursor, query.Limit)
	return page, s.explain(ctx, "read bans", err)
}

// maxSorted is how many bans of one network are sorted by time for a page. With more of them it is quicker to go through all bans by
// time until enough are found.
const maxSorted = 20_000

// isWide tells whether a network has more than maxSorted bans.
func (s *Store) isWide(ctx context.Context, network netip.Prefix) (bool, error) {
	if !network.IsValid() || network.IsSingleIP() {
		return false, nil
	}
	from, to := spanOf(network)
	n, err := first(ctx, s.read, value[int], `
		select count(*) from (select 1 from bans where ip_from >= $1 and ip_from <= $2 limit $3) as found`, from, to, maxSorted+1)
	return n > maxSorted, err
}

// listFilter chooses the index as well, because neither database can know which of several conditions leaves the fewest bans: the
// first of address, rare origin, country, jail and host that is given leads, and the others are written so that no index fits.
func listFilter(query ban.Query, wide bool) *filter {
	where := &filter{}
	led := where.addIdentity(query, wide)
	if query.Origin != "" && query.Origin != ban.Detected {
		// Said again for the index of the rare origins.
		where.addText(unindexed("origin", led), string(query.Origin))
		where.add("origin <> 'detected'")
		led = true
	}
	for _, equal := range []struct{ column, text string }{
		{"country", query.Country}, {"jail", query.Jail}, {"host", query.Host},
	} {
		if equal.text != "" {
			where.addText(unindexed(equal.column, led), equal.text)
			led = true
		}
	}
	if query.Origin == ban.Detected {
		where.addText("origin", string(query.Origin))
	}
	if !query.From.IsZero() {
		where.add("banned_at >= %s", query.From)
	}
	if !query.To.IsZero() {
		where.add("banned_at < %s", query.To)
	}
	return where
}

// addIdentity adds the conditions on the address and tells whether one of them leads.
func (f *filter) addIdentity(query ban.Query, wide bool) bool {
	if query.ID != "" {
		f.add("ip_from is null and address = %s", cutKey(query.ID))
		return true
	}
	from, to := spanOf(query.Address)
	switch {
	case !query.Address.IsValid():
		return false
	case wide:
		f.add("substr(ip_from, 1, 16) >= %s and substr(ip_from, 1, 16) <= %s and ip_to <= %s", from, to, to)
		return false
	case query.Address.IsSingleIP():
		f.add("ip_from = %s and ip_to = %s", from, to)
	default:
		f.add("ip_from >= %s and ip_from <= %s and ip_to <= %s", from, to, to)
	}
	return true
}

// unindexed is the column, or if it must not lead, an expression of the same value that no index has.
func unindexed(column string, led bool) string {
	if led {
		return "(" + column + " || '')"
	}
	return column
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
func (s *Store) RemoveBefore(ctx context.Context, t time.Time, limit int) (int, error) {
	n, err := exec(ctx, s.write, `
		delete from bans where id in (
			select id from bans where ended_at is not null and ended_at < $1 order by ended_at limit $2)`, t, limit)
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
