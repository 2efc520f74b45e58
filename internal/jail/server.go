package jail

import (
	"context"
	"fmt"
	"time"

	"bangui/internal/audit"
	"bangui/internal/host"
)

// restartWithin is how long is waited for a restart, which goes on after that.
const restartWithin = 45 * time.Second

// Server tells what is in force for fail2ban as a whole. It fails as [host.Host] does.
func (j *Jails) Server(ctx context.Context, hostName string) (host.Server, error) {
	h, err := j.fleet.Host(ctx, hostName)
	if err != nil {
		return host.Server{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, changeWithin)
	defer cancel()
	s, err := h.Server(ctx)
	if err != nil {
		return s, fmt.Errorf("ask fail2ban on %s: %w", hostName, err)
	}
	return s, nil
}

// FlushLogs has fail2ban open its log anew. It fails as [host.Host] does.
func (j *Jails) FlushLogs(ctx context.Context, actor audit.Actor, hostName string) error {
	return j.order(ctx, audit.Entry{Actor: actor, Action: "server.flush_logs", Host: hostName}, changeWithin,
		func(ctx context.Context, h host.Host) error { return h.FlushLogs(ctx) })
}

// RestartServer has fail2ban stopped and started, and returns when it answers again. It fails as [host.Host] does.
func (j *Jails) RestartServer(ctx context.Context, actor audit.Actor, hostName string, order host.Restart) error {
	entry := audit.Entry{Actor: actor, Action: "server.restart", Host: hostName}
	if order.AcceptLoss {
		entry.Detail = "bans may be lost"
	}
	return j.order(ctx, entry, restartWithin, func(ctx context.Context, h host.Host) error { return h.RestartServer(ctx, order) })
}
