package store

import (
	"context"
	"database/sql"
	"time"

	"bangui/internal/account"
)

// sight writes down that a user is at an address now, and forgets the oldest addresses of one who has been at many.
func sight(ctx context.Context, tx *sql.Tx, userID int64, address string) error {
	if address == "" {
		return nil
	}
	_, err := exec(ctx, tx, `
		insert into sightings (user_id, address, seen_at) values ($1, $2, now_ms())
		on conflict (user_id, address) do update set seen_at = excluded.seen_at`, userID, address)
	if err != nil {
		return err
	}
	_, err = exec(ctx, tx, `
		delete from sightings where user_id = $1 and address not in (
			select address from sightings where user_id = $1 order by seen_at desc, address limit $2)`, userID, account.MaxSightings)
	return err
}

// Sightings implements [account.Store].
func (s *Store) Sightings(ctx context.Context, age time.Duration) ([]account.Sighting, error) {
	list, err := all(ctx, s.read, scanSighting, `
		select users.name, users.role, sightings.address, now_ms() - sightings.seen_at, exists (
			select 1 from sessions where sessions.user_id = users.id
				and sessions.idle_expires_at > (select now_ms()) and sessions.expires_at > (select now_ms()))
		from sightings join users on users.id = sightings.user_id
		where users.disabled = 0 and sightings.seen_at >= (select now_ms()) - $1
		order by sightings.seen_at desc, users.name, sightings.address`, age)
	return list, s.explain(ctx, "list where people were seen", err)
}

func scanSighting(row *sql.Rows) (account.Sighting, error) {
	var one account.Sighting
	return one, row.Scan(&one.User, &one.Role, &one.Address, durationIn(&one.Ago), &one.SignedIn)
}
