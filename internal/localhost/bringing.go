package localhost

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"bangui/fail2ban"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// setServer sets one option of the server.
func (h *Host) setServer(ctx context.Context, option, value string) error {
	_, err := h.slow.Do(ctx, "set", option, value)
	if refused, ok := errors.AsType[*fail2ban.CommandError](err); ok {
		return fault.Refused.Wrapf(err, "fail2ban refused %s = %s: %s", option, value, oneLine(refused.Text()))
	}
	return h.explain(err, "")
}

// doJail does what the plan says with one jail.
func (v *revising) doJail(ctx context.Context, plan host.JailPlan) (text string, err error) {
	h := v.r.host
	if plan.Operation == host.OperationStop {
		return "stopped", h.takeAway(ctx, plan.Jail)
	}
	commands, err := parseLines(v.before.After[plan.Jail])
	if err != nil {
		return "", err
	}
	if err := h.put(ctx, plan.Jail, commands, plan.Operation == host.OperationRestart, v.before.Idle[plan.Jail]); err != nil {
		return "", err
	}
	return map[host.Operation]string{
		host.OperationReload: "reloaded", host.OperationRestart: "restarted", host.OperationStart: "started",
	}[plan.Operation], nil
}

// put sends the commands of one jail, looks whether it is what it should be, and lets it pause again if it did.
func (h *Host) put(ctx context.Context, jail string, commands stream, restart, idle bool) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	if restart {
		defer h.stops.begin(jail)()
	}
	err := h.slow.Reload(ctx, fail2ban.Reload{Target: jail, Restart: restart, IfExists: true, Stream: commands})
	if refused, ok := errors.AsType[*fail2ban.CommandError](err); ok {
		return fault.Refused.Wrapf(err, "fail2ban refused to load jail %s: %s", jail, oneLine(refused.Text()))
	}
	if err != nil {
		return h.explain(err, jail)
	}
	h.memory.wake(jail)
	if err := h.verify(ctx, jail, commands); err != nil {
		return h.explain(err, jail)
	}
	if idle {
		return h.explain(h.idleJail(ctx, jail, true), jail)
	}
	return nil
}

// takeAway stops a jail. One that does not run is no error.
func (h *Host) takeAway(ctx context.Context, jail string) error {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	defer h.stops.begin(jail)()
	err := h.slow.Jail(jail).Stop(ctx)
	if errors.Is(err, fail2ban.UnknownJail) {
		return nil
	}
	if err == nil {
		h.memory.wake(jail)
	}
	return h.explain(err, jail)
}

// verify looks whether all jails run that ought to, and whether those of the plan are what they should be.
func (v *revising) verify(ctx context.Context) (text string, err error) {
	h := v.r.host
	if err := v.allRun(ctx); err != nil {
		return "", err
	}
	for _, plan := range v.before.Plan.Jails {
		if plan.Operation == host.OperationStop {
			continue
		}
		commands, err := parseLines(v.before.After[plan.Jail])
		if err != nil {
			return "", err
		}
		if err := h.verify(ctx, plan.Jail, commands); err != nil {
			return "", h.explain(err, plan.Jail)
		}
	}
	return plural(len(v.expected()), "jail") + " running", nil
}

// expected are the jails that have to run after the change.
func (v *revising) expected() []string {
	jails := slices.Clone(v.before.Running)
	for _, plan := range v.before.Plan.Jails {
		switch plan.Operation {
		case host.OperationStop:
			jails = slices.DeleteFunc(jails, func(name string) bool { return name == plan.Jail })
		default:
			jails = union(jails, []string{plan.Jail})
		}
	}
	return jails
}

func (v *revising) allRun(ctx context.Context) error {
	h := v.r.host
	if id := serverID(h.opts.Socket); id != v.before.Server {
		if err := h.quick.Ping(ctx); err != nil {
			return h.explain(err, "")
		}
		return fault.Conflict.Errorf("fail2ban was restarted meanwhile by somebody else")
	}
	return h.haveJails(ctx, v.expected())
}

// haveJails fails if one of the jails does not run.
func (h *Host) haveJails(ctx context.Context, jails []string) error {
	names, err := h.quick.JailNames(ctx)
	if err != nil {
		return h.explain(err, "")
	}
	for _, jail := range jails {
		if !slices.Contains(names, jail) {
			return fault.Refused.Errorf("jail %s does not run any more", jail)
		}
	}
	return nil
}

const (
	// settleTime is how long is looked whether fail2ban goes on well.
	settleTime = 5 * time.Second
	// settleEvery is how often.
	settleEvery = 250 * time.Millisecond
	// restoreWithin is how long bans of a jail that was restarted are waited for; with many of them it takes minutes until all are back.
	restoreWithin = 15 * time.Second
)

// settle goes on looking for a while: whether fail2ban answers, its jails run, and its log has no errors about the jails of the plan.
func (v *revising) settle(ctx context.Context, watch *errorWatch) (text string, err error) {
	if len(v.before.Plan.Jails) == 0 {
		return "", skipped("nothing was done with a jail")
	}
	wait := v.r.host.opts.Settle
	if wait == 0 {
		wait = settleTime
	}
	begin := time.Now()
	for {
		answering, cancel := context.WithTimeout(ctx, 10*time.Second)
		err := v.allRun(answering)
		cancel()
		if err != nil {
			return "", err
		}
		if err := watch.look(); err != nil {
			return "", err
		}
		if since := time.Since(begin); since >= wait && (v.restored(ctx) || since >= wait+restoreWithin) {
			break
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(settleEvery):
		}
	}
	if !v.restored(ctx) {
		v.note("Not all bans of the jails that were restarted are back yet; fail2ban restores them one by one.")
	}
	if watch.blind != "" {
		return fmt.Sprintf("looked for %s; %s", time.Since(begin).Round(time.Second), watch.blind), nil
	}
	return "looked for " + time.Since(begin).Round(100*time.Millisecond).String(), nil
}

// restored tells whether jails that were restarted have their bans again. Some may have ended meanwhile.
func (v *revising) restored(ctx context.Context) bool {
	if !v.before.Database {
		return true
	}
	stats, err := v.r.host.quick.Stats(ctx)
	if err != nil {
		return false
	}
	for _, plan := range v.before.Plan.Jails {
		if plan.Operation != host.OperationRestart {
			continue
		}
		for _, s := range stats {
			if s.Name == plan.Jail && s.BannedNow < plan.Banned {
				return false
			}
		}
	}
	return true
}
