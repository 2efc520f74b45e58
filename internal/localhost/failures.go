package localhost

import (
	"time"

	"bangui/internal/host"
)

// failures are when the failures were of which the log told: by these the row of a ban is known where fail2ban bans long after it has found.
// The zero value has none.
type failures struct {
	last map[banKey]failure
	// before are older ones, or those that go on here.
	before *failures
}

// failure is the first one that was found since the last ban of its jail and address; banned is set if there was none since, but before it.
type failure struct {
	at     time.Time
	banned bool
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
}

// age forgets the oldest.
func (f *failures) age() {
	if len(f.last) >= mostFailures {
		*f = failures{before: &failures{last: f.last}}
	}
}
