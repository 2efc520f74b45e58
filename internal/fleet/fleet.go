package fleet

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"sync"
	"time"

	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// Fleet is all hosts. Make one with [New]. All methods may be called at the same time.
type Fleet struct {
	log   *slog.Logger
	store Store
	bus   *event.Bus

	mu      sync.Mutex
	members map[string]*member
	// changed is closed and made anew when a member is added, replaced or lost.
	changed chan struct{}
}

// member is a host that this process holds, or held until it was lost. Its fields are guarded by Fleet.mu.
type member struct {
	record Record
	host   host.Host
	// generation grows when host is replaced or lost.
	generation int
	lost       bool
	// wake asks for a poll before its time.
	wake chan struct{}
}

// Held is a host that this process holds.
type Held struct {
	Name string
	// Epoch belongs to every write about the host.
	Epoch int64
	Host  host.Host

	generation int
}

// New returns a fleet without hosts of its own. What changes is published on bus as topic host with a [Record].
func New(log *slog.Logger, store Store, bus *event.Bus) *Fleet {
	return &Fleet{log: log, store: store, bus: bus, members: make(map[string]*member), changed: make(chan struct{})}
}

var validName = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// Add takes a host over: from now on this process looks after it, and any other that did is refused by the store. It may be called
// before and during [Fleet.Run]. It fails with fault.Invalid for a bad name and fault.Conflict if we hold the host already.
func (f *Fleet) Add(ctx context.Context, name string, local bool, h host.Host) error {
	if !validName.MatchString(name) {
		return fault.Invalid.Errorf("host name %q: use 1 to 64 letters, digits, dots, dashes and underscores", name)
	}
	if _, err := f.held(name); err == nil {
		return fault.Conflict.Errorf("host %s is looked after by this server already", name)
	}
	record, err := f.store.TakeHost(ctx, name, local)
	if err != nil {
		return fmt.Errorf("take over host %s: %w", name, err)
	}
	record.Status.Reachable, record.Status.Problem = false, notAsked()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.members[name] = &member{record: record, host: h, wake: make(chan struct{}, 1)}
	f.announce()
	return nil
}

// Replace makes the fleet reach a host that we hold in another way, as when set-up chose another socket. What was known of it is
// forgotten, for it may be another fail2ban. It fails with fault.NotFound if we do not hold the host.
func (f *Fleet) Replace(name string, h host.Host) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	m, ok := f.members[name]
	if !ok || m.lost {
		return fault.NotFound.Errorf("this server looks after no host %s", name)
	}
	m.host = h
	m.record.Status = host.Status{Problem: notAsked()}
	m.generation++
	f.announce()
	return nil
}

// notAsked is the problem of a host until its first poll is done.
func notAsked() *host.Problem {
	return &host.Problem{Code: host.ProblemNotAnswering, Message: "fail2ban has not been asked yet", Mend: "Wait a moment."}
}

// Lose stops everything about a host that another process has taken over, for this epoch. Whoever gets fault.Conflict from the
// store for a held host calls it.
func (f *Fleet) Lose(name string, epoch int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	m, ok := f.members[name]
	if !ok || m.lost || m.record.Epoch != epoch {
		return
	}
	m.lost = true
	m.generation++
	f.announce()
	f.log.Error("another process has taken the host over; this one leaves it alone", "host", name, "epoch", epoch)
}

// announce is called with the lock held.
func (f *Fleet) announce() {
	close(f.changed)
	f.changed = make(chan struct{})
}

// Host returns the way to a host. It fails with fault.NotFound for an unknown one and with fault.Unreachable for one that this
// process does not hold.
func (f *Fleet) Host(ctx context.Context, name string) (host.Host, error) {
	if h, err := f.held(name); err == nil {
		return h, nil
	}
	if _, err := f.store.Host(ctx, name); err != nil {
		return nil, unknownHost(err, name)
	}
	return nil, fault.Unreachable.Errorf("host %s is not connected to this server", name)
}

func (f *Fleet) held(name string) (host.Host, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if m, ok := f.members[name]; ok && !m.lost {
		return m.host, nil
	}
	return nil, fault.NotFound.Errorf("no host %q", name)
}

// unknownHost puts the name into the message of a fault.NotFound.
func unknownHost(err error, name string) error {
	if errors.Is(err, fault.NotFound) {
		return fault.NotFound.Wrapf(err, "no host %q", name)
	}
	return fmt.Errorf("look up host %s: %w", name, err)
}

// Refresh asks for the status of a host before its time, because something has happened there. It does not wait.
func (f *Fleet) Refresh(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if m, ok := f.members[name]; ok {
		select {
		case m.wake <- struct{}{}:
		default:
		}
	}
}

// Records returns all hosts by name, those of this process as they are now, others as they were last stored.
func (f *Fleet) Records(ctx context.Context) ([]Record, error) {
	records, err := f.store.Hosts(ctx)
	if err != nil {
		return nil, fmt.Errorf("list hosts: %w", err)
	}
	for i := range records {
		records[i] = f.current(records[i])
	}
	return records, nil
}

// Record returns one host as it is now. It fails with fault.NotFound, which names it.
func (f *Fleet) Record(ctx context.Context, name string) (Record, error) {
	f.mu.Lock()
	m, ok := f.members[name]
	if ok && !m.lost {
		defer f.mu.Unlock()
		return m.record, nil
	}
	f.mu.Unlock()
	record, err := f.store.Host(ctx, name)
	if err != nil {
		return Record{}, unknownHost(err, name)
	}
	return f.current(record), nil
}

// current returns what this process knows better than the store, and marks what nobody seems to look after.
func (f *Fleet) current(stored Record) Record {
	f.mu.Lock()
	defer f.mu.Unlock()
	if m, ok := f.members[stored.Name]; ok && !m.lost {
		return m.record
	}
	if stored.Status.Reachable && time.Since(stored.Status.At) > staleAfter {
		stored.Status.Reachable = false
		stored.Status.Problem = &host.Problem{
			Code: host.ProblemAway, Message: "no server looks after this host at present",
			Mend: "Start the BanGUI server or agent that is connected to it.",
		}
	}
	return stored
}
