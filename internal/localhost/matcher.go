package localhost

import (
	"cmp"
	"slices"
	"time"

	"bangui/internal/host"
)

// matcher puts rows of the database and records of the log into one order. A ban is in both: the row has the evidence, the record the
// right place among the others. So a row waits for its record, and a record for its row. It is used by one goroutine.
type matcher struct {
	// expected are bans that the log told and whose rows have not come yet, oldest first.
	expected []expectation
	// held are rows whose records have not come yet, in the order of the table; rows counts all that came.
	held []heldRow
	rows int
	// early are rows that were delivered before their records.
	early map[banKey][]earlyRow
	// told are bans that were delivered without their row, oldest first; a row that comes later is left out.
	told map[banKey][]toldBan
	// since is from when on the log has no gaps, reached until when it was read.
	since, reached time.Time
	// matched are rows that had their records not long ago; no row up to the number overtaken waits any more.
	matched   []matchedRow
	overtaken int
	// found are the failures that the log told of.
	found failures
	// banned is when the bans of the last snapshot began that may have been in it before their records were read.
	banned map[banKey]time.Time
}

// matchedRow is the number of a row, and when the log told of its ban.
type matchedRow struct {
	number int
	at     time.Time
}

// toldBan is when the log told of a ban, and when that was delivered.
type toldBan struct{ at, seen time.Time }

type expectation struct {
	key  banKey
	at   time.Time
	seen time.Time
	// began is when the ban began, as fail2ban has told it of what is banned; zero if it was not asked meanwhile.
	began   time.Time
	failure failure
}

type heldRow struct {
	banRow
	event host.Event
	key   banKey
	seen  time.Time
	// number is unique; reserved is set for a row that belongs to a record which is known and not delivered yet.
	number   int
	reserved bool
	// of is where it was read, before the place from which.
	of     *database
	before rowsPlace
}

// told is the ban of the row, of which the log told at a time.
func (r heldRow) told(at time.Time) host.Event {
	r.event.Told = at
	return r.event
}

type earlyRow struct {
	at   time.Time
	seen time.Time
}

const (
	// rowLate is how late a row can be in a flood of bans; after that it was lost, which happens when somebody locks the database.
	rowLate = time.Minute
	// recordLate is how late a record can be in a log that was read to its end: fail2ban has one thread that writes the row and another
	// one that writes the record.
	recordLate = 500 * time.Millisecond
	// rounding is by how much the time of a row, which is the last failure to the nearest second, can be after its record.
	rounding = 600 * time.Millisecond
	// mostAhead is by how much it can be if the clock by which the failures were logged is ahead of fail2ban's: it corrects what is more.
	// Source: fail2ban/server/filter.py, findFailure.
	mostAhead = time.Minute
	// mostBefore is by how much it is before its record at most where another ban can have been between: fail2ban looks into logs at least
	// once a second, if it is not very busy.
	mostBefore = 10 * time.Second
	// overtakenBy is how far the log has gone on after the record of a row when no row that came before that one will have a record: fail2ban
	// tells of bans, and writes their rows, one after the other.
	overtakenBy = 10 * time.Second
	// mostEarly is by how much a row that was delivered without its record can be before it: an older one is of another ban.
	mostEarly = time.Minute
	// keepTold is how long a ban without its row is remembered.
	keepTold = 10 * time.Minute
	// mostKept bounds what is remembered.
	mostKept = 50_000
)

func newMatcher() *matcher {
	return &matcher{early: make(map[banKey][]earlyRow), told: make(map[banKey][]toldBan)}
}

// resume goes on with what a cursor has.
func (m *matcher) resume(at cursor) {
	for _, e := range at.Expected {
		m.expected = append(m.expected, expectation{key: banKey{e.Jail, e.ID}, at: e.At, seen: time.Now(), began: e.Began})
	}
	for _, e := range at.Told {
		m.tells(banKey{e.Jail, e.ID}, e.At)
	}
	m.found.resume(at.Failed)
}

// lastTold are the bans that were delivered without their rows, oldest first.
func (m *matcher) lastTold() []expectation {
	all := make([]expectation, 0, len(m.told))
	for key, bans := range m.told {
		for _, told := range bans {
			all = append(all, expectation{key: key, at: told.at, seen: told.seen})
		}
	}
	slices.SortFunc(all, func(a, b expectation) int { return cmp.Or(a.seen.Compare(b.seen), a.at.Compare(b.at)) })
	return all
}

// add takes rows that were read from a place on.
func (m *matcher) add(rows []banRow, of *database, before rowsPlace) {
	before.Seen, before.Held = nil, nil
	for _, row := range rows {
		e := row.event()
		m.rows++
		m.held = append(m.held, heldRow{banRow: row, event: e, key: keyOf(e), seen: time.Now(), number: m.rows, of: of, before: before})
		if before.Lasts {
			before.RowID, before.Jail, before.ID, before.At = row.rowID, row.jail, row.id, row.timeOfBan
		}
	}
}

// before is the place of a reader before the first of its rows that is held.
func (m *matcher) before(rows *rowReader) rowsPlace {
	i := slices.IndexFunc(m.held, func(row heldRow) bool { return row.of == rows.db })
	if i < 0 {
		at := rows.at
		at.Held = rows.held
		return at
	}
	at := m.held[i].before
	at.Held = slices.Clone(rows.held)
	for _, row := range m.held[i:] {
		at.Held = append(at.Held, row.sum())
	}
	at.Seen = slices.DeleteFunc(slices.Clone(rows.at.Seen[max(0, len(rows.at.Seen)-keptSeen-rowsInBatch):]), func(sum uint64) bool {
		return slices.Contains(at.Held, sum)
	})
	return at
}

// merge returns the events of rows and records in the order in which they happened. later are the bans of the records after these, as far
// as they are known. Rows of which waits says so wait for their records. Without a database the records are all there is.
func (m *matcher) merge(records, later []seenEvent, hasRows bool, waits func(heldRow) bool) []host.Event {
	events := make([]host.Event, 0, len(records))
	if !hasRows {
		for len(m.expected) > 0 && len(events) < linesAtOnce {
			events = append(events, m.giveUp())
		}
	}
	own := m.assign(records, later)
	m.overtake(own)
	m.expected = slices.DeleteFunc(m.expected, func(e expectation) bool {
		row, ok := own[claim{e.key, e.at}]
		if ok {
			events = append(events, row.told(e.at))
		}
		return ok
	})
	events = append(events, m.release(waits)...)
	for _, r := range records {
		key := keyOf(r.event)
		row, ok := own[claim{key, r.event.At}]
		if ok = ok && r.event.Kind == host.EventBan; ok {
			events = append(events, row.told(r.event.At))
		} else {
			events = m.record(events, r, hasRows)
		}
		m.found.note(r)
		if r.event.Kind != host.EventFound {
			delete(m.banned, key)
		}
	}
	m.tidy()
	return events
}

// release returns the rows whose records will not come.
func (m *matcher) release(waits func(heldRow) bool) (events []host.Event) {
	m.held = slices.DeleteFunc(m.held, func(row heldRow) bool {
		if row.number > m.overtaken && waits(row) {
			return false
		}
		if !m.wasTold(row) {
			if !m.beforeLog(row) { // else its record will never come
				m.early[row.key] = append(m.early[row.key], earlyRow{at: row.event.At, seen: row.seen})
			}
			events = append(events, row.event)
		}
		return true
	})
	return events
}

// beforeLog tells whether the record of a row is before the log that there is, as far as can be told from its last failure.
func (m *matcher) beforeLog(row heldRow) bool {
	return row.event.At.Before(m.since.Add(-logSlack)) && !m.found.of(row.key).leadsTo(row)
}

// overtake notes which rows have their records now, and up to which one that was long ago.
func (m *matcher) overtake(own map[claim]heldRow) {
	for c, row := range own {
		m.matched = append(m.matched, matchedRow{row.number, c.at})
	}
	m.matched = slices.DeleteFunc(m.matched, func(row matchedRow) bool {
		past := m.reached.Sub(row.at) > overtakenBy
		if past {
			m.overtaken = max(m.overtaken, row.number)
		}
		return past
	})
}

// record appends what one record tells whose row is not there.
func (m *matcher) record(events []host.Event, r seenEvent, hasRows bool) []host.Event {
	key := keyOf(r.event)
	switch r.event.Kind {
	case host.EventBan:
		switch {
		case m.wasEarly(key, r.event.At):
			return events
		case hasRows:
			m.expected = append(m.expected, m.expectation(r))
			return events
		}
		return append(events, m.withoutRow(m.expectation(r)))
	case host.EventUnban, host.EventRepeal, host.EventRestore:
		events = m.over(events, key, r.event.At)
	}
	return append(events, r.event)
}

// over appends the ban that has ended or was interrupted, if its row has not come, or its record was before the log that there is.
func (m *matcher) over(events []host.Event, key banKey, at time.Time) []host.Event {
	if banned, ok := m.expects(key); ok {
		return append(events, m.withoutRow(banned)) // its row is gone, or will come
	}
	m.held = slices.DeleteFunc(m.held, func(row heldRow) bool {
		fits := row.key == key && !row.reserved && row.event.At.Before(m.since) && !row.event.At.After(at) && !m.found.of(key).leadsTo(row)
		if fits {
			events = append(events, row.event)
		}
		return fits
	})
	return events
}

// wasEarly tells whether the row of a ban that was told at a time was delivered before, and forgets it.
func (m *matcher) wasEarly(key banKey, at time.Time) bool {
	rows := m.early[key]
	for i, row := range slices.Backward(rows) {
		if !row.at.After(at.Add(rounding)) && at.Sub(row.at) < mostEarly {
			m.early[key] = slices.Delete(rows, 0, i+1)
			return true
		}
	}
	return false
}

func keyOf(e host.Event) banKey { return banKey{e.Jail, e.ID} }

// withoutRow is a ban of which only the log tells, and keeps in mind that it was told.
func (m *matcher) withoutRow(e expectation) host.Event {
	m.tells(e.key, e.at)
	return host.Event{Kind: host.EventBan, At: cmp.Or(e.began, e.at.Truncate(time.Second)), Told: e.at, Jail: e.key.jail, ID: e.key.id}
}

// learn takes from what is banned when bans began whose rows have not come, and may never: fail2ban writes none of a ban that was over before it
// had come to that. Source: fail2ban/server/observer.py, banFound. What is banned is delivered, too: the ban must not be another one than there.
func (m *matcher) learn(now bannedNow) {
	known := make(map[banKey]bool)
	for i, e := range slices.Backward(m.expected) {
		if !known[e.key] {
			m.expected[i].began = beganAt(now[e.key].At, e.at)
		}
		known[e.key] = true // those before it are over
	}
	m.banned = make(map[banKey]time.Time)
	for key, b := range now {
		if time.Since(b.At) < mostEarly {
			m.banned[key] = b.At
		}
	}
}

// beganAt is when a ban began that is banned since then, if the log can have told of it at that time, else zero.
func beganAt(since, told time.Time) time.Time {
	if since.After(told.Add(rounding)) {
		return time.Time{}
	}
	return since
}

// expectation is that of a record of a ban.
func (m *matcher) expectation(r seenEvent) expectation {
	key := keyOf(r.event)
	return expectation{key: key, at: r.event.At, seen: r.seen, began: beganAt(m.banned[key], r.event.At), failure: m.found.of(key)}
}

// expects removes the oldest expectation of a ban and returns it.
func (m *matcher) expects(key banKey) (expectation, bool) {
	i := slices.IndexFunc(m.expected, func(e expectation) bool { return e.key == key })
	if i < 0 {
		return expectation{}, false
	}
	e := m.expected[i]
	m.expected = slices.Delete(m.expected, i, i+1)
	return e, true
}

// tells keeps in mind that a ban is delivered without its row.
func (m *matcher) tells(key banKey, at time.Time) {
	const most = 20
	bans := append(m.told[key], toldBan{at, time.Now()})
	m.told[key] = bans[max(0, len(bans)-most):]
}

// wasTold tells whether a row is that of a ban which was delivered without it, and forgets that. In a log without gaps each row has its
// record, so one that has none can have a time that is ahead.
func (m *matcher) wasTold(row heldRow) bool {
	bans := m.told[row.key]
	for i, told := range bans {
		after := row.event.At.Sub(told.at)
		if after > -mostBefore && after < rounding || after > 0 && after < mostAhead && !row.event.At.Before(m.since) {
			m.told[row.key] = slices.Delete(bans, i, i+1)
			return true
		}
	}
	return false
}

// waiting tells whether rows or records are expected to come at any moment.
func (m *matcher) waiting() bool {
	n := len(m.expected)
	return len(m.held) > 0 || n > 0 && time.Since(m.expected[n-1].seen) < time.Second
}

// expecting counts the bans that were told and whose rows have not come, by jail.
func (m *matcher) expecting() map[string]int {
	n := make(map[string]int)
	for _, e := range m.expected {
		n[e.key.jail]++
	}
	return n
}

// overdue returns at most limit bans whose rows did not come.
func (m *matcher) overdue(limit int) []host.Event {
	var events []host.Event
	for len(m.expected) > 0 && len(events) < limit && time.Since(m.expected[0].seen) > rowLate {
		events = append(events, m.giveUp())
	}
	return events
}

// giveUp makes an event of the oldest ban whose row did not come.
func (m *matcher) giveUp() host.Event {
	late := m.expected[0]
	m.expected = m.expected[1:]
	return m.withoutRow(late)
}

// tidy forgets what is too old to matter.
func (m *matcher) tidy() {
	m.found.age()
	for key, rows := range m.early {
		if len(rows) == 0 || time.Since(rows[len(rows)-1].seen) > rowLate || len(m.early) > mostKept {
			delete(m.early, key)
		}
	}
	for key, bans := range m.told {
		if len(bans) == 0 || time.Since(bans[len(bans)-1].seen) > keepTold || len(m.told) > mostKept {
			delete(m.told, key)
		}
	}
	if n := len(m.expected); n > mostKept {
		m.expected = append([]expectation(nil), m.expected[n-mostKept/2:]...)
	}
}
