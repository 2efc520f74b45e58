package ban

import "bangui/internal/host"

// Result is what became of one address on one host.
type Result struct {
	// Address is canonical, or the input as it was given if that makes no sense.
	Address string
	// Host and Jail are empty if the address was not tried on any.
	Host    string
	Jail    string
	Outcome Outcome
	// Code says which guard wants a second yes, for NeedsConfirmation; else empty.
	Code Guard
	// Message says more, for the user; may be empty.
	Message string
	// BanID is the ban that was made; zero if none was, or if it is not in the history yet.
	BanID int64
}

// Outcome is the short form of a result.
type Outcome string

// The outcomes.
const (
	Banned            = Outcome(host.OutcomeBanned)
	AlreadyBanned     = Outcome(host.OutcomeAlreadyBanned)
	Pending           = Outcome(host.OutcomePending)
	Ignored           = Outcome(host.OutcomeIgnored)
	Unbanned          = Outcome(host.OutcomeUnbanned)
	NotBanned         = Outcome(host.OutcomeNotBanned)
	Failed            = Outcome(host.OutcomeFailed)
	NeedsConfirmation = Outcome("needs_confirmation")
	Invalid           = Outcome("invalid")
	Duplicate         = Outcome("duplicate")
	Unreachable       = Outcome("unreachable")
)

// Guard is a reason to ask a second time.
type Guard string

// The guards.
const (
	// OwnAddress is the address that the request came from.
	OwnAddress Guard = "own_address"
	// Loopback is an address by which a machine speaks to itself.
	Loopback Guard = "loopback"
	// HostAddress is an address of the host itself.
	HostAddress Guard = "host_address"
	// The following are addresses that the control plane protects; see [host.ProtectionReason].
	SomebodysAddress = Guard(host.ProtectedSession)
	ProxyAddress     = Guard(host.ProtectedProxy)
	ReplicaAddress   = Guard(host.ProtectedReplica)
	DatabaseAddress  = Guard(host.ProtectedDatabase)
	Allowed          = Guard(host.ProtectedAllowance)
	// WideNetwork is a network of very many addresses.
	WideNetwork Guard = "wide_network"
)

// Summary counts results by outcome.
func Summary(results []Result) map[Outcome]int {
	counts := make(map[Outcome]int)
	for _, r := range results {
		counts[r.Outcome]++
	}
	return counts
}
