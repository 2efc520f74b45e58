package ban_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"bangui/internal/ban"
	"bangui/internal/host"
)

func TestWhatIsProtectedNeedsASecondYes(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m}, nil)
	w.protected = []host.ProtectedNetwork{
		{Network: netip.MustParsePrefix("192.0.2.1/32"), Why: host.ProtectedSession, Detail: "bob"},
		{Network: netip.MustParsePrefix("192.0.2.2/32"), Why: host.ProtectedAllowance, Detail: "192.0.2.2"},
		{Network: netip.MustParsePrefix("192.0.2.3/32"), Why: host.ProtectedAllowance, Detail: "home.example.org"},
		{Network: netip.MustParsePrefix("192.0.2.32/28"), Why: host.ProtectedProxy},
		{Network: netip.MustParsePrefix("192.0.2.5/32"), Why: host.ProtectedDatabase},
		{Network: netip.MustParsePrefix("2001:db8::5/128"), Why: host.ProtectedReplica, Detail: "web1"},
		{Network: netip.MustParsePrefix("192.0.2.7/32"), Why: "something new"},
	}
	for address, want := range map[string]struct {
		code    ban.Guard
		message string
	}{
		"192.0.2.1":     {ban.SomebodysAddress, "bob uses BanGUI from 192.0.2.1"},
		"192.0.2.2":     {ban.Allowed, "192.0.2.2 is on the allow-list"},
		"192.0.2.3":     {ban.Allowed, "192.0.2.3 is on the allow-list as home.example.org"},
		"192.0.2.33":    {ban.ProxyAddress, "192.0.2.32/28 is a proxy in front of BanGUI: banning this address may lock everybody out"},
		"192.0.2.4/31":  {ban.DatabaseAddress, "192.0.2.5 is the database server of BanGUI"},
		"2001:db8::/64": {ban.ReplicaAddress, "2001:db8::5 is an address of web1, on which BanGUI runs"},
		"192.0.2.7":     {"something new", "192.0.2.7 is protected"},
		"192.0.2.8":     {},
	} {
		results, err := w.bans.Ban(t.Context(), alice(), ban.Order{Jail: "sshd", Addresses: []string{address}})
		if err != nil || len(results) != 1 {
			t.Fatalf("%s: %+v, %v, want one result", address, results, err)
		}
		outcome := ban.NeedsConfirmation
		if want.code == "" {
			outcome = ban.Banned
		}
		if r := results[0]; r.Outcome != outcome || r.Code != want.code || !strings.HasPrefix(r.Message, want.message) {
			t.Errorf("%s: %s %q %q, want %s %q %q", address, r.Outcome, r.Code, r.Message, outcome, want.code, want.message)
		}
	}
	results, err := w.bans.Ban(t.Context(), alice(), ban.Order{Jail: "sshd", Addresses: []string{"192.0.2.2"}, Force: true})
	if err != nil || len(results) != 1 || results[0].Outcome != ban.Banned {
		t.Errorf("with the second yes: %+v, %v", results, err)
	}
}

// TestNothingIsBannedWhileNobodyKnowsWhatIsProtected unless somebody says so.
func TestNothingIsBannedWhileNobodyKnowsWhatIsProtected(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m}, nil)
	w.unknown = errors.New("cannot be told")
	order := ban.Order{Jail: "sshd", Addresses: []string{"192.0.2.1"}}
	if results, err := w.bans.Ban(t.Context(), alice(), order); err == nil || len(m.orders) > 0 {
		t.Errorf("results %+v, orders %+v, want an error and none", results, m.orders)
	}
	order.Force = true
	if results, err := w.bans.Ban(t.Context(), alice(), order); err != nil || len(results) != 1 || results[0].Outcome != ban.Banned {
		t.Errorf("with the second yes: %+v, %v", results, err)
	}
}
