package ban

import (
	"context"
	"net/netip"
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

	// Import stores bans of the past that old logs and databases tell of, with their evidence, and counts them. A host that is not known is
	// added, as one that nobody looks after. Nothing in force changes, nor the host's cursor, and no ban is in force afterwards: one
	// without an end gets [EndUnknown] at its beginning. An end may lie in the future only if it was planned and not told ([EndExpired] at
	// Until): a snapshot of before it would not bring back the ban.
	//
	// The same bans twice change nothing, nor do those that [Store.Ingest] has stored: logs have another time for a ban than fail2ban's
	// database, so a ban is known if it began in the same second, or while another one lasted, or just before it. A known ban that is over
	// learns what it lacks: evidence, numbers, its length, and an end that was told if its own was none or assumed. A ban without a
	// beginning is only such an end.
	Import(ctx context.Context, hostName string, bans []Ban) (Imported, error)
	// ImportPreview tells what Import would do, and changes nothing. Bans of one call are seen together, those of another are not.
	ImportPreview(ctx context.Context, hostName string, bans []Ban) (Imported, error)

	// Active returns bans in force, ActiveCount how many there are.
	Active(ctx context.Context, query ActiveQuery) (Page, error)
	ActiveCount(ctx context.Context, query ActiveQuery) (int, error)
	// List returns from the history.
	List(ctx context.Context, query Query) (Page, error)
	// Amount tells how many bans the history has in the scope. Without exact it answers at once, from counts or by looking at a part;
	// with exact it looks at each ban.
	Amount(ctx context.Context, scope Scope, exact bool) (Amount, error)
	// Ban returns one with all its evidence, or fails with fault.NotFound.
	Ban(ctx context.Context, id int64) (Ban, error)
	// BansByID returns bans with the first line of evidence each; those that are gone are missing.
	BansByID(ctx context.Context, ids []int64) ([]Ban, error)
	// NewestBans returns the newest ban of each address or network, by its text.
	NewestBans(ctx context.Context, addresses []string) (map[string]Ban, error)
	// Glimpses returns the newest bans of a scope that limits address or ID.
	Glimpses(ctx context.Context, scope Scope, limit int) (Glimpses, error)
	// InForceOver returns the IDs of bans in force of networks that the given one lies in.
	InForceOver(ctx context.Context, network netip.Prefix) ([]int64, error)
	// RemoveBefore removes at most limit bans that ended longer ago than age, with their evidence and what they add to the counts, and
	// returns how many. The store's clock decides, not the caller's.
	RemoveBefore(ctx context.Context, age time.Duration, limit int) (int, error)
	// RemoveCounts removes counts by the hour that are older than [HoursCounted], counts of nothing, and counts of failures older than
	// age, of limit days at most. It returns how many days it has looked at.
	RemoveCounts(ctx context.Context, age time.Duration, limit int) (int, error)

	// Counts adds up bans of a scope by one dimension. The times of the scope are those of a [Span].
	Counts(ctx context.Context, query CountQuery) (Counts, error)
	// Series adds up bans of a scope over time by one dimension: [ByNothing], [ByJail] or [ByCountry]. The edges are those of a [Span];
	// the times of the scope do not matter.
	Series(ctx context.Context, scope Scope, edges []time.Time, by Dimension) (Series, error)
	// FailureSeries adds up what fail2ban found, of one host and jail or of all, over time by jail.
	FailureSeries(ctx context.Context, hostName, jail string, edges []time.Time) (Series, error)
	// RecountDue tells whether the counts must be made anew: after an upgrade that has changed them.
	RecountDue(ctx context.Context) (bool, error)
	// RecountDays are the days to call RecountDay with, in this order.
	RecountDays(ctx context.Context) ([]time.Time, error)
	// RecountDay makes the counts of one day in UTC anew from its bans; last is true for the last one. Bans may come and go meanwhile.
	// Failures have no rows to be counted by: their counts stay.
	RecountDay(ctx context.Context, one time.Time, last bool) error
	// EndRecount takes note that the counts have been made anew.
	EndRecount(ctx context.Context) error
	// PackCounts makes counts of pieces of time that are over quicker to read, of at most limit pieces, where there are fewest counts or
	// more. It returns how many pieces it has looked at. Counts that change are right at once; they must be packed again then.
	PackCounts(ctx context.Context, fewest, limit int) (int, error)

	// PlacedWith names the data about addresses with which all bans were looked up last; empty for none.
	PlacedWith(ctx context.Context) (string, error)
	SetPlacedWith(ctx context.Context, version string) error
	// PlaceAgain looks up at most limit bans above a number that have no country or, if networks is true, no network. Counts follow.
	PlaceAgain(ctx context.Context, above int64, limit int, networks bool) (PlaceStep, error)

	// NetworkNames returns the names of owners by their numbers; those that are not known are missing.
	NetworkNames(ctx context.Context, numbers []uint32) (map[uint32]string, error)
	// HasBansOf tells whether the history has a ban of a jail.
	HasBansOf(ctx context.Context, jail string) (bool, error)
	// FirstBanAt and LastBanAt return when the oldest and the newest ban began, the zero time if there is none. LastBanAt looks at one
	// host, or at all if the name is empty.
	FirstBanAt(ctx context.Context) (time.Time, error)
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

// CountQuery asks for counts.
type CountQuery struct {
	Scope
	By Dimension
	// Limit is the largest number of items; zero means 500.
	Limit int
	// Keys are those that are wanted, of many; none means all. The total has the others, too. A store may return more keys.
	Keys []string
}

// Amount is how many bans there are.
type Amount struct {
	N int64
	// Exact is true if each ban was looked at, or if the counts answer exactly this question.
	Exact bool
	// AtLeast is true if there may be many more than N.
	AtLeast bool
}
