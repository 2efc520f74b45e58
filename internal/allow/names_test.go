package allow_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"bangui/internal/allow"
	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/fault"
	"bangui/internal/schedule"
)

func (w *world) resolve() string {
	w.t.Helper()
	outcome, err := w.allowances.Resolve(w.t.Context(), &schedule.Work{})
	if err != nil {
		w.t.Fatal(err)
	}
	return outcome
}

// later lets time pass, by the clock of the store.
func (w *world) later(d time.Duration) { w.ahead.Add(int64(d)) }

func (w *world) answer(id int64) allow.Answer {
	w.t.Helper()
	d, err := w.allowances.Get(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return d.Answer
}

func TestNameThatMoves(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m})
	w.names.set("home.example.org", "203.0.113.7", "2001:db8::7")
	w.ban("sshd", "203.0.113.7", "203.0.113.8")
	made := w.allow(allow.Order{Addresses: []string{"Home.Example.org.", "home.example.org"}, Lasts: standing, Lift: true, Jails: []string{"sshd"}})
	if len(made.Allowances) != 1 || made.Allowances[0].Name != "home.example.org" || !made.Allowances[0].Standing() {
		t.Fatalf("made %+v", made.Allowances)
	}
	w.same("results", []string{"local sshd 2001:db8::7 placed", "local sshd 203.0.113.7 placed"}, short(made.Results))
	w.same("lifted", map[ban.Outcome]int{ban.Unbanned: 1}, ban.Summary(made.Lifted))
	id := made.Allowances[0].ID
	places, pending := w.detail(id)
	w.same("places", []string{"local sshd is there", "local sshd is there"}, places)
	w.same("pending", 0, len(pending))

	w.same("too soon", "no name is due", w.resolve())
	w.later(allow.ResolveEvery)
	w.same("the same", "1 names asked for, 0 have other addresses, 0 without a good answer", w.resolve())
	w.names.set("home.example.org", "203.0.113.8")
	w.later(allow.ResolveEvery)
	w.same("moved", "1 names asked for, 1 have other addresses, 0 without a good answer", w.resolve())
	w.same("list", []string{"203.0.113.8"}, m.list("sshd"))
	w.same("bans of the new address", map[string]bool{}, m.banned)
	entries, err := w.store.AuditEntries(t.Context(), audit.Query{Action: "allowance.resolve", Limit: 5})
	if err != nil || len(entries) != 1 || entries[0].Detail != "203.0.113.8 instead of 203.0.113.7, 2001:db8::7" || entries[0].Actor != audit.System() {
		t.Errorf("audit %+v, %v", entries, err)
	}

	w.same("ended", []string{"local sshd 203.0.113.8 removed"}, short(w.end(id)))
	w.later(allow.ResolveEvery)
	asked := w.names.asked
	w.same("nobody needs it", "no name is due", w.resolve())
	w.same("not asked for", asked, w.names.asked)
}

// TestNameWithoutAnAnswer keeps the last good one, with its age, as long as there is none.
func TestNameWithoutAnAnswer(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m})
	w.names.set("home.example.org", "203.0.113.7", "2001:db8::7")
	id := w.allow(allow.Order{Addresses: []string{"home.example.org"}, Jails: []string{"sshd"}}).Allowances[0].ID
	first := w.answer(id).At
	both := []string{"2001:db8::7", "203.0.113.7"}
	four, six := "ip4 home.example.org", "ip6 home.example.org"
	refusal := &net.DNSError{Err: "server misbehaving", IsTemporary: true}
	for _, tt := range []struct {
		name    string
		fail    error
		asking  []string
		tells   []string
		problem string
		list    []string
		good    bool
	}{
		{"refused", refusal, []string{four, six}, nil, "the name service answers: server misbehaving", both, false},
		{"silent", context.DeadlineExceeded, []string{four, six}, nil, "the name service does not answer", both, false},
		{"unknown", nil, nil, nil, "the name service knows no address of it", both, false},
		{"shut off", nil, nil, []string{"0.0.0.0", "::"}, "the name service tells 0.0.0.0, from which nothing ever comes", both, false},
		{"half of it", refusal, []string{six}, []string{"203.0.113.9"}, "IPv6: the name service answers: server misbehaving", []string{"2001:db8::7", "203.0.113.9"}, true},
		{"the other half", refusal, []string{four}, []string{"2001:db8::9"}, "IPv4: the name service answers: server misbehaving", []string{"2001:db8::9", "203.0.113.9"}, true},
		{"well again", nil, nil, []string{"203.0.113.9"}, "", []string{"203.0.113.9"}, true},
	} {
		w.names.fail(tt.fail, tt.asking...)
		w.names.set("home.example.org", tt.tells...)
		w.later(allow.ResolveEvery)
		w.resolve()
		answer := w.answer(id)
		if answer.Problem != tt.problem || answer.At.After(first) != tt.good {
			t.Errorf("%s: %+v, want %q", tt.name, answer, tt.problem)
		}
		if answer.TriedAt.Sub(first) < 4*time.Minute {
			t.Errorf("%s: tried at %v", tt.name, answer.TriedAt)
		}
		list := m.list("sshd")
		slices.Sort(list)
		w.same(tt.name, tt.list, list)
		if tt.good {
			first = answer.At
		}
	}
}

func TestNameWithManyAddresses(t *testing.T) {
	w := newWorld(t, map[string]*machine{"local": newMachine()})
	var many []string
	for i := range allow.MaxAnswer + 1 {
		many = append(many, fmt.Sprintf("203.0.113.%d", i))
	}
	w.names.set("cdn.example.org", many...)
	_, err := w.allowances.Allow(t.Context(), alice(), allow.Order{Addresses: []string{"cdn.example.org"}})
	if f, ok := errors.AsType[*fault.Fault](err); !ok || f.Kind != fault.Invalid || !strings.Contains(f.Message, "it has 17 addresses, and 16 are the most") {
		t.Errorf("too many: %v", err)
	}
	w.names.set("cdn.example.org", append(many[1:], "::ffff:203.0.113.1", "203.0.113.1")...)
	made := w.allow(allow.Order{Addresses: []string{"cdn.example.org"}})
	w.same("as many as there can be", 16, len(made.Allowances[0].Answer.Addresses))
}

// TestNameThatStandsForNothingYet is allowed by a second yes, and counts once it stands for something.
func TestNameThatStandsForNothingYet(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m})
	made := w.allow(allow.Order{Addresses: []string{"new.example.org"}, Force: true, Jails: []string{"sshd"}})
	id := made.Allowances[0].ID
	if a := w.answer(id); !a.At.IsZero() || a.Problem == "" || len(made.Results) != 0 {
		t.Errorf("answer %+v, results %+v", a, made.Results)
	}
	w.names.set("new.example.org", "203.0.113.7")
	w.later(time.Minute)
	w.same("soon again", "1 names asked for, 1 have other addresses, 0 without a good answer", w.resolve())
	w.same("list", []string{"203.0.113.7"}, m.list("sshd"))

	// The name is known by now: a second entry may begin with what is known although there is no answer.
	w.names.set("new.example.org")
	second := w.allow(allow.Order{Addresses: []string{"new.example.org"}})
	w.same("second", []string{"local web 203.0.113.7 placed"}, short(slices.DeleteFunc(second.Results, func(r allow.Result) bool { return r.Jail == "sshd" })))
}

func TestResolveNow(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m})
	w.names.set("home.example.org", "203.0.113.7")
	made := w.allow(allow.Order{Addresses: []string{"home.example.org", "192.0.2.1"}}).Allowances
	w.names.set("home.example.org", "203.0.113.8")
	d, err := w.allowances.ResolveNow(t.Context(), alice(), made[0].ID)
	if err != nil || len(d.Networks()) != 1 || d.Networks()[0].String() != "203.0.113.8/32" || len(d.Places) != 2 || len(d.PendingHosts) != 0 {
		t.Errorf("resolved: %+v, %v", d, err)
	}
	if _, err := w.allowances.ResolveNow(t.Context(), alice(), made[1].ID); !errors.Is(err, fault.Invalid) {
		t.Errorf("an address: %v", err)
	}
	w.end(made[0].ID)
	if _, err := w.allowances.ResolveNow(t.Context(), alice(), made[0].ID); !errors.Is(err, fault.Conflict) {
		t.Errorf("one that has ended: %v", err)
	}
	if _, err := w.allowances.ResolveNow(t.Context(), alice(), 99); !errors.Is(err, fault.NotFound) {
		t.Errorf("unknown: %v", err)
	}
}

func TestPreview(t *testing.T) {
	w := newWorld(t, map[string]*machine{"local": newMachine()})
	w.names.set("home.example.org", "203.0.113.7", "10.0.0.7")
	w.ban("sshd", "203.0.113.7", "198.51.100.1", "198.51.100.128/25", "192.0.2.0/24")
	w.ban("web", "198.51.100.1")
	w.allow(allow.Order{Addresses: []string{"10.0.0.0/16"}})
	before := w.names.asked
	preview, err := w.allowances.Preview(t.Context(), allow.Order{
		Addresses: []string{"home.example.org", "198.51.100.0/24", "198.51.100.1", "192.0.2.9", "10.0.0.7", "10.0.0.0/8", "no.example.org", "0.0.0.0/0", "x"},
	})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, e := range preview.Entries {
		line := fmt.Sprintf("%s: %s %v", e.Input, e.Label, e.Networks)
		if e.Problem != "" {
			line += fmt.Sprintf(" force %v %.20s", e.NeedsForce, e.Problem)
		}
		for _, b := range e.Over {
			line += " in " + b.Address
		}
		for _, a := range e.Allowed {
			line += " has " + a.Label()
		}
		lines = append(lines, line)
	}
	w.same("entries", []string{
		"home.example.org: home.example.org [10.0.0.7/32 203.0.113.7/32]",
		"198.51.100.0/24: 198.51.100.0/24 [198.51.100.0/24]",
		"198.51.100.1: 198.51.100.1 [198.51.100.1/32]",
		"192.0.2.9: 192.0.2.9 [192.0.2.9/32] in 192.0.2.0/24",
		"10.0.0.7: 10.0.0.7 [10.0.0.7/32] has 10.0.0.0/16",
		"10.0.0.0/8: 10.0.0.0/8 [10.0.0.0/8] force true 10.0.0.0/8 holds ver",
		"no.example.org: no.example.org [] force true the name service kno",
		"0.0.0.0/0:  [] force false 0.0.0.0/0 is a large",
		"x:  [] force false \"x\" is neither an ad",
	}, lines)
	var bans []string
	for _, b := range preview.Bans {
		bans = append(bans, b.Jail+" "+b.Address)
	}
	slices.Sort(bans)
	w.same("bans", []string{"sshd 198.51.100.1", "sshd 198.51.100.128/25", "sshd 203.0.113.7", "web 198.51.100.1"}, bans)
	w.same("total", 4, preview.Total)
	w.same("asked for each name once", before+4, w.names.asked)

	preview, err = w.allowances.Preview(t.Context(), allow.Order{Addresses: []string{"198.51.100.1"}, Jails: []string{"web"}})
	if err != nil || preview.Total != 1 {
		t.Errorf("in one jail: %+v, %v", preview, err)
	}
	if _, err := w.allowances.Preview(t.Context(), allow.Order{}); !errors.Is(err, fault.Invalid) {
		t.Errorf("of nothing: %v", err)
	}
	if _, err := w.allowances.Preview(t.Context(), allow.Order{Addresses: []string{"192.0.2.1"}, Jails: []string{"ftpd"}}); !errors.Is(err, fault.NotFound) {
		t.Errorf("in an unknown jail: %v", err)
	}
	list, err := w.allowances.List(t.Context(), allow.Query{Limit: 10})
	if err != nil || len(list) != 1 {
		t.Errorf("it has stored %+v, %v", list, err)
	}
}

// TestStanding makes an entry without an end, gives it one, and takes that away.
func TestStanding(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m})
	id := w.allow(allow.Order{Addresses: []string{"192.0.2.1"}, Lasts: standing}).Allowances[0].ID
	w.later(1000 * 24 * time.Hour)
	w.same("after years", "nothing to do", w.tend())
	for _, step := range []struct {
		lasts time.Duration
		ends  bool
	}{{time.Hour, false}, {0, false}, {time.Hour, true}} {
		if _, err := w.allowances.Edit(t.Context(), alice(), id, allow.Edit{Lasts: &step.lasts}); err != nil {
			t.Fatal(err)
		}
		if step.ends || step.lasts == 0 {
			w.later(2 * time.Hour)
		}
		w.tend()
		if over := len(m.list("sshd")) == 0; over != step.ends {
			t.Errorf("%+v: over is %v", step, over)
		}
	}
	if _, err := w.allowances.Edit(t.Context(), alice(), id, allow.Edit{}); !errors.Is(err, fault.Invalid) {
		t.Errorf("nothing to change: %v", err)
	}
	if _, err := w.allowances.Edit(t.Context(), alice(), id, allow.Edit{Note: new("a\nb")}); !errors.Is(err, fault.Invalid) {
		t.Errorf("a note of two lines: %v", err)
	}
}
