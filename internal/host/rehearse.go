package host

import "time"

// MaxRehearsedDays is how far back a rehearsal may go.
const MaxRehearsedDays = 30

// RehearseOrder asks what a jail finds in a piece of its log, with its settings as they are and as they are to be.
type RehearseOrder struct {
	// Jail is the name of a jail of the configuration.
	Jail string
	// Draft is what the configuration is to be like. It does not say where lines are read from.
	Draft []FileChange
	// Own are other expressions than the configuration has, or is to have.
	Own *Expressions
	// Since is from when on failures count.
	Since time.Time
	// Cursor is that of the piece before; empty means the first one.
	Cursor string
}

// RehearsedPiece is what a jail finds in a piece of its log.
type RehearsedPiece struct {
	// Present are the settings as they are, Changed as they are to be.
	Present, Changed Rules
	// Failures are found with the present expressions and ChangedFailures with the changed ones, in the order of the log; Same is true if these are
	// the same, and ChangedFailures nil then.
	Failures, ChangedFailures []Failure
	Same                      bool
	// Lines is how many were looked at. Undated were matched and have no time, by present and changed expressions: they are not among the failures.
	Lines, Undated, ChangedUndated int
	// Done of Total tells how far this and the pieces before come, in bytes, or in seconds for the journal.
	Done, Total int64
	// Source is where the lines are from.
	Source string
	// Left are files that could not be read, such as compressed ones of another kind.
	Left []string
	// Refused is an expression that keeps fail2ban busy: there is no more to come then. RefusedPresent is true if it is one that is in use.
	Refused        *Refusal
	RefusedPresent bool
	// Cursor continues; empty at the end.
	Cursor string
}

// Rules are the settings of a jail that decide about bans.
type Rules struct {
	MaxRetry int
	// FindTime and BanTime are whole seconds; BanTime may be [Permanent].
	FindTime, BanTime time.Duration
	Increment         Increment
	// Ignore are the entries of the ignore list, with the host's own addresses if the jail ignores those.
	Ignore []string
	// IgnoreCommand is true if a program decides, too.
	IgnoreCommand bool
	// Formula is true if bans get longer by a formula of the administrator's own.
	Formula bool
}

// Failure is one failure in a log.
type Failure struct {
	At time.Time
	// ID is an address or another ban id.
	ID string
}
