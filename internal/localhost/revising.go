package localhost

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"bangui/internal/configdir"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// revising is one change of the configuration on its way.
type revising struct {
	r  *reviser
	id string
	// order is what was asked, before how it was; they are set before others see the change, or by its own goroutine.
	order  written
	before past
	// decided gets what somebody says to it, once; over is closed when nothing goes on any more in this process.
	decided chan decision
	over    chan struct{}

	// writing is held while the state is written down, so that an older one never follows a newer; it is locked before mu.
	writing sync.Mutex
	mu      sync.Mutex
	state   host.ApplyState
	said    bool
	// call ends the steps before the end of the change.
	call context.CancelCauseFunc
}

func newRevising(r *reviser, state host.ApplyState) *revising {
	return &revising{r: r, id: state.ID, state: state, decided: make(chan decision, 1), over: make(chan struct{}), call: func(error) {}}
}

func (v *revising) copy() host.ApplyState {
	v.mu.Lock()
	defer v.mu.Unlock()
	state := v.state
	state.Steps = slices.Clone(state.Steps)
	for i := range state.Steps {
		if s := &state.Steps[i]; s.State == host.StepRunning {
			s.Took = time.Since(s.At)
		}
	}
	return state
}

func (v *revising) isOver() bool { return v.copy().Phase.Over() }

// save writes the state down.
func (v *revising) save() error {
	v.writing.Lock()
	defer v.writing.Unlock()
	return v.r.journal.write(v.id+".state", v.copy())
}

// phase writes down that another phase begins.
func (v *revising) phase(p host.Phase) error {
	v.mu.Lock()
	v.state.Phase = p
	v.mu.Unlock()
	err := v.save()
	v.r.host.reached("phase " + string(p))
	return err
}

func (v *revising) note(format string, args ...any) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if note := fmt.Sprintf(format, args...); !slices.Contains(v.state.Notes, note) {
		v.state.Notes = append(v.state.Notes, note)
	}
}

// skipped is what a step returns that could not or need not be done.
type skipped string

func (s skipped) Error() string { return string(s) }

// step does one part of the work, and writes down that it begins and how it ended. The first failure of all is kept as the reason.
func (v *revising) step(ctx context.Context, name host.StepName, jail string, do func() (text string, err error)) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	v.mu.Lock()
	at := len(v.state.Steps)
	v.state.Steps = append(v.state.Steps, host.Step{Name: name, Jail: jail, State: host.StepRunning, At: time.Now().UTC()})
	v.mu.Unlock()
	if err := v.save(); err != nil && v.mustSave() {
		v.ended(at, "", err)
		return err
	}
	v.r.host.reached("before " + string(name) + " " + jail)
	text, err := do()
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	v.r.host.reached("after " + string(name) + " " + jail)
	if _, ok := errors.AsType[skipped](err); ok {
		v.ended(at, "", err)
		err = nil
	} else {
		v.ended(at, text, err)
	}
	if saved := v.save(); err == nil && v.mustSave() {
		err = saved
	}
	return err
}

// mustSave tells whether a state that cannot be written down ends the change. While things are put back it does not.
func (v *revising) mustSave() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.state.Phase == host.PhaseChecking || v.state.Phase == host.PhaseChanging
}

// ended notes how a step ended.
func (v *revising) ended(at int, text string, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	s := &v.state.Steps[at]
	s.Took, s.Text, s.State = time.Since(s.At), text, host.StepDone
	if left, ok := errors.AsType[skipped](err); ok {
		s.Text, s.State = string(left), host.StepSkipped
		return
	}
	if err == nil {
		return
	}
	failure := failureOf(err)
	failure.Step, failure.Jail = s.Name, s.Jail
	s.State, s.Text = host.StepFailed, failure.Message
	if v.state.Failure == nil {
		v.state.Failure = &failure
	}
}

// failureOf is what we tell of an error.
func failureOf(err error) host.Failure {
	if many, ok := errors.AsType[objections](err); ok {
		return host.Failure{Message: many.Error(), Mend: many[0].Mend, Objections: many}
	}
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return host.Failure{Message: f.Message, Mend: f.Mend}
	}
	switch {
	case errors.Is(err, errCalledOff), errors.Is(err, errTakenBack):
		return host.Failure{Message: err.Error()}
	case errors.Is(err, context.Canceled):
		return host.Failure{Message: "bangui was stopped meanwhile", Mend: "Make the change again."}
	case errors.Is(err, context.DeadlineExceeded):
		return host.Failure{Message: "fail2ban did not answer in time"}
	}
	return host.Failure{Message: err.Error()}
}

// objections are an error.
type objections []host.Objection

func (o objections) Error() string {
	text := o[0].Message
	if o[0].Jail != "" && !strings.Contains(text, o[0].Jail) {
		text = "jail " + o[0].Jail + ": " + text
	}
	if len(o) > 1 {
		text = fmt.Sprintf("%s (and %d more)", text, len(o)-1)
	}
	return text
}

// lockWithin is how long a change waits for another process or a reload.
const lockWithin = time.Minute

// run makes the change and brings it to its end.
func (v *revising) run(life context.Context) {
	defer close(v.over)
	ctx, call := context.WithCancelCause(life)
	defer call(nil)
	v.mu.Lock()
	v.call = call
	v.mu.Unlock()
	release, err := v.lock(ctx)
	if err != nil {
		v.refused(err)
		return
	}
	err = v.makeIt(ctx)
	switch {
	case err != nil && v.copy().Phase == host.PhaseChecking:
		v.refused(err)
	case err != nil:
		v.takeBack(life, err)
	case v.order.ConfirmWithin > 0:
		if err := v.ask(); err != nil {
			v.takeBack(life, err)
			break
		}
		release()
		v.waitForConfirmation(life)
		return
	default:
		if err := v.stay(); err != nil {
			v.takeBack(life, err)
		}
	}
	release()
}

func (v *revising) lock(ctx context.Context) (release func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, lockWithin)
	defer cancel()
	return v.r.host.exclusively(ctx)
}

// makeIt does all steps until the change is in force and proved.
func (v *revising) makeIt(ctx context.Context) error {
	a := v.r.host.assess(v.order.Changes)
	if err := v.check(ctx, a); err != nil {
		return err
	}
	for _, note := range a.Notes {
		v.note("%s", note)
	}
	dir, err := configdir.Open(v.r.host.opts.ConfigDir)
	if err != nil {
		return err
	}
	defer func() { _ = dir.Close() }() // what was written is synced
	if err := v.stage(ctx, a, dir); err != nil {
		return err
	}
	if err := context.Cause(ctx); err != nil {
		return err
	}
	if err := v.phase(host.PhaseChanging); err != nil {
		return err
	}
	if err := v.swap(ctx, dir); err != nil {
		return err
	}
	return v.bringIntoForce(ctx)
}

// check does the steps before anything is changed.
func (v *revising) check(ctx context.Context, a *assessment) error {
	for _, s := range []struct {
		name host.StepName
		do   func(context.Context) error
		text func() string
	}{
		{host.StepRules, a.rules, func() string { return plural(len(a.changes), "file") }},
		{host.StepHashes, a.hashes, func() string { return "" }},
		{host.StepFindings, a.findings, func() string { return plural(len(a.Plan.Jails), "jail") + " to touch" }},
		{host.StepClient, a.client, func() string { return "" }},
		{host.StepTrial, a.trial, func() string { return plural(len(a.changed), "jail") + " tried" }},
		{host.StepLoss, func(context.Context) error { a.loss(v.order.AcceptLoss); return nil }, func() string { return "" }},
	} {
		err := v.step(ctx, s.name, "", func() (string, error) {
			notes := len(a.Notes)
			if err := s.do(ctx); err != nil {
				return "", v.r.host.explain(err, "")
			}
			if len(a.Objections) > 0 {
				return "", objections(a.Objections)
			}
			if (s.name == host.StepClient || s.name == host.StepTrial) && len(a.Notes) > notes {
				return "", skipped(a.Notes[len(a.Notes)-1])
			}
			return s.text(), nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// stage writes down how it was, and then the new files beside the old ones.
func (v *revising) stage(ctx context.Context, a *assessment, dir *configdir.Dir) error {
	return v.step(ctx, host.StepStage, "", func() (string, error) {
		var err error
		if v.before, err = v.pastOf(a, dir); err != nil {
			return "", err
		}
		if err := v.r.journal.write(v.id+".before", v.before); err != nil {
			return "", err
		}
		for i, f := range v.before.Swap.Files {
			v.r.host.reached(fmt.Sprintf("stage %d", i))
			if err := dir.Stage(f, a.changes[i].Text); err != nil {
				return "", err
			}
		}
		return plural(len(a.changes), "file"), nil
	})
}

func (v *revising) pastOf(a *assessment, dir *configdir.Dir) (past, error) {
	swap, err := dir.Plan(v.id, a.changes)
	if err != nil {
		return past{}, err
	}
	p := past{
		Swap: swap, Texts: make(map[string][]byte), Running: a.now.jails, Idle: a.now.idle, Plan: a.Plan, Banned: a.now.banned, Database: a.now.database,
		Before: make(map[string][]string), After: make(map[string][]string),
	}
	if a.now.running {
		p.Server = a.now.id
	}
	for _, c := range a.changes {
		file, ok, err := dir.Read(c.Name)
		if err != nil {
			return past{}, err
		}
		if file.Hash != c.Old {
			return past{}, configdir.Changed(c, ok)
		}
		if ok {
			p.Texts[c.Name] = file.Text
		}
	}
	for _, jail := range union(a.after.order, a.before.order) {
		if !slices.Equal(a.before.jails[jail], a.after.jails[jail]) {
			p.Order = append(p.Order, jail)
			p.Before[jail], p.After[jail] = a.before.jails[jail], a.after.jails[jail]
		}
	}
	return p, nil
}

// swap exchanges the files. Filters and actions come before the jails that use them.
func (v *revising) swap(ctx context.Context, dir *configdir.Dir) error {
	return v.step(ctx, host.StepSwap, "", func() (string, error) {
		files := slices.Clone(v.before.Swap.Files)
		slices.SortStableFunc(files, func(a, b configdir.SwapFile) int { return rank(a.Name) - rank(b.Name) })
		for i, f := range files {
			v.r.host.reached(fmt.Sprintf("swap %d", i))
			if err := dir.Swap(f); err != nil {
				return "", err
			}
		}
		return plural(len(files), "file"), nil
	})
}

func rank(name string) int {
	switch {
	case strings.HasPrefix(name, "action.d/"), strings.HasPrefix(name, "filter.d/"):
		return 0
	case strings.HasPrefix(name, "jail"):
		return 2
	}
	return 1
}

// bringIntoForce has fail2ban do what the files say, and looks whether it does.
func (v *revising) bringIntoForce(ctx context.Context) error {
	if v.before.Server == "" {
		return nil
	}
	watch := v.r.host.watchErrors(ctx, v.touched(), v.alike())
	if err := v.setServer(ctx); err != nil {
		return err
	}
	for _, jail := range v.before.Plan.Jails {
		if err := v.step(ctx, host.StepJail, jail.Jail, func() (string, error) { return v.doJail(ctx, jail) }); err != nil {
			return err
		}
	}
	if err := v.step(ctx, host.StepVerify, "", func() (string, error) { return v.verify(ctx) }); err != nil {
		return err
	}
	return v.step(ctx, host.StepSettle, "", func() (string, error) { return v.settle(ctx, watch) })
}

// touched are the jails of the plan.
func (v *revising) touched() []string {
	var names []string
	for _, jail := range v.before.Plan.Jails {
		names = append(names, jail.Jail)
	}
	return names
}

// alike are those of them whose actions do not change.
func (v *revising) alike() []string {
	return slices.DeleteFunc(v.touched(), func(jail string) bool {
		before, err := parseLines(v.before.Before[jail])
		after, failed := parseLines(v.before.After[jail])
		return err != nil || failed != nil || !sameActions(before, after)
	})
}

// setServer sets the options of the server that can be set.
func (v *revising) setServer(ctx context.Context) error {
	for _, s := range v.before.Plan.Server {
		if s.NeedsRestart {
			continue
		}
		err := v.step(ctx, host.StepServer, "", func() (string, error) {
			if err := v.r.host.setServer(ctx, s.Option, s.After); err != nil {
				return "", err
			}
			return fmt.Sprintf("%s is %s", s.Option, s.After), nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

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

// discard removes what lies beside the files, and what is written down of before.
func (v *revising) discard() {
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
	v.state.Phase, v.state.Ended, v.state.ConfirmBy = p, time.Now().UTC(), time.Time{}
	v.mu.Unlock()
	v.r.host.reached("end " + string(p))
	if err := v.save(); err != nil {
		v.r.host.log.Error("the end of a change could not be written down", "id", v.id, "phase", p, "err", fault.Cause(err))
		return
	}
	v.discard()
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
