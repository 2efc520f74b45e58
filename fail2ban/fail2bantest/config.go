package fail2bantest

import "time"

// Versions that behave differently.
const (
	V0_11_2 = "0.11.2"
	V1_0_2  = "1.0.2"
	V1_1_0  = "1.1.0"
	V1_1_1  = "1.1.1"
)

// Config is what a server starts with. The zero value is a 1.0.2 without jails.
type Config struct {
	// Version is one of the V constants, or another; empty means 1.0.2.
	Version string
	// Socket is the path of the socket, at most 107 bytes; empty means one in a new directory below the system's for temporary files.
	Socket string
	// Jails are there at the start and after each restart.
	Jails []JailConfig
	// NoDatabase makes bans forgotten when a jail stops.
	NoDatabase bool
	// BanDelay is how long a jail's thread takes from the last failure to the ban; zero means 5 ms.
	BanDelay time.Duration
	// OnEvent is told what happens, one event at a time. It must not send commands to the server. May be nil.
	OnEvent func(Event)
}

// JailConfig is a jail as its configuration would have it. Zero fields mean what fail2ban's own configuration has.
type JailConfig struct {
	Name string
	// Backend is polling unless given.
	Backend string
	// MaxRetry is 5, FindTime and BanTime are 10 minutes unless given; a negative BanTime is for bans without end.
	MaxRetry          int
	FindTime, BanTime time.Duration
	Ignore            []string
	LogPaths          []string
	FailRegex         []string
	// Actions are names; each gets a few properties. None given means one action named "file".
	Actions []string
}

// Event is something that happened on the server.
type Event struct {
	Kind EventKind
	At   time.Time
	Jail string
	// ID is the address or other ban id; empty for events of a jail.
	ID string
	// BanTime, BanCount, Failures and Matches are set for [EventBan] and [EventRestore]. BanTime is negative for no end.
	BanTime  time.Duration
	BanCount int
	Failures int
	Matches  []string
}

// EventKind is what sort of thing happened.
type EventKind string

// The kinds of events.
const (
	// EventAttempt is a failure that was counted on a client's order, EventFound one by [Server.Fail].
	EventAttempt EventKind = "attempt"
	EventFound   EventKind = "found"
	// EventIgnored is a failure of an ignored address.
	EventIgnored EventKind = "ignored"
	EventBan     EventKind = "ban"
	// EventRestore is a ban that comes back from the database.
	EventRestore EventKind = "restore"
	// EventUnban is the end of a ban, by time or on order.
	EventUnban EventKind = "unban"
	// EventForget means that the database forgot an address in a jail, on an order to unban; At is now. It comes before the unban.
	EventForget EventKind = "forget"
	// EventRepeal is the end of a ban because its jail stops.
	EventRepeal      EventKind = "repeal"
	EventJailStarted EventKind = "jail started"
	EventJailStopped EventKind = "jail stopped"
	EventServerUp    EventKind = "server up"
	EventServerDown  EventKind = "server down"
)
