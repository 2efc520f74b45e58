package localhost_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/localhost"
	"bangui/internal/nftset"
	"bangui/internal/nftset/nftsettest"
	"bangui/internal/prefixset"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// wall is a host that blocks in a kernel of its own, with neighbours.
type wall struct {
	*nftsettest.Network
	t       *testing.T
	host    *localhost.Host
	options localhost.Options
	// here and inside are ports that answer.
	here, inside int
	revision     int64
}

func newWall(t *testing.T) *wall {
	t.Helper()
	w := &wall{Network: nftsettest.New(t), t: t}
	w.here, w.inside = nftsettest.Echo(t, w.Here), nftsettest.Echo(t, w.Inside)
	dir := t.TempDir()
	w.options = localhost.Options{
		Socket: filepath.Join(dir, "no.sock"), ConfigDir: dir,
		Enforce: localhost.EnforcerOptions{Dir: filepath.Join(dir, "enforce"), BootUnits: filepath.Join(dir, "*.service"), BootDir: filepath.Join(dir, "enforce"), Resolvers: []string{filepath.Join(dir, "resolv.conf")}},
	}
	check(t, os.WriteFile(filepath.Join(dir, "resolv.conf"), []byte("# ours\nnameserver 9.9.9.9\nnameserver 2620:fe::fe\nnameserver 127.0.0.53\n"), 0o600))
	w.host = open(t, w.options)
	return w
}

// reopen is a restart of our own.
func (w *wall) reopen() {
	w.t.Helper()
	check(w.t, w.host.Close())
	w.host = open(w.t, w.options)
}

func networks(texts ...string) prefixset.Set {
	var all []netip.Prefix
	for _, text := range texts {
		if p, err := netip.ParsePrefix(text); err == nil {
			all = append(all, p)
			continue
		}
		addr := netip.MustParseAddr(text)
		all = append(all, netip.PrefixFrom(addr, addr.BitLen()))
	}
	return prefixset.Of(all)
}

func stageList(t testing.TB, h host.Enforcer, s prefixset.Set) {
	t.Helper()
	for from := 0; from < max(1, s.Len()); from += host.MaxPieceEntries {
		data, err := s.Slice(from, min(from+host.MaxPieceEntries, s.Len())).AppendBinary(nil)
		check(t, err)
		check(t, h.StageList(t.Context(), host.ListPiece{Digest: s.Digest(), Total: s.Len(), Offset: from, Entries: data}))
	}
}

// order orders lists to be blocked, numbered from 1, and others to be let through.
func (w *wall) order(allow []string, lists ...prefixset.Set) host.EnforceOrder {
	w.t.Helper()
	w.revision++
	order := host.EnforceOrder{Revision: w.revision}
	for p := range networks(allow...).All() {
		order.Allow = append(order.Allow, p)
	}
	for i, s := range lists {
		stageList(w.t, w.host, s)
		order.Lists = append(order.Lists, host.EnforcedList{ID: int64(i + 1), Name: fmt.Sprintf("list %d", i+1), Digest: s.Digest(), Entries: s.Len()})
	}
	return order
}

func (w *wall) enforce(order host.EnforceOrder) host.Enforcement {
	w.t.Helper()
	now, err := w.host.Enforce(w.t.Context(), order)
	check(w.t, err)
	if now.Drift != "" || !now.Armed || now.Obstacle != nil {
		w.t.Fatalf("after the order: %+v", now)
	}
	return now
}

func (w *wall) state() host.Enforcement {
	w.t.Helper()
	now, err := w.host.Enforcement(w.t.Context())
	check(w.t, err)
	return now
}

// see looks whether sources are blocked as they should be, here and inside.
func (w *wall) see(blocked map[string]bool) {
	w.t.Helper()
	for source, want := range blocked {
		addr := netip.MustParseAddr(source)
		toHere, toInside := nftsettest.Here4, nftsettest.Inside4
		if addr.Is6() {
			toHere, toInside = nftsettest.Here6, nftsettest.Inside6
		}
		for to, port := range map[string]int{toHere: w.here, toInside: w.inside} {
			ask := w.Reaches
			if want {
				ask = w.Answered
			}
			if got := !ask(w.t, addr, to, port); got != want {
				w.t.Errorf("%s to %s is blocked: %v, want %v", source, to, got, want)
			}
		}
	}
}

// TestNobodyIsLockedOut blocks everything, in several ways. The connections of a signed-in administrator stay, and so does what the machine needs.
func TestNobodyIsLockedOut(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	w := newWall(t)
	admin4, admin6, other4, other6 := w.Source("203.0.113.77"), w.Source("2001:db8:77::1"), w.Source("198.51.100.1"), w.Source("2001:db8::1")
	proofs := []func(testing.TB){
		w.Connect(t, admin4, nftsettest.Here4, w.here), w.Connect(t, admin6, nftsettest.Here6, w.here),
		w.Connect(t, admin4, nftsettest.Inside4, w.inside), w.Connect(t, admin6, nftsettest.Inside6, w.inside),
	}
	var halves, eighths []string
	for i := range 512 {
		halves = append(halves, fmt.Sprintf("%d.%d.0.0/9", i/2, i%2*128))
	}
	for i := range 256 {
		eighths = append(eighths, fmt.Sprintf("%x00::/8", i))
	}
	lists := map[string]prefixset.Set{
		"everything":        networks("0.0.0.0/0", "::/0"),
		"halves":            networks("0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1"),
		"the internet":      networks(slices.Concat(halves, eighths)...),
		"the machine":       networks("127.0.0.0/8", "::1", "127.0.0.1", nftsettest.Here4, nftsettest.Here6, "10.78.1.0/24", "10.78.2.0/24", "fd78:1::/64", "198.51.100.0/24", "2001:db8::/64"),
		"the gateway":       networks(nftsettest.Outside4, nftsettest.Outside6, "9.9.9.9", "198.51.100.1", "2001:db8::1"),
		"the administrator": networks("203.0.113.77", "203.0.113.0/24", "198.51.100.0/24", "2001:db8:77::1", "2001:db8::/32"),
	}
	for name, list := range lists {
		t.Run(name, func(t *testing.T) {
			order := w.order(nil, list, networks("198.51.100.0/24"))
			order.Protected = []host.ProtectedNetwork{
				{Network: netip.PrefixFrom(admin4, 32), Why: host.ProtectedSession, Detail: "root"},
				{Network: netip.PrefixFrom(admin6, 128), Why: host.ProtectedSession},
			}
			now := w.enforce(order)
			for _, goesOn := range proofs {
				goesOn(t)
			}
			w.see(map[string]bool{
				other4.String(): true, other6.String(): true, admin4.String(): false, admin6.String(): false,
				nftsettest.Outside4: false, nftsettest.Outside6: false,
			})
			for _, loop := range []string{"127.0.0.1", "::1", nftsettest.Here4, nftsettest.Here6} {
				conn := w.local(t, loop)
				if !slices.ContainsFunc(make([]int, 10), func(int) bool { return nftsettest.Ask(t, conn, loop, w.here) }) {
					t.Errorf("the machine does not reach itself at %s", loop)
				}
			}
			why := map[string]host.ProtectionReason{}
			for _, p := range now.Protected {
				why[p.Network.String()] = p.Why
			}
			for network, want := range map[string]host.ProtectionReason{
				nftsettest.Here4 + "/32": host.ProtectedOwn, nftsettest.Here6 + "/128": host.ProtectedOwn, nftsettest.Outside4 + "/32": host.ProtectedGateway,
				nftsettest.Outside6 + "/128": host.ProtectedGateway, "9.9.9.9/32": host.ProtectedResolver, "2620:fe::fe/128": host.ProtectedResolver,
				"127.0.0.0/8": host.ProtectedLoopback, "fe80::/10": host.ProtectedLinkLocal, "203.0.113.77/32": host.ProtectedSession,
			} {
				if why[network] != want {
					t.Errorf("%s is protected because of %q, want %q", network, why[network], want)
				}
			}
		})
	}
}

// TestRepairs has somebody take the table away, or change what is in it.
func TestRepairs(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	w := newWall(t)
	w.Source("198.51.100.1")
	w.Source("192.0.2.1")
	w.enforce(w.order(nil, networks("198.51.100.1", "203.0.113.0/24")))
	blocked := map[string]bool{"198.51.100.1": true, "192.0.2.1": false}
	w.see(blocked)
	since := w.state().Lists[0].CountedSince
	for i, change := range []string{"flush ruleset", "insert rule inet bangui sources accept", "delete element inet bangui list1_ip4_%d { 198.51.100.1 }"} {
		before := w.state().Lists[0].Packets
		if strings.Contains(change, "%d") {
			text := w.Here.Run("nft", "list", "table", "inet", nftset.Name)
			_, name, _ := strings.Cut(text, "set list1_ip4_")
			change = strings.ReplaceAll(change, "%d", strings.Fields(name)[0])
		}
		w.Here.Run("nft", change)
		began := time.Now()
		for w.state().Repairs != i+1 {
			if time.Since(began) > 20*time.Second {
				t.Fatalf("%s: not mended: %+v", change, w.state())
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Logf("%s: mended after %s", change, time.Since(began))
		now := w.state()
		if now.Drift != "" || now.RepairedAt.Before(began.Add(-time.Second)) || now.Lists[0].Packets < before || !now.Lists[0].CountedSince.Equal(since) {
			t.Errorf("%s: %+v, %d packets before", change, now, before)
		}
		w.see(blocked)
	}
	// What is changed while nobody is there is found at the start, even if only an element was.
	check(t, w.host.Close())
	text := w.Here.Run("nft", "list", "table", "inet", nftset.Name)
	_, name, _ := strings.Cut(text, "set list1_ip4_")
	w.Here.Run("nft", "delete element inet bangui list1_ip4_"+strings.Fields(name)[0]+" { 198.51.100.1 }")
	w.host = open(t, w.options)
	w.until("mended at the start", func() bool { return w.state().Repairs == 1 })
	w.see(blocked)
}

func (w *wall) until(what string, is func() bool) {
	w.t.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatalf("not %s: %+v", what, w.state())
		}
	}
}

// TestRestart restarts us: with the table still there, which is not touched, and without it, as after a boot.
func TestRestart(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	w := newWall(t)
	w.Source("198.51.100.1")
	order := w.order([]string{"198.51.100.9"}, networks("198.51.100.0/24"))
	if now := w.enforce(order); now.Kept {
		t.Error("it is not kept for the boot: no unit of systemd loads it")
	}
	check(t, os.WriteFile(strings.Replace(w.options.Enforce.BootUnits, "*", "bangui-enforce", 1), nil, 0o600))
	if !w.state().Kept {
		t.Error("it is kept for the boot")
	}
	w.options.Enforce.BootDir = t.TempDir()
	w.reopen()
	if w.state().Kept {
		t.Error("it is not kept for the boot: the unit loads another directory")
	}
	blocked := map[string]bool{"198.51.100.1": true}
	before := w.Here.Run("nft", "-a", "list", "table", "inet", nftset.Name)
	w.reopen()
	w.host.Mend(t.Context(), true)
	if after := w.Here.Run("nft", "-a", "list", "table", "inet", nftset.Name); after != before {
		t.Errorf("a restart changed the table:\n%s\n%s", before, after)
	}
	if now := w.state(); now.Repairs != 0 || now.Drift != "" || now.Revision != order.Revision || now.Lists[0].Networks != 2 {
		t.Errorf("after a restart: %+v", now)
	}
	w.see(blocked)

	check(t, w.host.Close())
	w.Here.Run("nft", "flush", "ruleset")
	w.boot()
	w.host = open(t, w.options)
	w.until("loaded", func() bool { return w.state().Armed })
	if now := w.state(); now.Repairs != 0 || now.Drift != "" || now.Revision != order.Revision {
		t.Errorf("after a boot: %+v", now)
	}
	w.see(blocked)
}

// boot makes what was loaded seem to be of an earlier boot.
func (w *wall) boot() {
	w.t.Helper()
	path := filepath.Join(w.options.Enforce.Dir, "kernel.json")
	text, err := os.ReadFile(path)
	check(w.t, err)
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	check(w.t, err)
	changed := strings.Replace(string(text), strings.TrimSpace(string(id)), "another", 1)
	if changed == string(text) {
		w.t.Fatalf("no boot in %s", text)
	}
	check(w.t, os.WriteFile(path, []byte(changed), 0o600))
}

// TestLoadKept is the command at boot: there is no network yet, and what the host knew then is still protected.
func TestLoadKept(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	w := newWall(t)
	w.Source("198.51.100.1")
	w.enforce(w.order(nil, networks("0.0.0.0/0")))
	check(t, w.host.Close())
	w.Here.Run("nft", "flush", "ruleset")
	w.Here.Run("ip", "route", "del", "default")
	w.boot()
	e := localhost.OpenEnforcer(w.options.Enforce)
	defer e.Close()
	there, err := e.LoadKept(t.Context())
	if err != nil || !there {
		t.Fatal(there, err)
	}
	now, err := e.Enforcement(t.Context())
	check(t, err)
	if !slices.ContainsFunc(now.Protected, func(p host.ProtectedNetwork) bool { return p.Why == host.ProtectedGateway }) {
		t.Errorf("the gateway is not protected: %+v", now.Protected)
	}
	w.Here.Run("ip", "route", "add", "default", "via", nftsettest.Outside4)
	w.see(map[string]bool{"198.51.100.1": true, nftsettest.Outside4: false})

	// The service beside it is not confused by the command, and does not mend anything.
	w.host = open(t, w.options)
	w.host.Mend(t.Context(), true)
	_, err = e.LoadKept(t.Context())
	check(t, err)
	w.host.Mend(t.Context(), true)
	if now := w.state(); now.Repairs != 0 || now.Drift != "" {
		t.Errorf("beside the command: %+v", now)
	}
	empty := localhost.OpenEnforcer(localhost.EnforcerOptions{Dir: t.TempDir()})
	defer empty.Close()
	if there, err := empty.LoadKept(t.Context()); err != nil || there {
		t.Errorf("nothing kept: %v, %v", there, err)
	}
}

// TestTwoOfWhichOneStandsBy are two processes on one machine, each with a directory of its own. What the one that stands by was ordered before does not come back
// when somebody empties the kernel, nor when it takes over.
func TestTwoOfWhichOneStandsBy(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	w := newWall(t)
	w.Source("198.51.100.1")
	w.Source("192.0.2.1")
	w.enforce(w.order(nil, networks("198.51.100.1")))
	one := w.host
	w.options.Enforce.Dir, w.options.Enforce.StandBy = filepath.Join(t.TempDir(), "enforce"), true
	w.host = open(t, w.options)
	two := w.host
	one.StandBy()
	two.TakeOver()
	w.enforce(w.order(nil, networks("192.0.2.1")))
	blocked := map[string]bool{"198.51.100.1": false, "192.0.2.1": true}
	w.see(blocked)

	w.Here.Run("nft", "flush", "ruleset")
	w.until("mended by the one that has taken over", func() bool { return w.state().Repairs == 1 })
	time.Sleep(time.Second) // the other one would mend after a quarter of it
	w.see(blocked)
	w.host = one
	if now := w.state(); now.Repairs != 0 {
		t.Errorf("the one that stands by has mended: %+v", now)
	}

	two.StandBy()
	one.TakeOver()
	time.Sleep(time.Second)
	w.see(blocked)
	w.enforce(w.order(nil, networks("198.51.100.1", "192.0.2.1")))
	w.see(map[string]bool{"198.51.100.1": true, "192.0.2.1": true})
}

// TestSwitchOff is the emergency brake: who has the console has the last word.
func TestSwitchOff(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	w := newWall(t)
	w.Source("198.51.100.1")
	order := w.order(nil, networks("198.51.100.0/24"))
	w.enforce(order)
	e := localhost.OpenEnforcer(w.options.Enforce)
	defer e.Close()
	check(t, e.SwitchOff(t.Context()))
	w.host.Mend(t.Context(), true)
	now := w.state()
	if now.Armed || now.Obstacle == nil || !strings.Contains(now.Obstacle.Mend, "bangui enforce load") || now.Repairs != 0 {
		t.Errorf("switched off: %+v", now)
	}
	order.Revision++
	if _, err := w.host.Enforce(t.Context(), order); !errors.Is(err, fault.Refused) {
		t.Errorf("an order: %v, want %v", err, fault.Refused)
	}
	w.see(map[string]bool{"198.51.100.1": false})
	if there, err := e.LoadKept(t.Context()); err != nil || there {
		t.Errorf("there is nothing to load: %v, %v", there, err)
	}
	w.enforce(order)
	w.see(map[string]bool{"198.51.100.1": true})
}

// TestOwnAddressesChange gives the machine another address that a list has.
func TestOwnAddressesChange(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	w := newWall(t)
	w.Source("203.0.113.5")
	w.enforce(w.order(nil, networks("203.0.113.0/24", "10.78.0.0/16")))
	w.see(map[string]bool{"203.0.113.5": true})
	w.Here.Run("ip", "route", "replace", "default", "via", "10.78.1.99")
	w.Here.Run("ip", "address", "add", "203.0.113.9/32", "dev", "inside0")
	if w.host.Mend(t.Context(), false) {
		t.Error("that is no repair")
	}
	why := map[string]host.ProtectionReason{}
	for _, p := range w.state().Protected {
		why[p.Network.String()] = p.Why
	}
	if why["203.0.113.9/32"] != host.ProtectedOwn || why["10.78.1.99/32"] != host.ProtectedGateway {
		t.Errorf("protected: %v", why)
	}
	text := w.Here.Run("nft", "list", "table", "inet", nftset.Name)
	if !strings.Contains(text, "203.0.113.0-203.0.113.7") && !strings.Contains(text, "203.0.113.0/29") {
		t.Errorf("the list was not cut:\n%s", text)
	}
	// What is gone for a moment is still protected.
	w.Here.Run("ip", "address", "del", "203.0.113.9/32", "dev", "inside0")
	w.host.Mend(t.Context(), false)
	if !slices.ContainsFunc(w.state().Protected, func(p host.ProtectedNetwork) bool { return p.Network.String() == "203.0.113.9/32" }) {
		t.Error("an address that is gone for a moment is not protected any more")
	}
}

// TestFailuresLeaveItAsItWas breaks off a load, fills the disk, and destroys what is kept.
func TestFailuresLeaveItAsItWas(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	w := newWall(t)
	w.Source("198.51.100.1")
	w.Source("192.0.2.1")
	good := w.order(nil, networks("198.51.100.0/24"))
	w.enforce(good)
	asBefore := func(when string) {
		t.Helper()
		w.host.Mend(t.Context(), true)
		now := w.state()
		if now.Revision != good.Revision || now.Drift != "" || !now.Armed {
			t.Errorf("%s: %+v", when, now)
		}
		w.see(map[string]bool{"198.51.100.1": true, "192.0.2.1": false})
	}
	next := w.order(nil, networks("192.0.2.0/24"))

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for range 10 { // what of it is done before the end is seen differs
		if _, err := w.host.Enforce(ended, next); err == nil {
			t.Error("no error though the caller was gone")
		}
	}
	soon, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if _, err := w.host.Enforce(soon, good); err != nil {
		t.Errorf("after callers who were gone: %v", err)
	}
	asBefore("broken off")

	path := func(name string) string { return filepath.Join(w.options.Enforce.Dir, name) }
	for _, name := range []string{"order.json.new", "kernel.json.new"} {
		check(t, os.Mkdir(path(name), 0o700)) // a disk that takes no more
		if _, err := w.host.Enforce(t.Context(), next); !errors.Is(err, fault.Unavailable) {
			t.Errorf("%s cannot be written: %v, want %v", name, err, fault.Unavailable)
		}
		check(t, os.Remove(path(name)))
		asBefore(name + " could not be written")
	}

	check(t, os.WriteFile(path("kernel.json"), []byte(`{"boot`), 0o600))
	asBefore("kernel.json is destroyed")

	digest := good.Lists[0].Digest
	check(t, os.WriteFile(path("lists/"+digest), []byte("nonsense"), 0o600))
	w.Here.Run("nft", "flush", "ruleset")
	w.until("told", func() bool { return strings.Contains(w.state().Drift, "gone") })
	check(t, os.Remove(path("lists/"+digest)))
	stageList(t, w.host, networks("198.51.100.0/24"))
	asBefore("a list was destroyed and came again")

	check(t, os.WriteFile(path("order.json"), []byte("{"), 0o600))
	if _, err := w.host.Enforcement(t.Context()); !errors.Is(err, fault.Unavailable) {
		t.Errorf("order.json is destroyed: %v", err)
	}
	w.see(map[string]bool{"198.51.100.1": true})
}

// TestLoadThatFails keeps counting from where it was, and is not taken for what somebody else did.
func TestLoadThatFails(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	w := newWall(t)
	w.Source("198.51.100.1")
	w.enforce(w.order(nil, networks("198.51.100.0/24")))
	w.see(map[string]bool{"198.51.100.1": true})
	before := w.state().Lists[0]
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.host.LoadAgain(ended); !errors.Is(err, context.Canceled) {
		t.Fatalf("a load that was broken off: %v", err)
	}
	goesOn := func(when string, now host.Enforcement) {
		t.Helper()
		if len(now.Lists) != 1 || now.Lists[0].Packets < before.Packets || before.Packets == 0 || !now.Lists[0].CountedSince.Equal(before.CountedSince) {
			t.Errorf("%s: %+v, before %+v", when, now.Lists, before)
		}
	}
	now := w.state()
	goesOn("broken off", now)
	if now.Drift == "" {
		t.Error("nothing tells that it was broken off")
	}
	if w.host.Mend(t.Context(), false) {
		t.Error("what was broken off is taken for a change by somebody")
	}
	now = w.state()
	goesOn("loaded again", now)
	if now.Repairs != 0 || now.Drift != "" {
		t.Errorf("loaded again: %+v", now)
	}
}

// TestCountersThatBeginAnew are not brought back to what they once were when somebody empties the kernel.
func TestCountersThatBeginAnew(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	w := newWall(t)
	w.Source("198.51.100.1")
	order := w.order(nil, networks("198.51.100.0/24"))
	for i, anew := range []func(){
		func() { w.Here.Run("nft", "reset", "counters", "table", "inet", nftset.Name) },
		func() {
			w.enforce(host.EnforceOrder{Revision: order.Revision + 1, Lists: []host.EnforcedList{}})
			order.Revision += 2
			w.enforce(order)
		},
	} {
		w.enforce(order)
		w.see(map[string]bool{"198.51.100.1": true})
		if w.state().Lists[0].Packets == 0 {
			t.Fatal("nothing was counted")
		}
		anew()
		w.host.Mend(t.Context(), false)
		w.Here.Run("nft", "flush", "ruleset")
		w.until("mended", func() bool { return w.state().Repairs == i+1 })
		if n := w.state().Lists[0].Packets; n != 0 {
			t.Errorf("%d: %d packets, want none", i+1, n)
		}
	}
}

// TestFail2banRestarts has a real fail2ban beside us, which takes its own table away when it stops, and makes it anew.
func TestFail2banRestarts(t *testing.T) {
	if !nftsettest.Alone(t) {
		return
	}
	w := newWall(t)
	for _, source := range []string{"198.51.100.1", "203.0.113.7", "192.0.2.1"} {
		w.Source(source)
	}
	w.enforce(w.order([]string{"203.0.113.7"}, networks("198.51.100.0/24", "203.0.113.0/24")))
	action := sandbox.NftablesAction()
	action.Name = "own-nftables" // in this process's network namespace, not in one of fail2ban's
	server := sandboxtest.Start(t, sandbox.Options{Jails: []sandbox.Jail{{Name: "ssh", Filter: sandbox.SSH()}}, Action: action})
	check(t, server.Attack("ssh", netip.MustParseAddr("203.0.113.7"), 3))
	// What we let through is still blocked by fail2ban.
	w.until("blocked by fail2ban", func() bool {
		return !w.Answered(t, netip.MustParseAddr("203.0.113.7"), nftsettest.Here4, w.here)
	})
	server.Stop(t.Context())
	w.see(map[string]bool{"198.51.100.1": true, "203.0.113.7": false, "192.0.2.1": false})
	check(t, server.Restart(t.Context()))
	w.host.Mend(t.Context(), true)
	w.see(map[string]bool{"198.51.100.1": true, "192.0.2.1": false})
	if now := w.state(); now.Repairs != 0 || now.Drift != "" {
		t.Errorf("after a restart of fail2ban: %+v", now)
	}
}
