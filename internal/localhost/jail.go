package localhost

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"bangui/fail2ban"
	"bangui/fail2ban/record"
	"bangui/internal/host"
)

// Jail implements [host.Host]. A jail that is configured and does not run has a name and a state only.
func (h *Host) Jail(ctx context.Context, jail string) (host.Jail, error) {
	if err := known(jail); err != nil {
		return host.Jail{}, err
	}
	ctx, cancel := limited(ctx, 10*time.Second)
	defer cancel()
	result, err := h.readJail(ctx, jail)
	if errors.Is(err, fail2ban.UnknownJail) && h.configured(jail) {
		return emptyJail(host.JailStatus{Name: jail, State: host.JailStopped}), nil
	}
	return result, h.explain(err, jail)
}

func emptyJail(status host.JailStatus) host.Jail {
	return host.Jail{
		JailStatus: status, At: time.Now().UTC(), Ignore: []string{}, LogPaths: []string{}, JournalMatches: []string{},
		FailRegex: []string{}, IgnoreRegex: []string{}, Actions: []host.Action{},
	}
}

func (h *Host) readJail(ctx context.Context, jail string) (host.Jail, error) {
	server := serverID(h.opts.Socket)
	j := h.quick.Jail(jail)
	stats, err := h.jailStats(ctx, j)
	if err != nil {
		return host.Jail{}, err
	}
	result := emptyJail(jailStatus(stats, h.memory.isIdle(server, jail)))
	r := jailReader{ctx: ctx}
	result.BanTime = ask(&r, j.BanTime)
	result.FindTime = ask(&r, j.FindTime)
	result.MaxRetry = ask(&r, j.MaxRetry)
	result.MaxMatches = ask(&r, j.MaxMatches)
	result.MaxLines = ask(&r, j.MaxLines)
	result.UseDNS = ask(&r, j.UseDNS)
	result.IgnoreSelf = ask(&r, j.IgnoreSelf)
	result.Ignore = sorted(ask(&r, j.Ignore))
	result.IgnoreCommand = ask(&r, j.IgnoreCommand)
	result.Increment = increment(ask(&r, j.Increment))
	result.LogEncoding = ask(&r, j.LogEncoding)
	result.LogTimezone = ask(&r, j.LogTimezone)
	result.PrefRegex = ask(&r, j.PrefRegex)
	result.FailRegex = list(ask(&r, j.FailRegex))
	result.IgnoreRegex = list(ask(&r, j.IgnoreRegex))
	result.DatePattern = datePattern(ask(&r, j.DatePattern))
	r.sources(j, &result)
	result.Actions = r.actions(j)
	return result, r.err
}

// jailStats reads the counters, and the backend where this version tells it.
func (h *Host) jailStats(ctx context.Context, j fail2ban.Jail) (fail2ban.JailStats, error) {
	version, err := h.quick.Version(ctx)
	if err != nil {
		return fail2ban.JailStats{}, err
	}
	if version.HasStats() {
		all, err := h.quick.Stats(ctx)
		if i := slices.IndexFunc(all, func(s fail2ban.JailStats) bool { return s.Name == j.Name() }); err == nil && i >= 0 {
			return all[i], nil
		}
	}
	status, err := j.ShortStatus(ctx)
	return status.JailStats, err
}

// jailReader asks one thing after the other until an error comes up.
type jailReader struct {
	ctx context.Context //nolint:containedctx // it lives as long as one call
	err error
}

func ask[T any](r *jailReader, do func(context.Context) (T, error)) T {
	var none T
	if r.err != nil {
		return none
	}
	value, err := do(r.ctx)
	r.err = err
	return value
}

// sources reads what the jail reads. Which of the two there is depends on the backend.
func (r *jailReader) sources(j fail2ban.Jail, result *host.Jail) {
	status := ask(r, j.ShortStatus)
	result.LogPaths = sorted(status.Files)
	for _, match := range status.JournalMatches {
		if match != "" {
			result.JournalMatches = append(result.JournalMatches, match)
		}
	}
}

func (r *jailReader) actions(j fail2ban.Jail) []host.Action {
	actions := []host.Action{}
	for _, name := range ask(r, j.Actions) {
		actions = append(actions, r.action(j.Action(name), name))
	}
	return actions
}

// action reads what is worth showing of an action; what fail2ban cannot tell of one that is written in Python is left out.
func (r *jailReader) action(a fail2ban.Action, name string) host.Action {
	action := host.Action{Name: name}
	for _, property := range ask(r, a.Properties) {
		shown := property == "actionban" || property == "actionunban" ||
			!strings.HasPrefix(property, "action") && !slices.Contains([]string{"name", "banEpoch", "norestored"}, property)
		if !shown || r.err != nil {
			continue
		}
		value, err := a.Property(r.ctx, property)
		if isAnswer(err) {
			continue
		}
		r.err = err
		setProperty(&action, property, value)
	}
	return action
}

func setProperty(action *host.Action, property string, value any) {
	const longest = 2000
	switch value.(type) {
	case string, int64, float64, bool:
	default:
		return
	}
	text := record.Cut(fmt.Sprint(value), longest)
	switch {
	case property == "actionban":
		action.Ban = text
	case property == "actionunban":
		action.Unban = text
	case text != "":
		if action.Parameters == nil {
			action.Parameters = make(map[string]string)
		}
		action.Parameters[property] = text
	}
}

func increment(i fail2ban.Increment) host.Increment {
	return host.Increment{
		Enabled: i.Enabled, Factor: i.Factor, Formula: i.Formula, Multipliers: i.Multipliers,
		MaxTime: i.MaxTime, RandomTime: i.RandomTime, OverallJails: i.OverallJails,
	}
}

func datePattern(p fail2ban.DatePattern) string {
	if p.Pattern != "" {
		return p.Pattern
	}
	return p.Name
}

func list(texts []string) []string {
	if texts == nil {
		return []string{}
	}
	return texts
}

func sorted(texts []string) []string {
	slices.Sort(texts)
	return list(texts)
}
