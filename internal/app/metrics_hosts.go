package app

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"bangui/internal/ban"
	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
	"bangui/internal/metrics"
)

const (
	// limitsEvery is how often the settings of jails are read for the figures.
	limitsEvery = time.Minute
	// limitsGap is the least time between two readings, however often something happens to the jails.
	limitsGap = 5 * time.Second
	// limitsWithin is how long all jails of a host may take to tell their settings.
	limitsWithin = 20 * time.Second
	// recordWithin is how long the record of a host that we hold may take to be found; it is in memory.
	recordWithin = time.Second
)

// heldHosts knows what Prometheus is told of the hosts that this process holds. When it comes, nobody has to be asked: fleet polls the
// status anyway, and the settings of jails are read in the background.
type heldHosts struct {
	fleet *fleet.Fleet
	log   *slog.Logger

	mu    sync.Mutex
	hosts map[string]*heldHost
}

// heldHost is guarded by heldHosts.mu.
type heldHost struct {
	limits map[string]metrics.Limits
	// wake asks for the settings of the jails before their time.
	wake chan struct{}
}

func newHeldHosts(f *fleet.Fleet, log *slog.Logger) *heldHosts {
	return &heldHosts{fleet: f, log: log, hosts: make(map[string]*heldHost)}
}

// Run looks after all hosts that this process holds until ctx ends.
func (h *heldHosts) Run(ctx context.Context) error {
	h.fleet.Tend(ctx, h.tend)
	return ctx.Err()
}

// tend looks after one host as long as we hold it.
func (h *heldHosts) tend(ctx context.Context, held fleet.Held) {
	entry := h.enter(held.Name)
	defer h.leave(held.Name, entry)
	for ctx.Err() == nil {
		found := h.readLimits(ctx, held, entry)
		wait(ctx, limitsGap, nil)
		if found {
			wait(ctx, limitsEvery-limitsGap, entry.wake)
		}
	}
}

// wait returns when the time is up, when something comes from wake, which may be nil, or when ctx ends.
func wait(ctx context.Context, d time.Duration, wake <-chan struct{}) {
	select {
	case <-ctx.Done():
	case <-wake:
	case <-time.After(d):
	}
}

func (h *heldHosts) enter(name string) *heldHost {
	h.mu.Lock()
	defer h.mu.Unlock()
	entry := &heldHost{wake: make(chan struct{}, 1)}
	h.hosts[name] = entry
	return entry
}

func (h *heldHosts) leave(name string, entry *heldHost) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.hosts[name] == entry {
		delete(h.hosts, name)
	}
}

// readLimits reads the settings of all jails that run, and tells whether there was any. What cannot be read stays out until the next
// time.
func (h *heldHosts) readLimits(ctx context.Context, held fleet.Held, entry *heldHost) bool {
	ctx, cancel := context.WithTimeout(ctx, limitsWithin)
	defer cancel()
	limits := make(map[string]metrics.Limits)
	names := h.runningJails(ctx, held.Name)
	for _, name := range names {
		j, err := held.Host.Jail(ctx, name)
		if err != nil {
			h.log.DebugContext(ctx, "settings of a jail not read for the metrics", "host", held.Name, "jail", name, "err", fault.Cause(err))
			continue
		}
		limits[name] = metrics.Limits{BanTime: j.BanTime, FindTime: j.FindTime, MaxRetry: j.MaxRetry}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	entry.limits = limits
	return len(names) > 0
}

func (h *heldHosts) runningJails(ctx context.Context, name string) []string {
	record, err := h.fleet.Record(ctx, name)
	if err != nil || !record.Status.Reachable {
		return nil
	}
	var names []string
	for _, j := range record.Status.Jails {
		if j.State != host.JailStopped {
			names = append(names, j.Name)
		}
	}
	return names
}

// heard makes the settings be read anew when something happened to the jails of a host.
func (h *heldHosts) heard(e event.Event) {
	switch data := e.Data.(type) {
	case ban.JailChange:
		h.wake(data.Host)
	case fleet.Record:
		h.wakeIfNew(data)
	}
}

// wakeIfNew wakes if a jail runs whose settings are not known, such as after the start of fail2ban.
func (h *heldHosts) wakeIfNew(record fleet.Record) {
	if !record.Status.Reachable {
		return
	}
	h.mu.Lock()
	entry, ok := h.hosts[record.Name]
	missing := false
	for _, j := range record.Status.Jails {
		if _, known := h.limitsOf(entry, j.Name); ok && !known && j.State != host.JailStopped {
			missing = true
		}
	}
	h.mu.Unlock()
	if missing {
		h.wake(record.Name)
	}
}

func (h *heldHosts) wake(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if entry, ok := h.hosts[name]; ok {
		select {
		case entry.wake <- struct{}{}:
		default:
		}
	}
}

// limitsOf is called with the lock held; entry may be nil.
func (*heldHosts) limitsOf(entry *heldHost, jail string) (metrics.Limits, bool) {
	if entry == nil {
		return metrics.Limits{}, false
	}
	limits, ok := entry.limits[jail]
	return limits, ok
}

// count is how many hosts we hold.
func (h *heldHosts) count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.hosts)
}

// list is what Prometheus is told.
func (h *heldHosts) list() []metrics.Host {
	var all []metrics.Host
	for _, name := range h.names() {
		ctx, cancel := context.WithTimeout(context.Background(), recordWithin)
		record, err := h.fleet.Record(ctx, name)
		cancel()
		if err == nil {
			all = append(all, h.toMetrics(record))
		}
	}
	return all
}

func (h *heldHosts) names() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	names := make([]string, 0, len(h.hosts))
	for name := range h.hosts {
		names = append(names, name)
	}
	return names
}

func (h *heldHosts) toMetrics(record fleet.Record) metrics.Host {
	h.mu.Lock()
	defer h.mu.Unlock()
	told := metrics.Host{Name: record.Name, Up: record.Status.Reachable, Version: record.Status.Version}
	for _, j := range record.Status.Jails {
		if j.State == host.JailStopped {
			continue
		}
		figures := metrics.Jail{
			Name: j.Name, BannedNow: j.BannedNow, BannedTotal: j.BannedTotal, FailedNow: j.FailedNow, FailedTotal: j.FailedTotal,
		}
		if limits, ok := h.limitsOf(h.hosts[record.Name], j.Name); ok {
			figures.Limits = &limits
		}
		told.Jails = append(told.Jails, figures)
	}
	return told
}
