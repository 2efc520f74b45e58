package localhost

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/nftset"
)

// EnforcerOptions say where an [Enforcer] keeps what it must know.
type EnforcerOptions struct {
	// Dir is a directory for the lists and the order in force, so that they come back after a boot; it is made if it is not there. Empty means that this
	// host blocks nothing in its kernel.
	Dir string
	// BootUnits is a pattern for the file that has systemd load the kept order before the network; empty means where systemd has it.
	BootUnits string
	// BootDir is the directory that it loads; empty means that of the packaged unit.
	BootDir string
	// Resolvers are files that name servers of the name service; nil means those of this machine.
	Resolvers []string
	// StandBy means that another process may look after the same kernel, with another directory: nothing is mended before [Enforcer.TakeOver].
	StandBy bool
	// Logger gets what happens beside the answers; nil means nothing.
	Logger *slog.Logger
}

// bootUnits is where `systemctl enable` links the unit to.
const bootUnits = "/etc/systemd/system/*.wants/bangui-enforce.service"

// bootDir is what the unit loads, see packaging/systemd/bangui-enforce.service.
const bootDir = "/var/lib/bangui/enforce"

// Enforcer is [host.Enforcer] for the machine we run on. What it keeps on the disk may be used by several processes: the service, and the command that loads it
// at boot. All methods may be called at the same time.
type Enforcer struct {
	opts EnforcerOptions
	log  *slog.Logger
	kept kept
	own  own
	duty duty

	// room is taken while the kernel or what is kept is changed.
	room chan struct{}

	mu    sync.Mutex
	table *nftset.Table
	// counts are the counters as they were seen last: they begin there after somebody deleted them.
	counts map[int64]counted
	// drift is what differs and could not be mended yet; repairs and repairedAt are what was mended.
	drift      string
	repairs    int
	repairedAt time.Time
	staging    map[string]*staging
}

// counted is a counter of a list.
type counted struct{ packets, bytes uint64 }

var _ host.Enforcer = (*Enforcer)(nil)

// OpenEnforcer returns it. It changes nothing in the kernel, and needs no right to do so: that it has none is told by its answers. Close it when done.
func OpenEnforcer(opts EnforcerOptions) *Enforcer {
	opts.BootUnits, opts.BootDir = cmp.Or(opts.BootUnits, bootUnits), cmp.Or(opts.BootDir, bootDir)
	if opts.Resolvers == nil {
		opts.Resolvers = resolverFiles()
	}
	return &Enforcer{
		opts: opts, log: cmp.Or(opts.Logger, slog.New(slog.DiscardHandler)), kept: kept{opts.Dir}, own: own{resolvers: opts.Resolvers}, duty: newDuty(opts.StandBy),
		room: make(chan struct{}, 1), counts: map[int64]counted{}, staging: map[string]*staging{},
	}
}

// Close closes the connection to the kernel. What is blocked stays blocked.
func (e *Enforcer) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.table == nil {
		return nil
	}
	return e.table.Close()
}

// open returns the table in the kernel. It is tried anew each time until it can be had: a module may be loaded meanwhile.
func (e *Enforcer) open() (*nftset.Table, error) {
	if e.opts.Dir == "" {
		return nil, fault.Unsupported.Errorf("this server blocks no lists in the kernel of its machine").
			WithMend("The demo never does. Another server does unless BANGUI_ENFORCE is off.")
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.table == nil {
		table, err := nftset.Open()
		if err != nil {
			return nil, err
		}
		e.table = table
	}
	return e.table, nil
}

// enforceWithin is how long an order may take if its caller does not say: reading, filling and writing half a million entries takes seconds.
const enforceWithin = 2 * time.Minute

// begin waits until nobody else changes what is blocked or kept, in this process or another one. What it returns ends that.
func (e *Enforcer) begin(ctx context.Context) (end func(), err error) {
	select {
	case e.room <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	unlock, err := e.kept.lock(ctx)
	if err != nil {
		<-e.room
		return nil, err
	}
	return func() {
		unlock()
		<-e.room
	}, nil
}

// Enforcement implements [host.Enforcer].
func (e *Enforcer) Enforcement(context.Context) (host.Enforcement, error) {
	answer := host.Enforcement{At: time.Now().UTC(), Lists: []host.ListInKernel{}, Protected: []host.ProtectedNetwork{}}
	table, err := e.open()
	if err != nil {
		answer.Obstacle = obstacle(err)
		return answer, nil
	}
	kept, there, err := e.kept.order()
	if err != nil {
		return answer, err
	}
	if there {
		answer.Revision, answer.Since, answer.Kept = kept.Order.Revision, kept.Since, e.loadedAtBoot()
	}
	if off, err := e.kept.off(); err != nil {
		return answer, err
	} else if off != nil {
		answer.Obstacle = obstacle(off.refusal())
	}
	kernel, err := e.kept.kernel()
	if err != nil {
		return answer, err
	}
	state, err := table.Look()
	if err != nil {
		return answer, err
	}
	answer.Armed = state.There
	e.remember(state, kernel)
	if kernel.Pass != nil {
		answer.Allow, answer.Protected = len(kernel.Pass), kernel.Protected
	}
	for _, l := range kernel.Lists {
		answer.Lists = append(answer.Lists, l.now(state, kernel.Loaded))
	}
	answer.Drift = e.driftOf(state, kernel, kept, there)
	e.mu.Lock()
	answer.Repairs, answer.RepairedAt = e.repairs, e.repairedAt
	e.mu.Unlock()
	return answer, nil
}

// driftOf tells what differs. While somebody loads, that is what was seen last.
func (e *Enforcer) driftOf(state nftset.State, kernel inKernel, kept inForce, there bool) string {
	select {
	case e.room <- struct{}{}:
		<-e.room
	default:
		e.mu.Lock()
		defer e.mu.Unlock()
		return e.drift
	}
	if differs := kernel.differs(state, kept, there); differs != "" {
		return differs
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.drift
}

// loadedAtBoot tells whether systemd loads what is kept before the network is there.
func (e *Enforcer) loadedAtBoot() bool {
	if !samePlace(e.opts.Dir, e.opts.BootDir) {
		return false
	}
	found, err := filepath.Glob(e.opts.BootUnits)
	return err == nil && len(found) > 0
}

// samePlace tells whether two names lead to one directory that is there.
func samePlace(a, b string) bool {
	one, err := os.Stat(a)
	if err != nil {
		return false
	}
	other, err := os.Stat(b)
	return err == nil && os.SameFile(one, other)
}

func obstacle(err error) *host.Obstacle {
	o := &host.Obstacle{Message: err.Error()}
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		o.Mend = f.Mend
	}
	return o
}

// Enforce implements [host.Enforcer].
func (e *Enforcer) Enforce(ctx context.Context, order host.EnforceOrder) (host.Enforcement, error) {
	ctx, cancel := limited(ctx, enforceWithin)
	defer cancel()
	missing, err := e.enforce(ctx, order)
	if err != nil && missing == nil {
		return host.Enforcement{}, err
	}
	answer, failed := e.Enforcement(ctx)
	answer.Missing = missing
	return answer, cmp.Or(err, failed)
}

func (e *Enforcer) enforce(ctx context.Context, order host.EnforceOrder) (missing []string, err error) {
	table, err := e.open()
	if err != nil {
		return nil, err
	}
	if err := checkEnforceOrder(order); err != nil {
		return nil, err
	}
	end, err := e.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	if off, err := e.kept.off(); err != nil {
		return nil, err
	} else if off != nil {
		return nil, off.refusal()
	}
	before, there, err := e.kept.order()
	if err != nil {
		return nil, err
	}
	if there && before.Order.Revision > order.Revision {
		return nil, fault.Conflict.Errorf("revision %d is in force, which is newer than %d", before.Order.Revision, order.Revision)
	}
	for _, l := range order.Lists {
		if !e.kept.has(l.Digest) {
			missing = append(missing, l.Digest)
		}
	}
	if len(missing) > 0 {
		return missing, fault.NotFound.Errorf("%d of %d lists are not staged on this host", len(missing), len(order.Lists))
	}
	e.own.recall(before.Own)
	next := inForce{Order: order, Since: time.Now().UTC(), Own: e.own.look()}
	if err := e.apply(ctx, table, next); err != nil {
		return nil, err
	}
	if err := e.kept.keep(next); err != nil {
		return nil, err
	}
	e.kept.sweep(order)
	return nil, nil
}

// Disarm implements [host.Enforcer].
func (e *Enforcer) Disarm(ctx context.Context) error {
	ctx, cancel := limited(ctx, enforceWithin)
	defer cancel()
	table, err := e.open()
	if err != nil {
		return err
	}
	end, err := e.begin(ctx)
	if err != nil {
		return err
	}
	defer end()
	return e.disarm(table)
}

// disarm forgets what is kept first: what is forgotten is not loaded again if the rest fails.
func (e *Enforcer) disarm(table *nftset.Table) error {
	if err := e.kept.forget(); err != nil {
		return err
	}
	e.mu.Lock()
	e.drift, e.counts = "", map[int64]counted{}
	e.mu.Unlock()
	return table.Remove()
}
