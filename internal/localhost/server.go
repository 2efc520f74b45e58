package localhost

import (
	"context"
	"time"

	"bangui/internal/host"
)

// Server implements [host.Host].
func (h *Host) Server(ctx context.Context) (host.Server, error) {
	ctx, cancel := limited(ctx, 10*time.Second)
	defer cancel()
	s, err := h.serverInForce(ctx)
	if err != nil {
		return host.Server{}, h.explain(err, "")
	}
	s.Service = h.service(ctx)
	return s, nil
}

func (h *Host) serverInForce(ctx context.Context) (s host.Server, err error) {
	s.At = time.Now().UTC()
	version, err := h.quick.Version(ctx)
	if err != nil {
		return s, err
	}
	s.Version = version.String()
	if s.LogLevel, err = h.quick.LogLevel(ctx); err != nil {
		return s, err
	}
	if s.LogTarget, err = h.quick.LogTarget(ctx); err != nil {
		return s, err
	}
	if s.SyslogSocket, err = h.quick.SyslogSocket(ctx); err != nil {
		return s, err
	}
	stats, err := h.quick.Stats(ctx)
	if err != nil {
		return s, err
	}
	for _, jail := range stats {
		s.Bans += jail.BannedNow
	}
	if s.Database, err = h.quick.DatabaseFile(ctx); err != nil || s.Database == "" {
		return s, err
	}
	if s.PurgeAge, err = h.quick.DatabasePurgeAge(ctx); err != nil {
		return s, err
	}
	s.MaxMatches, err = h.quick.DatabaseMaxMatches(ctx)
	return s, err
}

// FlushLogs implements [host.Host].
func (h *Host) FlushLogs(ctx context.Context) error {
	ctx, cancel := limited(ctx, 10*time.Second)
	defer cancel()
	return h.explain(h.quick.FlushLogs(ctx), "")
}
