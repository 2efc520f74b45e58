package host

import (
	"context"
	"net/netip"
	"time"
)

// Enforcer is the part of a host that blocks lists of networks in its kernel, apart from fail2ban: a table of nftables of our own. Lists are
// named by what they hold (see prefixset.Set.Digest), so that staging one twice, or ordering the same again, changes nothing.
//
// All methods may be called at the same time. They fail with fault.Unsupported where the kernel, or the rights of the process, do not
// allow it; [Enforcer.Enforcement] tells that as a state.
type Enforcer interface {
	// Enforcement tells what the kernel blocks now, beside what it was last told to block. It costs no walk through the sets.
	Enforcement(ctx context.Context) (Enforcement, error)
	// StageList takes a piece of a list and keeps it on the host's disk, also over a restart. The list is complete when its pieces have come to
	// as many entries as the first one announced and their digest is the one that they carry. Fails with fault.Invalid for a piece that cannot be
	// read or a list whose digest is another one.
	StageList(ctx context.Context, piece ListPiece) error
	// Enforce makes the kernel block what the order says and nothing else, in one step: at no moment is an address let through that was
	// blocked before and is to be blocked after. What is in force is kept on the disk for the next boot before it returns. It fails with
	// fault.NotFound, and changes nothing, if a list is not staged (Enforcement.Missing of the answer says which), and with fault.Conflict if
	// a newer revision is in force.
	Enforce(ctx context.Context, order EnforceOrder) (Enforcement, error)
	// Disarm takes all that is ours out of the kernel, and what is kept for the next boot. Disarming twice is no error.
	Disarm(ctx context.Context) error
}

// MaxPieceEntries is how many entries one [ListPiece] may carry: less than a message of the link holds.
const MaxPieceEntries = 25_000

// ListPiece is a part of a list of networks on its way to a host.
type ListPiece struct {
	// Digest is that of the whole list.
	Digest string `json:"digest"`
	// Total is how many entries the whole list has, Offset how many come before this piece.
	Total  int `json:"total"`
	Offset int `json:"offset"`
	// Entries are the networks of the piece in the form of prefixset.Set.AppendBinary.
	Entries []byte `json:"entries"`
}

// EnforceOrder is what a host is to block from now on.
type EnforceOrder struct {
	// Revision grows with each change of what is wished for.
	Revision int64 `json:"revision"`
	// Lists are in the order in which they are asked: a packet is counted for the first that has its source.
	Lists []EnforcedList `json:"lists"`
	// Allow are networks that no list blocks: the allow-list. They are asked before all lists.
	Allow []netip.Prefix `json:"allow"`
	// Protected are what the control plane knows that must not be blocked. The host adds what it knows itself.
	Protected []ProtectedNetwork `json:"protected"`
}

// EnforcedList is one list of an order.
type EnforcedList struct {
	// ID is the list's number; it names its sets in the kernel, and is 1 to 2^31.
	ID   int64  `json:"id"`
	Name string `json:"name"`
	// Digest and Entries are of the list as it was staged.
	Digest  string `json:"digest"`
	Entries int    `json:"entries"`
}

// ProtectedNetwork is a network that must never be blocked, and why.
type ProtectedNetwork struct {
	Network netip.Prefix     `json:"network"`
	Why     ProtectionReason `json:"why"`
	// Detail says more, such as the name of a network card or of a user; may be empty.
	Detail string `json:"detail,omitempty"`
}

// ProtectionReason is the short form of why a network is protected.
type ProtectionReason string

// The reasons for which networks are protected.
const (
	ProtectedLoopback  ProtectionReason = "loopback"
	ProtectedLinkLocal ProtectionReason = "link_local"
	ProtectedMulticast ProtectionReason = "multicast"
	ProtectedOwn       ProtectionReason = "own_address"
	ProtectedGateway   ProtectionReason = "gateway"
	ProtectedResolver  ProtectionReason = "resolver"
	ProtectedReplica   ProtectionReason = "replica"
	ProtectedDatabase  ProtectionReason = "database"
	ProtectedProxy     ProtectionReason = "trusted_proxy"
	ProtectedSession   ProtectionReason = "signed_in"
	ProtectedAllowance ProtectionReason = "allowance"
)

// Enforcement is what a host blocks in its kernel.
type Enforcement struct {
	At time.Time `json:"at"`
	// Obstacle is why this host cannot block in the kernel; nil if it can.
	Obstacle *Obstacle `json:"obstacle,omitempty"`
	// Armed is true if our table is in the kernel.
	Armed bool `json:"armed"`
	// Revision is that of the order in force; 0 if there was none.
	Revision int64 `json:"revision"`
	// Since is when that order came into force.
	Since time.Time `json:"since,omitzero"`
	// Lists are what is in force, in the order of the order.
	Lists []ListInKernel `json:"lists"`
	// Allow is how many networks the kernel lets through before it asks the lists.
	Allow int `json:"allow"`
	// Protected are the networks taken out of all lists: those of the order and the host's own.
	Protected []ProtectedNetwork `json:"protected"`
	// Drift is what differs from the order, for the user, as it was seen last; empty if nothing does. The host mends it by itself.
	Drift string `json:"drift,omitempty"`
	// Repairs is how often that was done since the process began, and RepairedAt when last.
	Repairs    int       `json:"repairs"`
	RepairedAt time.Time `json:"repaired_at,omitzero"`
	// Kept is true if what is in force comes back at the next boot before BanGUI runs.
	Kept bool `json:"kept"`
	// Missing are the digests of lists that an order names and the host does not have.
	Missing []string `json:"missing,omitempty"`
}

// ListInKernel is one list as the kernel has it.
type ListInKernel struct {
	EnforcedList
	// Addresses and Networks are how many elements its sets have, of both families; Subtracted how many addresses and networks of the list
	// were left out or cut because they were protected or allowed.
	Addresses  int `json:"addresses"`
	Networks   int `json:"networks"`
	Subtracted int `json:"subtracted"`
	// Packets and Bytes were dropped because of it. They begin anew at a boot: CountedSince tells from when.
	Packets      uint64    `json:"packets"`
	Bytes        uint64    `json:"bytes"`
	CountedSince time.Time `json:"counted_since,omitzero"`
}
