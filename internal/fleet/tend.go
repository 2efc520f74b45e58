package fleet

import (
	"context"
	"sync"
)

// Tend calls tend for each host that this process holds, and for those that it holds later, each in a goroutine of its own, until
// ctx ends; then it waits for all of them. When a host is replaced or lost, the context of its tend ends; tend is called again with
// the new one, or once the host is held again. A tend that returns by itself is not called again before that.
func (f *Fleet) Tend(ctx context.Context, tend func(context.Context, Held)) {
	t := tending{fleet: f, tend: tend, running: make(map[string]tended)}
	defer t.wait()
	for {
		changed := f.each(func(m *member) { t.update(ctx, m) })
		select {
		case <-ctx.Done():
			return
		case <-changed:
		}
	}
}

// each calls visit for each member with the lock held and returns what tells of the next change.
func (f *Fleet) each(visit func(*member)) <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, m := range f.members {
		visit(m)
	}
	return f.changed
}

// tending is one call of Tend.
type tending struct {
	fleet   *Fleet
	tend    func(context.Context, Held)
	running map[string]tended
	wg      sync.WaitGroup
}

// tended is one goroutine of a tending.
type tended struct {
	member     *member
	generation int
	stop       context.CancelFunc
	done       chan struct{}
}

// update makes what runs for m fit what m is now. It is called with the fleet locked and does not block.
func (t *tending) update(ctx context.Context, m *member) {
	name := m.name
	before, ok := t.running[name]
	if ok && before.member == m && before.generation == m.generation {
		return
	}
	if ok {
		before.stop()
	}
	after := tended{member: m, generation: m.generation, done: make(chan struct{})}
	ctx, after.stop = context.WithCancel(ctx)
	t.running[name] = after
	if !m.held {
		after.stop()
	}
	held := Held{Name: name, Epoch: m.record.Epoch, Host: t.fleet.leased(m), generation: m.generation}
	t.wg.Go(func() {
		defer close(after.done)
		if ok {
			<-before.done
		}
		if ctx.Err() == nil {
			t.tend(ctx, held)
		}
	})
}

// wait ends everything that runs.
func (t *tending) wait() {
	for _, r := range t.running {
		r.stop()
	}
	t.wg.Wait()
}
