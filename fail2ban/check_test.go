package fail2ban_test

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"bangui/fail2ban"
	"bangui/fail2ban/wire"
)

func TestParseAddress(t *testing.T) {
	for text, want := range map[string]string{
		"203.0.113.7": "203.0.113.7", "203.0.113.0/24": "203.0.113.0/24", "203.0.113.7/32": "203.0.113.7",
		"2001:DB8:0::1": "2001:db8::1", "2001:db8::/32": "2001:db8::/32", "2001:db8::1/128": "2001:db8::1",
		"::ffff:203.0.113.7": "203.0.113.7", "0.0.0.0/0": "0.0.0.0/0",
	} {
		p, err := fail2ban.ParseAddress(text)
		check(t, text, err)
		if got := fail2ban.BanID(p); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}

func TestParseAddressRefuses(t *testing.T) {
	for _, text := range []string{
		"", " ", "foo", "example.org", "203.0.113.07", "203.0.113", "203.0.113.256", "203.0.113.7/33", "203.0.113.7/24", "8.8.8.8;id",
		"fe80::1%eth0", "::ffff:1.2.3.4%eth0", "fe80::1%eth0/64", "::ffff:1.2.3.0/120", "1.2.3.4 ", "--all", "1.2.3.4/024", "2001:db8::1/32",
	} {
		if p, err := fail2ban.ParseAddress(text); !errors.Is(err, fail2ban.InvalidArgument) {
			t.Errorf("%q is %v, %v, want %v", text, p, err, fail2ban.InvalidArgument)
		}
	}
}

func TestCheckJailName(t *testing.T) {
	for _, name := range []string{"a", "sshd", "nginx-http-auth", "a.b_c-9", "9x", strings.Repeat("x", 26)} {
		check(t, name, fail2ban.CheckJailName(name))
	}
	for _, name := range []string{
		"", "--all", "-x", ".x", "_x", "a b", "a,b", "a/b", "ä", "a\n", strings.Repeat("x", 27), "a" + wire.EndMark,
	} {
		if err := fail2ban.CheckJailName(name); !errors.Is(err, fail2ban.InvalidArgument) {
			t.Errorf("%q: %v, want %v", name, err, fail2ban.InvalidArgument)
		}
	}
}

func TestParseVersion(t *testing.T) {
	for text, want := range map[string]fail2ban.Version{
		"0.11.2":     {Major: 0, Minor: 11, Patch: 2},
		"1.0.2":      {Major: 1, Minor: 0, Patch: 2},
		"1.1.2.dev1": {Major: 1, Minor: 1, Patch: 2, Suffix: ".dev1"},
	} {
		equal(t, text, want)(fail2ban.ParseVersion(text))
		if want.String() != text {
			t.Errorf("%s is written %s", text, want)
		}
	}
	for _, text := range []string{"", "1", "1.0", "x.y.z", "1.0.x", "99999.0.0", "1.0.2 or so"} {
		if v, err := fail2ban.ParseVersion(text); err == nil {
			t.Errorf("%q is %v, want an error", text, v)
		}
	}
}

func TestVersionCapabilities(t *testing.T) {
	for text, want := range map[string][2]bool{
		"0.11.2": {false, false}, "1.0.2": {false, false}, "1.1.0": {true, false}, "1.1.1": {true, true},
		"1.1.2.dev1": {true, true}, "2.0.0": {true, true},
	} {
		v, err := fail2ban.ParseVersion(text)
		check(t, text, err)
		if got := [2]bool{v.HasStats(), v.AttemptHonoursIgnore()}; got != want {
			t.Errorf("%s has stats, honours ignore: %v, want %v", text, got, want)
		}
	}
}

// TestArguments checks that nothing is sent when an argument is not acceptable.
func TestArguments(t *testing.T) {
	server, client := fake(t)
	j := client.Jail("sshd")
	hosts := netip.MustParsePrefix("192.0.2.1/24")
	for name, call := range map[string]func(context.Context) error{
		"jail name":            func(ctx context.Context) error { return client.Jail("--all").Stop(ctx) },
		"jail name with blank": func(ctx context.Context) error { return client.Jail("a b").Start(ctx) },
		"reload target":        func(ctx context.Context) error { return client.Reload(ctx, fail2ban.Reload{Target: "a b"}) },
		"empty prefix":         func(ctx context.Context) error { return second(j.Ban(ctx, netip.Prefix{})) },
		"host bits":            func(ctx context.Context) error { return second(j.Ban(ctx, hosts)) },
		"attempt":              func(ctx context.Context) error { return second(j.Attempt(ctx, hosts)) },
		"reason of two lines":  func(ctx context.Context) error { return second(j.Attempt(ctx, many(t, 1)[0], "a\nb")) },
		"unban option":         func(ctx context.Context) error { return second(client.Unban(ctx, "--all")) },
		"unban in jail option": func(ctx context.Context) error { return second(j.Unban(ctx, "--report-absent", "x")) },
		"unban nothing":        func(ctx context.Context) error { return second(j.Unban(ctx, "")) },
		"end mark in id":       func(ctx context.Context) error { return second(j.Unban(ctx, "x"+wire.EndMark)) },
		"end mark in regex":    func(ctx context.Context) error { return j.AddFailRegex(ctx, "<HOST>"+wire.EndMark) },
		"ban time zero":        func(ctx context.Context) error { return j.SetBanTime(ctx, 0) },
		"ban time of ms":       func(ctx context.Context) error { return j.SetBanTime(ctx, 1500*time.Millisecond) },
		"find time permanent":  func(ctx context.Context) error { return j.SetFindTime(ctx, fail2ban.Permanent) },
		"retries zero":         func(ctx context.Context) error { return j.SetMaxRetry(ctx, 0) },
		"too many retries":     func(ctx context.Context) error { return j.SetMaxRetry(ctx, 10_001) },
		"use of DNS":           func(ctx context.Context) error { return j.SetUseDNS(ctx, "maybe") },
		"log level":            func(ctx context.Context) error { return client.SetLogLevel(ctx, "LOUD") },
		"two ignored in one":   func(ctx context.Context) error { return j.AddIgnore(ctx, "1.2.3.4 5.6.7.8") },
		"factor":               func(ctx context.Context) error { return j.SetIncrementFactor(ctx, "__import__('os')") },
		"multipliers":          func(ctx context.Context) error { return j.SetIncrementMultipliers(ctx, "1  2") },
		"cache key":            func(ctx context.Context) error { return j.SetIgnoreCache(ctx, fail2ban.IgnoreCache{Key: `a"b`}) },
		"relative path":        func(ctx context.Context) error { return j.AddLogPath(ctx, "a.log") },
		"inner property":       func(ctx context.Context) error { return second(j.Action("note").Property(ctx, "__class__")) },
		"empty command":        func(ctx context.Context) error { return second(client.Do(ctx)) },
		"command with float":   func(ctx context.Context) error { return second(client.Do(ctx, "echo", 1.5)) },
	} {
		if err := call(t.Context()); !errors.Is(err, fail2ban.InvalidArgument) {
			t.Errorf("%s: %v, want %v", name, err, fail2ban.InvalidArgument)
		}
	}
	if got := server.Received(); len(got) != 0 {
		t.Errorf("received %q, want nothing", got)
	}
}

func second[T any](_ T, err error) error { return err }
