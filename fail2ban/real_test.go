package fail2ban_test

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/fail2ban"
	"bangui/fail2ban/fail2bantest"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

func TestRealServer(t *testing.T) {
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) { testRealServer(t, startReal(t, version)) })
}

// TestFakeServer holds the fake to what the real one does.
func TestFakeServer(t *testing.T) {
	for _, version := range []string{
		fail2bantest.V0_11_2, fail2bantest.V1_0_2, fail2bantest.V1_1_0, fail2bantest.V1_1_1,
	} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			testRealServer(t, fail2bantest.Start(t, fakeConfig(t, version)).Socket())
		})
	}
}

// testRealServer is the suite for a server with the jails of startReal. It leaves them without bans.
func testRealServer(t *testing.T, socket string) {
	client := fail2ban.NewClient(socket)
	t.Cleanup(func() { _ = client.Close() })
	for _, test := range []struct {
		name string
		run  func(*testing.T, *fail2ban.Client)
	}{
		{"server", testServerSettings},
		{"stats", testStats},
		{"ban and unban", testBanAndUnban},
		{"ban by attempt", testBanByAttempt},
		{"unban everywhere", testUnbanEverywhere},
		{"ban times", testBanTimes},
		{"options", testOptions},
		{"increment", testIncrement},
		{"ignore list", testIgnore},
		{"expressions", testRegex},
		{"sources", testSources},
		{"actions", testActions},
		{"refusals", testRefusals},
		{"jail control", testControl},
		{"busy", testBusy},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, client) })
	}
}

func testServerSettings(t *testing.T, c *fail2ban.Client) {
	ctx := t.Context()
	check(t, "ping", c.Ping(ctx))
	version, err := c.Version(ctx)
	check(t, "version", err)
	if !version.AtLeast(0, 11, 0) {
		t.Errorf("version is %s", version)
	}
	equal(t, "log level", fail2ban.LevelInfo)(c.LogLevel(ctx))
	check(t, "set log level", c.SetLogLevel(ctx, fail2ban.LevelNotice))
	equal(t, "log level", fail2ban.LevelNotice)(c.LogLevel(ctx))
	check(t, "set log level", c.SetLogLevel(ctx, fail2ban.LevelInfo))
	equal(t, "purge age", 24*time.Hour)(c.DatabasePurgeAge(ctx))
	check(t, "set purge age", c.SetDatabasePurgeAge(ctx, 48*time.Hour))
	equal(t, "purge age", 48*time.Hour)(c.DatabasePurgeAge(ctx))
	check(t, "set max matches", c.SetDatabaseMaxMatches(ctx, 12))
	equal(t, "max matches", 12)(c.DatabaseMaxMatches(ctx))
	equal(t, "syslog socket", "auto")(c.SyslogSocket(ctx))
	check(t, "flush logs", c.FlushLogs(ctx))
	testAllowIPv6(t, c, version)
	for name, read := range map[string]func(context.Context) (string, error){
		"log target": c.LogTarget, "database": c.DatabaseFile,
	} {
		if path, err := read(ctx); err != nil || path == "" {
			t.Errorf("%s is %q, %v", name, path, err)
		}
	}
	if err := c.SetDatabaseFile(ctx, "/nowhere/x"); !errors.Is(err, fail2ban.JailsExist) {
		t.Errorf("set database with jails: %v, want %v", err, fail2ban.JailsExist)
	}
}

func testAllowIPv6(t *testing.T, c *fail2ban.Client, version fail2ban.Version) {
	err := c.SetAllowIPv6(t.Context(), "auto")
	if version.AtLeast(1, 0, 0) {
		check(t, "allow IPv6", err)
		return
	}
	if _, ok := errors.AsType[*fail2ban.UnsupportedError](err); !ok {
		t.Errorf("allow IPv6 on %s: %v, want an UnsupportedError", version, err)
	}
}

func testStats(t *testing.T, c *fail2ban.Client) {
	ctx := t.Context()
	equal(t, "jails", []string{"manual-1d", "sshd"})(c.JailNames(ctx))
	version, err := c.Version(ctx)
	check(t, "version", err)
	backend := ""
	if version.HasStats() {
		backend = "polling"
	}
	equal(t, "stats", []fail2ban.JailStats{{Name: "manual-1d", Backend: backend}, {Name: "sshd", Backend: backend}})(c.Stats(ctx))
}

func testBanAndUnban(t *testing.T, c *fail2ban.Client) {
	ctx, j := t.Context(), c.Jail("sshd")
	addresses := prefixes(t, "203.0.113.7", "2001:db8::7", "198.51.100.0/24")
	ids := []string{"198.51.100.0/24", "2001:db8::7", "203.0.113.7"}
	equal(t, "ban", 3)(j.Ban(ctx, addresses...))
	equal(t, "ban again", 0)(j.Ban(ctx, addresses...))
	equal(t, "banned in jail", ids)(sorted(j.Banned(ctx)))
	equal(t, "is banned", []bool{true, false, true})(j.IsBanned(ctx, "203.0.113.7", "203.0.113.8", "2001:db8::7"))
	equal(t, "is one banned", []bool{true})(j.IsBanned(ctx, "203.0.113.7"))
	equal(t, "is one not banned", []bool{false})(j.IsBanned(ctx, "203.0.113.8"))
	status, err := j.Status(ctx)
	check(t, "status", err)
	slices.Sort(status.Banned)
	if diff := cmp.Diff(ids, status.Banned); diff != "" || status.BannedNow != 3 {
		t.Errorf("status has %d bans (-want +got):\n%s", status.BannedNow, diff)
	}
	short, err := j.ShortStatus(ctx)
	if err != nil || short.BannedNow != 3 || short.Banned != nil {
		t.Errorf("short status is %+v, %v", short, err)
	}
	equal(t, "unban", 2)(j.Unban(ctx, "203.0.113.7", "2001:db8::7", "192.0.2.1"))
	equal(t, "unban all", 1)(j.UnbanAll(ctx))
	equal(t, "banned at the end", []string{})(j.Banned(ctx))
	if _, err := j.UnbanStrictly(ctx, "192.0.2.1"); !errors.Is(err, fail2ban.NotBanned) {
		t.Errorf("unban strictly: %v, want %v", err, fail2ban.NotBanned)
	}
}

func testBanByAttempt(t *testing.T, c *fail2ban.Client) {
	ctx, j := t.Context(), c.Jail("sshd")
	equal(t, "attempts", []bool{true, true})(j.BanByAttempt(ctx, prefixes(t, "192.0.2.10", "2001:db8::10"), "by alice: report #12"))
	await(t, "bans", func() bool {
		banned, err := j.IsBanned(ctx, "192.0.2.10", "2001:db8::10")
		return err == nil && banned[0] && banned[1]
	})
	equal(t, "one attempt", true)(j.Attempt(ctx, prefixes(t, "192.0.2.11")[0], "once"))
	equal(t, "after one attempt", []bool{false})(j.IsBanned(ctx, "192.0.2.11"))
	equal(t, "unban all", 2)(j.UnbanAll(ctx))
}

func testUnbanEverywhere(t *testing.T, c *fail2ban.Client) {
	ctx := t.Context()
	for _, name := range []string{"sshd", "manual-1d"} {
		equal(t, "ban in "+name, 2)(c.Jail(name).Ban(ctx, prefixes(t, "192.0.2.20", "192.0.2.21")...))
	}
	equal(t, "ban in one", 1)(c.Jail("sshd").Ban(ctx, prefixes(t, "192.0.2.22")...))
	equal(t, "banned in", [][]string{{"manual-1d", "sshd"}, {"sshd"}, {}})(
		sortedEach(c.BannedIn(ctx, "192.0.2.20", "192.0.2.22", "192.0.2.23")))
	equal(t, "unban one", 2)(c.Unban(ctx, "192.0.2.20"))
	banned, err := c.Banned(ctx)
	check(t, "banned", err)
	slices.Sort(banned["sshd"])
	want := map[string][]string{"sshd": {"192.0.2.21", "192.0.2.22"}, "manual-1d": {"192.0.2.21"}}
	if diff := cmp.Diff(want, banned); diff != "" {
		t.Errorf("banned (-want +got):\n%s", diff)
	}
	equal(t, "unban all", 3)(c.UnbanAll(ctx))
}

func testBanTimes(t *testing.T, c *fail2ban.Client) {
	ctx, j := t.Context(), c.Jail("manual-1d")
	before := time.Now().Truncate(time.Second)
	equal(t, "ban", 1)(j.Ban(ctx, prefixes(t, "192.0.2.30")...))
	bans, err := j.BannedWithTimes(ctx, time.Local)
	check(t, "banned with times", err)
	if len(bans) != 1 || bans[0].ID != "192.0.2.30" || bans[0].BanTime != 24*time.Hour ||
		bans[0].At.Before(before) || !bans[0].Until.Equal(bans[0].At.Add(24*time.Hour)) {
		t.Errorf("banned with times is %+v", bans)
	}
	check(t, "set ban time", j.SetBanTime(ctx, fail2ban.Permanent))
	bans, err = j.BannedWithTimes(ctx, time.Local)
	if err != nil || len(bans) != 1 || bans[0].BanTime != fail2ban.Permanent || !bans[0].Until.IsZero() {
		t.Errorf("banned without end is %+v, %v", bans, err)
	}
	check(t, "set ban time", j.SetBanTime(ctx, 24*time.Hour))
	equal(t, "unban all", 1)(j.UnbanAll(ctx))
}

func testOptions(t *testing.T, c *fail2ban.Client) {
	ctx, j := t.Context(), c.Jail("sshd")
	equal(t, "max retry", 3)(j.MaxRetry(ctx))
	check(t, "set max retry", j.SetMaxRetry(ctx, 4))
	equal(t, "max retry", 4)(j.MaxRetry(ctx))
	check(t, "set max retry", j.SetMaxRetry(ctx, 3))
	check(t, "set max matches", j.SetMaxMatches(ctx, 7))
	equal(t, "max matches", 7)(j.MaxMatches(ctx))
	check(t, "set max lines", j.SetMaxLines(ctx, 2))
	equal(t, "max lines", 2)(j.MaxLines(ctx))
	equal(t, "find time", 10*time.Minute)(j.FindTime(ctx))
	check(t, "set find time", j.SetFindTime(ctx, time.Hour))
	equal(t, "find time", time.Hour)(j.FindTime(ctx))
	equal(t, "ban time", 10*time.Minute)(j.BanTime(ctx))
	check(t, "set ban time", j.SetBanTime(ctx, fail2ban.Permanent))
	equal(t, "ban time", fail2ban.Permanent)(j.BanTime(ctx))
	check(t, "set ban time", j.SetBanTime(ctx, 10*time.Minute))
	check(t, "set use of DNS", j.SetUseDNS(ctx, fail2ban.UseDNSRaw))
	equal(t, "use of DNS", fail2ban.UseDNSRaw)(j.UseDNS(ctx))
	check(t, "set encoding", j.SetLogEncoding(ctx, "utf-8"))
	equal(t, "encoding", "utf-8")(j.LogEncoding(ctx))
	equal(t, "time zone", "")(j.LogTimezone(ctx))
	check(t, "set time zone", j.SetLogTimezone(ctx, "UTC+0200"))
	equal(t, "time zone", "UTC+0200")(j.LogTimezone(ctx))
}

func testIncrement(t *testing.T, c *fail2ban.Client) {
	ctx, j := t.Context(), c.Jail("sshd")
	equal(t, "increment", fail2ban.Increment{})(j.Increment(ctx))
	check(t, "set increment", j.SetIncrement(ctx, true))
	check(t, "set factor", j.SetIncrementFactor(ctx, "1.5"))
	check(t, "set multipliers", j.SetIncrementMultipliers(ctx, "1 2 4"))
	check(t, "set formula", j.SetIncrementFormula(ctx, "ban.Time * 2"))
	check(t, "set longest", j.SetIncrementMaxTime(ctx, 5*7*24*time.Hour))
	check(t, "set random", j.SetIncrementRandomTime(ctx, time.Minute))
	check(t, "set overall", j.SetIncrementOverallJails(ctx, true))
	equal(t, "increment", fail2ban.Increment{
		Enabled: true, Factor: "1.5", Formula: "ban.Time * 2", Multipliers: "1 2 4",
		MaxTime: 5 * 7 * 24 * time.Hour, RandomTime: time.Minute, OverallJails: true,
	})(j.Increment(ctx))
	check(t, "unset increment", j.SetIncrement(ctx, false))
	check(t, "unset factor", j.SetIncrementFactor(ctx, ""))
	check(t, "unset multipliers", j.SetIncrementMultipliers(ctx, ""))
	check(t, "unset formula", j.SetIncrementFormula(ctx, ""))
	check(t, "unset longest", j.SetIncrementMaxTime(ctx, 0))
	check(t, "unset random", j.SetIncrementRandomTime(ctx, 0))
	check(t, "unset overall", j.SetIncrementOverallJails(ctx, false))
	equal(t, "increment", fail2ban.Increment{})(j.Increment(ctx))
}

func testIgnore(t *testing.T, c *fail2ban.Client) {
	ctx, j := t.Context(), c.Jail("sshd")
	equal(t, "ignore list", []string{"127.0.0.0/8", "::1"})(sorted(j.Ignore(ctx)))
	check(t, "add", j.AddIgnore(ctx, "192.0.2.77", "host.invalid"))
	check(t, "add again", j.AddIgnore(ctx, "192.0.2.77"))
	equal(t, "ignore list", []string{"127.0.0.0/8", "192.0.2.77", "::1", "host.invalid"})(sorted(j.Ignore(ctx)))
	check(t, "remove", j.RemoveIgnore(ctx, "192.0.2.77"))
	check(t, "remove", j.RemoveIgnore(ctx, "host.invalid"))
	if err := j.RemoveIgnore(ctx, "192.0.2.77"); !errors.Is(err, fail2ban.NotListed) {
		t.Errorf("remove again: %v, want %v", err, fail2ban.NotListed)
	}
	check(t, "set ignore self", j.SetIgnoreSelf(ctx, false))
	equal(t, "ignore self", false)(j.IgnoreSelf(ctx))
	check(t, "set ignore self", j.SetIgnoreSelf(ctx, true))
	equal(t, "ignore self", true)(j.IgnoreSelf(ctx))
	check(t, "set command", j.SetIgnoreCommand(ctx, "/bin/false <ip>"))
	equal(t, "command", "/bin/false <ip>")(j.IgnoreCommand(ctx))
	check(t, "unset command", j.SetIgnoreCommand(ctx, ""))
	equal(t, "cache", fail2ban.IgnoreCache{})(j.IgnoreCache(ctx))
	cache := fail2ban.IgnoreCache{Key: "<ip>", MaxCount: 100, MaxTime: 5 * time.Minute}
	check(t, "set cache", j.SetIgnoreCache(ctx, cache))
	equal(t, "cache", cache)(j.IgnoreCache(ctx))
	check(t, "unset cache", j.SetIgnoreCache(ctx, fail2ban.IgnoreCache{}))
	equal(t, "cache", fail2ban.IgnoreCache{})(j.IgnoreCache(ctx))
}

func testRegex(t *testing.T, c *fail2ban.Client) {
	ctx, j := t.Context(), c.Jail("sshd")
	check(t, "add", j.AddFailRegex(ctx, `^one from <F-ID>\S+</F-ID>$`, `^two from (?P<fid>\S+)$`))
	list, err := j.FailRegex(ctx)
	if err != nil || len(list) != 3 || list[2] != `^two from (?P<fid>\S+)$` {
		t.Errorf("expressions are %q, %v", list, err)
	}
	check(t, "remove", j.RemoveFailRegex(ctx, 2))
	check(t, "remove", j.RemoveFailRegex(ctx, 1))
	check(t, "remove what is not there", j.RemoveFailRegex(ctx, 99))
	for _, bad := range []string{"(unclosed <HOST>", "no group"} {
		if err := j.AddFailRegex(ctx, bad); !errors.Is(err, fail2ban.BadRegex) {
			t.Errorf("add %q: %v, want %v", bad, err, fail2ban.BadRegex)
		}
	}
	check(t, "add ignored", j.AddIgnoreRegex(ctx, "quiet"))
	list, err = j.IgnoreRegex(ctx)
	if err != nil || !slices.Contains(list, "quiet") {
		t.Errorf("ignored expressions are %q, %v", list, err)
	}
	check(t, "remove ignored", j.RemoveIgnoreRegex(ctx, len(list)-1))
	equal(t, "prefix", "")(j.PrefRegex(ctx))
	check(t, "set prefix", j.SetPrefRegex(ctx, `^x (?P<content>.+)$`))
	equal(t, "prefix", `^x (?P<content>.+)$`)(j.PrefRegex(ctx))
	check(t, "unset prefix", j.SetPrefRegex(ctx, ""))
	check(t, "set date pattern", j.SetDatePattern(ctx, "%Y-%m-%d"))
	pattern, err := j.DatePattern(ctx)
	if err != nil || pattern.Pattern != "%Y-%m-%d" {
		t.Errorf("date pattern is %+v, %v", pattern, err)
	}
}

func testSources(t *testing.T, c *fail2ban.Client) {
	ctx, j := t.Context(), c.Jail("sshd")
	paths, err := j.LogPaths(ctx)
	if err != nil || len(paths) != 1 {
		t.Fatalf("log paths are %q, %v", paths, err)
	}
	file := t.TempDir() + "/more.log"
	write(t, file, "")
	check(t, "add", j.AddLogPathAtEnd(ctx, file))
	equal(t, "log paths", 2)(count(j.LogPaths(ctx)))
	check(t, "remove", j.RemoveLogPath(ctx, file))
	equal(t, "log paths", paths)(j.LogPaths(ctx))
	if err := j.AddLogPath(ctx, "/nowhere/x.log"); !errors.Is(err, fail2ban.NoSuchFile) {
		t.Errorf("add missing file: %v, want %v", err, fail2ban.NoSuchFile)
	}
	equal(t, "journal matches", [][]string{})(j.JournalMatches(ctx))
}

func testActions(t *testing.T, c *fail2ban.Client) {
	ctx, j := t.Context(), c.Jail("sshd")
	equal(t, "actions", []string{"note"})(j.Actions(ctx))
	a := j.Action("note")
	properties, err := a.Properties(ctx)
	if err != nil || !slices.Contains(properties, "actionban") || !slices.Contains(properties, "port") {
		t.Errorf("properties are %q, %v", properties, err)
	}
	methods, err := a.Methods(ctx)
	if err != nil || !slices.Contains(methods, "reban") {
		t.Errorf("methods are %q, %v", methods, err)
	}
	check(t, "set port", a.SetProperty(ctx, "port", "2222"))
	value, err := a.Property(ctx, "port")
	if err != nil || value != any("2222") {
		t.Errorf("port is %v, %v", value, err)
	}
	check(t, "consistency", a.CheckConsistency(ctx))
	check(t, "flush", a.Flush(ctx))
	check(t, "reban", a.Reban(ctx, prefixes(t, "192.0.2.40")[0]))
	if err := a.SetProperty(ctx, "stop", ""); !errors.Is(err, fail2ban.InvalidArgument) {
		t.Errorf("set a method: %v, want %v", err, fail2ban.InvalidArgument)
	}
	_, err = a.Property(ctx, "ban")
	if !errors.Is(err, fail2ban.NotTransferable) {
		t.Errorf("read a method: %v, want %v", err, fail2ban.NotTransferable)
	}
	_, err = a.Property(ctx, "nothing")
	if !errors.Is(err, fail2ban.UnknownProperty) {
		t.Errorf("read an unknown property: %v, want %v", err, fail2ban.UnknownProperty)
	}
	_, err = j.Action("nope").Properties(ctx)
	if !errors.Is(err, fail2ban.UnknownAction) {
		t.Errorf("unknown action: %v, want %v", err, fail2ban.UnknownAction)
	}
}

func testRefusals(t *testing.T, c *fail2ban.Client) {
	ctx := t.Context()
	_, err := c.Jail("nope").MaxRetry(ctx)
	refused, ok := errors.AsType[*fail2ban.CommandError](err)
	if !ok || refused.Refusal() != fail2ban.UnknownJail || refused.Command != "get nope maxretry" || refused.Text() != "nope" {
		t.Errorf("unknown jail: %#v", err)
	}
	for _, test := range []struct {
		want  fail2ban.Refusal
		words []any
	}{
		{fail2ban.DuplicateJail, []any{"add", "sshd", "polling"}},
		{fail2ban.UnknownCommand, []any{"nonsense"}},
		{fail2ban.UnknownCommand, []any{"get", "sshd", "nonsense"}},
		{fail2ban.TooFewWords, []any{"set", "sshd", "maxretry"}},
		{fail2ban.BadValue, []any{"set", "sshd", "maxretry", "many"}},
		{fail2ban.BadTime, []any{"set", "sshd", "bantime", "xyz"}},
		{fail2ban.BadValue, []any{"set", "loglevel", "LOUD"}},
		{fail2ban.UnknownEncoding, []any{"set", "sshd", "logencoding", "klingon"}},
	} {
		if _, err := c.Do(ctx, test.words...); !errors.Is(err, test.want) {
			t.Errorf("%v: %v, want %v", test.words, err, test.want)
		}
	}
}

func testControl(t *testing.T, c *fail2ban.Client) {
	ctx := t.Context()
	check(t, "idle", c.Jail("sshd").Idle(ctx))
	check(t, "resume", c.Jail("sshd").Resume(ctx))
	extra := c.Jail("extra")
	check(t, "add", extra.Add(ctx, "polling"))
	check(t, "start", extra.Start(ctx))
	equal(t, "jails", []string{"extra", "manual-1d", "sshd"})(c.JailNames(ctx))
	check(t, "reload", c.Reload(ctx, fail2ban.Reload{Target: "extra", Stream: [][]any{
		{"add", "extra", "polling"}, {"set", "extra", "maxretry", 9}, {"start", "extra"},
	}}))
	equal(t, "max retry", 9)(extra.MaxRetry(ctx))
	err := c.Reload(ctx, fail2ban.Reload{Target: "extra", Stream: [][]any{
		{"add", "extra", "polling"}, {"set", "extra", "addfailregex", "("}, {"start", "extra"},
	}})
	if !errors.Is(err, fail2ban.BadRegex) {
		t.Errorf("reload with a bad expression: %v, want %v", err, fail2ban.BadRegex)
	}
	equal(t, "jails after a failed reload", []string{"manual-1d", "sshd"})(c.JailNames(ctx))
	check(t, "reload a new jail", c.Reload(ctx, fail2ban.Reload{Target: "extra", IfExists: true, Stream: [][]any{
		{"add", "extra", "polling"}, {"start", "extra"},
	}}))
	check(t, "stop", extra.Stop(ctx))
	if err := extra.Stop(ctx); !errors.Is(err, fail2ban.UnknownJail) {
		t.Errorf("stop again: %v, want %v", err, fail2ban.UnknownJail)
	}
}

// testBusy has clients call while the server's one thread sleeps: all but two are refused a connection at first, and all are
// answered. One of them does not wait that long; its late answer disturbs nobody.
func testBusy(t *testing.T, c *fail2ban.Client) {
	var all sync.WaitGroup
	all.Go(func() {
		if _, err := c.Do(t.Context(), "sleep", "0.4"); err != nil {
			t.Error(err)
		}
	})
	time.Sleep(50 * time.Millisecond)
	for range 10 {
		all.Go(func() {
			other := fail2ban.NewClient(c.Socket())
			defer func() { _ = other.Close() }()
			if err := other.Ping(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	hasty := fail2ban.NewClient(c.Socket())
	defer func() { _ = hasty.Close() }()
	_, err := hasty.Do(within(t, 30*time.Millisecond), "sleep", "0.2")
	wantReason(t, err, fail2ban.NotAnswering, "sleep 0.2")
	equal(t, "next answer", 3)(hasty.Jail("sshd").MaxRetry(t.Context()))
}

func prefixes(t testing.TB, texts ...string) []netip.Prefix {
	t.Helper()
	var list []netip.Prefix
	for _, text := range texts {
		p, err := fail2ban.ParseAddress(text)
		check(t, "parse "+text, err)
		list = append(list, p)
	}
	return list
}
