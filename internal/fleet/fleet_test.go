package fleet_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
)

// machine is a host whose fail2ban can be stopped and made to hang.
type machine struct {
	host.Host

	mu      sync.Mutex
	stopped bool
	hangs   bool
	jails   []host.JailStatus
	asked   atomic.Int64
	// acts is whether it may do something of its own accord.
	acts atomic.Bool
}

// TakeOver and StandBy are for what it does of its own accord.
func (m *machine) TakeOver() { m.acts.Store(true) }
func (m *machine) StandBy()  { m.acts.Store(false) }

func (m *machine) set(change func(*machine)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change(m)
}

// Status implements [host.Host].
func (m *machine) Status(ctx context.Context) (host.Status, error) {
	m.mu.Lock()
	m.asked.Add(1)
	stopped, hangs, jails := m.stopped, m.hangs, m.jails
	m.mu.Unlock()
	if hangs {
		<-ctx.Done()
		return host.Status{}, ctx.Err()
	}
	status := host.Status{At: time.Now().UTC(), Paths: host.Paths{Socket: "/run/f2b.sock"}}
	if stopped {
		status.Problem = &host.Problem{Code: host.ProblemNotRunning, Message: "fail2ban is not running", Mend: "start it"}
		return status, nil
	}
	status.Reachable, status.Version, status.Jails = true, "1.0.2", jails
	return status, nil
}

// shelf is a store in memory, for tests in which time does not pass.
type shelf struct {
	mu      sync.Mutex
	records map[string]fleet.Record
	saves   int
	broken  bool
}

// HoldHost implements [fleet.Store].
func (s *shelf) HoldHost(_ context.Context, hold fleet.Hold) (fleet.Record, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.records == nil {
		s.records = make(map[string]fleet.Record)
	}
	record := s.records[hold.Name]
	if record.Holder != "" && record.Holder != hold.Replica && !hold.Force {
		return record, false, nil
	}
	record.Name, record.Local, record.Holder = hold.Name, hold.Local, hold.Replica
	record.Epoch++
	s.records[hold.Name] = record
	return record, true, nil
}

// KeepHost implements [fleet.Store].
func (s *shelf) KeepHost(_ context.Context, name string, epoch int64, _ time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken {
		return fault.Unavailable.Errorf("the database is away")
	}
	if s.records[name].Epoch != epoch {
		return fault.Conflict.Errorf("another epoch")
	}
	return nil
}

// ReleaseHost implements [fleet.Store].
func (s *shelf) ReleaseHost(_ context.Context, name string, epoch int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if record := s.records[name]; record.Epoch == epoch {
		record.Holder = ""
		s.records[name] = record
	}
	return nil
}

// Hosts implements [fleet.Store].
func (s *shelf) Hosts(context.Context) ([]fleet.Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []fleet.Record
	for _, record := range s.records {
		all = append(all, record)
	}
	return all, nil
}

// Host implements [fleet.Store].
func (s *shelf) Host(_ context.Context, name string) (fleet.Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	record, ok := s.records[name]
	if !ok {
		return fleet.Record{}, fault.NotFound.Errorf("nothing")
	}
	return record, nil
}

// SaveStatus implements [fleet.Store].
func (s *shelf) SaveStatus(_ context.Context, name string, epoch int64, status host.Status) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	record := s.records[name]
	if s.broken {
		return fault.Unavailable.Errorf("the database is away")
	}
	if record.Epoch != epoch {
		return fault.Conflict.Errorf("another epoch")
	}
	record.Status = status
	s.records[name] = record
	s.saves++
	return nil
}

func alone() fleet.Options { return fleet.Options{Replica: "one", Alone: true} }

// run starts a fleet with one host in a bubble and stops it when the bubble's test ends.
func run(t *testing.T, store *shelf, m *machine) (*fleet.Fleet, *event.Subscription) {
	t.Helper()
	bus := &event.Bus{}
	f := fleet.New(slog.New(slog.DiscardHandler), store, bus, alone())
	if err := f.Add(t.Context(), "local", true, m); err != nil {
		t.Fatal(err)
	}
	sub := bus.Subscribe(0, 100)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- f.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Run = %v, want context canceled", err)
		}
	})
	synctest.Wait()
	return f, sub
}

func statusOf(t *testing.T, f *fleet.Fleet) host.Status {
	t.Helper()
	record, err := f.Record(t.Context(), "local")
	if err != nil {
		t.Fatal(err)
	}
	return record.Status
}

func TestStoppedFail2banIsSeenAndWhatWasKnownStays(t *testing.T) {
	tests := []struct {
		name string
		fail func(*machine)
		want host.ProblemCode
	}{
		{"stopped", func(m *machine) { m.stopped = true }, host.ProblemNotRunning},
		{"hangs", func(m *machine) { m.hangs = true }, host.ProblemNotAnswering},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := &machine{jails: []host.JailStatus{{Name: "sshd", State: host.JailRunning, BannedNow: 3}}}
				f, sub := run(t, &shelf{}, m)
				time.Sleep(time.Minute)
				lastGood := statusOf(t, f)
				if !lastGood.Reachable {
					t.Fatalf("status while fail2ban runs: %+v", lastGood)
				}
				m.set(tt.fail)
				drain(sub)
				time.Sleep(5*time.Second + time.Millisecond)
				synctest.Wait()
				got := statusOf(t, f)
				if got.Reachable || got.Problem == nil || got.Problem.Code != tt.want {
					t.Fatalf("after 5 s: reachable %v, problem %+v, want %s", got.Reachable, got.Problem, tt.want)
				}
				if diff := cmp.Diff(lastGood.Jails, got.Jails); diff != "" || got.Version != "1.0.2" {
					t.Errorf("what was known is gone (-want +got):\n%s", diff)
				}
				if age := time.Since(got.At); age < 3*time.Second {
					t.Errorf("the status claims to be %v old", age)
				}
				if n := drain(sub); n != 1 {
					t.Errorf("%d events, want 1", n)
				}
				m.set(func(m *machine) { m.stopped, m.hangs = false, false })
				time.Sleep(6 * time.Second)
				if got := statusOf(t, f); !got.Reachable || got.Problem != nil {
					t.Errorf("after fail2ban came back: %+v", got)
				}
			})
		})
	}
}

func drain(sub *event.Subscription) (n int) {
	for ; len(sub.C) > 0; n++ {
		<-sub.C
	}
	return n
}

func TestStatusIsStoredOnChangeAndNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, m := &shelf{}, &machine{}
		_, sub := run(t, store, m)
		time.Sleep(time.Minute)
		synctest.Wait()
		if store.saves < 6 || store.saves > 8 {
			t.Errorf("%d saves in a minute without changes, want about 6", store.saves)
		}
		if n := drain(sub); n != 1 {
			t.Errorf("%d events in a minute without changes, want the first only", n)
		}
		before := store.saves
		m.set(func(m *machine) { m.jails = []host.JailStatus{{Name: "sshd", State: host.JailRunning}} })
		time.Sleep(2100 * time.Millisecond)
		synctest.Wait()
		if store.saves == before {
			t.Error("a change was not stored at the next poll")
		}
	})
}

func TestStatusIsStoredOnceTheStoreIsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, m := &shelf{broken: true}, &machine{}
		run(t, store, m)
		time.Sleep(5 * time.Second)
		store.mu.Lock()
		store.broken = false
		store.mu.Unlock()
		time.Sleep(2100 * time.Millisecond)
		synctest.Wait()
		if record, err := store.Host(t.Context(), "local"); err != nil || !record.Status.Reachable {
			t.Errorf("stored: %+v, %v, want reachable", record.Status, err)
		}
	})
}

func TestRefreshAsksSooner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := &machine{}
		f, _ := run(t, &shelf{}, m)
		for range 10 {
			f.Refresh("local")
		}
		f.Refresh("nowhere")
		time.Sleep(time.Second)
		synctest.Wait()
		if m.asked.Load() < 2 || m.asked.Load() > 3 {
			t.Errorf("asked %d times within a second, want 2 or 3", m.asked.Load())
		}
	})
}

func TestReplaceForgetsWhatWasKnown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		before := &machine{jails: []host.JailStatus{{Name: "old"}}}
		after := &machine{stopped: true}
		f, _ := run(t, &shelf{}, before)
		if err := f.Replace("local", after); err != nil {
			t.Fatal(err)
		}
		asked := before.asked.Load()
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if got := statusOf(t, f); got.Reachable || len(got.Jails) != 0 || got.Problem.Code != host.ProblemNotRunning {
			t.Errorf("status of the new one: %+v", got)
		}
		if before.asked.Load() != asked || after.asked.Load() < 4 {
			t.Errorf("asked old %d times more and new %d times", before.asked.Load()-asked, after.asked.Load())
		}
		h, err := f.Host(t.Context(), "local")
		if err != nil {
			t.Fatal(err)
		}
		asked, askedAfter := before.asked.Load(), after.asked.Load()
		if _, err := h.Status(t.Context()); err != nil || before.asked.Load() != asked || after.asked.Load() != askedAfter+1 {
			t.Errorf("Host is not the new one: %v", err)
		}
	})
}

func TestAFail2banThatNeverAnsweredIsLoggedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		f := fleet.New(slog.New(slog.NewTextHandler(&log, nil)), &shelf{}, &event.Bus{}, alone())
		if err := f.Add(t.Context(), "local", true, &machine{hangs: true}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		_ = f.Run(ctx) // it ends with ctx
		if n := strings.Count(log.String(), "fail2ban cannot be reached"); n != 1 {
			t.Errorf("logged %d times, want once:\n%s", n, &log)
		}
	})
}

func TestUnknownHostIsNamed(t *testing.T) {
	f := fleet.New(slog.New(slog.DiscardHandler), &shelf{}, &event.Bus{}, alone())
	_, hostErr := f.Host(t.Context(), "web-7")
	_, recordErr := f.Record(t.Context(), "web-7")
	for name, err := range map[string]error{"Host": hostErr, "Record": recordErr} {
		if !errors.Is(err, fault.NotFound) || err.Error() != `no host "web-7"` {
			t.Errorf("%s = %v, want not found with the name", name, err)
		}
	}
	if err := f.Add(t.Context(), "two words", true, &machine{}); !errors.Is(err, fault.Invalid) {
		t.Errorf("Add with a bad name = %v, want invalid", err)
	}
	if err := f.Replace("web-7", &machine{}); !errors.Is(err, fault.NotFound) {
		t.Errorf("Replace = %v, want not found", err)
	}
}

func TestTendFollowsHostsAddedLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := fleet.New(slog.New(slog.DiscardHandler), &shelf{}, &event.Bus{}, alone())
		ctx, cancel := context.WithCancel(t.Context())
		var mu sync.Mutex
		running := map[string]int{}
		done := make(chan struct{})
		go func() {
			defer close(done)
			f.Tend(ctx, func(ctx context.Context, held fleet.Held) {
				mu.Lock()
				running[held.Name]++
				mu.Unlock()
				<-ctx.Done()
				mu.Lock()
				running[held.Name]--
				mu.Unlock()
			})
		}()
		check := func(when string, want map[string]int) {
			synctest.Wait()
			mu.Lock()
			defer mu.Unlock()
			if diff := cmp.Diff(want, running); diff != "" {
				t.Errorf("%s (-want +got):\n%s", when, diff)
			}
		}
		check("no host", map[string]int{})
		for _, name := range []string{"a", "b"} {
			if err := f.Add(ctx, name, false, &machine{}); err != nil {
				t.Fatal(err)
			}
		}
		check("two hosts", map[string]int{"a": 1, "b": 1})
		if err := f.Replace("a", &machine{}); err != nil {
			t.Fatal(err)
		}
		check("one replaced", map[string]int{"a": 1, "b": 1})
		f.Lose("b", 1)
		check("one lost", map[string]int{"a": 1, "b": 0})
		cancel()
		<-done
		check("ended", map[string]int{"a": 0, "b": 0})
	})
}
