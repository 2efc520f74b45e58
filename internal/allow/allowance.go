package allow

import (
	"net/netip"
	"slices"
	"time"

	"bangui/internal/ban"
)

// Limits of an allowance.
const (
	MinDuration = time.Minute
	MaxDuration = 366 * 24 * time.Hour
	// MaxAtOnce is how many addresses and names one order may have, MaxInForce how many allowances there can be at a time, and MaxNames
	// how many names among them.
	MaxAtOnce  = 100
	MaxInForce = 2000
	MaxNames   = 100
	// MaxAnswer is how many addresses a name may have.
	MaxAnswer = 16
)

// Allowance is one address, network or name that jails ignore, until a time or for good.
type Allowance struct {
	// ID is given by the store and grows.
	ID int64
	// Address is an address or network; zero for a name.
	Address netip.Prefix
	// Name is a name of the DNS in lower case and without a dot at its end, whose addresses count; empty for an address.
	Name string
	// Answer is what the name service told of the name last; zero for an address.
	Answer Answer
	// Hosts and Jails are sorted; empty means all, also those that come later.
	Hosts, Jails []string
	// Lift is true if its bans are lifted, too.
	Lift bool
	// Note is what it is for, in the words of who made it or changed it.
	Note      string
	Actor     string
	CreatedAt time.Time
	// Until is zero for one without an end.
	Until time.Time
	// EndedAt is zero until its time was up or somebody ended it.
	EndedAt time.Time
	// EndedActor is who ended it before its time; empty else.
	EndedActor string
}

// Answer is what the name service told of a name.
type Answer struct {
	// Addresses are the last good answer, in order; at most [MaxAnswer].
	Addresses []netip.Addr
	// At is when that came; zero if there was none yet.
	At time.Time
	// TriedAt is when the name service was asked last, and Problem why it gave no good answer then; empty if it did.
	TriedAt time.Time
	Problem string
}

// Networks are the addresses or the network that jails ignore because of it.
func (a Allowance) Networks() []netip.Prefix {
	if a.Name == "" {
		return []netip.Prefix{a.Address}
	}
	list := make([]netip.Prefix, len(a.Answer.Addresses))
	for i, addr := range a.Answer.Addresses {
		list[i] = netip.PrefixFrom(addr, addr.BitLen())
	}
	return list
}

// Label is what people call it: its name, address or network.
func (a Allowance) Label() string {
	if a.Name != "" {
		return a.Name
	}
	return ban.FormatAddress(a.Address)
}

// Standing tells whether it has no end.
func (a Allowance) Standing() bool { return a.Until.IsZero() }

// Active tells whether it is in force.
func (a Allowance) Active() bool { return a.EndedAt.IsZero() }

// Covers tells whether the whole of an address or network lies in it.
func (a Allowance) Covers(network netip.Prefix) bool {
	return slices.ContainsFunc(a.Networks(), func(own netip.Prefix) bool {
		return own.Bits() <= network.Bits() && own.Contains(network.Addr())
	})
}

// wants tells whether a jail on a host is to ignore it.
func (a Allowance) wants(hostName, jail string) bool {
	return a.Concerns(hostName) && (len(a.Jails) == 0 || slices.Contains(a.Jails, jail))
}

// Concerns tells whether it is for a host.
func (a Allowance) Concerns(hostName string) bool {
	return len(a.Hosts) == 0 || slices.Contains(a.Hosts, hostName)
}

// Place is an address on the ignore list of one jail of one host.
type Place struct {
	Host, Jail string
	Address    netip.Prefix
	// Ours is true if we put it there, or are about to: then we take it off again. Else it was there before.
	Ours bool
	// PlacedAt is when it was made sure that it is there, and bans were lifted; zero until then.
	PlacedAt time.Time
	// Problem is why the last try failed; empty if it did not.
	Problem string
}

// Query selects allowances, newest first.
type Query struct {
	// Active limits to those in force if true, and to those that have ended if false; nil does not limit.
	Active *bool
	// Standing limits to those without an end if true, and to those with one if false; nil does not limit.
	Standing *bool
	// Text must be part of the address, the name or one of its addresses, the note or the name of who made it, in any case of letters;
	// empty does not limit.
	Text string
	// Before is the ID after which to continue: only smaller ones are returned. Zero means from the newest.
	Before int64
	// Limit is 1 to [MaxInForce].
	Limit int
}
