package localhost_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"net/netip"
	"os"
	"os/exec"
	"testing"
	"time"

	"bangui/internal/host"
	"bangui/internal/localhost"
	"bangui/internal/nftset/nftsettest"
)

// enforceVariable makes the test program order one thing after the other, until it is killed.
const enforceVariable = "LOCALHOST_TEST_ENFORCE"

type enforceOrder struct {
	Options localhost.EnforcerOptions
	Orders  []host.EnforceOrder
}

func beEnforcing(text string) {
	var o enforceOrder
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		fail(err)
	}
	e := localhost.OpenEnforcer(o.Options)
	for n := 0; ; n++ {
		now, err := e.Enforcement(context.Background())
		if err != nil {
			fail(err)
		}
		order := o.Orders[n%len(o.Orders)]
		order.Revision = now.Revision + 1
		if _, err := e.Enforce(context.Background(), order); err != nil {
			fail(err)
		}
	}
}

// TestKilledWhileEnforcing kills a process that exchanges lists all the time. What is in both orders never gets through, and the next process goes on from
// whatever it finds.
func TestKilledWhileEnforcing(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	w := newWall(t)
	always, first, second := w.Source("198.51.100.1"), w.Source("192.0.2.1"), w.Source("192.0.2.2")
	crowd := func(seed uint64) []string {
		r := rand.New(rand.NewPCG(seed, 1))
		var all []string
		for range 2000 {
			all = append(all, netip.AddrFrom4([4]byte{100, byte(r.Uint32()), byte(r.Uint32()), byte(r.Uint32())}).String())
		}
		return all
	}
	one := w.order(nil, networks(append(crowd(1), "198.51.100.1", "192.0.2.1", "203.0.113.0/24")...))
	two := w.order(nil, networks(append(crowd(2), "198.51.100.0/24", "192.0.2.2", "203.0.113.0/25")...))
	w.enforce(one)
	check(t, w.host.Close())
	w.options.Enforce.Logger = nil
	text, err := json.Marshal(enforceOrder{w.options.Enforce, []host.EnforceOrder{one, two}})
	check(t, err)

	stop := w.flood(always)
	kills := 0
	const fewest = 10
	for began := time.Now(); time.Since(began) < 6*time.Second || orders(t, w) < fewest && time.Since(began) < 2*time.Minute; kills++ {
		// On a slow machine a short life does not come to an order.
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(100+rand.IntN(300+20*kills))*time.Millisecond)
		cmd := exec.CommandContext(ctx, os.Args[0]) // it is killed when the time is up
		cmd.Env = append(os.Environ(), enforceVariable+"="+string(text))
		said, _ := cmd.CombinedOutput()
		cancel()
		if len(said) > 0 {
			t.Fatalf("%s", said)
		}
	}
	stop()
	w.host = open(t, w.options)
	w.host.Mend(t.Context(), true)
	now := w.state()
	t.Logf("%d kills, %d orders", kills, now.Revision)
	if now.Drift != "" || !now.Armed || now.Revision < fewest {
		t.Fatalf("%+v", now)
	}
	isOne := now.Lists[0].Digest == one.Lists[0].Digest
	w.see(map[string]bool{always.String(): true, first.String(): isOne, second.String(): !isOne})
	w.host.Mend(t.Context(), true)
	if again := w.state(); again.Repairs != now.Repairs {
		t.Errorf("mended again: %+v", again)
	}
}

// orders is how many were carried out.
func orders(t *testing.T, w *wall) int64 {
	e := localhost.OpenEnforcer(w.options.Enforce)
	defer func() { check(t, e.Close()) }()
	now, err := e.Enforcement(t.Context())
	check(t, err)
	return now.Revision
}

// flood sends from a blocked source, until it is stopped; none may be answered.
func (w *wall) flood(from netip.Addr) (stop func()) {
	conn := w.Packets(w.t, from)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for ctx.Err() == nil {
			for to, port := range map[string]int{nftsettest.Here4: w.here, nftsettest.Inside4: w.inside} {
				if _, err := conn.WriteToUDPAddrPort([]byte("let me in"), netip.AddrPortFrom(netip.MustParseAddr(to), uint16(port))); err != nil {
					w.t.Errorf("send: %v", err)
					return
				}
			}
			time.Sleep(50 * time.Microsecond)
		}
		_ = conn.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
		if _, from, err := conn.ReadFromUDPAddrPort(make([]byte, 16)); err == nil {
			w.t.Errorf("a packet was answered, from %s", from)
		}
	}()
	return func() { cancel(); <-ended }
}
