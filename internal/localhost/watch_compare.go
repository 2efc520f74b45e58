package localhost

import (
	"slices"
	"time"

	"bangui/fail2ban"
	"bangui/internal/host"
)

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
