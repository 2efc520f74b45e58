package seed_test

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/ban"
	"bangui/internal/ipinfo"
	"bangui/internal/seed"
)

func until() time.Time { return time.Date(2026, 3, 5, 13, 20, 0, 0, time.UTC) }

func history(t *testing.T, bans int, number uint64) *seed.History {
	t.Helper()
	data, err := ipinfo.Open(ipinfo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	h, err := seed.New(seed.Options{
		Bans: bans, Days: 90, Hosts: 5, Number: number, Until: until(), Country: func(addr netip.Addr) string {
			country, _, _ := data.Lookup(addr)
			return country
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestSameNumberSameHistory(t *testing.T) {
	first, again := slices.Collect(history(t, 2000, 7).Bans()), slices.Collect(history(t, 2000, 7).Bans())
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("the same number made another history: %s", diff)
	}
	if other := slices.Collect(history(t, 2000, 8).Bans()); cmp.Equal(first, other) {
		t.Error("another number made the same history")
	}
}

// TestHistoryCanBe looks whether fail2ban could have made these bans.
func TestHistoryCanBe(t *testing.T) {
	type key struct{ host, jail, address string }
	ended := make(map[key]time.Time)
	last := until().AddDate(0, 0, -90)
	n, active := 0, 0
	for b := range history(t, 50_000, 1).Bans() {
		n++
		if b.BannedAt.Before(last) || b.BannedAt.After(until()) || b.BannedAt != b.BannedAt.Truncate(time.Second) {
			t.Fatalf("ban %d began at %v, after one of %v", n, b.BannedAt, last)
		}
		last = b.BannedAt
		k := key{b.Host, b.Jail, b.Address}
		if end, before := ended[k]; before && !end.Before(b.BannedAt) {
			t.Fatalf("%v was banned twice at %v", k, b.BannedAt)
		}
		ended[k] = b.EndedAt
		if b.Active() {
			active++
			ended[k] = until().Add(time.Hour)
			if !b.Until.IsZero() && b.Until.Before(until()) {
				t.Fatalf("in force after its end: %+v", b)
			}
		}
		if b.Active() != (b.EndedBy == "") || (!b.Active() && (b.EndedAt.Before(b.BannedAt) || b.EndedAt.After(until()))) {
			t.Fatalf("wrong end: %+v", b)
		}
		if len(b.Evidence) != b.EvidenceLines || (b.Origin == ban.Detected) != (len(b.Evidence) > 0) || len(b.Evidence) > 5 {
			t.Fatalf("wrong evidence: %+v", b)
		}
		for _, line := range b.Evidence {
			if address, _, _ := strings.Cut(b.Address, "@"); !strings.Contains(line, address) && !strings.Contains(b.Address, "@") {
				t.Fatalf("%s is not in %q", b.Address, line)
			}
		}
		if (b.Network != "") != (b.ASN != 0) {
			t.Fatalf("wrong network: %+v", b)
		}
	}
	if n != 50_000 || active < 100 || active > 5000 {
		t.Errorf("%d bans, %d of them in force", n, active)
	}
}

func TestHistoryIsSkewed(t *testing.T) {
	const n = 100_000
	jails, countries, networks, addresses := map[string]int{}, map[string]int{}, map[uint32]int{}, map[string]int{}
	origins, ends, hours := map[ban.Origin]int{}, map[ban.End]int{}, map[int]int{}
	v6 := 0
	for b := range history(t, n, 1).Bans() {
		jails[b.Jail]++
		countries[b.Country]++
		networks[b.ASN]++
		addresses[b.Address]++
		origins[b.Origin]++
		ends[b.EndedBy]++
		hours[b.BannedAt.Hour()]++
		if strings.Contains(b.Address, ":") {
			v6++
		}
	}
	once, most := 0, 0
	for _, times := range addresses {
		most = max(most, times)
		if times == 1 {
			once++
		}
	}
	for _, share := range []struct {
		name        string
		n           int
		least, most float64
	}{
		{"sshd", jails["sshd"], 0.5, 0.7},
		{"recidive", jails["recidive"], 0.01, 0.1},
		{"rare jail", jails["murmur"], 0.00002, 0.002},
		{"once", once, 0.25, 0.4},
		{"worst address", most, 0.0005, 0.01},
		{"unknown country", countries[""], 0, 0.05},
		{"largest country", slices.Max(values(countries)), 0.05, 0.4},
		{"largest network", slices.Max(values(networks)), 0.02, 0.1},
		{"no network", networks[0], 0.005, 0.1},
		{"IPv6", v6, 0.01, 0.15},
		{"detected", origins[ban.Detected], 0.95, 0.99},
		{"manual", origins[ban.Manual], 0.003, 0.02},
		{"blocklist", origins[ban.Blocklist], 0.003, 0.03},
		{"fleet", origins[ban.Fleet], 0.003, 0.02},
		{"expired", ends[ban.EndExpired], 0.8, 0.95},
		{"unbanned", ends[ban.EndUnbanned], 0.02, 0.06},
		{"repealed", ends[ban.EndRepealed], 0.02, 0.06},
		{"unknown end", ends[ban.EndUnknown], 0.02, 0.06},
	} {
		if got := float64(share.n) / n; got < share.least || got > share.most {
			t.Errorf("%s: %.4f of all bans, want %g to %g", share.name, got, share.least, share.most)
		}
	}
	if len(countries) < 80 || len(networks) < 2500 {
		t.Errorf("%d countries and %d networks", len(countries), len(networks))
	}
	if hours[14] < hours[2]*3/2 {
		t.Errorf("%d bans at two in the afternoon, %d at night", hours[14], hours[2])
	}
}

func values[K comparable](counts map[K]int) []int {
	var list []int
	for _, n := range counts {
		list = append(list, n)
	}
	return list
}

func TestNewRefuses(t *testing.T) {
	for _, options := range []seed.Options{{Days: 1, Hosts: 1}, {Bans: 1, Hosts: 1}, {Bans: 1, Days: 1}, {Bans: 1, Days: 1_000_000, Hosts: 1}} {
		if _, err := seed.New(options); err == nil || !strings.Contains(err.Error(), "cannot be made up; 1 to ") {
			t.Errorf("%+v: %v", options, err)
		}
	}
}

func TestNamesOfHosts(t *testing.T) {
	for n, want := range map[int][]string{1: {"local"}, 3: {"host01", "host02", "host03"}} {
		h, err := seed.New(seed.Options{Bans: 1, Days: 1, Hosts: n, Until: until(), Country: func(netip.Addr) string { return "SE" }})
		if err != nil || !slices.Equal(h.Hosts(), want) {
			t.Errorf("%d hosts are %v, %v, want %v", n, h.Hosts(), err, want)
		}
	}
}
