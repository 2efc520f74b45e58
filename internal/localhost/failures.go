package localhost

import (
	"slices"
	"time"

	"bangui/internal/host"
)

// failures are when the failures were of which the log told: by these the row of a ban is known where fail2ban bans long after it has found.
// The zero value has none.
type failures struct {
	last map[banKey]failure
	// before are older ones, or those that go on here.
	before *failures
	// changed are the jails and addresses of the last ones that began or led to a ban, newest last; some are twice in it.
	changed []banKey
}

// failure is the first one that was found since the last ban of its jail and address; banned is set if there was none since, but before it.
type failure struct {
	at     time.Time
	banned bool
}

// leadsTo tells whether the row of a ban can be of this failure, of which no ban has come yet.
func (f failure) leadsTo(row heldRow) bool {
	return !f.at.IsZero() && !f.banned && !row.event.At.Add(rounding).Before(f.at)
}

// mostFailures is of how many jails and addresses failures are kept at least, if there are so many; of twice as many at most.
const mostFailures = 5_000

// of is what is known of a jail and address; zero if nothing.
func (f *failures) of(key banKey) failure {
	for ; f != nil; f = f.before {
		if one, ok := f.last[key]; ok {
			return one
		}
	}
	return failure{}
}

// note takes a failure or a ban.
func (f *failures) note(r seenEvent) {
	key := keyOf(r.event)
	one := f.of(key)
	switch {
	case r.event.Kind == host.EventBan && !one.at.IsZero():
		one.banned = true
	case r.failed.IsZero():
		return
	case one.at.IsZero(), one.banned, r.failed.Before(one.at):
		one = failure{at: r.failed}
	default:
		return
	}
	if f.last == nil {
		f.last = make(map[banKey]failure)
	}
	f.last[key] = one
	f.change(key)
}

// change keeps the order of changes.
func (f *failures) change(key banKey) {
	if len(f.changed) >= 2*keptLogged {
		f.changed = append([]banKey(nil), f.changed[len(f.changed)-keptLogged:]...)
	}
	f.changed = append(f.changed, key)
}

// newest are the last ones, oldest first, as a cursor has room for them.
func (f *failures) newest() []loggedFailure {
	var kept []loggedFailure
	room, seen := keptNames, make(map[banKey]bool)
	for _, key := range slices.Backward(f.changed) {
		if seen[key] {
			continue
		}
		seen[key] = true
		if room -= key.size(); room < 0 || len(kept) == keptLogged {
			break
		}
		one := f.of(key)
		kept = append(kept, loggedFailure{key.jail, key.id, one.at.UTC(), one.banned})
	}
	slices.Reverse(kept)
	return kept
}

// resume goes on with what a cursor has.
func (f *failures) resume(kept []loggedFailure) {
	f.last = make(map[banKey]failure)
	for _, one := range kept {
		key := banKey{one.Jail, one.ID}
		f.last[key] = failure{one.At, one.Banned}
		f.change(key)
	}
}

// age forgets the oldest.
func (f *failures) age() {
	if len(f.last) >= mostFailures {
		*f = failures{before: &failures{last: f.last}, changed: f.changed}
	}
}
