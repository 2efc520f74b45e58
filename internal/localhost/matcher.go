package localhost

import (
	"context"
	"time"

	"bangui/internal/host"
)

// matcher puts rows of the database and records of the log into one order. A ban is in both: the row has the evidence, the record the
// right place among the others. It is used by one goroutine.
type matcher struct {
	// expected are bans that the log told and whose rows have not come yet, oldest first.
	expected []expectation
	// early are rows whose records have not come yet, by when they were read.
	early map[banKey]earlyRow
	// told are bans that were delivered without their row, by when; a row that comes later is left out.
	told map[banKey]time.Time
}

type expectation struct {
	key  banKey
	at   time.Time
	seen time.Time
}

type earlyRow struct {
	at   int64
	seen time.Time
}

const (
	// rowLate is how late a row can be in a flood of bans; after that it was lost, which happens when somebody locks the database.
	rowLate = time.Minute
	// keepTold is how long a ban without its row is remembered.
	keepTold = 10 * time.Minute
	// mostKept bounds what is remembered.
	mostKept = 50_000
)

func newMatcher() *matcher {
	return &matcher{early: make(map[banKey]earlyRow), told: make(map[banKey]time.Time)}
}

// merge returns the events of rows and records in the order in which they happened. Without a database the records are all there is.
func (m *matcher) merge(rows []banRow, records []seenEvent, hasRows bool) []host.Event {
	if !hasRows {
		return m.plain(records)
	}
	events := make([]host.Event, 0, len(rows)+len(records))
	waiting := make(map[banKey][]host.Event)
	inRecords := make(map[banKey]int)
	for _, r := range records {
		if r.event.Kind == host.EventBan {
			inRecords[keyOf(r.event)]++
		}
	}
	for _, row := range rows {
		e := row.event()
		key := keyOf(e)
		switch {
		case m.wasTold(key, e.At):
		case m.arrived(key):
			events = append(events, e)
		case inRecords[key] > len(waiting[key]):
			waiting[key] = append(waiting[key], e)
		default:
			m.early[key] = earlyRow{at: row.timeOfBan, seen: time.Now()}
			events = append(events, e)
		}
	}
	for _, r := range records {
		events = m.record(events, r, waiting)
	}
	m.tidy()
	return events
}

// record appends what one record tells.
func (m *matcher) record(events []host.Event, r seenEvent, waiting map[banKey][]host.Event) []host.Event {
	key := keyOf(r.event)
	switch r.event.Kind {
	case host.EventBan:
		if rows := waiting[key]; len(rows) > 0 {
			waiting[key] = rows[1:]
			return append(events, rows[0])
		}
		if row, ok := m.early[key]; ok && row.at <= r.event.At.Unix()+2 {
			delete(m.early, key)
			return events
		}
		m.expected = append(m.expected, expectation{key, r.event.At, r.seen})
		return events
	case host.EventUnban, host.EventRepeal:
		if at, ok := m.expects(key); ok { // unbanned before its row was read, which is gone with that
			m.told[key] = at
			events = append(events, withoutRow(key, at))
		}
	}
	return append(events, r.event)
}

// plain makes bans of the records themselves, after those whose rows will not come any more. They are remembered in case that the
// database comes back.
func (m *matcher) plain(records []seenEvent) []host.Event {
	events := make([]host.Event, 0, len(records)+len(m.expected))
	for len(m.expected) > 0 && len(events) < host.MaxBatch-len(records) {
		events = append(events, m.giveUp())
	}
	for _, r := range records {
		if r.event.Kind == host.EventBan {
			m.told[keyOf(r.event)] = r.event.At
			r.event = withoutRow(keyOf(r.event), r.event.At)
		}
		events = append(events, r.event)
	}
	m.tidy()
	return events
}

func keyOf(e host.Event) banKey { return banKey{e.Jail, e.ID} }

// withoutRow is a ban of which only the log tells.
func withoutRow(key banKey, at time.Time) host.Event {
	return host.Event{Kind: host.EventBan, At: at.Truncate(time.Second), Jail: key.jail, ID: key.id}
}

// arrived takes a row off what is expected.
func (m *matcher) arrived(key banKey) bool {
	_, ok := m.expects(key)
	return ok
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
	if !ok || at.After(told.Add(2*time.Second)) {
		return false
	}
	delete(m.told, key)
	return true
}

// waiting tells whether rows are expected to come at any moment.
func (m *matcher) waiting() bool {
	n := len(m.expected)
	return n > 0 && time.Since(m.expected[n-1].seen) < time.Second
}

// expecting counts the bans that were told and whose rows have not come, by jail.
func (m *matcher) expecting() map[string]int {
	n := make(map[string]int)
	for _, e := range m.expected {
		n[e.key.jail]++
	}
	return n
}

// overdue returns at most limit bans whose rows did not come, and are not in the database either.
func (m *matcher) overdue(ctx context.Context, rows *rowReader, limit int) []host.Event {
	var events []host.Event
	for len(m.expected) > 0 && len(events) < limit && time.Since(m.expected[0].seen) > rowLate {
		if late := m.expected[0]; rows != nil && rows.has(ctx, late.key, late.at) {
			m.expected = m.expected[1:]
			continue // it was delivered before we were restarted
		}
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
	for key, row := range m.early {
		if time.Since(row.seen) > rowLate || len(m.early) > mostKept {
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
