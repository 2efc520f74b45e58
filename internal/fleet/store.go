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
	// Epoch grows each time another process takes the host over.
	Epoch int64
	// Status is what we know of it. Reachable and Problem are of the last try; everything else, At included, is of the last time
	// that fail2ban answered. At is the zero time if it never did.
	Status host.Status
	// LastSeenAt is when fail2ban on it last answered; zero if never.
	LastSeenAt time.Time
}

// Store keeps hosts and their status.
type Store interface {
	// TakeHost registers the host if it is new, raises its epoch and returns it: from now on only writes with this epoch count.
	TakeHost(ctx context.Context, name string, local bool) (Record, error)
	// Hosts returns all hosts by name, each with its last status.
	Hosts(ctx context.Context) ([]Record, error)
	// Host fails with fault.NotFound.
	Host(ctx context.Context, name string) (Record, error)
	// SaveStatus stores the status unless a newer epoch has been taken: then it fails with fault.Conflict and changes nothing.
	SaveStatus(ctx context.Context, name string, epoch int64, status host.Status) error
}
