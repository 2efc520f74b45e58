package localhost

import (
	"slices"
	"time"

	"bangui/internal/host"
)

// claim is a ban that the log told, which a row may belong to.
type claim struct {
	key banKey
	at  time.Time
}

// claimed is a claim with when its record was seen. later is set for a record that is not to be delivered yet.
type claimed struct {
	claim
	seen  time.Time
	later bool
	// lifted is when the ban before this one was lifted or expired, zero if that is not known or a restart ended it.
	lifted time.Time
	// failure is what led to the ban, as far as the log tells.
	failure failure
}

// assign takes the rows off those that are held which belong to bans that are expected or that these records tell. Rows that belong to
// later bans stay.
//
// An unban by hand deletes all rows of its address, so if there are fewer rows than bans, they belong to the last ones. Then the failure that
// led to a ban came after the ban before it was told, unless the log tells that it was found after that; else it can have come before, where
// fail2ban is behind.
func (m *matcher) assign(records, later []seenEvent) map[claim]heldRow {
	if len(m.held) == 0 {
		return nil
	}
	rows := make(map[banKey][]heldRow)
	for _, row := range m.held {
		rows[row.key] = append(rows[row.key], row)
	}
	claims, ended := m.claims(records, later)
	own, taken, reserved := make(map[claim]heldRow), make(map[int]bool), make(map[int]bool)
	for key, mine := range rows {
		for i, c := range slices.Backward(claims[key]) {
			from, until := m.lastToldOf(key), c.at.Add(rounding)
			if i > 0 {
				from = claims[key][i-1].at
			}
			from = from.Truncate(time.Second)
			if upTo(mine, until) > i+len(m.told[key]) {
				from = time.Time{} // those before have rows, too
			}
			if bound := c.failedAfter(); from.Before(bound) {
				from = bound
			}
			if failed, ok := c.failedBefore(); ok && failed.Before(from) {
				from = failed
			}
			if i == len(claims[key])-1 && !ended[key] {
				until = c.at.Add(c.ahead())
			}
			switch row, ok := takeLast(&mine, from, until); {
			case ok && c.later:
				reserved[row.number] = true
			case ok:
				own[c.claim], taken[row.number] = row, true
			}
		}
	}
	m.held = slices.DeleteFunc(m.held, func(row heldRow) bool { return taken[row.number] })
	for i, row := range m.held {
		m.held[i].reserved = reserved[row.number]
	}
	return own
}

// lastToldOf is when the log told of the last ban that was delivered without its row; zero if there is none.
func (m *matcher) lastToldOf(key banKey) time.Time {
	if bans := m.told[key]; len(bans) > 0 {
		return bans[len(bans)-1].at
	}
	return time.Time{}
}

// claims are the bans that are expected and those of the records, by key and in their order, and the keys of bans that end in them.
func (m *matcher) claims(records, later []seenEvent) (claims map[banKey][]claimed, ended map[banKey]bool) {
	claims, ended = make(map[banKey][]claimed), make(map[banKey]bool)
	for _, e := range m.expected {
		claims[e.key] = append(claims[e.key], claimed{claim: claim{e.key, e.at}, seen: e.seen, failure: e.failure})
	}
	lifted, found := make(map[banKey]time.Time), failures{before: &m.found}
	for i, r := range slices.Concat(records, later) {
		key := keyOf(r.event)
		switch r.event.Kind {
		case host.EventFound:
			found.note(r)
		case host.EventBan:
			claims[key] = append(claims[key], claimed{claim{key, r.event.At}, r.seen, i >= len(records), lifted[key], found.of(key)})
			found.note(r)
		case host.EventUnban:
			ended[key], lifted[key] = true, r.event.At
		case host.EventRepeal: // after a restart fail2ban looks at older failures again
			ended[key] = true
			delete(lifted, key)
		}
	}
	return claims, ended
}

// ahead is how far the row of a ban can be after its record. When one is read as it is written the other can only be its own; of what
// happened long ago there may be the row of the next ban as well.
func (c claimed) ahead() time.Duration {
	if c.seen.Sub(c.at).Abs() < 2*time.Second {
		return mostAhead
	}
	return rounding
}

// upTo counts the rows up to a time.
func upTo(rows []heldRow, until time.Time) (n int) {
	for _, row := range rows {
		if !row.event.At.After(until) {
			n++
		}
	}
	return n
}

// failedAfter is when the failure that led to the ban was at the earliest: after the one before was lifted, or, where fail2ban is behind, a little
// before its ban or as the log tells. A row from before that is the one of a ban of which the log does not tell any more.
func (c claimed) failedAfter() time.Time {
	behind := c.at.Add(-mostBefore)
	if at := c.failure.at; !at.IsZero() && at.Before(behind) {
		behind = at
	}
	if behind.Before(c.lifted) {
		return behind
	}
	return c.lifted
}

// failedBefore is when the failure that led to the ban can have been at the earliest, though it was found before the ban before: where none was
// found since, fail2ban had more failures than that ban took.
func (c claimed) failedBefore() (at time.Time, ok bool) {
	f := c.failure
	return f.at, !f.at.IsZero() && (!f.banned || c.at.Sub(f.at) < mostEarly)
}

// takeLast takes the last row between two times off rows.
func takeLast(rows *[]heldRow, from, until time.Time) (last heldRow, ok bool) {
	at := -1
	for i, row := range *rows {
		if !row.event.At.Before(from) && !row.event.At.After(until) && (at < 0 || !row.event.At.Before((*rows)[at].event.At)) {
			at = i
		}
	}
	if at < 0 {
		return heldRow{}, false
	}
	last = (*rows)[at]
	*rows = slices.Delete(*rows, at, at+1)
	return last, true
}
