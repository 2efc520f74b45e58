package replica_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/fault"
	"bangui/internal/replica"
	"bangui/internal/store/storetest"
)

// seat is a replica of a test. Its way to the store can be cut, and its tables can be those of a newer program.
type seat struct {
	*replica.Registry
	replica.Store
	log *bytes.Buffer

	mu      sync.Mutex
	cut     bool
	slow    time.Duration
	newer   [2]int64
	told    []string
	joined  []string
	linked  []string
	seen    map[string]int64
	stop    func() error
	stopped bool
}

func (s *seat) set(change func(*seat)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

// BeatReplica implements [replica.Store].
func (s *seat) BeatReplica(ctx context.Context, me replica.Replica) (time.Time, error) {
	s.mu.Lock()
	cut, slow := s.cut, s.slow
	s.mu.Unlock()
	if cut {
		return time.Time{}, fault.Unavailable.Errorf("the database is away")
	}
	time.Sleep(slow / 2)
	now, err := s.Store.BeatReplica(ctx, me)
	time.Sleep(slow / 2)
	return now, err
}

// Compatibility implements [replica.Store].
func (s *seat) Compatibility(ctx context.Context) (schema, oldest int64, err error) {
	s.mu.Lock()
	newer := s.newer
	s.mu.Unlock()
	if newer != [2]int64{} {
		return newer[0], newer[1], nil
	}
	return s.Store.Compatibility(ctx)
}

// Relay implements [replica.Bus].
func (s *seat) Relay(topic string, data any) {
	s.set(func(s *seat) { s.told = append(s.told, topic+" "+data.(replica.Change).ID) })
}

// Missed implements [replica.Bus].
func (s *seat) Missed() { s.set(func(s *seat) { s.told = append(s.told, "missed") }) }

// Published implements [replica.Bus].
func (*seat) Published() int64 { return 7 }

// Join implements [replica.Link].
func (s *seat) Join(addresses []string) { s.set(func(s *seat) { s.joined = addresses }) }

// Linked implements [replica.Link].
func (s *seat) Linked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.linked)
}

// Seen implements [replica.Link].
func (s *seat) Seen(id string, events int64) { s.set(func(s *seat) { s.seen[id] = events }) }

// sit starts a replica in a bubble.
func sit(t *testing.T, db replica.Store, id string, change func(*replica.Options)) *seat {
	t.Helper()
	s := &seat{Store: db, log: &bytes.Buffer{}, seen: make(map[string]int64)}
	options := replica.Options{
		Store: s, Bus: s, Link: s, Log: slog.New(slog.NewTextHandler(s.log, nil)),
		Me: replica.Replica{ID: id, Machine: "machine-" + id, PID: 1, Version: "1.0", Schema: 1000, Address: id + ":4000"},
	}
	if change != nil {
		change(&options)
	}
	s.Registry = replica.New(options)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	s.stop = func() error {
		cancel()
		if s.stopped {
			return nil
		}
		s.stopped = true
		return <-done
	}
	t.Cleanup(func() { _ = s.stop() })
	synctest.Wait()
	return s
}

// view returns what one replica knows of another one.
func (s *seat) view(t *testing.T, id string) replica.View {
	t.Helper()
	views, err := s.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range views {
		if v.ID == id {
			return v
		}
	}
	t.Fatalf("no replica %s among %d", id, len(views))
	return replica.View{}
}

func codes(v replica.View) []replica.WarningCode {
	var codes []replica.WarningCode
	for _, w := range v.Warnings {
		codes = append(codes, w.Code)
	}
	return codes
}

func want(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestTheySeeEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.SQLite(t)
		one, two := sit(t, db, "one", nil), sit(t, db, "two", nil)
		one.set(func(s *seat) { s.linked = []string{"two"} })
		two.set(func(s *seat) { s.linked = []string{"one"} })
		time.Sleep(time.Minute)
		one.set(func(s *seat) {
			want(t, "joined by one", []string{"two:4000"}, s.joined)
			want(t, "seen by one", map[string]int64{"two": 7}, s.seen)
		})
		v := one.view(t, "two")
		want(t, "alive and self", []bool{true, false}, []bool{v.Alive, v.Self})
		want(t, "warnings", []replica.WarningCode(nil), codes(v))
		want(t, "self", true, two.view(t, "two").Self)
		if err := errors.Join(one.Ready(), two.Ready()); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatChangesIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.SQLite(t)
		one := sit(t, db, "one", nil)
		time.Sleep(10 * time.Second)
		one.set(func(s *seat) { want(t, "alone", []string(nil), s.told) })
		two := sit(t, db, "two", nil)
		expect := func(what string, within time.Duration, told ...string) {
			t.Helper()
			time.Sleep(within)
			synctest.Wait()
			one.set(func(s *seat) {
				want(t, what, told, s.told)
				s.told = nil
			})
		}
		expect("it comes", 3*time.Second, "replica two")
		expect("nothing happens", time.Minute)
		if err := two.Stopping(t.Context()); err != nil {
			t.Fatal(err)
		}
		expect("it stops", 3*time.Second, "replica two")
		want(t, "warnings", []replica.WarningCode{replica.WarnStopping}, codes(one.view(t, "two")))
		_ = two.stop()
		if err := two.Leave(t.Context()); err != nil {
			t.Fatal(err)
		}
		expect("it leaves, and may have told more", 3*time.Second, "replica two", "missed")

		three := sit(t, db, "three", nil)
		expect("another comes", 3*time.Second, "replica three")
		three.set(func(s *seat) { s.cut = true })
		expect("it is killed, and may have told more", 15*time.Second, "replica three", "missed")
		v := one.view(t, "three")
		want(t, "warnings", []replica.WarningCode{replica.WarnSilent}, codes(v))
		want(t, "alive", false, v.Alive)
		one.set(func(s *seat) { want(t, "joined", []string(nil), s.joined) })
		three.set(func(s *seat) { s.cut = false })
		expect("it comes back", 7*time.Second, "replica three")
		_ = three.stop()
		expect("it is killed for good, seen and forgotten", 11*time.Minute, "replica three", "missed", "replica three")
	})
}

func TestWarnings(t *testing.T) {
	tests := []struct {
		name   string
		change func(*replica.Options)
		link   bool
		want   []replica.WarningCode
	}{
		{"fine", func(*replica.Options) {}, true, nil},
		{"another version", func(o *replica.Options) { o.Me.Version = "2.0" }, true, []replica.WarningCode{replica.WarnVersionDiffers}},
		{"not linked", func(*replica.Options) {}, false, []replica.WarningCode{replica.WarnNotLinked}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				db := storetest.SQLite(t)
				one, two := sit(t, db, "one", nil), sit(t, db, "two", tt.change)
				if tt.link {
					two.set(func(s *seat) { s.linked = []string{"one"} })
				}
				time.Sleep(10 * time.Second)
				if tt.name == "not linked" && len(one.view(t, "two").Warnings) != 0 {
					t.Error("warned before they could find each other")
				}
				time.Sleep(20 * time.Second)
				v := one.view(t, "two")
				want(t, "warnings", tt.want, codes(v))
				for _, w := range v.Warnings {
					if w.Message == "" || w.Mend == "" {
						t.Errorf("%s lacks words: %+v", w.Code, w)
					}
				}
			})
		})
	}
}

func TestClocks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.SQLite(t)
		db.Advance(90 * time.Second) // all replicas are behind the database
		one := sit(t, db, "one", nil)
		one.set(func(s *seat) { s.slow = 400 * time.Millisecond })
		time.Sleep(30 * time.Second)
		if off := one.Now().Sub(time.Now().Add(90 * time.Second)).Abs(); off > 10*time.Millisecond {
			t.Errorf("the store's time is off by %v", off)
		}
		v := one.view(t, "one")
		want(t, "warnings", []replica.WarningCode{replica.WarnClockSkew}, codes(v))
		if !strings.Contains(v.Warnings[0].Message, "machine-one is 90.0 s behind the database's") {
			t.Errorf("message %q", v.Warnings[0].Message)
		}
		db.Advance(time.Hour) // somebody sets the clock
		time.Sleep(4 * time.Second)
		if off := one.Now().Sub(time.Now().Add(time.Hour + 90*time.Second)).Abs(); off > 10*time.Millisecond {
			t.Errorf("after the clock was set, the store's time is off by %v", off)
		}
	})
}

func TestTheDatabaseIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		one := sit(t, storetest.SQLite(t), "one", nil)
		time.Sleep(10 * time.Second)
		one.set(func(s *seat) { s.cut = true })
		time.Sleep(8 * time.Second)
		if err := one.Ready(); err != nil {
			t.Errorf("not ready after 8 s: %v", err)
		}
		time.Sleep(time.Minute)
		if err := one.Ready(); !errors.Is(err, fault.Unavailable) {
			t.Errorf("Ready = %v, want unavailable", err)
		}
		one.set(func(s *seat) { s.cut = false })
		time.Sleep(4 * time.Second)
		if err := one.Ready(); err != nil {
			t.Errorf("not ready after the database is back: %v", err)
		}
		_ = one.stop()
		for text, times := range map[string]int{"no sign of life could be stored": 1, "is seen by the others again": 1} {
			if n := strings.Count(one.log.String(), text); n != times {
				t.Errorf("%q logged %d times, want %d:\n%s", text, n, times, one.log)
			}
		}
	})
}

func TestTheTablesOutgrowTheProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		one := sit(t, storetest.SQLite(t), "one", nil)
		one.set(func(s *seat) { s.newer = [2]int64{1001, 1000} })
		time.Sleep(time.Minute)
		one.set(func(s *seat) { s.newer = [2]int64{1002, 1002} })
		time.Sleep(4 * time.Second)
		err := one.stop()
		if n := strings.Count(one.log.String(), "a newer BanGUI has changed the database"); n != 1 {
			t.Errorf("told %d times of a newer database that still serves this program, want once", n)
		}
		if !errors.Is(err, fault.Unsupported) || !strings.Contains(err.Error(), "version 1002") {
			t.Errorf("Run = %v, want unsupported and version 1002", err)
		}
	})
}
