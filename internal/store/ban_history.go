package store

import (
	"time"

	"bangui/internal/ban"
	"bangui/internal/host"
)

// banKey is what at most one ban in force has, on one host.
type banKey struct{ jail, address string }

// banState is what may change about a ban.
type banState struct {
	// bannedAt is to the second.
	bannedAt time.Time
	// until and endedAt are zero as in [ban.Ban].
	until         time.Time
	banTime       time.Duration
	endedAt       time.Time
	endedBy       ban.End
	endedActor    string
	origin        ban.Origin
	actor, reason string
	// observed is false while only we have said that the ban is there, and fail2ban has not yet.
	observed      bool
	failures      int
	count         int
	evidenceLines int
}

func (s *banState) open() bool { return s.endedAt.IsZero() }

// banRow is a ban as it is stored, or will be: was is what the database has.
type banRow struct {
	banState
	was banState
	// id is zero for a ban that is not stored yet.
	id      int64
	key     banKey
	country string
	asn     uint32
	// evidence is given where it is to be stored.
	evidence []string
}

// history are the bans of one host that matter for a batch of events, and what becomes of them. It does no input or output: it is
// loaded from the database, played through, and the difference is written. So what comes twice makes no difference.
type history struct {
	byKey map[banKey][]*banRow
	// rows are all rows, in the order in which they came to be known.
	rows []*banRow
}

func newHistory() *history { return &history{byKey: make(map[banKey][]*banRow)} }

func (h *history) add(row *banRow) {
	h.byKey[row.key] = append(h.byKey[row.key], row)
	h.rows = append(h.rows, row)
}

// current returns the ban in force, or nil.
func (h *history) current(key banKey) *banRow {
	return h.find(key, (*banRow).inForce)
}

// exact returns the ban that began at t, or nil.
func (h *history) exact(key banKey, t time.Time) *banRow {
	return h.find(key, func(row *banRow) bool { return row.bannedAt.Equal(t) })
}

// ordered returns a ban that we ordered about at t and that fail2ban has not told of yet, or nil.
func (h *history) ordered(key banKey, t time.Time) *banRow {
	return h.find(key, func(row *banRow) bool { return !row.observed && near(row.bannedAt, t) })
}

// next returns the first ban that began after t, or nil.
func (h *history) next(key banKey, t time.Time) *banRow {
	var next *banRow
	for _, row := range h.byKey[key] {
		if row.bannedAt.After(t) && (next == nil || row.bannedAt.Before(next.bannedAt)) {
			next = row
		}
	}
	return next
}

func (h *history) find(key banKey, fits func(*banRow) bool) *banRow {
	for _, row := range h.byKey[key] {
		if fits(row) {
			return row
		}
	}
	return nil
}

func (row *banRow) inForce() bool { return row.open() }

// begin adds a ban that begins at state.bannedAt. The one in force before it ends; if it is older than one that is known already,
// it is itself over.
func (h *history) begin(key banKey, state banState, evidence []string) *banRow {
	row := &banRow{banState: state, key: key, evidence: evidence}
	if next := h.next(key, state.bannedAt); next != nil {
		row.endQuietly(next.bannedAt)
	} else if current := h.current(key); current != nil {
		current.endQuietly(state.bannedAt)
	}
	h.add(row)
	return row
}

// endQuietly ends a ban that must be over at t though nothing told so: at its planned end, or somehow by t.
func (s *banState) endQuietly(t time.Time) {
	if !s.until.IsZero() && !s.until.After(t) {
		s.end(s.until, ban.EndExpired)
		return
	}
	s.end(t, ban.EndUnknown)
}

func (s *banState) end(t time.Time, by ban.End) {
	s.endedAt, s.endedBy = t, by
}

func (row *banRow) reopen() {
	row.endedAt, row.endedBy, row.endedActor = time.Time{}, "", ""
}

// mayComeBack tells whether the ban ended in a way that a restart of fail2ban can undo.
func (row *banRow) mayComeBack() bool {
	return !row.open() && (row.endedBy == ban.EndRepealed || row.endedBy == ban.EndUnknown)
}

// near tells whether two times of a manual ban can be of the same one.
func near(a, b time.Time) bool {
	return a.Sub(b).Abs() <= ban.MergeWindow
}

// second cuts to the second, as fail2ban counts.
func second(t time.Time) time.Time { return t.UTC().Truncate(time.Second) }

// milli cuts to the millisecond, as the database counts.
func milli(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// keyOf is the key of what fail2ban names, as the database can hold it.
func keyOf(jail, id string) banKey { return banKey{jail: cutKey(jail), address: cutKey(id)} }

// eventState is the ban that an event begins.
func eventState(e host.Event) banState {
	return banState{
		bannedAt: second(e.At), until: milli(e.Until), banTime: e.BanTime.Truncate(time.Millisecond), origin: ban.Detected, observed: true,
		failures: e.Failures, count: e.BanCount,
	}
}
