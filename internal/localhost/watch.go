package localhost

import (
	"context"
	"time"

	"bangui/fail2ban"
	"bangui/fail2ban/record"
	"bangui/internal/fault"
	"bangui/internal/host"
)

const (
	// lookEvery is how often fail2ban is asked for its counters, and files are looked at that nobody says have changed.
	lookEvery = 2 * time.Second
	// lookOften is instead of it where the system does not tell of changes.
	lookOften = 250 * time.Millisecond
	// logSlack is how much before the log the failures can have been that led to its first bans.
	logSlack = 10 * time.Second
	// restBetween keeps a flood of lines from being read one by one.
	restBetween = 15 * time.Millisecond
)

// Watch implements [host.Host].
//
// A batch is made of what is new in the database and in the log and moves both places at once, so that a cursor never lies between
// an event and its neighbour. Nothing is held open on fail2ban's side while deliver runs.
func (h *Host) Watch(ctx context.Context, from host.Cursor, deliver func(context.Context, host.Batch) error) error {
	at, first, err := parseCursor(from)
	if err != nil {
		return fault.Invalid.Wrapf(err, "the cursor is not one of this host")
	}
	wake, told := newWaker(h.log)
	defer wake.Close()
	w := &watch{
		h: h, deliver: deliver, at: at, first: first, wake: wake, told: told,
		messages: record.NewMessages(),
		clock:    &record.Clock{Location: h.opts.Location, Shift: h.zone.later, Now: time.Now, Last: at.LastAt},
		match:    newMatcher(), snapshotDue: true,
	}
	w.match.resume(at)
	defer w.close()
	return w.run(ctx)
}

// watch is one run of [Host.Watch]. It is used by one goroutine.
type watch struct {
	h       *Host
	deliver func(context.Context, host.Batch) error
	wake    *waker
	told    bool

	// at is the place after the last delivered batch, as far as the readers below have not moved on.
	at    cursor
	first bool

	server serverView
	rows   *rowReader
	follow *follower
	// logSince is from when on the log is read.
	logSince time.Time
	// held is set while lines of the log wait until it is known what they tell.
	held bool
	// busySince is since when the database could not be read because somebody wrote, else zero.
	busySince time.Time
	messages  record.Messages
	clock     *record.Clock
	// learned is when the zone of the log was looked at.
	learned time.Time
	match   *matcher
	ending  bool
	// soon asks for another round after that time, 0 for none.
	soon time.Duration

	snapshotDue bool
	// notBefore puts a snapshot off until then: a server that was just started is still restoring bans.
	notBefore  time.Time
	snapshotAt time.Time
	// waitingSince is since when a snapshot waits for the records of rows, else zero.
	waitingSince time.Time
	count        banCount
	// known is what was banned at the last look; nil where the log tells of changes.
	known map[banKey]bool
	// running are the jails at the last look; nil before it.
	running map[string]bool
}

func (w *watch) run(ctx context.Context) error {
	w.ending = w.at.Ending
	for {
		w.look(ctx)
		if err := w.catchUp(ctx); err != nil {
			return err
		}
		w.compare()
		if err := w.snapshot(ctx); err != nil {
			return err
		}
		if err := w.wait(ctx); err != nil {
			return err
		}
	}
}

// catchUp delivers until nothing is new.
func (w *watch) catchUp(ctx context.Context) error {
	for {
		batch, more := w.round(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if len(batch.Events) > 0 {
			if err := w.send(ctx, batch); err != nil {
				return err
			}
		}
		if !more {
			return nil
		}
	}
}

// send delivers a batch until it is taken.
func (w *watch) send(ctx context.Context, batch host.Batch) error {
	const first, last = 50 * time.Millisecond, 5 * time.Second
	for pause := first; ; pause = min(2*pause, last) {
		err := w.deliver(ctx, batch)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			w.first = false
			return nil
		}
		w.h.log.Warn("events not taken, delivering them again", "events", len(batch.Events), "retry_in_ms", pause.Milliseconds(),
			"err", fault.Cause(err))
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// wait returns when it is worth looking again.
func (w *watch) wait(ctx context.Context) error {
	if err := sleep(ctx, restBetween); err != nil {
		return err
	}
	every := max(time.Until(w.server.checked.Add(lookEvery)), 0)
	if !w.told {
		every = min(every, lookOften)
	}
	if w.soon > 0 {
		every = min(every, w.soon)
	}
	if due := time.Until(w.notBefore); w.snapshotDue && due > 0 {
		every = min(every, due)
	}
	timer := time.NewTimer(every)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-w.wake.C:
	case <-timer.C:
	}
	return nil
}

// round reads what is new and makes one batch of it. more tells that there is more than fits.
func (w *watch) round(ctx context.Context) (batch host.Batch, more bool) {
	w.soon = 0
	lines := w.readLog()
	rows, moreRows := w.readRows(ctx)
	if w.rowsToCome() {
		return batch, false // what the log tells of would come before its rows
	}
	if rows {
		lines = w.readLog() // a ban's line is written about when its row is: let both come together
	}
	records, later, moreLines := w.records(lines)
	w.match.since, w.match.reached = w.logSince, w.clock.Last
	batch.Events = w.match.merge(records, later, w.rows != nil, w.waits)
	batch.Events = append(batch.Events, w.match.overdue(host.MaxBatch-len(batch.Events))...)
	if w.match.waiting() {
		w.soon = shorter(w.soon, 25*time.Millisecond)
	}
	w.note(batch.Events)
	if len(batch.Events) > 0 {
		batch.Cursor = w.cursor()
	}
	return batch, moreRows || moreLines
}

// waits tells whether the record of a row is still to come.
func (w *watch) waits(row heldRow) bool {
	switch {
	case !w.logTells(), w.rows == nil, row.of != w.rows.db:
		return false
	case w.match.beforeLog(row), row.event.At.Before(w.clock.Last.Add(-w.rows.window)):
		return false
	}
	return w.held || len(w.follow.pending) > 0 || time.Since(row.seen) < recordLate
}

func shorter(a, b time.Duration) time.Duration {
	if a == 0 {
		return b
	}
	return min(a, b)
}

// cursor is the place after all that was read and taken.
func (w *watch) cursor() host.Cursor {
	c := w.at
	c.Ending, c.LastAt = w.ending, w.clock.Last.UTC()
	if w.rows != nil {
		c.Rows = w.match.before(w.rows)
	}
	c.Expected, c.Told, c.Failed = logged(w.match.expected), logged(w.match.lastTold()), w.match.found.newest()
	if w.follow != nil {
		at := w.follow.here()
		c.LogAt = &at
	}
	return c.String()
}

// note keeps account of what the events say.
func (w *watch) note(events []host.Event) {
	for _, e := range events {
		w.count.note(e)
		w.know(e)
		switch e.Kind {
		case host.EventServerUp:
			w.h.memory.wake()
			w.server.up, w.server.known, w.server.misses = true, true, -2 // it takes a moment to answer
			w.restarted()
		case host.EventServerDown:
			w.server.up, w.server.known = false, true
		case host.EventJailStarted, host.EventJailStopped:
			w.h.memory.wake(e.Jail)
		}
	}
}

// restarted asks for a snapshot once a server that was just started had time to restore its bans.
func (w *watch) restarted() {
	w.snapshotDue, w.notBefore = true, time.Now().Add(1500*time.Millisecond)
}

func (w *watch) close() {
	if w.rows != nil {
		_ = w.rows.db.Close() // only read
	}
	if w.follow != nil {
		_ = w.follow.Close() // only read
	}
}

// serverView is what the socket tells of the server.
type serverView struct {
	// up is whether it answers, if known.
	up, known bool
	misses    int
	id        string
	// version is zero if not known.
	version  fail2ban.Version
	dbPath   string
	logPath  string
	logLevel string
	stats    []fail2ban.JailStats
	// fresh is set when stats have not been compared.
	fresh bool
	// checked is when the paths were asked for.
	checked time.Time
}
