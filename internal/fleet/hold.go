package fleet

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
)

// A holder that is killed is replaced at most lease + standEvery later.
const (
	// lease is how long a host is ours without being renewed.
	lease = 12 * time.Second
	// keepEvery is how often the lease is renewed.
	keepEvery = 3 * time.Second
	// standEvery is how often we look whether a host that we stand by for has become free.
	standEvery = time.Second
	// askWithin is how long one question about a lease may take.
	askWithin = 3 * time.Second
)

// Run holds the hosts of this process as far as nobody else does, stands by for the others, and polls those that are held, until ctx
// ends. Then it gives them back, so that somebody else can hold them at once. It always returns ctx's error.
func (f *Fleet) Run(ctx context.Context) error {
	var parts sync.WaitGroup
	parts.Go(func() { f.Tend(ctx, f.poll) })
	parts.Go(func() { f.watchOthers(ctx) })
	f.holdAll(ctx)
	parts.Wait()
	return ctx.Err()
}

// holdAll calls hold for each member, and for those that are added later, and waits for them.
func (f *Fleet) holdAll(ctx context.Context) {
	var holding sync.WaitGroup
	defer holding.Wait()
	known := make(map[*member]bool)
	for {
		changed := f.each(func(m *member) {
			if !known[m] {
				known[m] = true
				holding.Go(func() { f.hold(ctx, m) })
			}
		})
		select {
		case <-ctx.Done():
			return
		case <-changed:
		}
	}
}

// hold looks after the lease of one host until ctx ends.
func (f *Fleet) hold(ctx context.Context, m *member) {
	defer f.giveBack(m)
	failing := false
	for pause(ctx, standEvery) {
		err := f.look(ctx, m)
		if err != nil && !failing && ctx.Err() == nil {
			f.log.Warn("the lease of a host could not be asked for; trying again", "host", m.name, "err", fault.Cause(err))
		}
		failing = err != nil
	}
}

// look renews the lease when it is time, or takes the host if it is free.
func (f *Fleet) look(ctx context.Context, m *member) error {
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	epoch, held, since := f.tenure(m)
	switch {
	case !held:
		return f.take(ctx, m, false)
	case since >= keepEvery:
		return f.keep(ctx, m, epoch)
	}
	return nil
}

// tenure tells whether we hold the host, and for how long the lease has not been renewed.
func (f *Fleet) tenure(m *member) (epoch int64, held bool, since time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return m.record.Epoch, f.holds(m), age(m.renewed)
}

// take makes the host ours if it is free, or by force.
func (f *Fleet) take(ctx context.Context, m *member, force bool) error {
	asked := time.Now()
	record, ok, err := f.store.HoldHost(ctx, Hold{
		Name: m.name, Local: m.local, Replica: f.options.Replica, Lease: lease, Force: force,
	})
	if err != nil {
		return err
	}
	if !ok {
		f.standBy(m)
		return nil
	}
	record.Status.Reachable, record.Status.Problem = false, notAsked()
	f.mu.Lock()
	defer f.mu.Unlock()
	m.record, m.held, m.renewed = record, true, asked
	m.generation++
	takeOver(m.host)
	f.announce()
	f.log.Info("host held", "host", m.name, "epoch", record.Epoch)
	return nil
}

// sentry is a host that does something of its own accord, too, such as mending what its kernel blocks. Of several processes that reach the same machine only
// one must: the last that was told to take over, also while the store is away and nobody can hold anything. Both may be called again and again.
type sentry interface {
	TakeOver()
	StandBy()
}

func takeOver(h host.Host) {
	if s, ok := h.(sentry); ok {
		s.TakeOver()
	}
}

// standBy is for a host of which it is known that somebody else holds it.
func (f *Fleet) standBy(m *member) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if s, ok := m.host.(sentry); ok && !m.held {
		s.StandBy()
	}
}

// keep renews the lease.
func (f *Fleet) keep(ctx context.Context, m *member, epoch int64) error {
	asked := time.Now()
	err := f.store.KeepHost(ctx, m.name, epoch, lease)
	if errors.Is(err, fault.Conflict) {
		f.Lose(m.name, epoch)
		return nil
	}
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if m.record.Epoch == epoch {
		m.renewed = asked
	}
	return nil
}

// giveBack is for the end of Run: what we do not hold any more cannot be lost to others.
func (f *Fleet) giveBack(m *member) {
	f.mu.Lock()
	epoch, held := m.record.Epoch, m.held
	if held {
		f.drop(m)
	}
	f.mu.Unlock()
	if !held {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), askWithin)
	defer cancel()
	if err := f.store.ReleaseHost(ctx, m.name, epoch); err != nil {
		f.log.Warn("host not given back: others take it over when the lease is over", "host", m.name, "err", fault.Cause(err))
	}
}

// holds tells whether the host is ours at this moment. A lease that could not be renewed is over by our own clock, too: somebody else
// may have the host, and we may have slept since. It is called with the lock held.
func (f *Fleet) holds(m *member) bool {
	if m.held && !f.options.Alone && age(m.renewed) >= lease {
		f.drop(m)
		f.log.Warn("the lease of a host was not renewed in time; this process stands by", "host", m.name, "epoch", m.record.Epoch)
	}
	return m.held
}

// age is how long ago t is. The clock that runs steadily does not run while the machine sleeps, the other one does.
func age(t time.Time) time.Duration {
	return max(time.Since(t), time.Now().Round(0).Sub(t.Round(0)))
}

// Standby returns the hosts that this process would take over, by name.
func (f *Fleet) Standby() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var names []string
	for name, m := range f.members {
		if !m.held {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
