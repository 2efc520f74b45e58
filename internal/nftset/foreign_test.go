package nftset_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"bangui/internal/fault"
	"bangui/internal/nftset"
	"bangui/internal/nftset/nftsettest"
)

// TestForeignChanges has somebody change our table. It is told at once, it is found by looking (or, where only elements were changed, by reading them), and the
// next Load mends it.
func TestForeignChanges(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	n := nftsettest.New(t)
	table := open(t)
	port := nftsettest.Echo(t, n.Here)
	blocked, free := n.Source("198.51.100.1"), n.Source("192.0.2.1")
	p := plan(set(), list(1, set("198.51.100.1", "203.0.113.0/24", "2001:db8::1", "2001:db8:1::/48")))
	loaded := load(t, table, p, nftset.Loaded{})

	heard := make(chan bool, 100)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- table.Watch(ctx, func(lost bool) { heard <- lost }) }()
	for len(heard) == 0 { // until it listens
		n.Here.Run("nft", "add set inet bangui warm { type ipv4_addr ; }; delete set inet bangui warm")
		time.Sleep(20 * time.Millisecond)
	}

	for _, change := range []string{
		"flush ruleset",
		"delete table inet bangui",
		"delete table inet bangui; add table inet bangui",
		"add table inet bangui { flags dormant ; }",
		"flush chain inet bangui sources",
		"flush chain inet bangui input",
		"insert rule inet bangui sources accept",
		"add rule inet bangui forward accept",
		"flush chain inet bangui input; delete chain inet bangui input",
		"flush chain inet bangui input; delete chain inet bangui input; add chain inet bangui input { type filter hook input priority 10 ; policy accept ; }",
		"add chain inet bangui other { type filter hook input priority -300 ; policy accept ; }; add rule inet bangui other ip saddr 192.0.2.1 drop",
		"add set inet bangui more { type ipv4_addr ; }",
		"delete element inet bangui list1_ip4_1 { 198.51.100.1 }",
		"flush set inet bangui list1_net4_1",
		"add element inet bangui list1_ip4_1 { 192.0.2.1 }",
		"add element inet bangui pass_net4_1 { 198.51.100.0/24 }",
	} {
		t.Run(change, func(t *testing.T) {
			change := strings.ReplaceAll(change, "_1 ", numberOf(loaded)+" ")
			if strings.HasSuffix(change, "_1") {
				change = strings.TrimSuffix(change, "_1") + numberOf(loaded)
			}
			for len(heard) > 0 {
				<-heard
			}
			n.Here.Run("nft", change)
			select {
			case lost := <-heard:
				if lost {
					t.Error("told as lost")
				}
			case <-time.After(30 * time.Second):
				t.Error("not told")
			}
			differs, err := table.Verify(loaded)
			check(t, err)
			if differs == "" {
				t.Error("not found")
			}
			loaded = load(t, table, p, nftset.Loaded{})
			if n.Answered(t, blocked, nftsettest.Here4, port) || !n.Reaches(t, free, nftsettest.Here4, port) {
				t.Error("not mended")
			}
		})
	}
	time.Sleep(500 * time.Millisecond)
	for len(heard) > 0 {
		<-heard
	}
	n.Here.Run("nft", "add table inet f2b-table; add set inet f2b-table s { type ipv4_addr ; }; add element inet f2b-table s { 192.0.2.1 }")
	loaded = load(t, table, plan(set(), list(1, set("198.51.100.1"))), loaded)
	n.Here.Run("nft", "add element inet f2b-table s { 192.0.2.2 }")
	time.Sleep(100 * time.Millisecond)
	if len(heard) != 0 {
		t.Error("what others and we ourselves do is told as a foreign change")
	}
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the watch ended with %v", err)
	}
	if text := n.Here.Run("nft", "list", "table", "inet", "f2b-table"); !strings.Contains(text, "192.0.2.1, 192.0.2.2") {
		t.Errorf("the table of somebody else was changed:\n%s", text)
	}
}

// numberOf is the end of the names of sets, such as _7.
func numberOf(l nftset.Loaded) string {
	name := l.Pass[0].Name
	return name[strings.LastIndexByte(name, '_'):]
}

// TestLoadOverAnything begins with a table that somebody else has made.
func TestLoadOverAnything(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	n := nftsettest.New(t)
	table := open(t)
	port := nftsettest.Echo(t, n.Here)
	blocked, free := n.Source("198.51.100.1"), n.Source("192.0.2.1")
	n.Here.Run("nft", `table inet bangui {
		set list1_ip4_7 { type ipv6_addr; }
		set s { type ipv4_addr; elements = { 192.0.2.1 } }
		map m { type ipv4_addr : verdict; elements = { 192.0.2.1 : drop } }
		counter list1 { packets 7 bytes 700 }
		chain sources { type filter hook prerouting priority -300; ip saddr @s drop; }
		chain x { ip saddr vmap @m; }
		chain input { type filter hook input priority 0; jump x; }
	}`)
	load(t, table, plan(set(), list(1, set("198.51.100.1"))), nftset.Loaded{})
	if n.Answered(t, blocked, nftsettest.Here4, port) || !n.Reaches(t, free, nftsettest.Here4, port) {
		t.Error("what was there is in force still")
	}
	if text := n.Here.Run("nft", "list", "table", "inet", "bangui"); strings.Contains(text, "192.0.2.1") {
		t.Errorf("left:\n%s", text)
	}
}

// TestOtherRulesAreStillAsked lets a source through, which the operator's own firewall blocks.
func TestOtherRulesAreStillAsked(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	n := nftsettest.New(t)
	table := open(t)
	port := nftsettest.Echo(t, n.Here)
	source := n.Source("198.51.100.1")
	load(t, table, plan(set("198.51.100.1"), list(1, set("198.51.100.0/24"))), nftset.Loaded{})
	if !n.Reaches(t, source, nftsettest.Here4, port) {
		t.Error("what is let through is blocked")
	}
	n.Here.Run("nft", "table inet own { chain in { type filter hook input priority 0; ip saddr 198.51.100.1 drop; }; }")
	if n.Answered(t, source, nftsettest.Here4, port) {
		t.Error("the operator's own rule is not asked")
	}
}

// TestWithoutRights opens the table in a thread that may not change the packet filter.
func TestWithoutRights(t *testing.T) {
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and never given back
		header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
		var none [2]unix.CapUserData
		if err := unix.Capset(&header, &none[0]); err != nil {
			done <- err
			return
		}
		table, err := nftset.Open()
		if err == nil {
			_ = table.Close()
		}
		done <- err
	}()
	err := <-done
	f, ok := errors.AsType[*fault.Fault](err)
	if !errors.Is(err, fault.Unsupported) || !ok || !strings.Contains(f.Mend, "CAP_NET_ADMIN") {
		t.Errorf("%v", err)
	}
}

// TestTrialLeavesNothing opens a table twice, where there was no nftables in use before.
func TestTrialLeavesNothing(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	nftsettest.New(t)
	open(t)
	table := open(t)
	state, err := table.Look()
	check(t, err)
	if state.There {
		t.Errorf("%+v", state)
	}
}

// TestAnswersArePassedOn has a server behind us that a list has: a source that is let through has its connections to it, and nobody else has. The same with
// the roles exchanged: who is let through may be sent answers, and nothing else.
func TestAnswersArePassedOn(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	n := nftsettest.New(t)
	table := open(t)
	port := nftsettest.Echo(t, n.Inside)
	client, other := n.Source("198.51.100.1"), n.Source("198.51.100.2")
	p := plan(set("198.51.100.1"), list(1, set(nftsettest.Inside4)))
	p.Forwards = true
	loaded := load(t, table, p, nftset.Loaded{})
	if !n.Reaches(t, client, nftsettest.Inside4, port) {
		t.Error("a client that is let through is not answered by a server that a list has")
	}
	if n.Answered(t, other, nftsettest.Inside4, port) {
		t.Error("the server answers others")
	}
	p = plan(set(nftsettest.Inside4), list(1, set("198.51.100.0/24")))
	p.Forwards = true
	load(t, table, p, loaded)
	if n.Answered(t, client, nftsettest.Inside4, port) {
		t.Error("a blocked source reaches a server because that is let through")
	}
}
