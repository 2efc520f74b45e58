package schedule

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"bangui/internal/fault"
)

// errLost is why the context of a run ends whose lease somebody else has, or may have.
var errLost = errors.New("the lease was lost")

// do does one run and stores how it ended.
func (r *Runner) do(ctx context.Context, run Run) {
	defer func() {
		r.mark(run.Task, false)
		select {
		case r.ended <- struct{}{}:
		default:
		}
	}()
	leased, lose := context.WithCancelCause(ctx)
	beating := make(chan struct{})
	go func() {
		defer close(beating)
		r.beat(leased, run, lose)
	}()
	outcome, err := r.call(leased, run)
	lost := errors.Is(context.Cause(leased), errLost)
	lose(nil)
	<-beating
	if lost {
		r.log.Warn("lease lost", "task", run.Task, "run", run.ID)
		return
	}
	r.end(ctx, run, outcome, err)
}

// call calls the task. A panic is a failure of this run only.
func (r *Runner) call(ctx context.Context, run Run) (outcome string, err error) {
	defer func() {
		if p := recover(); p != nil {
			r.log.Error("task panicked", "task", run.Task, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return r.tasks[run.Task].Run(ctx, run)
}

// beat renews the lease until ctx ends. It ends the run when the lease is lost, or when it can no longer be renewed in time.
func (r *Runner) beat(ctx context.Context, run Run, lose context.CancelCauseFunc) {
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
		err := r.renew(ctx, run)
		switch {
		case err == nil:
			renewed = asked
		case errors.Is(err, fault.Conflict), time.Since(renewed) >= lease-beat:
			lose(errLost)
			return
		default:
			r.warn(ctx, "lease not renewed", err, "task", run.Task)
		}
	}
}

func (r *Runner) renew(ctx context.Context, run Run) error {
	ctx, cancel := context.WithTimeout(ctx, beat)
	defer cancel()
	return r.store.RenewLease(ctx, run, lease)
}

// end stores how a run ended. One that was stopped with the runner is given back.
func (r *Runner) end(ctx context.Context, run Run, outcome string, err error) {
	store, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWord)
	defer cancel()
	took := time.Since(run.StartedAt).Milliseconds()
	var stored error
	switch {
	case err == nil:
		r.log.Info("task done", "task", run.Task, "run", run.ID, "outcome", outcome, "took_ms", took)
		stored = r.store.FinishRun(store, run, Succeeded, outcome)
	case ctx.Err() != nil:
		r.log.Info("task given back", "task", run.Task, "run", run.ID)
		stored = r.store.ReleaseRun(store, run, "stopped with its replica")
	default:
		r.log.Error("task failed", "task", run.Task, "run", run.ID, "err", fault.Cause(err), "took_ms", took)
		stored = r.store.FinishRun(store, run, Failed, err.Error())
	}
	if stored != nil {
		// Nothing is lost by it: when the lease is over, somebody does it again.
		r.log.Warn("end of a run not stored", "task", run.Task, "run", run.ID, "err", stored)
	}
}
