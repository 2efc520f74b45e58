package hosttest

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/fault"
	"bangui/internal/host"
)

func testStatus(t *testing.T, target Target) {
	status, err := target.Host.Status(t.Context())
	check(t, err)
	if !status.Reachable || status.Problem != nil || status.Version == "" || status.Paths.Socket == "" || status.LogLevel == "" {
		t.Errorf("status %+v", status)
	}
	for _, name := range []string{JailA, JailB} {
		jail, ok := jailOf(status, name)
		if !ok || jail.State != host.JailRunning {
			t.Errorf("jail %s: %+v", name, jail)
		}
	}
	if !slices.IsSortedFunc(status.Jails, func(a, b host.JailStatus) int { return strings.Compare(a.Name, b.Name) }) {
		t.Errorf("jails are not sorted: %+v", status.Jails)
	}
}

func testServer(t *testing.T, target Target) {
	s, err := target.Host.Server(t.Context())
	check(t, err)
	status, err := target.Host.Status(t.Context())
	check(t, err)
	if s.Version != status.Version || s.LogLevel != status.LogLevel || s.LogTarget != status.Paths.Log || s.Database != status.Paths.Database ||
		s.PurgeAge != status.PurgeAge || s.At.IsZero() {
		t.Errorf("server %+v, status %+v", s, status)
	}
	check(t, target.Host.FlushLogs(t.Context()))
	o := s.Service.Obstacle
	if o == nil || o.Message == "" || o.Mend == "" {
		t.Fatalf("no service manager looks after this fail2ban, and there is no obstacle: %+v", s.Service)
	}
	if err := target.Host.RestartServer(t.Context(), host.Restart{}); !errors.Is(err, fault.Unsupported) || mendOf(err) == "" {
		t.Errorf("restart: %v, want %v with what to do", err, fault.Unsupported)
	}
}

func jailOf(status host.Status, name string) (host.JailStatus, bool) {
	i := slices.IndexFunc(status.Jails, func(j host.JailStatus) bool { return j.Name == name })
	if i < 0 {
		return host.JailStatus{}, false
	}
	return status.Jails[i], true
}

func testProtected(t *testing.T, target Target) {
	addresses, err := target.Host.Protected(t.Context())
	check(t, err)
	if !slices.Contains(addresses, netip.MustParseAddr("127.0.0.1")) {
		t.Errorf("%v is without the loopback address, which every machine has", addresses)
	}
}

func testStatusOfNoServer(t *testing.T, target Target) {
	if !applies(t, target.Stop != nil && target.Start != nil, "stop fail2ban") {
		return
	}
	check(t, target.Stop(t.Context()))
	status, err := target.Host.Status(t.Context())
	check(t, err)
	if status.Reachable || status.Problem == nil || status.Problem.Message == "" || status.Problem.Mend == "" {
		t.Fatalf("status %+v, problem %+v", status, status.Problem)
	}
	if status.Problem.Code != host.ProblemNotRunning && status.Problem.Code != host.ProblemNotInstalled {
		t.Errorf("problem %q", status.Problem.Code)
	}
	if _, err := target.Host.Banned(t.Context()); !errors.Is(err, fault.Unreachable) {
		t.Errorf("Banned: %v, want %v", err, fault.Unreachable)
	}
	if _, err := target.Host.Jail(t.Context(), JailA); !errors.Is(err, fault.Unreachable) {
		t.Errorf("Jail: %v, want %v", err, fault.Unreachable)
	}
	_, asked := target.Host.Server(t.Context())
	for what, err := range map[string]error{
		"Server": asked, "FlushLogs": target.Host.FlushLogs(t.Context()), "RestartServer": target.Host.RestartServer(t.Context(), host.Restart{}),
	} {
		if !errors.Is(err, fault.Unreachable) {
			t.Errorf("%s: %v, want %v", what, err, fault.Unreachable)
		}
	}
	check(t, target.Start(t.Context()))
	eventually(t, "recovery", func() bool {
		status, err := target.Host.Status(t.Context())
		return err == nil && status.Reachable
	})
}

func testJail(t *testing.T, target Target) {
	jail, err := target.Host.Jail(t.Context(), JailA)
	check(t, err)
	if jail.Name != JailA || jail.State != host.JailRunning || jail.BanTime != BanTime || jail.MaxRetry != MaxRetry {
		t.Errorf("jail %+v", jail)
	}
	if len(jail.FailRegex) == 0 || len(jail.LogPaths) == 0 || len(jail.Actions) == 0 || jail.UseDNS == "" {
		t.Errorf("jail %+v: something is missing", jail)
	}
	if !slices.Contains(jail.Ignore, Ignored) {
		t.Errorf("ignore list %v", jail.Ignore)
	}
}

func testUnknownJail(t *testing.T, target Target) {
	h, ctx := target.Host, t.Context()
	for _, name := range []string{"nosuch", "no such jail", "--all", ""} {
		_, jail := h.Jail(ctx, name)
		_, ban := h.Ban(ctx, host.BanOrder{Jail: name, Prefixes: []netip.Prefix{prefix("203.0.113.1")}})
		_, unban := h.Unban(ctx, host.UnbanOrder{Jails: []string{name}, All: true})
		retries := 5
		_, set := h.SetJail(ctx, name, host.JailChange{MaxRetry: &retries})
		for what, err := range map[string]error{
			"Jail": jail, "Ban": ban, "Unban": unban, "SetJail": set, "Idle": h.ControlJail(ctx, name, host.Idle), "Stop": h.ControlJail(ctx, name, host.Stop),
		} {
			if !errors.Is(err, fault.NotFound) {
				t.Errorf("%s of jail %q: %v, want %v", what, name, err, fault.NotFound)
			}
		}
	}
}

func testBan(t *testing.T, target Target) {
	order := host.BanOrder{Jail: JailA, Actor: "alice", Reason: "on purpose", Prefixes: []netip.Prefix{
		prefix("203.0.113.7"), prefix("2001:db8::7"), prefix("198.51.100.0/24"),
	}}
	before := time.Now()
	results, err := target.Host.Ban(t.Context(), order)
	check(t, err)
	want := []host.Result{
		{ID: "203.0.113.7", Jail: JailA, Outcome: host.OutcomeBanned},
		{ID: "2001:db8::7", Jail: JailA, Outcome: host.OutcomeBanned},
		{ID: "198.51.100.0/24", Jail: JailA, Outcome: host.OutcomeBanned},
	}
	if diff := cmp.Diff(want, plain(results)); diff != "" {
		t.Fatal(diff)
	}
	for _, r := range results {
		if r.At.Before(before.Add(-time.Second)) || r.Until.Sub(r.At) != BanTime {
			t.Errorf("%s is banned from %s until %s", r.ID, r.At, r.Until)
		}
	}
	now := banned(t, target.Host)
	for _, r := range results {
		b, ok := now[JailA+" "+r.ID]
		if !ok || b.At.IsZero() || b.BanTime != BanTime || b.Until.Sub(b.At) != BanTime {
			t.Errorf("%s: banned %v, %+v", r.ID, ok, b)
		}
	}
	results, err = target.Host.Ban(t.Context(), host.BanOrder{Jail: JailA, Prefixes: []netip.Prefix{prefix("203.0.113.7"), prefix("203.0.113.8")}})
	check(t, err)
	want = []host.Result{
		{ID: "203.0.113.7", Jail: JailA, Outcome: host.OutcomeAlreadyBanned}, {ID: "203.0.113.8", Jail: JailA, Outcome: host.OutcomeBanned},
	}
	if diff := cmp.Diff(want, plain(results)); diff != "" {
		t.Error(diff)
	}
}

// plain leaves out what differs each time.
func plain(results []host.Result) []host.Result {
	results = slices.Clone(results)
	for i := range results {
		results[i].At, results[i].Until, results[i].Message = time.Time{}, time.Time{}, ""
	}
	return results
}

func testBanBadOrders(t *testing.T, target Target) {
	for name, order := range map[string]host.BanOrder{
		"no address":      {Jail: JailA},
		"too many":        {Jail: JailA, Prefixes: make([]netip.Prefix, host.MaxOrder+1)},
		"reason too long": {Jail: JailA, Prefixes: []netip.Prefix{prefix("203.0.113.1")}, Reason: strings.Repeat("x", 501)},
	} {
		if _, err := target.Host.Ban(t.Context(), order); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v, want %v", name, err, fault.Invalid)
		}
	}
	mixed := host.BanOrder{Jail: JailA, Reason: "<F2B_END_COMMAND>\x1b[31m\nsecond line", Prefixes: []netip.Prefix{
		{}, netip.PrefixFrom(netip.MustParseAddr("203.0.113.1"), 24), prefix("203.0.113.2"),
	}}
	results, err := target.Host.Ban(t.Context(), mixed)
	check(t, err)
	var outcomes []host.Outcome
	for _, r := range results {
		outcomes = append(outcomes, r.Outcome)
	}
	if diff := cmp.Diff([]host.Outcome{host.OutcomeFailed, host.OutcomeFailed, host.OutcomeBanned}, outcomes); diff != "" {
		t.Error(diff)
	}
}

func testBanIgnored(t *testing.T, target Target) {
	results, err := target.Host.Ban(t.Context(), host.BanOrder{Jail: JailA, Prefixes: []netip.Prefix{prefix("192.0.2.5"), prefix("203.0.113.5")}})
	check(t, err)
	want := []host.Result{
		{ID: "192.0.2.5", Jail: JailA, Outcome: host.OutcomeIgnored}, {ID: "203.0.113.5", Jail: JailA, Outcome: host.OutcomeBanned},
	}
	if diff := cmp.Diff(want, plain(results)); diff != "" {
		t.Error(diff)
	}
}

func ban(t *testing.T, h host.Host, jail string, addresses ...string) {
	t.Helper()
	order := host.BanOrder{Jail: jail, Reason: "a test"}
	for _, address := range addresses {
		order.Prefixes = append(order.Prefixes, prefix(address))
	}
	results, err := h.Ban(t.Context(), order)
	check(t, err)
	for _, r := range results {
		if r.Outcome != host.OutcomeBanned {
			t.Fatalf("%s: %s %s", r.ID, r.Outcome, r.Message)
		}
	}
}

func testUnban(t *testing.T, target Target) {
	h := target.Host
	ban(t, h, JailA, "203.0.113.1", "203.0.113.2")
	ban(t, h, JailB, "203.0.113.1", "203.0.113.3")
	results, err := h.Unban(t.Context(), host.UnbanOrder{IDs: []string{"203.0.113.1", "203.0.113.9"}})
	check(t, err)
	want := map[host.Result]bool{
		{ID: "203.0.113.1", Jail: JailA, Outcome: host.OutcomeUnbanned}: true,
		{ID: "203.0.113.1", Jail: JailB, Outcome: host.OutcomeUnbanned}: true,
		{ID: "203.0.113.9", Outcome: host.OutcomeNotBanned}:             true,
	}
	if diff := cmp.Diff(want, set(results)); diff != "" {
		t.Error(diff)
	}
	// A network that is not banned itself does not lift what is in it.
	results, err = h.Unban(t.Context(), host.UnbanOrder{Jails: []string{JailA}, IDs: []string{"203.0.113.0/24", "203.0.113.3"}})
	check(t, err)
	want = map[host.Result]bool{
		{ID: "203.0.113.0/24", Jail: JailA, Outcome: host.OutcomeNotBanned}: true,
		{ID: "203.0.113.3", Jail: JailA, Outcome: host.OutcomeNotBanned}:    true,
	}
	if diff := cmp.Diff(want, set(results)); diff != "" {
		t.Error(diff)
	}
	now := banned(t, h)
	if _, a := now[JailA+" 203.0.113.2"]; len(now) != 2 || !a {
		t.Errorf("banned are %v", now)
	}
	for name, order := range map[string]host.UnbanOrder{
		"nothing": {}, "all and some": {All: true, IDs: []string{"203.0.113.1"}}, "an option": {IDs: []string{"--all"}},
	} {
		if _, err := h.Unban(t.Context(), order); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v, want %v", name, err, fault.Invalid)
		}
	}
}

func set(results []host.Result) map[host.Result]bool {
	all := make(map[host.Result]bool)
	for _, r := range plain(results) {
		all[r] = true
	}
	return all
}

func testUnbanAll(t *testing.T, target Target) {
	h := target.Host
	ban(t, h, JailA, "203.0.113.1", "203.0.113.2")
	ban(t, h, JailB, "203.0.113.1")
	results, err := h.Unban(t.Context(), host.UnbanOrder{Jails: []string{JailA}, All: true})
	check(t, err)
	if len(results) != 2 || len(banned(t, h)) != 1 {
		t.Errorf("results %+v, banned %v", results, banned(t, h))
	}
	results, err = h.Unban(t.Context(), host.UnbanOrder{All: true})
	check(t, err)
	if len(results) != 1 || len(banned(t, h)) != 0 {
		t.Errorf("results %+v, banned %v", results, banned(t, h))
	}
}

func testSetJail(t *testing.T, target Target) {
	banTime, findTime, maxBanTime := time.Hour, 5*time.Minute, 24*time.Hour
	retries, matches, dns, self, grow := 7, 9, "no", false, true
	jail, err := target.Host.SetJail(t.Context(), JailA, host.JailChange{
		BanTime: &banTime, FindTime: &findTime, MaxRetry: &retries, MaxMatches: &matches, UseDNS: &dns, IgnoreSelf: &self, Increment: &grow,
		MaxBanTime: &maxBanTime, AddIgnore: []string{"198.51.100.7", "2001:DB8::/32", "Host.Example.org"}, RemoveIgnore: []string{Ignored, "10.9.9.9"},
	})
	check(t, err)
	again, err := target.Host.Jail(t.Context(), JailA)
	check(t, err)
	for what, j := range map[string]host.Jail{"answer": jail, "later": again} {
		if j.BanTime != banTime || j.FindTime != findTime || j.MaxRetry != retries || j.MaxMatches != matches || j.UseDNS != dns || j.IgnoreSelf != self {
			t.Errorf("%s: %+v", what, j)
		}
		if !j.Increment.Enabled || j.Increment.MaxTime != maxBanTime {
			t.Errorf("%s: increment %+v", what, j.Increment)
		}
		for _, entry := range []string{"198.51.100.7", "2001:db8::/32", "host.example.org"} {
			if !slices.Contains(j.Ignore, entry) {
				t.Errorf("%s: %s is not in %v", what, entry, j.Ignore)
			}
		}
		if slices.Contains(j.Ignore, Ignored) {
			t.Errorf("%s: %s is still in %v", what, Ignored, j.Ignore)
		}
	}
	permanent, none := host.Permanent, time.Duration(0)
	jail, err = target.Host.SetJail(t.Context(), JailA, host.JailChange{BanTime: &permanent, MaxBanTime: &none})
	check(t, err)
	if jail.BanTime != host.Permanent || jail.Increment.MaxTime != 0 {
		t.Errorf("ban time %s, longest %s", jail.BanTime, jail.Increment.MaxTime)
	}
}

// testKeepConfigured takes two entries off a list, of which the configuration has one.
func testKeepConfigured(t *testing.T, target Target) {
	if !applies(t, target.Loads, "read a configuration") {
		return
	}
	const added = "198.51.100.99"
	jail, err := target.Host.SetJail(t.Context(), JailB, host.JailChange{AddIgnore: []string{added}})
	check(t, err)
	if !slices.Contains(jail.Ignore, added) || !slices.Contains(jail.Ignore, Ignored) {
		t.Fatalf("ignore list %v", jail.Ignore)
	}
	jail, err = target.Host.SetJail(t.Context(), JailB, host.JailChange{RemoveIgnore: []string{added, Ignored}, KeepConfigured: true})
	check(t, err)
	if slices.Contains(jail.Ignore, added) || !slices.Contains(jail.Ignore, Ignored) {
		t.Errorf("ignore list %v, want it with %s and without %s", jail.Ignore, Ignored, added)
	}
}

func testSetJailBadValues(t *testing.T, target Target) {
	before, err := target.Host.Jail(t.Context(), JailA)
	check(t, err)
	zero, part, negative, big, odd, good := time.Duration(0), 1500*time.Millisecond, -5*time.Second, 10_001, "maybe", 4
	for name, change := range map[string]host.JailChange{
		"ban time zero":       {BanTime: &zero},
		"ban time negative":   {BanTime: &negative},
		"part of a second":    {FindTime: &part},
		"too many retries":    {MaxRetry: &big},
		"unknown use of DNS":  {UseDNS: &odd},
		"ignore a bad thing":  {AddIgnore: []string{"1.2.3"}, MaxRetry: &good},
		"ignore leading zero": {AddIgnore: []string{"010.0.0.1"}},
		"ignore a zone":       {AddIgnore: []string{"fe80::1%eth0"}},
		"ignore two in one":   {AddIgnore: []string{"198.51.100.1 198.51.100.2"}},
		"ignore an option":    {AddIgnore: []string{"--all"}},
	} {
		_, err := target.Host.SetJail(t.Context(), JailA, change)
		if !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v, want %v", name, err, fault.Invalid)
			continue
		}
		if f, ok := errors.AsType[*fault.Fault](err); !ok || len(f.Fields) == 0 {
			t.Errorf("%s: %v names no field", name, err)
		}
	}
	after, err := target.Host.Jail(t.Context(), JailA)
	check(t, err)
	before.At, after.At = time.Time{}, time.Time{}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("something was changed: %s", diff)
	}
}
