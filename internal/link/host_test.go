package link_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// machine is a host whose answers the test decides.
type machine struct {
	host.Host

	banned []host.Banned
	bans   atomic.Int64
	ban    func(context.Context) error
	watch  func(context.Context, func(context.Context, host.Batch) error) error
}

func (*machine) Status(context.Context) (host.Status, error) {
	return host.Status{Reachable: true, Version: "1.0.2"}, nil
}

func (m *machine) Banned(context.Context) ([]host.Banned, error) { return m.banned, nil }

func (m *machine) Ban(ctx context.Context, order host.BanOrder) ([]host.Result, error) {
	m.bans.Add(1)
	if m.ban != nil {
		if err := m.ban(ctx); err != nil {
			return nil, err
		}
	}
	return []host.Result{{ID: order.Prefixes[0].String(), Jail: order.Jail, Outcome: host.OutcomeBanned}}, nil
}

func (m *machine) Watch(ctx context.Context, _ host.Cursor, deliver func(context.Context, host.Batch) error) error {
	return m.watch(ctx, deliver)
}

func (*machine) Jail(_ context.Context, jail string) (host.Jail, error) {
	if jail == "panic" {
		panic("of the test")
	}
	return host.Jail{}, fault.Invalid.Wrapf(errors.New("the cause"), "no such jail").WithMend("a mend").WithWhy("a why").
		WithReadMore("a place").WithField("body.jail", "wrong").WithRetryAfter(time.Minute)
}

func order() host.BanOrder {
	return host.BanOrder{Jail: "ssh", Prefixes: []netip.Prefix{netip.MustParsePrefix("192.0.2.1/32")}}
}

func manyBanned(n int) []host.Banned {
	all := make([]host.Banned, n)
	for i := range all {
		at := time.Unix(1_700_000_000, 0).UTC()
		all[i] = host.Banned{Jail: "ssh", ID: fmt.Sprintf("10.%d.%d.%d", i>>16&255, i>>8&255, i&255), At: at, Until: at.Add(time.Hour), BanTime: time.Hour}
	}
	return all
}

func TestNobodyHoldsTheHost(t *testing.T) {
	all := nodes(t, 2)
	begin := time.Now()
	_, err := all[0].Host("h").Banned(t.Context())
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Kind != fault.Unreachable || f.Mend == "" {
		t.Errorf("got %v, want Unreachable with a mend", err)
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("took %s", took)
	}
	m := &machine{}
	stop := serve(t, all[1], all[0], "h", m)
	stop()
	eventually(t, "unreachable again", func() bool {
		_, err := all[0].Host("h").Status(t.Context())
		return errors.Is(err, fault.Unreachable)
	})
}

func TestFaultsAreCarriedOver(t *testing.T) {
	all := nodes(t, 2)
	serve(t, all[1], all[0], "h", &machine{})
	_, err := all[0].Host("h").Jail(t.Context(), "x")
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		t.Fatalf("got %v, want a fault", err)
	}
	got := []any{f.Kind, f.Message, f.Mend, f.Why, f.ReadMore, f.Fields, f.RetryAfter}
	want := []any{
		fault.Invalid, "no such jail", "a mend", "a why", "a place", []fault.Field{{Location: "body.jail", Message: "wrong"}}, time.Minute,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := all[0].Host("h").Jail(t.Context(), "panic"); err == nil {
		t.Error("a panic was no error")
	}
}

func TestLargeAnswer(t *testing.T) {
	all := nodes(t, 2)
	m := &machine{banned: manyBanned(100_000)}
	serve(t, all[1], all[0], "h", m)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			got, err := all[0].Host("h").Banned(t.Context())
			if err != nil || !cmp.Equal(m.banned, got) {
				t.Errorf("got %d, %v", len(got), err)
			}
		})
	}
	wg.Wait()
}

func TestCallerWhoGoesAwayStopsTheWork(t *testing.T) {
	all := nodes(t, 2)
	begun, ended := make(chan struct{}), make(chan struct{})
	m := &machine{ban: func(ctx context.Context) error {
		close(begun)
		<-ctx.Done()
		close(ended)
		return ctx.Err()
	}}
	serve(t, all[1], all[0], "h", m)
	ctx, cancel := context.WithCancel(t.Context())
	answered := make(chan error, 1)
	go func() {
		_, err := all[0].Host("h").Ban(ctx, order())
		answered <- err
	}()
	<-begun
	time.Sleep(time.Second) // until the caller knows who works for it
	cancel()
	if err := <-answered; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-ended
}

func TestHolderThatIsStoppedSaysSo(t *testing.T) {
	all := nodes(t, 2)
	begun := make(chan struct{})
	m := &machine{ban: func(ctx context.Context) error {
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	}}
	stop := serve(t, all[1], all[0], "h", m)
	go func() {
		<-begun
		stop()
	}()
	if _, err := all[0].Host("h").Ban(t.Context(), order()); !errors.Is(err, fault.Unreachable) {
		t.Errorf("got %v, want Unreachable", err)
	}
}

// TestLateOrderIsNotCarriedOut has a holder whose clock is behind the deadline already, as after it was frozen.
func TestLateOrderIsNotCarriedOut(t *testing.T) {
	var late atomic.Int64
	asker := start(t, options(t, "a/1/X", &event.Bus{}))
	opts := options(t, "b/1/X", &event.Bus{})
	opts.Now = func() time.Time { return time.Now().Add(time.Duration(late.Load())) }
	frozen := start(t, opts)
	join(t, asker, frozen)
	m := &machine{}
	serve(t, frozen, asker, "h", m)
	late.Store(int64(10 * time.Second))
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if _, err := asker.Host("h").Ban(ctx, order()); !errors.Is(err, fault.Unreachable) {
		t.Errorf("got %v, want Unreachable", err)
	}
	late.Store(int64(2 * time.Minute))
	if _, err := asker.Host("h").Ban(t.Context(), order()); !errors.Is(err, fault.Unreachable) {
		t.Errorf("clocks two minutes apart: got %v, want Unreachable", err)
	}
	if got := m.bans.Load(); got != 0 {
		t.Errorf("banned %d times", got)
	}
}

func TestTooMuchAtOnceIsRefused(t *testing.T) {
	all := nodes(t, 2)
	release := make(chan struct{})
	m := &machine{ban: func(context.Context) error { <-release; return nil }}
	serve(t, all[1], all[0], "h", m)
	var busy, done atomic.Int64
	var wg sync.WaitGroup
	for range 40 {
		wg.Go(func() {
			_, err := all[0].Host("h").Ban(t.Context(), order())
			switch {
			case err == nil:
				done.Add(1)
			case errors.Is(err, fault.TooMany):
				if busy.Add(1) == 8 {
					close(release)
				}
			default:
				t.Errorf("got %v", err)
			}
		})
	}
	wg.Wait()
	if busy.Load() != 8 || done.Load() != 32 {
		t.Errorf("%d refused and %d done, want 8 and 32", busy.Load(), done.Load())
	}
}

func TestWatchEndsWithEitherSide(t *testing.T) {
	all := nodes(t, 2)
	ended := make(chan struct{}, 2)
	m := &machine{watch: func(ctx context.Context, deliver func(context.Context, host.Batch) error) error {
		defer func() { ended <- struct{}{} }()
		for i := range 3 {
			err := deliver(ctx, host.Batch{Cursor: host.Cursor(fmt.Sprint(i)), Snapshot: &host.Snapshot{Banned: manyBanned(5000)}})
			if (i == 1) != (err != nil && ctx.Err() == nil) {
				t.Errorf("delivery %d: %v", i, err)
			}
		}
		<-ctx.Done()
		return ctx.Err()
	}}
	stop := serve(t, all[1], all[0], "h", m)
	watch := func(ctx context.Context, enough func()) error {
		var got int
		return all[0].Host("h").Watch(ctx, "", func(_ context.Context, b host.Batch) error {
			if len(b.Snapshot.Banned) != 5000 {
				t.Errorf("%d banned", len(b.Snapshot.Banned))
			}
			if got++; got == 2 {
				return errors.New("not now")
			}
			if got == 3 {
				time.AfterFunc(100*time.Millisecond, enough)
			}
			return nil
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	if err := watch(ctx, cancel); !errors.Is(err, context.Canceled) {
		t.Errorf("watcher that went away: %v", err)
	}
	<-ended
	if err := watch(t.Context(), stop); !errors.Is(err, fault.Unreachable) {
		t.Errorf("holder that was stopped: %v", err)
	}
	<-ended
}
