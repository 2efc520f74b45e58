package localhost

import (
	"regexp"
	"strings"
	"time"

	"bangui/internal/host"
)

// logForms are the forms of a line of fail2ban's log.
type logForms struct {
	file, syslog, bare *regexp.Regexp
}

// newLogForms compiles the forms. Source: fail2ban/server/server.py, setLogTarget, and fail2ban/helpers.py, getVerbosityFormat.
//
//	file    2026-11-23 07:50:33,988 fail2ban.actions        [20285]: NOTICE  [ssh] Ban 203.0.113.7
//	syslog  Nov 23 07:50:33 host fail2ban.actions[20285]: NOTICE [ssh] Ban 203.0.113.7
//	bare    fail2ban.actions        [20285]: NOTICE  [ssh] Ban 203.0.113.7
func newLogForms() logForms {
	const rest = `(fail2ban(?:\.[^\s\[]{1,64})?)\s*\[\d+\]: ([A-Z]{1,16})\s+(.*)$`
	return logForms{
		file:   regexp.MustCompile(`^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) ` + rest),
		syslog: regexp.MustCompile(`^([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S{1,40}) \S{1,255} ` + rest),
		bare:   regexp.MustCompile(`^()` + rest),
	}
}

// logHeader is a line that begins a record.
type logHeader struct {
	// at is zero if the line has no time.
	at                     time.Time
	level, logger, message string
}

// parse reads the beginning of a record; a line that is none continues the one before. Times have no zone: they are read by clock,
// whose idea of the last time is moved on.
func (f logForms) parse(line string, clock *logClock) (logHeader, bool) {
	for _, form := range []*regexp.Regexp{f.file, f.syslog, f.bare} {
		parts := form.FindStringSubmatch(line)
		if parts == nil {
			continue
		}
		at, ok := clock.read(parts[1])
		if !ok {
			return logHeader{}, false
		}
		return logHeader{at: at, logger: parts[2], level: parts[3], message: parts[4]}, true
	}
	return logHeader{}, false
}

// logClock reads local times. Within the hour that the end of summer time repeats, a time means two moments: the earlier one is
// taken unless that would be before the record before it; so only the first records of the second pass, if the log is read from
// there, can be an hour early.
type logClock struct {
	location *time.Location
	// now is for times without a year.
	now  func() time.Time
	last time.Time
}

func (c *logClock) read(text string) (time.Time, bool) {
	at, ok := c.parse(text)
	if !ok || at.IsZero() {
		return c.last, ok
	}
	early, late := c.both(at)
	at = early
	if early.Before(c.last.Add(-time.Minute)) && !late.Before(c.last.Add(-time.Minute)) {
		at = late
	}
	c.last = at
	return at.UTC(), true
}

func (c *logClock) parse(text string) (time.Time, bool) {
	if text == "" {
		return time.Time{}, true
	}
	if at, err := time.ParseInLocation("2006-01-02 15:04:05,000", text, c.location); err == nil {
		return at, true
	}
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return at, true
	}
	at, err := time.ParseInLocation(time.Stamp, text, c.location)
	if err != nil {
		return time.Time{}, false
	}
	now := c.now().In(c.location)
	at = at.AddDate(now.Year(), 0, 0)
	if at.After(now.Add(24 * time.Hour)) {
		at = at.AddDate(-1, 0, 0)
	}
	return at, true
}

// both returns the two moments that a wall clock can mean; they are the same outside of the repeated hour.
func (c *logClock) both(at time.Time) (early, late time.Time) {
	early, late = at, at
	wall := at.Format(time.DateTime)
	for _, shift := range []time.Duration{-time.Hour, time.Hour} {
		other := at.Add(shift)
		switch {
		case other.Format(time.DateTime) != wall:
		case shift < 0:
			early = other
		default:
			late = other
		}
	}
	return early, late
}

// logEvent is what a record tells.
type logEvent struct {
	host.Event
	// unclear is an unban of a version that does not tell whether it is a repeal.
	unclear bool
	// reloaded is set for records that end idling without an event.
	reloaded bool
}

// messages are the records that matter. Each belongs to one logger, and all are anchored: they quote what attackers wrote.
type messages struct {
	found, ignored, expired, ban, unban, failed, failedID, jail, reload *regexp.Regexp
}

// newMessages compiles them. Source: fail2ban/server/filter.py, actions.py, jail.py and server.py.
func newMessages() messages {
	return messages{
		found:    regexp.MustCompile(`^\[([^\]]+)\] Found (\S+) - \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$`),
		ignored:  regexp.MustCompile(`^\[([^\]]+)\] Ignore (\S+) by (.+)$`),
		expired:  regexp.MustCompile(`^\[([^\]]+)\] Ignore (\S+), expired bantime$`),
		ban:      regexp.MustCompile(`^\[([^\]]+)\] (Restore )?Ban (.+)$`),
		unban:    regexp.MustCompile(`^\[([^\]]+)\] (Unban|Repeal Ban) (.+)$`),
		failed:   regexp.MustCompile(`^Failed to execute (ban|unban|reban) jail '([^']+)' action '([^']+)' info '(.*)': (.*)$`),
		failedID: regexp.MustCompile(`^ActionInfo\(\{(?:.*, )?'(?:ip|fid)': '([^']+)'`),
		jail:     regexp.MustCompile(`^Jail '([^']+)' (started|stopped|reloaded)$`),
		reload:   regexp.MustCompile(`^Reload (?:all jails|jail '?([^']+?)'?)$`),
	}
}

// event reads a record. ok is false for records that tell nothing.
func (m messages) event(header logHeader) (logEvent, bool) {
	first, _, _ := strings.Cut(header.message, "\n")
	e, ok := m.byLogger(header, first)
	if !ok {
		return logEvent{}, false
	}
	e.At, e.Jail, e.Message = header.at, harmless(e.Jail), cut(harmless(e.Message), 500)
	if e.ID != "" {
		e.ID = canonical(e.ID)
	}
	return e, true
}

func (m messages) byLogger(header logHeader, message string) (logEvent, bool) {
	switch header.logger {
	case "fail2ban.filter":
		return m.ofFilter(message)
	case "fail2ban.actions":
		return m.ofActions(message)
	case "fail2ban.jail":
		return m.ofJail(message)
	case "fail2ban.server":
		return m.ofServer(message)
	}
	return logEvent{}, false
}

func (m messages) ofFilter(message string) (logEvent, bool) {
	if parts := m.found.FindStringSubmatch(message); parts != nil {
		return logEvent{Event: host.Event{Kind: host.EventFound, Jail: parts[1], ID: parts[2]}}, true
	}
	if parts := m.ignored.FindStringSubmatch(message); parts != nil {
		return logEvent{Event: host.Event{Kind: host.EventIgnored, Jail: parts[1], ID: parts[2], Message: parts[3]}}, true
	}
	return logEvent{}, false
}

func (m messages) ofActions(message string) (logEvent, bool) {
	if parts := m.ban.FindStringSubmatch(message); parts != nil {
		kind := host.EventBan
		if parts[2] != "" {
			kind = host.EventRestore
		}
		return logEvent{Event: host.Event{Kind: kind, Jail: parts[1], ID: parts[3]}}, true
	}
	if parts := m.unban.FindStringSubmatch(message); parts != nil {
		if parts[2] == "Unban" {
			return logEvent{Event: host.Event{Kind: host.EventUnban, Jail: parts[1], ID: parts[3]}, unclear: true}, true
		}
		return logEvent{Event: host.Event{Kind: host.EventRepeal, Jail: parts[1], ID: parts[3]}}, true
	}
	if parts := m.expired.FindStringSubmatch(message); parts != nil {
		return logEvent{Event: host.Event{Kind: host.EventIgnored, Jail: parts[1], ID: parts[2], Message: "its ban time was over already"}}, true
	}
	return m.actionFailed(message)
}

func (m messages) actionFailed(message string) (logEvent, bool) {
	parts := m.failed.FindStringSubmatch(message)
	if parts == nil {
		return logEvent{}, false
	}
	e := host.Event{Kind: host.EventActionFailed, Jail: parts[2], Action: harmless(parts[3]), Message: parts[1] + ": " + parts[5]}
	if id := m.failedID.FindStringSubmatch(parts[4]); id != nil {
		e.ID = id[1]
	}
	return logEvent{Event: e}, true
}

func (m messages) ofJail(message string) (logEvent, bool) {
	parts := m.jail.FindStringSubmatch(message)
	if parts == nil {
		return logEvent{}, false
	}
	switch parts[2] {
	case "started":
		return logEvent{Event: host.Event{Kind: host.EventJailStarted, Jail: parts[1]}}, true
	case "stopped":
		return logEvent{Event: host.Event{Kind: host.EventJailStopped, Jail: parts[1]}}, true
	}
	return logEvent{Event: host.Event{Jail: parts[1]}, reloaded: true}, true
}

func (m messages) ofServer(message string) (logEvent, bool) {
	switch {
	case strings.HasPrefix(message, "Starting Fail2ban"):
		return logEvent{Event: host.Event{Kind: host.EventServerUp}}, true
	case message == "Shutdown in progress...":
		return logEvent{Event: host.Event{Kind: host.EventServerDown}}, true
	}
	if parts := m.reload.FindStringSubmatch(message); parts != nil {
		return logEvent{Event: host.Event{Jail: parts[1]}, reloaded: true}, true
	}
	return m.ofJail(message)
}
