package blocklist

import (
	"time"

	"bangui/internal/host"
)

// Mode is how a host blocks lists.
type Mode string

// How hosts block lists.
const (
	// ModeKernel is by a table of its own in the kernel. It is the mode of hosts of which nobody has said anything.
	ModeKernel Mode = "kernel"
	// ModeJail is by bans in the jail [ImportJail], for hosts whose kernel cannot: slow, and for small lists only.
	ModeJail Mode = "jail"
	// ModeOff is not at all.
	ModeOff Mode = "off"
)

// HostState is what a host is to block and what it does.
type HostState struct {
	Host string
	Mode Mode
	// Wish is what it is to block; its Revision is 0 if that was never anything.
	Wish Wish
	// Report is what it told last; its At is zero if it never did.
	Report host.Enforcement
	// Age is how long ago that was, by the clock of the store.
	Age time.Duration
	// Problem is why the wish could not be brought into force the last time; nil if it could, or need not be.
	Problem *host.Obstacle
	// Jail is how far the jail is; zero unless the mode is ModeJail.
	Jail JailState
}

// Wish is what a host is to block.
type Wish struct {
	// Revision grows with each change.
	Revision int64 `json:"revision"`
	// Fingerprint tells one wish from another.
	Fingerprint string              `json:"fingerprint"`
	At          time.Time           `json:"at,omitzero"`
	Lists       []host.EnforcedList `json:"lists"`
	// Allow and Protected are how many networks no list blocks.
	Allow     int `json:"allow"`
	Protected int `json:"protected"`
}

// JailState is how far a host is that blocks lists by bans in a jail.
type JailState struct {
	At time.Time `json:"at,omitzero"`
	// Wished are the networks of all lists, Banned how many of them are banned now.
	Wished int `json:"wished"`
	Banned int `json:"banned"`
	// Allowed were left out because they are allowed or protected, Over because there are more than [MaxInJail], and Refused because
	// fail2ban did not take them.
	Allowed int `json:"allowed"`
	Over    int `json:"over"`
	Refused int `json:"refused"`
	// Problem is why nothing could be done; nil if it could.
	Problem *host.Obstacle `json:"problem,omitempty"`
}

// The compatible way.
const (
	// ImportJail is the jail that bans what the lists have.
	ImportJail = "blocklist-import"
	// MaxInJail is how many addresses are banned in it at most: each costs fail2ban a command, also at each of its restarts.
	MaxInJail = 5000
	// batch is how many are banned in one order: fail2ban answers nobody else meanwhile.
	batch = 25
)

// JailTask is the task that looks after the jails of hosts that block that way.
const JailTask = "blocklist.jail"
