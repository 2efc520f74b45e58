package localhost

import (
	"strings"
	"time"
)

// logHeader is a line that begins a record.
type logHeader struct {
	// at is zero if the line has no time.
	at                     time.Time
	level, logger, message string
}

// parseHeader reads the beginning of a record; a line that is none continues the one before. Times have no zone: they are read by
// clock, whose idea of the last time is moved on. Lines have one of three forms. Source: fail2ban/server/server.py, setLogTarget, and
// fail2ban/helpers.py, getVerbosityFormat.
//
//	file    2026-11-23 07:50:33,988 fail2ban.actions        [20285]: NOTICE  [ssh] Ban 203.0.113.7
//	syslog  Nov 23 07:50:33 host fail2ban.actions[20285]: NOTICE [ssh] Ban 203.0.113.7
//	bare    fail2ban.actions        [20285]: NOTICE  [ssh] Ban 203.0.113.7
func parseHeader(line string, clock *logClock) (logHeader, bool) {
	stamp, form, rest := splitTime(line)
	header, ok := parseOrigin(rest)
	if !ok {
		return logHeader{}, false
	}
	header.at, ok = clock.read(stamp, form)
	return header, ok
}

// fileStamp is how fail2ban itself writes times. Source: Python's logging, Formatter.formatTime.
const fileStamp = "2006-01-02 15:04:05,000"

// splitTime cuts off the time of a line and, in the form of syslog, the name of the machine. stamp is empty if there is none.
func splitTime(line string) (stamp, form, rest string) {
	if strings.HasPrefix(line, loggers) {
		return "", "", line
	}
	if n := len(fileStamp); len(line) > n && line[n] == ' ' && line[n-4] == ',' {
		return line[:n], fileStamp, line[n+1:]
	}
	if n := len(time.Stamp); len(line) > n && line[n] == ' ' && line[n-3] == ':' {
		_, rest, _ = strings.Cut(line[n+1:], " ")
		return line[:n], time.Stamp, rest
	}
	stamp, rest, _ = strings.Cut(line, " ")
	_, rest, _ = strings.Cut(rest, " ")
	return stamp, time.RFC3339Nano, rest
}

// loggers is what the names of all loggers of fail2ban begin with.
const loggers = "fail2ban"

// parseOrigin reads who wrote a record, at which level, and what.
func parseOrigin(rest string) (logHeader, bool) {
	if !strings.HasPrefix(rest, loggers) {
		return logHeader{}, false
	}
	origin, rest, ok := strings.Cut(rest, "]: ")
	if !ok {
		return logHeader{}, false
	}
	logger, process, ok := strings.Cut(origin, "[")
	logger = strings.TrimRight(logger, " ")
	level, message, said := strings.Cut(rest, " ")
	if !ok || !said || !isLogger(logger) || !only(process, '0', '9') || !only(level, 'A', 'Z') {
		return logHeader{}, false
	}
	return logHeader{logger: logger, level: level, message: strings.TrimLeft(message, " ")}, true
}

func isLogger(name string) bool {
	return name == loggers || strings.HasPrefix(name, loggers+".") && !strings.ContainsAny(name, " \t")
}

// only tells whether a text has characters of a range and no others.
func only(text string, from, to rune) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool { return r < from || r > to })
}

// logClock reads local times. Within the hour that the end of summer time repeats, a time means two moments: the earlier one is
// taken unless that would be before the record before it; so only the first records of the second pass, if the log is read from
// there, can be an hour early.
type logClock struct {
	location *time.Location
	// zone is fail2ban's.
	zone *zone
	// now is for times without a year.
	now  func() time.Time
	last time.Time
}

// read reads a time of a form of package time. An empty one is the zero time.
func (c *logClock) read(stamp, form string) (time.Time, bool) {
	if stamp == "" {
		return time.Time{}, true
	}
	at, err := time.ParseInLocation(form, stamp, c.location)
	if err != nil {
		return time.Time{}, false
	}
	if form == time.Stamp {
		at = c.thisYear(at)
	}
	if form != time.RFC3339Nano {
		at = c.afterLast(at)
	}
	c.last = at
	return at.UTC(), true
}

// thisYear gives a time the year with which it is not in the future.
func (c *logClock) thisYear(at time.Time) time.Time {
	now := c.now().In(c.location)
	at = at.AddDate(now.Year(), 0, 0)
	if at.After(now.Add(24 * time.Hour)) {
		at = at.AddDate(-1, 0, 0)
	}
	return at
}

func (c *logClock) afterLast(at time.Time) time.Time {
	if later := c.zone.later(); later != 0 {
		return at.Add(later)
	}
	early, late := both(at)
	if early.Before(c.last.Add(-time.Minute)) && !late.Before(c.last.Add(-time.Minute)) {
		return late
	}
	return early
}

// both returns the two moments that a wall clock can mean; they are the same outside of the repeated hour.
func both(at time.Time) (early, late time.Time) {
	_, offset := at.Zone()
	if _, other := at.Add(-time.Hour).Zone(); other == offset+3600 {
		return at.Add(-time.Hour), at
	}
	if _, other := at.Add(time.Hour).Zone(); other == offset-3600 {
		return at, at.Add(time.Hour)
	}
	return at, at
}
