package localhost

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
)

// load reads what is written down of a change that another process began.
func (v *revising) load() error {
	if err := v.r.journal.read(v.id+".order", &v.order); err != nil {
		return err
	}
	err := v.r.journal.read(v.id+".before", &v.before)
	if errors.Is(err, fs.ErrNotExist) && v.state.Phase == host.PhaseChecking {
		return nil
	}
	return err
}

// heal brings a change to its end that another process began and did not end.
func (v *revising) heal(life context.Context) {
	defer close(v.over)
	if v.state.Phase == host.PhaseWaiting {
		v.waitForConfirmation(life)
		return
	}
	release, err := v.lock(life)
	if err != nil && life.Err() != nil {
		return
	}
	if err != nil {
		v.r.host.log.Warn("a change that was interrupted is put back although something else goes on", "id", v.id, "err", err)
		release = func() {}
	}
	defer release()
	why := fault.Unavailable.Errorf("bangui was ended while it made the change").WithMend("Make the change again.")
	if v.state.Phase == host.PhaseChecking {
		v.fail(why)
		v.refused(why)
		return
	}
	v.takeBack(life, why)
}

// unreadable ends a change of which nothing can be read any more.
func (v *revising) unreadable(err error) {
	v.state.Phase, v.state.Ended = host.PhaseStuck, time.Now().UTC()
	v.state.Failure = &host.ApplyFailure{
		Message: "the change was interrupted, and the journal of it cannot be read: " + err.Error(),
		Mend:    "Look at the files of the configuration, and at hidden files beside them: they have what was there before.",
	}
	if err := v.r.journal.write(v.id+".state", v.state); err != nil {
		v.r.host.log.Error("the end of a change could not be written down", "id", v.id, "err", err)
	}
}

// tidy removes what changes left that came to their end just before their process did. What is left of one that is stuck may be the only copy of a file.
func (r *reviser) tidy() {
	for _, state := range r.journal.states() {
		one := newRevising(r, state)
		if err := r.journal.read(state.ID+".before", &one.before); err == nil && state.Phase.Over() && state.Phase != host.PhaseStuck {
			one.discard()
		}
	}
}
