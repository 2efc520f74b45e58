package protect_test

import (
	"context"
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/account"
	"bangui/internal/allow"
	"bangui/internal/host"
	"bangui/internal/protect"
	"bangui/internal/replica"
)

// stub is a store with what it is made of.
type stub struct {
	sightings  []account.Sighting
	replicas   []replica.Replica
	allowances []allow.Allowance
	// broken is what cannot be read.
	broken string
}

func (k stub) Sightings(_ context.Context, age time.Duration) ([]account.Sighting, error) {
	var list []account.Sighting
	for _, one := range k.sightings {
		if one.Ago <= age {
			list = append(list, one)
		}
	}
	return list, k.fail("sightings")
}

func (k stub) Replicas(context.Context) ([]replica.Replica, error) {
	return k.replicas, k.fail("replicas")
}

func (k stub) Allowances(_ context.Context, query allow.Query) ([]allow.Allowance, error) {
	var list []allow.Allowance
	for _, one := range k.allowances {
		if query.Active == nil || *query.Active == one.Active() {
			list = append(list, one)
		}
	}
	return list, k.fail("allowances")
}

func (k stub) fail(what string) error {
	if k.broken == what {
		return fmt.Errorf("%s cannot be read", what)
	}
	return nil
}

func TestProtected(t *testing.T) {
	day := 24 * time.Hour
	set := protect.New(stub{
		sightings: []account.Sighting{
			{User: "ann", Role: account.Administrator, Address: "192.0.2.1", SignedIn: true},
			{User: "ann", Role: account.Administrator, Address: "192.0.2.2", Ago: 6 * day},
			{User: "ann", Role: account.Administrator, Address: "192.0.2.3", Ago: 8 * day},
			{User: "bob", Role: account.Operator, Address: "::ffff:192.0.2.1", SignedIn: true, Ago: time.Hour},
			{User: "bob", Role: account.Operator, Address: "192.0.2.5", SignedIn: true, Ago: 2 * day},
			{User: "eve", Role: account.Viewer, Address: "192.0.2.6", Ago: time.Hour},
			{User: "eve", Role: account.Viewer, Address: "fe80::1%eth0", SignedIn: true},
			{User: "eve", Role: account.Viewer, Address: "@", SignedIn: true},
		},
		replicas: []replica.Replica{
			{ID: "a", Protects: []host.ProtectedNetwork{{Network: netip.MustParsePrefix("10.0.0.0/8"), Why: host.ProtectedProxy, Detail: "web1"}}},
			{ID: "b", Protects: []host.ProtectedNetwork{{Network: netip.MustParsePrefix("10.0.0.0/8"), Why: host.ProtectedProxy, Detail: "web1"}}},
		},
		allowances: []allow.Allowance{
			{Address: netip.MustParsePrefix("198.51.100.0/24")},
			{Name: "home.example.org", Answer: allow.Answer{Addresses: []netip.Addr{netip.MustParseAddr("2001:db8::7"), netip.MustParseAddr("203.0.113.7")}}},
			{Address: netip.MustParsePrefix("203.0.113.1/32"), Hosts: []string{"web1"}},
			{Address: netip.MustParsePrefix("203.0.113.2/32"), Jails: []string{"sshd"}},
			{Address: netip.MustParsePrefix("203.0.113.3/32"), Hosts: []string{"web1"}, Jails: []string{"sshd"}},
			{Address: netip.MustParsePrefix("203.0.113.4/32"), EndedAt: time.Unix(1, 0)},
			{Name: "new.example.org"},
		},
	})
	everywhere := []string{
		"10.0.0.0/8 trusted_proxy web1", "192.0.2.1/32 signed_in ann", "192.0.2.1/32 signed_in bob", "192.0.2.2/32 signed_in ann",
		"198.51.100.0/24 allowance 198.51.100.0/24", "203.0.113.7/32 allowance home.example.org", "2001:db8::7/128 allowance home.example.org",
		"fe80::1/128 signed_in eve",
	}
	on := func(more ...string) []string {
		return append(append(append([]string{}, everywhere[:5]...), more...), everywhere[5:]...)
	}
	one, two, three := "203.0.113.1/32 allowance 203.0.113.1", "203.0.113.2/32 allowance 203.0.113.2", "203.0.113.3/32 allowance 203.0.113.3"
	for name, tt := range map[string]struct {
		ask  func(context.Context) ([]host.ProtectedNetwork, error)
		want []string
	}{
		"everywhere":           {set.Protected, everywhere},
		"on a host":            {onHost(set, "web1", ""), on(one)},
		"in a jail of it":      {onHost(set, "web1", "sshd"), on(one, two, three)},
		"in a jail of another": {onHost(set, "web2", "sshd"), on(two)},
	} {
		list, err := tt.ask(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, lines(list)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	allowed, err := set.Allowed(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("[198.51.100.0/24 203.0.113.1/32 203.0.113.7/32 2001:db8::7/128]", fmt.Sprint(allowed("web1"))); diff != "" {
		t.Errorf("allowed (-want +got):\n%s", diff)
	}
}

func onHost(set *protect.Set, hostName, jail string) func(context.Context) ([]host.ProtectedNetwork, error) {
	return func(ctx context.Context) ([]host.ProtectedNetwork, error) {
		on, err := set.On(ctx)
		if err != nil {
			return nil, err
		}
		return on(hostName, jail), nil
	}
}

// TestNothingIsLeftOut fails rather than tell less than all: who asks would block the rest.
func TestNothingIsLeftOut(t *testing.T) {
	for _, what := range []string{"sightings", "replicas", "allowances"} {
		set := protect.New(stub{broken: what})
		if list, err := set.Protected(t.Context()); err == nil {
			t.Errorf("without %s it told %v", what, list)
		}
		if _, err := set.On(t.Context()); err == nil {
			t.Errorf("without %s it told what is protected on hosts", what)
		}
	}
}

func TestCovering(t *testing.T) {
	list := []host.ProtectedNetwork{
		{Network: netip.MustParsePrefix("10.0.0.0/8")}, {Network: netip.MustParsePrefix("192.0.2.1/32")}, {Network: netip.MustParsePrefix("2001:db8::1/128")},
	}
	for text, want := range map[string]int{
		"10.1.2.3/32": 1, "0.0.0.0/0": 2, "192.0.2.0/24": 1, "192.0.2.2/32": 0, "2001:db8::/32": 1, "::ffff:10.0.0.0/104": 0,
	} {
		if found := protect.Covering(list, netip.MustParsePrefix(text)); len(found) != want {
			t.Errorf("%s: %v, want %d", text, found, want)
		}
	}
}

func lines(list []host.ProtectedNetwork) []string {
	var lines []string
	for _, one := range list {
		lines = append(lines, fmt.Sprintf("%s %s %s", one.Network, one.Why, one.Detail))
	}
	return lines
}
