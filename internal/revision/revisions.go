package revision

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"bangui/internal/audit"
	"bangui/internal/configdir"
	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
)

// Revisions is what people do with drafts and revisions. Make one with [New]. All methods may be called at the same time.
type Revisions struct {
	log   *slog.Logger
	store Store
	fleet *fleet.Fleet
	bus   *event.Bus
	// wake has the task run that follows revisions, see [Revisions.Follow].
	wake func(ctx context.Context) error
}

// New returns Revisions. Changes are published on bus as topic revision with a [Change].
func New(log *slog.Logger, store Store, hosts *fleet.Fleet, bus *event.Bus, wake func(context.Context) error) *Revisions {
	return &Revisions{log: log, store: store, fleet: hosts, bus: bus, wake: wake}
}

// Change is a revision that was made or has got on, as told to browsers.
type Change struct {
	ID   int64
	Host string
}

// Limits of what people write.
const (
	// MaxReason is the longest reason, in bytes.
	MaxReason = 500
	// checkWithin is how long a host may take to check a draft, askWithin to answer the rest.
	checkWithin = 75 * time.Second
	askWithin   = 20 * time.Second
)

// Order is what somebody asks for when a draft is to be applied.
type Order struct {
	Reason string
	// ConfirmWithin is how long to wait for somebody to confirm; zero is not at all.
	ConfirmWithin time.Duration
	// AcceptLoss are jails whose bans may be lost.
	AcceptLoss []string
	// DraftHash is that of the draft as it was looked at.
	DraftHash string
	// Restores is the revision whose files the draft brings back; zero if it is none of those.
	Restores int64
}

// Check tells what would come of the draft.
func (r *Revisions) Check(ctx context.Context, hostName string, user int64) (host.Check, Draft, error) {
	draft, err := r.full(ctx, hostName, user)
	if err != nil {
		return host.Check{}, draft, err
	}
	h, err := r.fleet.Host(ctx, hostName)
	if err != nil {
		return host.Check{}, draft, err
	}
	ctx, cancel := context.WithTimeout(ctx, checkWithin)
	defer cancel()
	check, err := h.CheckChanges(ctx, draft.Changes())
	if err != nil {
		return check, draft, fmt.Errorf("check the draft for %s: %w", hostName, err)
	}
	return check, draft, nil
}

// full is a draft with something in it.
func (r *Revisions) full(ctx context.Context, hostName string, user int64) (Draft, error) {
	draft, err := r.store.Draft(ctx, hostName, user)
	if err != nil {
		return draft, fmt.Errorf("read the draft: %w", err)
	}
	if len(draft.Files) == 0 {
		return draft, fault.Conflict.Errorf("your draft for %s is empty: there is nothing to apply", hostName)
	}
	return draft, nil
}

// Apply gives the draft to its host. It returns as soon as the host has the order: [Revisions.Get] tells how it goes on.
func (r *Revisions) Apply(ctx context.Context, actor audit.Actor, hostName string, order Order) (Revision, error) {
	if err := checkOrder(order); err != nil {
		return Revision{}, err
	}
	if err := r.checkRestores(ctx, hostName, order.Restores); err != nil {
		return Revision{}, err
	}
	draft, err := r.full(ctx, hostName, actor.UserID)
	if err != nil {
		return Revision{}, err
	}
	if draft.Hash() != order.DraftHash {
		return Revision{}, fault.Conflict.Errorf("your draft has changed since you looked at it").WithMend("Look at the changes again, then apply them.")
	}
	h, err := r.fleet.Host(ctx, hostName)
	if err != nil {
		return Revision{}, err
	}
	made, err := r.store.MakeRevision(ctx, newRevision(actor, draft, order), audit.Entry{
		Actor: actor, Action: "config.apply", Host: hostName, Target: names(draft), Result: audit.OK, Detail: order.Reason,
	})
	if err != nil {
		return Revision{}, fmt.Errorf("store the revision: %w", err)
	}
	r.tell(made)
	if err := r.give(ctx, h, made, draft, order); err != nil {
		return made, err
	}
	if err := r.wake(ctx); err != nil && !errors.Is(err, fault.Conflict) {
		r.log.WarnContext(ctx, "a revision is followed later", "revision", made.ID, "err", fault.Cause(err))
	}
	return r.refresh(ctx, made), nil
}

func checkOrder(order Order) error {
	f := fault.Invalid.Errorf("the draft cannot be applied as asked")
	if strings.TrimSpace(order.Reason) == "" {
		f.WithField("reason", "say why, in a few words: it stands in the history")
	}
	if len(order.Reason) > MaxReason || strings.ContainsAny(order.Reason, "\r\n\x00") {
		f.WithField("reason", "one line of at most %d bytes", MaxReason)
	}
	if w := order.ConfirmWithin; w != 0 && (w < host.LeastConfirm || w > host.MostConfirm) {
		f.WithField("confirm_within_seconds", "use %d to %d, or leave it out", int(host.LeastConfirm.Seconds()), int(host.MostConfirm.Seconds()))
	}
	if len(f.Fields) > 0 {
		return f
	}
	return nil
}

// checkRestores fails if there is no such revision of a host; zero is none.
func (r *Revisions) checkRestores(ctx context.Context, hostName string, id int64) error {
	if id == 0 {
		return nil
	}
	one, err := r.store.Revision(ctx, id)
	if err != nil && !errors.Is(err, fault.NotFound) {
		return err
	}
	if err != nil || one.Host != hostName {
		return fault.Invalid.Errorf("%s has no revision %d", hostName, id).WithField("restores", "a revision of %s", hostName)
	}
	return nil
}

func newRevision(actor audit.Actor, draft Draft, order Order) Revision {
	made := Revision{
		Order: strings.ToLower(rand.Text()), Host: draft.Host, Author: actor.Name, Reason: order.Reason, ConfirmWithin: order.ConfirmWithin,
		Restores: order.Restores, UserID: actor.UserID, DraftHash: draft.Hash(),
	}
	made.State = host.ApplyState{ID: made.Order, Begun: time.Now().UTC(), Phase: host.PhaseChecking, Steps: []host.Step{}}
	for _, f := range draft.Files {
		diff := Compare(f.Name, f.Base, f.Text)
		made.Files = append(made.Files, File{Name: f.Name, Before: f.Base, After: f.Text, Added: diff.Added, Removed: diff.Removed})
	}
	return made
}

func names(draft Draft) string {
	const most = 5
	all := make([]string, 0, most)
	for i, f := range draft.Files {
		if i == most {
			all = append(all, fmt.Sprintf("and %d more", len(draft.Files)-most))
			break
		}
		all = append(all, f.Name)
	}
	return strings.Join(all, " ")
}

// give hands the order to the host. If it is certain that the host did not take it, the revision ends with that.
func (r *Revisions) give(ctx context.Context, h host.Host, made Revision, draft Draft, order Order) error {
	asking, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	err := h.Apply(asking, host.ApplyOrder{ID: made.Order, Changes: draft.Changes(), ConfirmWithin: order.ConfirmWithin, AcceptLoss: order.AcceptLoss})
	if err == nil {
		return nil
	}
	if errors.Is(err, fault.Unreachable) || ctx.Err() != nil {
		return fmt.Errorf("give the change to %s: %w", made.Host, err) // it may have it: whoever follows finds out
	}
	r.refuse(ctx, made, err)
	return err
}

// refuse ends a revision that the host did not take.
func (r *Revisions) refuse(ctx context.Context, made Revision, err error) {
	state := made.State
	state.Phase, state.Ended = host.PhaseRefused, time.Now().UTC()
	state.Failure = &host.ApplyFailure{Message: "the host did not take the order"}
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		state.Failure.Message, state.Failure.Mend = f.Message, f.Mend
	}
	if err := r.save(ctx, made, state); err != nil {
		r.log.WarnContext(ctx, "the end of a revision was not stored; it is tried again", "revision", made.ID, "err", fault.Cause(err))
	}
}

// Confirm keeps a change that waits for it.
func (r *Revisions) Confirm(ctx context.Context, actor audit.Actor, id int64) (Revision, error) {
	return r.decide(ctx, actor, id, "config.confirm", host.Host.Confirm)
}

// Undo calls a change off, or takes it back.
func (r *Revisions) Undo(ctx context.Context, actor audit.Actor, id int64) (Revision, error) {
	return r.decide(ctx, actor, id, "config.undo", host.Host.Undo)
}

func (r *Revisions) decide(
	ctx context.Context, actor audit.Actor, id int64, action string, do func(host.Host, context.Context, string) error,
) (Revision, error) {
	one, err := r.store.Revision(ctx, id)
	if err != nil {
		return one, err
	}
	h, err := r.fleet.Host(ctx, one.Host)
	if err != nil {
		return one, err
	}
	asking, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	if err := do(h, asking, one.Order); err != nil {
		return one, err
	}
	entry := audit.Entry{Actor: actor, Action: action, Host: one.Host, Target: fmt.Sprintf("revision %d", id), Result: audit.OK}
	if err := r.store.RecordAudit(ctx, entry); err != nil {
		return one, fmt.Errorf("record the decision: %w", err)
	}
	if _, err := r.follow(ctx, one); err != nil {
		r.log.WarnContext(ctx, "the state of a revision was not stored; it is tried again", "revision", id, "err", fault.Cause(err))
	}
	return r.store.Revision(ctx, id)
}

// Get returns a revision with its files, as its host tells it now if it has not come to its end.
func (r *Revisions) Get(ctx context.Context, id int64) (Revision, error) {
	one, err := r.store.Revision(ctx, id)
	if err != nil || one.Over() {
		return one, err
	}
	return r.refresh(ctx, one), nil
}

// refresh asks the host. If it does not answer, what is known stays.
func (r *Revisions) refresh(ctx context.Context, one Revision) Revision {
	state, err := r.follow(ctx, one)
	if err == nil {
		one.State = state
	}
	return one
}

// List returns revisions, newest first.
func (r *Revisions) List(ctx context.Context, query Query) ([]Revision, error) {
	return r.store.Revisions(ctx, query)
}

func (r *Revisions) tell(one Revision) {
	r.bus.Publish(event.Revision, Change{ID: one.ID, Host: one.Host})
}

// read returns a file of a host.
func (r *Revisions) read(ctx context.Context, h host.Host, name string) (Content, error) {
	if err := configdir.CheckName(name); err != nil {
		return Content{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	file, err := h.ReadFile(ctx, name)
	if errors.Is(err, fault.NotFound) {
		return Content{}, nil
	}
	if err != nil {
		return Content{}, fmt.Errorf("read %s: %w", name, err)
	}
	return Content{There: true, Text: file.Text}, nil
}
