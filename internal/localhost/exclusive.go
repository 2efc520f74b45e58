package localhost

import (
	"context"
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"bangui/internal/fault"
)

// exclusively waits until nobody else loads jails or changes files of the configuration, on this machine: neither we nor another process of
// ours that looks after the same directory. Call the returned function when done.
func (h *Host) exclusively(ctx context.Context) (release func(), err error) {
	select {
	case h.reload <- struct{}{}:
	case <-ctx.Done():
		return nil, othersAtWork(ctx.Err())
	}
	unlock, err := lockDir(ctx, h.opts.ConfigDir)
	if err != nil {
		<-h.reload
		return nil, err
	}
	return func() { unlock(); <-h.reload }, nil
}

func othersAtWork(cause error) error {
	return fault.Conflict.Wrapf(cause, "another change of the configuration, or the reload of a jail, is going on").
		WithMend("Wait until it is over and try again.").WithRetryAfter(5 * time.Second)
}

// lockDir locks a directory for this machine, without a file in it. A directory that is not there needs no lock.
func lockDir(ctx context.Context, dir string) (unlock func(), err error) {
	f, err := os.Open(dir)
	if err != nil {
		return func() {}, nil //nolint:nilerr // see above: who needs the directory will say what is wrong with it
	}
	const again = 50 * time.Millisecond
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if err == nil {
			return func() { _ = f.Close() }, nil // that unlocks it
		}
		if !errors.Is(err, unix.EWOULDBLOCK) {
			_ = f.Close()
			return func() {}, nil // a file system without locks
		}
		select {
		case <-ctx.Done():
			_ = f.Close()
			return nil, othersAtWork(ctx.Err())
		case <-time.After(again):
		}
	}
}
