package localhost

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bangui/fail2ban"
	"bangui/internal/configdir"
	"bangui/internal/fault"
	"bangui/internal/host"
)

const (
	// backWithin is how long putting back may take, and backAtStop the same when bangui is being stopped.
	backWithin = 10 * time.Minute
	backAtStop = 20 * time.Second
	// reachWithin is how long a fail2ban that does not answer is waited for.
	reachWithin = 30 * time.Second
)

// takeBackUnlessChanged takes a change back that waited to be confirmed; not if somebody changed the files since.
func (v *revising) takeBackUnlessChanged(life context.Context, why error) {
	if changed := v.changedSince(); len(changed) > 0 {
		v.fail(why)
		v.mu.Lock()
		v.state.Left = changed
		v.mu.Unlock()
		v.note("Nothing was taken back: %s changed by somebody else since, and would be overwritten.", wereOrWas(changed))
		v.end(host.PhaseStuck)
		return
	}
	v.takeBack(life, why)
}

func wereOrWas(files []string) string {
	if len(files) == 1 {
		return files[0] + " was"
	}
	return strings.Join(files, ", ") + " were"
}

// fail notes the first failure.
func (v *revising) fail(why error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.state.Failure == nil {
		failure := failureOf(why)
		v.state.Failure = &failure
	}
	if last := len(v.state.Steps) - 1; last >= 0 && v.state.Steps[last].State == host.StepRunning {
		s := &v.state.Steps[last]
		s.State, s.Took, s.Text = host.StepFailed, time.Since(s.At), failureOf(why).Message
	}
}

// takeBack puts files and jails back as they were. It goes on for a while when life ends.
func (v *revising) takeBack(life context.Context, why error) {
	v.fail(why)
	v.r.host.log.Warn("a change of the configuration is taken back", "id", v.id, "err", fault.Cause(why))
	ctx, cancel := context.WithTimeout(context.WithoutCancel(life), backWithin)
	defer cancel()
	stop := context.AfterFunc(life, func() { time.AfterFunc(backAtStop, cancel) })
	defer stop()
	end := host.PhaseRolledBack
	if errors.Is(why, errTakenBack) || errors.Is(why, errCalledOff) || v.waited() {
		end = host.PhaseUndone
	}
	_ = v.phase(host.PhaseUndoing) // that it cannot be written down must not keep us from putting back
	whole := v.putBack(ctx)
	whole = v.fail2banBack(ctx) && whole
	if !whole {
		end = host.PhaseStuck
	}
	if life.Err() != nil && ctx.Err() != nil {
		return // the next process goes on
	}
	if v.keeps {
		v.tellKept()
	}
	v.end(end)
}

// waited tells whether the change was in force and waited to be confirmed.
func (v *revising) waited() bool {
	return slices.ContainsFunc(v.copy().Steps, func(s host.Step) bool { return s.Name == host.StepConfirm })
}

// putBack puts the files back, and reports whether all are as before.
func (v *revising) putBack(ctx context.Context) bool {
	var left []string
	err := v.step(ctx, host.StepPutBack, "", func() (string, error) {
		dir, err := configdir.Open(v.r.host.opts.ConfigDir)
		if err != nil {
			return "", err
		}
		defer func() { _ = dir.Close() }() // what was written is synced
		var failed []error
		for i, f := range slices.Backward(v.before.Swap.Files) {
			v.r.host.reached(fmt.Sprintf("put back %d", i))
			was, err := dir.PutBack(f, v.before.Texts[f.Name])
			if err != nil {
				failed = append(failed, err)
			} else if was {
				left = append(left, f.Name)
			}
		}
		dir.RemoveDirs(v.before.Swap)
		if len(failed) > 0 {
			return "", failed[0]
		}
		if len(left) > 0 {
			return wereOrWas(left) + " changed by somebody else meanwhile and left as it is", nil
		}
		return plural(len(v.before.Swap.Files), "file") + " as before", nil
	})
	v.mu.Lock()
	v.state.Left = left
	v.mu.Unlock()
	v.keeps = err != nil // there may be no other copy of a file
	return err == nil && len(left) == 0
}

// tellKept says where that is which was there before files could not be put back.
func (v *revising) tellKept() {
	var places []string
	for _, f := range v.before.Swap.Files {
		path := filepath.Join(v.r.host.opts.ConfigDir, filepath.FromSlash(f.Stage))
		if _, err := os.Lstat(path); f.Old != "" && err == nil {
			places = append(places, path)
		}
	}
	places = append(places, filepath.Join(v.r.journal.dir, v.id+".before"))
	v.mu.Lock()
	defer v.mu.Unlock()
	failure := host.ApplyFailure{}
	if v.state.Failure != nil {
		failure = *v.state.Failure
	}
	failure.Mend = strings.TrimSpace(failure.Mend + " Put the files back by hand: how they were is kept, as a file or in base64, in " + strings.Join(places, " and ") + ".")
	v.state.Failure = &failure // others may be reading the old one
}

// fail2banBack puts options and jails back, and reports whether all is as before.
func (v *revising) fail2banBack(ctx context.Context) bool {
	if len(v.before.Order) == 0 && len(v.before.Plan.Server) == 0 {
		return true
	}
	answers := v.reach(ctx)
	if !answers {
		_ = v.step(ctx, host.StepJailBack, "", func() (string, error) {
			return "", skipped("fail2ban does not answer; it reads the files as they were when it is started")
		})
		v.note("fail2ban does not answer: start it, %s. It reads the files as they were before.", v.r.host.serviceCommand("restart"))
		return true
	}
	restarted := serverID(v.r.host.opts.Socket) != v.before.Server
	whole := v.serverBack(ctx, restarted)
	for _, jail := range slices.Backward(v.before.Order) {
		if !restarted && !v.begun(jail) {
			continue
		}
		err := v.step(ctx, host.StepJailBack, jail, func() (string, error) { return v.jailBack(ctx, jail, restarted) })
		whole = whole && err == nil
	}
	err := v.step(ctx, host.StepVerifyBack, "", func() (string, error) {
		jails := v.before.Running
		if restarted {
			jails = nil
			for _, jail := range v.before.Order {
				if len(v.before.Before[jail]) > 0 {
					jails = append(jails, jail)
				}
			}
		}
		return "as before", v.r.host.haveJails(ctx, jails)
	})
	return whole && err == nil
}

// reach waits a while for fail2ban. One that was stopped is not waited for long.
func (v *revising) reach(ctx context.Context) bool {
	h := v.r.host
	wait := h.opts.Settle
	if wait == 0 {
		wait = settleTime
	}
	gone := time.Now().Add(wait)
	for end := time.Now().Add(reachWithin); ; {
		asked, cancel := context.WithTimeout(ctx, 10*time.Second)
		err := h.quick.Ping(asked)
		cancel()
		if err == nil {
			return true
		}
		notRunning := errors.Is(err, fail2ban.NotRunning)
		if ctx.Err() != nil || time.Now().After(end) || notRunning && time.Now().After(gone) {
			return false
		}
		time.Sleep(settleEvery)
	}
}

// begun tells whether something was done with a jail, or may have been.
func (v *revising) begun(jail string) bool {
	return slices.ContainsFunc(v.copy().Steps, func(s host.Step) bool { return s.Name == host.StepJail && s.Jail == jail })
}

// failedAt tells whether a jail did not take the change, so that its state is not known.
func (v *revising) failedAt(jail string) bool {
	return slices.ContainsFunc(v.copy().Steps, func(s host.Step) bool {
		return s.Name == host.StepJail && s.Jail == jail && s.State != host.StepDone
	})
}

// serverBack sets options of the server back.
func (v *revising) serverBack(ctx context.Context, restarted bool) bool {
	whole := true
	begun := restarted || slices.ContainsFunc(v.copy().Steps, func(s host.Step) bool { return s.Name == host.StepServer })
	for _, s := range v.before.Plan.Server {
		if s.NeedsRestart || s.Before == "" || !begun {
			continue
		}
		err := v.step(ctx, host.StepServerBack, "", func() (string, error) {
			return fmt.Sprintf("%s is %s", s.Option, s.Before), v.r.host.setServer(ctx, s.Option, s.Before)
		})
		whole = whole && err == nil
	}
	return whole
}

// jailBack puts a jail back as it was. If fail2ban was restarted meanwhile that is as the files of before say.
func (v *revising) jailBack(ctx context.Context, jail string, restarted bool) (text string, err error) {
	h := v.r.host
	was, err := parseLines(v.before.Before[jail])
	if err != nil {
		return "", err
	}
	is, err := parseLines(v.before.After[jail])
	if err != nil {
		return "", err
	}
	runs, err := h.runs(ctx, jail)
	if err != nil {
		return "", h.explain(err, jail)
	}
	ran := slices.Contains(v.before.Running, jail)
	if restarted {
		ran = was.backend() != ""
	}
	switch {
	case was.backend() == "" && ran:
		return "", skipped("it ran before, and the files did not say with what: it runs on as it is")
	case !ran && !runs:
		return "does not run, as before", nil
	case !ran:
		return "stopped, as before", h.takeAway(ctx, jail)
	}
	back, _ := difference(is, was)
	restart := runs && (restarted || v.failedAt(jail) || back == host.OperationRestart)
	if runs && !restart {
		if restart, err = h.needsRestart(ctx, jail, was, true); err != nil {
			return "", h.explain(err, jail)
		}
	}
	return "as before", h.put(ctx, jail, was, restart, v.before.Idle[jail])
}
