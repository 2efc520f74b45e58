package jail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
)

// Jails answers how jails are and takes orders to them. Make one with [New]. All methods may be called at the same time.
type Jails struct {
	log   *slog.Logger
	fleet *fleet.Fleet
	bans  *ban.Bans
	audit audit.Store
	bus   *event.Bus
	// explaining has room for those who compare lines with expressions.
	explaining chan struct{}
}

// New returns Jails. Changes are published on bus as topic jail with a [ban.JailChange].
func New(log *slog.Logger, hosts *fleet.Fleet, bans *ban.Bans, entries audit.Store, bus *event.Bus) *Jails {
	return &Jails{log: log, fleet: hosts, bans: bans, audit: entries, bus: bus, explaining: make(chan struct{}, 1)}
}

// Status is a jail with its counters.
type Status struct {
	Host string
	host.JailStatus
	// BansToday is how many bans it made in the last 24 hours, the hour that has begun included.
	BansToday int64
}

// Detail is all that is known of a jail.
type Detail struct {
	Status
	// Reachable tells whether fail2ban answered just now, Problem why not. AsOf is when what is here was read; zero if never.
	Reachable bool
	Problem   *host.Problem
	AsOf      time.Time
	// Settings are nil if the jail is stopped or fail2ban does not answer.
	Settings *host.Jail
}

// askWithin is how long fail2ban may take to tell a jail's settings.
const askWithin = 5 * time.Second

// List returns the jails of a host by name, and the host. What a host that cannot be reached had last is listed as it was then.
func (j *Jails) List(ctx context.Context, hostName string) ([]Status, fleet.Record, error) {
	record, err := j.fleet.Record(ctx, hostName)
	if err != nil {
		return nil, fleet.Record{}, err
	}
	bans, err := j.bansToday(ctx, hostName)
	if err != nil {
		return nil, fleet.Record{}, err
	}
	jails := make([]Status, len(record.Status.Jails))
	for i, status := range record.Status.Jails {
		jails[i] = Status{Host: hostName, JailStatus: status, BansToday: bans[status.Name]}
	}
	return jails, record, nil
}

func (j *Jails) bansToday(ctx context.Context, hostName string) (map[string]int64, error) {
	counts, err := j.bans.ByJail(ctx, ban.LastSpan(j.bans.Now(), 24*time.Hour, time.UTC), hostName)
	if err != nil {
		return nil, err
	}
	byJail := make(map[string]int64, len(counts))
	for _, c := range counts {
		byJail[c.Key] = c.N
	}
	return byJail, nil
}

// Get returns one jail; of one that runs it asks fail2ban, unless that is known not to answer. It fails with fault.NotFound, which names what is unknown.
func (j *Jails) Get(ctx context.Context, hostName, name string) (Detail, error) {
	record, err := j.fleet.Record(ctx, hostName)
	if err != nil {
		return Detail{}, err
	}
	bans, err := j.bansToday(ctx, hostName)
	if err != nil {
		return Detail{}, err
	}
	detail := Detail{
		Status: Status{Host: hostName, JailStatus: host.JailStatus{Name: name}, BansToday: bans[name]},
		AsOf:   record.Status.At, Reachable: record.Status.Reachable, Problem: record.Status.Problem,
	}
	known, ok := find(record, name)
	detail.JailStatus = known
	if ok && (known.State == host.JailStopped || !record.Status.Reachable) {
		return detail, nil
	}
	return j.ask(ctx, detail, name, ok)
}

func find(record fleet.Record, name string) (host.JailStatus, bool) {
	i := slices.IndexFunc(record.Status.Jails, func(s host.JailStatus) bool { return s.Name == name })
	if i < 0 {
		return host.JailStatus{Name: name}, false
	}
	return record.Status.Jails[i], true
}

// ask completes what is known with what fail2ban says. known tells whether the host had the jail when it was last asked.
func (j *Jails) ask(ctx context.Context, detail Detail, name string, known bool) (Detail, error) {
	settings, err := j.settings(ctx, detail.Host, name)
	switch {
	case err == nil:
		return detail.with(settings), nil
	case errors.Is(err, fault.NotFound):
		return Detail{}, noJail(err, detail.Host, name)
	case !known || !unreachable(err):
		return Detail{}, err
	}
	detail.Reachable = false
	if detail.Problem == nil {
		detail.Problem = &host.Problem{Code: host.ProblemNotAnswering, Message: err.Error(), Mend: "It may be busy; wait a moment."}
	}
	return detail, nil
}

func unreachable(err error) bool {
	return errors.Is(err, fault.Unreachable) || errors.Is(err, context.DeadlineExceeded)
}

func noJail(cause error, hostName, name string) error {
	return fault.NotFound.Wrapf(cause, "no jail %q on host %s", name, hostName)
}

// with takes over what fail2ban has just told.
func (d Detail) with(settings host.Jail) Detail {
	d.JailStatus = settings.JailStatus
	d.Settings = &settings
	d.AsOf, d.Reachable, d.Problem = settings.At, true, nil
	return d
}

func (j *Jails) settings(ctx context.Context, hostName, name string) (host.Jail, error) {
	h, err := j.fleet.Host(ctx, hostName)
	if err != nil {
		return host.Jail{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	settings, err := h.Jail(ctx, name)
	if err != nil {
		return host.Jail{}, fmt.Errorf("ask for jail %s on %s: %w", name, hostName, err)
	}
	return settings, nil
}

// Log returns a piece of fail2ban's log on a host. It fails as [host.Host] does.
func (j *Jails) Log(ctx context.Context, hostName string, query host.LogQuery) (host.LogPage, error) {
	h, err := j.fleet.Host(ctx, hostName)
	if err != nil {
		return host.LogPage{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	page, err := h.Log(ctx, query)
	if err != nil {
		return host.LogPage{}, fmt.Errorf("read fail2ban's log on %s: %w", hostName, err)
	}
	return page, nil
}
