package ban_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// short writes results as "address host outcome code".
func short(results []ban.Result) []string {
	var lines []string
	for _, r := range results {
		lines = append(lines, strings.Join(strings.Fields(strings.Join([]string{r.Address, r.Host, string(r.Outcome), string(r.Code)}, " ")), " "))
	}
	return lines
}

func TestEachInputGetsAResultAndTheGoodOnesAreDone(t *testing.T) {
	m := newMachine()
	m.answer["192.0.2.66"] = host.OutcomeIgnored
	w := newWorld(t, map[string]*machine{"local": m}, nil)
	order := ban.Order{Jail: "sshd", Reason: "scanning", Addresses: []string{
		"192.0.2.1", "fe80::1%eth0", "192.0.02.1", "example.org", "192.0.2.1", "::ffff:192.0.2.1", "2001:db8::/48", "192.0.2.66",
		"203.0.113.9", "203.0.113.0/24", "127.0.0.1", "::1", ownAddress, "198.51.0.0/15", "0.0.0.0/0", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::/8",
	}}
	results, err := w.bans.Ban(t.Context(), alice(), order)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"fe80::1%eth0 invalid", "192.0.02.1 invalid", "example.org invalid", "192.0.2.1 duplicate", "::ffff:192.0.2.1 duplicate",
		"198.51.0.0/15 invalid", "0.0.0.0/0 invalid", "0.0.0.0 invalid", "224.0.0.1 invalid", "255.255.255.255 invalid", "::/8 invalid",
		"203.0.113.9 local needs_confirmation own_address", "203.0.113.0/24 local needs_confirmation own_address",
		"127.0.0.1 local needs_confirmation loopback", "::1 local needs_confirmation loopback",
		ownAddress + " local needs_confirmation host_address",
		"192.0.2.1 local banned", "2001:db8::/48 local banned", "192.0.2.66 local ignored",
	}
	if diff := cmp.Diff(want, short(results)); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	if len(m.orders) != 1 || m.orders[0].Actor != "alice" || m.orders[0].Reason != "scanning" {
		t.Errorf("fail2ban was told %+v, want one order of alice", m.orders)
	}
}

func TestForceIsTheSecondYes(t *testing.T) {
	w := newWorld(t, map[string]*machine{"local": newMachine()}, nil)
	order := ban.Order{Jail: "sshd", Force: true, Addresses: []string{"203.0.113.9", "127.0.0.1", ownAddress, "10.0.0.0/8", "10.0.0.0/7"}}
	results, err := w.bans.Ban(t.Context(), alice(), order)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"10.0.0.0/7 invalid", "203.0.113.9 local banned", "127.0.0.1 local banned", ownAddress + " local banned", "10.0.0.0/8 local banned",
	}
	if diff := cmp.Diff(want, short(results)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestManualBanIsInTheHistoryAtOnce(t *testing.T) {
	w := newWorld(t, map[string]*machine{"local": newMachine()}, nil)
	sub := w.bus.Subscribe(0, 10)
	tests := []struct {
		jail    string
		length  time.Duration
		planned bool
	}{{"sshd", 10 * time.Minute, true}, {"forever", host.Permanent, false}}
	for _, tt := range tests {
		results, err := w.bans.Ban(t.Context(), alice(), ban.Order{Jail: tt.jail, Reason: "scanning", Addresses: []string{"192.0.2.1"}})
		if err != nil || len(results) != 1 || results[0].BanID == 0 {
			t.Fatalf("Ban = %+v, %v, want one with its ID", results, err)
		}
		got, err := w.bans.One(t.Context(), results[0].BanID)
		if err != nil {
			t.Fatal(err)
		}
		want := ban.Ban{
			ID: results[0].BanID, Host: "local", Jail: tt.jail, Address: "192.0.2.1", BanTime: tt.length, Origin: ban.Manual,
			Actor: "alice", Reason: "scanning",
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(ban.Ban{}, "BannedAt", "Until", "Count", "Evidence"), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.jail, diff)
		}
		if got.Until.IsZero() == tt.planned || (tt.planned && got.Until.Sub(got.BannedAt) != tt.length) {
			t.Errorf("%s: from %v until %v", tt.jail, got.BannedAt, got.Until)
		}
		if told := nextOf(t, sub, event.Ban).Data.(ban.Ban); told.ID != got.ID {
			t.Errorf("browsers were told of %+v", told)
		}
	}
	entries, err := w.store.AuditEntries(t.Context(), audit.Query{Action: "ban.create", Limit: 10})
	if err != nil || len(entries) != 2 {
		t.Fatalf("audit: %d entries, %v, want 2", len(entries), err)
	}
	if e := entries[0]; e.Actor.Name != "alice" || e.Target != "192.0.2.1" || e.Jail != "forever" || e.Result != audit.OK || e.Detail != "scanning" {
		t.Errorf("audit entry %+v", e)
	}
}

// nextOf returns the next event of a topic.
func nextOf(t *testing.T, sub *event.Subscription, topic string) event.Event {
	t.Helper()
	deadline := time.After(10 * time.Second)
	for {
		select {
		case e := <-sub.C:
			if e.Topic == topic {
				return e
			}
		case <-deadline:
			t.Fatalf("no event %s within 10 s", topic)
		}
	}
}

func TestUnreachableHostDoesNotStopTheOthers(t *testing.T) {
	down := newMachine()
	w := newWorld(t, map[string]*machine{"a": newMachine(), "b": down, "local": newMachine()}, nil)
	down.set(func(m *machine) { m.down = true })
	results, err := w.bans.Ban(t.Context(), alice(), ban.Order{Jail: "sshd", Hosts: []string{"b", "a", "b"}, Addresses: []string{"192.0.2.1"}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"192.0.2.1 a banned", "192.0.2.1 b unreachable"}, short(results)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOrdersThatMakeNoSense(t *testing.T) {
	w := newWorld(t, map[string]*machine{"local": newMachine()}, nil)
	good := []string{"192.0.2.1"}
	tests := []struct {
		name  string
		order ban.Order
		kind  fault.Kind
		text  string
	}{
		{"no address", ban.Order{Jail: "sshd"}, fault.Invalid, "body.addresses"},
		{"too many", ban.Order{Jail: "sshd", Addresses: make([]string, 1001)}, fault.Invalid, "body.addresses"},
		{"no jail", ban.Order{Addresses: good}, fault.Invalid, "body.jail"},
		{"long reason", ban.Order{Jail: "sshd", Addresses: good, Reason: strings.Repeat("x", 501)}, fault.Invalid, "body.reason"},
		{"reason of two lines", ban.Order{Jail: "sshd", Addresses: good, Reason: "a\nb"}, fault.Invalid, "body.reason"},
		{"unknown jail", ban.Order{Jail: "ftpd", Addresses: good}, fault.NotFound, `"ftpd"`},
		{"unknown jail on a host", ban.Order{Jail: "ftpd", Hosts: []string{"local"}, Addresses: good}, fault.NotFound, `"ftpd" on host local`},
		{"unknown host", ban.Order{Jail: "sshd", Hosts: []string{"web-7"}, Addresses: good}, fault.NotFound, `"web-7"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := w.bans.Ban(t.Context(), alice(), tt.order)
			f, ok := errors.AsType[*fault.Fault](err)
			if !ok || f.Kind != tt.kind {
				t.Fatalf("got %v, want a fault %s", err, tt.kind)
			}
			text := f.Message
			for _, field := range f.Fields {
				text += " " + field.Location
			}
			if !strings.Contains(text, tt.text) {
				t.Errorf("%q does not name %s", text, tt.text)
			}
		})
	}
}

func TestNoHostReachable(t *testing.T) {
	m := newMachine()
	m.down = true
	w := newWorld(t, map[string]*machine{"local": m}, nil)
	_, err := w.bans.Ban(t.Context(), alice(), ban.Order{Jail: "sshd", Addresses: []string{"192.0.2.1"}})
	if !errors.Is(err, fault.Unreachable) || !strings.Contains(err.Error(), "not running") {
		t.Errorf("Ban = %v, want unreachable and why", err)
	}
}

func TestABanIsRecordedEvenIfTheRequestIsGone(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m}, func(s ban.Store) ban.Store { return &moody{Store: s, failures: 2} })
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for {
			m.mu.Lock()
			told := len(m.orders) > 0
			m.mu.Unlock()
			if told {
				cancel()
				return
			}
			time.Sleep(time.Millisecond)
		}
	}()
	results, err := w.bans.Ban(ctx, alice(), ban.Order{Jail: "sshd", Addresses: []string{"192.0.2.1"}})
	if err != nil || len(results) != 1 || results[0].BanID == 0 {
		t.Errorf("Ban = %+v, %v, want it recorded", results, err)
	}
}

func TestABanThatIsSeenBeforeTheAnswerIsToldOnceAsManual(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m}, nil)
	sub := w.bus.Subscribe(0, 20)
	inBackground(t, ban.NewFollower(w.bans).Run)
	m.whileBanning = func() {
		m.batches <- found(time.Now().UTC().Truncate(time.Second), "192.0.2.1")
		m.batches <- host.Batch{Cursor: "c"}
	}
	results, err := w.bans.Ban(t.Context(), alice(), ban.Order{Jail: "sshd", Reason: "scanning", Addresses: []string{"192.0.2.1"}})
	if err != nil || len(results) != 1 || results[0].BanID == 0 {
		t.Fatalf("Ban = %+v, %v, want the number of the ban that was seen", results, err)
	}
	if told := nextOf(t, sub, event.Ban).Data.(ban.Ban); told.Origin != ban.Manual || told.Actor != "alice" || told.Failures != 5 {
		t.Errorf("first told of %+v, want a manual ban of alice with its failures", told)
	}
}

// moody is a store that is unavailable for a while.
type moody struct {
	ban.Store
	failures int
	conflict bool
	tries    int
}

func (m *moody) fail() error {
	m.tries++
	if m.tries <= m.failures {
		return fault.Unavailable.Errorf("the database is away")
	}
	return nil
}

// RecordManual implements [ban.Store].
func (m *moody) RecordManual(ctx context.Context, bans []ban.Ban, entries []audit.Entry) ([]ban.Change, error) {
	if err := m.fail(); err != nil {
		return nil, err
	}
	return m.Store.RecordManual(ctx, bans, entries)
}

// Ingest implements [ban.Store].
func (m *moody) Ingest(ctx context.Context, name string, epoch int64, batch host.Batch) ([]ban.Change, error) {
	if err := m.fail(); err != nil {
		return nil, err
	}
	if m.conflict {
		epoch--
	}
	return m.Store.Ingest(ctx, name, epoch, batch)
}
