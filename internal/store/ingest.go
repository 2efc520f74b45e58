package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"time"

	"bangui/internal/ban"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// Cursor implements [ban.Store].
func (s *Store) Cursor(ctx context.Context, hostName string) (host.Cursor, error) {
	cursor, err := first(ctx, s.read, value[string], `select cursor from hosts where name = $1`, hostName)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return host.Cursor(cursor), s.explain(ctx, "read the cursor of "+hostName, err)
}

// Ingest implements [ban.Store]: it loads what is known about the addresses of the batch, plays the batch through in memory, and
// writes the difference.
//
// Failures leave no row of their own by which to know them again. They are counted once for each cursor: a batch whose cursor is
// already stored counts none.
func (s *Store) Ingest(ctx context.Context, hostName string, epoch int64, batch host.Batch) ([]ban.Change, error) {
	var changes []ban.Change
	places := s.newLocator()
	err := s.change(ctx, "store the events of "+hostName, func(tx *sql.Tx) error {
		before, err := holdHost(ctx, tx, hostName, epoch)
		if err != nil {
			return err
		}
		c := newRepeating(tx)
		known, err := load(ctx, c, hostName, batch)
		if err != nil {
			return err
		}
		for _, e := range batch.Events {
			known.replay(e)
		}
		if batch.Snapshot != nil {
			known.reconcile(batch.Snapshot)
		}
		changed := known.changed()
		if err := claimExpected(ctx, c, hostName, slices.Clone(changed)); err != nil {
			return err
		}
		writer := &banWriter{tx: c, host: hostName, counts: newTally(), places: places}
		if before != batch.Cursor || before == "" {
			writer.counts.failures(hostName, batch.Events)
		}
		if changes, err = writer.write(ctx, changed); err != nil {
			return err
		}
		_, err = exec(ctx, tx, `update hosts set cursor = $2, cursor_at = now_ms() where name = $1`, hostName, string(batch.Cursor))
		if err != nil {
			return err
		}
		return writer.save(ctx)
	})
	return s.named(changes, places, err)
}

// holdHost keeps the row of the host to this transaction, and with it all its bans. It returns the cursor.
func holdHost(ctx context.Context, tx *sql.Tx, hostName string, epoch int64) (host.Cursor, error) {
	held, err := first(ctx, tx, scanHeld, `update hosts set cursor_at = cursor_at where name = $1 returning epoch, cursor`, hostName)
	if errors.Is(err, sql.ErrNoRows) {
		return "", fault.NotFound.Errorf("no host %q", hostName)
	}
	if err == nil && held.epoch != epoch {
		return "", takenOver(hostName)
	}
	return held.cursor, err
}

type heldHost struct {
	epoch  int64
	cursor host.Cursor
}

func scanHeld(row *sql.Rows) (heldHost, error) {
	var held heldHost
	return held, row.Scan(&held.epoch, &held.cursor)
}

// load reads what the database knows about the addresses in the batch and, for a snapshot, all that is in force.
func load(ctx context.Context, c conn, hostName string, batch host.Batch) (*history, error) {
	known := newHistory()
	wanted := make(map[banKey]bool)
	oldest := time.Now()
	for _, e := range batch.Events {
		if isBanEvent(e.Kind) {
			wanted[keyOf(e.Jail, e.ID)] = true
			oldest = earlier(oldest, e.At)
		}
	}
	if batch.Snapshot == nil {
		return known, known.load(ctx, c, hostName, wanted, oldest)
	}
	inForce, err := all(ctx, c, scanRow, `select `+rowColumns+` from bans where host = $1 and ended_at is null`, hostName)
	if err != nil {
		return nil, err
	}
	for _, row := range inForce {
		if !wanted[row.key] {
			known.add(row)
		}
	}
	oldest = earlier(oldest, batch.Snapshot.At)
	for _, item := range batch.Snapshot.Banned {
		key := keyOf(item.Jail, item.ID)
		if row := known.current(key); row != nil && (item.At.IsZero() || row.bannedAt.Equal(second(item.At))) {
			continue
		}
		wanted[key] = true
		if !item.At.IsZero() {
			oldest = earlier(oldest, item.At)
		}
	}
	known.forget(wanted)
	return known, known.load(ctx, c, hostName, wanted, oldest)
}

func isBanEvent(kind host.EventKind) bool {
	switch kind {
	case host.EventBan, host.EventRestore, host.EventUnban, host.EventRepeal:
		return true
	default:
		return false
	}
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// forget drops the rows of these keys, which are to be loaded in full.
func (h *history) forget(keys map[banKey]bool) {
	h.rows = slices.DeleteFunc(h.rows, func(row *banRow) bool { return keys[row.key] })
	for key := range keys {
		delete(h.byKey, key)
	}
}

// load adds the bans of these keys that are in force, that began or ended after the given time (and a little before, see
// [ban.MergeWindow]), or that may come back.
func (h *history) load(ctx context.Context, c conn, hostName string, keys map[banKey]bool, oldest time.Time) error {
	since := second(oldest).Add(-ban.MergeWindow)
	for part := range slices.Chunk(slices.Collect(maps.Keys(keys)), chunk(2)) {
		args := []any{hostName, since}
		for _, key := range part {
			args = append(args, key.jail, key.address)
		}
		rows, err := all(ctx, c, scanRow, bansOfKeys(len(part)), args...)
		if err != nil {
			return err
		}
		for _, row := range rows {
			h.add(row)
		}
	}
	return nil
}

// bansOfKeys is the statement for so many keys.
//
// PostgreSQL may not see host and keys when it plans: of a host or a jail that its statistics do not have it expects one ban at most, and would
// read all bans of the host or the jail, for each batch, instead of looking for each key. So the host comes out of a statement of its
// own, and the keys out of a list that is made first.
func bansOfKeys(n int) string {
	return `
		with wanted (jail, address) as materialized (values ` + places(2, n, 2) + `)
		select ` + rowColumns + `
		from wanted cross join bans
		where bans.host = (select cast($1 as text)) and bans.jail = wanted.jail and bans.address = wanted.address
			and (bans.ended_at is null or bans.ended_at >= $2 or bans.banned_at >= $2 or bans.ended_by in ('repealed', 'unknown'))
		order by bans.id`
}
