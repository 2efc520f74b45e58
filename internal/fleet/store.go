package fleet

import (
	"context"
	"time"

	"bangui/internal/host"
)

// Record is a host that we know.
type Record struct {
	// Name is unique: letters, digits, dots, dashes and underscores, 1 to 64 characters. It is the host's ID everywhere.
	Name string
	// Local is true for the machine that BanGUI runs on.
	Local     bool
	CreatedAt time.Time
	// Epoch grows each time that somebody begins to hold the host.
	Epoch int64
	// Holder is the ID of the replica that looks after the host; empty if none does.
	Holder string
	// Free is for how long none has; zero if one does.
	Free time.Duration
	// Status is what we know of it. Reachable and Problem are of the last try; everything else, At included, is of the last time
	// that fail2ban answered. At is the zero time if it never did.
	Status host.Status
	// Age is how long ago Status.At is: measured by one clock, however wrong those of other machines are.
	Age time.Duration
	// LastSeenAt is when fail2ban on it last answered; zero if never.
	LastSeenAt time.Time
}

// Store keeps hosts, who holds them, and their status. Its clock decides when a lease is over, not the caller's.
type Store interface {
	// HoldHost registers the host if it is new. If nobody holds it, or the caller does, or force is true, the caller holds it from now
	// on for the length of lease: the epoch is raised, and only writes with the new one count. Else ok is false and nothing changes.
	HoldHost(ctx context.Context, hold Hold) (record Record, ok bool, err error)
	// KeepHost makes the lease run from now again. It fails with fault.Conflict if the epoch is not the present one any more.
	KeepHost(ctx context.Context, name string, epoch int64, lease time.Duration) error
	// ReleaseHost lets somebody else hold the host at once. It is no error if somebody does already.
	ReleaseHost(ctx context.Context, name string, epoch int64) error
	// Hosts returns all hosts by name, each with its last status.
	Hosts(ctx context.Context) ([]Record, error)
	// Host fails with fault.NotFound.
	Host(ctx context.Context, name string) (Record, error)
	// SaveStatus stores the status unless a newer epoch has been taken: then it fails with fault.Conflict and changes nothing. The
	// times in it are by the caller's clock; the store keeps them by its own.
	SaveStatus(ctx context.Context, name string, epoch int64, status host.Status) error
}

// Hold is a wish to hold a host.
type Hold struct {
	Name  string
	Local bool
	// Replica is who wants it.
	Replica string
	Lease   time.Duration
	// Force takes it from whoever holds it.
	Force bool
}
