package localhost

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"bangui/fail2ban"
)

// needsRestart tells whether a running jail has to be stopped for the new configuration to take effect: a reload throws new actions
// away, keeps what a changed action has set up, and keeps options that are no longer set. Source: fail2ban/server/server.py,
// reloadJails, and fail2ban/server/actions.py, reload.
func (h *Host) needsRestart(ctx context.Context, jail string, commands stream, runs bool) (bool, error) {
	if !runs {
		return false, nil
	}
	for _, differs := range []func(context.Context, string, stream) (bool, error){h.actionsDiffer, h.backendDiffers, h.optionsGone} {
		if yes, err := differs(ctx, jail, commands); err != nil || yes {
			return yes, err
		}
	}
	return false, nil
}

func (h *Host) actionsDiffer(ctx context.Context, jail string, commands stream) (bool, error) {
	names, properties := commands.actions()
	have, err := h.quick.Jail(jail).Actions(ctx)
	if err != nil || !sameNames(have, names) {
		return true, err
	}
	for _, name := range names {
		differs, err := h.actionDiffers(ctx, h.quick.Jail(jail).Action(name), properties[name])
		if err != nil || differs {
			return differs, err
		}
	}
	return false, nil
}

func (h *Host) actionDiffers(ctx context.Context, action fail2ban.Action, properties map[string]any) (bool, error) {
	for property, want := range properties {
		have, err := action.Property(ctx, property)
		if _, refused := errors.AsType[*fail2ban.CommandError](err); refused || errors.Is(err, fail2ban.InvalidArgument) {
			return true, nil // it has none of that name yet
		}
		if err != nil {
			return false, err
		}
		if strings.TrimSpace(fmt.Sprint(have)) != strings.TrimSpace(fmt.Sprint(want)) {
			return true, nil
		}
	}
	return false, nil
}

// backendDiffers compares names only: which one auto stands for is fail2ban's choice, and versions before 1.1.0 do not tell.
func (h *Host) backendDiffers(ctx context.Context, jail string, commands stream) (bool, error) {
	stats, err := h.quick.Stats(ctx)
	if err != nil {
		return false, err
	}
	want, _, _ := strings.Cut(commands.backend(), "[")
	for _, s := range stats {
		if s.Name == jail {
			have, _, _ := strings.Cut(s.Backend, "[")
			return have != "" && want != "auto" && want != have, nil
		}
	}
	return false, nil
}

// optionsGone looks for options that are in force and not in the configuration.
func (h *Host) optionsGone(ctx context.Context, jail string, commands stream) (bool, error) {
	j := h.quick.Jail(jail)
	for option, inForce := range map[string]func() (bool, error){
		"prefregex":           func() (bool, error) { return isSet(j.PrefRegex(ctx)) },
		"ignorecommand":       func() (bool, error) { return isSet(j.IgnoreCommand(ctx)) },
		"ignorecache":         func() (bool, error) { return isSet(j.IgnoreCache(ctx)) },
		"logtimezone":         func() (bool, error) { return isSet(j.LogTimezone(ctx)) },
		"bantime.maxtime":     func() (bool, error) { i, err := j.Increment(ctx); return isSet(i.MaxTime, err) },
		"bantime.rndtime":     func() (bool, error) { i, err := j.Increment(ctx); return isSet(i.RandomTime, err) },
		"bantime.multipliers": func() (bool, error) { i, err := j.Increment(ctx); return isSet(i.Multipliers, err) },
		"bantime.formula":     func() (bool, error) { i, err := j.Increment(ctx); return isSet(i.Formula, err) },
		"bantime.factor":      func() (bool, error) { i, err := j.Increment(ctx); return isSet(i.Factor, err) },
		"bantime.increment":   func() (bool, error) { i, err := j.Increment(ctx); return isSet(i.Enabled, err) },
		"maxlines":            func() (bool, error) { n, err := j.MaxLines(ctx); return n > 1, err },
		"datepattern":         func() (bool, error) { p, err := j.DatePattern(ctx); return p.Pattern != "", err },
	} {
		if commands.sets(option) {
			continue
		}
		if yes, err := inForce(); err != nil || yes {
			return yes, err
		}
	}
	return false, nil
}

func isSet[T comparable](value T, err error) (bool, error) {
	var none T
	return value != none, err
}
