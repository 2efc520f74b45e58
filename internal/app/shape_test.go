package app_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"bangui/internal/app"
	"bangui/internal/fault"
	"bangui/internal/store"
)

// sharedDisk is a SQLite file that several kernels see.
type sharedDisk struct {
	t    *testing.T
	path string
}

// open opens it with a clock that is wrong by so much.
func (d sharedDisk) open(wrong time.Duration) *store.Store {
	d.t.Helper()
	s, err := store.Open(d.t.Context(), store.Options{
		Path: d.path, Logger: slog.New(slog.DiscardHandler), Now: func() time.Time { return time.Now().Add(wrong) },
	})
	if err != nil {
		d.t.Fatal(err)
	}
	if err := s.Migrate(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
	return s
}

// process is one that wants the database.
type process struct {
	ctx   context.Context
	stop  func()
	taken time.Duration // after how long; negative if never
	err   error
	done  chan struct{}
}

func (d sharedDisk) process(s *store.Store, name string) *process {
	p := &process{taken: -1, done: make(chan struct{})}
	p.ctx, p.stop = context.WithCancel(d.t.Context())
	began := time.Now()
	self := store.Instance{Holder: name + "/1", Machine: name, PID: 7}
	go func() {
		defer close(p.done)
		p.err = app.TakeAndBeat(p.ctx, s, slog.New(slog.DiscardHandler), self, func() { p.taken = time.Since(began) })
	}()
	return p
}

// TestLockRow has processes of different kernels want the same file, with clocks that agree and that do not.
func TestLockRow(t *testing.T) {
	tests := []struct {
		name         string
		wrong        time.Duration // the holder's clock is ahead of the newcomer's
		killed       bool          // the holder is, 5 s after its last beat and before the newcomer comes
		later        time.Duration // and the newcomer comes so much later
		soonest, end time.Duration // when the newcomer has it; zero if never
	}{
		{"a living holder", 0, false, 0, 0, 0},
		{"a living holder, its clock is an hour ahead", time.Hour, false, 0, 0, 0},
		{"a living holder, its clock is an hour behind", -time.Hour, false, 0, 0, 0},
		{"killed a moment ago", 0, true, 0, 55 * time.Second, 63 * time.Second},
		{"killed a moment ago, its clock is an hour ahead", time.Hour, true, 0, 60 * time.Second, 63 * time.Second},
		{"killed a moment ago, its clock is an hour behind", -time.Hour, true, 0, 15 * time.Second, 17 * time.Second},
		{"killed long ago", 0, true, time.Hour, 15 * time.Second, 17 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			disk := sharedDisk{t: t, path: filepath.Join(t.TempDir(), "bangui.db")}
			synctest.Test(t, func(t *testing.T) {
				disk.t = t
				mine, other := disk.open(tt.wrong), disk.open(0)
				defer func() { _ = errors.Join(mine.Close(), other.Close()) }()
				first := disk.process(mine, "one")
				time.Sleep(25 * time.Second)
				if tt.killed {
					first.stop()
					<-first.done
				}
				time.Sleep(tt.later)
				second := disk.process(other, "two")
				time.Sleep(2 * time.Minute)
				second.stop()
				first.stop()
				<-second.done
				<-first.done
				if tt.end == 0 {
					if second.taken >= 0 || !errors.Is(second.err, fault.Conflict) || !strings.Contains(second.err.Error(), "process 7 on one since ") {
						t.Errorf("taken after %v, %v; want it refused, naming the holder", second.taken, second.err)
					}
					return
				}
				if second.taken < tt.soonest || second.taken > tt.end {
					t.Errorf("taken after %v, %v; want %v to %v", second.taken, second.err, tt.soonest, tt.end)
				}
			})
		})
	}
}

// TestLockRowStolen has a holder find that somebody else has the row.
func TestLockRowStolen(t *testing.T) {
	disk := sharedDisk{path: filepath.Join(t.TempDir(), "bangui.db")}
	synctest.Test(t, func(t *testing.T) {
		disk.t = t
		s := disk.open(0)
		defer func() { _ = s.Close() }()
		p := disk.process(s, "one")
		time.Sleep(5 * time.Second)
		held, _, err := s.CurrentInstance(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, ok, err := s.TakeInstance(t.Context(), store.Instance{Holder: "two/1", Machine: "two", PID: 9}, held); !ok || err != nil {
			t.Fatal("not stolen", err)
		}
		time.Sleep(11 * time.Second)
		select {
		case <-p.done:
		default:
			t.Error("it goes on")
		}
		f, ok := errors.AsType[*fault.Fault](p.err)
		if !ok || app.ExitCode(p.err) != 78 || !strings.Contains(f.Message, "lost its database to process 9 on two since ") || f.Why == "" {
			t.Errorf("got %#v, want the thief named and 78", p.err)
		}
		p.stop()
		<-p.done
	})
}

// TestStolenWhileServing sees that the whole server ends, loudly.
func TestStolenWhileServing(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a heartbeat")
	}
	t.Parallel()
	dir := dataDir(t)
	s := start(t, dir, nil)
	other := besides(t, dir)
	held, _, err := other.CurrentInstance(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, ok, err := other.TakeInstance(t.Context(), store.Instance{Holder: "two/1", Machine: "two", PID: 9}, held); !ok || err != nil {
		t.Fatal("not stolen", err)
	}
	select {
	case <-s.done:
	case <-time.After(time.Minute):
		t.Fatal("it goes on")
	}
	if app.ExitCode(s.err) != 78 || !strings.Contains(s.err.Error(), "lost its database to process 9 on two") {
		t.Errorf("got %v, want the thief named and 78", s.err)
	}
	if !strings.Contains(s.log.String(), "a part of the server ended by itself") {
		t.Error("the log does not tell")
	}
	s.err = nil
}

// TestSameFileByAnotherName has a second server reach the first one's database by another path.
func TestSameFileByAnotherName(t *testing.T) {
	dir := dataDir(t)
	start(t, dir, nil)
	file := filepath.Join(dir, "bangui.db")
	names := t.TempDir()
	for _, link := range []func(string, string) error{os.Symlink, os.Link} {
		name := filepath.Join(names, "another.db")
		if err := link(file, name); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{file, name} {
			o, _ := options(t, dataDir(t), map[string]string{"database_url": "sqlite:" + path})
			err := app.Run(t.Context(), o)
			if app.ExitCode(err) != 78 || !strings.Contains(err.Error(), "another BanGUI uses "+path+" already: ") {
				t.Errorf("got %v, exit code %d; want it refused with 78", err, app.ExitCode(err))
			}
		}
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
	o, _ := options(t, dataDir(t), map[string]string{"database_url": "sqlite:" + file})
	if err := app.Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "process ") {
		t.Errorf("got %v, want the holder named", err)
	}
}
