package localhost_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"bangui/internal/host"
	"bangui/internal/localhost"
)

// ledger keeps account of what a watch delivers, as a store does.
type ledger struct {
	t *testing.T

	mu     sync.Mutex
	banned map[string]host.Banned
	events []host.Event
	// snapshots is how many there were.
	snapshots int
}

// keep watches a host until the test ends.
func keep(t *testing.T, h *localhost.Host) *ledger {
	t.Helper()
	l := &ledger{t: t, banned: make(map[string]host.Banned)}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = h.Watch(ctx, "", l.take) // it ends with ctx
	}()
	t.Cleanup(func() { cancel(); <-ended })
	l.eventually("first snapshot", 20*time.Second, func() bool { return l.snapshots > 0 })
	return l
}

func (l *ledger) take(_ context.Context, batch host.Batch) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.events = append(l.events, batch.Events...)
	for _, e := range batch.Events {
		switch e.Kind {
		case host.EventBan, host.EventRestore:
			l.banned[e.Jail+" "+e.ID] = host.Banned{Jail: e.Jail, ID: e.ID, At: e.At, Until: e.Until, BanTime: e.BanTime}
		case host.EventUnban, host.EventRepeal:
			delete(l.banned, e.Jail+" "+e.ID)
		}
	}
	if batch.Snapshot != nil {
		l.snapshots++
		clear(l.banned)
		for _, b := range batch.Snapshot.Banned {
			l.banned[b.Jail+" "+b.ID] = b
		}
	}
	return nil
}

// eventually waits; done is called with the ledger locked.
func (l *ledger) eventually(what string, within time.Duration, done func() bool) {
	l.t.Helper()
	for end := time.Now().Add(within); ; time.Sleep(10 * time.Millisecond) {
		l.mu.Lock()
		ok := done()
		l.mu.Unlock()
		if ok {
			return
		}
		if time.Now().After(end) {
			l.t.Fatalf("no %s within %s", what, within)
		}
	}
}

func (l *ledger) has(jail, id string) bool {
	_, ok := l.banned[jail+" "+id]
	return ok
}

// told are all events so far.
func (l *ledger) told() []host.Event {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.events)
}

// count is how many events of a kind there were about an id.
func (l *ledger) count(kind host.EventKind, id string) int {
	return len(slices.DeleteFunc(l.told(), func(e host.Event) bool { return e.Kind != kind || e.ID != id }))
}
