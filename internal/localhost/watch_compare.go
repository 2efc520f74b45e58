package localhost

import (
	"context"
	"maps"
	"slices"
	"time"

	"bangui/fail2ban"
	"bangui/internal/host"
)

// banCount is how many bans there should be in each jail by what was delivered. A line of the log can be lost, by a rotation or a full
// disk: then fail2ban's counters say otherwise, and a snapshot puts it right.
type banCount struct {
	jails map[string]int
	// off is by how much fail2ban's counters differed at the last look.
	off map[string]int
	// rest is the least time between snapshots that only a difference asks for. It grows as long as they find nothing.
	rest time.Duration
	last []fail2ban.JailStats
}

const (
	// confirmAfter is how long after a difference is looked again: what is about to be delivered makes one as well.
	confirmAfter = 500 * time.Millisecond
	longestRest  = 5 * time.Minute
)

func (c *banCount) note(e host.Event) {
	if c.jails == nil {
		return
	}
	switch e.Kind {
	case host.EventBan, host.EventRestore:
		c.jails[e.Jail]++
	case host.EventUnban, host.EventRepeal:
		c.jails[e.Jail]--
	}
}

// set begins anew with what a snapshot has.
func (c *banCount) set(banned []host.Banned) {
	before := c.jails
	c.jails, c.off = make(map[string]int), nil
	for _, b := range banned {
		c.jails[b.Jail]++
	}
	maps.DeleteFunc(before, func(_ string, n int) bool { return n == 0 })
	if maps.Equal(before, c.jails) {
		c.rest = min(max(2*c.rest, lookEvery), longestRest)
	} else {
		c.rest = 0
	}
}

// differs takes note of the counters, and tells whether one is off for the first time, or lasting: by as much as at the look before.
func (c *banCount) differs(stats []fail2ban.JailStats, expected map[string]int) (first, lasting bool) {
	off := make(map[string]int)
	for _, s := range stats {
		off[s.Name] = s.BannedNow
	}
	for _, told := range []map[string]int{c.jails, expected} {
		for jail, n := range told {
			off[jail] -= n
		}
	}
	maps.DeleteFunc(off, func(_ string, d int) bool { return d == 0 })
	for jail, d := range off {
		lasting = lasting || c.off[jail] == d
	}
	first, c.off = len(off) > 0 && len(c.off) == 0, off
	if len(off) == 0 {
		c.rest = 0
	}
	return first, lasting
}

// compare looks whether the counters of fail2ban agree with what was delivered, once after each look.
func (w *watch) compare() {
	if w.server.stats == nil || w.count.jails == nil || !w.server.fresh {
		return
	}
	w.server.fresh = false
	if !w.logTells() {
		w.compareCounters()
		return
	}
	first, lasting := w.count.differs(w.server.stats, w.match.expecting())
	if first {
		w.lookAgain(confirmAfter)
	}
	if lasting && time.Since(w.snapshotAt) > w.count.rest {
		w.snapshotDue = true
	}
}

// compareCounters asks for a snapshot when a counter moved, where no log tells why.
func (w *watch) compareCounters() {
	if !slices.EqualFunc(w.server.stats, w.count.last, sameBans) {
		w.snapshotDue = true
	}
	w.count.last = w.server.stats
}

func sameBans(a, b fail2ban.JailStats) bool {
	return a.Name == b.Name && a.BannedNow == b.BannedNow && a.BannedTotal == b.BannedTotal
}

// snapshot delivers all that is banned, if that is due and fail2ban answers, and before it what only the socket tells.
func (w *watch) snapshot(ctx context.Context) error {
	if events := append(w.upOrDown(), w.startedOrStopped()...); len(events) > 0 {
		w.note(events)
		if err := w.send(ctx, host.Batch{Events: events, Cursor: w.cursor()}); err != nil {
			return err
		}
	}
	if !w.snapshotDue || w.server.stats == nil || time.Now().Before(w.notBefore) || w.held || w.rowsToCome() {
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

// rowsToCome tells whether a snapshot has to wait for a database that is being written: bans come before it. It waits ten seconds.
func (w *watch) rowsToCome() bool {
	return !w.busySince.IsZero() && time.Since(w.busySince) < 10*time.Second
}

// sendSnapshot delivers what happened until the snapshot was there, and then the snapshot with the changes of that time in it.
func (w *watch) sendSnapshot(ctx context.Context, at time.Time, banned []host.Banned) error {
	now := index(banned)
	if err := w.bringUp(ctx, now); err != nil {
		return err
	}
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

// bringUp delivers what has happened and applies it to what is banned. It waits a while for lines that are held, or the snapshot would
// tell before them of the ends of bans.
func (w *watch) bringUp(ctx context.Context, now bannedNow) error {
	patience := time.Now().Add(time.Second)
	for more := true; more || w.held && time.Now().Before(patience); {
		var batch host.Batch
		batch, more = w.round(ctx)
		for _, e := range batch.Events {
			now.apply(e)
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

func (n bannedNow) apply(e host.Event) {
	switch e.Kind {
	case host.EventBan, host.EventRestore:
		if _, ok := n[keyOf(e)]; !ok && (e.Until.IsZero() || e.Until.After(time.Now())) {
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

// remember keeps what is banned for the next comparison, where no log tells of changes.
func (w *watch) remember(now bannedNow) {
	w.known = nil
	if w.logTells() {
		return
	}
	w.known = make(map[banKey]bool, len(now))
	for key := range now {
		w.known[key] = true
	}
}

// know keeps what is remembered up to date.
func (w *watch) know(e host.Event) {
	if w.known == nil {
		return
	}
	switch e.Kind {
	case host.EventBan, host.EventRestore:
		w.known[keyOf(e)] = true
	case host.EventUnban, host.EventRepeal:
		delete(w.known, keyOf(e))
	}
}

// startedOrStopped makes events of the jails that came and went since the last look, where no log tells it: that takes level INFO.
func (w *watch) startedOrStopped() []host.Event {
	if w.server.stats == nil {
		return nil
	}
	before := w.running
	w.running = make(map[string]bool)
	for _, s := range w.server.stats {
		w.running[s.Name] = true
	}
	if before == nil || w.logTells() && w.server.logLevel != "NOTICE" {
		return nil
	}
	at := time.Now().UTC()
	var events []host.Event
	for name := range before {
		if !w.running[name] {
			events = append(events, host.Event{Kind: host.EventJailStopped, At: at, Jail: name})
		}
	}
	for name := range w.running {
		if !before[name] {
			events = append(events, host.Event{Kind: host.EventJailStarted, At: at, Jail: name})
		}
	}
	return events
}

// differences makes events of what changed since the last look, where no log tells it.
func (w *watch) differences(now bannedNow) []host.Event {
	if w.known == nil || w.logTells() {
		return nil
	}
	at := time.Now().UTC()
	running := make(map[string]bool)
	for _, s := range w.server.stats {
		running[s.Name] = true
	}
	var events []host.Event
	for key := range w.known {
		if _, ok := now[key]; ok {
			continue
		}
		kind := host.EventUnban
		if !running[key.jail] {
			kind = host.EventRepeal
		}
		events = append(events, host.Event{Kind: kind, At: at, Jail: key.jail, ID: key.id})
	}
	for key, b := range now {
		if !w.known[key] && w.rows == nil {
			events = append(events, appeared(b, at))
		}
	}
	return events
}

// appeared is a ban of which only the socket tells.
func appeared(b host.Banned, seen time.Time) host.Event {
	e := host.Event{Kind: host.EventBan, At: b.At, Jail: b.Jail, ID: b.ID, Until: b.Until, BanTime: b.BanTime}
	if e.At.IsZero() {
		e.At = seen.Truncate(time.Second)
	}
	return e
}
