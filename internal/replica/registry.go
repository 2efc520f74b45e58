package replica

import (
	"context"
	"errors"
	"log/slog"
	"reflect"
	"slices"
	"sync"
	"time"

	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// Registry keeps this replica's row and knows the others. Make one with [New]. All methods may be called at the same time.
type Registry struct {
	options Options

	// beating is held while our row is written; left is true when it is not to come back.
	beating sync.Mutex
	left    bool

	// mu guards what follows; nobody waits for the store with it.
	mu    sync.Mutex
	state State
	clock clock
	// beatAt is when the store took the last sign of life, by our own clock; trouble is why it took none since.
	beatAt  time.Time
	trouble error
	// known is what was seen of each replica at the last beat, nil before the first one.
	known map[string]Replica
	// newer is the version of the tables that has been told of in the log.
	newer int64
}

// Options is what a registry works with.
type Options struct {
	Store Store
	// Me is this replica as it is at the start. What changes is asked for at each beat.
	Me  Replica
	Bus Bus
	Log *slog.Logger
	// Link exchanges messages with the others; nil if there are none.
	Link Link
	// Standby returns the hosts that this replica would take over; may be nil.
	Standby func() []string
	// Protects returns what this replica knows that must never be blocked, always in the same order; may be nil. It is asked at each beat and must not
	// wait.
	Protects func() []host.ProtectedNetwork
}

// Bus is what tells the browsers of this replica; [event.Bus] is one.
type Bus interface {
	// Relay delivers an event that other replicas see for themselves.
	Relay(topic string, data any)
	// Missed lets browsers fetch everything anew, because events may have been lost.
	Missed()
	// Published returns how many events went to the others so far.
	Published() int64
}

// Link is the way to the other replicas.
type Link interface {
	// Join is told at each beat where all others can be joined.
	Join(addresses []string)
	// Linked returns the IDs of those from which messages arrived lately.
	Linked() []string
	// Seen is told at each beat how many events another one has published.
	Seen(replica string, events int64)
}

// Change is what the topic replica carries: that something about a replica has changed.
type Change struct {
	ID string
}

// New returns a registry for a replica that is about to serve.
func New(options Options) *Registry {
	return &Registry{options: options, state: Serving, trouble: fault.Unavailable.Errorf("this replica has not told the others yet that it is here")}
}

// Register makes this replica known and finds out what time it is by the store, for those who need that before [Registry.Run].
func (r *Registry) Register(ctx context.Context) error {
	for range firstSamples {
		if err := r.show(ctx); err != nil {
			return err
		}
	}
	r.note(ctx, nil)
	return nil
}

// firstSamples is how often the store is asked for its time at the start.
const firstSamples = 3

// Run shows every [BeatEvery] that this replica is alive and looks after the others, until ctx ends; it returns ctx's error then. It
// returns before that only if the tables no longer serve this program: with fault.Unsupported. A store that is away is waited for.
//
// That a replica comes, leaves, goes silent or changes is told on the bus.
func (r *Registry) Run(ctx context.Context) error {
	for {
		err := r.beat(ctx)
		if errors.Is(err, fault.Unsupported) {
			return err
		}
		r.note(ctx, err)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(BeatEvery):
		}
	}
}

// beat is one round.
func (r *Registry) beat(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, BeatEvery)
	defer cancel()
	if err := r.show(ctx); err != nil {
		return err
	}
	if err := r.checkSchema(ctx); err != nil {
		return err
	}
	if _, err := r.options.Store.RemoveSilentReplicas(ctx, ForgetAfter); err != nil {
		return err
	}
	all, err := r.options.Store.Replicas(ctx)
	if err != nil {
		return err
	}
	r.meet(all)
	r.compare(all)
	return nil
}

// show stores our row and takes the store's time from the answer.
func (r *Registry) show(ctx context.Context) error {
	r.beating.Lock()
	defer r.beating.Unlock()
	if r.left {
		return nil
	}
	me := r.present()
	asked := time.Now()
	now, err := r.options.Store.BeatReplica(ctx, me)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.clock.add(asked, time.Now(), now)
	return nil
}

// present is what we are now.
func (r *Registry) present() Replica {
	me := r.options.Me
	me.Events = r.options.Bus.Published()
	if r.options.Link != nil {
		me.Linked = slices.Sorted(slices.Values(r.options.Link.Linked()))
	}
	if r.options.Standby != nil {
		me.Standby = slices.Sorted(slices.Values(r.options.Standby()))
	}
	if r.options.Protects != nil {
		me.Protects = r.options.Protects()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	me.State, me.Skew = r.state, -r.clock.offset()
	return me
}

// checkSchema fails with fault.Unsupported if the tables have outgrown this program.
func (r *Registry) checkSchema(ctx context.Context) error {
	schema, oldest, err := r.options.Store.Compatibility(ctx)
	if err != nil {
		return err
	}
	if oldest > r.options.Me.Schema {
		return fault.Unsupported.Errorf("a newer BanGUI has brought the database to version %d, which needs a program for version %d or later; "+
			"this one is for version %d", schema, oldest, r.options.Me.Schema).
			WithWhy("An older program would misread what the newer one stores.").
			WithMend("Start this replica again with the version of BanGUI that the others have.")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if schema > r.options.Me.Schema && schema != r.newer {
		r.newer = schema
		r.options.Log.WarnContext(ctx, "a newer BanGUI has changed the database; this one still works with it and should be upgraded soon",
			"schema", schema, "own_schema", r.options.Me.Schema)
	}
	return nil
}

// meet tells the link of the others that are alive.
func (r *Registry) meet(all []Replica) {
	if r.options.Link == nil {
		return
	}
	var addresses []string
	for _, other := range all {
		if other.ID == r.options.Me.ID || !other.alive() {
			continue
		}
		if other.Address != "" {
			addresses = append(addresses, other.Address)
		}
		r.options.Link.Seen(other.ID, other.Events)
	}
	r.options.Link.Join(addresses)
}

// compare tells of what differs from the last beat. Each replica sees that for itself, so nobody else is told.
func (r *Registry) compare(all []Replica) {
	seen := make(map[string]Replica, len(all))
	for _, one := range all {
		seen[one.ID] = one.face()
	}
	r.mu.Lock()
	before := r.known
	r.known = seen
	r.mu.Unlock()
	if before == nil {
		return
	}
	gone := false
	for id, now := range seen {
		was, ok := before[id]
		if !ok || !reflect.DeepEqual(was, now) {
			r.options.Bus.Relay(event.Replica, Change{ID: id})
		}
		gone = gone || ok && was.State != silentFace && now.State == silentFace
	}
	for id, was := range before {
		if _, ok := seen[id]; !ok {
			r.options.Bus.Relay(event.Replica, Change{ID: id})
			gone = gone || was.State != silentFace
		}
	}
	if gone {
		// What it told after its last sign of life may have reached nobody, and no number says so.
		r.options.Bus.Missed()
	}
}

// face is what people should be told of when it changes: not what changes with each beat.
func (r Replica) face() Replica {
	if !r.alive() {
		r.State = silentFace
	}
	r.Skew = r.Skew.Abs()
	if r.Skew <= maxSkew {
		r.Skew = 0
	} else {
		r.Skew = maxSkew
	}
	r.Events, r.BeatAt, r.Silent = 0, time.Time{}, 0
	return r
}

// silentFace is a state for face alone.
const silentFace State = "silent"

func (r Replica) alive() bool { return r.Silent < SilentAfter }

// note logs the first of several failures and the end of them.
func (r *Registry) note(ctx context.Context, err error) {
	if ctx.Err() != nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	before, first := r.trouble, r.beatAt.IsZero()
	r.trouble = err
	switch {
	case err == nil:
		if before != nil && !first {
			r.options.Log.InfoContext(ctx, "this replica is seen by the others again", "away_ms", time.Since(r.beatAt).Milliseconds())
		}
		r.beatAt = time.Now()
	case before == nil || first:
		r.options.Log.WarnContext(ctx, "no sign of life could be stored; trying again", "err", fault.Cause(err))
	}
}

// Ready returns nil, or why the others must take this replica for dead.
func (r *Registry) Ready() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.beatAt.IsZero() {
		return r.trouble
	}
	if silent := time.Since(r.beatAt); silent >= SilentAfter {
		return fault.Unavailable.Errorf("no sign of life could be stored for %d s", int(silent.Seconds()))
	}
	return nil
}

// Now is the time by the store's clock, as well as we know it.
func (r *Registry) Now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return time.Now().Add(r.clock.offset()).UTC()
}

// Stopping tells the others at once that this replica takes no new work.
func (r *Registry) Stopping(ctx context.Context) error {
	r.mu.Lock()
	r.state = Stopping
	r.mu.Unlock()
	return r.show(ctx)
}

// Leave removes this replica from the table, for good.
func (r *Registry) Leave(ctx context.Context) error {
	r.beating.Lock()
	defer r.beating.Unlock()
	r.left = true
	return r.options.Store.RemoveReplica(ctx, r.options.Me.ID)
}
