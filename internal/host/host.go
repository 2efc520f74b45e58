package host

import (
	"context"
	"net/netip"
	"time"
)

// Permanent is the ban time of a ban without an end, as fail2ban writes it: -1 second.
const Permanent = -1 * time.Second

// Host is one machine that runs fail2ban: a closed list of typed verbs, none of which takes a raw fail2ban command, shell
// text or a free path. Its homes are this machine (package localhost) and another one over the network (package link); both pass the
// suite in hosttest.
//
// All methods may be called at the same time. Every call honours its context; without a deadline the host sets one of its own.
// They fail with fault.Unreachable if fail2ban does not answer, fault.NotFound for an unknown jail, fault.Invalid for an
// order that makes no sense, fault.Refused if fail2ban answered with an error, and fault.Unsupported if this host cannot do it.
type Host interface {
	// Status tells how fail2ban is. A fail2ban that cannot be reached is a status, not an error.
	Status(ctx context.Context) (Status, error)
	// Jail tells the run-time settings of one jail.
	Jail(ctx context.Context, jail string) (Jail, error)
	// Banned lists all that is banned now, in no order.
	Banned(ctx context.Context) ([]Banned, error)
	// Ban bans each prefix in one jail; one result for each, in order. A failure of one does not stop the others.
	Ban(ctx context.Context, order BanOrder) ([]Result, error)
	// Unban lifts bans; one result for each prefix and jail concerned. What was not banned is no failure.
	Unban(ctx context.Context, order UnbanOrder) ([]Result, error)
	// ControlJail starts, stops, reloads, idles or resumes one jail.
	ControlJail(ctx context.Context, jail string, control Control) error
	// SetJail changes run-time settings of one jail and returns all of them as they are then. They last until the jail is
	// reloaded: what must last longer belongs into the configuration.
	SetJail(ctx context.Context, jail string, change JailChange) (Jail, error)
	// Server tells what is in force for fail2ban as a whole, and whether its service can be restarted.
	Server(ctx context.Context) (Server, error)
	// FlushLogs has fail2ban close its log and open it again, as after a rotation.
	FlushLogs(ctx context.Context) error
	// RestartServer has the service manager stop fail2ban and start it, and returns when it answers again. Fails with fault.Unsupported where that
	// cannot be done (see [Service]), with fault.Refused if fail2ban would not start with its configuration as it is, with fault.Conflict if bans would
	// be lost and nobody agreed, or while the configuration is being changed.
	RestartServer(ctx context.Context, order Restart) error
	// Protected returns the addresses that must not be banned there by accident: the host's own.
	Protected(ctx context.Context) ([]netip.Addr, error)
	// Log returns a piece of fail2ban's own log.
	Log(ctx context.Context, query LogQuery) (LogPage, error)
	// Configuration tells what fail2ban's files come to, or would come to with the files of a draft. fail2ban need not run for it. What is wrong
	// with the files is part of the answer. Fails with fault.Unavailable if the directory cannot be read.
	Configuration(ctx context.Context, draft []FileChange) (Configuration, error)
	// ReadFile returns one configuration file. Fails with fault.Invalid for a name that is none, fault.NotFound if there is no such file,
	// fault.TooLarge if it is larger than 1 MiB, and fault.Refused if it may not be read or is no plain file.
	ReadFile(ctx context.Context, name string) (ConfigFile, error)
	// Explain tells the options of the server, a jail, a filter or an action, and where each value comes from, with the files of a draft. Fails with
	// fault.NotFound if the files have no such part.
	Explain(ctx context.Context, part Part, draft []FileChange) (Explained, error)
	// Activation tries a jail as it would be if it were enabled, with the files of a draft: what it needs, whether that is on this machine, and what
	// mends what is not. Nothing is changed. Fails with fault.NotFound if the files have no such jail.
	Activation(ctx context.Context, jail string, draft []FileChange) (Activation, error)
	// Bench tells what there is to try lines on, with a draft of the configuration.
	Bench(ctx context.Context, draft []FileChange) (Bench, error)
	// TestFilter tries a filter on lines, with fail2ban's own program, in a box. Without lines it only tells the expressions. It fails with
	// fault.Invalid, in fail2ban's words, for expressions that it does not accept.
	TestFilter(ctx context.Context, order TestOrder) (TestReport, error)
	// Rehearse tells what a jail finds in a piece of its log, with its settings as they are and as they are to be.
	Rehearse(ctx context.Context, order RehearseOrder) (RehearsedPiece, error)
	// CheckChanges tells what would come of a change of the configuration, and makes none: what is wrong with it, what fail2ban says to it, and
	// what is done with which jail. What is wrong with the change itself is part of the answer, not an error.
	CheckChanges(ctx context.Context, changes []FileChange) (Check, error)
	// Apply begins a change of the configuration; see ApplyState for how it goes. When it returns without an error the order is on the disk,
	// and what was begun is brought to an end, whoever listens and whatever is killed. It fails with fault.Conflict while another change is going on or
	// waits to be confirmed. An ID that is known is no error and begins nothing.
	Apply(ctx context.Context, order ApplyOrder) error
	// ApplyState tells how far a change is. The latest ones are remembered. Fails with fault.NotFound for an ID that is not known.
	ApplyState(ctx context.Context, id string) (ApplyState, error)
	// Confirm keeps a change that waits for it. Confirming twice is no error; fails with fault.Conflict if it is too late.
	Confirm(ctx context.Context, id string) error
	// Undo calls a change off before anything was changed, and takes it back after that, as long as it has not come to its end. It returns before that
	// is done. Fails with fault.Conflict if the change is over, or if somebody changed the files meanwhile.
	Undo(ctx context.Context, id string) error
	// Watch delivers what happens, from cursor on, until ctx ends. It returns ctx's error then, and never nil.
	//
	// deliver must store the batch and then return nil: only after that the cursor has advanced. When deliver fails, the same
	// events come again. An empty cursor means first contact: all that fail2ban still remembers is delivered, then a
	// snapshot. A fail2ban that is down is waited for.
	Watch(ctx context.Context, cursor Cursor, deliver func(context.Context, Batch) error) error
	// Enforcer blocks lists of networks in the kernel, whether fail2ban runs or not.
	Enforcer
}

// Control is an order to a jail.
type Control string

// The orders to a jail.
const (
	Start  Control = "start"
	Stop   Control = "stop"
	Reload Control = "reload"
	Idle   Control = "idle"
	Resume Control = "resume"
)

// BanOrder asks for bans in one jail.
type BanOrder struct {
	// Jail is the name of a running jail.
	Jail string
	// Prefixes are canonical: no zone, no host bits set. A single address is a /32 or /128. At most [MaxOrder].
	Prefixes []netip.Prefix
	// Actor is who asked, for the evidence that fail2ban keeps; may be empty.
	Actor string
	// Reason is why, for the same place; may be empty. At most 500 bytes.
	Reason string
}

// UnbanOrder asks for bans to be lifted.
type UnbanOrder struct {
	// Jails limits the order to these jails; empty means every jail.
	Jails []string
	// IDs are canonical addresses and networks, or other ban ids exactly as fail2ban shows them. At most [MaxOrder].
	IDs []string
	// All lifts everything (in Jails, if given); IDs must be empty then.
	All bool
}

// MaxOrder is the largest number of addresses in one order.
const MaxOrder = 1000

// Result is what became of one address in one jail.
type Result struct {
	ID      string
	Jail    string
	Outcome Outcome
	// Message says more, for the user; may be empty.
	Message string
	// At is when the ban was seen to be in force, for Banned; the zero time otherwise.
	At time.Time
	// Until is the end that fail2ban will give the ban by the jail's ban time, for Banned; zero means permanent or unknown.
	Until time.Time
}

// Outcome is the short form of a result.
type Outcome string

// The outcomes of orders.
const (
	// OutcomeBanned: it was not banned before and is now.
	OutcomeBanned Outcome = "banned"
	// OutcomeAlreadyBanned: nothing was done.
	OutcomeAlreadyBanned Outcome = "already_banned"
	// OutcomePending: fail2ban took the order and had not carried it out when the time was up.
	OutcomePending Outcome = "pending"
	// OutcomeIgnored: the jail's ignore list covers it.
	OutcomeIgnored Outcome = "ignored"
	// OutcomeUnbanned: it was banned before and is not now.
	OutcomeUnbanned Outcome = "unbanned"
	// OutcomeNotBanned: nothing was done.
	OutcomeNotBanned Outcome = "not_banned"
	// OutcomeFailed: see the message.
	OutcomeFailed Outcome = "failed"
)

// Banned is one address that is banned now.
type Banned struct {
	Jail string
	// ID is a canonical address or network, or another ban id exactly as fail2ban shows it.
	ID string
	// At is the beginning; zero if not known.
	At time.Time
	// Until is the end; zero means permanent or unknown, see BanTime.
	Until time.Time
	// BanTime is the length, [Permanent], or zero if not known.
	BanTime time.Duration
}
