package localhost

import (
	"slices"
	"time"

	"bangui/internal/host"
)

// matcher puts rows of the database and records of the log into one order. A ban is in both: the row has the evidence, the record the
// right place among the others. So a row waits for its record, and a record for its row. It is used by one goroutine.
type matcher struct {
	// expected are bans that the log told and whose rows have not come yet, oldest first.
	expected []expectation
	// held are rows whose records have not come yet, in the order of the table.
	held []heldRow
	// early are rows that were delivered before their records.
	early map[banKey][]earlyRow
	// told are bans that were delivered without their row, by when; a row that comes later is left out.
	told map[banKey]time.Time
}

type expectation struct {
	key  banKey
	at   time.Time
	seen time.Time
}

type heldRow struct {
	banRow
	event host.Event
	key   banKey
	seen  time.Time
	// of is where it was read, before the place from which.
	of     *database
	before rowsPlace
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
	// keepTold is how long a ban without its row is remembered.
	keepTold = 10 * time.Minute
	// mostKept bounds what is remembered.
	mostKept = 50_000
)

func newMatcher() *matcher {
	return &matcher{early: make(map[banKey][]earlyRow), told: make(map[banKey]time.Time)}
}

// add takes rows that were read from a place on.
func (m *matcher) add(rows []banRow, of *database, before rowsPlace) {
	before.Seen = nil
	for _, row := range rows {
		e := row.event()
		m.held = append(m.held, heldRow{banRow: row, event: e, key: keyOf(e), seen: time.Now(), of: of, before: before})
	}
}

// before is the place of a reader before the first of its rows that is held.
func (m *matcher) before(rows *rowReader) rowsPlace {
	i := slices.IndexFunc(m.held, func(row heldRow) bool { return row.of == rows.db })
	if i < 0 {
		return rows.at
	}
	at := m.held[i].before
	at.Seen = slices.DeleteFunc(slices.Clone(rows.at.Seen[max(0, len(rows.at.Seen)-keptSeen-rowsInBatch):]), func(sum uint64) bool {
		return slices.ContainsFunc(m.held, func(row heldRow) bool { return row.sum() == sum })
	})
	return at
}

// merge returns the events of rows and records in the order in which they happened. Rows of which waits says so wait for their records.
// Without a database the records are all there is.
func (m *matcher) merge(records []seenEvent, hasRows bool, waits func(heldRow) bool) []host.Event {
	events := make([]host.Event, 0, len(records))
	if !hasRows {
		for len(m.expected) > 0 && len(events) < linesAtOnce {
			events = append(events, m.giveUp())
		}
	}
	m.held = slices.DeleteFunc(m.held, func(row heldRow) bool {
		if m.wasTold(row.key, row.event.At) {
			return true
		}
		if m.arrived(row.key, row.event.At) {
			events = append(events, row.event)
			return true
		}
		return false
	})
	for _, r := range records {
		events = m.record(events, r, hasRows)
	}
	m.held = slices.DeleteFunc(m.held, func(row heldRow) bool {
		if waits(row) {
			return false
		}
		m.early[row.key] = append(m.early[row.key], earlyRow{at: row.event.At, seen: row.seen})
		events = append(events, row.event)
		return true
	})
	m.tidy()
	return events
}

// record appends what one record tells.
func (m *matcher) record(events []host.Event, r seenEvent, hasRows bool) []host.Event {
	key := keyOf(r.event)
	switch r.event.Kind {
	case host.EventBan:
		switch rows := m.takeHeld(key, r.event.At.Add(rounding)); {
		case len(rows) > 0: // the records of all but the last one were lost
			return append(events, rows...)
		case m.wasEarly(key, r.event.At.Add(rounding)):
			return events
		case hasRows:
			m.expected = append(m.expected, expectation{key, r.event.At, r.seen})
			return events
		}
		m.told[key] = r.event.At
		return append(events, withoutRow(key, r.event.At))
	case host.EventUnban, host.EventRepeal:
		events = m.over(events, key, r.event.At)
	}
	return append(events, r.event)
}

// over appends the ban that has ended by at, if its row has not come.
func (m *matcher) over(events []host.Event, key banKey, at time.Time) []host.Event {
	banned, ok := m.expects(key)
	if !ok {
		return events
	}
	// The clock by which the failures were logged may be ahead.
	if rows := m.takeHeld(key, at.Truncate(time.Second)); len(rows) > 0 {
		return append(events, rows...)
	}
	if m.wasEarly(key, at.Truncate(time.Second)) {
		return events
	}
	m.told[key] = banned // its row is gone, or will come
	return append(events, withoutRow(key, banned))
}

// takeHeld takes the rows of a key that are not after a time off those that are held.
func (m *matcher) takeHeld(key banKey, until time.Time) (taken []host.Event) {
	m.held = slices.DeleteFunc(m.held, func(row heldRow) bool {
		fits := row.key == key && !row.event.At.After(until)
		if fits {
			taken = append(taken, row.event)
		}
		return fits
	})
	return taken
}

// wasEarly tells whether a row of a key that is not after a time was delivered before its record, and forgets it.
func (m *matcher) wasEarly(key banKey, until time.Time) bool {
	rows := m.early[key]
	for i, row := range slices.Backward(rows) {
		if !row.at.After(until) {
			m.early[key] = slices.Delete(rows, 0, i+1)
			return true
		}
	}
	return false
}

func keyOf(e host.Event) banKey { return banKey{e.Jail, e.ID} }

// withoutRow is a ban of which only the log tells.
func withoutRow(key banKey, at time.Time) host.Event {
	return host.Event{Kind: host.EventBan, At: at.Truncate(time.Second), Jail: key.jail, ID: key.id}
}

// arrived takes a row off what is expected.
func (m *matcher) arrived(key banKey, at time.Time) bool {
	for i, e := range m.expected {
		if e.key == key && !at.After(e.at.Add(rounding)) {
			m.expected = append(m.expected[:i], m.expected[i+1:]...)
			return true
		}
	}
	return false
}

// expects removes the oldest expectation of a ban and returns its time.
func (m *matcher) expects(key banKey) (time.Time, bool) {
	for i, e := range m.expected {
		if e.key == key {
			m.expected = append(m.expected[:i], m.expected[i+1:]...)
			return e.at, true
		}
	}
	return time.Time{}, false
}

func (m *matcher) wasTold(key banKey, at time.Time) bool {
	told, ok := m.told[key]
	if !ok || at.After(told.Add(rounding)) {
		return false
	}
	delete(m.told, key)
	return true
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
	m.told[late.key] = late.at
	return withoutRow(late.key, late.at)
}

// tidy forgets what is too old to matter.
func (m *matcher) tidy() {
	for key, rows := range m.early {
		if len(rows) == 0 || time.Since(rows[len(rows)-1].seen) > rowLate || len(m.early) > mostKept {
			delete(m.early, key)
		}
	}
	for key, at := range m.told {
		if time.Since(at) > keepTold || len(m.told) > mostKept {
			delete(m.told, key)
		}
	}
	if n := len(m.expected); n > mostKept {
		m.expected = append([]expectation(nil), m.expected[n-mostKept/2:]...)
	}
}
