package store

import (
	"context"
	"database/sql"
	"time"

	"bangui/internal/ban"
)

// Import implements [ban.Store].
func (s *Store) Import(ctx context.Context, hostName string, bans []ban.Ban) (ban.Imported, error) {
	var done ban.Imported
	places := s.newLocator()
	err := s.change(ctx, "import bans of "+hostName, func(tx *sql.Tx) error {
		// The row of the host keeps those away who store what happens there.
		_, err := exec(ctx, tx, `
			insert into hosts as kept (name, local, created_at, epoch) values ($1, 0, now_ms(), 0)
			on conflict (name) do update set cursor_at = kept.cursor_at`, hostName)
		if err != nil {
			return err
		}
		c := newRepeating(tx)
		known, result, err := loadAndImport(ctx, c, hostName, bans)
		if err != nil {
			return err
		}
		writer := &banWriter{tx: c, host: hostName, counts: newTally(), places: places}
		if _, err := writer.write(ctx, known.changed()); err != nil {
			return err
		}
		done = result
		return writer.save(ctx)
	})
	_, err = s.named(nil, places, err)
	return done, err
}

// ImportPreview implements [ban.Store].
func (s *Store) ImportPreview(ctx context.Context, hostName string, bans []ban.Ban) (ban.Imported, error) {
	_, result, err := loadAndImport(ctx, s.read, hostName, bans)
	return result, s.explain(ctx, "look for bans of "+hostName, err)
}

// loadAndImport imports into what the database knows.
func loadAndImport(ctx context.Context, c conn, hostName string, bans []ban.Ban) (*history, ban.Imported, error) {
	known := newHistory()
	wanted := make(map[banKey]bool)
	oldest := time.Now()
	for _, b := range bans {
		wanted[keyOf(b.Jail, b.Address)] = true
		if b.BannedAt.IsZero() {
			b.BannedAt = b.EndedAt
		}
		oldest = earlier(oldest, b.BannedAt)
	}
	if err := known.load(ctx, c, hostName, wanted, oldest); err != nil {
		return nil, ban.Imported{}, err
	}
	return known, known.importAll(bans), nil
}

// fate is what became of an imported ban, the better the larger.
type fate int

const (
	unmatched fate = iota
	wasKnown
	completed
	added
)

// importAll takes in bans of the past until nothing changes any more: where they contradict each other, one can end another that a third
// was taken for. So the same bans find nothing to change the next time.
func (h *history) importAll(bans []ban.Ban) ban.Imported {
	fates := make([]fate, len(bans))
	for changed := true; changed; {
		changed = false
		for i, b := range bans {
			became := h.importBan(b)
			changed = changed || became >= completed
			fates[i] = max(fates[i], became)
		}
	}
	var result ban.Imported
	counts := map[fate]*int{unmatched: &result.Unmatched, wasKnown: &result.Known, completed: &result.Completed, added: &result.Added}
	for _, became := range fates {
		*counts[became]++
	}
	return result
}

// importBan takes in one ban.
func (h *history) importBan(b ban.Ban) fate {
	key, state, evidence := keyOf(b.Jail, b.Address), pastState(b), capEvidence(b.Evidence)
	state.evidenceLines = len(evidence)
	find := h.sameBan
	if b.BannedAt.IsZero() {
		find = h.endedBy
	}
	row := find(key, state)
	switch {
	case row != nil && h.complete(row, state, evidence):
		return completed
	case row != nil:
		return wasKnown
	case b.BannedAt.IsZero():
		return unmatched
	}
	row = &banRow{banState: state, key: key, evidence: evidence}
	h.clip(row)
	h.add(row)
	return added
}

// clip ends a ban whose end is assumed before the next one in its place.
func (h *history) clip(row *banRow) {
	next := h.next(row.key, row.bannedAt)
	if next != nil && row.assumed() && row.endedAt.After(next.bannedAt) {
		row.endQuietly(next.bannedAt)
	}
}

// pastState is the state of an imported ban, which is over in any case.
func pastState(b ban.Ban) banState {
	state := banState{
		bannedAt: second(b.BannedAt), until: milli(b.Until), banTime: b.BanTime.Truncate(time.Millisecond), endedAt: milli(b.EndedAt),
		endedBy: b.EndedBy, origin: ban.Detected, observed: true, failures: b.Failures, count: b.Count,
	}
	if b.BannedAt.IsZero() {
		state.bannedAt = time.Time{}
		return state
	}
	if b.EndedAt.IsZero() || state.endedBy == "" || state.endedAt.Before(state.bannedAt) {
		state.end(state.bannedAt, ban.EndUnknown)
	}
	return state
}

// untold tells that nothing is known of the end of a ban; assumed that its end is at most the planned one, of which nobody told.
func (s *banState) untold() bool { return s.endedBy == ban.EndUnknown && s.endedAt.Equal(s.bannedAt) }

func (s *banState) assumed() bool {
	return s.untold() || s.endedBy == ban.EndExpired && s.endedAt.Equal(s.until)
}

// assumedFor is how long after its beginning an assumed end is believed enough to take another beginning for the same ban: after a start
// fail2ban bans for failures that are as old as its findtime, ten minutes by default, and its database has the time of the failure.
const assumedFor = 10 * time.Minute

// sameBan returns the ban that an imported one is, or nil: there cannot be two in force in the same place, and one unban ends one ban.
func (h *history) sameBan(key banKey, state banState) *banRow {
	if row := h.exact(key, state.bannedAt); row != nil {
		return row
	}
	return h.find(key, func(row *banRow) bool {
		return row.endsWith(state) || row.lastedAt(state.bannedAt) || row.bannedAt.After(state.bannedAt) && near(row.bannedAt, state.bannedAt) && state.lastedAt(row.bannedAt)
	})
}

// endsWith tells whether the same unban was told of both.
func (s *banState) endsWith(other banState) bool {
	return !s.open() && s.endedAt.Equal(other.endedAt) && !s.assumed() && !other.assumed()
}

// lastedAt tells whether the ban was in force at t, a whole second, as far as is known. In the second of its end another one can begin.
func (s *banState) lastedAt(t time.Time) bool {
	switch {
	case t.Before(s.bannedAt):
		return false
	case s.open():
		return true
	case s.untold():
		return near(s.bannedAt, t)
	case s.assumed() && t.Sub(s.bannedAt) > assumedFor:
		return false
	}
	return t.Before(second(s.endedAt))
}

// endedBy returns the ban that an end without a beginning belongs to, or nil: the last one before it.
func (h *history) endedBy(key banKey, state banState) *banRow {
	var last *banRow
	for _, row := range h.byKey[key] {
		if !row.bannedAt.After(state.endedAt) && (last == nil || row.bannedAt.After(last.bannedAt)) {
			last = row
		}
	}
	if last == nil || last.open() || last.assumed() || last.endedAt.Equal(state.endedAt) {
		return last
	}
	return nil
}

// complete takes over what a known ban lacks, and tells whether that is anything. A ban in force is left alone.
func (h *history) complete(row *banRow, from banState, evidence []string) bool {
	if row.open() {
		return false
	}
	before := row.banState
	lengthLearned := row.until.IsZero() && row.banTime == 0 && (!from.until.IsZero() || from.banTime != 0)
	if lengthLearned {
		row.until, row.banTime = from.until, from.banTime
	}
	if row.takesEnd(from) {
		row.end(from.endedAt, from.endedBy)
		h.clip(row)
		lengthLearned = true
	}
	if lengthLearned && row.endedBy == ban.EndUnknown && !row.untold() && h.exact(row.key, second(row.endedAt)) == nil {
		row.endedBy = ban.EndOf(row.until, row.banTime, row.endedAt)
	}
	row.failures, row.count = max(row.failures, from.failures), max(row.count, from.count)
	if row.evidenceLines == 0 && len(evidence) > 0 {
		row.evidence, row.evidenceLines = evidence, len(evidence)
	}
	return row.banState != before
}

// takesEnd tells whether another end of the same ban is better: one that was told instead of one that was assumed, if that makes a
// difference, and an assumed one instead of none.
func (row *banRow) takesEnd(from banState) bool {
	switch {
	case from.untold() || from.endedAt.Before(row.bannedAt) || !row.assumed():
		return false
	case row.untold():
		return true
	}
	return !from.assumed() && from.endedAt.Before(row.until.Add(-ban.ExpiryTolerance))
}
