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
	log     *slog.Logger
	store   Store
	bus     *event.Bus
	options Options

	mu      sync.Mutex
	members map[string]*member
	// changed is closed and made anew when a member is added, replaced, held or lost.
	changed chan struct{}
}

// Options say what this process is among others.
type Options struct {
	// Replica is the ID of this process.
	Replica string
	// Alone means that no other process uses the store: hosts are held at once and for good.
	Alone bool
	// Remote returns the way to a host that another replica holds; nil if there is none.
	Remote func(name string) host.Host
}

// member is a host that this process can reach. Its fields are guarded by Fleet.mu.
type member struct {
	name  string
	local bool
	// record is what we know as long as we hold the host.
	record Record
	host   host.Host
	held   bool
	// renewed is when the lease began at the latest.
	renewed time.Time
	// generation grows when host is replaced, held or lost.
	generation int
	// wake asks for a poll before its time.
	wake chan struct{}
}

// Held is a host that this process holds.
type Held struct {
	Name string
	// Epoch belongs to every write about the host.
	Epoch int64
	// Host carries out no order once the lease is over.
	Host host.Host

	generation int
}

// New returns a fleet without hosts of its own. What changes is published on bus as topic host with a [Record].
func New(log *slog.Logger, store Store, bus *event.Bus, options Options) *Fleet {
	return &Fleet{log: log, store: store, bus: bus, options: options, members: make(map[string]*member), changed: make(chan struct{})}
}

var validName = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// Add makes a host known that this process can reach. It is held at once if nobody else holds it, and stays so in [Fleet.Run]; else Run
// stands by. It may be called before and during Run. It fails with fault.Invalid for a bad name and fault.Conflict if it has been
// added already.
func (f *Fleet) Add(ctx context.Context, name string, local bool, h host.Host) error {
	if !validName.MatchString(name) {
		return fault.Invalid.Errorf("host name %q: use 1 to 64 letters, digits, dots, dashes and underscores", name)
	}
	m := &member{name: name, local: local, host: h, wake: make(chan struct{}, 1)}
	f.mu.Lock()
	_, known := f.members[name]
	if !known {
		f.members[name] = m
	}
	f.mu.Unlock()
	if known {
		return fault.Conflict.Errorf("host %s is looked after by this server already", name)
	}
	if err := f.take(ctx, m, f.options.Alone); err != nil {
		f.forget(name)
		return fmt.Errorf("take over host %s: %w", name, err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.announce()
	return nil
}

func (f *Fleet) forget(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.members, name)
}

// Replace makes the fleet reach a host in another way, as when set-up chose another socket. What was known of it is forgotten, for
// it may be another fail2ban. It fails with fault.NotFound if the host was never added.
func (f *Fleet) Replace(name string, h host.Host) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	m, ok := f.members[name]
	if !ok {
		return fault.NotFound.Errorf("this server looks after no host %s", name)
	}
	m.host = h
	if m.held {
		takeOver(h)
	}
	m.record.Status = host.Status{Problem: notAsked()}
	m.generation++
	f.announce()
	return nil
}

// notAsked is the problem of a host until its first poll is done.
func notAsked() *host.Problem {
	return &host.Problem{Code: host.ProblemNotAnswering, Message: "fail2ban has not been asked yet", Mend: "Wait a moment."}
}

// Lose stops everything about a host that another process has taken over, for this epoch; [Fleet.Run] stands by then. Whoever gets
// fault.Conflict from the store for a held host calls it.
func (f *Fleet) Lose(name string, epoch int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	m, ok := f.members[name]
	if ok && m.held && m.record.Epoch == epoch {
		f.drop(m)
		f.log.Warn("another process has taken the host over; this one stands by", "host", name, "epoch", epoch)
	}
}

// drop is called with the lock held.
func (f *Fleet) drop(m *member) {
	m.held = false
	m.generation++
	f.announce()
}

// announce is called with the lock held.
func (f *Fleet) announce() {
	close(f.changed)
	f.changed = make(chan struct{})
}

// Host returns the way to a host: ours, or through the replica that holds it. It fails with fault.NotFound for an unknown one and with
// fault.Unreachable for one that nobody holds.
func (f *Fleet) Host(ctx context.Context, name string) (host.Host, error) {
	if h, ok := f.own(name); ok {
		return h, nil
	}
	record, err := f.store.Host(ctx, name)
	if err != nil {
		return nil, unknownHost(err, name)
	}
	if record.Holder != "" && record.Holder != f.options.Replica && f.options.Remote != nil {
		return f.options.Remote(name), nil
	}
	return nil, fault.Unreachable.Errorf("host %s is not connected to this server", name)
}

func (f *Fleet) own(name string) (host.Host, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	m, ok := f.members[name]
	if !ok || !f.holds(m) {
		return nil, false
	}
	return f.leased(m), true
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
	if record, ok := f.ownRecord(name); ok {
		return record, nil
	}
	record, err := f.store.Host(ctx, name)
	if err != nil {
		return Record{}, unknownHost(err, name)
	}
	return f.current(record), nil
}

func (f *Fleet) ownRecord(name string) (Record, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	m, ok := f.members[name]
	if !ok || !f.holds(m) {
		return Record{}, false
	}
	return m.present(), true
}

// present is the record with its age. It is called with the lock held.
func (m *member) present() Record {
	record := m.record
	if !record.Status.At.IsZero() {
		record.Age = max(time.Since(record.Status.At), 0)
	}
	return record
}

// awayAfter is for how long a host may be without a holder before it shows: another one needs a moment.
const awayAfter = 5 * time.Second

// current returns what this process knows better than the store, and marks what nobody looks after.
func (f *Fleet) current(stored Record) Record {
	if record, ok := f.ownRecord(stored.Name); ok {
		return record
	}
	if stored.Free >= awayAfter {
		stored.Status.Reachable = false
		stored.Status.Problem = &host.Problem{
			Code: host.ProblemAway, Message: "no server looks after this host at present",
			Mend: "Start the BanGUI server or agent that is connected to it.",
		}
	}
	return stored
}
