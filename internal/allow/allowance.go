package allow

import (
	"net/netip"
	"slices"
	"time"
)

// Limits of an allowance.
const (
	MinDuration = time.Minute
	MaxDuration = 90 * 24 * time.Hour
	// MaxAtOnce is how many addresses one order may name, MaxInForce how many allowances there can be at a time.
	MaxAtOnce  = 100
	MaxInForce = 1000
)

// Allowance is one address or network that jails ignore until a time.
type Allowance struct {
	// ID is given by the store and grows.
	ID      int64
	Address netip.Prefix
	// Hosts and Jails are sorted; empty means all, also those that come later.
	Hosts, Jails []string
	// Lift is true if its bans are lifted, too.
	Lift      bool
	Reason    string
	Actor     string
	CreatedAt time.Time
	Until     time.Time
	// EndedAt is zero until its time was up or somebody ended it.
	EndedAt time.Time
	// EndedActor is who ended it before its time; empty else.
	EndedActor string
}

// Active tells whether it is in force.
func (a Allowance) Active() bool { return a.EndedAt.IsZero() }

// Covers tells whether the whole of an address or network lies in it.
func (a Allowance) Covers(network netip.Prefix) bool {
	return a.Address.Bits() <= network.Bits() && a.Address.Contains(network.Addr())
}

// wants tells whether a jail on a host is to ignore it.
func (a Allowance) wants(hostName, jail string) bool {
	return a.wantsHost(hostName) && (len(a.Jails) == 0 || slices.Contains(a.Jails, jail))
}

func (a Allowance) wantsHost(name string) bool {
	return len(a.Hosts) == 0 || slices.Contains(a.Hosts, name)
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
	// Text must be part of the address, the reason or the name of who made it, in any case of letters; empty does not limit.
	Text string
	// Before is the ID after which to continue: only smaller ones are returned. Zero means from the newest.
	Before int64
	// Limit is 1 to 1,000.
	Limit int
}
