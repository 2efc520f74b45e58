package link_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"bangui/internal/event"
	"bangui/internal/link"
	"bangui/internal/replica"
)

// benchNodes are two joined nodes that log nothing.
func benchNodes(b *testing.B) (from, to *node) {
	b.Helper()
	open := func(id string) *node {
		bus := &event.Bus{}
		opened, err := link.Open(b.Context(), link.Options{
			Replica: id, Installation: b.Name(), Secret: secret, Listen: "127.0.0.1:0", Now: time.Now, Bus: bus, Log: slog.New(slog.DiscardHandler),
		})
		if err != nil {
			b.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		var running sync.WaitGroup
		running.Go(func() { _ = opened.Run(ctx) })
		b.Cleanup(func() {
			cancel()
			running.Wait()
			_ = opened.Close()
		})
		return &node{Node: opened, bus: bus}
	}
	from, to = open("a/1/X"), open("b/1/X")
	from.Join([]string{to.Address()})
	for len(from.Linked()) == 0 || len(to.Linked()) == 0 {
		time.Sleep(10 * time.Millisecond)
	}
	return from, to
}

// BenchmarkEvent is how long an event takes from one replica to another.
func BenchmarkEvent(b *testing.B) {
	from, to := benchNodes(b)
	sub := to.bus.Subscribe(0, 100)
	defer sub.Close()
	for b.Loop() {
		from.bus.Publish(event.Replica, replica.Change{ID: "x"})
		<-sub.C
	}
}

// benchServe serves a host until the benchmark ends.
func benchServe(b *testing.B, holder, asker *node, m *machine) {
	b.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var serving sync.WaitGroup
	serving.Go(func() { holder.Serve(ctx, "h", m) })
	b.Cleanup(func() { cancel(); serving.Wait() })
	for {
		if _, err := asker.Host("h").Status(b.Context()); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// BenchmarkRequest is what a request and a small answer cost.
func BenchmarkRequest(b *testing.B) {
	from, to := benchNodes(b)
	benchServe(b, to, from, &machine{})
	for b.Loop() {
		if _, err := from.Host("h").Status(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBanned asks for 100,000 bans.
func BenchmarkBanned(b *testing.B) {
	from, to := benchNodes(b)
	benchServe(b, to, from, &machine{banned: manyBanned(100_000)})
	for b.Loop() {
		if _, err := from.Host("h").Banned(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
