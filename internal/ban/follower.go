package ban

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
)

// Follower takes what happens on the hosts of this process into the history, and tells browsers once it is stored. Make one with
// [NewFollower].
type Follower struct {
	bans *Bans
	log  *slog.Logger
}

// NewFollower returns a follower for the hosts of the fleet that bans works with.
func NewFollower(bans *Bans) *Follower { return &Follower{bans: bans, log: bans.log} }

// JailChange is a jail that was started or stopped, as published with topic jail.
type JailChange struct {
	Host, Jail string
}

// Waits between tries when the store or the host fails.
const (
	firstWait = 100 * time.Millisecond
	lastWait  = 10 * time.Second
)

// Run follows all hosts of this process, also those added later, until ctx ends. It always returns ctx's error. What cannot be
// stored is tried again until it can: nothing is left out. A host that another process has taken over is left alone.
func (f *Follower) Run(ctx context.Context) error {
	f.bans.fleet.Tend(ctx, f.follow)
	return ctx.Err()
}

// follow follows one host until ctx ends or another process has taken it over.
func (f *Follower) follow(ctx context.Context, held fleet.Held) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	for wait := firstWait; ; wait = longer(wait) {
		err := f.watch(ctx, cancel, held)
		if ctx.Err() != nil {
			return
		}
		f.log.Warn("host not followed", "host", held.Name, "retry_in_ms", wait.Milliseconds(), "err", fault.Cause(err))
		if !pause(ctx, wait) {
			return
		}
	}
}

func longer(wait time.Duration) time.Duration { return min(2*wait, lastWait) }

// watch calls cancel when the host is not ours any more.
func (f *Follower) watch(ctx context.Context, cancel context.CancelFunc, held fleet.Held) error {
	cursor, err := f.bans.store.Cursor(ctx, held.Name)
	if err != nil {
		return err
	}
	return held.Host.Watch(ctx, cursor, func(ctx context.Context, batch host.Batch) error {
		err := f.take(ctx, held, batch)
		if errors.Is(err, fault.Conflict) {
			f.bans.fleet.Lose(held.Name, held.Epoch)
			cancel()
		}
		return err
	})
}

// take stores a batch, however long it takes, and then tells of it. It fails with fault.Conflict or when ctx ends.
func (f *Follower) take(ctx context.Context, held fleet.Held, batch host.Batch) error {
	for wait := firstWait; ; wait = longer(wait) {
		changes, err := f.bans.store.Ingest(ctx, held.Name, held.Epoch, batch)
		if err == nil {
			f.tell(ctx, held.Name, batch, changes)
			return nil
		}
		if errors.Is(err, fault.Conflict) {
			return err
		}
		if !pause(ctx, wait) {
			return ctx.Err()
		}
		f.log.Error("events not stored, trying again", "host", held.Name, "events", len(batch.Events), "err", fault.Cause(err))
	}
}

func (f *Follower) tell(ctx context.Context, hostName string, batch host.Batch, changes []Change) {
	if ours := f.bans.expected.claim(changes); len(ours) > 0 {
		changes = append(changes, f.bans.attribute(ctx, ours)...)
	}
	publish(f.bans.bus, newest(changes))
	touched := len(changes) > 0
	for _, e := range batch.Events {
		switch e.Kind {
		case host.EventJailStarted, host.EventJailStopped:
			f.bans.bus.Publish(event.Jail, JailChange{Host: hostName, Jail: e.Jail})
			touched = true
		case host.EventServerUp, host.EventServerDown:
			touched = true
		}
	}
	if touched {
		f.bans.fleet.Refresh(hostName)
	}
}

// attribute makes bans manual that came later than their order was answered.
func (b *Bans) attribute(ctx context.Context, ours []Ban) []Change {
	ctx, cancel := context.WithTimeout(ctx, recordWithin)
	defer cancel()
	changes, err := b.store.RecordManual(ctx, ours, nil)
	if err != nil {
		b.log.Warn("manual bans count as detected", "bans", len(ours), "err", fault.Cause(err))
		return nil
	}
	return changes
}

// newest leaves out changes that a later one for the same ban replaces.
func newest(changes []Change) []Change {
	last := make(map[int64]int, len(changes))
	for i, c := range changes {
		last[c.Ban.ID] = i
	}
	var kept []Change
	for i, c := range changes {
		if last[c.Ban.ID] == i {
			kept = append(kept, c)
		}
	}
	return kept
}
