package schedule

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"bangui/internal/event"
)

const (
	// lease is how long a run is ours without a beat: a killed replica's work is taken over after that.
	lease = 12 * time.Second
	// beat is how often the lease is renewed.
	beat = 3 * time.Second
	// lookEvery is how often to look for what is due, at the least: a lease may be given back at any time.
	lookEvery = time.Second
	// lastWord is how long the end of a run may take to be stored after the runner was told to stop.
	lastWord = 5 * time.Second
	// hintBuffer is how many events may wait until the runner has looked at them.
	hintBuffer = 64
)

// Runner runs tasks on one replica, each in a goroutine of its own and never twice at a time. Make one with [NewRunner].
type Runner struct {
	store   Store
	replica string
	tasks   map[string]Task
	// families have tasks that come and go; members are the names of those that there are.
	families families
	members  []string
	bus      *event.Bus
	log      *slog.Logger

	// running are the runs here, by task.
	mu      sync.Mutex
	running map[string]*active
	// ended gets something each time a run has ended.
	ended chan struct{}
}

// NewRunner returns a runner for these tasks. replica names this process for the operator. Runs are published on bus as topic job with
// a [JobChange] when they begin, get on and end; one that is published there as to be cancelled is ended at once.
func NewRunner(store Store, bus *event.Bus, replica string, log *slog.Logger, tasks ...Task) *Runner {
	r := &Runner{
		store: store, bus: bus, replica: replica, log: log,
		tasks: make(map[string]Task), running: make(map[string]*active), ended: make(chan struct{}, 1),
	}
	for _, task := range tasks {
		r.tasks[task.Name] = task
	}
	return r
}

// WithFamilies has the runner run the tasks of families, too. It is called before [Runner.Run], and returns the runner.
func (r *Runner) WithFamilies(all ...Family) *Runner {
	r.families = all
	return r
}

// Run claims and runs what is due until ctx ends. It then waits for what still runs, gives it back so that another replica takes
// it over at once, and returns ctx's error. A store that fails is tried again.
func (r *Runner) Run(ctx context.Context) error {
	var work sync.WaitGroup
	defer work.Wait()
	hints := r.bus.Subscribe(0, hintBuffer)
	work.Go(func() { r.listen(hints) })
	defer hints.Close()
	for !r.ensure(ctx) {
		if !r.pause(ctx, lookEvery) {
			return ctx.Err()
		}
	}
	for {
		wait := r.wait(ctx)
		if wait <= 0 {
			for run, ok := r.claim(ctx); ok; run, ok = r.claim(ctx) {
				work.Go(func() { r.do(ctx, run) })
			}
			wait = lookEvery
		}
		if !r.pause(ctx, wait) {
			return ctx.Err()
		}
	}
}

// listen ends runs that somebody wants to end, until hints is closed. Whatever it misses the next beat finds.
func (r *Runner) listen(hints *event.Subscription) {
	for e := range hints.C {
		if change, ok := e.Data.(JobChange); ok && change.Run.State == Running {
			r.heed(change.Run)
		}
	}
}

// ensure makes the schedules known and tells whether that worked.
func (r *Runner) ensure(ctx context.Context) bool {
	for _, task := range r.tasks {
		if err := r.store.EnsureSchedule(ctx, task.Name, task.Schedule); err != nil {
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
		r.begin(&active{run: run, end: func(error) {}})
	}
	return run, ok
}

// wait is how long nothing is due.
func (r *Runner) wait(ctx context.Context) time.Duration {
	if err := r.findMembers(ctx); err != nil {
		r.warn(ctx, "schedules not read", err)
		return lookEvery
	}
	due, err := r.store.NextDue(ctx, r.free())
	if err != nil {
		r.warn(ctx, "schedules not read", err)
		return lookEvery
	}
	return min(due, lookEvery)
}

// findMembers looks which tasks the families have.
func (r *Runner) findMembers(ctx context.Context) error {
	var members []string
	for _, family := range r.families {
		names, err := r.store.FamilyTasks(ctx, family.Prefix)
		if err != nil {
			return err
		}
		members = append(members, names...)
	}
	r.members = members
	return nil
}

// task returns what runs under a name.
func (r *Runner) task(name string) Task {
	if task, ok := r.tasks[name]; ok {
		return task
	}
	task, _ := r.families.find(name)
	return task
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
		if r.running[name] == nil {
			names = append(names, name)
		}
	}
	for _, name := range r.members {
		if r.running[name] == nil {
			names = append(names, name)
		}
	}
	return names
}

func (r *Runner) begin(doing *active) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running[doing.run.Task] = doing
}

func (r *Runner) leave(doing *active) {
	r.mu.Lock()
	delete(r.running, doing.run.Task)
	r.mu.Unlock()
	select {
	case r.ended <- struct{}{}:
	default:
	}
}

// warn logs an error of the store, except that ctx has ended.
func (r *Runner) warn(ctx context.Context, message string, err error, attributes ...any) {
	if ctx.Err() == nil {
		r.log.Warn(message, append(attributes, "err", err)...) //nolint:sloglint // the callers' messages are constant
	}
}
