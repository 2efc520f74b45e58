package nftset_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"testing"
	"time"

	"bangui/internal/nftset"
	"bangui/internal/nftset/nftsettest"
	"bangui/internal/prefixset"
)

// crowd is a set of about n networks around those that a test looks at: 70 % addresses, a quarter IPv6.
func crowd(seed uint64, n int) prefixset.Set {
	r := rand.New(rand.NewPCG(seed, 1))
	var b prefixset.Builder
	for range n {
		bits4, bits6 := 32, 128
		if r.IntN(10) >= 7 {
			bits4, bits6 = 20+r.IntN(12), 32+r.IntN(33)
		}
		if r.IntN(4) > 0 {
			b.Add(netip.PrefixFrom(netip.AddrFrom4([4]byte{byte(20 + r.IntN(30)), byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32())}), bits4))
			continue
		}
		addr := [16]byte{0x2a, byte(r.Uint32())}
		for i := range addr[2:] {
			addr[2+i] = byte(r.Uint32())
		}
		b.Add(netip.PrefixFrom(netip.AddrFrom16(addr), bits6))
	}
	all, _ := b.Set()
	return all
}

// TestReplaces loads other lists again and again. All the time blocked sources send what must not arrive, and an allowed one has a connection that must go on.
func TestReplaces(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	n := nftsettest.New(t)
	table := open(t)
	here, inside := nftsettest.Echo(t, n.Here), nftsettest.Echo(t, n.Inside)
	always := set("198.51.100.7", "203.0.113.0/24", "2001:db8::7", "2001:db8:1::/48")
	// The second list has some of them at some times, as an address or in a network.
	forms := []prefixset.Set{set("198.51.100.7", "2001:db8:1::/48"), set("198.51.100.0/24", "2001:db8::/64"), set("203.0.113.0/25", "203.0.113.128/25"), set()}
	sources := []string{"198.51.100.7", "203.0.113.9", "2001:db8::7", "2001:db8:1::9"}
	allowed := n.Source("192.0.2.77")

	loaded := load(t, table, plan(set("192.0.2.77"), list(1, always)), nftset.Loaded{})
	ctx, stop := context.WithCancel(t.Context())
	var busy sync.WaitGroup
	for _, source := range sources {
		addr := n.Source(source)
		toHere, toInside := nftsettest.Here4, nftsettest.Inside4
		if addr.Is6() {
			toHere, toInside = nftsettest.Here6, nftsettest.Inside6
		}
		for to, port := range map[string]int{toHere: here, toInside: inside} {
			flood(ctx, t, &busy, n.Packets(t, addr), to, port)
		}
	}
	ping := n.Connect(t, allowed, nftsettest.Here4, here)
	ping2 := n.Connect(t, allowed, nftsettest.Inside4, inside)

	crowds := []prefixset.Set{crowd(1, 3000), crowd(2, 3000), crowd(1, 3000).Minus(crowd(3, 3000))}
	rounds, inPlace, longest := 0, 0, time.Duration(0)
	old1, old2 := always, prefixset.Set{}
	for began := time.Now(); time.Since(began) < 4*time.Second || rounds < 10 && time.Since(began) < 2*time.Minute; rounds++ {
		// What must be blocked always is in one list or the other, or both.
		now2 := forms[rounds%len(forms)].Union(crowds[(rounds+1)%len(crowds)])
		now1 := always.Minus(forms[rounds%len(forms)]).Union(crowds[rounds%len(crowds)])
		if rounds%5 == 4 { // a small change
			now1 = old1.Union(set(fmt.Sprintf("100.64.%d.1", rounds%250)))
			now2 = old2
		}
		before := loaded
		start := time.Now()
		loaded = load(t, table, plan(set("192.0.2.77"), changed(1, old1, now1), changed(2, old2, now2)), loaded)
		longest = max(longest, time.Since(start))
		if len(before.Lists) > 0 && len(before.Lists[0].Sets) > 0 && before.Lists[0].Sets[0].Name == loaded.Lists[0].Sets[0].Name {
			inPlace++
		}
		old1, old2 = now1, now2
		ping(t)
		ping2(t)
	}
	stop()
	busy.Wait()
	state, err := table.Look()
	check(t, err)
	packets, _ := state.Packets(1)
	more, _ := state.Packets(2)
	t.Logf("%d replaces, %d of them in place, the longest in %s; %d packets dropped", rounds, inPlace, longest, packets+more)
	if rounds < 10 || inPlace == 0 || packets+more < 1000 {
		t.Errorf("too little was tried")
	}
}

// flood sends packets until ctx ends. None may be answered.
func flood(ctx context.Context, t *testing.T, busy *sync.WaitGroup, conn *net.UDPConn, to string, port int) {
	t.Helper()
	target := netip.AddrPortFrom(netip.MustParseAddr(to), uint16(port))
	busy.Go(func() {
		for ctx.Err() == nil {
			for range 20 {
				if _, err := conn.WriteToUDPAddrPort([]byte("let me in"), target); err != nil && ctx.Err() == nil {
					t.Errorf("send: %v", err)
					return
				}
			}
			time.Sleep(200 * time.Microsecond)
		}
		_ = conn.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		if _, from, err := conn.ReadFromUDPAddrPort(make([]byte, 16)); err == nil {
			t.Errorf("a packet to %s was answered, from %s", to, from)
		}
	})
}

// TestSmallChangeIsMadeInPlace adds and removes single addresses: the sets stay, and so does the counter.
func TestSmallChangeIsMadeInPlace(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	n := nftsettest.New(t)
	table := open(t)
	port := nftsettest.Echo(t, n.Here)
	one, two := n.Source("198.51.100.1"), n.Source("198.51.100.2")
	old := crowd(1, 5000).Union(set("198.51.100.1", "203.0.113.0/24"))
	first := load(t, table, plan(set(), list(1, old)), nftset.Loaded{})
	if n.Answered(t, one, nftsettest.Here4, port) || !n.Reaches(t, two, nftsettest.Here4, port) {
		t.Fatal("wrong before the change")
	}
	now := old.Minus(set("198.51.100.1")).Union(set("198.51.100.2", "198.51.100.3"))
	// What was loaded is kept as JSON in between.
	text, err := json.Marshal(first)
	check(t, err)
	var kept nftset.Loaded
	check(t, json.Unmarshal(text, &kept))
	second := load(t, table, plan(set(), changed(1, old, now)), kept)
	if !n.Reaches(t, one, nftsettest.Here4, port) || n.Answered(t, two, nftsettest.Here4, port) {
		t.Error("wrong after the change")
	}
	for i, s := range second.Lists[0].Sets {
		if before := first.Lists[0].Sets[i]; s.Name != before.Name {
			t.Errorf("set %s was made anew as %s", before.Name, s.Name)
		}
	}
	if got, want := second.Lists[0].Addresses(), now.Counts().Addresses4+now.Counts().Addresses6; got != want {
		t.Errorf("%d addresses, want %d", got, want)
	}
	state, err := table.Look()
	check(t, err)
	if packets, _ := state.Packets(1); packets != 2 {
		t.Errorf("the counter is at %d after two packets", packets)
	}
	third := load(t, table, plan(set(), changed(1, now, now.Union(set("192.0.2.0/24")))), second)
	if third.Lists[0].Sets[0].Name != second.Lists[0].Sets[0].Name || third.Lists[0].Sets[1].Name == second.Lists[0].Sets[1].Name {
		t.Errorf("after a change of networks: %+v", third.Lists[0].Sets)
	}
	// The difference to something else must not be used.
	other := changed(1, set("192.0.2.1"), set("192.0.2.2"))
	fourth := load(t, table, plan(set(), other), third)
	if got := fourth.Lists[0]; got.Addresses() != 1 || got.Networks() != 0 {
		t.Errorf("after a difference to something else: %+v", got)
	}
}

// TestCountersGoOn replaces a list, and takes it away.
func TestCountersGoOn(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	n := nftsettest.New(t)
	table := open(t)
	port := nftsettest.Echo(t, n.Here)
	source := n.Source("198.51.100.1")
	l := list(1, set("198.51.100.0/24"))
	l.Packets, l.Bytes = 1000, 50_000
	loaded := load(t, table, plan(set(), l), nftset.Loaded{})
	n.Answered(t, source, nftsettest.Here4, port)
	loaded = load(t, table, plan(set(), list(2, set("192.0.2.1")), list(1, set("198.51.100.1"))), loaded)
	n.Answered(t, source, nftsettest.Here4, port)
	state, err := table.Look()
	check(t, err)
	if packets, bytes := state.Packets(1); packets != 1002 || bytes != 50_000+2*(28+4) {
		t.Errorf("%d packets, %d bytes", packets, bytes)
	}
	load(t, table, plan(set()), loaded)
	state, err = table.Look()
	check(t, err)
	if len(state.Counters) != 0 || len(state.Sets) != 2 {
		t.Errorf("left: %+v", state)
	}
}
