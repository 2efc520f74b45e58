package schedule

import (
	"context"
	"time"
)

// Task is something to do again and again, or when somebody asks for it.
type Task struct {
	// Name is unique, such as session.cleanup.
	Name string
	// Title and Description are for people, in English.
	Title, Description string
	// Schedule is when it runs unless an operator has changed that.
	Schedule Schedule
	// Run does it. ctx ends when the lease is lost, the run is cancelled or the process stops, and Run must then return soon. Every
	// write of the store that is made with ctx is refused once the lease is lost. What Run returns is kept as the outcome, a sentence
	// for the operator.
	Run func(ctx context.Context, work *Work) (outcome string, err error)
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
	Cause   Cause
	// Actor is who asked for it; empty unless Cause is [Manual].
	Actor string
	// Done of Total is how far it is; Total is zero if that is not known. Doing says what it does at present; may be empty.
	Done, Total int64
	Doing       string
	// CancelAt is when somebody, CancelBy, asked to end it; zero if nobody did.
	CancelAt time.Time
	CancelBy string
	// Routine is true if the task says that the run found all as it should be; it is not stored. See [Work.Routine].
	Routine bool
}

// State is how a run stands.
type State string

// The states of a run.
const (
	Running   State = "running"
	Succeeded State = "succeeded"
	Failed    State = "failed"
	// Cancelled is a run that somebody ended.
	Cancelled State = "cancelled"
	// Lost is a run whose replica did not renew its lease.
	Lost State = "lost"
	// Released is a run that was given back unfinished, because its replica stopped.
	Released State = "released"
)

// Cause is why a run began.
type Cause string

// The causes of a run.
const (
	Scheduled Cause = "schedule"
	Manual    Cause = "manual"
)

// Line is one line of what a run tells.
type Line struct {
	// N counts from 1.
	N int
	// At is given by the store.
	At    time.Time
	Level Level
	Text  string
}

// Level says how bad a line is.
type Level string

// The levels of a line.
const (
	Info Level = "info"
	Warn Level = "warn"
)

// JobChange is the data of events of the topic job: a run began, got on or ended.
type JobChange struct {
	Run Run
}
