package localhost

import (
	"context"
	"slices"
	"time"

	"bangui/internal/host"
)

// snapshot delivers all that is banned, if that is due and fail2ban answers, and before it what only the socket tells.
func (w *watch) snapshot(ctx context.Context) error {
	if events := append(w.upOrDown(), w.startedOrStopped()...); len(events) > 0 {
		w.note(events)
		if err := w.send(ctx, host.Batch{Events: events, Cursor: w.cursor()}); err != nil {
			return err
		}
	}
	if !w.snapshotDue || w.server.stats == nil || time.Now().Before(w.notBefore) || w.held || w.recordsToCome() || w.rowsToCome() {
		return nil
	}
	limit, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	at := time.Now().UTC()
	banned, err := w.h.banned(limit)
	w.notBefore = time.Now().Add(10 * time.Since(at)) // many bans are not read all the time
	if err != nil {
		w.h.log.Debug("what is banned was not told", "err", err)
		return ctx.Err()
	}
	return w.sendSnapshot(ctx, at, banned)
}

// rowsToCome tells whether a database is being written, for which what the log tells and snapshots wait, ten seconds at most.
func (w *watch) rowsToCome() bool {
	return !w.busySince.IsZero() && time.Since(w.busySince) < 10*time.Second
}

// recordsToCome tells whether a snapshot has to wait for the records of rows, ten seconds at most: in a flood of bans there is always one.
func (w *watch) recordsToCome() bool {
	if len(w.match.held) == 0 {
		w.waitingSince = time.Time{}
		return false
	}
	if w.waitingSince.IsZero() {
		w.waitingSince = time.Now()
	}
	return time.Since(w.waitingSince) < 10*time.Second
}

// sendSnapshot delivers what happened until the snapshot was there, and then the snapshot with the changes of that time in it.
func (w *watch) sendSnapshot(ctx context.Context, at time.Time, banned []host.Banned) error {
	now := index(banned)
	if err := w.bringUp(ctx, at, now); err != nil {
		return err
	}
	w.match.learn(now)
	list := now.list()
	for events := range slices.Chunk(w.differences(now), host.MaxBatch) {
		if err := w.send(ctx, host.Batch{Events: events, Cursor: w.cursor()}); err != nil {
			return err
		}
	}
	if err := w.send(ctx, host.Batch{Snapshot: &host.Snapshot{At: at, Banned: list}, Cursor: w.cursor()}); err != nil {
		return err
	}
	w.snapshotDue, w.snapshotAt = false, time.Now()
	w.count.set(list)
	w.count.last = w.server.stats
	w.remember(now)
	return nil
}

// bringUp delivers what has happened and applies it to what was banned at a time. It waits a while for lines that are held, or the snapshot would
// tell before them of the ends of bans.
func (w *watch) bringUp(ctx context.Context, at time.Time, now bannedNow) error {
	patience := time.Now().Add(time.Second)
	for more := true; more || w.held && time.Now().Before(patience); {
		var batch host.Batch
		batch, more = w.round(ctx)
		for _, e := range batch.Events {
			now.apply(e, at)
		}
		if len(batch.Events) > 0 {
			if err := w.send(ctx, batch); err != nil {
				return err
			}
		}
		if w.held && !more {
			if err := sleep(ctx, max(w.soon, restBetween)); err != nil {
				return err
			}
		}
	}
	return nil
}

// bannedNow is what is banned, by jail and id.
type bannedNow map[banKey]host.Banned

func index(banned []host.Banned) bannedNow {
	now := make(bannedNow, len(banned))
	for _, b := range banned {
		now[banKey{b.Jail, b.ID}] = b
	}
	return now
}

// apply takes an event that came after what was banned at a time. A ban whose time was over by then has ended; one whose time is over meanwhile has
// not, as far as fail2ban has told.
func (n bannedNow) apply(e host.Event, at time.Time) {
	switch e.Kind {
	case host.EventRestore:
		if _, ok := n[keyOf(e)]; !ok {
			n[keyOf(e)] = host.Banned{Jail: e.Jail, ID: e.ID} // it began before
		}
	case host.EventBan:
		if _, ok := n[keyOf(e)]; !ok && (e.Until.IsZero() || e.Until.After(at)) {
			n[keyOf(e)] = host.Banned{Jail: e.Jail, ID: e.ID, At: e.At, Until: e.Until, BanTime: e.BanTime}
		}
	case host.EventUnban, host.EventRepeal:
		delete(n, keyOf(e))
	}
}

func (n bannedNow) list() []host.Banned {
	list := make([]host.Banned, 0, len(n))
	for _, b := range n {
		list = append(list, b)
	}
	return list
}
