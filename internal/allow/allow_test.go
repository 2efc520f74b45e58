package allow_test

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"

	"bangui/internal/allow"
	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/schedule"
)

// standing as the length of an order means that it has no end; without a length it is an hour in these tests.
const standing = time.Duration(-1)

func (w *world) allow(order allow.Order) allow.Made {
	w.t.Helper()
	switch order.Lasts {
	case 0:
		order.Lasts = time.Hour
	case standing:
		order.Lasts = 0
	}
	made, err := w.allowances.Allow(w.t.Context(), alice(), order)
	if err != nil {
		w.t.Fatal(err)
	}
	return made
}

func (w *world) tend() string {
	w.t.Helper()
	outcome, err := w.allowances.Tend(w.t.Context(), &schedule.Work{})
	if err != nil {
		w.t.Fatal(err)
	}
	return outcome
}

func (w *world) end(id int64) []allow.Result {
	w.t.Helper()
	_, results, err := w.allowances.End(w.t.Context(), alice(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return results
}

func (w *world) ban(jail string, addresses ...string) {
	w.t.Helper()
	results, err := w.bans.Ban(w.t.Context(), alice(), ban.Order{Jail: jail, Addresses: addresses, Force: true})
	if err != nil || ban.Summary(results)[ban.Banned] == 0 {
		w.t.Fatalf("ban: %+v, %v", results, err)
	}
}

func (w *world) same(what string, want, got any) {
	w.t.Helper()
	if d := diff.Diff(want, got); d != "" {
		w.t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

// short writes results in one line each, sorted.
func short(results []allow.Result) []string {
	lines := []string{}
	for _, r := range results {
		address := ""
		if r.Address.IsValid() {
			address = " " + ban.FormatAddress(r.Address)
		}
		lines = append(lines, strings.Join(strings.Fields(fmt.Sprintf("%s %s%s %s", r.Host, r.Jail, address, r.Outcome)), " "))
	}
	slices.Sort(lines)
	return lines
}

// places writes where an allowance is in force.
func (w *world) detail(id int64) (places, pending []string) {
	w.t.Helper()
	d, err := w.allowances.Get(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	places = []string{}
	for _, p := range d.Places {
		state := "waits"
		if !p.PlacedAt.IsZero() {
			state = "is there"
		}
		if !p.Ours {
			state += ", not ours"
		}
		places = append(places, p.Host+" "+p.Jail+" "+state)
	}
	return places, d.PendingHosts
}

func TestAllowAndEnd(t *testing.T) {
	a, b := newMachine(), newMachine()
	b.ignore["web"] = []string{"192.0.2.1"}
	w := newWorld(t, map[string]*machine{"a": a, "b": b})
	w.ban("sshd", "192.0.2.1", "192.0.2.2")
	made := w.allow(allow.Order{Addresses: []string{"192.0.2.1", "::ffff:192.0.2.1"}, Lift: true, Note: "ours"})
	if len(made.Allowances) != 1 || made.Allowances[0].Address != netip.MustParsePrefix("192.0.2.1/32") || made.Allowances[0].Actor != "alice" {
		t.Fatalf("made %+v", made.Allowances)
	}
	w.same("results", []string{
		"a sshd 192.0.2.1 placed", "a web 192.0.2.1 placed", "b sshd 192.0.2.1 placed", "b web 192.0.2.1 already_there",
	}, short(made.Results))
	w.same("lifted", map[ban.Outcome]int{ban.Unbanned: 2}, ban.Summary(made.Lifted))
	w.same("banned still", map[string]bool{"sshd 192.0.2.2": true}, a.banned)
	w.same("list", []string{"192.0.2.1"}, a.list("sshd"))

	id := made.Allowances[0].ID
	places, pending := w.detail(id)
	w.same("places", []string{"a sshd is there", "a web is there", "b sshd is there", "b web is there, not ours"}, places)
	w.same("pending", 0, len(pending))
	changes := a.changes
	if outcome := w.tend(); outcome != "nothing to do" || a.changes != changes {
		t.Errorf("nothing was to be done: %s, %d changes", outcome, a.changes-changes)
	}

	w.same("ended", []string{"a sshd 192.0.2.1 removed", "a web 192.0.2.1 removed", "b sshd 192.0.2.1 removed", "b web 192.0.2.1 kept"}, short(w.end(id)))
	w.same("list after that", 0, len(a.list("sshd")))
	w.same("what was there before", []string{"192.0.2.1"}, b.list("web"))
	places, pending = w.detail(id)
	w.same("nothing is left", 0, len(places)+len(pending))
	if _, _, err := w.allowances.End(t.Context(), alice(), id); !errors.Is(err, fault.Conflict) {
		t.Errorf("ended twice: %v", err)
	}
	var actions []string
	entries, err := w.store.AuditEntries(t.Context(), audit.Query{Action: "allowance.*", Limit: 20})
	for _, e := range entries {
		actions = append(actions, strings.Join(strings.Fields(e.Action+" "+e.Host+" "+e.Target+" "+e.Actor.Name), " "))
	}
	slices.Sort(actions)
	w.same("audit", []string{
		"allowance.create 192.0.2.1 alice", "allowance.end 192.0.2.1 alice", "allowance.place a 192.0.2.1 alice", "allowance.place b 192.0.2.1 alice",
		"allowance.remove a 192.0.2.1 alice", "allowance.remove b 192.0.2.1 alice",
	}, actions)
	if err != nil {
		t.Error(err)
	}
}

func TestTimeIsUp(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m})
	w.allow(allow.Order{Addresses: []string{"192.0.2.1"}, Lasts: time.Minute})
	w.ahead.Store(int64(time.Minute + time.Second))
	covering, err := w.allowances.Covering(t.Context(), netip.MustParsePrefix("192.0.2.1/32"))
	if err != nil || len(covering) != 0 {
		t.Errorf("covering %+v, %v, want none", covering, err)
	}
	if outcome := w.tend(); !strings.HasPrefix(outcome, "1 ended; 0 put on ignore lists, 2 taken off") {
		t.Errorf("outcome %q", outcome)
	}
	w.same("list", 0, len(m.list("sshd")))
}

// TestExtended has the first time pass: jails go on ignoring the address.
func TestExtended(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m})
	id := w.allow(allow.Order{Addresses: []string{"192.0.2.1"}, Lasts: time.Minute}).Allowances[0].ID
	if _, err := w.allowances.Edit(t.Context(), alice(), id, allow.Edit{Lasts: new(time.Second)}); !errors.Is(err, fault.Invalid) {
		t.Errorf("a second more: %v", err)
	}
	if _, err := w.allowances.Edit(t.Context(), alice(), id, allow.Edit{Lasts: new(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	w.ahead.Store(int64(time.Minute + time.Second))
	w.same("outcome", "nothing to do", w.tend())
	w.same("list", []string{"192.0.2.1"}, m.list("sshd"))
	w.ahead.Store(int64(time.Hour + time.Minute))
	w.tend()
	w.same("list at the end", 0, len(m.list("sshd")))
}

// TestForgotten reloads and stops jails, which forget what was put on their lists.
func TestForgotten(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m})
	made := w.allow(allow.Order{Addresses: []string{"192.0.2.1"}, Jails: []string{"sshd"}})
	m.reload("sshd")
	if outcome := w.tend(); !strings.Contains(outcome, "1 put on ignore lists") {
		t.Errorf("outcome %q", outcome)
	}
	w.same("list", []string{"192.0.2.1"}, m.list("sshd"))
	w.same("other list", 0, len(m.list("web")))

	// The operator has written it into the configuration since.
	m.set(func() { m.configured["sshd"] = []string{"192.0.2.1"} })
	m.reload("sshd")
	w.same("ended", []string{"local sshd 192.0.2.1 kept"}, short(w.end(made.Allowances[0].ID)))
	w.same("list of the configuration", []string{"192.0.2.1"}, m.list("sshd"))

	// A jail that was stopped begins with the list of its configuration.
	made = w.allow(allow.Order{Addresses: []string{"192.0.2.7"}})
	m.set(func() { m.stopped = []string{"web"}; m.ignore["web"] = nil })
	w.refresh("local", "stopped jail", func(s host.Status) bool { return s.Jails[1].State == host.JailStopped })
	w.tend()
	places, pending := w.detail(made.Allowances[0].ID)
	w.same("places", []string{"local sshd is there"}, places)
	w.same("pending", 0, len(pending))
	m.set(func() { m.stopped = nil; m.ignore["web"] = []string{"192.0.2.7"} })
	w.refresh("local", "running jail", func(s host.Status) bool { return s.Jails[1].State == host.JailRunning })
	w.tend()
	w.end(made.Allowances[0].ID)
	w.same("what the start has put there", []string{"192.0.2.7"}, m.list("web"))
}

// TestHostAway makes an allowance while a host does not answer: it is caught up with when that comes back.
func TestHostAway(t *testing.T) {
	a, b := newMachine(), newMachine()
	b.down = true
	b.banned["web 192.0.2.1"] = true
	w := newWorld(t, map[string]*machine{"a": a, "b": b})
	made := w.allow(allow.Order{Addresses: []string{"192.0.2.1"}, Lift: true})
	w.same("results", []string{"a sshd 192.0.2.1 placed", "a web 192.0.2.1 placed", "b pending"}, short(made.Results))
	id := made.Allowances[0].ID
	_, pending := w.detail(id)
	w.same("pending", []string{"b"}, pending)

	w.background(w.allowances.Run)
	b.set(func() { b.down = false })
	w.fleet.Refresh("b")
	w.wait("allowance on the host that came back", func() bool {
		_, pending := w.detail(id)
		return len(pending) == 0
	})
	w.same("list", []string{"192.0.2.1"}, b.list("web"))
	w.same("bans there", 0, len(b.banned))

	b.set(func() { b.down = true })
	w.refresh("b", "host that is down", func(s host.Status) bool { return !s.Reachable })
	w.same("ended", []string{"a sshd 192.0.2.1 removed", "a web 192.0.2.1 removed", "b pending"}, short(w.end(id)))
	places, pending := w.detail(id)
	w.same("places left", []string{"b sshd is there", "b web is there"}, places)
	w.same("pending", []string{"b"}, pending)
	b.set(func() { b.down = false })
	w.fleet.Refresh("b")
	w.wait("end on the host that came back", func() bool { return len(b.list("web")) == 0 && len(b.list("sshd")) == 0 })
}

// TestTwoForOneAddress ends one of two allowances of the same address: the other one still wants its places.
func TestTwoForOneAddress(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m})
	first := w.allow(allow.Order{Addresses: []string{"192.0.2.1"}, Jails: []string{"sshd"}}).Allowances[0].ID
	second := w.allow(allow.Order{Addresses: []string{"192.0.2.1"}})
	w.same("second", []string{"local sshd 192.0.2.1 placed", "local web 192.0.2.1 placed"}, short(second.Results))
	w.same("second ended", []string{"local web 192.0.2.1 removed"}, short(w.end(second.Allowances[0].ID)))
	w.same("list", []string{"192.0.2.1"}, m.list("sshd"))
	w.same("first ended", []string{"local sshd 192.0.2.1 removed"}, short(w.end(first)))
	w.same("list after that", 0, len(m.list("sshd")))
}

// TestRefused has the host refuse the change at first: it is tried again, and what is on the list then is ours.
func TestRefused(t *testing.T) {
	m := newMachine()
	m.refuses = true
	w := newWorld(t, map[string]*machine{"local": m})
	made := w.allow(allow.Order{Addresses: []string{"192.0.2.1"}, Jails: []string{"sshd"}})
	w.same("results", []string{"local sshd failed"}, short(made.Results))
	id := made.Allowances[0].ID
	d, err := w.allowances.Get(t.Context(), id)
	if err != nil || len(d.Places) != 1 || d.Places[0].Problem != "fail2ban refused: not today" || !slices.Equal(d.PendingHosts, []string{"local"}) {
		t.Errorf("detail %+v, %v", d, err)
	}
	m.set(func() { m.refuses = false })
	w.tend()
	w.same("list", []string{"192.0.2.1"}, m.list("sshd"))
	w.same("ended", []string{"local sshd 192.0.2.1 removed"}, short(w.end(id)))
}

func TestNetworks(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m})
	w.ban("sshd", "192.0.2.1", "192.0.2.128/25", "198.51.100.1")
	w.ban("web", "192.0.2.2")
	made := w.allow(allow.Order{Addresses: []string{"192.0.2.0/24"}, Jails: []string{"sshd"}, Lift: true})
	w.same("results", []string{"local sshd 192.0.2.0/24 placed"}, short(made.Results))
	w.same("banned still", map[string]bool{"sshd 198.51.100.1": true, "web 192.0.2.2": true}, m.banned)
	w.same("list", []string{"192.0.2.0/24"}, m.list("sshd"))
	for address, want := range map[string]int{"192.0.2.99/32": 1, "192.0.2.0/25": 1, "192.0.2.0/23": 0, "192.0.3.1/32": 0, "2001:db8::1/128": 0} {
		covering, err := w.allowances.Covering(t.Context(), netip.MustParsePrefix(address))
		if err != nil || len(covering) != want {
			t.Errorf("%s is covered by %d, %v, want %d", address, len(covering), err, want)
		}
	}
	w.ban("sshd", "203.0.113.0/24")
	made = w.allow(allow.Order{Addresses: []string{"203.0.113.7"}, Jails: []string{"sshd"}, Lift: true})
	if message := made.Results[0].Message; !strings.Contains(message, "203.0.113.0/24") {
		t.Errorf("message %q, want that a network keeps it out", message)
	}
}

func TestOrdersThatMakeNoSense(t *testing.T) {
	w := newWorld(t, map[string]*machine{"local": newMachine()})
	one := []string{"192.0.2.1"}
	tests := []struct {
		name   string
		order  allow.Order
		kind   fault.Kind
		field  string
		saying string
	}{
		{"nothing", allow.Order{}, fault.Invalid, "body.addresses", ""},
		{"too many", allow.Order{Addresses: slices.Repeat(one, 101)}, fault.Invalid, "body.addresses", ""},
		{"no address", allow.Order{Addresses: []string{"192.0.2.1", "192.0.2.256"}}, fault.Invalid, "body.addresses[1]", "not an IP address"},
		{"a leading zero", allow.Order{Addresses: []string{"192.0.02.1"}}, fault.Invalid, "body.addresses[0]", "leading zero"},
		{"a word", allow.Order{Addresses: []string{"office"}}, fault.Invalid, "body.addresses[0]", "write it like home.example.org"},
		{"a name with a star", allow.Order{Addresses: []string{"*.example.org"}}, fault.Invalid, "body.addresses[0]", "allow each name that you need"},
		{"a name that is not ASCII", allow.Order{Addresses: []string{"büro.example.org"}}, fault.Invalid, "body.addresses[0]", "begins with xn--"},
		{"a name with a gap", allow.Order{Addresses: []string{"home..example.org"}}, fault.Invalid, "body.addresses[0]", "no name of a machine"},
		{"a name with a hyphen at an end", allow.Order{Addresses: []string{"home-.example.org"}}, fault.Invalid, "body.addresses[0]", "no name of a machine"},
		{"a URL", allow.Order{Addresses: []string{"https://example.org"}}, fault.Invalid, "body.addresses[0]", "not an IP address"},
		{"a long name", allow.Order{Addresses: []string{strings.Repeat("a.", 127) + "org"}}, fault.Invalid, "body.addresses[0]", "253 characters"},
		{"a name that is the machine itself", allow.Order{Addresses: []string{"a.localhost"}}, fault.Invalid, "body.addresses[0]", "the machine itself"},
		{"a name of nothing", allow.Order{Addresses: []string{"192.0.2.1", "No.Example.org."}}, fault.Invalid, "body.addresses[1]", "no.example.org stands for no address: the name service knows no address of it"},
		{"everything", allow.Order{Addresses: []string{"0.0.0.0/0"}, Force: true}, fault.Invalid, "body.addresses[0]", "a large part of the internet"},
		{"everything in IPv6", allow.Order{Addresses: []string{"::/0"}, Force: true}, fault.Invalid, "body.addresses[0]", "a large part of the internet"},
		{"an eighth", allow.Order{Addresses: []string{"10.0.0.0/8"}}, fault.Invalid, "body.addresses[0]", "very many addresses"},
		{"wide in IPv6", allow.Order{Addresses: []string{"2001::/31"}}, fault.Invalid, "body.addresses[0]", "very many addresses"},
		{"multicast", allow.Order{Addresses: []string{"224.0.0.1"}}, fault.Invalid, "body.addresses[0]", "nothing ever comes from"},
		{"less than no time", allow.Order{Addresses: one, Lasts: -time.Minute}, fault.Invalid, "body.duration_seconds", ""},
		{"half a minute", allow.Order{Addresses: one, Lasts: 30 * time.Second}, fault.Invalid, "body.duration_seconds", ""},
		{"more than a year", allow.Order{Addresses: one, Lasts: 367 * 24 * time.Hour}, fault.Invalid, "body.duration_seconds", ""},
		{"two lines", allow.Order{Addresses: one, Note: "a\nb"}, fault.Invalid, "body.note", ""},
		{"long note", allow.Order{Addresses: one, Note: strings.Repeat("x", 501)}, fault.Invalid, "body.note", ""},
		{"unknown host", allow.Order{Addresses: one, Hosts: []string{"web-7"}}, fault.NotFound, "", `"web-7"`},
		{"unknown jail", allow.Order{Addresses: one, Jails: []string{"ftpd"}}, fault.NotFound, "", `"ftpd"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.order.Lasts = cmp.Or(tt.order.Lasts, time.Hour)
			_, err := w.allowances.Allow(t.Context(), alice(), tt.order)
			f, ok := errors.AsType[*fault.Fault](err)
			if !ok || f.Kind != tt.kind || !strings.Contains(f.Message, tt.saying) {
				t.Fatalf("got %v, want %s saying %q", err, tt.kind, tt.saying)
			}
			if tt.field != "" && (len(f.Fields) != 1 || f.Fields[0].Location != tt.field) {
				t.Errorf("fields %+v, want %s", f.Fields, tt.field)
			}
			if strings.HasPrefix(tt.field, "body.addresses[") && f.Mend == "" {
				t.Error("it does not say what to do")
			}
		})
	}
	list, err := w.allowances.List(t.Context(), allow.Query{Limit: 10})
	if err != nil || len(list) != 0 {
		t.Errorf("stored %+v, %v", list, err)
	}
	w.allow(allow.Order{Addresses: []string{"10.0.0.0/8"}, Force: true})
}
