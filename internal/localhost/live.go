package localhost

import (
	"context"
	"errors"
	"slices"

	"bangui/fail2ban"
)

// live is how fail2ban is at the moment.
type live struct {
	// version is the fail2ban that the configuration is read for; running tells whether it runs.
	version string
	running bool
	// id tells this run of it from the next.
	id string
	// jails are those that run, in its order; banned is how many addresses they ban, and idle which we told to pause.
	jails  []string
	banned map[string]int
	idle   map[string]bool
	// database tells whether bans survive that a jail is stopped.
	database bool
}

// look finds out how fail2ban is. That it does not run is an answer; the version is then that of the client beside us.
func (h *Host) look(ctx context.Context) (live, error) {
	l := live{id: serverID(h.opts.Socket), banned: make(map[string]int), idle: make(map[string]bool)}
	version, err := h.quick.Version(ctx)
	if lost, ok := errors.AsType[*fail2ban.ConnError](err); ok && (errors.Is(lost, fail2ban.NotRunning) || errors.Is(lost, fail2ban.NoSocket)) {
		if other := configuredSocket(h.opts.ConfigDir); other != "" && !sameFile(other, h.opts.Socket) && isSocket(other) {
			return l, h.explain(err, "") // it runs elsewhere
		}
		l.version, err = h.clientVersion(ctx)
		return l, err
	}
	if err != nil {
		return l, h.explain(err, "")
	}
	l.version, l.running = version.String(), true
	file, err := h.quick.DatabaseFile(ctx)
	if err != nil {
		return l, h.explain(err, "")
	}
	l.database = file != ""
	if l.jails, err = h.quick.JailNames(ctx); err != nil {
		return l, h.explain(err, "")
	}
	stats, err := h.quick.Stats(ctx)
	if err != nil {
		return l, h.explain(err, "")
	}
	for _, s := range stats {
		l.banned[s.Name] = s.BannedNow
		l.idle[s.Name] = h.memory.isIdle(l.id, s.Name)
	}
	return l, nil
}

func (l live) runs(jail string) bool { return slices.Contains(l.jails, jail) }
