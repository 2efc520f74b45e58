package fleet_test

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
	"bangui/internal/store/storetest"
)

// seat is a replica that reaches the host web1. It can be cut off from the store, as one that is stopped or killed is.
type seat struct {
	*fleet.Fleet
	machine *machine
	store   *line
	bus     *event.Bus
	// stop ends it in order.
	stop func()
}

// line is the way to the store.
type line struct {
	fleet.Store
	cut atomic.Bool
}

// KeepHost implements [fleet.Store].
func (s *line) KeepHost(ctx context.Context, name string, epoch int64, lease time.Duration) error {
	if s.cut.Load() {
		return fault.Unavailable.Errorf("cut off")
	}
	return s.Store.KeepHost(ctx, name, epoch, lease)
}

// HoldHost implements [fleet.Store].
func (s *line) HoldHost(ctx context.Context, hold fleet.Hold) (fleet.Record, bool, error) {
	if s.cut.Load() {
		return fleet.Record{}, false, fault.Unavailable.Errorf("cut off")
	}
	return s.Store.HoldHost(ctx, hold)
}

// ReleaseHost implements [fleet.Store].
func (s *line) ReleaseHost(ctx context.Context, name string, epoch int64) error {
	if s.cut.Load() {
		return fault.Unavailable.Errorf("cut off")
	}
	return s.Store.ReleaseHost(ctx, name, epoch)
}

// Ban implements [host.Host].
func (m *machine) Ban(context.Context, host.BanOrder) ([]host.Result, error) { return nil, nil }

// sit starts a replica in a bubble.
func sit(t *testing.T, db fleet.Store, replica string) *seat {
	t.Helper()
	s := &seat{machine: &machine{}, store: &line{Store: db}, bus: &event.Bus{}}
	remote := func(name string) host.Host { return faraway{name: name} }
	s.Fleet = fleet.New(slog.New(slog.DiscardHandler), s.store, s.bus, fleet.Options{Replica: replica, Remote: remote})
	if err := s.Add(t.Context(), "web1", false, s.machine); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.Run(ctx)
	}()
	s.stop = func() {
		cancel()
		<-done
	}
	t.Cleanup(s.stop)
	synctest.Wait()
	return s
}

// faraway is the way to a host through another replica.
type faraway struct {
	host.Host
	name string
}

// holds tells whether the replica holds the host, and fails the test if it is reached in no way.
func (s *seat) holds(t *testing.T) bool {
	t.Helper()
	h, err := s.Host(t.Context(), "web1")
	if err != nil {
		t.Fatalf("Host = %v", err)
	}
	_, remote := h.(faraway)
	return !remote
}

// until waits until the replica holds the host and returns how long that took.
func (s *seat) until(t *testing.T) time.Duration {
	t.Helper()
	began := time.Now()
	for range 100 {
		h, err := s.Host(t.Context(), "web1")
		if _, remote := h.(faraway); err == nil && !remote {
			return time.Since(began)
		}
		time.Sleep(250 * time.Millisecond)
	}
	t.Fatal("the host is not held after 25 s")
	return 0
}

func TestOneHoldsAndOneStandsBy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.SQLite(t)
		one, two := sit(t, db, "one"), sit(t, db, "two")
		for range 20 {
			time.Sleep(5 * time.Second)
			if !one.holds(t) || two.holds(t) {
				t.Fatal("not one alone holds the host")
			}
		}
		if by := two.Standby(); len(one.Standby()) != 0 || len(by) != 1 || by[0] != "web1" {
			t.Errorf("standing by: one for %v, two for %v", one.Standby(), by)
		}
		if !one.machine.acts.Load() || two.machine.acts.Load() {
			t.Error("not the holder alone acts of its own accord")
		}
		if one.machine.asked.Load() == 0 || two.machine.asked.Load() != 0 {
			t.Errorf("polled %d times by the holder and %d times by the other", one.machine.asked.Load(), two.machine.asked.Load())
		}
		record, err := two.Record(t.Context(), "web1")
		if err != nil || record.Holder != "one" || !record.Status.Reachable || record.Age > 11*time.Second {
			t.Errorf("seen by the other: %+v, %v", record, err)
		}
		one.stop()
		if took := two.until(t); took > 1500*time.Millisecond {
			t.Errorf("held by the other after %v, want at once", took)
		}
		record, err = two.Record(t.Context(), "web1")
		if err != nil || record.Epoch != 2 {
			t.Errorf("epoch %d, %v, want 2", record.Epoch, err)
		}
	})
}

func TestAKilledHolderIsReplacedWithin15Seconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.SQLite(t)
		one, two := sit(t, db, "one"), sit(t, db, "two")
		time.Sleep(time.Minute)
		one.store.cut.Store(true)
		one.stop() // without a word to the store
		if took := two.until(t); took > 15*time.Second {
			t.Errorf("taken over after %v", took)
		}
	})
}

func TestAHolderThatWasPausedStandsBy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.SQLite(t)
		one, two := sit(t, db, "one"), sit(t, db, "two")
		time.Sleep(time.Minute)
		before, err := one.Host(t.Context(), "web1")
		if err != nil {
			t.Fatal(err)
		}
		one.store.cut.Store(true)
		two.until(t)
		if _, err := before.Ban(t.Context(), host.BanOrder{}); !errors.Is(err, fault.Unreachable) {
			t.Errorf("an order to the old holder: %v, want it refused", err)
		}
		if one.holds(t) {
			t.Error("the old holder goes on")
		}
		one.store.cut.Store(false)
		asked := one.machine.asked.Load()
		time.Sleep(time.Minute)
		if one.holds(t) || one.machine.asked.Load() != asked || one.machine.acts.Load() || !two.machine.acts.Load() {
			t.Error("the old holder goes on after it is back")
		}
		two.stop()
		one.until(t)
		record, err := one.Record(t.Context(), "web1")
		if err != nil || record.Epoch != 3 {
			t.Errorf("held again with epoch %d, %v, want 3", record.Epoch, err)
		}
	})
}

// TestAHolderFindsItsLeaseOver has the store say nothing until long after.
func TestAHolderFindsItsLeaseOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		one := sit(t, storetest.SQLite(t), "one")
		one.store.cut.Store(true)
		time.Sleep(13 * time.Second)
		if _, err := one.Host(t.Context(), "web1"); !errors.Is(err, fault.Unreachable) {
			t.Errorf("Host = %v, want unreachable", err)
		}
		time.Sleep(time.Minute)
		if got := problemOf(t, one); got != host.ProblemAway {
			t.Errorf("a minute after nobody stores anything: %q, want away", got)
		}
		if !one.machine.acts.Load() {
			t.Error("it stands by, and nobody else can have taken over")
		}
		one.store.cut.Store(false)
		one.until(t)
		time.Sleep(3 * time.Second)
		if got := problemOf(t, one); got != "" {
			t.Errorf("held again, and the problem is %q", got)
		}
	})
}

func TestBrowsersOfOthersAreToldThatAHostIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.SQLite(t)
		one := sit(t, db, "one")
		two := &seat{bus: &event.Bus{}} // reaches no host itself
		two.Fleet = fleet.New(slog.New(slog.DiscardHandler), db, two.bus, fleet.Options{Replica: "two"})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- two.Run(ctx) }()
		time.Sleep(10 * time.Second)
		told := two.bus.Subscribe(0, 10)
		time.Sleep(time.Minute)
		if n := drain(told); n != 0 {
			t.Errorf("told %d times while nothing happened", n)
		}
		one.store.cut.Store(true)
		one.stop()
		time.Sleep(25 * time.Second)
		synctest.Wait()
		var away []bool
		for len(told.C) > 0 {
			e := <-told.C
			record, _ := e.Data.(fleet.Record)
			away = append(away, record.Status.Problem != nil && record.Status.Problem.Code == host.ProblemAway)
			if !e.Remote {
				t.Error("the event goes to other replicas, too")
			}
		}
		if len(away) != 2 || away[0] || !away[1] {
			t.Errorf("told of a host that is away or not: %v, want once that nobody holds it, then that it is away", away)
		}
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Run = %v", err)
		}
	})
}

func problemOf(t *testing.T, s *seat) host.ProblemCode {
	t.Helper()
	record, err := s.Record(t.Context(), "web1")
	if err != nil {
		t.Fatal(err)
	}
	if record.Status.Problem == nil {
		return ""
	}
	return record.Status.Problem.Code
}

func TestALostHostIsHeldAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.SQLite(t)
		one := sit(t, db, "one")
		if _, err := db.TakeHost(t.Context(), "web1", false); err != nil { // for a minute
			t.Fatal(err)
		}
		time.Sleep(4 * time.Second)
		if one.holds(t) {
			t.Error("it goes on after another one has taken the host")
		}
		time.Sleep(58 * time.Second)
		if !one.holds(t) {
			t.Error("it does not hold the host again")
		}
	})
}

// TestPostgres has two replicas on a server with a clock of its own.
func TestPostgres(t *testing.T) {
	db := storetest.Postgres(t)
	hold := fleet.Hold{Name: "web1", Replica: "one", Lease: 12 * time.Second}
	if _, ok, err := db.HoldHost(t.Context(), hold); err != nil || !ok {
		t.Fatalf("not held: %v", err)
	}
	f := fleet.New(slog.New(slog.DiscardHandler), db, &event.Bus{}, fleet.Options{Replica: "two"})
	if err := f.Add(t.Context(), "web1", false, &machine{}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- f.Run(ctx) }()
	time.Sleep(1100 * time.Millisecond)
	if _, err := f.Host(t.Context(), "web1"); !errors.Is(err, fault.Unreachable) {
		t.Errorf("Host = %v, want unreachable: another one holds it", err)
	}
	db.Advance(12 * time.Second)
	for range 600 {
		if _, err := f.Host(t.Context(), "web1"); err == nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	record, err := f.Record(t.Context(), "web1")
	if err != nil || record.Epoch != 2 || record.Holder != "two" {
		t.Errorf("after the lease: %+v, %v", record, err)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("Run = %v", err)
	}
	if kept, err := db.Host(t.Context(), "web1"); err != nil || kept.Holder != "" {
		t.Errorf("after the stop: %+v, %v, want nobody to hold it", kept, err)
	}
}
