package link_test

import (
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"bangui/internal/event"
	"bangui/internal/replica"
)

// cable is a connection between two nodes that can be cut.
type cable struct {
	to string
	ln net.Listener

	mu    sync.Mutex
	cut   bool
	conns map[net.Conn]struct{}
	wg    sync.WaitGroup
}

func newCable(t *testing.T, to string) *cable {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{to: to, ln: ln, conns: make(map[net.Conn]struct{})}
	c.wg.Go(c.accept)
	t.Cleanup(func() {
		_ = ln.Close()
		c.set(true)
		c.wg.Wait()
	})
	return c
}

func (c *cable) accept() {
	for {
		in, err := c.ln.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", c.to)
		if err != nil || !c.keep(in, out) {
			_ = in.Close()
			if out != nil {
				_ = out.Close()
			}
			continue
		}
		c.wg.Go(func() { c.copy(in, out) })
		c.wg.Go(func() { c.copy(out, in) })
	}
}

func (c *cable) keep(conns ...net.Conn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, conn := range conns {
		if !c.cut {
			c.conns[conn] = struct{}{}
		}
	}
	return !c.cut
}

func (*cable) copy(to, from net.Conn) {
	_, _ = io.Copy(to, from) // it ends when either is closed
	_, _ = to.Close(), from.Close()
}

// set cuts the cable or mends it.
func (c *cable) set(cut bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cut = cut
	if cut {
		for conn := range c.conns {
			_ = conn.Close()
		}
		clear(c.conns)
	}
}

// TestCutAndMendedRoute cuts the only route between two nodes. The table, of which the test plays the part, goes on to be read by both.
func TestCutAndMendedRoute(t *testing.T) {
	a, b := start(t, options(t, "a/1/X", &event.Bus{})), start(t, options(t, "b/1/X", &event.Bus{}))
	route := newCable(t, b.Address())
	a.Join([]string{route.ln.Addr().String()})
	linked := func() bool { return len(a.Linked()) == 1 && len(b.Linked()) == 1 }
	eventually(t, "linked", linked)
	drainNow(b)
	sub := b.bus.Subscribe(0, 100)
	defer sub.Close()

	route.set(true)
	a.bus.Publish(event.Replica, replica.Change{ID: "while cut"})
	eventually(t, "not linked", func() bool { return len(a.Linked()) == 0 && len(b.Linked()) == 0 })
	b.Seen("a/1/X", a.bus.Published())
	begin := time.Now()
	await(t, sub, "told while cut", isResync)
	if took := time.Since(begin); took > 15*time.Second {
		t.Errorf("told after %s", took)
	}

	a.bus.Publish(event.Replica, replica.Change{ID: "not in the table yet"})
	time.Sleep(time.Second) // until it has been sent, to nobody
	route.set(false)
	eventually(t, "linked again", linked)
	await(t, sub, "told after it was mended", isResync)
	a.bus.Publish(event.Replica, replica.Change{ID: "after"})
	await(t, sub, "event", func(e event.Event) bool { return e.Data == replica.Change{ID: "after"} })
}

func TestKilledNodeIsNoLongerLinkedAndFoundAtAnotherPort(t *testing.T) {
	all := nodes(t, 3)
	all[2].stop()
	eventually(t, "gone", func() bool { return len(all[0].Linked()) == 1 && len(all[1].Linked()) == 1 })
	again := start(t, options(t, "c/2/X", &event.Bus{}))
	join(t, all[0], all[1], again)
}
