package ban

import (
	"net/netip"
	"time"
)

// Ban is one ban of one address or network in one jail of one host: it has a beginning and, later, an end.
type Ban struct {
	// ID is given by the store and grows with the order of insertion.
	ID   int64
	Host string
	Jail string
	// Address is canonical, an address or a network, or another ban id as fail2ban shows it.
	Address string
	// BannedAt is to the second. Host, Jail, Address and BannedAt together are unique.
	BannedAt time.Time
	// Until is the end that is planned; zero means permanent or unknown, see BanTime.
	Until time.Time
	// BanTime is the length, host.Permanent, or zero if not known.
	BanTime time.Duration
	// EndedAt is zero while it is in force.
	EndedAt time.Time
	// EndedBy says how it ended; empty while it is in force.
	EndedBy End
	// EndedActor is who lifted it, for EndUnbanned by one of our users; else empty.
	EndedActor string
	Origin     Origin
	// Actor and Reason are given for manual bans made here; else empty.
	Actor  string
	Reason string
	// Failures is how many led to it; Count is which ban of this address in this jail it is, as fail2ban counts, 0 if unknown.
	Failures int
	Count    int
	// Evidence are the matched lines; lists have the first one only, see EvidenceLines.
	Evidence []string
	// EvidenceLines is how many lines of evidence there are.
	EvidenceLines int
	// Country is an ISO 3166-1 code, empty if not known.
	Country string
	// ASN is the number of the network's owner, 0 if not known; Network is the owner's name.
	ASN     uint32
	Network string
	// Repeats is how many bans of this address the history has, up to [MaxRepeats]; only lists of the history count them, else 0.
	Repeats int
}

// MaxRepeats is where counting the bans of one address ends.
const MaxRepeats = 100

// Active tells whether the ban is in force.
func (b Ban) Active() bool { return b.EndedAt.IsZero() }

// Origin is where a ban came from.
type Origin string

// The origins.
const (
	Detected  Origin = "detected"
	Manual    Origin = "manual"
	Blocklist Origin = "blocklist"
	Fleet     Origin = "fleet"
)

// End is how a ban ended.
type End string

// The ends.
const (
	// EndExpired is the end that was planned.
	EndExpired End = "expired"
	// EndUnbanned is before that, by one of our users or by somebody else.
	EndUnbanned End = "unbanned"
	// EndRepealed is a jail or fail2ban that stopped; it may come back.
	EndRepealed End = "repealed"
	// EndUnknown is found ended, and nothing told how.
	EndUnknown End = "unknown"
)

// ActiveQuery selects bans in force, newest first. Empty fields do not limit.
type ActiveQuery struct {
	Host string
	Jail string
	// Text is looked for in address, jail and reason; if it is an address or network, what lies in it is found as well.
	Text string
	// Within limits to bans of an address or network and of what lies in it; the zero Prefix does not limit.
	Within netip.Prefix
	// ID limits to one ban id that is not an address, all of it.
	ID     string
	Cursor *Position
	// Limit is 1 to 500.
	Limit int
}

// Query selects from the history, newest first.
type Query struct {
	Scope
	Cursor *Position
	// Limit is 1 to 500.
	Limit int
	// NoRepeats leaves out [Ban.Repeats], which take longer than the list itself.
	NoRepeats bool
	// AllEvidence adds all matched lines to each ban; else there is the first one only.
	AllEvidence bool
	// Patience is for how long the store looks before it returns what it has, with a place to continue from; zero means until the
	// page is full. See [Page.Next].
	Patience time.Duration
}

// Position is a place in a list of bans, ordered by BannedAt and ID, newest first.
type Position struct {
	BannedAt time.Time
	ID       int64
}

// Page is a piece of a list.
type Page struct {
	Bans []Ban
	// Next is nil at the end. With few bans, or none, the search has come as far as Next and is to be continued from there.
	Next *Position
}

// Change is a ban that began or ended, as told to browsers.
type Change struct {
	// Began is true for a new or restored ban, false for one that ended.
	Began bool
	Ban   Ban
}
