package store

import (
	"slices"
	"time"

	"bangui/internal/ban"
	"bangui/internal/host"
)

// replay plays one event. Events that are not about bans change nothing.
func (h *history) replay(e host.Event) {
	switch e.Kind {
	case host.EventBan:
		h.ban(e)
	case host.EventRestore:
		h.restore(e)
	case host.EventUnban:
		h.unban(e, ban.EndUnbanned)
	case host.EventRepeal:
		h.unban(e, ban.EndRepealed)
	}
}

func (h *history) ban(e host.Event) {
	key, state := keyOf(e.Jail, e.ID), eventState(e)
	evidence := capEvidence(e.Evidence)
	state.evidenceLines = len(evidence)
	if row := h.exact(key, state.bannedAt); row != nil && !h.makeRoom(row, e) {
		again := row.overBy(e.Told) && h.current(key) == nil
		switch {
		case again && row.mayComeBack():
			row.reopen() // fail2ban found the same failure again after a restart
		case again: // lifted, and banned for another failure of that second
			state.bannedAt = state.bannedAt.Add(time.Second)
			if h.exact(key, state.bannedAt) == nil {
				h.beginTold(key, state, evidence, e.Told)
			}
			return
		}
		row.learn(state, evidence)
		return
	}
	if row := h.roundedUp(key, e); row != nil {
		row.bannedAt = state.bannedAt
		state.bannedAt = state.bannedAt.Add(time.Second)
		h.beginTold(key, state, evidence, e.Told)
		return
	}
	if row := h.ordered(key, state.bannedAt); row != nil {
		row.bannedAt = state.bannedAt
		row.learn(state, evidence)
		return
	}
	if state.onlyTold() {
		if current := h.current(key); current != nil && current.covers(state.bannedAt) {
			return
		}
	} else if row := h.inLog(key, state.bannedAt, func(row *banRow) bool { return row.overBy(e.Told) }); row != nil {
		row.bannedAt = state.bannedAt
		row.learn(state, evidence)
		return
	}
	h.beginTold(key, state, evidence, e.Told)
}

// beginTold is begin for a ban of which the log told at a time. It tells of one ban after the other, so one that failed before another began, and
// was told of when that was over, is in force.
func (h *history) beginTold(key banKey, state banState, evidence []string, told time.Time) {
	row := h.begin(key, state, evidence)
	if !row.open() && h.find(key, func(one *banRow) bool { return one != row && !one.overBy(told) }) == nil {
		row.reopen()
	}
}

// overBy tells whether a ban ended before t.
func (s *banState) overBy(t time.Time) bool { return !s.open() && s.endedAt.Before(t) }

// makeRoom moves a ban of which only the log told by a second, if an event of that second is about the next one of its key: the log told
// of it when this one was over.
func (h *history) makeRoom(row *banRow, e host.Event) bool {
	earlier := row.bannedAt.Add(-time.Second)
	if !row.onlyTold() || e.BanCount == 0 || !row.overBy(e.Told) || h.exact(row.key, earlier) != nil {
		return false
	}
	row.bannedAt = earlier
	return true
}

// roundedUp returns the ban that was over when the log told of one whose last failure was in the second before that ban's, or nil. fail2ban
// rounds the time of a failure that it found itself down, and others to the nearest second: so they change places.
func (h *history) roundedUp(key banKey, e host.Event) *banRow {
	row := h.exact(key, second(e.At).Add(time.Second))
	if row == nil || row.onlyTold() || !row.overBy(e.Told) || h.exact(key, second(e.At)) != nil {
		return nil
	}
	return row
}

// onlyTold tells whether all that is known of a ban is a line of fail2ban's log. Its time is then that of the ban, while fail2ban's
// database has that of the last failure before it.
func (s *banState) onlyTold() bool {
	return s.observed && s.origin == ban.Detected && s.banTime == 0 && s.until.IsZero() && s.failures == 0 && s.count == 0 && s.evidenceLines == 0
}

// covers tells whether a ban in force is known to last beyond t: fail2ban bans nothing twice, so what it tells at t is of this one.
func (s *banState) covers(t time.Time) bool {
	return s.count > 0 && s.bannedAt.Before(t) && (s.banTime == host.Permanent || s.until.After(t))
}

// inLog returns the ban of which only the log has told, whose last failure can have been at t, and that was not over when fail2ban told of the one
// that failed then; or nil.
func (h *history) inLog(key banKey, t time.Time, over func(*banRow) bool) *banRow {
	return h.find(key, func(row *banRow) bool {
		return row.onlyTold() && !row.bannedAt.Before(t) && near(row.bannedAt, t) && !over(row)
	})
}

// learn takes over what fail2ban tells of a ban that is known already. It never opens or ends it, and knows nothing worse than before.
func (row *banRow) learn(from banState, evidence []string) {
	row.observed = true
	row.learnEnd(from.until, from.banTime)
	row.failures = max(row.failures, from.failures)
	row.count = max(row.count, from.count)
	if row.evidenceLines == 0 && len(evidence) > 0 {
		row.evidence, row.evidenceLines = evidence, len(evidence)
	}
}

// learnEnd takes over the planned end of a ban in force, if there is news of it.
func (row *banRow) learnEnd(until time.Time, banTime time.Duration) {
	if row.open() && (!until.IsZero() || banTime != 0) {
		row.until, row.banTime = milli(until), banTime.Truncate(time.Millisecond)
	}
}

// restore brings back a ban that a restart ended: the one that began then, or else the one that ended last before. fail2ban also restores
// a ban that was lifted before its row was written, or while it was being reloaded.
func (h *history) restore(e host.Event) {
	key, at := keyOf(e.Jail, e.ID), second(e.At)
	if current := h.current(key); current != nil {
		current.observed = true
		return
	}
	exact := h.exact(key, at)
	if exact != nil && exact.mayComeBack() {
		exact.reopen()
		return
	}
	if row := h.lastEnded(key, e.At); row != nil && (row.mayComeBack() || row.lastsBeyond(e.At)) {
		row.reopen()
		return
	}
	if exact == nil {
		h.begin(key, eventState(e), nil)
	}
}

// lastsBeyond tells whether a ban was not planned to end by t.
func (s *banState) lastsBeyond(t time.Time) bool { return s.until.IsZero() || s.until.After(t) }

// lastEnded returns the ban that ended last, not after t, or nil.
func (h *history) lastEnded(key banKey, t time.Time) *banRow {
	var last *banRow
	for _, row := range h.byKey[key] {
		if !row.open() && !row.endedAt.After(t) && (last == nil || row.endedAt.After(last.endedAt)) {
			last = row
		}
	}
	return last
}

// toldWithin is how long after a snapshot without a ban fail2ban tells that it ended, at most.
const toldWithin = time.Minute

// unban ends the ban in force if it began before. An event that has ended a ban already, and comes again, ends no other.
func (h *history) unban(e host.Event, by ban.End) {
	key := keyOf(e.Jail, e.ID)
	current := h.current(key)
	if h.endedAt(key, e.At) {
		return
	}
	if row := h.lastEnded(key, e.At); current == nil && row != nil && row.endedBy == ban.EndUnknown && e.At.Sub(row.endedAt) < toldWithin {
		current = row // a snapshot had it no more before fail2ban told: it does so one after the other
	}
	if row := h.liftedLater(key, e.At); current == nil && row != nil {
		row.end(milli(e.At), ban.EndExpired)
		row.endedActor = ""
		return
	}
	if current == nil || !current.beganBy(e.At) {
		if current = h.guessed(key, e.At); current == nil {
			return
		}
	}
	current.observed = true
	if by == ban.EndUnbanned && !current.until.IsZero() && !e.At.Before(current.until.Add(-ban.ExpiryTolerance)) {
		by = ban.EndExpired
	}
	current.end(milli(e.At), by)
}

// guessed returns the last ban that had begun at t, if nothing has told of its end: it had to be over because of another one, that was
// ordered before this one came to be known, or because a snapshot did not have it.
func (h *history) guessed(key banKey, t time.Time) *banRow {
	var last *banRow
	for _, row := range h.byKey[key] {
		if !row.bannedAt.After(t) && (last == nil || row.bannedAt.After(last.bannedAt)) {
			last = row
		}
	}
	switch {
	case last == nil || last.open():
		return nil
	case last.endedBy == ban.EndUnknown && last.endedAt.After(t), last.endedBy == ban.EndExpired && last.endedAt.Equal(last.until):
		return last
	}
	return nil
}

// liftedLater returns the ban that was planned to end by t, and of which one of us lifted the next one, of which nothing was known yet; or
// nil.
func (h *history) liftedLater(key banKey, t time.Time) *banRow {
	// fail2ban runs the commands of its actions between telling of an end and answering.
	const answersWithin = 3 * time.Second
	return h.find(key, func(row *banRow) bool {
		return row.endedActor != "" && row.beganBy(t) && row.endedAt.Sub(t) > answersWithin && !row.until.IsZero() &&
			!t.Before(row.until.Add(-ban.ExpiryTolerance))
	})
}

// beganBy tells whether a ban had begun at t. Its time is that of the last failure, to the nearest second.
// Source: fail2ban/server/database.py, addBan.
func (s *banState) beganBy(t time.Time) bool {
	const rounding = time.Second / 2
	return !s.bannedAt.After(t.Add(rounding))
}

func (h *history) endedAt(key banKey, t time.Time) bool {
	ms := t.UnixMilli()
	return h.find(key, func(row *banRow) bool { return !row.open() && row.endedAt.UnixMilli() == ms }) != nil
}

// reconcile makes what is in force equal to the snapshot, except for what began or ended after it.
func (h *history) reconcile(snapshot *host.Snapshot) {
	listed := make(map[banKey]bool, len(snapshot.Banned))
	for _, item := range snapshot.Banned {
		key := keyOf(item.Jail, item.ID)
		listed[key] = true
		h.see(key, item, snapshot.At)
	}
	for _, row := range h.rows {
		if row.open() && !listed[row.key] && row.bannedAt.Before(second(snapshot.At)) {
			row.endQuietly(milli(snapshot.At))
		}
	}
}

// see takes note that an address is banned at the time of a snapshot.
func (h *history) see(key banKey, item host.Banned, at time.Time) {
	began := second(item.At)
	current := h.current(key)
	switch {
	case current != nil && (item.At.IsZero() || !began.After(current.bannedAt)):
		if began.Before(current.bannedAt) && !current.observed && near(began, current.bannedAt) {
			current.bannedAt = began
		}
		current.observed = true
		current.learnEnd(item.Until, item.BanTime)
	case current != nil && !current.observed && near(began, current.bannedAt):
		current.bannedAt, current.observed = began, true
		current.learnEnd(item.Until, item.BanTime)
	default:
		h.appear(key, item, at)
	}
}

// appear takes note of a ban that is not known to be in force.
func (h *history) appear(key banKey, item host.Banned, at time.Time) {
	row := h.known(key, item, at)
	if row == nil {
		state := banState{
			bannedAt: second(item.At), until: milli(item.Until), banTime: item.BanTime.Truncate(time.Millisecond),
			origin: ban.Detected, observed: true,
		}
		if item.At.IsZero() {
			state.bannedAt = second(at)
		}
		row = h.begin(key, state, nil)
	}
	if row.onlyTold() && !item.At.IsZero() {
		row.bannedAt = second(item.At)
	}
	row.observed = true
	// An end after the snapshot that was imported ahead of its time is only a plan.
	if planned := row.assumed() && h.next(key, row.bannedAt) == nil; row.open() || !row.endedAt.Before(at) && !planned {
		return
	}
	// It is in force, even if an imported log tells of another ban after it: that has its time from the log.
	if current := h.current(key); current != nil {
		current.endQuietly(row.bannedAt)
	}
	row.reopen()
	row.learnEnd(item.Until, item.BanTime)
}

// known returns the ended ban that the item of a snapshot can be, or nil.
func (h *history) known(key banKey, item host.Banned, at time.Time) *banRow {
	if item.At.IsZero() {
		if row := h.lastEnded(key, at); row != nil && row.mayComeBack() {
			return row
		}
		return h.exact(key, second(at))
	}
	began := second(item.At)
	lifted := func(row *banRow) bool { return row.overBy(at) && !row.mayComeBack() }
	for _, row := range []*banRow{h.exact(key, began), h.ordered(key, began), h.inLog(key, began, lifted)} {
		if row != nil {
			return row
		}
	}
	return nil
}

// changed returns the rows that differ from what is stored.
func (h *history) changed() []*banRow {
	return slices.DeleteFunc(slices.Clone(h.rows), func(row *banRow) bool {
		return row.id != 0 && row.banState == row.was && row.evidence == nil
	})
}
