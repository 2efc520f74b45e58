package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"bangui/internal/allow"
	"bangui/internal/audit"
	"bangui/internal/ban"
)

const placeColumns = `host, jail, address, ours, placed_at, problem`

// Places implements [allow.Store].
func (s *Store) Places(ctx context.Context, hostName string) ([]allow.Place, error) {
	where := &filter{}
	where.addText("host", hostName)
	places, err := all(ctx, s.read, scanIgnored, `
		select `+placeColumns+` from allowance_places where `+where.text()+` order by host, jail, address`, where.args...)
	return places, s.explain(ctx, "list ignore lists", err)
}

// ClaimPlaces implements [allow.Store].
func (s *Store) ClaimPlaces(ctx context.Context, places []allow.Place) (stored []allow.Place, err error) {
	err = s.change(ctx, "claim ignore lists", func(tx *sql.Tx) error {
		stored = nil
		for _, p := range inOrder(places) {
			one, err := first(ctx, tx, scanIgnored, `
				insert into allowance_places (host, jail, address, ours) values ($1, $2, $3, $4)
				on conflict (host, jail, address) do update set
					placed_at = case when allowance_places.ours < excluded.ours then null else allowance_places.placed_at end,
					ours = case when allowance_places.ours < excluded.ours then excluded.ours else allowance_places.ours end
				returning `+placeColumns, p.Host, p.Jail, ban.FormatAddress(p.Address), p.Ours)
			if err != nil {
				return err
			}
			stored = append(stored, one)
		}
		return nil
	})
	return stored, err
}

// SettlePlaces implements [allow.Store].
func (s *Store) SettlePlaces(ctx context.Context, places []allow.Place, entries []audit.Entry) error {
	return s.change(ctx, "settle ignore lists", func(tx *sql.Tx) error {
		for _, p := range inOrder(places) {
			_, err := exec(ctx, tx, `
				update allowance_places set problem = $4, placed_at = case when $4 = '' then now_ms() else placed_at end
				where host = $1 and jail = $2 and address = $3`, p.Host, p.Jail, ban.FormatAddress(p.Address), cut(p.Problem, maxLine))
			if err != nil {
				return err
			}
		}
		return record(ctx, tx, entries...)
	})
}

// ForgetPlaces implements [allow.Store].
func (s *Store) ForgetPlaces(ctx context.Context, places []allow.Place, entries []audit.Entry) error {
	return s.change(ctx, "forget ignore lists", func(tx *sql.Tx) error {
		for _, p := range inOrder(places) {
			_, err := exec(ctx, tx, `delete from allowance_places where host = $1 and jail = $2 and address = $3`,
				p.Host, p.Jail, ban.FormatAddress(p.Address))
			if err != nil {
				return err
			}
		}
		return record(ctx, tx, entries...)
	})
}

// inOrder keeps two transactions from waiting for each other.
func inOrder(places []allow.Place) []allow.Place {
	places = slices.Clone(places)
	slices.SortFunc(places, func(a, b allow.Place) int {
		if c := strings.Compare(a.Host, b.Host); c != 0 {
			return c
		}
		if c := strings.Compare(a.Jail, b.Jail); c != 0 {
			return c
		}
		return strings.Compare(a.Address.String(), b.Address.String())
	})
	return places
}
