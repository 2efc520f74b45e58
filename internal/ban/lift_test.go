package ban_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/event"
	"bangui/internal/fault"
)

func TestLift(t *testing.T) {
	w := newWorld(t, map[string]*machine{"local": newMachine()}, nil)
	for _, jail := range []string{"sshd", "forever"} {
		if _, err := w.bans.Ban(t.Context(), alice(), ban.Order{Jail: jail, Addresses: []string{"192.0.2.1", "2001:db8::/48"}}); err != nil {
			t.Fatal(err)
		}
	}
	results, err := w.bans.Lift(t.Context(), alice(), ban.LiftOrder{
		Jails: []string{"sshd"}, Addresses: []string{"::ffff:192.0.2.1", "192.0.2.1", "foo", "a b", "192.0.2.99"},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"192.0.2.1 duplicate", "foo invalid", "a b invalid", "192.0.2.1 local unbanned", "192.0.2.99 local not_banned"}
	if diff := cmp.Diff(want, short(results)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	page, total, err := w.bans.Active(t.Context(), ban.ActiveQuery{Limit: 10})
	if err != nil || total != 3 || len(page.Bans) != 3 {
		t.Errorf("active: %d of %d, %v, want 3", len(page.Bans), total, err)
	}
	history, err := w.bans.List(t.Context(), ban.Query{Scope: ban.Scope{Jail: "sshd"}, Limit: 10})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range history.Bans {
		if b.Address == "192.0.2.1" && (b.EndedBy != ban.EndUnbanned || b.EndedActor != "alice") {
			t.Errorf("the lifted ban ended by %q of %q, want unbanned by alice", b.EndedBy, b.EndedActor)
		}
	}
}

func TestLiftAll(t *testing.T) {
	w := newWorld(t, map[string]*machine{"local": newMachine()}, nil)
	var many []string
	for i := range 150 {
		many = append(many, fmt.Sprintf("192.0.2.%d", i))
	}
	if _, err := w.bans.Ban(t.Context(), alice(), ban.Order{Jail: "sshd", Addresses: many}); err != nil {
		t.Fatal(err)
	}
	sub := w.bus.Subscribe(0, 10)
	results, err := w.bans.Lift(t.Context(), alice(), ban.LiftOrder{All: true})
	if err != nil || ban.Summary(results)[ban.Unbanned] != 150 {
		t.Fatalf("lifted %v, %v, want 150", ban.Summary(results), err)
	}
	nextOf(t, sub, event.Resync) // instead of 150 events
	entries, err := w.store.AuditEntries(t.Context(), audit.Query{Action: "ban.lift_all", Limit: 10})
	if err != nil || len(entries) != 1 || entries[0].Detail != "150 lifted" {
		t.Errorf("audit: %+v, %v, want one entry with the number", entries, err)
	}
}

func TestLiftOrdersThatMakeNoSense(t *testing.T) {
	w := newWorld(t, map[string]*machine{"local": newMachine()}, nil)
	tests := []struct {
		name  string
		order ban.LiftOrder
		kind  fault.Kind
		text  string
	}{
		{"nothing", ban.LiftOrder{}, fault.Invalid, "cannot be carried out"},
		{"all and some", ban.LiftOrder{All: true, Addresses: []string{"192.0.2.1"}}, fault.Invalid, "cannot be carried out"},
		{"unknown jail", ban.LiftOrder{All: true, Jails: []string{"sshd", "ftpd"}}, fault.NotFound, `"ftpd"`},
		{"unknown host", ban.LiftOrder{All: true, Hosts: []string{"web-7"}}, fault.NotFound, `"web-7"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := w.bans.Lift(t.Context(), alice(), tt.order)
			if !errors.Is(err, tt.kind) || !strings.Contains(err.Error(), tt.text) {
				t.Errorf("got %v, want %s with %s", err, tt.kind, tt.text)
			}
		})
	}
}
