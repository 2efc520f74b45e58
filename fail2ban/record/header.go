package record

import (
	"strings"
	"time"
)

// Header is a line that begins a record of the log.
type Header struct {
	// At is zero if the line has no time.
	At time.Time
	// Level is such as NOTICE, Logger such as fail2ban.actions; Message is as it was written.
	Level, Logger, Message string
	// clock is for times within the message.
	clock Clock
}

// ParseHeader reads the beginning of a record; a line that is none continues the one before. Times have no zone: they are read by
// clock, whose idea of the last time is moved on. Lines have one of three forms. Source: fail2ban/server/server.py, setLogTarget, and
// fail2ban/helpers.py, getVerbosityFormat.
//
//	file    2026-11-23 07:50:33,988 fail2ban.actions        [20285]: NOTICE  [ssh] Ban 203.0.113.7
//	syslog  Nov 23 07:50:33 host fail2ban.actions[20285]: NOTICE [ssh] Ban 203.0.113.7
//	bare    fail2ban.actions        [20285]: NOTICE  [ssh] Ban 203.0.113.7
func ParseHeader(line string, clock *Clock) (Header, bool) {
	stamp, form, rest := splitTime(line)
	header, ok := parseOrigin(rest)
	if !ok {
		return Header{}, false
	}
	header.At, ok = clock.read(stamp, form)
	header.clock = *clock
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
func parseOrigin(rest string) (Header, bool) {
	if !strings.HasPrefix(rest, loggers) {
		return Header{}, false
	}
	origin, rest, ok := strings.Cut(rest, "]: ")
	if !ok {
		return Header{}, false
	}
	logger, process, ok := strings.Cut(origin, "[")
	logger = strings.TrimRight(logger, " ")
	level, message, said := strings.Cut(rest, " ")
	if !ok || !said || !isLogger(logger) || !only(process, '0', '9') || !only(level, 'A', 'Z') {
		return Header{}, false
	}
	return Header{Logger: logger, Level: level, Message: strings.TrimLeft(message, " ")}, true
}

func isLogger(name string) bool {
	return name == loggers || strings.HasPrefix(name, loggers+".") && !strings.ContainsAny(name, " \t")
}

// only tells whether a text has characters of a range and no others.
func only(text string, from, to rune) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool { return r < from || r > to })
}
