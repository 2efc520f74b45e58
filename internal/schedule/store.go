package schedule

import (
	"context"
	"time"

	"bangui/internal/audit"
)

// Entry is a schedule as it stands.
type Entry struct {
	Task string
	// Title and Description are those of the task in this program; empty if it does not know the task.
	Title, Description string
	Schedule           Schedule
	// Default is what the program that runs here comes with; zero if it does not know the task.
	Default Schedule
	// Custom is true if an operator has changed something.
	Custom, Enabled bool
	// NextRunAt is zero if it runs on demand only, or if it is disabled.
	NextRunAt time.Time
	// Held is true while it runs: on Replica, whose lease is good until LeaseUntil.
	Held       bool
	Replica    string
	LeaseUntil time.Time
	// AskedBy is who has asked for a run that has not ended; empty if nobody has.
	AskedBy string
	// Last is the newest run; nil if there is none.
	Last *Run
}

// RunQuery selects runs, newest first.
type RunQuery struct {
	// Task and State must be equal where not empty.
	Task  string
	State State
	// Before is the ID after which to continue: only smaller ones are returned. Zero means from the newest.
	Before int64
	// Limit is how many at most; zero means 50.
	Limit int
}

// Setting is what an operator may change about a schedule.
type Setting struct {
	Schedule        Schedule
	Enabled, Custom bool
}

// Store keeps schedules and runs. Its clock decides, not the caller's.
type Store interface {
	// EnsureSchedule makes a task known and sets its schedule, unless an operator has changed that. A new interval is due at once, a new
	// cron expression at its next time. It fails with fault.Invalid.
	EnsureSchedule(ctx context.Context, task string, schedule Schedule) error
	// ClaimRun claims one of the named tasks that is due and that nobody holds, for the length of the lease, and starts its run; a
	// run whose lease is over is marked [Lost] first. ok is false if nothing is due.
	ClaimRun(ctx context.Context, replica string, tasks []string, lease time.Duration) (run Run, ok bool, err error)
	// RenewLease makes the lease run from now again, and returns the run: somebody may want it cancelled. It fails with fault.Conflict if
	// the lease is over.
	RenewLease(ctx context.Context, run Run, lease time.Duration) (Run, error)
	// FinishRun ends the run and its lease and sets the next time, which is [Run.Again] from now on if that is not zero; it fails with fault.Conflict if the lease is over. A scheduled run that
	// succeeds as a matter of [Run.Routine] takes the place of the run of its task before it, if that was a scheduled one with the same end.
	FinishRun(ctx context.Context, run Run, state State, outcome string) (Run, error)
	// ReleaseRun ends the run and its lease, and the task is due at once, for another replica; it fails with fault.Conflict if
	// the lease is over.
	ReleaseRun(ctx context.Context, run Run, outcome string) (Run, error)
	// SaveProgress stores how far the run is (Done, Total, Doing) and new lines; it fails with fault.Conflict if the lease is over.
	SaveProgress(ctx context.Context, run Run, lines []Line) error
	// FamilyTasks returns the names of the tasks that begin so, by name.
	FamilyTasks(ctx context.Context, prefix string) ([]string, error)
	// NextDue returns how long until one of the tasks is due; at most an hour.
	NextDue(ctx context.Context, tasks []string) (time.Duration, error)

	// Schedules returns all schedules by name, without what only a program knows.
	Schedules(ctx context.Context) ([]Entry, error)
	// SetSchedule stores what an operator wants; times begin anew. It fails with fault.NotFound.
	SetSchedule(ctx context.Context, task string, setting Setting, entry audit.Entry) error
	// AskRun asks for a run out of turn. It fails with fault.NotFound, and with fault.Conflict if the task runs or was asked for already.
	AskRun(ctx context.Context, task, actor string, entry audit.Entry) error
	// CancelRun asks the replica that runs it to end it. It fails with fault.NotFound, and with fault.Conflict if it has ended. Asking
	// twice is no error.
	CancelRun(ctx context.Context, id int64, actor string, entry audit.Entry) (Run, error)

	// Runs returns runs, newest first.
	Runs(ctx context.Context, query RunQuery) ([]Run, error)
	// Run fails with fault.NotFound.
	Run(ctx context.Context, id int64) (Run, error)
	// RunLines returns what a run told, after the line with this number.
	RunLines(ctx context.Context, id int64, after int) ([]Line, error)
	// RemoveRuns removes runs that ended longer ago than age, at most limit, and returns how many.
	RemoveRuns(ctx context.Context, age time.Duration, limit int) (int, error)
}
