package ban

import (
	"context"
	"errors"
	"time"

	"bangui/internal/event"
	"bangui/internal/fault"
)

// recordWithin is how long we try to store what has been done. It is done, whatever happens to the request meanwhile.
const recordWithin = 30 * time.Second

// record stores what has been done and tells browsers. It tries again while the store is unavailable; what cannot be stored at all
// is logged, and the ban itself comes into the history from fail2ban.
func (b *Bans) record(ctx context.Context, write func(context.Context) ([]Change, error)) []Change {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordWithin)
	defer cancel()
	for wait := 100 * time.Millisecond; ; wait *= 2 {
		changes, err := write(ctx)
		if err == nil {
			publish(b.bus, changes)
			return changes
		}
		if !errors.Is(err, fault.Unavailable) || !pause(ctx, wait) {
			b.log.ErrorContext(ctx, "done, but not recorded", "err", fault.Cause(err))
			return nil
		}
	}
}

// pause returns false if ctx ended before the time was up.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// flood is the number of changes at once from which browsers are told to fetch the lists instead.
const flood = 100

func publish(bus *event.Bus, changes []Change) {
	if len(changes) > flood {
		bus.Publish(event.Resync, nil)
		return
	}
	for _, c := range changes {
		topic := event.Unban
		if c.Began {
			topic = event.Ban
		}
		bus.Publish(topic, c.Ban)
	}
}
