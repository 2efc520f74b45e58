package localhost

import (
	"context"
	"sync/atomic"
	"time"
)

// duty says whether this process keeps in the kernel what is in force. Of two with directories of their own each would take away what the other one has
// loaded; and what one of them was ordered before the other one took over must not come back when somebody empties the kernel.
type duty struct {
	standsBy *atomic.Bool
	// called gets something when it ends that this process stands by.
	called chan struct{}
}

// orderedWithin is how long after taking over this process waits for its first order: what it was ordered before may be old by then.
const orderedWithin = 15 * time.Second

func newDuty(standBy bool) duty {
	d := duty{&atomic.Bool{}, make(chan struct{}, 1)}
	d.standsBy.Store(standBy)
	return d
}

// await waits as long as this process stands by, or ctx lasts. waited is false if it did not stand by.
func (d duty) await(ctx context.Context) (waited bool) {
	for d.standsBy.Load() {
		waited = true
		select {
		case <-ctx.Done():
			return true
		case <-d.called:
		}
	}
	return waited
}

// TakeOver makes this process mend what somebody changes in the kernel. It is for the one that holds the host: there may be another process, with a
// directory of its own, that stands by.
func (e *Enforcer) TakeOver() {
	if e.duty.standsBy.Swap(false) {
		select {
		case e.duty.called <- struct{}{}:
		default:
		}
	}
}

// StandBy ends what TakeOver began: another process has the host.
func (e *Enforcer) StandBy() { e.duty.standsBy.Store(true) }

// TakeOver is that of the [Enforcer].
func (h *Host) TakeOver() { h.enforcer.TakeOver() }

// StandBy is that of the [Enforcer].
func (h *Host) StandBy() { h.enforcer.StandBy() }
