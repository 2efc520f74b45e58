package app_test

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bangui/internal/app"
	"bangui/internal/store"
)

// besides opens the database of a directory as a process on another machine would that sees the same disk.
func besides(t *testing.T, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{Path: filepath.Join(dir, "bangui.db"), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestDatabaseUsedFromAnotherMachine(t *testing.T) {
	dir := dataDir(t)
	start(t, dir, nil).stop()
	other := besides(t, dir)
	me := store.Instance{Holder: "another kernel/x", Machine: "elsewhere", PID: 7}
	if _, ok, err := other.TakeInstance(t.Context(), me, store.Instance{}); !ok || err != nil {
		t.Fatalf("a stopped server still holds the database: %v", err)
	}
	beats := time.NewTicker(100 * time.Millisecond)
	defer beats.Stop()
	go func() {
		for range beats.C {
			_ = other.BeatInstance(t.Context(), me.Holder)
		}
	}()
	o, _ := options(t, dir, nil)
	err := app.Run(t.Context(), o)
	if app.ExitCode(err) != 78 || !strings.Contains(err.Error(), "process 7 on elsewhere since 20") {
		t.Errorf("got %v, exit code %d; want the holder named and 78", err, app.ExitCode(err))
	}
}

func TestKilledServerIsFollowedAtOnce(t *testing.T) {
	dir := dataDir(t)
	first := start(t, dir, nil)
	held, ok, err := besides(t, dir).CurrentInstance(t.Context())
	if err != nil || !ok {
		t.Fatalf("no holder while a server runs: %v", err)
	}
	first.stop()
	// What a killed process leaves behind: its row, but not its file lock.
	if _, ok, err := besides(t, dir).TakeInstance(t.Context(), held, store.Instance{}); !ok || err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	start(t, dir, nil)
	if took := time.Since(began); took > 14*time.Second {
		t.Errorf("the next start took %v, want it not to wait for the row to age", took)
	}
}
