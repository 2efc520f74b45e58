package blocklist

import (
	"context"
	"time"

	"bangui/internal/schedule"
)

const (
	// awaitAtMost is how long an import waits for hosts, so that whoever looks at it sees them follow; they go on without it.
	awaitAtMost = 20 * time.Second
	awaitEvery  = 500 * time.Millisecond
)

// awaitHosts waits until the hosts that can have brought a revision into force, but not for long.
func (b *Blocklists) awaitHosts(ctx context.Context, work *schedule.Work, list List, revision int64) {
	until := time.Now().Add(awaitAtMost)
	for revision != 0 {
		done, total, err := b.followed(ctx, list, revision)
		if err != nil || total == 0 {
			return
		}
		work.Progress(int64(done), int64(total), "bringing it into force")
		if done == total || time.Now().After(until) {
			work.Logf("in force on %d of %d hosts", done, total)
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(awaitEvery):
		}
	}
}

// followed counts the hosts that block in their kernel, and those of them that have the list as it is. There are none if the list is not to be in force, or
// comes from elsewhere by now.
func (b *Blocklists) followed(ctx context.Context, was List, revision int64) (done, total int, err error) {
	list, err := b.store.Blocklist(ctx, was.ID)
	if err != nil || !list.Enabled || list.Source != was.Source || list.Contents.Revision != revision || list.Contents.Entries == 0 {
		return 0, 0, err
	}
	states, err := b.store.HostStates(ctx)
	if err != nil {
		return 0, 0, err
	}
	for _, h := range states {
		if h.Mode != ModeKernel || h.Report.At.IsZero() || h.Report.Obstacle != nil || h.Age > awayAfter {
			continue
		}
		total++
		if h.has(list) {
			done++
		}
	}
	return done, total, nil
}
