package localhost

import (
	"context"
	"errors"
	"slices"
	"time"

	"bangui/internal/fault"
	"bangui/internal/nftset"
)

const (
	// inspectEvery is how often it is looked whether the kernel has what it should, beside what it tells by itself.
	inspectEvery = 30 * time.Second
	// verifyEvery is how often every element is read.
	verifyEvery = time.Hour
	// settleFor is how long we wait after somebody changed something: such changes come several at once.
	settleFor = 250 * time.Millisecond
	// mendAgain is the least time between two repairs: somebody who changes the same again and again must not keep us busy with nothing else.
	mendAgain = 5 * time.Second
)

// keepUp keeps in the kernel what is in force, from the first moment until ctx ends.
func (e *Enforcer) keepUp(ctx context.Context) {
	if e.opts.Dir == "" {
		return
	}
	woken := make(chan bool, 1)
	watching := make(chan struct{})
	go func() {
		defer close(watching)
		e.watchKernel(ctx, woken)
	}()
	defer func() { <-watching }()

	ticker := time.NewTicker(inspectEvery)
	defer ticker.Stop()
	read, mended := time.Time{}, time.Time{}
	for ctx.Err() == nil {
		if e.duty.await(ctx) {
			wait(ctx, orderedWithin)
			continue
		}
		whole := time.Since(read) > verifyEvery
		if whole {
			read = time.Now()
		}
		if e.mend(ctx, whole) {
			mended = time.Now()
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case lost := <-woken:
			wait(ctx, max(settleFor, mendAgain-time.Since(mended)))
			if lost {
				read = time.Time{}
			}
		}
	}
}

func wait(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// watchKernel wakes who keeps up when somebody else changes our table. lost means that all must be read.
func (e *Enforcer) watchKernel(ctx context.Context, woken chan bool) {
	for ctx.Err() == nil {
		table, err := e.open()
		if err == nil {
			err = table.Watch(ctx, func(bool) {
				select {
				case woken <- true:
				default:
				}
			})
		}
		if ctx.Err() == nil {
			e.log.Debug("the kernel is not watched", "err", err)
			wait(ctx, inspectEvery)
		}
	}
}

// mend looks whether the kernel has what is in force, and the host protects what it should, and mends what does not; whole means that every element is read.
// It tells whether something was mended that somebody had changed.
func (e *Enforcer) mend(ctx context.Context, whole bool) (mended bool) {
	ctx, cancel := context.WithTimeout(ctx, enforceWithin)
	defer cancel()
	drift, err := e.look(ctx, whole)
	switch {
	case errors.Is(err, fault.Unsupported) || ctx.Err() != nil:
		return false
	case err != nil:
		e.log.Warn("blocking in the kernel cannot be looked after", "drift", drift, "err", fault.Cause(err))
		e.note(cmpText(drift, err))
		return false
	}
	e.note("")
	if drift == "" {
		return false
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.repairs++
	e.repairedAt = time.Now().UTC()
	e.log.Warn("what the kernel blocks had been changed and was mended", "drift", drift)
	return true
}

// note keeps what could not be mended.
func (e *Enforcer) note(drift string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.drift = drift
}

func cmpText(drift string, err error) string {
	if drift == "" {
		return err.Error()
	}
	return drift + "; it cannot be mended: " + err.Error()
}

// look is mend without what is told about it: what somebody changed, and the failure to mend it.
func (e *Enforcer) look(ctx context.Context, whole bool) (drift string, err error) {
	table, err := e.open()
	if err != nil {
		return "", err
	}
	end, err := e.begin(ctx)
	if err != nil {
		return "", err
	}
	defer end()
	off, err := e.kept.off()
	if err != nil || off != nil {
		return "", err
	}
	last, there, err := e.kept.order()
	if err != nil || !there {
		return "", err
	}
	known, err := e.kept.kernel()
	if err != nil {
		known = inKernel{} // it is made anew
	}
	state, err := table.Look()
	if err != nil {
		return "", err
	}
	e.remember(state, known)
	e.own.recall(last.Own)
	before := last.Own
	last.Own = e.own.look()
	drift, fresh, err := e.compare(table, state, known, last, whole)
	if err != nil {
		return drift, err
	}
	if drift == "" && !fresh && slices.Equal(before, last.Own) && known.Forwards == forwards() {
		return "", nil
	}
	if err := e.apply(ctx, table, last); err != nil {
		return drift, err
	}
	return drift, e.kept.keep(last)
}

// compare tells what somebody changed. fresh means that nobody did, and that all has to be loaded because this is a new boot, or because we did not come to the
// end the last time.
func (e *Enforcer) compare(
	table *nftset.Table, state nftset.State, known inKernel, last inForce, whole bool,
) (drift string, fresh bool, err error) {
	if known.Boot != bootID() && !state.There || known.Boot == bootID() && known.BrokenOff {
		return "", true, nil
	}
	if known.Boot != bootID() {
		known.Loaded = nftset.Loaded{}
	}
	if drift := known.differs(state, last, true); drift != "" || !whole {
		return drift, false, nil
	}
	drift, err = table.Verify(known.Loaded)
	return drift, false, err
}
