package schedule

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

const (
	// lease is how long a run is ours without a beat: a killed replica's work is taken over after that.
	lease = 15 * time.Second
	// beat is how often the lease is renewed.
	beat = 5 * time.Second
	// lookEvery is how often to look for what is due, at the least: a lease may be given back at any time.
	lookEvery = time.Second
	// lastWord is how long the end of a run may take to be stored after the runner was told to stop.
	lastWord = 5 * time.Second
)

// Runner runs tasks on one replica, each in a goroutine of its own and never twice at a time. Make one with [NewRunner].
type Runner struct {
	store   Store
	replica string
	tasks   map[string]Task
	log     *slog.Logger

	// running tells which tasks run here.
	mu      sync.Mutex
	running map[string]bool
	// ended gets something each time a run has ended.
	ended chan struct{}
}

// NewRunner returns a runner for these tasks. replica names this process for the operator.
func NewRunner(store Store, replica string, log *slog.Logger, tasks ...Task) *Runner {
	r := &Runner{
		store: store, replica: replica, log: log,
		tasks: make(map[string]Task), running: make(map[string]bool), ended: make(chan struct{}, 1),
	}
	for _, task := range tasks {
		r.tasks[task.Name] = task
	}
	return r
}

// Run claims and runs what is due until ctx ends. It then waits for what still runs, gives it back so that another replica takes
// it over at once, and returns ctx's error. A store that fails is tried again.
func (r *Runner) Run(ctx context.Context) error {
	var work sync.WaitGroup
	defer work.Wait()
	for !r.ensure(ctx) {
		if !r.pause(ctx, lookEvery) {
			return ctx.Err()
		}
	}
	for {
		for run, ok := r.claim(ctx); ok; run, ok = r.claim(ctx) {
			work.Go(func() { r.do(ctx, run) })
		}
		if !r.pause(ctx, r.wait(ctx)) {
			return ctx.Err()
		}
	}
}

// ensure makes the schedules known and tells whether that worked.
func (r *Runner) ensure(ctx context.Context) bool {
	for _, task := range r.tasks {
		if err := r.store.EnsureSchedule(ctx, task.Name, task.Every); err != nil {
			r.warn(ctx, "schedule not stored", err, "task", task.Name)
			return false
		}
	}
	return true
}

// claim claims one run of a task that is due and does not run here.
func (r *Runner) claim(ctx context.Context) (Run, bool) {
	run, ok, err := r.store.ClaimRun(ctx, r.replica, r.free(), lease)
	if err != nil {
		r.warn(ctx, "no task claimed", err)
		return Run{}, false
	}
	if ok {
		r.mark(run.Task, true)
	}
	return run, ok
}

// wait is how long nothing is due.
func (r *Runner) wait(ctx context.Context) time.Duration {
	due, err := r.store.NextDue(ctx, r.free())
	if err != nil {
		r.warn(ctx, "schedules not read", err)
		return lookEvery
	}
	return min(due, lookEvery)
}

// pause waits, at most until a run has ended, and tells whether to go on.
func (r *Runner) pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-r.ended:
		return true
	case <-time.After(d):
		return ctx.Err() == nil
	}
}

// free are the tasks that do not run here.
func (r *Runner) free() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var names []string
	for name := range r.tasks {
		if !r.running[name] {
			names = append(names, name)
		}
	}
	return names
}

func (r *Runner) mark(task string, running bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running[task] = running
}

// warn logs an error of the store, except that ctx has ended.
func (r *Runner) warn(ctx context.Context, message string, err error, attributes ...any) {
	if ctx.Err() == nil {
		r.log.Warn(message, append(attributes, "err", err)...) //nolint:sloglint // the callers' messages are constant
	}
}
