// Package hosttest is the suite that every implementation of [host.Host] passes.
//
// Start with [Run]. A [Target] is a host together with ways to cause things on its other side: failures of an address, a restart of
// fail2ban. What a target cannot cause it leaves nil, and the tests that need it do not apply to it.
package hosttest

import (
	"context"
	"net/netip"
	"testing"
	"time"

	"bangui/internal/host"
)

// The jails that a target has. Both find failures, keep no host names, and ban after three failures for ten minutes.
const (
	// JailA and JailB run.
	JailA = "ssh"
	JailB = "web"
	// MaxRetry is the number of failures that leads to a ban.
	MaxRetry = 3
	// BanTime is how long a ban lasts.
	BanTime = 10 * time.Minute
	// Ignored is a network that both jails ignore.
	Ignored = "192.0.2.0/24"
)

// Target is a host under test and its other side. Functions that are nil cannot be caused there.
type Target struct {
	Host host.Host
	// Attack makes an address fail n times in a jail.
	Attack func(jail string, addr netip.Addr, n int) error
	// Stop stops fail2ban in good order, Start starts it, and Kill ends it without letting it tidy up.
	Stop, Start, Kill func(ctx context.Context) error
	// Rotate renames fail2ban's log and lets it begin a new one.
	Rotate func(ctx context.Context) error
	// Break makes the configuration of JailB one that fail2ban does not accept.
	Break func() error
	// Reopen returns a new host for the same machine, as after a restart of our own.
	Reopen func(t *testing.T) host.Host
	// Loads is whether jails can be loaded from the configuration.
	Loads bool
	// Evidence is whether bans come with the matched lines.
	Evidence bool
	// Restores is whether bans are restored after a restart.
	Restores bool
	// Enforces is whether lists can be blocked in the kernel. The kernel must be the target's own, in a network namespace.
	Enforces bool
	// Found is whether fail2ban logs what happens: failures, unbans, restored bans.
	Found bool
}

// suiteTest is one test of the suite.
type suiteTest struct {
	name string
	run  func(t *testing.T, target Target)
}

// Run runs the suite; open makes a fresh target, with no address banned, which a few tests use one after the other.
func Run(t *testing.T, open func(t *testing.T) Target) {
	t.Run("Orders", func(t *testing.T) {
		t.Parallel()
		target := open(t)
		for _, test := range sharing() {
			t.Run(test.name, func(t *testing.T) { test.run(t, target) })
		}
	})
	for _, test := range alone() {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, open(t))
		})
	}
}

// sharing are the tests that do not mind what those before them left.
func sharing() []suiteTest {
	return []suiteTest{
		{"Status", testStatus},
		{"Server", testServer},
		{"Protected", testProtected},
		{"Jail", testJail},
		{"Configuration", testConfiguration},
		{"ConfigurationWithDraft", testConfigurationWithDraft},
		{"ReadFile", testReadFile},
		{"Explain", testExplain},
		{"Activation", testActivation},
		{"UnknownJail", testUnknownJail},
		{"Ban", testBan},
		{"BanBadOrders", testBanBadOrders},
		{"BanIgnored", testBanIgnored},
		{"Idle", testIdle},
		{"SetJailBadValues", testSetJailBadValues},
		{"KeepConfigured", testKeepConfigured},
		{"SetJail", testSetJail},
		{"ApplyBadOrders", testApplyBadOrders},
		{"Bench", testBench},
		{"TestFilter", testTestFilter},
		{"Rehearse", testRehearse},
	}
}

// alone are the tests that need a target of their own.
func alone() []suiteTest {
	return []suiteTest{
		{"StatusOfNoServer", testStatusOfNoServer},
		{"Unban", testUnban},
		{"UnbanAll", testUnbanAll},
		{"StopAndStart", testStopAndStart},
		{"Reload", testReload},
		{"ReloadBroken", testReloadBroken},
		{"Apply", testApply},
		{"ApplyBroken", testApplyBroken},
		{"Confirm", testConfirm},
		{"Enforce", testEnforce},
		{"Log", testLog},
		{"WatchBan", testWatchBan},
		{"WatchManualBan", testWatchManualBan},
		{"WatchResumes", testWatchResumes},
		{"WatchRedelivers", testWatchRedelivers},
		{"WatchRestart", testWatchRestart},
		{"WatchKill", testWatchKill},
		{"WatchRotation", testWatchRotation},
		{"WatchJails", testWatchJails},
	}
}

// applies tells whether the target can do what the test is about. If not, that is no skipped test: there is nothing to test.
func applies(t *testing.T, can bool, what string) bool {
	t.Helper()
	if !can {
		t.Logf("does not apply: this target cannot %s", what)
	}
	return can
}

// patience is how long something may take on a busy machine.
const patience = time.Minute

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !done(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("no %s within %s", what, patience)
		}
	}
}

func prefix(text string) netip.Prefix {
	if p, err := netip.ParsePrefix(text); err == nil {
		return p
	}
	addr := netip.MustParseAddr(text)
	return netip.PrefixFrom(addr, addr.BitLen())
}

// banned lists what is banned as "jail id".
func banned(t *testing.T, h host.Host) map[string]host.Banned {
	t.Helper()
	all, err := h.Banned(t.Context())
	check(t, err)
	found := make(map[string]host.Banned)
	for _, b := range all {
		found[b.Jail+" "+b.ID] = b
	}
	return found
}
