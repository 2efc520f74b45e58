package app

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"strings"
	"time"

	"bangui/internal/fault"
	"bangui/internal/store"
)

// A SQLite database has a row that says who uses it, for where file locks do not reach: other kernels that see the same disk. Who
// has not beaten for instanceTTL is dead.
const (
	instanceTTL  = 60 * time.Second
	instanceBeat = 10 * time.Second
)

// instance is this process in that row.
type instance struct {
	app  *app
	self store.Instance
	// kernel is the same for all processes that the file lock reaches.
	kernel string
}

// takeDatabase makes this process the only one that uses a SQLite database.
func (a *app) takeDatabase(ctx context.Context) (undo, error) {
	if a.Settings.PostgreSQL() {
		return nothing, nil
	}
	i := newInstance(a)
	if err := i.take(ctx); err != nil {
		return nil, err
	}
	beats := newBackground(ctx, a.log, a.failed)
	beats.start("heartbeat", i.beat)
	return func() error {
		release, cancel := context.WithTimeout(context.Background(), checkWithin)
		defer cancel()
		return errors.Join(beats.stop(), a.store.ReleaseInstance(release, i.self.Holder))
	}, nil
}

func newInstance(a *app) *instance {
	kernel := bootID()
	return &instance{app: a, kernel: kernel, self: store.Instance{
		Holder: kernel + "/" + rand.Text(), Machine: machineName(), PID: os.Getpid(),
	}}
}

// bootID is different for each kernel and each time that it is started. Source: random(4).
func bootID() string {
	text, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return rand.Text()
	}
	return strings.TrimSpace(string(text))
}

// take waits for a holder that gives no sign of life, and refuses to start beside one that does.
func (i *instance) take(ctx context.Context) error {
	var seen store.Instance
	for {
		other, ok, err := i.app.store.TakeInstance(ctx, i.self, i.dead(seen), instanceTTL)
		if err != nil || ok {
			return err
		}
		if seen.Holder == other.Holder && !other.BeatAt.Equal(seen.BeatAt) {
			return inUse(other)
		}
		if seen.Holder == "" && i.dead(other) == "" {
			i.app.log.Warn("the database was used by another process until a moment ago; waiting whether it is alive",
				"machine", other.Machine, "pid", other.PID, "beat_at", other.BeatAt)
		}
		if seen = other; i.dead(seen) != "" {
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// dead returns the holder if it must be dead: it ran on our kernel, and there we have the file lock now.
func (i *instance) dead(other store.Instance) string {
	if strings.HasPrefix(other.Holder, i.kernel+"/") {
		return other.Holder
	}
	return ""
}

func inUse(other store.Instance) error {
	return fault.Conflict.Errorf("another BanGUI uses the database: process %d on %s since %s",
		other.PID, other.Machine, other.Since.UTC().Format(time.RFC3339)).
		WithMend("stop that one first; several on the same data need PostgreSQL (BANGUI_DATABASE_URL)")
}

// beat shows that we are alive until ctx ends. It returns before that only if another process has taken the database over:
// then we must not go on. A database that is busy or full is waited for.
func (i *instance) beat(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(instanceBeat):
		}
		err := i.app.store.BeatInstance(ctx, i.self.Holder)
		if errors.Is(err, fault.Conflict) {
			return err
		}
		if err != nil && ctx.Err() == nil {
			i.app.log.Warn("heartbeat not stored", "err", fault.Cause(err))
		}
	}
}
