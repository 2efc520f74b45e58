package localhost

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"bangui/fail2ban"
	"bangui/internal/host"
)

// Status implements [host.Host]. It starts no program and its cost does not depend on the number of bans.
func (h *Host) Status(ctx context.Context) (host.Status, error) {
	ctx, cancel := limited(ctx, 4*time.Second)
	defer cancel()
	status := host.Status{
		At: time.Now().UTC(), Paths: host.Paths{Socket: h.opts.Socket, ConfigDir: h.opts.ConfigDir}, Jails: []host.JailStatus{},
	}
	full, err := h.fillStatus(ctx, status)
	if lost, ok := errors.AsType[*fail2ban.ConnError](err); ok {
		problem := h.problem(lost)
		status.Problem = &problem
		return status, nil
	}
	if errors.Is(err, context.DeadlineExceeded) {
		problem := h.problem(&fail2ban.ConnError{Reason: fail2ban.NotAnswering, Socket: h.opts.Socket})
		status.Problem = &problem
		return status, nil
	}
	return full, h.explain(err, "")
}

func (h *Host) fillStatus(ctx context.Context, s host.Status) (host.Status, error) {
	server := serverID(h.opts.Socket)
	version, err := h.quick.Version(ctx)
	if err != nil {
		return s, err
	}
	stats, err := h.quick.Stats(ctx)
	if err != nil {
		return s, err
	}
	if s.Paths.Log, err = h.quick.LogTarget(ctx); err != nil {
		return s, err
	}
	if s.LogLevel, err = h.quick.LogLevel(ctx); err != nil {
		return s, err
	}
	if s.Paths.Database, err = h.quick.DatabaseFile(ctx); err != nil {
		return s, err
	}
	if s.PurgeAge, err = h.quick.DatabasePurgeAge(ctx); err != nil {
		return s, err
	}
	s.Reachable, s.Version = true, version.String()
	s.Jails = h.jailStates(server, stats)
	return s, nil
}

// jailStates adds to the counters what fail2ban does not tell: what is idle, and what does not run.
func (h *Host) jailStates(server string, stats []fail2ban.JailStats) []host.JailStatus {
	running := make(map[string]int, len(stats))
	for _, s := range stats {
		running[s.Name] = s.BannedTotal
	}
	idle := h.memory.see(server, running)
	jails := make([]host.JailStatus, 0, len(stats))
	for _, s := range stats {
		jails = append(jails, jailStatus(s, idle[s.Name]))
	}
	for _, name := range h.stopped(running) {
		jails = append(jails, host.JailStatus{Name: name, State: host.JailStopped})
	}
	slices.SortFunc(jails, func(a, b host.JailStatus) int { return cmp.Compare(a.Name, b.Name) })
	return jails
}

func jailStatus(s fail2ban.JailStats, idle bool) host.JailStatus {
	status := host.JailStatus{
		Name: s.Name, State: host.JailRunning, Backend: s.Backend,
		FailedNow: s.FailedNow, FailedTotal: s.FailedTotal, BannedNow: s.BannedNow, BannedTotal: s.BannedTotal,
	}
	if idle {
		status.State = host.JailIdle
	}
	return status
}

// stopped are the jails that could run: by the configuration if it can be read here, else those that ran before.
func (h *Host) stopped(running map[string]int) []string {
	h.refreshConfiguration()
	enabled, known := h.config.enabled()
	if !known {
		enabled = h.memory.jails()
	}
	return slices.DeleteFunc(enabled, func(jail string) bool {
		_, ok := running[jail]
		return ok
	})
}
