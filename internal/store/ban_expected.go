package store

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"bangui/internal/ban"
)

// ExpectManual implements [ban.Store].
func (s *Store) ExpectManual(ctx context.Context, hostName string, bans []ban.Ban, within time.Duration) ([]ban.Change, error) {
	var changes []ban.Change
	err := s.change(ctx, "expect bans", func(tx *sql.Tx) error {
		expected, counts, c := &lateBans{manualBans: bans}, newTally(), newRepeating(tx)
		_, err := exec(ctx, c, `delete from expected_bans where expires_at <= now_ms()`)
		if err != nil {
			return err
		}
		if changes, err = recordOrder(ctx, &banWriter{tx: c, host: hostName, counts: counts}, expected); err != nil {
			return err
		}
		for _, b := range expected.missing {
			_, err := exec(ctx, c, `
				insert into expected_bans (host, jail, address, origin, actor, reason, expires_at) values ($1, $2, $3, $4, $5, $6, now_ms() + $7)
				on conflict (host, jail, address) do update set origin = excluded.origin, actor = excluded.actor, reason = excluded.reason,
					expires_at = excluded.expires_at`,
				hostName, cutKey(b.Jail), cutKey(b.Address), string(originOf(b)), b.Actor, b.Reason, within)
			if err != nil {
				return err
			}
		}
		return counts.save(ctx, c)
	})
	return changes, err
}

// lateBans are bans that we ordered and that had not been made when the order was answered. One that fail2ban has told of meanwhile
// becomes ours; the others are missing.
type lateBans struct {
	manualBans
	missing []ban.Ban
}

func (l *lateBans) apply(known *history) {
	for _, b := range l.manualBans {
		if known.told(keyOf(b.Jail, b.Address), second(b.BannedAt)) == nil {
			l.missing = append(l.missing, b)
			continue
		}
		known.order(b)
	}
}

// expectedBan is a row of those that are missing.
type expectedBan struct {
	key           banKey
	origin        ban.Origin
	actor, reason string
}

// claimExpected makes new bans ours that were expected, and expects them no more.
func claimExpected(ctx context.Context, c conn, hostName string, rows []*banRow) error {
	fresh := slices.DeleteFunc(rows, func(row *banRow) bool { return row.id != 0 || row.origin != ban.Detected })
	if len(fresh) == 0 {
		return nil
	}
	expected, err := all(ctx, c, scanExpected, `
		select jail, address, origin, actor, reason from expected_bans where host = $1 and expires_at > now_ms()`, hostName)
	if err != nil {
		return err
	}
	for _, x := range expected {
		i := slices.IndexFunc(fresh, func(row *banRow) bool { return row.key == x.key })
		if i < 0 {
			continue
		}
		fresh[i].origin, fresh[i].actor, fresh[i].reason = x.origin, x.actor, x.reason
		_, err := exec(ctx, c, `delete from expected_bans where host = $1 and jail = $2 and address = $3`, hostName, x.key.jail, x.key.address)
		if err != nil {
			return err
		}
	}
	return nil
}

func scanExpected(row *sql.Rows) (expectedBan, error) {
	var x expectedBan
	return x, row.Scan(&x.key.jail, &x.key.address, &x.origin, &x.actor, &x.reason)
}
