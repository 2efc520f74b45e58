package localhost

import (
	"regexp"
	"strings"

	"bangui/internal/host"
)

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
