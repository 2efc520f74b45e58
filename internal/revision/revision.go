package revision

import (
	"time"

	"bangui/internal/host"
)

// Revision is a draft that was given to its host to be applied.
type Revision struct {
	// ID is given by the store and grows; Order is what the host knows it by.
	ID    int64
	Order string
	Host  string
	// Author is the name of who applied it, Reason why.
	Author, Reason string
	CreatedAt      time.Time
	// ConfirmWithin is how long it waits to be confirmed; zero is not at all.
	ConfirmWithin time.Duration
	// Restores is the revision whose files it brought back; zero if it is none of those.
	Restores int64
	// UserID and DraftHash tell which draft it came from.
	UserID    int64
	DraftHash string
	// State is how far it is, as the host told last. An order that has not reached the host is in [host.PhaseChecking].
	State host.ApplyState
	// Files are what it changes; lists have them without texts.
	Files []File
}

// Over tells whether it has come to its end.
func (r Revision) Over() bool { return r.State.Phase.Over() }

// File is one file of a revision.
type File struct {
	Name          string
	Before, After Content
	// Added and Removed are numbers of lines.
	Added, Removed int
}

// Query selects revisions, newest first.
type Query struct {
	// Host must be equal if it is not empty.
	Host string
	// Before is the ID after which to continue: only smaller ones are returned. Zero means from the newest.
	Before int64
	// Limit is 1 to 500.
	Limit int
}
