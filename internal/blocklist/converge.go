package blocklist

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"sync"
	"time"

	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
	"bangui/internal/prefixset"
)

const (
	// lookEvery is how often a host is looked at: what somebody has changed in its kernel shows at most that much later.
	lookEvery = 5 * time.Second
	// settleFor is how long it is waited after something has happened, so that much at once is one order.
	settleFor = 300 * time.Millisecond
	// reportEvery is how often what a host tells is stored if only its counters have changed, or nothing has.
	reportEvery = 15 * time.Second
	// mostPause is how long it is waited at most after failures.
	mostPause = time.Minute
	// How long a host may take.
	askWithin     = 10 * time.Second
	stageWithin   = 30 * time.Second
	enforceWithin = 2 * time.Minute
	// hintBuffer is how many events may wait.
	hintBuffer = 64
)

// Run makes the hosts that this process holds block what they are to, again and again, until ctx ends. It always returns ctx's error.
func (b *Blocklists) Run(ctx context.Context) error {
	var keeping sync.WaitGroup
	keeping.Go(func() { b.keepPicture(ctx) })
	b.fleet.Tend(ctx, b.tend)
	keeping.Wait()
	return ctx.Err()
}

// tend looks after one host as long as we hold it.
func (b *Blocklists) tend(ctx context.Context, held fleet.Held) {
	b.Converge(ctx, held.Name, held.Epoch, held.Host)
}

// Converge looks after one host until ctx ends.
func (b *Blocklists) Converge(ctx context.Context, name string, epoch int64, enforcer host.Enforcer) {
	hints := b.bus.Subscribe(0, hintBuffer)
	defer hints.Close()
	c := &converging{b: b, name: name, epoch: epoch, enforcer: enforcer}
	for ctx.Err() == nil {
		err := c.look(ctx)
		if errors.Is(err, fault.Conflict) {
			b.fleet.Lose(name, epoch)
		}
		c.note(ctx, err)
		c.wait(ctx, hints)
	}
}

// converging looks after one host.
type converging struct {
	b        *Blocklists
	name     string
	epoch    int64
	enforcer host.Enforcer
	// since is when something happened last of which we know: what was known before does not count any more.
	since time.Time
	// failures are how often in a row it went wrong, failing what was logged of it.
	failures int
	failing  string
	// saved is what was stored of the host, and when.
	saved   savedReport
	savedAt time.Time
}

// savedReport is what must not change without being stored at once.
type savedReport struct {
	report  host.Enforcement
	problem host.Obstacle
}

// wait returns when it is time to look again.
func (c *converging) wait(ctx context.Context, hints *event.Subscription) {
	pause := lookEvery
	if c.failures > 1 {
		pause = min(lookEvery<<min(c.failures-1, 8), mostPause)
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			return
		case e := <-hints.C:
			if c.concerns(e) {
				c.since = time.Now()
				timer.Reset(settleFor)
			}
		}
	}
}

// concerns tells whether an event may change what the host is to block.
func (c *converging) concerns(e event.Event) bool {
	if changed, ok := e.Data.(Changed); ok {
		return changed.Host == "" || changed.Host == c.name
	}
	return e.Topic == event.Allowance || e.Topic == event.Resync
}

// note logs what went wrong, once.
func (c *converging) note(ctx context.Context, err error) {
	switch {
	case err == nil:
		if c.failing != "" {
			c.b.log.InfoContext(ctx, "host blocks lists again", "host", c.name)
		}
		c.failures, c.failing = 0, ""
	case ctx.Err() == nil:
		c.failures++
		if cause := fault.Cause(err); cause != c.failing {
			c.failing = cause
			c.b.log.WarnContext(ctx, "host does not block what it is to; trying again", "host", c.name, "err", cause)
		}
	}
}

// look makes the host block what it is to, and stores what it tells. It fails with fault.Conflict if somebody else has the host by now.
func (c *converging) look(ctx context.Context) error {
	p, err := c.b.picture(ctx, c.since)
	if err != nil {
		return fmt.Errorf("look what host %s is to block: %w", c.name, err)
	}
	state, known := p.states[c.name]
	if !known {
		return nil // it is about to be stored
	}
	wish, order := c.wish(p, state)
	if wish, err = c.store(ctx, state, wish, 0); err != nil {
		return err
	}
	report, err := c.follow(ctx, state, wish, order, p)
	var problem *host.Obstacle
	if err != nil {
		problem = obstacleOf(err)
	}
	if report == nil {
		report = &state.Report
		if err != nil && state.Report.At.IsZero() {
			return err
		}
	}
	return errors.Join(err, c.save(ctx, *report, problem))
}

// wish is what the host is to block, in two forms.
func (c *converging) wish(p *picture, state HostState) (Wish, host.EnforceOrder) {
	order := host.EnforceOrder{Lists: []host.EnforcedList{}}
	if state.Mode == ModeKernel {
		for _, l := range p.enabled() {
			order.Lists = append(order.Lists, host.EnforcedList{ID: l.ID, Name: l.Name, Digest: l.Contents.Digest, Entries: l.Contents.Entries})
		}
	}
	if len(order.Lists) > 0 {
		order.Allow, order.Protected = p.allowed(c.name), p.protected(c.name, "")
	}
	wish := Wish{Lists: order.Lists, Allow: len(order.Allow), Protected: len(order.Protected), Fingerprint: fingerprint(order)}
	return wish, order
}

// fingerprint tells one order from another.
func fingerprint(order host.EnforceOrder) string {
	order.Revision = 0
	text, err := json.Marshal(order)
	if err != nil {
		return "" // what is in an order can always be written
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// store stores the wish if it is another one, and returns it with its revision.
func (c *converging) store(ctx context.Context, state HostState, wish Wish, above int64) (Wish, error) {
	same := state.Wish.Fingerprint == wish.Fingerprint && state.Wish.Revision >= above
	if same || (state.Wish.Revision == 0 && len(wish.Lists) == 0 && above == 0) {
		return state.Wish, nil
	}
	stored, err := c.b.store.SaveWish(ctx, c.name, c.epoch, wish, above)
	if err == nil {
		c.b.tellHost(c.name)
	}
	return stored, err
}

// follow brings the wish into force, and returns what the host tells; nil if it tells nothing.
func (c *converging) follow(ctx context.Context, state HostState, wish Wish, order host.EnforceOrder, p *picture) (*host.Enforcement, error) {
	report, err := within(ctx, askWithin, c.enforcer.Enforcement)
	switch {
	case errors.Is(err, fault.Unsupported):
		return &host.Enforcement{Obstacle: obstacleOf(err)}, nil
	case err != nil:
		return nil, fmt.Errorf("ask host %s what it blocks: %w", c.name, err)
	case len(order.Lists) == 0:
		return c.disarm(ctx, &report)
	case report.Obstacle != nil || inForce(report, wish):
		return &report, nil
	}
	if report.Revision > wish.Revision || (report.Revision == wish.Revision && !sameLists(report, wish)) {
		// The host knows a newer wish than the database, as after a backup was restored: ours must be newer than that.
		if wish, err = c.store(ctx, state, wish, report.Revision); err != nil {
			return &report, err
		}
	}
	order.Revision = wish.Revision
	after, err := c.enforce(ctx, order, p)
	if err != nil {
		return &report, err
	}
	return &after, nil
}

// disarm is for when there is nothing to block. What never was in the kernel is left alone.
func (c *converging) disarm(ctx context.Context, report *host.Enforcement) (*host.Enforcement, error) {
	if !report.Armed && !report.Kept && report.Revision == 0 {
		return report, nil
	}
	_, err := within(ctx, enforceWithin, func(ctx context.Context) (struct{}, error) { return struct{}{}, c.enforcer.Disarm(ctx) })
	if err != nil {
		return report, fmt.Errorf("have host %s block nothing: %w", c.name, err)
	}
	after, err := within(ctx, askWithin, c.enforcer.Enforcement)
	if err != nil {
		return report, fmt.Errorf("ask host %s what it blocks: %w", c.name, err)
	}
	return &after, nil
}

// inForce tells whether a host blocks what it is to. What somebody has changed in its kernel the host mends itself.
func inForce(report host.Enforcement, wish Wish) bool {
	return report.Armed && report.Revision == wish.Revision && sameLists(report, wish)
}

func sameLists(report host.Enforcement, wish Wish) bool {
	return slices.EqualFunc(report.Lists, wish.Lists, func(a host.ListInKernel, b host.EnforcedList) bool {
		return a.ID == b.ID && a.Digest == b.Digest
	})
}

// enforce gives the order to the host, with the lists that it does not have.
func (c *converging) enforce(ctx context.Context, order host.EnforceOrder, p *picture) (host.Enforcement, error) {
	give := func(ctx context.Context) (host.Enforcement, error) { return c.enforcer.Enforce(ctx, order) }
	after, err := within(ctx, enforceWithin, give)
	if errors.Is(err, fault.NotFound) {
		if err := c.stage(ctx, order, after.Missing, p); err != nil {
			return after, err
		}
		after, err = within(ctx, enforceWithin, give)
	}
	if err != nil {
		return after, fmt.Errorf("have host %s block: %w", c.name, notOurs(err))
	}
	return after, nil
}

// notOurs makes another kind of a conflict on the host: of ours it would mean that somebody else has the host.
func notOurs(err error) error {
	if f, ok := asFault(err); ok && f.Kind == fault.Conflict {
		return fault.Refused.Wrapf(err, "%s", f.Message)
	}
	return err
}

// stage gives the host the lists with these digests; all of the order if none are named.
func (c *converging) stage(ctx context.Context, order host.EnforceOrder, missing []string, p *picture) error {
	for _, wanted := range order.Lists {
		if len(missing) > 0 && !slices.Contains(missing, wanted.Digest) {
			continue
		}
		i := slices.IndexFunc(p.lists, func(l List) bool { return l.ID == wanted.ID })
		if i < 0 {
			continue
		}
		if err := c.stageList(ctx, p.lists[i].Contents); err != nil {
			return fmt.Errorf("give block list %s to host %s: %w", wanted.Name, c.name, err)
		}
	}
	return nil
}

// stageList gives one list to the host, piece by piece.
func (c *converging) stageList(ctx context.Context, contents Contents) error {
	next, stop := iter.Pull2(c.b.entries(ctx, contents.Revision))
	defer stop()
	for offset := 0; offset < contents.Entries; {
		piece := host.ListPiece{Digest: contents.Digest, Total: contents.Entries, Offset: offset}
		n, err := fill(&piece, next)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Unavailable.Errorf("the list was replaced meanwhile")
		}
		_, err = within(ctx, stageWithin, func(ctx context.Context) (struct{}, error) { return struct{}{}, c.enforcer.StageList(ctx, piece) })
		if err != nil {
			return err
		}
		offset += n
	}
	return nil
}

// fill puts as many entries into a piece as it may have, and returns how many.
func fill(piece *host.ListPiece, next func() (Entry, error, bool)) (int, error) {
	var entries prefixset.Builder
	n := 0
	for n < host.MaxPieceEntries {
		e, err, ok := next()
		if err != nil {
			return n, err
		}
		if !ok {
			break
		}
		entries.Add(e.Network)
		n++
	}
	set, _ := entries.Set()
	var err error
	piece.Entries, err = set.AppendBinary(nil)
	return n, err
}

// within asks a host and waits no longer than that.
func within[T any](ctx context.Context, d time.Duration, ask func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	return ask(ctx)
}

// obstacleOf says for the user what went wrong.
func obstacleOf(err error) *host.Obstacle {
	if f, ok := asFault(err); ok {
		return &host.Obstacle{Message: f.Message, Mend: f.Mend}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &host.Obstacle{Message: "the host did not answer in time"}
	}
	return &host.Obstacle{Message: "something went wrong on our side; the log has more"}
}

// save stores what the host told: at once if it is something new, and now and then if not.
func (c *converging) save(ctx context.Context, report host.Enforcement, problem *host.Obstacle) error {
	now := savedReport{report: bare(report)}
	if problem != nil {
		now.problem = *problem
	}
	changed := !reflect.DeepEqual(now, c.saved) || c.savedAt.IsZero()
	if !changed && time.Since(c.savedAt) < reportEvery {
		return nil
	}
	if err := c.b.store.SaveReport(ctx, c.name, c.epoch, report, problem); err != nil {
		return err
	}
	first := c.savedAt.IsZero()
	c.saved, c.savedAt = now, time.Now()
	if changed && !first {
		c.b.tellHost(c.name)
	}
	return nil
}

// bare is a report without what changes all the time.
func bare(r host.Enforcement) host.Enforcement {
	r.At = time.Time{}
	r.Lists = slices.Clone(r.Lists)
	for i := range r.Lists {
		r.Lists[i].Packets, r.Lists[i].Bytes = 0, 0
	}
	return r
}
