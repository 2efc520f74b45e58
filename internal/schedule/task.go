package schedule

import (
	"context"
	"strings"
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

// Family is tasks of which there is one for each of something that people make, such as the imports of block lists. Whoever keeps what they make
// keeps the schedules with it, see [Store]; neither are they made here, nor changed.
type Family struct {
	// Prefix is how the names of the tasks begin, such as blocklist.import. with the dot; the rest names the member.
	Prefix string
	// Title is that of a member, for people, in English; Description goes for all of them.
	Title       func(member string) string
	Description string
	// Run is that of [Task], for a member.
	Run func(ctx context.Context, work *Work, member string) (outcome string, err error)
}

// families are looked through for the one that a task is of.
type families []Family

// find returns the task with this name; ok is false if it is of none of them.
func (f families) find(name string) (task Task, ok bool) {
	for _, family := range f {
		if member, ok := strings.CutPrefix(name, family.Prefix); ok {
			return Task{
				Name: name, Title: family.Title(member), Description: family.Description,
				Run: func(ctx context.Context, work *Work) (string, error) { return family.Run(ctx, work, member) },
			}, true
		}
	}
	return Task{}, false
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
	// Again is after which time the task wants to run again, whatever its schedule says; zero leaves that to the schedule. It is not stored. See
	// [Work.Again].
	Again time.Duration
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
