package blocklist_test

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bangui/internal/blocklist"
	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/prefixset"
	"bangui/internal/store/storetest"
)

// kernel is a host that blocks lists, as far as the words go.
type kernel struct {
	mu sync.Mutex
	// parts are lists on their way, staged those that are complete.
	parts  map[string][]byte
	staged map[string]prefixset.Set
	now    host.Enforcement
	order  host.EnforceOrder
	// pieces, orders and disarmed count calls.
	pieces, orders, disarmed int
	// down makes every call fail, refuse every order.
	down, refuse error
}

func newKernel() *kernel {
	return &kernel{parts: make(map[string][]byte), staged: make(map[string]prefixset.Set)}
}

// Enforcement implements [host.Enforcer].
func (k *kernel) Enforcement(context.Context) (host.Enforcement, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.now
	now.At = time.Now()
	now.Lists = slices.Clone(now.Lists)
	return now, k.down
}

// StageList implements [host.Enforcer].
func (k *kernel) StageList(_ context.Context, piece host.ListPiece) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.down != nil {
		return k.down
	}
	k.pieces++
	if piece.Offset == 0 {
		k.parts[piece.Digest] = nil
	}
	k.parts[piece.Digest] = append(k.parts[piece.Digest], piece.Entries...)
	set, err := prefixset.Decode(k.parts[piece.Digest], 2_000_000)
	if err != nil {
		return err
	}
	if part, err := prefixset.Decode(piece.Entries, host.MaxPieceEntries); err != nil || piece.Offset+part.Len() != set.Len() {
		return fault.Invalid.Errorf("the piece is out of place: %v", err)
	}
	if set.Len() == piece.Total {
		if set.Digest() != piece.Digest {
			return fault.Invalid.Errorf("the list has the digest %s, not %s", set.Digest(), piece.Digest)
		}
		k.staged[piece.Digest] = set
	}
	return nil
}

// Enforce implements [host.Enforcer].
func (k *kernel) Enforce(_ context.Context, order host.EnforceOrder) (host.Enforcement, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case k.down != nil:
		return host.Enforcement{}, k.down
	case k.refuse != nil:
		return k.now, k.refuse
	case order.Revision < k.now.Revision:
		return k.now, fault.Conflict.Errorf("revision %d is in force", k.now.Revision)
	}
	now := k.now
	for _, l := range order.Lists {
		if _, ok := k.staged[l.Digest]; !ok {
			now.Missing = append(now.Missing, l.Digest)
		}
	}
	if len(now.Missing) > 0 {
		return now, fault.NotFound.Errorf("a list is not staged")
	}
	k.orders++
	k.order = order
	k.now = host.Enforcement{Armed: true, Kept: true, Revision: order.Revision, Since: time.Now(), Allow: len(order.Allow), Protected: order.Protected}
	for _, l := range order.Lists {
		k.now.Lists = append(k.now.Lists, host.ListInKernel{EnforcedList: l, Addresses: l.Entries, CountedSince: time.UnixMilli(1e12).UTC()})
	}
	return k.now, nil
}

// Disarm implements [host.Enforcer].
func (k *kernel) Disarm(context.Context) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.disarmed++
	k.now = host.Enforcement{}
	return k.down
}

// with reads or changes it.
func (k *kernel) with(do func(*kernel)) {
	k.mu.Lock()
	defer k.mu.Unlock()
	do(k)
}

// blocks are the entries that are in force, by list.
func (k *kernel) blocks() map[string]int {
	k.mu.Lock()
	defer k.mu.Unlock()
	found := map[string]int{}
	for _, l := range k.now.Lists {
		found[l.Name] = k.staged[l.Digest].Len()
	}
	return found
}

// converge looks after a host with this kernel until the end of the test.
func (r *rig) converge(name string, k host.Enforcer) {
	r.t.Helper()
	record := must(r.TakeHost(r.t.Context(), name, true))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		r.lists.Converge(ctx, name, record.Epoch, k)
	}()
	r.t.Cleanup(func() {
		cancel()
		<-done
	})
}

func (r *rig) view(name string) blocklist.HostView {
	r.t.Helper()
	return must(r.lists.EnforcementOf(r.t.Context(), name))
}

func (r *rig) change(id int64, change func(*blocklist.Settings)) {
	r.t.Helper()
	_, err := r.lists.Change(r.t.Context(), ann(), id, blocklist.Edit{Settings: func(s blocklist.Settings) blocklist.Settings {
		change(&s)
		return s
	}})
	if err != nil {
		r.t.Fatal(err)
	}
}

func TestConverge(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.shield.protect("45.0.0.9/32")
	k := newKernel()
	r.converge("web1", k)
	eventually(t, "the first report", func() bool { return !r.view("web1").Report.At.IsZero() })
	same(t, "touched without a list", []int{0, 0}, []int{k.orders, k.disarmed})

	r.server.publish(addresses(60_000))
	one := r.make("one")
	r.imports(one.ID)
	eventually(t, "the list is in force", func() bool { return r.view("web1").Stand == blocklist.StandInForce })
	same(t, "blocks", map[string]int{"one": 60_000}, k.blocks())
	same(t, "pieces", 3, k.pieces)
	same(t, "order", []any{int64(1), 1, 1}, []any{k.order.Revision, len(k.order.Allow), len(k.order.Protected)})
	run := must(r.lists.OneImport(t.Context(), one.ID, must(r.lists.Imports(t.Context(), blocklist.RunQuery{List: one.ID, Limit: 1}))[0].ID))
	same(t, "applied", []string{"web1"}, []string{run.Hosts[0].Host})

	r.server.publish("46.0.0.1\n")
	settings := r.settings("two")
	settings.Priority = 1
	two := r.makeWith(settings, nil)
	r.imports(two.ID)
	eventually(t, "both are in force", func() bool { return len(k.blocks()) == 2 })
	same(t, "in this order", []string{"two", "one"}, []string{k.order.Lists[0].Name, k.order.Lists[1].Name})
	same(t, "one was not staged again", 4, k.pieces)

	r.change(one.ID, func(s *blocklist.Settings) { s.Enabled = false })
	eventually(t, "one is off", func() bool { return len(k.blocks()) == 1 })
	r.change(one.ID, func(s *blocklist.Settings) { s.Enabled = true })
	eventually(t, "one is on again", func() bool { return len(k.blocks()) == 2 })
	same(t, "and was not staged again", 4, k.pieces)

	if err := r.lists.Remove(t.Context(), ann(), one.ID); err != nil {
		t.Fatal(err)
	}
	if err := r.lists.Remove(t.Context(), ann(), two.ID); err != nil {
		t.Fatal(err)
	}
	eventually(t, "nothing is left", func() bool { return r.view("web1").Stand == blocklist.StandIdle })
	same(t, "disarmed", 1, k.disarmed)
}

// TestHostThatWasAway comes back with an old list, and with one that it never heard of.
func TestHostThatWasAway(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(addresses(10))
	list := r.make("one")
	r.imports(list.ID)
	k := newKernel()
	k.now = host.Enforcement{Armed: true, Revision: 41, Lists: []host.ListInKernel{{EnforcedList: host.EnforcedList{ID: 7, Name: "old", Digest: "x"}}}}
	r.converge("web1", k)
	eventually(t, "what is wished for is in force", func() bool { return k.blocks()["one"] == 10 })
	same(t, "revision", int64(42), k.order.Revision)
	eventually(t, "stand", func() bool { return r.view("web1").Stand == blocklist.StandInForce })
	same(t, "wish", int64(42), r.view("web1").Wish.Revision)
}

func TestHostThatFails(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(addresses(10))
	r.imports(r.make("one").ID)
	k := newKernel()
	k.refuse = fault.Refused.Errorf("the kernel says no").WithMend("ask it again")
	r.converge("web1", k)
	eventually(t, "it is failing", func() bool { return r.view("web1").Stand == blocklist.StandFailing })
	same(t, "problem", &host.Obstacle{Message: "the kernel says no", Mend: "ask it again"}, r.view("web1").Problem)
	if n := strings.Count(r.log.String(), "does not block"); n != 1 {
		t.Errorf("logged %d times", n)
	}
	k.with(func(k *kernel) { k.refuse = nil })
	r.bus.Publish("allowance", nil)
	eventually(t, "it is in force", func() bool { return r.view("web1").Stand == blocklist.StandInForce })
	if r.view("web1").Problem != nil {
		t.Error("the problem stays")
	}
}

func TestHostThatCannot(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(addresses(10))
	r.imports(r.make("one").ID)
	k := newKernel()
	k.now.Obstacle = &host.Obstacle{Message: "no nftables", Mend: "use the jail"}
	r.converge("web1", k)
	eventually(t, "the obstacle is told", func() bool { return r.view("web1").Stand == blocklist.StandObstacle })
	same(t, "orders", 0, k.orders)
}

func TestHostThatKnowsNothingOfIt(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(addresses(10))
	r.imports(r.make("one").ID)
	k := newKernel()
	k.down = fault.Unsupported.Errorf("this host cannot")
	r.converge("web1", k)
	eventually(t, "the obstacle is told", func() bool { return r.view("web1").Stand == blocklist.StandObstacle })
}

func TestModes(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(addresses(10))
	r.imports(r.make("one").ID)
	k := newKernel()
	r.converge("web1", k)
	eventually(t, "in force", func() bool { return r.view("web1").Stand == blocklist.StandInForce })
	must(r.lists.ChooseMode(t.Context(), ann(), "web1", blocklist.ModeOff))
	eventually(t, "off", func() bool { return r.view("web1").Stand == blocklist.StandOff })
	same(t, "disarmed", 1, k.disarmed)
	must(r.lists.ChooseMode(t.Context(), ann(), "web1", blocklist.ModeKernel))
	eventually(t, "in force again", func() bool { return r.view("web1").Stand == blocklist.StandInForce })
	wantKind(t, second(r.lists.ChooseMode(t.Context(), ann(), "web9", blocklist.ModeOff)), fault.NotFound)
	wantKind(t, second(r.lists.ChooseMode(t.Context(), ann(), "web1", "sometimes")), fault.Invalid)
}

// TestAllowListChanges makes another order of another allow-list.
func TestAllowListChanges(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(addresses(10))
	r.imports(r.make("one").ID)
	k := newKernel()
	r.converge("web1", k)
	eventually(t, "in force", func() bool { return r.view("web1").Stand == blocklist.StandInForce })
	r.shield.protect("45.0.0.1/32", "45.0.0.2/32")
	r.bus.Publish("allowance", nil)
	eventually(t, "allowed", func() bool {
		n := 0
		k.with(func(k *kernel) { n = len(k.order.Allow) })
		return n == 2
	})
	same(t, "pieces", 1, k.pieces)
}

// TestDriftAndCounters tells what a host sees.
func TestDriftAndCounters(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(addresses(10))
	list := r.make("one")
	r.imports(list.ID)
	k := newKernel()
	r.converge("web1", k)
	eventually(t, "in force", func() bool { return r.view("web1").Stand == blocklist.StandInForce })
	k.with(func(k *kernel) {
		k.now.Drift = "the table is gone"
		k.now.Lists[0].Packets, k.now.Lists[0].Bytes = 5, 500
	})
	r.bus.Publish("allowance", nil)
	eventually(t, "drift", func() bool { return r.view("web1").Stand == blocklist.StandDrift })
	edges := []time.Time{time.Now().Truncate(time.Hour).Add(-time.Hour), time.Now().Truncate(time.Hour), time.Now().Truncate(time.Hour).Add(time.Hour)}
	series := must(r.lists.DroppedOver(t.Context(), edges, 0, ""))
	same(t, "dropped", []any{int64(5), int64(500), "one"}, []any{series.Total.Sum, series.Total.SumBytes, series.Lists[0].Name})
	same(t, "over time", int64(5), series.Lists[0].Packets[0]+series.Lists[0].Packets[1])
	wantKind(t, second(r.lists.DroppedOver(t.Context(), edges, 99, "")), fault.NotFound)
	wantKind(t, second(r.lists.DroppedOver(t.Context(), edges, 0, "web9")), fault.NotFound)
}

// TestAnotherHolder leaves a host alone that somebody else has.
func TestAnotherHolder(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	k := newKernel()
	r.converge("web1", k)
	eventually(t, "the first report", func() bool { return !r.view("web1").Report.At.IsZero() })
	must(r.TakeHost(t.Context(), "web1", true))
	r.server.publish(addresses(10))
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	r.importsNow(ctx, r.make("one").ID).want(t, blocklist.Imported, 10) // it waits for the host, in vain
	same(t, "orders", 0, k.orders)
}

func TestFingerprintsDiffer(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(addresses(10))
	r.imports(r.make("one").ID)
	k := newKernel()
	r.converge("web1", k)
	eventually(t, "in force", func() bool { return r.view("web1").Stand == blocklist.StandInForce })
	revisions := map[int64]bool{}
	for i := range 3 {
		r.shield.protect(netip.AddrFrom4([4]byte{45, 0, 0, byte(i)}).String() + "/32")
		r.bus.Publish("allowance", nil)
		eventually(t, fmt.Sprint("order ", i), func() bool {
			revision := r.view("web1").Report.Revision
			seen := revisions[revision]
			revisions[revision] = true
			return !seen && r.view("web1").Stand == blocklist.StandInForce
		})
	}
}
