package httpapi

import "bangui/internal/host"

// jailSettings are the run-time settings of a jail, as fail2ban uses them now.
type jailSettings struct {
	BanTime        int64         `json:"ban_time_seconds" doc:"-1 is permanent"`
	FindTime       int64         `json:"find_time_seconds"`
	MaxRetry       int           `json:"max_retry"`
	MaxMatches     int           `json:"max_matches"`
	MaxLines       int           `json:"max_lines"`
	UseDNS         string        `json:"use_dns" enum:"yes,warn,no,raw"`
	IgnoreSelf     bool          `json:"ignore_self"`
	Increment      jailIncrement `json:"increment"`
	Ignore         []string      `json:"ignore"`
	IgnoreCommand  string        `json:"ignore_command" doc:"May be empty"`
	LogPaths       []string      `json:"log_paths"`
	JournalMatches []string      `json:"journal_matches"`
	LogEncoding    string        `json:"log_encoding"`
	LogTimezone    string        `json:"log_timezone" doc:"May be empty"`
	PrefRegex      string        `json:"pref_regex" doc:"May be empty"`
	FailRegex      []string      `json:"fail_regex" doc:"With tags expanded"`
	IgnoreRegex    []string      `json:"ignore_regex" doc:"With tags expanded"`
	DatePattern    string        `json:"date_pattern" doc:"May be empty"`
	Actions        []jailAction  `json:"actions"`
}

// jailIncrement is how repeated bans get longer.
type jailIncrement struct {
	Enabled      bool   `json:"enabled"`
	Factor       string `json:"factor"`
	Formula      string `json:"formula"`
	Multipliers  string `json:"multipliers"`
	MaxTime      *int64 `json:"max_time_seconds" doc:"Null if not limited"`
	RandomTime   *int64 `json:"random_time_seconds" doc:"Null if not set"`
	OverallJails bool   `json:"overall_jails" doc:"Whether bans in other jails count"`
}

// jailAction is what a jail does at a ban.
type jailAction struct {
	Name       string            `json:"name"`
	Ban        string            `json:"ban" doc:"The command, tags unexpanded; empty for actions written in Python"`
	Unban      string            `json:"unban"`
	Parameters map[string]string `json:"parameters"`
}

func jailSettingsOf(j *host.Jail) *jailSettings {
	if j == nil {
		return nil
	}
	s := &jailSettings{
		BanTime: seconds(j.BanTime), FindTime: seconds(j.FindTime), MaxRetry: j.MaxRetry, MaxMatches: j.MaxMatches, MaxLines: j.MaxLines,
		UseDNS: j.UseDNS, IgnoreSelf: j.IgnoreSelf, Increment: jailIncrementOf(j.Increment), Ignore: listOf(j.Ignore),
		IgnoreCommand: j.IgnoreCommand, LogPaths: listOf(j.LogPaths), JournalMatches: listOf(j.JournalMatches), LogEncoding: j.LogEncoding,
		LogTimezone: j.LogTimezone, PrefRegex: j.PrefRegex, FailRegex: listOf(j.FailRegex), IgnoreRegex: listOf(j.IgnoreRegex),
		DatePattern: j.DatePattern, Actions: make([]jailAction, 0, len(j.Actions)),
	}
	for _, a := range j.Actions {
		s.Actions = append(s.Actions, jailActionOf(a))
	}
	return s
}

func jailIncrementOf(i host.Increment) jailIncrement {
	increment := jailIncrement{
		Enabled: i.Enabled, Factor: i.Factor, Formula: i.Formula, Multipliers: i.Multipliers, OverallJails: i.OverallJails,
	}
	if i.MaxTime > 0 {
		increment.MaxTime = new(seconds(i.MaxTime))
	}
	if i.RandomTime > 0 {
		increment.RandomTime = new(seconds(i.RandomTime))
	}
	return increment
}

func jailActionOf(a host.Action) jailAction {
	action := jailAction{Name: a.Name, Ban: a.Ban, Unban: a.Unban, Parameters: a.Parameters}
	if action.Parameters == nil {
		action.Parameters = map[string]string{}
	}
	return action
}

// listOf makes a list that is [] and not null in JSON.
func listOf(items []string) []string {
	if items == nil {
		return []string{}
	}
	return items
}
