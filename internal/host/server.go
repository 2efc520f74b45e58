package host

import "time"

// Server is fail2ban as a whole, as it runs: what is in force, whatever the files say.
type Server struct {
	// At is when it was asked.
	At      time.Time `json:"at"`
	Version string    `json:"version"`
	// LogLevel and LogTarget are what it writes down, and where; a target is a file, or a word such as SYSLOG.
	LogLevel  string `json:"log_level"`
	LogTarget string `json:"log_target"`
	// SyslogSocket is used with the target SYSLOG; auto means that fail2ban looks for it.
	SyslogSocket string `json:"syslog_socket"`
	// Database is the file in which fail2ban remembers bans; empty if it has none. PurgeAge and MaxMatches are zero then.
	Database   string        `json:"database,omitempty"`
	PurgeAge   time.Duration `json:"purge_age,omitempty"`
	MaxMatches int           `json:"max_matches,omitempty"`
	// Bans is how many addresses are banned, in all jails.
	Bans int `json:"bans"`
	// Service is who looks after its process.
	Service Service `json:"service"`
}

// Service is what starts and stops fail2ban on a host.
type Service struct {
	// Unit is its name there, such as fail2ban.service; empty if that is not known.
	Unit string `json:"unit,omitempty"`
	// Obstacle is why it cannot be restarted through us; nil if it can.
	Obstacle *Obstacle `json:"obstacle,omitempty"`
}

// Restart asks for fail2ban to be stopped and started.
type Restart struct {
	// AcceptLoss is set if bans may be lost that fail2ban cannot restore, because it has no database.
	AcceptLoss bool `json:"accept_loss,omitempty"`
}
