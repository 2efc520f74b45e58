package store

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"

	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/fault"
)

// RecordManual implements [ban.Store].
func (s *Store) RecordManual(ctx context.Context, bans []ban.Ban, entries []audit.Entry) ([]ban.Change, error) {
	byHost := make(map[string][]ban.Ban)
	for _, b := range bans {
		byHost[b.Host] = append(byHost[b.Host], b)
	}
	return s.recordOrders(ctx, "store bans", slices.Sorted(maps.Keys(byHost)), entries, func(hostName string) order {
		return manualBans(byHost[hostName])
	})
}

// RecordLifted implements [ban.Store].
func (s *Store) RecordLifted(ctx context.Context, lifted []ban.Lifted, entries []audit.Entry) ([]ban.Change, error) {
	byHost := make(map[string][]ban.Lifted)
	for _, l := range lifted {
		byHost[l.Host] = append(byHost[l.Host], l)
	}
	return s.recordOrders(ctx, "store lifted bans", slices.Sorted(maps.Keys(byHost)), entries, func(hostName string) order {
		return liftedBans(byHost[hostName])
	})
}

// order is something that was done on one host.
type order interface {
	// keys are the bans concerned, oldest the earliest time in the order.
	keys() (keys map[banKey]bool, oldest time.Time)
	apply(known *history)
}

// recordOrders goes through the hosts by the alphabet, so that two transactions never wait for each other.
func (s *Store) recordOrders(
	ctx context.Context, doing string, hosts []string, entries []audit.Entry, orderOf func(hostName string) order,
) ([]ban.Change, error) {
	var changes []ban.Change
	places := s.newLocator()
	err := s.change(ctx, doing, func(tx *sql.Tx) error {
		changes = nil
		writer := &banWriter{tx: newRepeating(tx), counts: newTally(), places: places}
		for _, hostName := range hosts {
			writer.host = hostName
			more, err := recordOrder(ctx, writer, orderOf(hostName))
			if err != nil {
				return err
			}
			changes = append(changes, more...)
		}
		if err := record(ctx, tx, entries...); err != nil {
			return err
		}
		return writer.save(ctx)
	})
	return s.named(changes, places, err)
}

func recordOrder(ctx context.Context, w *banWriter, o order) ([]ban.Change, error) {
	n, err := exec(ctx, w.tx, `update hosts set cursor_at = cursor_at where name = $1`, w.host)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, fault.NotFound.Errorf("no host %q", w.host)
	}
	known := newHistory()
	keys, oldest := o.keys()
	if err := known.load(ctx, w.tx, w.host, keys, oldest); err != nil {
		return nil, err
	}
	o.apply(known)
	return w.write(ctx, known.changed())
}

// manualBans are bans that we ordered on one host.
type manualBans []ban.Ban

func (m manualBans) keys() (map[banKey]bool, time.Time) {
	keys := make(map[banKey]bool, len(m))
	for _, b := range m {
		keys[keyOf(b.Jail, b.Address)] = true
	}
	return keys, slices.MinFunc(m, func(a, b ban.Ban) int { return a.BannedAt.Compare(b.BannedAt) }).BannedAt
}

func (m manualBans) apply(known *history) {
	for _, b := range m {
		known.order(b)
	}
}

// order takes note of a ban that we ordered and that is in force. If fail2ban has told of it already, it becomes ours.
func (h *history) order(b ban.Ban) {
	key, at := keyOf(b.Jail, b.Address), second(b.BannedAt)
	if row := h.told(key, at); row != nil {
		row.origin, row.actor, row.reason = originOf(b), b.Actor, b.Reason
		return
	}
	if h.current(key) != nil {
		return
	}
	evidence := capEvidence(b.Evidence)
	h.begin(key, banState{
		bannedAt: at, until: milli(b.Until), banTime: b.BanTime.Truncate(time.Millisecond), origin: originOf(b), actor: b.Actor, reason: b.Reason,
		failures: b.Failures, count: b.Count, evidenceLines: len(evidence),
	}, evidence)
}

// told returns the newest ban of the key that began about at t and that is nobody's yet, or the very one that began at t.
func (h *history) told(key banKey, t time.Time) *banRow {
	if row := h.exact(key, t); row != nil {
		return row
	}
	var told *banRow
	for _, row := range h.byKey[key] {
		if row.observed && row.origin == ban.Detected && near(row.bannedAt, t) &&
			(told == nil || row.bannedAt.After(told.bannedAt)) {
			told = row
		}
	}
	return told
}

func originOf(b ban.Ban) ban.Origin { return cmp.Or(b.Origin, ban.Manual) }

// liftedBans are bans that we ended on one host.
type liftedBans []ban.Lifted

func (l liftedBans) keys() (map[banKey]bool, time.Time) {
	keys := make(map[banKey]bool, len(l))
	for _, one := range l {
		keys[keyOf(one.Jail, one.Address)] = true
	}
	return keys, slices.MinFunc(l, func(a, b ban.Lifted) int { return a.At.Compare(b.At) }).At
}

func (l liftedBans) apply(known *history) {
	for _, one := range l {
		known.lift(one)
	}
}

// lift ends the ban in force, or names who ended it if fail2ban has told of the end already.
func (h *history) lift(l ban.Lifted) {
	key := keyOf(l.Jail, l.Address)
	if current := h.current(key); current != nil && current.beganBy(l.At) {
		current.end(milli(l.At), ban.EndUnbanned)
		current.endedActor = l.Actor
		return
	}
	for _, row := range h.byKey[key] {
		if row.endedBy == ban.EndUnbanned && row.endedActor == "" && near(row.endedAt, l.At) {
			row.endedActor = l.Actor
		}
	}
}
