package localhost

import (
	"context"
	"errors"
	"slices"
	"time"

	"bangui/internal/configdir"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// stay ends a change that is in force.
func (v *revising) stay() error {
	v.writing.Lock()
	v.mu.Lock()
	err := errTakenBack
	if !v.said {
		err = v.keep()
	}
	v.mu.Unlock()
	v.writing.Unlock()
	if err != nil {
		return err
	}
	v.discard()
	return nil
}

// keep writes down that the change stays. It is called with both locks held; from then on nothing takes it back.
func (v *revising) keep() error {
	before := v.state
	v.state.Phase, v.state.Ended, v.state.ConfirmBy = host.PhaseApplied, time.Now().UTC(), time.Time{}
	v.state.Steps = slices.Clone(v.state.Steps)
	if last := len(v.state.Steps) - 1; v.state.Steps[last].Name == host.StepConfirm {
		v.state.Steps[last].State, v.state.Steps[last].Took = host.StepDone, time.Since(v.state.Steps[last].At)
	}
	v.r.host.reached("commit")
	if err := v.r.journal.write(v.id+".state", v.state); err != nil {
		v.state = before
		return err
	}
	v.r.host.reached("committed")
	return nil
}

// discard removes what lies beside the files, and what is written down of before, unless somebody needs it.
func (v *revising) discard() {
	if v.keeps {
		v.r.host.config.forget()
		return
	}
	if dir, err := configdir.Open(v.r.host.opts.ConfigDir); err == nil {
		for _, f := range v.before.Swap.Files {
			if err := dir.Discard(f); err != nil {
				v.r.host.log.Warn("a file of a change could not be removed", "id", v.id, "err", fault.Cause(err))
			}
		}
		_ = dir.Close() // nothing was written
	}
	v.r.host.reached("discarded")
	v.r.journal.finish(v.id)
	v.r.host.config.forget()
}

// end writes down how it ended.
func (v *revising) end(p host.Phase) {
	v.mu.Lock()
	v.state.Phase, v.state.Ended, v.state.ConfirmBy, v.unwritten = p, time.Now().UTC(), time.Time{}, true
	v.mu.Unlock()
	v.r.host.reached("end " + string(p))
	if err := v.writeEnd(); err != nil {
		v.r.host.log.Error("the end of a change could not be written down", "id", v.id, "phase", p, "err", fault.Cause(err))
	}
}

// writeEnd writes down how it ended, unless that was done. No other change is begun before: the next process would take this one back again, over it.
func (v *revising) writeEnd() error {
	v.mu.Lock()
	unwritten := v.unwritten
	v.mu.Unlock()
	if !unwritten {
		return nil
	}
	if err := v.save(); err != nil {
		return err
	}
	v.mu.Lock()
	v.unwritten = false
	v.mu.Unlock()
	v.discard()
	return nil
}

// refused ends a change that was not begun.
func (v *revising) refused(err error) {
	v.mu.Lock()
	if v.state.Failure == nil {
		failure := failureOf(err)
		v.state.Failure = &failure
	}
	v.mu.Unlock()
	if dir, err := configdir.Open(v.r.host.opts.ConfigDir); err == nil {
		for _, f := range v.before.Swap.Files {
			_ = dir.Discard(f) // a hidden file that is left does no harm
		}
		dir.RemoveDirs(v.before.Swap)
		_ = dir.Close()
	}
	if errors.Is(err, errCalledOff) || errors.Is(err, errTakenBack) {
		v.end(host.PhaseUndone)
		return
	}
	v.end(host.PhaseRefused)
}

// ask writes down that the change waits to be confirmed.
func (v *revising) ask() error {
	v.writing.Lock()
	defer v.writing.Unlock()
	v.mu.Lock()
	v.state.Phase, v.state.ConfirmBy = host.PhaseWaiting, time.Now().UTC().Add(v.order.ConfirmWithin)
	v.state.Steps = append(v.state.Steps, host.Step{Name: host.StepConfirm, State: host.StepRunning, At: time.Now().UTC()})
	v.mu.Unlock()
	err := v.r.journal.write(v.id+".state", v.copy())
	v.r.host.reached("phase " + string(host.PhaseWaiting))
	return err
}

// waitForConfirmation ends when somebody decides, when the time is over, or with life: then the next process goes on waiting.
func (v *revising) waitForConfirmation(life context.Context) {
	late := time.NewTimer(time.Until(v.copy().ConfirmBy))
	defer late.Stop()
	err := errTakenBack
	select {
	case <-life.Done():
		return
	case d := <-v.decided:
		if d.confirm {
			v.discard()
			return
		}
	case <-late.C:
		v.mu.Lock()
		confirmed := v.said && v.state.Phase == host.PhaseApplied
		v.said = true
		v.mu.Unlock()
		if confirmed {
			v.discard()
			return
		}
		err = fault.Conflict.Errorf("nobody confirmed the change within %s", v.order.ConfirmWithin)
	}
	release, locked := v.lock(context.WithoutCancel(life))
	if locked != nil {
		v.r.host.log.Warn("a change is taken back although something else goes on", "id", v.id, "err", locked)
		release = func() {}
	}
	defer release()
	v.takeBackUnlessChanged(life, err)
}
