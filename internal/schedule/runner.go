package schedule

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"bangui/internal/fault"
)

// A killed replica's run is taken over when its lease is over and somebody looks: within lease + lookEvery.
const (
	lease      = 10 * time.Second
	renewEvery = 3 * time.Second
	lookEvery  = 5 * time.Second
	// finishWithin is how long telling the end of a run may take, also when the process stops.
	finishWithin = 5 * time.Second
)

// Runner runs tasks when they are due. Make one with [NewRunner].
type Runner struct {
	store   Store
	replica string
	log     *slog.Logger
	tasks   map[string]Task
	names   []string
}

// NewRunner returns a runner for the tasks. replica tells this process from the others.
func NewRunner(store Store, replica string, log *slog.Logger, tasks ...Task) *Runner {
	r := &Runner{store: store, replica: replica, log: log, tasks: make(map[string]Task)}
	for _, t := range tasks {
		r.tasks[t.Name] = t
		r.names = append(r.names, t.Name)
	}
	return r
}

// Run runs what is due until ctx ends, waits for what is running then, and returns ctx's error. A database that is away is
// waited for.
func (r *Runner) Run(ctx context.Context) error {
	var running sync.WaitGroup
	defer running.Wait()
	ensured := false
	for {
		wait, err := lookEvery, error(nil)
		if !ensured {
			err = r.ensure(ctx)
			ensured = err == nil
		}
		if ensured {
			wait, err = r.look(ctx, &running)
		}
		if err != nil && ctx.Err() == nil {
			r.log.WarnContext(ctx, "schedule not read", "err", err)
			wait = lookEvery
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
	}
}

// ensure makes the schedules of the tasks.
func (r *Runner) ensure(ctx context.Context) error {
	for _, name := range r.names {
		if err := r.store.EnsureSchedule(ctx, name, r.tasks[name].Every); err != nil {
			return fmt.Errorf("ensure schedule %s: %w", name, err)
		}
	}
	return nil
}

// look starts one run if one is due and says when to look again.
func (r *Runner) look(ctx context.Context, running *sync.WaitGroup) (time.Duration, error) {
	run, ok, err := r.store.ClaimRun(ctx, r.replica, r.names, lease)
	if err != nil {
		return 0, fmt.Errorf("claim a run: %w", err)
	}
	if ok {
		running.Go(func() { r.execute(ctx, run) })
		return 0, nil
	}
	due, err := r.store.NextDue(ctx, r.names)
	return max(min(due, lookEvery), 10*time.Millisecond), err
}

// execute runs one task, keeping its lease, and tells how it ended.
func (r *Runner) execute(ctx context.Context, run Run) {
	began := time.Now()
	taskCtx, cancel := context.WithCancelCause(ctx)
	renewing := make(chan struct{})
	go func() {
		defer close(renewing)
		r.keepLease(taskCtx, cancel, run)
	}()
	outcome, err := r.call(taskCtx, run)
	cancel(nil)
	<-renewing
	if errors.Is(context.Cause(taskCtx), fault.Conflict) {
		r.log.WarnContext(ctx, "run lost to another replica", "task", run.Task, "run", run.ID)
		return
	}
	state := Succeeded
	switch {
	case err != nil && ctx.Err() != nil:
		state, outcome = Released, "the server stopped"
	case err != nil:
		state, outcome = Failed, message(err)
		r.log.ErrorContext(ctx, "task failed", "task", run.Task, "err", fault.Cause(err))
	}
	r.finish(ctx, run, state, outcome)
	r.log.InfoContext(ctx, "task ran", "task", run.Task, "state", string(state), "outcome", outcome, "took_ms", time.Since(began).Milliseconds())
}

// call runs the task; a panic is its failure and not ours.
func (r *Runner) call(ctx context.Context, run Run) (outcome string, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v", reason)
		}
	}()
	return r.tasks[run.Task].Run(ctx, run)
}

// keepLease renews the lease until ctx ends, and ends the run when the lease is lost.
func (r *Runner) keepLease(ctx context.Context, cancel context.CancelCauseFunc, run Run) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(renewEvery):
		}
		if err := r.store.RenewLease(ctx, run, lease); errors.Is(err, fault.Conflict) {
			cancel(err)
			return
		}
	}
}

// finish tells the end even when the process stops, so that no other replica has to wait for the lease to end.
func (r *Runner) finish(ctx context.Context, run Run, state State, outcome string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishWithin)
	defer cancel()
	var err error
	if state == Released {
		err = r.store.ReleaseRun(ctx, run, outcome)
	} else {
		err = r.store.FinishRun(ctx, run, state, outcome)
	}
	if err != nil {
		r.log.WarnContext(ctx, "end of a run not stored", "task", run.Task, "err", err)
	}
}

// message is what the operator is told of a failure.
func message(err error) string {
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return f.Message
	}
	return "it failed; the log has more"
}
