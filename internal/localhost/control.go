package localhost

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"bangui/fail2ban"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// ControlJail implements [host.Host]. Starting a jail that runs, and stopping one that does not, changes nothing.
func (h *Host) ControlJail(ctx context.Context, jail string, control host.Control) error {
	if err := known(jail); err != nil {
		return err
	}
	ctx, cancel := limited(ctx, 10*time.Minute)
	defer cancel()
	var err error
	switch control {
	case host.Start:
		err = h.startJail(ctx, jail)
	case host.Stop:
		err = h.stopJail(ctx, jail)
	case host.Reload:
		err = h.reloadJail(ctx, jail)
	case host.Idle:
		err = h.idleJail(ctx, jail, true)
	case host.Resume:
		err = h.idleJail(ctx, jail, false)
	default:
		err = fault.Invalid.Errorf("no order %q for a jail; there are start, stop, reload, idle and resume", control)
	}
	return h.explain(err, jail)
}

func (h *Host) idleJail(ctx context.Context, jail string, idle bool) error {
	server, set := serverID(h.opts.Socket), h.quick.Jail(jail).Resume
	if idle {
		set = h.quick.Jail(jail).Idle
	}
	if err := set(ctx); err != nil {
		return err
	}
	h.memory.setIdle(server, jail, idle)
	return nil
}

func (h *Host) stopJail(ctx context.Context, jail string) error {
	defer h.stops.begin(jail)()
	err := h.slow.Jail(jail).Stop(ctx)
	if errors.Is(err, fail2ban.UnknownJail) && h.configured(jail) {
		return nil
	}
	if err == nil {
		h.memory.wake(jail)
	}
	return err
}

// configured tells whether a jail could run, as far as that is known.
func (h *Host) configured(jail string) bool {
	enabled, ok := h.config.enabled()
	if !ok {
		enabled = h.memory.jails()
	}
	return slices.Contains(enabled, jail)
}

func (h *Host) startJail(ctx context.Context, jail string) error {
	runs, err := h.runs(ctx, jail)
	if err != nil {
		return err
	}
	if runs {
		return h.idleJail(ctx, jail, false)
	}
	return h.load(ctx, jail, false)
}

func (h *Host) reloadJail(ctx context.Context, jail string) error {
	runs, err := h.runs(ctx, jail)
	if err != nil {
		return err
	}
	return h.load(ctx, jail, runs)
}

func (h *Host) runs(ctx context.Context, jail string) (bool, error) {
	names, err := h.quick.JailNames(ctx)
	return slices.Contains(names, jail), err
}

// load reads the configuration of one jail, tries it, sends it, and looks whether the jail then is what it should be. Only one jail is
// loaded at a time.
func (h *Host) load(ctx context.Context, jail string, runs bool) error {
	release, err := h.exclusively(ctx)
	if err != nil {
		return err
	}
	defer release()
	if err := h.sameVersion(ctx); err != nil {
		return err
	}
	all, remarks, err := h.readStream(ctx)
	if err != nil {
		return err
	}
	commands := all.jail(jail)
	if commands.backend() == "" {
		return notConfigured(all, jail)
	}
	if said := withoutLogs(remarks, jail); said != "" && commands.backend() != "systemd" {
		return notAccepted(jail, said)
	}
	if err := h.try(ctx, jail, commands); err != nil {
		return err
	}
	restart, err := h.needsRestart(ctx, jail, commands, runs)
	if err != nil {
		return err
	}
	return h.send(ctx, jail, commands, restart)
}

func notConfigured(all stream, jail string) error {
	if said := all.errorsOf(jail); said != "" {
		return notAccepted(jail, said)
	}
	return fault.NotFound.Errorf("jail %q is not enabled in fail2ban's configuration", jail)
}

func notAccepted(jail, said string) error {
	return fault.Refused.Errorf("fail2ban does not accept the configuration of jail %s: %s", jail, said).
		WithMend("The jail was left as it is. Correct the configuration and try again.")
}

func (h *Host) send(ctx context.Context, jail string, commands stream, restart bool) error {
	if restart {
		defer h.stops.begin(jail)()
	}
	order := fail2ban.Reload{Target: jail, Restart: restart, IfExists: true, Stream: commands}
	if err := h.slow.Reload(ctx, order); err != nil {
		return h.lost(ctx, jail, err)
	}
	h.memory.wake(jail)
	return h.verify(ctx, jail, commands)
}

// lost says what became of a jail whose reload failed although the trial had passed.
func (h *Host) lost(ctx context.Context, jail string, err error) error {
	refused, ok := errors.AsType[*fail2ban.CommandError](err)
	if !ok {
		return err
	}
	state := "the jail does not run any more: correct the configuration and start it"
	if runs, err := h.runs(ctx, jail); err == nil && runs {
		state = "the jail is still there"
	}
	return fault.Refused.Wrapf(err, "fail2ban refused to load jail %s: %s", jail, oneLine(refused.Text())).WithMend("%s", state)
}

// verify looks whether the jail is there with its actions and expressions.
func (h *Host) verify(ctx context.Context, jail string, commands stream) error {
	j := h.quick.Jail(jail)
	have, err := j.Actions(ctx)
	if err != nil {
		return err
	}
	want, _ := commands.actions()
	if !sameNames(have, want) {
		return fault.Refused.Errorf("jail %s was loaded and has the actions [%s] instead of [%s]", jail, strings.Join(have, " "), strings.Join(want, " ")).
			WithMend("Reload the jail again; if that does not help, restart fail2ban.")
	}
	expressions, err := j.FailRegex(ctx)
	if err != nil {
		return err
	}
	if len(expressions) != commands.failRegexes() {
		return fault.Refused.Errorf("jail %s was loaded and has %d expressions instead of %d", jail, len(expressions), commands.failRegexes()).
			WithMend("Reload the jail again; if that does not help, restart fail2ban.")
	}
	return nil
}

func sameNames(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}

// sameVersion refuses to have the configuration read by a client of another version than the server: options and their defaults differ.
func (h *Host) sameVersion(ctx context.Context) error {
	server, err := h.quick.Version(ctx)
	if err != nil {
		return err
	}
	client, err := h.clientVersion(ctx)
	if err != nil {
		return err
	}
	if client != server.String() {
		return fault.Unsupported.Errorf("the fail2ban-client beside us is %s, and the server %s: it cannot read the configuration for it", client, server).
			WithMend("Reload the jail where fail2ban runs, or install the same version beside us.")
	}
	return nil
}
