package ban_test

import (
	"context"
	"log/slog"
	"net/netip"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
	"bangui/internal/store"
)

// machine is a host with the jails sshd and forever, the bans of which have no end, in memory.
type machine struct {
	host.Host

	mu     sync.Mutex
	down   bool
	banned map[string]bool
	// answer overrides the outcome for an address.
	answer map[string]host.Outcome
	orders []host.BanOrder
	// whileBanning is called before an order to ban is answered; may be nil.
	whileBanning func()
	// batches are what Watch delivers.
	batches chan host.Batch
}

func newMachine() *machine {
	return &machine{banned: map[string]bool{}, answer: map[string]host.Outcome{}, batches: make(chan host.Batch)}
}

// Status implements [host.Host].
func (m *machine) Status(context.Context) (host.Status, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down {
		return host.Status{At: time.Now(), Problem: &host.Problem{Code: host.ProblemNotRunning, Message: "fail2ban is not running"}}, nil
	}
	jails := []host.JailStatus{{Name: "forever", State: host.JailRunning}, {Name: "sshd", State: host.JailRunning}}
	return host.Status{At: time.Now(), Reachable: true, Version: "1.0.2", Jails: jails}, nil
}

// Protected implements [host.Host].
func (m *machine) Protected(context.Context) ([]netip.Addr, error) {
	return []netip.Addr{netip.MustParseAddr(ownAddress)}, nil
}

// Jail implements [host.Host].
func (m *machine) Jail(_ context.Context, jail string) (host.Jail, error) {
	switch jail {
	case "sshd":
		return host.Jail{JailStatus: host.JailStatus{Name: jail}, BanTime: 10 * time.Minute}, nil
	case "forever":
		return host.Jail{JailStatus: host.JailStatus{Name: jail}, BanTime: host.Permanent}, nil
	default:
		return host.Jail{}, fault.NotFound.Errorf("no such jail")
	}
}

// Ban implements [host.Host].
func (m *machine) Ban(ctx context.Context, order host.BanOrder) ([]host.Result, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down {
		return nil, fault.Unreachable.Errorf("fail2ban is not running")
	}
	m.orders = append(m.orders, order)
	if m.whileBanning != nil {
		m.whileBanning()
	}
	var results []host.Result
	for _, p := range order.Prefixes {
		id := ban.FormatAddress(p)
		result := host.Result{ID: id, Jail: order.Jail, Outcome: host.OutcomeBanned}
		if m.banned[order.Jail+" "+id] {
			result.Outcome = host.OutcomeAlreadyBanned
		}
		if o, ok := m.answer[id]; ok {
			result.Outcome = o
		}
		m.banned[order.Jail+" "+id] = true
		results = append(results, result)
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
		jails = []string{"forever", "sshd"}
	}
	ids := order.IDs
	var results []host.Result
	for _, jail := range jails {
		if order.All {
			ids = m.idsIn(jail)
		}
		for _, id := range ids {
			outcome := host.OutcomeNotBanned
			if m.banned[jail+" "+id] {
				outcome = host.OutcomeUnbanned
			}
			delete(m.banned, jail+" "+id)
			results = append(results, host.Result{ID: id, Jail: jail, Outcome: outcome})
		}
	}
	return results, nil
}

func (m *machine) idsIn(jail string) (ids []string) {
	for key := range m.banned {
		if key[:len(jail)] == jail {
			ids = append(ids, key[len(jail)+1:])
		}
	}
	slices.Sort(ids)
	return ids
}

// Watch implements [host.Host].
func (m *machine) Watch(ctx context.Context, _ host.Cursor, deliver func(context.Context, host.Batch) error) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case batch := <-m.batches:
			for deliver(ctx, batch) != nil && ctx.Err() == nil {
			}
		}
	}
}

func (m *machine) set(change func(*machine)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change(m)
}

// world is Bans on a real database, with machines.
type world struct {
	store *store.Store
	fleet *fleet.Fleet
	bus   *event.Bus
	bans  *ban.Bans
	// protected is what the control plane protects, unknown why that cannot be told.
	protected []host.ProtectedNetwork
	unknown   error
}

// ownAddress is an address of the local host.
const ownAddress = "198.51.100.7"

// newWorld returns a world in which the machines have been polled.
func newWorld(t *testing.T, machines map[string]*machine, wrap func(ban.Store) ban.Store) *world {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	db, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "db"), Logger: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	w := &world{store: db, bus: &event.Bus{}}
	w.fleet = fleet.New(log, db, w.bus, fleet.Options{Replica: "test", Alone: true})
	polled := w.bus.Subscribe(0, len(machines)+1)
	for name, m := range machines {
		if err := w.fleet.Add(t.Context(), name, name == "local", m); err != nil {
			t.Fatal(err)
		}
	}
	inBackground(t, w.fleet.Run)
	for range machines {
		<-polled.C
	}
	polled.Close()
	var bans ban.Store = db
	if wrap != nil {
		bans = wrap(db)
	}
	w.bans = ban.New(log, bans, w.fleet, w.bus, time.Now, func(context.Context) (func(hostName, jail string) []host.ProtectedNetwork, error) {
		return func(string, string) []host.ProtectedNetwork { return w.protected }, w.unknown
	})
	return w
}

// inBackground runs something until the test ends, and waits for it.
func inBackground(t *testing.T, run func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = run(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
}

func alice() audit.Actor { return audit.Actor{Name: "alice", Address: "203.0.113.9", RequestID: "r1"} }
