package host

import "time"

// Status is how fail2ban on a host is. It is made of cheap calls only.
type Status struct {
	// At is when it was taken.
	At time.Time `json:"at"`
	// Reachable is false when fail2ban did not answer; Problem says why then, and only At, Paths and Problem are set.
	Reachable bool     `json:"reachable"`
	Problem   *Problem `json:"problem,omitempty"`
	// Version is fail2ban's, such as 1.0.2.
	Version string `json:"version,omitempty"`
	Paths   Paths  `json:"paths"`
	// LogLevel is fail2ban's, such as INFO.
	LogLevel string `json:"log_level,omitempty"`
	// PurgeAge is how long fail2ban keeps bans in its database; zero if it has none.
	PurgeAge time.Duration `json:"purge_age,omitempty"`
	// Jails are sorted by name; stopped ones that the configuration still has are among them.
	Jails []JailStatus `json:"jails"`
}

// Paths are the places on the host, as fail2ban sees them. An empty one is not known or not used.
type Paths struct {
	Socket    string `json:"socket"`
	ConfigDir string `json:"config_dir"`
	Database  string `json:"database,omitempty"`
	// Log is a file, or one of SYSLOG, STDOUT, STDERR, SYSOUT, SYSTEMD-JOURNAL.
	Log string `json:"log,omitempty"`
}

// Problem is why fail2ban cannot be reached, for the user.
type Problem struct {
	Code    ProblemCode `json:"code"`
	Message string      `json:"message"`
	// Mend is what to do about it: one or more sentences, with commands between backquotes.
	Mend string `json:"mend"`
}

// ProblemCode is the short form of a problem.
type ProblemCode string

// The reasons why fail2ban cannot be reached.
const (
	ProblemNotInstalled ProblemCode = "not_installed"
	ProblemNotRunning   ProblemCode = "not_running"
	ProblemNoPermission ProblemCode = "no_permission"
	ProblemNotAnswering ProblemCode = "not_answering"
	ProblemBadReply     ProblemCode = "bad_reply"
	// ProblemAway is a host whose agent is not connected.
	ProblemAway ProblemCode = "away"
)

// JailStatus is a jail with its counters. The totals count since the jail was started.
type JailStatus struct {
	Name  string    `json:"name"`
	State JailState `json:"state"`
	// Backend is such as polling or systemd; empty when the version of fail2ban does not tell.
	Backend     string `json:"backend,omitempty"`
	FailedNow   int    `json:"failed_now"`
	FailedTotal int    `json:"failed_total"`
	BannedNow   int    `json:"banned_now"`
	BannedTotal int    `json:"banned_total"`
}

// JailState is whether a jail works.
type JailState string

// The states of a jail.
const (
	JailRunning JailState = "running"
	// JailIdle is a jail that we told to pause; fail2ban itself does not tell.
	JailIdle JailState = "idle"
	// JailStopped is a jail that the configuration has and that does not run.
	JailStopped JailState = "stopped"
)

// Jail is a jail with its run-time settings, as fail2ban uses them now.
type Jail struct {
	JailStatus
	// At is when it was read.
	At time.Time `json:"at"`
	// BanTime is [Permanent] for bans without end.
	BanTime    time.Duration `json:"ban_time"`
	FindTime   time.Duration `json:"find_time"`
	MaxRetry   int           `json:"max_retry"`
	MaxMatches int           `json:"max_matches"`
	MaxLines   int           `json:"max_lines"`
	// UseDNS is yes, warn, no or raw.
	UseDNS        string    `json:"use_dns"`
	IgnoreSelf    bool      `json:"ignore_self"`
	Ignore        []string  `json:"ignore"`
	IgnoreCommand string    `json:"ignore_command,omitempty"`
	Increment     Increment `json:"increment"`
	// LogPaths are files; JournalMatches are set instead with the systemd backend, one expression each.
	LogPaths       []string `json:"log_paths"`
	JournalMatches []string `json:"journal_matches"`
	LogEncoding    string   `json:"log_encoding"`
	LogTimezone    string   `json:"log_timezone,omitempty"`
	// PrefRegex, FailRegex and IgnoreRegex have their tags expanded.
	PrefRegex   string   `json:"pref_regex,omitempty"`
	FailRegex   []string `json:"fail_regex"`
	IgnoreRegex []string `json:"ignore_regex"`
	DatePattern string   `json:"date_pattern,omitempty"`
	Actions     []Action `json:"actions"`
}

// Increment is how a jail lengthens the bans of repeat offenders.
type Increment struct {
	Enabled     bool   `json:"enabled"`
	Factor      string `json:"factor,omitempty"`
	Formula     string `json:"formula,omitempty"`
	Multipliers string `json:"multipliers,omitempty"`
	// MaxTime and RandomTime are zero when not set.
	MaxTime      time.Duration `json:"max_time,omitempty"`
	RandomTime   time.Duration `json:"random_time,omitempty"`
	OverallJails bool          `json:"overall_jails"`
}

// Action is what a jail does at a ban.
type Action struct {
	Name string `json:"name"`
	// Ban and Unban are the commands as fail2ban runs them, tags unexpanded; empty for actions written in Python.
	Ban   string `json:"ban,omitempty"`
	Unban string `json:"unban,omitempty"`
	// Parameters are the action's other properties that are worth showing, such as port and protocol.
	Parameters map[string]string `json:"parameters,omitempty"`
}

// JailChange is a set of changes to one jail. A nil field stays as it is.
type JailChange struct {
	// BanTime is 1 s or more, or [Permanent]. FindTime is 1 s or more. Whole seconds.
	BanTime  *time.Duration
	FindTime *time.Duration
	// MaxRetry is 1 to 10,000; MaxMatches 0 to 10,000.
	MaxRetry   *int
	MaxMatches *int
	// UseDNS is yes, warn, no or raw.
	UseDNS     *string
	IgnoreSelf *bool
	// Increment switches the lengthening of repeated bans; MaxBanTime limits it, zero removes the limit.
	Increment  *bool
	MaxBanTime *time.Duration
	// AddIgnore and RemoveIgnore are addresses, networks or host names.
	AddIgnore    []string
	RemoveIgnore []string
	// KeepConfigured leaves those of RemoveIgnore on the list that fail2ban's configuration has there, as far as the host can read it.
	KeepConfigured bool
}
