package link_test

import (
	"bytes"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"bangui/internal/ban"
	"bangui/internal/event"
)

// cluster starts a NATS server as an operator would run one, with a password, and returns its URL.
func cluster(t *testing.T, port int) (address string, stop func()) {
	t.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: port, Username: "bangui", Password: "swordfish", NoLog: true, NoSigs: true})
	if err != nil {
		t.Fatal(err)
	}
	go s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("the NATS server does not start")
	}
	stop = func() { s.Shutdown(); s.WaitForShutdown() }
	t.Cleanup(stop)
	return "nats://bangui:swordfish@" + s.Addr().String(), stop
}

// TestOutsideCluster has two replicas on a cluster of the operator's, beside another installation, and a stranger who knows all but the
// secret and hears everything.
func TestOutsideCluster(t *testing.T) {
	address, stop := cluster(t, server.RANDOM_PORT)
	member := func(id, installation string, key []byte) *node {
		o := options(t, id, &event.Bus{})
		o.NATSURL, o.Listen, o.Installation, o.Secret = address, "", installation, key
		return start(t, o)
	}
	a, b := member("a/1/X", "ours", secret), member("b/1/X", "ours", secret)
	other := member("c/1/X", "theirs", bytes.Repeat([]byte{9}, 32))
	stranger := member("d/1/X", "ours", bytes.Repeat([]byte{9}, 32))
	eventually(t, "both linked", func() bool { return len(a.Linked()) == 1 && len(b.Linked()) == 1 })

	wire, err := nats.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	defer wire.Close()
	heard := make(chan *nats.Msg, 1000)
	if _, err := wire.ChanSubscribe(">", heard); err != nil {
		t.Fatal(err)
	}
	if err := wire.Flush(); err != nil {
		t.Fatal(err)
	}
	at, elsewhere, spied := b.bus.Subscribe(0, 100), other.bus.Subscribe(0, 100), stranger.bus.Subscribe(0, 100)
	a.bus.Publish(event.Ban, ban.Ban{ID: 1, Address: "192.0.2.77", Reason: "top secret"})
	await(t, at, "the ban", func(e event.Event) bool { return e.Topic == event.Ban })
	for name, sub := range map[string]*event.Subscription{"another installation": elsewhere, "a stranger": spied} {
		for _, e := range drain(sub, 300*time.Millisecond) {
			t.Errorf("%s got %+v", name, e)
		}
	}
	if a.Address() != "" || len(stranger.Linked()) != 0 || len(other.Linked()) != 0 {
		t.Errorf("address %q; linked with us: stranger %v, another installation %v", a.Address(), stranger.Linked(), other.Linked())
	}
	if len(heard) == 0 {
		t.Error("nothing went over the wire")
	}
	for len(heard) > 0 {
		if m := <-heard; bytes.Contains(m.Data, []byte("192.0.2.77")) || bytes.Contains(m.Data, []byte("top secret")) {
			t.Fatalf("readable on the wire: %s", m.Data)
		}
	}
	wire.Close()
	stop()
	eventually(t, "nobody linked while the cluster is away", func() bool { return len(a.Linked()) == 0 && len(b.Linked()) == 0 })
}

// TestOutsideClusterComesLate starts a replica before its cluster is there.
func TestOutsideClusterComesLate(t *testing.T) {
	address, stop := cluster(t, server.RANDOM_PORT)
	stop()
	var all []*node
	for _, id := range []string{"a/1/X", "b/1/X"} {
		o := options(t, id, &event.Bus{})
		o.NATSURL, o.Listen = address, ""
		all = append(all, start(t, o))
	}
	cluster(t, portOf(t, address))
	eventually(t, "linked", func() bool { return len(all[0].Linked()) == 1 && len(all[1].Linked()) == 1 })
}

func portOf(t *testing.T, address string) int {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil {
		t.Fatal(err)
	}
	return port
}
