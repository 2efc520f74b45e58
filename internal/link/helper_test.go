package link_test

import (
	"bytes"
	"context"
	"flag"
	"log/slog"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"bangui/internal/box"
	"bangui/internal/event"
	"bangui/internal/host"
	"bangui/internal/link"
)

// TestMain runs more tests at the same time than there are processors: they wait for fail2ban most of the time.
func TestMain(m *testing.M) {
	box.Enter()
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

// node is a replica as far as the link knows it.
type node struct {
	*link.Node
	bus  *event.Bus
	stop func()
}

// secret is what the replicas of a test share.
var secret = bytes.Repeat([]byte{7}, 32)

func options(t *testing.T, id string, bus *event.Bus) link.Options {
	t.Helper()
	return link.Options{
		Replica: id, Installation: t.Name(), Secret: secret, Listen: "127.0.0.1:0", Now: time.Now, Bus: bus,
		Log: slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
}

// start opens a node and runs it until the test ends, or stop is called.
func start(t *testing.T, opts link.Options) *node {
	t.Helper()
	opened, err := link.Open(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = opened.Run(ctx) })
	stop := sync.OnceFunc(func() {
		cancel()
		running.Wait()
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return &node{Node: opened, bus: opts.Bus, stop: stop}
}

// nodes starts nodes named a, b, c and so on, and joins all with all.
func nodes(t *testing.T, count int) []*node {
	t.Helper()
	var all []*node
	for i := range count {
		all = append(all, start(t, options(t, string(rune('a'+i))+"/1/X", &event.Bus{})))
	}
	join(t, all...)
	return all
}

// join joins all with all, and waits until they are linked.
func join(t *testing.T, all ...*node) {
	t.Helper()
	var addresses []string
	for _, n := range all {
		addresses = append(addresses, n.Address())
	}
	for _, n := range all {
		n.Join(addresses)
	}
	for _, n := range all {
		eventually(t, "all linked", func() bool { return len(n.Linked()) == len(all)-1 })
	}
}

func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !done(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not within 20 s", what)
		}
	}
}

// serve serves a host until the test ends or stop is called, and waits until the asker can reach it.
func serve(t *testing.T, holder, asker *node, name string, h host.Host) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var serving sync.WaitGroup
	serving.Go(func() { holder.Serve(ctx, name, h) })
	stop = sync.OnceFunc(func() { cancel(); serving.Wait() })
	t.Cleanup(stop)
	eventually(t, "host served", func() bool {
		_, err := asker.Host(name).Status(t.Context())
		return err == nil
	})
	return stop
}
