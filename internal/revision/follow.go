package revision

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/schedule"
)

const (
	// lostAfter is how long an order may be on its way; a host that does not know it after that never got it.
	lostAfter = 2 * time.Minute
	// followEvery and waitEvery are how often a host is asked while something goes on, and while it waits to be confirmed.
	followEvery = 500 * time.Millisecond
	waitEvery   = 2 * time.Second
)

// Follow asks the hosts how far revisions are until all have come to their end, and keeps what they answer. It is a task: one replica at a
// time does so.
func (r *Revisions) Follow(ctx context.Context, work *schedule.Work) (outcome string, err error) {
	seen := make(map[int64]bool)
	for {
		open, err := r.store.OpenRevisions(ctx)
		if err != nil {
			return "", fmt.Errorf("list revisions: %w", err)
		}
		if len(open) == 0 {
			if len(seen) == 0 {
				work.Routine()
			}
			return fmt.Sprintf("followed %d changes to their end", len(seen)), nil
		}
		wait := waitEvery
		for _, one := range open {
			seen[one.ID] = true
			state, err := r.follow(ctx, one)
			if err != nil && ctx.Err() == nil {
				work.Progress(0, 0, fmt.Sprintf("revision %d: %s does not answer", one.ID, one.Host))
				continue
			}
			if !state.Phase.Over() && state.Phase != host.PhaseWaiting {
				wait = followEvery
			}
			work.Progress(int64(len(state.Steps)), 0, fmt.Sprintf("revision %d on %s: %s", one.ID, one.Host, state.Phase))
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(wait):
		}
	}
}

// follow asks the host of a revision once, and stores what is new.
func (r *Revisions) follow(ctx context.Context, one Revision) (host.ApplyState, error) {
	h, err := r.fleet.Host(ctx, one.Host)
	if err != nil {
		return one.State, err
	}
	asking, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	state, err := h.ApplyState(asking, one.Order)
	if errors.Is(err, fault.NotFound) && time.Since(one.CreatedAt) > lostAfter {
		state, err = one.State, nil
		state.Phase, state.Ended = host.PhaseRefused, time.Now().UTC()
		state.Failure = &host.ApplyFailure{Message: "the host does not know of the change: the order never reached it", Mend: "Apply the draft again."}
	}
	if err != nil {
		return one.State, err
	}
	return state, r.save(ctx, one, state)
}

// save stores how far a revision is. At the end there is an entry in the audit log, and the draft that is in force now is removed.
func (r *Revisions) save(ctx context.Context, one Revision, state host.ApplyState) error {
	if same(one.State, state) {
		return nil
	}
	var entries []audit.Entry
	if state.Phase.Over() {
		entries = append(entries, endEntry(one, state))
	}
	changed, err := r.store.SaveState(ctx, one.ID, state, entries...)
	if err != nil || !changed {
		return err
	}
	if state.Phase == host.PhaseApplied {
		r.discardApplied(ctx, one)
	}
	r.tell(one)
	return nil
}

// discardApplied removes the draft that a revision came from, unless it was changed since.
func (r *Revisions) discardApplied(ctx context.Context, one Revision) {
	draft, err := r.store.Draft(ctx, one.Host, one.UserID)
	if err == nil && draft.Hash() == one.DraftHash {
		err = r.store.ChangeDraft(ctx, one.Host, one.UserID, draft.emptied())
	}
	if err != nil && !errors.Is(err, fault.Conflict) {
		r.log.WarnContext(ctx, "a draft that was applied was not removed", "revision", one.ID, "err", fault.Cause(err))
	}
}

// same tells whether two states say the same. How long a step has been running makes no difference.
func same(a, b host.ApplyState) bool {
	text := func(s host.ApplyState) string {
		steps := make([]host.Step, len(s.Steps))
		for i, step := range s.Steps {
			if step.State == host.StepRunning {
				step.Took = 0
			}
			steps[i] = step
		}
		s.Steps = steps
		data, _ := json.Marshal(s) // it has nothing that cannot be written
		return string(data)
	}
	return text(a) == text(b)
}

func endEntry(one Revision, state host.ApplyState) audit.Entry {
	entry := audit.Entry{
		Actor: audit.System(), Action: "config.end", Host: one.Host, Target: fmt.Sprintf("revision %d", one.ID), Result: audit.OK, Detail: string(state.Phase),
	}
	if state.Phase != host.PhaseApplied {
		entry.Result = audit.Failed
	}
	if state.Failure != nil {
		entry.Detail += ": " + state.Failure.Message
	}
	const most = 500
	entry.Detail = entry.Detail[:min(len(entry.Detail), most)]
	return entry
}
