package allow_test

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bangui/internal/allow"
	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
	"bangui/internal/protect"
	"bangui/internal/revision"
	"bangui/internal/store"
)

// machine is a host with the jails sshd and web, in memory.
type machine struct {
	host.Host

	mu sync.Mutex
	// down makes it answer nothing, stopped are jails that do not run, refuses makes it refuse changes.
	down    bool
	stopped []string
	refuses bool
	// configured is what the configuration has on the lists, ignore what is there now, by jail.
	configured, ignore map[string][]string
	// banned has "jail address".
	banned  map[string]bool
	changes int
}

func newMachine() *machine {
	return &machine{configured: map[string][]string{}, ignore: map[string][]string{}, banned: map[string]bool{}}
}

func (m *machine) set(change func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change()
}

// reload forgets what was put on a list at run time.
func (m *machine) reload(jail string) {
	m.set(func() { m.ignore[jail] = slices.Clone(m.configured[jail]) })
}

// list is what a jail ignores now.
func (m *machine) list(jail string) []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.ignore[jail])
}

// Status implements [host.Host].
func (m *machine) Status(context.Context) (host.Status, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down {
		return host.Status{At: time.Now(), Problem: &host.Problem{Code: host.ProblemNotRunning, Message: "fail2ban is not running"}}, nil
	}
	status := host.Status{At: time.Now(), Reachable: true, Version: "1.0.2"}
	for _, jail := range []string{"sshd", "web"} {
		status.Jails = append(status.Jails, host.JailStatus{Name: jail, State: m.state(jail)})
	}
	return status, nil
}

func (m *machine) state(jail string) host.JailState {
	if slices.Contains(m.stopped, jail) {
		return host.JailStopped
	}
	return host.JailRunning
}

// Jail implements [host.Host].
func (m *machine) Jail(_ context.Context, name string) (host.Jail, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.jail(name)
}

func (m *machine) jail(name string) (host.Jail, error) {
	switch {
	case m.down:
		return host.Jail{}, fault.Unreachable.Errorf("fail2ban is not running")
	case name != "sshd" && name != "web":
		return host.Jail{}, fault.NotFound.Errorf("no such jail")
	}
	return host.Jail{JailStatus: host.JailStatus{Name: name, State: m.state(name)}, Ignore: slices.Clone(m.ignore[name])}, nil
}

// SetJail implements [host.Host].
func (m *machine) SetJail(_ context.Context, name string, change host.JailChange) (host.Jail, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.refuses {
		return host.Jail{}, fault.Refused.Errorf("fail2ban refused: not today")
	}
	m.changes++
	for _, entry := range change.RemoveIgnore {
		if !change.KeepConfigured || !slices.Contains(m.configured[name], entry) {
			m.ignore[name] = slices.DeleteFunc(m.ignore[name], func(other string) bool { return other == entry })
		}
	}
	for _, entry := range change.AddIgnore {
		if !slices.Contains(m.ignore[name], entry) {
			m.ignore[name] = append(m.ignore[name], entry)
		}
	}
	slices.Sort(m.ignore[name])
	return m.jail(name)
}

// Protected implements [host.Host].
func (m *machine) Protected(context.Context) ([]netip.Addr, error) { return nil, nil }

// Ban implements [host.Host].
func (m *machine) Ban(_ context.Context, order host.BanOrder) ([]host.Result, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var results []host.Result
	for _, p := range order.Prefixes {
		m.banned[order.Jail+" "+ban.FormatAddress(p)] = true
		results = append(results, host.Result{ID: ban.FormatAddress(p), Jail: order.Jail, Outcome: host.OutcomeBanned, Until: time.Now().Add(time.Hour)})
	}
	return results, nil
}

// Unban implements [host.Host].
func (m *machine) Unban(_ context.Context, order host.UnbanOrder) ([]host.Result, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down {
		return nil, fault.Unreachable.Errorf("fail2ban is not running")
	}
	jails := order.Jails
	if len(jails) == 0 {
		jails = []string{"sshd", "web"}
	}
	var results []host.Result
	for _, jail := range jails {
		for _, id := range order.IDs {
			if m.banned[jail+" "+id] {
				delete(m.banned, jail+" "+id)
				results = append(results, host.Result{ID: id, Jail: jail, Outcome: host.OutcomeUnbanned})
			}
		}
	}
	return results, nil
}

// names is a name service that knows what it is told.
type names struct {
	mu    sync.Mutex
	tells map[string][]string
	// fails are questions such as "ip4 home.example.org." that are answered by an error.
	fails map[string]error
	asked int
}

func (n *names) set(name string, addresses ...string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.tells[name+"."] = addresses
}

func (n *names) fail(err error, questions ...string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.fails = map[string]error{}
	for _, question := range questions {
		n.fails[question+"."] = err
	}
}

// count is how many questions there were.
func (n *names) count() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.asked
}

// LookupNetIP implements [allow.Resolver].
func (n *names) LookupNetIP(ctx context.Context, network, name string) ([]netip.Addr, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.asked++
	if err := n.fails[network+" "+name]; errors.Is(err, context.DeadlineExceeded) {
		<-ctx.Done()
		return nil, ctx.Err()
	} else if err != nil {
		return nil, err
	}
	var found []netip.Addr
	for _, text := range n.tells[name] {
		if addr := netip.MustParseAddr(text); addr.Is4() == (network == "ip4") {
			found = append(found, addr)
		}
	}
	if len(found) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	return found, nil
}

// world is Allowances on a real database, with machines.
type world struct {
	t          *testing.T
	store      *store.Store
	fleet      *fleet.Fleet
	bus        *event.Bus
	bans       *ban.Bans
	allowances *allow.Allowances
	revisions  *revision.Revisions
	names      *names
	ahead      atomic.Int64
}

// newWorld returns a world in which the machines have been polled.
func newWorld(t *testing.T, machines map[string]*machine) *world {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	w := &world{t: t, bus: &event.Bus{}}
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "db"), Logger: log, Now: func() time.Time {
		return time.Now().Add(time.Duration(w.ahead.Load()))
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	w.store = db
	w.fleet = fleet.New(log, db, w.bus, fleet.Options{Replica: "test", Alone: true})
	for name, m := range machines {
		if err := w.fleet.Add(t.Context(), name, name == "local", m); err != nil {
			t.Fatal(err)
		}
	}
	w.background(w.fleet.Run)
	w.bans = ban.New(log, db, w.fleet, w.bus, time.Now, protect.New(db).On)
	w.names = &names{tells: map[string][]string{}}
	w.revisions = revision.New(log, db, w.fleet, w.bus, func(context.Context) error { return nil })
	w.allowances = allow.New(log, db, w.fleet, w.bans, w.bus, w.names, w.revisions)
	for name, m := range machines {
		m.mu.Lock()
		down := m.down
		m.mu.Unlock()
		w.wait(name+" polled", func() bool {
			record, err := w.fleet.Record(t.Context(), name)
			return err == nil && (record.Status.Reachable || down && record.Status.Problem.Code == host.ProblemNotRunning)
		})
	}
	return w
}

func (w *world) background(run func(context.Context) error) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = run(ctx)
	}()
	w.t.Cleanup(func() {
		cancel()
		<-done
	})
}

func (w *world) wait(what string, done func() bool) {
	w.t.Helper()
	for end := time.Now().Add(20 * time.Second); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatalf("no %s", what)
		}
	}
}

// refresh has the fleet see what a machine is like now.
func (w *world) refresh(name, what string, done func(host.Status) bool) {
	w.t.Helper()
	w.fleet.Refresh(name)
	w.wait(what, func() bool {
		record, err := w.fleet.Record(w.t.Context(), name)
		return err == nil && done(record.Status)
	})
}

func alice() audit.Actor { return audit.Actor{Name: "alice", Address: "203.0.113.9", RequestID: "r1"} }
