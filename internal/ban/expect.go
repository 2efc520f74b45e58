package ban

import (
	"sync"
	"time"

	"bangui/internal/audit"
)

// expectFor is how long fail2ban may take to carry out a ban that it has taken.
const expectFor = 2 * time.Minute

// expectations are manual bans that fail2ban has taken and not carried out yet. When they come, they are ours. They are kept in
// memory only: if the process ends in these moments, such a ban counts as detected, with our reason in its evidence.
type expectations struct {
	mu    sync.Mutex
	byKey map[banKey]expectation
}

type banKey struct{ host, jail, address string }

type expectation struct {
	actor, reason string
	until         time.Time
}

// expect remembers the pending ones among results.
func (b *Bans) expect(actor audit.Actor, order Order, results []Result) {
	until := time.Now().Add(expectFor)
	for _, r := range results {
		if r.Outcome == Pending {
			b.expected.add(banKey{r.Host, r.Jail, r.Address}, expectation{actor.Name, order.Reason, until})
		}
	}
}

func (e *expectations) add(key banKey, x expectation) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.byKey == nil {
		e.byKey = make(map[banKey]expectation)
	}
	for k, old := range e.byKey {
		if time.Now().After(old.until) {
			delete(e.byKey, k)
		}
	}
	e.byKey[key] = x
}

// claim returns those of the changes that were expected, as the manual bans that they are.
func (e *expectations) claim(changes []Change) []Ban {
	e.mu.Lock()
	defer e.mu.Unlock()
	var ours []Ban
	for _, c := range changes {
		key := banKey{c.Ban.Host, c.Ban.Jail, c.Ban.Address}
		x, ok := e.byKey[key]
		if !ok || !c.Began {
			continue
		}
		delete(e.byKey, key)
		if time.Now().Before(x.until) {
			manual := c.Ban
			manual.Origin, manual.Actor, manual.Reason = Manual, x.actor, x.reason
			ours = append(ours, manual)
		}
	}
	return ours
}
