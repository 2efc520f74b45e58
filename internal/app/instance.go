package app

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"os"
	"strings"
	"time"

	"bangui/internal/fault"
	"bangui/internal/settings"
	"bangui/internal/store"
)

// A SQLite database has a row that says who uses it, for where file locks do not reach: other kernels that see the same disk.
//
// A newcomer never compares clocks to take it, for one of them may be wrong: it looks whether the row changes. A holder that lives
// changes it every instanceBeat. One that is silent for instanceTTL is dead; if its last beat is older than that by our clock,
// too, one beat that does not come is enough, so that the first start after a power cut does not take a minute.
const (
	instanceTTL   = 60 * time.Second
	instanceBeat  = 10 * time.Second
	instanceDoubt = instanceBeat + 5*time.Second
	// instanceLook is how often a newcomer looks, and how often the holder asks its clocks whether it is time to beat.
	instanceLook = time.Second
)

// instance is this process in that row.
type instance struct {
	store *store.Store
	log   *slog.Logger
	self  store.Instance
	// kernel is the same for all processes that the file lock reaches.
	kernel string
}

// takeDatabase makes this process the only one that uses a SQLite database.
func (a *app) takeDatabase(ctx context.Context) (undo, error) {
	if a.Settings.PostgreSQL() {
		a.noteWorkers()
		return nothing, nil
	}
	if err := a.migrateFresh(ctx); err != nil {
		return nil, err
	}
	i := newInstance(a.store, a.log)
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

// noteWorkers tells who asked for several workers that there is no need to.
func (a *app) noteWorkers() {
	if a.Settings.Workers > 1 {
		a.log.Info("one process uses all cores; start more replicas for more", "workers", a.Settings.Workers,
			"origin", string(a.Settings.Origin("workers")))
	}
}

// migrateFresh gives a new database its tables, one of which has the row. Any other is migrated after the row has been taken: not
// below the feet of somebody who uses it.
func (a *app) migrateFresh(ctx context.Context) error {
	fresh, err := a.store.Fresh(ctx)
	if err != nil || !fresh {
		return err
	}
	return a.store.Migrate(ctx)
}

func newInstance(s *store.Store, log *slog.Logger) *instance {
	kernel := bootID()
	return &instance{store: s, log: log, kernel: kernel, self: store.Instance{
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
	var seen, dead store.Instance
	var silent time.Duration
	for looked := time.Now(); ; {
		other, ok, err := i.store.TakeInstance(ctx, i.self, dead)
		if err != nil || ok {
			return err
		}
		// A look that comes late counts as one only: if this whole machine stood still, so did a holder on it.
		silent += min(time.Since(looked), 2*instanceLook)
		looked = time.Now()
		switch {
		case seen.Holder != other.Holder:
			seen, silent = other, 0
			i.tellWait(other)
		case !other.BeatAt.Equal(seen.BeatAt):
			return inUse(other)
		}
		if silent >= i.patience(other) {
			dead = other
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(instanceLook):
		}
	}
}

// patience is how long the holder must have been silent to be dead.
//
// It needs none if it ran here, under our machine name: then the file lock, which we have now, was its own. The kernel's number alone
// does not tell, because virtual machines that were copied while they ran share it.
func (i *instance) patience(other store.Instance) time.Duration {
	switch {
	case strings.HasPrefix(other.Holder, i.kernel+"/") && other.Machine == i.self.Machine:
		return 0
	case time.Since(other.BeatAt) >= instanceTTL:
		return instanceDoubt
	default:
		return instanceTTL
	}
}

func (i *instance) tellWait(other store.Instance) {
	if patience := i.patience(other); patience > 0 {
		i.log.Warn("the database was in use by a process that did not stop in order; waiting whether it gives a sign of life",
			"machine", other.Machine, "pid", other.PID, "since", other.Since, "beat_at", other.BeatAt, "at_most_s", patience.Seconds())
	}
}

func inUse(other store.Instance) error {
	return settings.ExplainOneProcess(fault.Conflict.Errorf("another BanGUI uses the database: %s", holderText(other.PID, other.Machine, other.Since))).
		WithMend("stop that one first; %s", settings.UsePostgreSQL)
}

// beat shows that we are alive until ctx ends. It returns before that only if another process has taken the database over:
// then we must not go on. A database that is busy or full is waited for.
//
// Both clocks are asked, because a machine that was suspended or paused has not felt it: the monotonic one stood still, and the other
// one jumped. Then somebody may have taken over, and we learn of it within instanceLook.
func (i *instance) beat(ctx context.Context) error {
	last := time.Now()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(instanceLook):
		}
		now := time.Now()
		if now.Sub(last) < instanceBeat && now.Round(0).Sub(last.Round(0)).Abs() < instanceBeat {
			continue
		}
		last = now
		err := i.store.BeatInstance(ctx, i.self.Holder)
		if errors.Is(err, fault.Conflict) {
			return i.lost(ctx, err)
		}
		if err != nil && ctx.Err() == nil {
			i.log.Warn("heartbeat not stored", "err", fault.Cause(err))
		}
	}
}

// lost says who has the database now.
func (i *instance) lost(ctx context.Context, err error) error {
	who := "another process"
	if other, ok, readErr := i.store.CurrentInstance(ctx); ok && readErr == nil {
		who = holderText(other.PID, other.Machine, other.Since)
	}
	return settings.ExplainOneProcess(fault.Conflict.Wrapf(err, "this process has lost its database to %s, and stops", who)).
		WithMend("this one was taken for dead because it gave no sign of life for %v; stop the other one before starting this one again; %s",
			instanceTTL, settings.UsePostgreSQL)
}
