package localhost

import (
	"context"
	"strings"
	"time"

	"bangui/internal/host"
)

// linesAtOnce is how many events of the log go into one batch at most, beside rowsInBatch rows. Together with the bans that had no
// row they are fewer than host.MaxBatch.
const (
	linesAtOnce = 150
	rowsInBatch = 200
)

// readRows returns new rows of the database. A database that is busy or gone has none for now.
func (w *watch) readRows(ctx context.Context) (rows []banRow, more bool) {
	if w.rows == nil {
		return nil, false
	}
	rows, more, err := w.rows.read(ctx, rowsInBatch)
	switch {
	case err == nil:
		return rows, more
	case busy(err):
		w.soon = 100 * time.Millisecond
	case ctx.Err() == nil:
		w.h.log.Warn("fail2ban's database cannot be read", "path", w.rows.db.path, "err", err)
		w.dropRows()
	}
	return nil, false
}

func (w *watch) dropRows() {
	w.at.Rows = w.rows.at
	_ = w.rows.db.Close() // only read
	w.rows = nil
}

// readLog returns the pending lines of the log.
func (w *watch) readLog() []logLine {
	if w.follow == nil {
		return nil
	}
	const most = 4 * linesAtOnce
	if err := w.follow.fill(most); err != nil {
		w.h.log.Warn("fail2ban's log cannot be read", "path", w.follow.path, "err", err)
		w.dropLog()
		return nil
	}
	return w.follow.pending
}

func (w *watch) dropLog() {
	at := w.follow.here()
	w.at.LogAt = &at
	_ = w.follow.Close() // only read
	w.follow = nil
}

// record is a line of the log with what it tells.
type record struct {
	event host.Event
	seen  time.Time
}

// clearAfter is how long an unban of an older fail2ban waits for the line that makes it a repeal: that its jail has stopped.
const clearAfter = 200 * time.Millisecond

// records takes lines off the log and reads them. more tells that there are more.
func (w *watch) records(lines []logLine) (records []record, more bool) {
	parsed := make([]parsedLine, len(lines))
	clock := *w.clock
	for i, line := range lines {
		parsed[i] = w.parse(line, &clock)
	}
	markRepeals(parsed)
	taken := 0
	for i, p := range parsed {
		if len(records) >= linesAtOnce {
			more = true
			break
		}
		if p.ok && p.event.unclear && !w.clear(&p) {
			if wait := clearAfter - time.Since(lines[i].seen); wait > 0 {
				w.soon = shorter(w.soon, wait)
				break
			}
		}
		taken = i + 1
		w.clock.last = p.last
		if p.ok && w.takes(p.event) {
			records = append(records, record{event: p.event.Event, seen: lines[i].seen})
		}
	}
	if w.follow != nil {
		more = more || (taken == len(lines) && taken >= 4*linesAtOnce)
		w.follow.take(taken)
	}
	return records, more
}

type parsedLine struct {
	event logEvent
	ok    bool
	// repeal is set for an unban that belongs to the stop of its jail.
	repeal bool
	last   time.Time
}

func (w *watch) parse(line logLine, clock *logClock) parsedLine {
	header, ok := w.forms.parse(strings.TrimSuffix(line.text, "\r"), clock)
	p := parsedLine{last: clock.last}
	if !ok {
		return p
	}
	if header.at.IsZero() {
		header.at = line.seen.UTC()
	}
	p.event, p.ok = w.messages.event(header)
	return p
}

// markRepeals finds the unbans that are followed by the stop of their jail.
func markRepeals(lines []parsedLine) {
	stopping := make(map[string]bool)
	for i := len(lines) - 1; i >= 0; i-- {
		e := lines[i].event
		switch {
		case !lines[i].ok:
		case e.Kind == host.EventJailStopped:
			stopping[e.Jail] = true
		case e.Kind == host.EventJailStarted, e.Kind == host.EventBan, e.Kind == host.EventRestore:
			delete(stopping, e.Jail)
		case e.unclear:
			lines[i].repeal = stopping[e.Jail]
		}
	}
}

// clear decides what an unban is, if that can be known by now.
func (w *watch) clear(p *parsedLine) bool {
	switch {
	case p.repeal, w.ending, w.h.stops.recently(p.event.Jail):
		p.event.Kind = host.EventRepeal
		return true
	}
	return w.server.version.TellsRepeal()
}

// takes tells whether an event is to be delivered, and keeps what the others say.
func (w *watch) takes(e logEvent) bool {
	switch {
	case e.reloaded && e.Jail == "":
		w.h.memory.wake()
		return false
	case e.reloaded:
		w.h.memory.wake(e.Jail)
		return false
	case e.Kind == host.EventServerDown:
		w.ending = true
	case e.Kind == host.EventServerUp:
		w.ending = false
	}
	return true
}

// openRows opens the database of a path, unless that is what is open.
func (w *watch) openRows(path string) {
	if w.rows != nil && w.rows.db.path == path && !w.rows.db.replaced() {
		return
	}
	if w.rows != nil {
		w.dropRows()
		w.snapshotDue = true
	}
	if path == "" {
		return
	}
	if w.at.DB != path {
		w.at.DB, w.at.Rows = path, rowsPlace{}
	}
	db, err := openDatabase(path)
	if err != nil {
		w.h.log.Debug("fail2ban's database is not open", "path", path, "err", err)
		return
	}
	w.rows = &rowReader{db: db, at: w.at.Rows, window: time.Hour}
}

// openLog opens the log of a path, unless that is what is open.
func (w *watch) openLog(path string) {
	if w.follow != nil && w.follow.path == path {
		return
	}
	if w.follow != nil {
		w.dropLog()
		w.at.LogAt, w.snapshotDue = nil, true
	}
	if !strings.HasPrefix(path, "/") {
		return
	}
	from := w.at.LogAt
	if w.at.Log != path {
		w.at.Log, from = path, nil
	}
	follow, whole, err := newFollower(path, from)
	if err != nil {
		w.h.log.Debug("fail2ban's log is not open", "path", path, "err", err)
		return
	}
	if !whole {
		w.snapshotDue = true
	}
	w.follow = follow
}
