package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"time"

	"bangui/internal/schedule"
)

// How long things are kept.
const (
	historyKept = 365 * 24 * time.Hour
	runsKept    = 30 * 24 * time.Hour
)

// removeAtOnce keeps each transaction of a clean-up short, so that nothing waits behind it.
const removeAtOnce = 500

// newRunner has everything that must happen again and again.
func (a *app) newRunner() *schedule.Runner {
	return schedule.NewRunner(a.store, a.replica, a.log,
		schedule.Task{Name: "session.cleanup", Every: 10 * time.Minute, Run: cleanup("sessions and limits", a.store.RemoveExpired)},
		schedule.Task{Name: "history.cleanup", Every: time.Hour, Run: cleanup("bans", before(historyKept, a.store.RemoveBefore))},
		schedule.Task{Name: "run.cleanup", Every: 24 * time.Hour, Run: cleanup("runs", before(runsKept, a.store.RemoveRuns))},
	)
}

// remover removes at most limit of something and returns how many.
type remover func(ctx context.Context, limit int) (int, error)

// before makes a remover of one that needs to know the age.
func before(kept time.Duration, remove func(context.Context, time.Time, int) (int, error)) remover {
	return func(ctx context.Context, limit int) (int, error) {
		return remove(ctx, time.Now().Add(-kept), limit)
	}
}

// cleanup removes until nothing is left to remove.
func cleanup(what string, remove remover) func(context.Context, schedule.Run) (string, error) {
	return func(ctx context.Context, _ schedule.Run) (string, error) {
		total := 0
		for {
			n, err := remove(ctx, removeAtOnce)
			total += n
			if err != nil {
				return "", fmt.Errorf("remove %s: %w", what, err)
			}
			if n < removeAtOnce {
				return fmt.Sprintf("removed %d %s", total, what), nil
			}
		}
	}
}

// replicaName tells this process from all others.
func replicaName() string {
	return fmt.Sprintf("%s/%d/%s", machineName(), os.Getpid(), rand.Text()[:6])
}

// machineName is for people.
func machineName() string {
	if name, err := os.Hostname(); err == nil {
		return name
	}
	return "unnamed machine"
}
