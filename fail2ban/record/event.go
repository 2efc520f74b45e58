package record

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Event is what a record of the log tells.
type Event struct {
	Kind Kind
	// At is when, to the millisecond; zero if the line has no time.
	At   time.Time
	Jail string
	// ID is a canonical address or network, or another ban id as fail2ban shows it; empty for events about a jail or the server.
	ID string
	// Unclear is an [Unban] of a version that does not tell whether it is a [Repeal].
	Unclear bool
	// Message says more for ActionFailed and Ignored; Action is the name of the action that failed.
	Message, Action string
	// FailedAt is when the failure was, to the second, for [Found]; zero if that cannot be read.
	FailedAt time.Time
	// Until is the new end, for [Increase]; zero if there is none. BanCount is which ban of the address in the jail it is.
	Until    time.Time
	BanCount int
}

// Kind is what sort of thing happened.
type Kind string

// The kinds of events.
const (
	Ban Kind = "ban"
	// Restore is a ban that was in force before fail2ban or the jail was restarted, and is again.
	Restore Kind = "restore"
	// Unban is the end of a ban, Repeal one because its jail or fail2ban was stopped.
	Unban  Kind = "unban"
	Repeal Kind = "repeal"
	// Increase is a ban that lasts longer than the jail's others, because the address was banned before.
	Increase Kind = "increase"
	// Found is one failure, Ignored one that an ignore rule covered.
	Found   Kind = "found"
	Ignored Kind = "ignored"
	// ActionFailed is an action whose command failed.
	ActionFailed Kind = "action_failed"
	JailStarted  Kind = "jail_started"
	JailStopped  Kind = "jail_stopped"
	// Reloaded is the reload of a jail, or of all if Jail is empty.
	Reloaded   Kind = "reloaded"
	ServerUp   Kind = "server_started"
	ServerDown Kind = "server_stopped"
)

// maxMessage is how much of a message is kept, in bytes.
const maxMessage = 500

// Messages knows the records that matter. Each belongs to one logger, and all are anchored: they quote what attackers wrote. Make
// one with [NewMessages]; it may be used by many at the same time.
type Messages struct {
	found, ignored, expired, ban, unban, increase, failed, failedID, jail, reload *regexp.Regexp
}

// NewMessages compiles the expressions. Source: fail2ban/server/filter.py, actions.py, observer.py, jail.py and server.py.
func NewMessages() Messages {
	return Messages{
		found:    regexp.MustCompile(`^\[([^\]]+)\] Found (\S+) - (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)$`),
		ignored:  regexp.MustCompile(`^\[([^\]]+)\] Ignore (\S+) by (.+)$`),
		expired:  regexp.MustCompile(`^\[([^\]]+)\] Ignore (\S+), expired bantime$`),
		ban:      regexp.MustCompile(`^\[([^\]]+)\] (Restore )?Ban (.+)$`),
		unban:    regexp.MustCompile(`^\[([^\]]+)\] (Unban|Repeal Ban) (.+)$`),
		increase: regexp.MustCompile(`^\[([^\]]+)\] Increase Ban (\S+) \((\d+) # (.+) -> (.+)\)$`),
		failed:   regexp.MustCompile(`^Failed to execute (ban|unban|reban) jail '([^']+)' action '([^']+)' info '(.*)': (.*)$`),
		failedID: regexp.MustCompile(`^ActionInfo\(\{(?:.*, )?'(?:ip|fid)': '([^']+)'`),
		jail:     regexp.MustCompile(`^Jail '([^']+)' (started|stopped|reloaded)$`),
		reload:   regexp.MustCompile(`^Reload (?:all jails|jail '?([^']+?)'?)$`),
	}
}

// Event tells what a record is about. ok is false for records that tell nothing.
func (m Messages) Event(header Header) (Event, bool) {
	first, _, _ := strings.Cut(header.Message, "\n")
	e, ok := m.byLogger(header, first)
	if !ok {
		return Event{}, false
	}
	e.At, e.Jail, e.Message = header.At, Harmless(e.Jail), Cut(Harmless(e.Message), maxMessage)
	if e.ID != "" {
		e.ID = Canonical(e.ID)
	}
	return e, true
}

func (m Messages) byLogger(header Header, message string) (Event, bool) {
	switch header.Logger {
	case "fail2ban.filter":
		return m.ofFilter(header, message)
	case "fail2ban.actions":
		return m.ofActions(message)
	case "fail2ban.observer":
		return m.ofObserver(header, message)
	case "fail2ban.jail":
		return m.ofJail(message)
	case "fail2ban.server":
		return m.ofServer(message)
	}
	return Event{}, false
}

func (m Messages) ofFilter(header Header, message string) (Event, bool) {
	if parts := m.found.FindStringSubmatch(message); parts != nil {
		failed, _ := header.clock.local(parts[3]) // else it is zero
		return Event{Kind: Found, Jail: parts[1], ID: parts[2], FailedAt: failed}, true
	}
	if parts := m.ignored.FindStringSubmatch(message); parts != nil {
		return Event{Kind: Ignored, Jail: parts[1], ID: parts[2], Message: parts[3]}, true
	}
	return Event{}, false
}

func (m Messages) ofActions(message string) (Event, bool) {
	if parts := m.ban.FindStringSubmatch(message); parts != nil {
		kind := Ban
		if parts[2] != "" {
			kind = Restore
		}
		return Event{Kind: kind, Jail: parts[1], ID: parts[3]}, true
	}
	if parts := m.unban.FindStringSubmatch(message); parts != nil {
		if parts[2] == "Unban" {
			return Event{Kind: Unban, Jail: parts[1], ID: parts[3], Unclear: true}, true
		}
		return Event{Kind: Repeal, Jail: parts[1], ID: parts[3]}, true
	}
	if parts := m.expired.FindStringSubmatch(message); parts != nil {
		return Event{Kind: Ignored, Jail: parts[1], ID: parts[2], Message: "its ban time was over already"}, true
	}
	return m.actionFailed(message)
}

// ofObserver reads the end of a longer ban, which is a local time, or infinite. Source: fail2ban/server/observer.py, banFound.
func (m Messages) ofObserver(header Header, message string) (Event, bool) {
	parts := m.increase.FindStringSubmatch(message)
	if parts == nil {
		return Event{}, false
	}
	e := Event{Kind: Increase, Jail: parts[1], ID: parts[2]}
	e.BanCount, _ = strconv.Atoi(parts[3]) // too large to be one is not known
	if parts[5] == "infinite" {
		return e, true
	}
	until, ok := header.clock.local(parts[5])
	e.Until = until
	return e, ok
}

func (m Messages) actionFailed(message string) (Event, bool) {
	parts := m.failed.FindStringSubmatch(message)
	if parts == nil {
		return Event{}, false
	}
	e := Event{Kind: ActionFailed, Jail: parts[2], Action: Harmless(parts[3]), Message: parts[1] + ": " + parts[5]}
	if id := m.failedID.FindStringSubmatch(parts[4]); id != nil {
		e.ID = id[1]
	}
	return e, true
}

func (m Messages) ofJail(message string) (Event, bool) {
	parts := m.jail.FindStringSubmatch(message)
	if parts == nil {
		return Event{}, false
	}
	switch parts[2] {
	case "started":
		return Event{Kind: JailStarted, Jail: parts[1]}, true
	case "stopped":
		return Event{Kind: JailStopped, Jail: parts[1]}, true
	}
	return Event{Kind: Reloaded, Jail: parts[1]}, true
}

func (m Messages) ofServer(message string) (Event, bool) {
	switch {
	case strings.HasPrefix(message, "Starting Fail2ban"):
		return Event{Kind: ServerUp}, true
	case message == "Shutdown in progress...":
		return Event{Kind: ServerDown}, true
	}
	if parts := m.reload.FindStringSubmatch(message); parts != nil {
		return Event{Kind: Reloaded, Jail: parts[1]}, true
	}
	return m.ofJail(message)
}
