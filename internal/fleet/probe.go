package fleet

import (
	"context"
	"time"
)

// Probe is how a host answered when a job asked it.
type Probe struct {
	// Host is its name.
	Host string
	// RunID is the run that asked.
	RunID int64
	// At is given by the store.
	At        time.Time
	Reachable bool
	// Problem is for the user; empty if the host answered.
	Problem string
	// Took is how long the answer took.
	Took time.Duration
}

// Probes keeps probes. Its clock decides, not the caller's.
type Probes interface {
	// SaveProbe stores one probe.
	SaveProbe(ctx context.Context, probe Probe) error
	// HostProbes returns the newest probes of a host, newest first, at most limit.
	HostProbes(ctx context.Context, host string, limit int) ([]Probe, error)
	// RemoveProbes removes probes that are older than age, at most limit, and returns how many.
	RemoveProbes(ctx context.Context, age time.Duration, limit int) (int, error)
}
