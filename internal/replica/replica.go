// Package replica looks after the processes that serve one installation together: which there are, how they are, and what is
// wrong between them.
//
// Each replica writes a row every few seconds; the database's clock decides who is alive. Start with [Registry].
package replica

import (
	"context"
	"time"

	"bangui/internal/host"
)

// Replica is one process that serves.
type Replica struct {
	// ID tells it from all others, everywhere and for ever.
	ID string
	// Machine and PID are for people.
	Machine string
	PID     int
	// Version is the program's, Schema the version of its own newest migration.
	Version string
	Schema  int64
	State   State
	// URL is where its HTTP server answers; empty for a unix socket. Address is where others join its link; empty if nowhere.
	URL     string
	Address string
	// Skew is its clock minus the database's, as it was measured last.
	Skew time.Duration
	// Events is how many events it has published to the others since it started.
	Events int64
	// Linked are the IDs of the replicas that it exchanges messages with.
	Linked []string
	// Standby are the hosts that it would take over.
	Standby []string
	// Protects is what it knows that must never be blocked: its proxies, its own addresses and its database.
	Protects []host.ProtectedNetwork

	// The following are given by the store, by its own clock.

	StartedAt time.Time
	BeatAt    time.Time
	// Silent is how long ago BeatAt is.
	Silent time.Duration
}

// State is what a replica does.
type State string

// The states.
const (
	Serving  State = "serving"
	Stopping State = "stopping"
)

// Store keeps the replicas. Its clock decides, not the caller's.
type Store interface {
	// BeatReplica stores what the replica says of itself, with the present time, and returns the store's clock.
	BeatReplica(ctx context.Context, me Replica) (now time.Time, err error)
	// RemoveReplica removes one that stopped in order; one that is gone already is no error.
	RemoveReplica(ctx context.Context, id string) error
	// RemoveSilentReplicas removes those that have been silent for so long, and returns how many.
	RemoveSilentReplicas(ctx context.Context, silent time.Duration) (int, error)
	// Replicas returns all, longest serving first.
	Replicas(ctx context.Context) ([]Replica, error)
	// Duties returns what replicas do at present, by replica and name.
	Duties(ctx context.Context) ([]Duty, error)
	// Compatibility returns the version of the tables, and the oldest program that they still serve.
	Compatibility(ctx context.Context) (schema, oldest int64, err error)
}

// Duty is something that one replica does for all.
type Duty struct {
	// Replica is its ID.
	Replica string
	Kind    DutyKind
	// Name is the host's or the task's.
	Name string
}

// DutyKind is what a duty is about.
type DutyKind string

// The kinds of duty.
const (
	HostDuty DutyKind = "host"
	TaskDuty DutyKind = "task"
)

const (
	// BeatEvery is how often a replica shows that it is alive.
	BeatEvery = 3 * time.Second
	// SilentAfter is when a replica that does not beat is taken for dead.
	SilentAfter = 12 * time.Second
	// ForgetAfter is when such a one is removed. Until then people see it.
	ForgetAfter = 10 * time.Minute
)
