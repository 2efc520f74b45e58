package ban

import (
	"net/netip"
	"sync"
	"time"

	"bangui/internal/audit"
)

// expectFor is how long fail2ban may take to carry out a ban that it has taken.
const expectFor = 2 * time.Minute

// expectations are manual bans that fail2ban is being told to make: when they come before the order is answered, they are ours. Those
// that come later are expected by the store, see [Store.ExpectManual]: it may be another replica then that sees them.
type expectations struct {
	mu    sync.Mutex
	byKey map[banKey]expectation
}

type banKey struct{ host, jail, address string }

type expectation struct {
	actor, reason string
	origin        Origin
	until         time.Time
	// id is that of the ban once it has come; zero before.
	id int64
}

// expect remembers what a host is about to be told.
func (b *Bans) expect(actor audit.Actor, order Order, hostName string, prefixes []netip.Prefix) {
	b.expected.sweep()
	until := time.Now().Add(expectFor)
	for _, prefix := range prefixes {
		b.expected.add(banKey{hostName, order.Jail, FormatAddress(prefix)}, expectation{actor: actor.Name, reason: order.Reason, origin: order.origin(), until: until})
	}
}

// settle fills in the bans that came before the order was answered, and expects nothing here any more.
func (b *Bans) settle(results []Result) {
	b.expected.mu.Lock()
	defer b.expected.mu.Unlock()
	for i, r := range results {
		key := banKey{r.Host, r.Jail, r.Address}
		if r.Outcome == Banned && r.BanID == 0 {
			results[i].BanID = b.expected.byKey[key].id
		}
		delete(b.expected.byKey, key)
	}
}

func (e *expectations) add(key banKey, x expectation) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.byKey == nil {
		e.byKey = make(map[banKey]expectation)
	}
	e.byKey[key] = x
}

// sweep forgets what did not come in time.
func (e *expectations) sweep() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for key, x := range e.byKey {
		if time.Now().After(x.until) {
			delete(e.byKey, key)
		}
	}
}

// claim returns those of the changes that were expected, as the manual bans that they are.
func (e *expectations) claim(changes []Change) []Ban {
	e.mu.Lock()
	defer e.mu.Unlock()
	var ours []Ban
	for _, c := range changes {
		key := banKey{c.Ban.Host, c.Ban.Jail, c.Ban.Address}
		x, ok := e.byKey[key]
		if !ok || !c.Began || x.id != 0 || time.Now().After(x.until) {
			continue
		}
		x.id = c.Ban.ID
		e.byKey[key] = x
		manual := c.Ban
		manual.Origin, manual.Actor, manual.Reason = x.origin, x.actor, x.reason
		ours = append(ours, manual)
	}
	return ours
}
