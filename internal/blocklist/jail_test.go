package blocklist_test

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/blocklist"
	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/schedule"
	"bangui/internal/store/storetest"
)

// machine is a fail2ban with a few jails.
type machine struct {
	host.Host

	mu     sync.Mutex
	jails  []string
	banned map[string]bool
	// largest is how many addresses came in one order at most.
	largest int
	// refuse has what it does not take; down makes every order fail.
	refuse map[string]bool
	down   bool
}

// Status implements [host.Host].
func (m *machine) Status(context.Context) (host.Status, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := host.Status{At: time.Now(), Reachable: true, Version: "1.0.2"}
	for _, name := range m.jails {
		s.Jails = append(s.Jails, host.JailStatus{Name: name, State: host.JailRunning})
	}
	return s, nil
}

// Jail implements [host.Host].
func (m *machine) Jail(_ context.Context, name string) (host.Jail, error) {
	return host.Jail{JailStatus: host.JailStatus{Name: name, State: host.JailRunning}, BanTime: host.Permanent}, nil
}

// Protected implements [host.Host].
func (m *machine) Protected(context.Context) ([]netip.Addr, error) {
	return []netip.Addr{netip.MustParseAddr("45.0.0.7")}, nil
}

// Ban implements [host.Host].
func (m *machine) Ban(_ context.Context, order host.BanOrder) ([]host.Result, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.down {
		return nil, fault.Unreachable.Errorf("fail2ban has gone")
	}
	m.largest = max(m.largest, len(order.Prefixes))
	var results []host.Result
	for _, p := range order.Prefixes {
		r := host.Result{ID: ban.FormatAddress(p), Jail: order.Jail, Outcome: host.OutcomeBanned, At: time.Now()}
		switch {
		case m.refuse[r.ID]:
			r.Outcome, r.Message = host.OutcomeFailed, "no"
		case m.banned[r.ID]:
			r.Outcome = host.OutcomeAlreadyBanned
		default:
			m.banned[r.ID] = true
		}
		results = append(results, r)
	}
	return results, nil
}

// Unban implements [host.Host].
func (m *machine) Unban(_ context.Context, order host.UnbanOrder) ([]host.Result, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var results []host.Result
	for _, id := range order.IDs {
		r := host.Result{ID: id, Jail: blocklist.ImportJail, Outcome: host.OutcomeNotBanned}
		if m.banned[id] {
			delete(m.banned, id)
			r.Outcome = host.OutcomeUnbanned
		}
		results = append(results, r)
	}
	return results, nil
}

// bans are what is banned, in order.
func (m *machine) bans() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := []string{}
	for id := range m.banned {
		list = append(list, id)
	}
	slices.Sort(list)
	return list
}

// hosts runs the fleet with one machine that blocks by a jail.
func (r *rig) machine(jails ...string) *machine {
	r.t.Helper()
	m := &machine{jails: jails, banned: make(map[string]bool), refuse: make(map[string]bool)}
	if err := r.fleet.Add(r.t.Context(), "web1", true, m); err != nil {
		r.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = r.fleet.Run(ctx) // it ends with ctx
	}()
	r.t.Cleanup(func() {
		cancel()
		<-done
	})
	eventually(r.t, "fail2ban has answered", func() bool {
		return must(r.fleet.Record(r.t.Context(), "web1")).Status.Reachable
	})
	must(r.lists.ChooseMode(r.t.Context(), ann(), "web1", blocklist.ModeJail))
	return m
}

// tend looks after the jails once.
func (r *rig) tend() (string, error) {
	return r.lists.TendJails(r.t.Context(), &schedule.Work{})
}

func (r *rig) mustTend() {
	r.t.Helper()
	if _, err := r.tend(); err != nil {
		r.t.Fatal(err)
	}
}

func TestJail(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	m := r.machine("sshd", blocklist.ImportJail)
	r.shield.protect("45.0.0.3/32")
	r.server.publish("45.0.0.1\n45.0.0.2\n45.0.0.3\n45.0.0.7\n45.1.0.0/24\n")
	list := r.make("one")
	r.imports(list.ID)
	m.refuse["45.0.0.2"] = true
	r.mustTend()
	same(t, "banned", []string{"45.0.0.1", "45.1.0.0/24"}, m.bans())
	state := r.view("web1").Jail
	same(t, "state", []int{5, 2, 1, 0, 2}, []int{state.Wished, state.Banned, state.Allowed, state.Over, state.Refused})
	page, _, err := r.bans.Active(t.Context(), ban.ActiveQuery{Host: "web1", Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range page.Bans {
		same(t, one.Address, []any{ban.Blocklist, "block list one", "system"}, []any{one.Origin, one.Reason, one.Actor})
	}
	entries := must(r.AuditEntries(t.Context(), audit.Query{Action: "blocklist.ban", Limit: 10}))
	same(t, "audit", "banned 2, lifted 0, refused 2", entries[0].Detail)
	same(t, "audit of each", 0, len(must(r.AuditEntries(t.Context(), audit.Query{Action: "ban.*", Limit: 10}))))

	// Somebody bans something else there, which is left alone; what the list has not any more is lifted.
	must(r.bans.Ban(t.Context(), ann(), ban.Order{Addresses: []string{"45.9.9.9"}, Jail: blocklist.ImportJail}))
	r.server.publish("45.0.0.1\n45.0.0.5\n45.0.0.6\n")
	r.imports(list.ID).want(t, blocklist.Imported, 3)
	r.mustTend()
	same(t, "banned", []string{"45.0.0.1", "45.0.0.5", "45.0.0.6", "45.9.9.9"}, m.bans())
	outcome, err := r.tend()
	if err != nil || !strings.Contains(outcome, "banned 0, lifted 0") {
		t.Errorf("once more: %s %v", outcome, err)
	}

	must(r.lists.ChooseMode(t.Context(), ann(), "web1", blocklist.ModeOff))
	r.mustTend()
	same(t, "banned when off", []string{"45.9.9.9"}, m.bans())
}

func TestJailOfManyAddresses(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	m := r.machine(blocklist.ImportJail)
	r.server.publish(addresses(blocklist.MaxInJail + 20))
	r.imports(r.make("one").ID)
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second)
	defer cancel()
	work := &schedule.Work{}
	_, err := r.lists.TendJails(ctx, work)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("it ended with %v", err)
	}
	if n := len(m.bans()); n == 0 || n > 1000 {
		t.Errorf("%d were banned within four seconds", n)
	}
	same(t, "at once", 25, m.largest)
	if run := work.Run(); run.Total != blocklist.MaxInJail || run.Done == 0 || !strings.Contains(run.Doing, "one") {
		t.Errorf("progress: %+v", run)
	}
	state := r.view("web1").Jail
	same(t, "over", 20, state.Over)
	same(t, "banned, as it is stored", len(m.bans()), state.Banned)
}

// between is a database with which something else happens in between.
type between struct {
	blocklist.Store
	saved, looked func()
}

// SaveJailState implements [blocklist.HostStore].
func (b *between) SaveJailState(ctx context.Context, name string, state blocklist.JailState) error {
	err := b.Store.SaveJailState(ctx, name, state)
	b.saved()
	return err
}

// ChunksOver implements [blocklist.ContentStore].
func (b *between) ChunksOver(ctx context.Context, revision int64, first, last blocklist.Place, limit int) ([]blocklist.Chunk, error) {
	b.looked()
	return b.Store.ChunksOver(ctx, revision, first, last, limit)
}

// TestJailsWhileAListIsReplaced replaces a list when the first host is done, and once more while the jail of a host is looked after.
func TestJailsWhileAListIsReplaced(t *testing.T) {
	store := &between{saved: func() {}, looked: func() {}}
	r := newRigWith(t, storetest.SQLite(t), func(o *blocklist.Options) {
		store.Store = o.Store
		o.Store = store
	})
	one := r.machine(blocklist.ImportJail)
	two := &machine{jails: one.jails, banned: make(map[string]bool)}
	if err := r.fleet.Add(t.Context(), "web2", false, two); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the other one has answered", func() bool { return must(r.fleet.Record(t.Context(), "web2")).Status.Reachable })
	must(r.lists.ChooseMode(t.Context(), ann(), "web2", blocklist.ModeJail))
	r.server.publish("45.0.0.1\n45.0.0.2\n45.0.0.3\n")
	list := r.make("one")
	r.imports(list.ID)
	r.mustTend()

	r.server.publish("45.0.0.1\n45.0.0.2\n45.0.0.4\n")
	store.saved = func() {
		store.saved = func() {}
		r.imports(list.ID).want(t, blocklist.Imported, 3)
	}
	r.mustTend()
	same(t, "before and after", []string{"45.0.0.1", "45.0.0.2", "45.0.0.3", "45.0.0.1", "45.0.0.2", "45.0.0.4"}, slices.Concat(one.bans(), two.bans()))

	r.server.publish("45.0.0.1\n45.0.0.2\n45.0.0.5\n")
	store.looked = func() {
		store.looked = func() {}
		r.imports(list.ID).want(t, blocklist.Imported, 3)
	}
	work := &schedule.Work{}
	wantKind(t, second(r.lists.TendJails(t.Context(), work)), fault.Conflict)
	same(t, "after a look at what was swept away", []string{"45.0.0.1", "45.0.0.2", "45.0.0.3"}, one.bans())
	same(t, "again", time.Second, work.Run().Again)
}

func TestHostsWithoutTheJail(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.machine("sshd")
	r.server.publish(addresses(3))
	r.imports(r.make("one").ID)
	r.mustTend()
	v := r.view("web1")
	if v.Stand != blocklist.StandFailing || !strings.Contains(v.Jail.Problem.Message, blocklist.ImportJail) || v.Jail.Problem.Mend == "" {
		t.Errorf("%s: %+v", v.Stand, v.Jail.Problem)
	}
}

func TestJailOfHostThatGoesAway(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	m := r.machine(blocklist.ImportJail)
	r.server.publish(addresses(200))
	r.imports(r.make("one").ID)
	m.down = true
	wantKind(t, second(r.tend()), fault.Unreachable)
	m.down = false
	m.refuse["45.0.0.3"] = true
	r.mustTend()
	same(t, "banned", 198, len(m.bans())) // without that and the host's own address
}
