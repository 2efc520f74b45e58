// Package schedule runs what must happen again and again, on exactly one of many replicas.
//
// A schedule is a row; a replica claims it with a lease and a fence, a number that grows with each claim. Whoever has lost its
// lease has an old fence, and the store refuses its writes. So a replica may be killed or paused at any moment.
//
// Start with [Runner], which runs a list of [Task] for one replica.
package schedule

import (
	"context"
	"time"
)

// Task is something to do again and again.
type Task struct {
	// Name is unique, such as session.cleanup.
	Name string
	// Every is the time from the beginning of one run to the next, 1 s or more.
	Every time.Duration
	// Run does it. ctx ends when the lease is lost or the process stops, and Run must then return soon. What it returns is kept
	// as the outcome of the run, a sentence for the operator.
	Run func(ctx context.Context, run Run) (outcome string, err error)
}

// Run is one run of a task.
type Run struct {
	ID    int64
	Task  string
	Fence int64
	// Replica is who runs it.
	Replica   string
	StartedAt time.Time
	// EndedAt is zero while it runs.
	EndedAt time.Time
	State   State
	// Outcome is a sentence for the operator, or why it failed.
	Outcome string
}

// State is how a run stands.
type State string

// The states of a run.
const (
	Running   State = "running"
	Succeeded State = "succeeded"
	Failed    State = "failed"
	// Lost is a run whose replica did not renew its lease.
	Lost State = "lost"
	// Released is a run that was given back unfinished, because its replica stopped.
	Released State = "released"
)

// Store keeps schedules and runs. Its clock decides, not the caller's.
type Store interface {
	// EnsureSchedule creates the schedule if it is new, due at once, and sets its interval.
	EnsureSchedule(ctx context.Context, task string, every time.Duration) error
	// ClaimRun claims one of the named tasks that is due and that nobody holds, for the length of the lease, and starts its run; a
	// run whose lease is over is marked [Lost] first. ok is false if nothing is due.
	ClaimRun(ctx context.Context, replica string, tasks []string, lease time.Duration) (run Run, ok bool, err error)
	// RenewLease lengthens the lease; it fails with fault.Conflict if it was lost.
	RenewLease(ctx context.Context, run Run, lease time.Duration) error
	// FinishRun ends the run and its lease and sets the next one; it fails with fault.Conflict if the lease was lost.
	FinishRun(ctx context.Context, run Run, state State, outcome string) error
	// ReleaseRun ends the run and its lease, and the task is due at once, for another replica; it fails with fault.Conflict if
	// the lease was lost.
	ReleaseRun(ctx context.Context, run Run, outcome string) error
	// NextDue returns how long until one of the tasks is due; at most an hour.
	NextDue(ctx context.Context, tasks []string) (time.Duration, error)
	// Runs returns the newest runs of a task, or of all tasks if it is empty.
	Runs(ctx context.Context, task string, limit int) ([]Run, error)
	// RemoveRuns removes runs that ended before t, at most limit, and returns how many.
	RemoveRuns(ctx context.Context, t time.Time, limit int) (int, error)
}
