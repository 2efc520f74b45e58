package blocklist

import (
	"context"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"bangui/internal/host"
)

// picture is what there was to know at one time. However many hosts a process looks after, it is taken once for all of them.
type picture struct {
	at        time.Time
	lists     []List
	states    map[string]HostState
	allowed   func(hostName string) []netip.Prefix
	protected func(hostName, jail string) []host.ProtectedNetwork
}

// pictures takes one when the last one is too old.
type pictures struct {
	mu   sync.Mutex
	last *picture
	// shown is the last one, for those who must not wait.
	shown atomic.Pointer[picture]
}

// pictureFor is for how long a picture is good enough.
const pictureFor = 2 * time.Second

// picture returns one that was taken after since.
func (b *Blocklists) picture(ctx context.Context, since time.Time) (*picture, error) {
	b.pictures.mu.Lock()
	defer b.pictures.mu.Unlock()
	if last := b.pictures.last; last != nil && time.Since(last.at) < pictureFor && last.at.After(since) {
		return last, nil
	}
	fresh, err := b.takePicture(ctx)
	if err != nil {
		return nil, err
	}
	b.pictures.last = fresh
	b.pictures.shown.Store(fresh)
	return fresh, nil
}

func (b *Blocklists) takePicture(ctx context.Context) (*picture, error) {
	p := &picture{at: time.Now(), states: make(map[string]HostState)}
	states, err := b.store.HostStates(ctx)
	if err != nil {
		return nil, err
	}
	for _, state := range states {
		p.states[state.Host] = state
	}
	if p.lists, err = b.store.Blocklists(ctx); err != nil {
		return nil, err
	}
	if p.allowed, err = b.shield.Allowed(ctx); err != nil {
		return nil, err
	}
	p.protected, err = b.shield.On(ctx)
	return p, err
}

// refreshEvery is how often a picture is taken when nobody else does.
const refreshEvery = 10 * time.Second

// keepPicture has a picture at hand for those who must not wait, until ctx ends.
func (b *Blocklists) keepPicture(ctx context.Context) {
	for ctx.Err() == nil {
		_, _ = b.picture(ctx, time.Now().Add(-refreshEvery)) // what cannot be had now is had the next time
		select {
		case <-ctx.Done():
		case <-time.After(refreshEvery):
		}
	}
}

// Known returns lists and hosts as they were known last, without waiting for anything; none before that.
func (b *Blocklists) Known() ([]List, []HostState) {
	last := b.pictures.shown.Load()
	if last == nil {
		return nil, nil
	}
	states := make([]HostState, 0, len(last.states))
	for _, state := range last.states {
		states = append(states, state)
	}
	return last.lists, states
}

// InForce tells whether the host blocks what it is to, as it told last.
func (h HostState) InForce() bool {
	if len(h.Wish.Lists) == 0 {
		return !h.Report.Armed
	}
	return inForce(h.Report, h.Wish) && h.Report.Drift == "" && h.Report.Obstacle == nil
}

// enabled are the lists that are to be in force, by priority.
func (p *picture) enabled() []List {
	var lists []List
	for _, l := range p.lists {
		if l.Enabled && l.Contents.Revision != 0 && l.Contents.Entries > 0 {
			lists = append(lists, l)
		}
	}
	return lists
}
