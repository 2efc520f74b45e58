package schedule

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"bangui/internal/event"
	"bangui/internal/fault"
)

// errLost is why the context of a run ends whose lease somebody else has, or may have.
var errLost = errors.New("the lease was lost")

// errCancelled is why the context of a run ends that somebody wants to end.
var errCancelled = errors.New("the run was cancelled")

// WasCancelled tells whether ctx, which is that of a run, has ended because somebody wants the run to end.
func WasCancelled(ctx context.Context) bool { return errors.Is(context.Cause(ctx), errCancelled) }

// active is a run on this replica.
type active struct {
	run Run
	// end ends its context.
	end context.CancelCauseFunc
	// cancelBy is who wants it to end; guarded by Runner.mu.
	cancelBy string
}

// do does one run and stores how it ended.
func (r *Runner) do(ctx context.Context, run Run) {
	leased, end := context.WithCancelCause(ctx)
	doing := &active{run: run, end: end}
	r.begin(doing)
	defer r.leave(doing)
	r.publish(run)
	work := &Work{run: run}
	var beside sync.WaitGroup
	beside.Go(func() { r.beat(leased, doing) })
	beside.Go(func() { r.tend(leased, work) })
	outcome, err := r.call(WithFence(leased, run), work)
	cause := context.Cause(leased)
	end(nil)
	beside.Wait()
	if errors.Is(cause, errLost) {
		r.log.Warn("lease lost", "task", run.Task, "run", run.ID)
		return
	}
	r.end(ctx, work, outcome, r.cancelled(doing, cause, err))
}

// call calls the task. A panic is a failure of this run only.
func (r *Runner) call(ctx context.Context, work *Work) (outcome string, err error) {
	task := work.Run().Task
	defer func() {
		if p := recover(); p != nil {
			r.log.Error("task panicked", "task", task, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return r.task(task).Run(ctx, work)
}

// beat renews the lease until ctx ends. It ends the run when the lease is lost, when it can no longer be renewed in time, and when
// somebody wants it to end.
func (r *Runner) beat(ctx context.Context, doing *active) {
	ticker := time.NewTicker(beat)
	defer ticker.Stop()
	renewed := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		asked := time.Now()
		now, err := r.renew(ctx, doing.run)
		switch {
		case err == nil:
			renewed = asked
			r.heed(now)
		case errors.Is(err, fault.Conflict), time.Since(renewed) >= lease-beat:
			doing.end(errLost)
			return
		default:
			r.warn(ctx, "lease not renewed", err, "task", doing.run.Task)
		}
	}
}

func (r *Runner) renew(ctx context.Context, run Run) (Run, error) {
	ctx, cancel := context.WithTimeout(ctx, beat)
	defer cancel()
	return r.store.RenewLease(ctx, run, lease)
}

// heed ends the run if somebody wants that and it runs here.
func (r *Runner) heed(run Run) {
	if run.CancelAt.IsZero() {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if doing := r.running[run.Task]; doing != nil && doing.run.ID == run.ID {
		doing.cancelBy = cmp.Or(run.CancelBy, "somebody")
		doing.end(errCancelled)
	}
}

// cancelled returns errCancelled with who wanted it, if that is why the task failed, else err.
func (r *Runner) cancelled(doing *active, cause, err error) error {
	if err == nil || !errors.Is(cause, errCancelled) {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return fmt.Errorf("%w by %s", errCancelled, doing.cancelBy)
}

// end stores how a run ended. One that was stopped with the runner is given back.
func (r *Runner) end(ctx context.Context, work *Work, outcome string, err error) {
	store, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWord)
	defer cancel()
	r.flush(store, work)
	run := work.Run()
	log := r.log.With("task", run.Task, "run", run.ID)
	took := time.Since(run.StartedAt).Milliseconds()
	var ended Run
	var stored error
	switch {
	case err == nil:
		log.Info("task done", "outcome", outcome, "took_ms", took)
		ended, stored = r.store.FinishRun(store, run, Succeeded, outcome)
	case errors.Is(err, errCancelled):
		log.Info("task cancelled", "why", err.Error(), "took_ms", took)
		ended, stored = r.store.FinishRun(store, run, Cancelled, err.Error())
	case ctx.Err() != nil:
		log.Info("task given back")
		ended, stored = r.store.ReleaseRun(store, run, "stopped with its replica")
	default:
		log.Error("task failed", "err", fault.Cause(err), "took_ms", took)
		ended, stored = r.store.FinishRun(store, run, Failed, err.Error())
	}
	if stored != nil {
		// Nothing is lost by it: when the lease is over, somebody does it again.
		log.Warn("end of a run not stored", "err", fault.Cause(stored))
		return
	}
	r.publish(ended)
}

func (r *Runner) publish(run Run) { r.bus.Publish(event.Job, JobChange{Run: run}) }
