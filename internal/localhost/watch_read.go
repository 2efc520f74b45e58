package localhost

import (
	"context"
	"slices"
	"strings"
	"time"

	"bangui/fail2ban/record"
	"bangui/internal/host"
)

// linesAtOnce is how many events of the log go into one batch at most, beside rowsInBatch rows, which is also how many wait for their
// records at most. Together with the bans that had no row they are fewer than host.MaxBatch.
const (
	linesAtOnce = 150
	rowsInBatch = 200
)

// readRows hands new rows of the database to the matcher. A database that is busy or gone has none for now. more tells that it is worth
// reading on at once.
func (w *watch) readRows(ctx context.Context) (some, more bool) {
	limit := rowsInBatch - len(w.match.held)
	if w.rows == nil || limit <= 0 {
		w.busySince = time.Time{}
		return false, false
	}
	before := w.rows.at
	rows, more, err := w.rows.read(ctx, limit)
	for more && len(rows) == 0 && err == nil { // it only went back
		before = w.rows.at
		rows, more, err = w.rows.read(ctx, limit)
	}
	switch {
	case err == nil:
		w.busySince = time.Time{}
		w.match.add(rows, w.rows.db, before)
		return len(rows) > 0, more
	case busy(err):
		if w.busySince.IsZero() {
			w.busySince = time.Now()
		}
		w.soon = 100 * time.Millisecond
	case ctx.Err() == nil:
		w.h.log.Warn("fail2ban's database cannot be read", "path", w.rows.db.path, "err", err)
		w.dropRows()
	}
	return false, false
}

// dropRows closes the database. What is held is not read again, and waits for nothing.
func (w *watch) dropRows() {
	w.at.Rows, w.busySince = w.rows.at, time.Time{}
	_ = w.rows.db.Close() // only read
	w.rows = nil
}

// mostLines is how many lines of the log are looked at in one round: most of them tell nothing.
const mostLines = 4 * linesAtOnce

// readLog returns the pending lines of the log.
func (w *watch) readLog() []parsedLine {
	if w.follow == nil {
		return nil
	}
	if err := w.follow.fill(mostLines); err != nil {
		w.h.log.Warn("fail2ban's log cannot be read", "path", w.follow.path, "err", err)
		w.dropLog()
		return nil
	}
	if w.follow.gap {
		w.follow.gap, w.snapshotDue = false, true
	}
	if len(w.follow.pending) > 0 && time.Since(w.learned) > lookEvery {
		w.learned = time.Now()
		w.h.zone.learn(w.follow.file, w.h.opts.Location)
	}
	pending := w.follow.pending[:min(len(w.follow.pending), mostLines)]
	lines := make([]parsedLine, len(pending))
	clock := *w.clock
	for i, line := range pending {
		lines[i] = w.parse(line, &clock)
	}
	if w.logSince.IsZero() && len(lines) > 0 {
		w.logSince = lines[0].last
	}
	markRepeals(lines)
	return lines
}

func (w *watch) dropLog() {
	at := w.follow.here()
	w.at.LogAt = &at
	_ = w.follow.Close() // only read
	w.follow = nil
}

// seenEvent is what a line of the log tells, and when it was seen; failed is when the failure was that was found.
type seenEvent struct {
	event  host.Event
	seen   time.Time
	failed time.Time
}

// clearAfter is how long an unban of an older fail2ban waits for the line that makes it a repeal: that its jail has stopped.
const clearAfter = 200 * time.Millisecond

// undecided is the index of the first line of which cannot be known yet what it tells, or the number of lines if there is none.
func (w *watch) undecided(lines []parsedLine) int {
	for i, line := range lines {
		if !line.event.unclear || w.isRepeal(line) || w.server.version.TellsRepeal() {
			continue
		}
		if wait := clearAfter - time.Since(line.seen); wait > 0 {
			w.soon = shorter(w.soon, wait)
			return i
		}
	}
	return len(lines)
}

// isRepeal tells whether an unban is known to be the end of a ban by the stop of its jail.
func (w *watch) isRepeal(line parsedLine) bool {
	return line.event.unclear && (line.repeal || w.ending || w.h.stops.recently(line.event.Jail))
}

// records takes lines off the log. later are what is told by the lines after them, as far as they were read; more tells that there are
// more.
func (w *watch) records(lines []parsedLine) (records, later []seenEvent, more bool) {
	ready := w.undecided(lines)
	w.held = ready < len(lines)
	taken := 0
	for _, line := range lines[:ready] {
		if len(records) == linesAtOnce {
			more = true
			break
		}
		taken++
		w.clock.Last = line.last
		if w.isRepeal(line) {
			line.event.Kind = host.EventRepeal
		}
		if line.tells && w.takes(line.event) {
			records = append(records, line.seenEvent())
		}
	}
	if w.follow != nil {
		w.follow.take(taken)
	}
	for _, line := range lines[taken:] {
		if line.repeal {
			line.event.Kind = host.EventRepeal
		}
		if line.tells {
			later = append(later, line.seenEvent())
		}
	}
	return records, later, more || taken == mostLines
}

// parsedLine is a line of the log and what it tells, if anything.
type parsedLine struct {
	event logEvent
	tells bool
	// repeal is set for an unban that is followed by the stop of its jail.
	repeal bool
	// last is the time of the last record that began with this line or before it.
	last time.Time
	seen time.Time
}

func (l parsedLine) seenEvent() seenEvent {
	return seenEvent{event: l.event.Event, seen: l.seen, failed: l.event.failed}
}

func (w *watch) parse(line logLine, clock *record.Clock) parsedLine {
	header, ok := record.ParseHeader(strings.TrimSuffix(line.text, "\r"), clock)
	p := parsedLine{last: clock.Last, seen: line.seen}
	if !ok {
		return p
	}
	if header.At.IsZero() {
		header.At = line.seen.UTC()
	}
	if e, ok := w.messages.Event(header); ok {
		p.event, p.tells = logEventOf(e)
	}
	return p
}

// markRepeals finds the unbans that the stop of their jail brought about: they come right before it, one after the other, and after the
// line that announces it, if there is one.
func markRepeals(lines []parsedLine) {
	// stopping are the jails that are about to stop, by when the next of their lines was written.
	stopping := make(map[string]time.Time)
	for i := len(lines) - 1; i >= 0; i-- {
		e := lines[i].event
		switch {
		case !lines[i].tells:
		case e.Kind == host.EventJailStopped:
			stopping[e.Jail] = e.At
		case e.Kind == host.EventServerDown, e.reloaded && e.Jail == "":
			clear(stopping)
		case e.Kind == host.EventJailStarted, e.Kind == host.EventBan, e.Kind == host.EventRestore, e.reloaded:
			delete(stopping, e.Jail)
		case e.unclear:
			next, stops := stopping[e.Jail]
			if lines[i].repeal = stops && next.Sub(e.At) < unbanWithin; lines[i].repeal {
				stopping[e.Jail] = e.At
			} else {
				delete(stopping, e.Jail)
			}
		}
	}
}

// unbanWithin is how long a jail that stops takes for one unban, with the commands of its actions, at most.
const unbanWithin = time.Second

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
	w.rows = &rowReader{db: db, at: w.at.Rows, known: slices.Clone(w.at.Rows.Seen), held: w.at.Rows.Held, window: time.Hour}
	w.rows.at.Held = nil
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
	follow, whole, err := newFollower(path, from, w.clock.Last)
	if err != nil {
		w.h.log.Debug("fail2ban's log is not open", "path", path, "err", err)
		return
	}
	switch {
	case !whole:
		w.snapshotDue, w.logSince = true, time.Time{}
	case from == nil:
		w.logSince = time.Now()
	default:
		w.logSince = w.clock.Last
	}
	w.follow = follow
}
