package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"time"

	"bangui/e2e/rig"
)

// trial is one check while it runs. As with testing.T, what goes wrong ends its goroutine; goroutines that a check starts itself
// return their errors instead.
type trial struct {
	*ground
	// ctx ends when the check has taken far too long.
	ctx context.Context
	// rig is the trial's own.
	rig *rig.Rig

	mu       sync.Mutex
	failure  error
	cleanups []func()
	// addresses counts those that were given away.
	addresses int
}

// atMost is how long one check may take.
func (g *ground) atMost() time.Duration {
	if g.quick {
		return 4 * time.Minute
	}
	return 45 * time.Minute
}

// try runs a check in a rig of its own.
func (g *ground) try(ctx context.Context, c check) (figure string, err error) {
	ctx, cancel := context.WithTimeout(ctx, g.atMost())
	defer cancel()
	own, err := rig.New()
	if err != nil {
		return "", err
	}
	t := &trial{ground: g, ctx: ctx, rig: own}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer t.cleanUp()
		figure = c.run(t)
	}()
	<-done
	if t.failure != nil {
		t.tellLogs(c.name)
	}
	if closeErr := own.Close(); t.failure == nil && closeErr != nil {
		t.failure = closeErr
	}
	return figure, t.failure
}

// failf ends the check.
func (t *trial) failf(format string, args ...any) {
	t.mu.Lock()
	if t.failure == nil {
		t.failure = fmt.Errorf(format, args...)
	}
	t.mu.Unlock()
	runtime.Goexit()
}

// must ends the check if there is an error.
func (t *trial) must(doing string, err error) {
	if err != nil {
		t.failf("%s: %w", doing, err)
	}
}

// cleanup is called at the end, the last one first.
func (t *trial) cleanup(f func()) { t.cleanups = append(t.cleanups, f) }

func (t *trial) cleanUp() {
	for _, f := range slices.Backward(t.cleanups) {
		f()
	}
}

// pick is the first in quick mode, else the second.
func (t *trial) pick(quick, full int) int {
	if t.quick {
		return quick
	}
	return full
}

// until waits until done says yes; its word is what it saw last.
func (t *trial) until(within time.Duration, what string, done func() (bool, string)) time.Duration {
	began := time.Now()
	for {
		ok, saw := done()
		if ok {
			return time.Since(began)
		}
		if time.Since(began) > within {
			t.failf("waited %v for %s: %s", within, what, saw)
		}
		t.sleep(25 * time.Millisecond)
	}
}

// sleep ends the check if its time is up.
func (t *trial) sleep(d time.Duration) {
	select {
	case <-t.ctx.Done():
		t.failf("not done in time: %w", t.ctx.Err())
	case <-time.After(d):
	}
}

// address gives away another address of 198.18.0.0/15, which is reserved for benchmarks (RFC 2544).
func (t *trial) address() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.addresses++
	return fmt.Sprintf("198.18.%d.%d", t.addresses>>8, t.addresses&0xff)
}

// tellLogs prints the last lines of all processes.
func (t *trial) tellLogs(name string) {
	logs, _ := filepath.Glob(filepath.Join(t.rig.Dir, "*.log"))
	for _, path := range logs {
		text, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		text = text[max(len(text)-logTail, 0):]
		fmt.Printf("---- %s: %s\n%s\n", name, filepath.Base(path), text)
	}
	if dir := os.Getenv("BANGUI_TEST_KEEP_LOGS"); dir != "" {
		for _, path := range logs {
			if text, err := os.ReadFile(path); err == nil {
				_ = os.WriteFile(filepath.Join(dir, name+"-"+filepath.Base(path)), text, 0o600) // the person who asked for it sees what is missing
			}
		}
	}
}

// logTail is how much of a log is printed, in bytes.
const logTail = 6000
