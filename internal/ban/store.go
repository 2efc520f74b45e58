package ban

import (
	"context"
	"time"

	"bangui/internal/audit"
	"bangui/internal/host"
)

// Store keeps the history of bans, what is in force, and the counts made of it.
//
// For each host, jail and address at most one ban is in force. A second one that begins ends the first, with [EndUnknown], or with
// [EndExpired] if its planned end had come.
type Store interface {
	// Cursor returns how far the host's events have been stored; empty at first contact.
	Cursor(ctx context.Context, hostName string) (host.Cursor, error)
	// Ingest stores a batch of a host's events, its snapshot and its cursor, and updates the counts, all in one transaction. The same
	// batch twice changes nothing the second time. It fails with fault.Conflict if a newer epoch has taken the host.
	//
	// A ban that comes within [MergeWindow] of one that [Store.RecordManual] opened is that one: it takes over time and evidence
	// from fail2ban and keeps origin, actor and reason.
	Ingest(ctx context.Context, hostName string, epoch int64, batch host.Batch) ([]Change, error)
	// RecordManual stores bans that we ordered and that are in force, with origin, actor and reason, so that they show at once. One
	// that is already in force by then only takes origin, actor and reason if it began within [MergeWindow].
	RecordManual(ctx context.Context, bans []Ban, entries []audit.Entry) ([]Change, error)
	// ExpectManual is RecordManual for bans of one host that we ordered and that are not in force yet. One that begins within that time
	// is ours when it comes.
	ExpectManual(ctx context.Context, hostName string, bans []Ban, within time.Duration) ([]Change, error)
	// RecordLifted ends bans that we ordered to be lifted.
	RecordLifted(ctx context.Context, lifted []Lifted, entries []audit.Entry) ([]Change, error)

	// Active returns bans in force, ActiveCount how many there are.
	Active(ctx context.Context, query ActiveQuery) (Page, error)
	ActiveCount(ctx context.Context, query ActiveQuery) (int, error)
	// List returns from the history.
	List(ctx context.Context, query Query) (Page, error)
	// Ban returns one with all its evidence, or fails with fault.NotFound.
	Ban(ctx context.Context, id int64) (Ban, error)
	// RemoveBefore removes at most limit bans that ended longer ago than age, with their evidence, and returns how many. Counts stay.
	// The store's clock decides, not the caller's.
	RemoveBefore(ctx context.Context, age time.Duration, limit int) (int, error)

	// Counts adds up counts of one dimension by key, largest first.
	Counts(ctx context.Context, query CountQuery) ([]Count, error)
	// Series adds up counts of one dimension by time, without the empty ones, oldest first.
	Series(ctx context.Context, query CountQuery) ([]Point, error)
	// LastBanAt returns when the newest ban began, the zero time if there is none.
	LastBanAt(ctx context.Context, hostName string) (time.Time, error)
}

// MergeWindow is how far fail2ban's time of a manual ban may be from ours.
const MergeWindow = 10 * time.Second

// Lifted is a ban that was lifted by one of our users.
type Lifted struct {
	Host, Jail, Address string
	Actor               string
	At                  time.Time
}

// Dimension is what a count is about.
type Dimension string

// The dimensions. Each is kept by hour, for each host and for all hosts together.
const (
	// CountBans has one key, the empty string.
	CountBans Dimension = "bans"
	// CountJails, CountCountries and CountOrigins count bans by jail, country and origin.
	CountJails     Dimension = "jail"
	CountCountries Dimension = "country"
	CountOrigins   Dimension = "origin"
	// CountFailures counts failures by jail.
	CountFailures Dimension = "failure"
)

// CountQuery selects counts. Empty fields do not limit.
type CountQuery struct {
	Dimension Dimension
	// From and To limit the time; both are cut to the hour, To is exclusive.
	From, To time.Time
	// Host empty means all hosts together.
	Host string
	// Key empty means all keys.
	Key string
	// Bucket is the width of a point of Series, a multiple of an hour.
	Bucket time.Duration
	// Limit is the largest number of keys for Counts; zero means 500.
	Limit int
}

// Count is a sum for one key.
type Count struct {
	Key string
	N   int64
}

// Point is a sum for a piece of time that begins at At.
type Point struct {
	At time.Time
	N  int64
}
