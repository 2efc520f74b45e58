package store

import (
	"context"
	"database/sql"
	"slices"

	"bangui/internal/ban"
)

// placedWith is the setting that names the data about addresses with which all bans were looked up last.
const placedWith = "history.placed_with"

// PlacedWith implements [ban.Store].
func (s *Store) PlacedWith(ctx context.Context) (string, error) {
	names, err := all(ctx, s.read, value[string], `select value from settings where key = $1`, placedWith)
	if err != nil || len(names) == 0 {
		return "", s.explain(ctx, "read settings", err)
	}
	return names[0], nil
}

// SetPlacedWith implements [ban.Store].
func (s *Store) SetPlacedWith(ctx context.Context, version string) error {
	return s.change(ctx, "change settings", func(tx *sql.Tx) error {
		return putSettings(ctx, tx, map[string]string{placedWith: version})
	})
}

// unplaced is a ban without a country or network.
type unplaced struct {
	id            int64
	host, address string
	counted
}

// PlaceAgain implements [ban.Store].
func (s *Store) PlaceAgain(ctx context.Context, above int64, limit int, networks bool) (ban.PlaceStep, error) {
	missing := `country = ''`
	if networks {
		missing = `(country = '' or asn = 0)`
	}
	// Not more of the table than so many rows at a time, however few of them miss something.
	const reach = 20
	last, err := first(ctx, s.read, value[int64], `select coalesce(max(id), 0) from bans`)
	if err != nil {
		return ban.PlaceStep{}, s.explain(ctx, "look for bans", err)
	}
	upTo := above + int64(limit)*reach
	bans, err := all(ctx, s.read, scanUnplaced, `
		select id, host, address, jail, country, asn, origin, banned_at from bans
		where id > $1 and id <= $2 and `+missing+` order by id limit $3`, above, upTo, limit)
	if err != nil {
		return ban.PlaceStep{}, s.explain(ctx, "look for bans", err)
	}
	if len(bans) == limit {
		upTo = bans[limit-1].id
	}
	step := ban.PlaceStep{Next: upTo, Last: last}
	if upTo >= last {
		step.Next = 0
	}
	step.Placed, err = s.place(ctx, bans)
	return step, err
}

func scanUnplaced(row *sql.Rows) (unplaced, error) {
	var u unplaced
	return u, row.Scan(&u.id, &u.host, &u.address, &u.jail, &u.country, &u.asn, &u.origin, timeIn(&u.bannedAt))
}

// place looks up bans and stores what is found. What is known already stays.
func (s *Store) place(ctx context.Context, bans []unplaced) (int, error) {
	places := s.newLocator()
	var found []unplaced
	for _, b := range bans {
		country, asn := places.place(b.address)
		old := b.counted
		if b.country == "" {
			b.country = country
		}
		if b.asn == 0 {
			b.asn = asn
		}
		if b.counted != old {
			found = append(found, b)
		}
	}
	if len(found) == 0 {
		return 0, nil
	}
	placed := 0
	err := s.change(ctx, "store where bans are from", func(tx *sql.Tx) error {
		var err error
		placed, err = savePlaces(ctx, newRepeating(tx), found, places)
		return err
	})
	_, err = s.named(nil, places, err)
	return placed, err
}

// savePlaces changes bans and counts. The rows are read again under the lock of their hosts, which all who change bans take: what has
// gone or changed meanwhile is counted as it is now.
func savePlaces(ctx context.Context, c conn, found []unplaced, places *locator) (placed int, err error) {
	var hosts []string
	for _, b := range found {
		hosts = append(hosts, b.host)
	}
	slices.Sort(hosts)
	for _, name := range slices.Compact(hosts) {
		if _, err := exec(ctx, c, `update hosts set cursor_at = cursor_at where name = $1`, name); err != nil {
			return 0, err
		}
	}
	counts := newTally()
	for _, b := range found {
		now, err := all(ctx, c, scanUnplaced, `
			select id, host, address, jail, country, asn, origin, banned_at from bans where id = $1`, b.id)
		if err != nil {
			return 0, err
		}
		for _, old := range now {
			if _, err := exec(ctx, c, `update bans set country = $2, asn = $3 where id = $1`, old.id, b.country, b.asn); err != nil {
				return 0, err
			}
			counts.ban(-1, old.host, old.counted)
			old.country, old.asn = b.country, b.asn
			counts.ban(+1, old.host, old.counted)
			placed++
		}
	}
	if err := places.save(ctx, c); err != nil {
		return 0, err
	}
	return placed, counts.saveLess(ctx, c)
}
