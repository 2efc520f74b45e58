package localhost

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"bangui/internal/configdir"
	"bangui/internal/host"
)

// revising is one change of the configuration on its way.
type revising struct {
	r  *reviser
	id string
	// order is what was asked, before how it was; they are set before others see the change, or by its own goroutine.
	order  written
	before past
	// keeps is set, by its own goroutine, if before and what lies beside the files stay after the end.
	keeps bool
	// decided gets what somebody says to it, once; over is closed when nothing goes on any more in this process.
	decided chan decision
	over    chan struct{}

	// writing is held while the state is written down, so that an older one never follows a newer; it is locked before mu.
	writing sync.Mutex
	mu      sync.Mutex
	state   host.ApplyState
	said    bool
	// unwritten is true while the end is not written down.
	unwritten bool
	// call ends the steps before the end of the change; it does not change any more when others see the change.
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

// lockWithin is how long a change waits for another process or a reload.
const lockWithin = time.Minute

// callable makes the context of the steps, which ends when the change is called off. It is called before others see the change.
func (v *revising) callable(life context.Context) context.Context {
	ctx, call := context.WithCancelCause(life)
	v.call = call
	return ctx
}

// run makes the change and brings it to its end; ctx is that of the steps.
func (v *revising) run(ctx, life context.Context) {
	defer close(v.over)
	defer v.call(nil)
	release, err := v.lock(ctx)
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
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
		{host.StepProbe, a.probe, func() string { return "new expressions get done" }},
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
			if slices.Contains([]host.StepName{host.StepClient, host.StepTrial, host.StepProbe}, s.name) && len(a.Notes) > notes {
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
	old := v.r.host.watchErrors(ctx, v.touched(), v.alike())
	if err := v.setServer(ctx); err != nil {
		return err
	}
	watch := v.r.host.watchErrors(ctx, v.touched(), v.alike()) // the log may be another now, and what is no news stands in the old one
	maps.Copy(watch.known, old.known)
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
