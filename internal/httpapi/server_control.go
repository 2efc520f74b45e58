package httpapi

import (
	"context"
	"time"

	"bangui/internal/host"
)

type serverOutput struct {
	Body serverBody
}

// serverBody is what is in force for fail2ban as a whole.
type serverBody struct {
	Host         string          `json:"host"`
	At           time.Time       `json:"at" doc:"When fail2ban was asked"`
	Version      string          `json:"version" example:"1.1.0"`
	LogLevel     string          `json:"log_level" example:"INFO"`
	LogTarget    string          `json:"log_target" doc:"A file, or a word such as SYSLOG" example:"/var/log/fail2ban.log"`
	SyslogSocket string          `json:"syslog_socket" example:"auto"`
	Database     string          `json:"database" doc:"Empty if fail2ban remembers nothing over a restart"`
	PurgeAge     int64           `json:"purge_age_seconds" doc:"0 without a database"`
	MaxMatches   int             `json:"max_matches" doc:"How many lines are kept of each ban; 0 without a database"`
	Bans         int             `json:"bans" doc:"How many addresses are banned, in all jails"`
	Unit         string          `json:"unit" doc:"The service that runs it; empty if that is not known" example:"fail2ban.service"`
	Restart      bool            `json:"restart" doc:"Whether it can be restarted through this API"`
	Obstacle     *configObstacle `json:"restart_obstacle" doc:"Why it cannot; null if it can"`
}

type restartInput struct {
	Host string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	Body struct {
		AcceptLoss bool `json:"accept_loss,omitempty" doc:"Whether bans may be lost, because fail2ban has no database to restore them from"`
	}
}

func (s *server) getServer(ctx context.Context, in *hostInput) (*serverOutput, error) {
	return s.serverOf(ctx, in.Host)
}

func (s *server) serverOf(ctx context.Context, hostName string) (*serverOutput, error) {
	now, err := s.deps.Jails.Server(ctx, hostName)
	if err != nil {
		return nil, err
	}
	body := serverBody{
		Host: hostName, At: now.At.UTC(), Version: now.Version, LogLevel: now.LogLevel, LogTarget: now.LogTarget, SyslogSocket: now.SyslogSocket,
		Database: now.Database, PurgeAge: seconds(now.PurgeAge), MaxMatches: now.MaxMatches, Bans: now.Bans, Unit: now.Service.Unit,
		Restart: now.Service.Obstacle == nil,
	}
	if o := now.Service.Obstacle; o != nil {
		body.Obstacle = &configObstacle{Message: o.Message, Mend: o.Mend}
	}
	return &serverOutput{Body: body}, nil
}

func (s *server) flushLogs(ctx context.Context, in *hostInput) (*serverOutput, error) {
	if err := s.deps.Jails.FlushLogs(ctx, actorOf(ctx), in.Host); err != nil {
		return nil, err
	}
	return s.serverOf(ctx, in.Host)
}

func (s *server) restartServer(ctx context.Context, in *restartInput) (*serverOutput, error) {
	if err := s.deps.Jails.RestartServer(ctx, actorOf(ctx), in.Host, host.Restart{AcceptLoss: in.Body.AcceptLoss}); err != nil {
		return nil, err
	}
	return s.serverOf(ctx, in.Host)
}
