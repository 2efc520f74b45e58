package localhost

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"bangui/internal/configdir"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// reviser makes changes of the configuration, one at a time.
type reviser struct {
	host *Host
	// dir is the place of the journal: each fail2ban has its own.
	dir string
	// ready is closed when the journal is there and what an earlier process left has been looked at.
	ready chan struct{}

	mu      sync.Mutex
	journal *journal
	failed  error
	// now is the change that goes on or waits to be confirmed; nil if there is none.
	now *revising
}

// readyWithin is how long an order waits for the journal.
const readyWithin = 5 * time.Second

// startReviser opens the journal and heals in the background what an earlier process left.
func (h *Host) startReviser() {
	h.reviser = &reviser{host: h, ready: make(chan struct{}), dir: filepath.Join(h.opts.Changes, placeID(h.opts.ConfigDir, h.opts.Socket))}
	if h.opts.Changes == "" {
		h.reviser.failed = fault.Unsupported.Errorf("the configuration cannot be changed through this connection: it has no place for a journal")
		close(h.reviser.ready)
		return
	}
	h.background(h.reviser.open)
}

// placeID tells one fail2ban from another.
func placeID(configDir, socket string) string {
	return configdir.Hash([]byte(configDir + "\x00" + socket))[:16]
}

// open ends when the journal is not needed any more.
func (r *reviser) open(ctx context.Context) {
	j, err := openJournal(ctx, r.dir)
	if err != nil {
		r.mu.Lock()
		r.failed = fault.Unavailable.Wrapf(err, "the journal of changes cannot be opened: %s", err.Error()).
			WithMend("Let bangui write to its data directory.")
		r.mu.Unlock()
		close(r.ready)
		if ctx.Err() == nil {
			r.host.log.Error("the journal of changes cannot be opened; the configuration cannot be changed", "err", err)
		}
		return
	}
	defer j.close()
	r.mu.Lock()
	r.journal = j
	r.tidy()
	left := j.open()
	var work []*revising
	for _, state := range left {
		one := newRevising(r, state)
		if err := one.load(); err != nil {
			r.host.log.Error("a change of the configuration that was interrupted cannot be read from the journal", "id", state.ID, "err", err)
			one.unreadable(err)
			continue
		}
		r.now = one
		work = append(work, one)
	}
	r.mu.Unlock()
	close(r.ready)
	for _, one := range work {
		r.host.log.Warn("a change of the configuration was interrupted; bringing it to its end", "id", one.id, "phase", one.state.Phase)
		r.mu.Lock()
		r.now = one
		r.mu.Unlock()
		one.heal(ctx)
	}
	<-ctx.Done()
	r.wait()
}

// wait returns when nothing goes on, and how it ended is written down if that is possible.
func (r *reviser) wait() {
	r.mu.Lock()
	now := r.now
	r.mu.Unlock()
	if now == nil {
		return
	}
	<-now.over
	if err := now.writeEnd(); err != nil {
		r.host.log.Error("the end of a change could not be written down; it is taken back again at the next start", "id", now.id, "err", fault.Cause(err))
	}
}

// await waits until the journal is there.
func (r *reviser) await(ctx context.Context) error {
	select {
	case <-r.ready:
	case <-time.After(readyWithin):
		return fault.Unavailable.Errorf("the journal of changes is in use by another process of bangui").
			WithMend("Wait until that has ended. If it does not: which process has the data directory?").WithRetryAfter(readyWithin)
	case <-ctx.Done():
		return ctx.Err()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failed
}

// Apply implements [host.Host].
func (h *Host) Apply(ctx context.Context, order host.ApplyOrder) error {
	ctx, cancel := limited(ctx, 30*time.Second)
	defer cancel()
	if err := checkApply(order); err != nil {
		return err
	}
	if err := h.reviser.await(ctx); err != nil {
		return err
	}
	start, err := h.reviser.begin(order)
	if err != nil {
		return err
	}
	start()
	return nil
}

func checkApply(order host.ApplyOrder) error {
	switch {
	case !idForm.MatchString(order.ID):
		return fault.Invalid.Errorf("%.80q is no ID of a change", order.ID)
	case len(order.Changes) == 0 || len(order.Changes) > configdir.MaxChanges:
		return fault.Invalid.Errorf("a change has 1 to %d files", configdir.MaxChanges)
	case order.ConfirmWithin != 0 && (order.ConfirmWithin < host.LeastConfirm || order.ConfirmWithin > host.MostConfirm):
		return fault.Invalid.Errorf("a change can wait %s to %s to be confirmed", host.LeastConfirm, host.MostConfirm)
	}
	for _, c := range order.Changes {
		text := c.Text
		if c.Remove {
			text = nil
		} else if text == nil {
			text = []byte{}
		}
		if err := configdir.CheckChange(c.Name, text); err != nil {
			return err
		}
	}
	return nil
}

// begin writes the order down, and returns what starts the work; of a change that was begun before, nothing does.
func (r *reviser) begin(order host.ApplyOrder) (start func(), err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known, err := r.journal.state(order.ID); known || err != nil {
		return func() {}, err
	}
	if r.now != nil && !r.now.isOver() {
		return nil, r.now.conflict()
	}
	if r.now != nil {
		if err := r.now.writeEnd(); err != nil {
			return nil, fault.Unavailable.Wrapf(err, "the end of the change before this one cannot be written down: %s", err.Error()).
				WithMend("Make room on the disk, and let bangui write to its data directory.")
		}
	}
	if r.host.life.Err() != nil {
		return nil, fault.Unavailable.Errorf("bangui is shutting down")
	}
	one := newRevising(r, host.ApplyState{ID: order.ID, Begun: time.Now().UTC(), Phase: host.PhaseChecking, Steps: []host.Step{}})
	one.order = written{ID: order.ID, Begun: one.state.Begun, ConfirmWithin: order.ConfirmWithin, AcceptLoss: order.AcceptLoss, Changes: order.Changes}
	if err := r.journal.write(order.ID+".order", one.order); err != nil {
		return nil, err
	}
	if err := r.journal.write(order.ID+".state", one.state); err != nil {
		r.journal.finish(order.ID)
		return nil, err
	}
	ctx := one.callable(r.host.life)
	r.now = one
	return func() {
		r.host.reached("begun")
		r.host.background(func(life context.Context) { one.run(ctx, life) })
	}, nil
}

// ApplyState implements [host.Host].
func (h *Host) ApplyState(ctx context.Context, id string) (host.ApplyState, error) {
	if err := h.reviser.await(ctx); err != nil {
		return host.ApplyState{}, err
	}
	if one := h.reviser.going(id); one != nil {
		state := one.copy()
		if state.Phase.Over() { // what lies beside the files is being removed
			select {
			case <-one.over:
			case <-time.After(readyWithin):
			case <-ctx.Done():
			}
		}
		return state, nil
	}
	if idForm.MatchString(id) {
		if state, ok, err := h.reviser.journal.state(id); ok || err != nil {
			return state, err
		}
	}
	return host.ApplyState{}, fault.NotFound.Errorf("this host knows no change %.80q", id)
}

// going is the change of this ID, if it is the one that goes on.
func (r *reviser) going(id string) *revising {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.now == nil || r.now.id != id {
		return nil
	}
	return r.now
}

// Confirm implements [host.Host].
func (h *Host) Confirm(ctx context.Context, id string) error {
	state, err := h.ApplyState(ctx, id)
	if err != nil {
		return err
	}
	if one := h.reviser.going(id); one != nil && one.decide(decision{confirm: true}) {
		return nil
	}
	if state, err = h.ApplyState(ctx, id); err != nil || state.Phase == host.PhaseApplied {
		return err
	}
	if !state.Phase.Over() && state.Phase != host.PhaseUndoing {
		return fault.Conflict.Errorf("the change does not wait to be confirmed yet").WithRetryAfter(time.Second)
	}
	return fault.Conflict.Errorf("it is too late to confirm the change: it has been taken back")
}

// Undo implements [host.Host].
func (h *Host) Undo(ctx context.Context, id string) error {
	if _, err := h.ApplyState(ctx, id); err != nil {
		return err
	}
	one := h.reviser.going(id)
	if one == nil || one.isOver() {
		return fault.Conflict.Errorf("the change has come to its end already").
			WithMend("To go back, restore the revision before it: that makes a draft with the files as they were.")
	}
	if one.copy().Phase == host.PhaseWaiting {
		if changed := one.changedSince(); len(changed) > 0 {
			return fault.Conflict.Errorf("%s was changed by somebody else since, and would be overwritten", changed[0]).
				WithMend("Confirm the change, and correct the files.")
		}
	}
	if !one.decide(decision{}) {
		return fault.Conflict.Errorf("the change has come to its end just now")
	}
	return nil
}

// decision is what somebody says to a change: keep it, or take it back.
type decision struct{ confirm bool }

// decide tells whether the change took the decision: a confirmation only while it waits for one, the other as long as it is not over.
func (v *revising) decide(d decision) bool {
	v.writing.Lock()
	defer v.writing.Unlock()
	v.mu.Lock()
	defer v.mu.Unlock()
	if d.confirm {
		if v.state.Phase != host.PhaseWaiting || v.said {
			return false
		}
		if err := v.keep(); err != nil {
			v.r.host.log.Error("a confirmation could not be written down", "id", v.id, "err", err)
			return false
		}
	}
	switch {
	case v.state.Phase.Over() && !d.confirm:
		return false
	case v.said:
		return true
	case v.state.Phase == host.PhaseChecking:
		v.call(errCalledOff)
	case !d.confirm:
		v.call(errTakenBack)
	}
	v.said = true
	v.decided <- d
	return true
}

// conflict is the answer to another order.
func (v *revising) conflict() error {
	state := v.copy()
	if state.Phase == host.PhaseWaiting {
		return fault.Conflict.Errorf("another change waits to be confirmed until %s", state.ConfirmBy.Format(time.RFC3339)).
			WithMend("Confirm it or take it back first.")
	}
	return fault.Conflict.Errorf("another change of the configuration is going on").WithMend("Wait until it is over.").WithRetryAfter(5 * time.Second)
}

// Reasons that are no faults of a change.
var (
	errCalledOff = errors.New("called off")
	errTakenBack = errors.New("taken back")
)

// changedSince are the files that are not as the change made them.
func (v *revising) changedSince() []string {
	dir, err := configdir.Open(v.r.host.opts.ConfigDir)
	if err != nil {
		return nil
	}
	defer func() { _ = dir.Close() }() // only read
	var changed []string
	for _, f := range v.before.Swap.Files {
		file, ok, err := dir.Read(f.Name)
		if err != nil || ok && file.Hash != f.New || !ok && f.New != "" {
			changed = append(changed, f.Name)
		}
	}
	slices.Sort(changed)
	return changed
}
