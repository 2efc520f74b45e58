package localhost_test

import (
	"context"
	"database/sql"
	"errors"
	"net/netip"
	"slices"
	"testing"
	"time"

	"bangui/fail2ban"
	"bangui/internal/host"
	"bangui/internal/localhost"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// TestStuckDeliveryHoldsNothing has a delivery that does not return: fail2ban can write its database and answers its socket meanwhile.
func TestStuckDeliveryHoldsNothing(t *testing.T) {
	server := sandboxtest.Start(t, sandbox.Options{})
	h := open(t, optionsFor(t, server, sandbox.Version{}))
	stuck := make(chan struct{}, 1)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- h.Watch(ctx, "", func(ctx context.Context, batch host.Batch) error {
			if len(batch.Events) == 0 {
				return nil
			}
			stuck <- struct{}{}
			<-ctx.Done()
			return ctx.Err()
		})
	}()
	check(t, server.Attack("ssh", netip.MustParseAddr("203.0.113.7"), 3))
	<-stuck

	db, err := sql.Open("sqlite", "file:"+server.Paths().Database+"?_pragma=busy_timeout(1000)")
	check(t, err)
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `begin exclusive; rollback`); err != nil {
		t.Errorf("the database is held: %v", err)
	}
	client := fail2ban.NewClient(server.Paths().Socket)
	defer client.Close()
	check(t, client.Ping(t.Context()))
	if _, err := h.Banned(t.Context()); err != nil {
		t.Errorf("the host does not answer: %v", err)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("Watch ended with %v", err)
	}
}

// BenchmarkLogLineToEvent measures from fail2ban's line about a ban to the delivery of the ban with its evidence.
func BenchmarkLogLineToEvent(b *testing.B) {
	server := sandboxtest.Start(b, sandbox.Options{})
	delivered := watched(b, server)
	var delays []time.Duration
	for i := 0; b.Loop(); i++ {
		addr := netip.AddrFrom4([4]byte{203, 0, byte(i >> 8), byte(i)})
		if err := server.Attack("ssh", addr, 3); err != nil {
			b.Fatal(err)
		}
		if err := server.WaitBan(b.Context(), "ssh", addr); err != nil {
			b.Fatal(err)
		}
		logged := time.Now() // at most 10 ms after the line
		for e := range delivered {
			if e.Kind == host.EventBan && e.ID == addr.String() {
				break
			}
		}
		delays = append(delays, time.Since(logged))
	}
	slices.Sort(delays)
	b.ReportMetric(float64(delays[len(delays)/2].Microseconds())/1000, "ms/median")
	b.ReportMetric(float64(delays[len(delays)-1].Microseconds())/1000, "ms/worst")
}

func watched(tb testing.TB, server *sandbox.Server) <-chan host.Event {
	tb.Helper()
	h, err := localhost.New(localhost.Options{Socket: server.Paths().Socket, ConfigDir: server.Paths().Config})
	if err != nil {
		tb.Fatal(err)
	}
	events, first := make(chan host.Event, 10_000), make(chan struct{}, 100)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = h.Watch(ctx, "", func(_ context.Context, batch host.Batch) error {
			for _, e := range batch.Events {
				events <- e
			}
			if batch.Snapshot != nil {
				first <- struct{}{}
			}
			return nil
		})
	}()
	tb.Cleanup(func() { cancel(); <-ended; _ = h.Close() })
	<-first
	return events
}
