package host

import "time"

// Cursor marks a place in a host's events. It is opaque: only the host that made it can read it. Empty is the beginning.
type Cursor string

// Batch is what happened since the cursor before it.
type Batch struct {
	// Events are in the order in which they happened, at most [MaxBatch].
	Events []Event
	// Snapshot, if not nil, is everything that is banned after Events. What is not in it is no longer banned.
	Snapshot *Snapshot
	// Cursor is the place after this batch.
	Cursor Cursor
}

// MaxBatch is the largest number of events in one batch.
const MaxBatch = 500

// Snapshot is all that is banned at one time.
type Snapshot struct {
	At     time.Time
	Banned []Banned
}

// Event is one thing that happened on a host.
type Event struct {
	Kind EventKind
	// At is when, to the second for bans and to the millisecond for what comes from the log.
	At   time.Time
	Jail string
	// ID is a canonical address or network, or another ban id as fail2ban shows it; empty for events about a jail or the server.
	ID string

	// The following are set for EventBan only.

	// Until is the end of the ban as far as fail2ban has fixed it; zero means permanent or unknown, see BanTime.
	Until time.Time
	// BanTime is the length, [Permanent], or zero if not known.
	BanTime time.Duration
	// Told is when fail2ban's log told of the ban, after its last failure; zero if the log did not. What fail2ban bans again for the same
	// failure, because it was restarted, is the same ban, told again.
	Told time.Time
	// BanCount is which ban of this address in this jail it is, as fail2ban counts; 1 is the first.
	BanCount int
	// Failures is the number of failures that led to it.
	Failures int
	// Evidence are the matched lines, harmless text, within [MaxEvidenceLines] and [MaxEvidenceBytes].
	Evidence []string

	// Message says more for EventActionFailed, EventIgnored (by which rule) and EventWarning; else empty.
	Message string
	// Action is the name of the action that failed, for EventActionFailed.
	Action string
}

// Limits of the evidence kept with one ban.
const (
	MaxEvidenceLines = 20
	MaxEvidenceBytes = 16 << 10
)

// EventKind is what sort of thing happened.
type EventKind string

// The kinds of events.
const (
	EventBan EventKind = "ban"
	// EventRestore is a ban that was in force before fail2ban or the jail was restarted, and is again.
	EventRestore EventKind = "restore"
	// EventUnban is the end of a ban; fail2ban does not tell whether it expired or was lifted.
	EventUnban EventKind = "unban"
	// EventRepeal is the end of a ban because its jail or fail2ban was stopped; it may be restored later.
	EventRepeal EventKind = "repeal"
	// EventFound is one failure.
	EventFound EventKind = "found"
	// EventIgnored is a failure that an ignore rule covered.
	EventIgnored EventKind = "ignored"
	// EventActionFailed is an action whose command failed: the address counts as banned and may not be blocked.
	EventActionFailed EventKind = "action_failed"
	EventJailStarted  EventKind = "jail_started"
	EventJailStopped  EventKind = "jail_stopped"
	EventServerUp     EventKind = "server_started"
	EventServerDown   EventKind = "server_stopped"
)

// LogQuery asks for a piece of fail2ban's log.
type LogQuery struct {
	// Before is the Cursor of an earlier page; empty means the end of the log.
	Before string
	// After is the Tail of an earlier page: what was written since is wanted. Only one of Before and After may be given.
	After string
	// Limit is the number of records, 1 to 1,000; zero means 200.
	Limit int
	// MinLevel leaves out what is less severe: DEBUG, INFO, NOTICE, WARNING, ERROR, CRITICAL; empty means everything.
	MinLevel string
	// Contains leaves out records without this text, compared without regard to case; empty means everything.
	Contains string
	// Jail leaves out records that are about no jail, or about another one; empty means everything.
	Jail string
}

// LogPage is a piece of fail2ban's log.
type LogPage struct {
	// Records are in the order of the log, oldest first.
	Records []LogRecord
	// Cursor continues to older records; empty at the beginning of the log.
	Cursor string
	// Tail continues to newer records, with After; empty for pages of older ones.
	Tail string
}

// LogRecord is one entry of fail2ban's log, continuation lines joined by newlines.
type LogRecord struct {
	At      time.Time
	Level   string
	Logger  string
	Message string
}
