package allow

import "net/netip"

// Result is what became of one address in one jail.
type Result struct {
	Host string
	// Jail is empty if nothing could be done on the whole host, Address is zero then.
	Jail    string
	Address netip.Prefix
	Outcome Outcome
	// Message says more, for the user; may be empty.
	Message string
}

// Outcome is the short form of a result.
type Outcome string

// The outcomes.
const (
	// Placed is on the ignore list because of us.
	Placed Outcome = "placed"
	// AlreadyThere was on the list before, and stays there.
	AlreadyThere Outcome = "already_there"
	// Removed is off the list.
	Removed Outcome = "removed"
	// Kept stays on the list because the configuration has it there, or somebody else has put it there.
	Kept Outcome = "kept"
	// Pending is done later: the host does not answer.
	Pending Outcome = "pending"
	// Failed is tried again later; see the message.
	Failed Outcome = "failed"
)
