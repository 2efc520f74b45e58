package blocklist

import (
	"time"

	"bangui/internal/listformat"
	"bangui/internal/schedule"
)

// Run is one import of a list.
type Run struct {
	ID, List int64
	// Job is the run of the task, see package schedule.
	Job       int64
	StartedAt time.Time
	// EndedAt is zero while it runs.
	EndedAt time.Time
	Cause   schedule.Cause
	// Actor is who asked for it; empty for the schedule.
	Actor   string
	Outcome Outcome
	// Message is a sentence for the user: what it did, or why it failed and what to do.
	Message string
	Report
	// Hosts are those that have brought the new contents into force, by name; lists of runs have none.
	Hosts []Applied
}

// Report is what an import has found.
type Report struct {
	// Source is where the list came from in the end, after redirects; empty for text that was uploaded.
	Source string `json:"source,omitempty"`
	// Rest is for how long after the start the server is to be left alone, because it answered although the import failed; zero if it did not.
	Rest time.Duration `json:"rest,omitempty"`
	// Status is that of the answer, Bytes how many came over the network or were uploaded.
	Status int   `json:"status,omitempty"`
	Bytes  int64 `json:"bytes"`
	// Format is how the list was written, Gzip whether it was packed.
	Format listformat.Format `json:"format,omitempty"`
	Gzip   bool              `json:"gzip,omitempty"`
	// Lines were read, Networks found in them, Dropped says what was left out and why. Doubles are networks that the list has twice or that lie in
	// others of it.
	Lines    int       `json:"lines"`
	Networks int       `json:"networks"`
	Doubles  int       `json:"doubles"`
	Dropped  []Dropped `json:"dropped,omitempty"`
	// Entries are what is left, Before what the list had. Added and Removed are the difference.
	Entries int `json:"entries"`
	Before  int `json:"before"`
	Added   int `json:"added"`
	Removed int `json:"removed"`
	// Revision and Digest are of what was stored; zero and empty if nothing was.
	Revision int64  `json:"revision,omitempty"`
	Digest   string `json:"digest,omitempty"`
	// FetchTook includes reading, which is done meanwhile.
	FetchTook time.Duration `json:"fetch_took,omitempty"`
	StoreTook time.Duration `json:"store_took,omitempty"`
}

// Dropped is what was left out of a list for one reason.
type Dropped struct {
	// Reason is one of those of package listformat.
	Reason string `json:"reason"`
	// Title says it for people.
	Title   string   `json:"title"`
	Lines   int      `json:"lines"`
	Samples []Sample `json:"samples,omitempty"`
}

// Sample is one line of a list.
type Sample struct {
	// Line counts from 1.
	Line int `json:"line"`
	// Text is cut, and without control characters.
	Text string `json:"text"`
}

// Outcome is the short form of how an import ended.
type Outcome string

// How imports end.
const (
	Running Outcome = "running"
	// Imported means that the list has new contents.
	Imported Outcome = "imported"
	// Unchanged means that it has not changed.
	Unchanged Outcome = "unchanged"
	// Held means that its new contents wait for somebody to accept them.
	Held      Outcome = "held"
	Failed    Outcome = "failed"
	Cancelled Outcome = "cancelled"
	// Lost means that the process that did it was killed; another one has done it again.
	Lost Outcome = "lost"
)

// Applied is a host that has brought the contents of a run into force.
type Applied struct {
	Host string
	At   time.Time
	// Took is how long that was after the import.
	Took time.Duration
}

// RunQuery selects runs, newest first.
type RunQuery struct {
	// List must be equal if it is not 0.
	List int64
	// Before is the ID after which to continue: only smaller ones are returned. Zero means from the newest.
	Before int64
	// Limit is 1 to 500.
	Limit int
}

// ImportTasks is how the names of the tasks begin that import lists; the list's ID follows.
const ImportTasks = "blocklist.import."
