package sandbox_test

import (
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

func TestRefusedOptions(t *testing.T) {
	tests := map[string]struct {
		opts sandbox.Options
		want string
	}{
		"jail name that is a path":   {sandbox.Options{Jails: []sandbox.Jail{{Name: "../ssh"}}}, "jail name"},
		"two jails of one name":      {sandbox.Options{Jails: []sandbox.Jail{{Name: "a"}, {Name: "a"}}}, "two jails"},
		"log path with a blank":      {sandbox.Options{Jails: []sandbox.Jail{{Name: "a", LogPath: "/a b"}}}, "log path"},
		"directory with a percent":   {sandbox.Options{Dir: "/tmp/a%b"}, "directory"},
		"firewall of this machine":   {sandbox.Options{Action: sandbox.NftablesAction()}, "NetNS"},
		"version that is not there":  {sandbox.Options{Version: sandbox.Version{Number: "9.9", Reason: "not made yet"}}, "not made yet"},
		"stock tree that is nowhere": {sandbox.Options{Stock: "/nonexistent"}, "stock configuration"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server, err := sandbox.Start(t.Context(), test.opts)
			if err == nil {
				_ = server.Close()
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %q", err, test.want)
			}
		})
	}
}

func TestNftablesInItsOwnNetwork(t *testing.T) {
	if os.Geteuid() != 0 {
		sandboxtest.Skip(t, "a network namespace needs root")
	}
	server := sandboxtest.Start(t, sandbox.Options{NetNS: true, Action: sandbox.NftablesAction()})
	if _, err := server.Exec(t.Context(), "nft", "--version"); err != nil {
		sandboxtest.Skip(t, "nft is not installed (apt-get install nftables)")
	}
	check(t, server.Attack("ssh", netip.MustParseAddr("203.0.113.7"), 3))
	check(t, server.Attack("ssh", netip.MustParseAddr("2001:db8::7"), 3))
	for set, address := range map[string]string{"ssh-4": "203.0.113.7", "ssh-6": "2001:db8::7"} {
		eventually(t, address+" in the set "+set, func() bool {
			rules, err := server.Exec(t.Context(), "nft", "list", "set", "inet", "sandbox", set)
			return err == nil && strings.Contains(rules, address)
		})
	}
	check(t, server.Restart(t.Context()))
	eventually(t, "ban after a restart in the same network", func() bool {
		rules, err := server.Exec(t.Context(), "nft", "list", "ruleset")
		return err == nil && strings.Contains(rules, "203.0.113.7")
	})
}

func TestFailingAction(t *testing.T) {
	server := sandboxtest.Start(t, sandbox.Options{Action: sandbox.FailingAction()})
	check(t, server.Attack("ssh", netip.MustParseAddr("203.0.113.7"), 3))
	check(t, server.WaitLog(short(t), "Failed to execute ban jail 'ssh'"))
}

func TestJailOptions(t *testing.T) {
	server := sandboxtest.Start(t, sandbox.Options{
		IgnoreIP: []string{"203.0.113.0/24"},
		PurgeAge: 48 * time.Hour,
		Env:      []string{"TZ=Asia/Kolkata"},
		Jails: []sandbox.Jail{
			{Name: "strict", Filter: sandbox.SSH(), MaxRetry: 1, BanTime: sandbox.Permanent},
			{Name: "short", Filter: sandbox.Web(), BanTime: 6 * time.Second, MaxRetry: 1, IgnoreIP: []string{}},
			{Name: "manual"},
			{Name: "off", Filter: sandbox.App(), Disabled: true},
		},
	})
	answers := map[string]string{
		"get dbpurgeage":           "Current database purge age is:\n`- 172800seconds",
		"get strict maxretry":      "1",
		"get strict bantime":       "-1",
		"get strict findtime":      "600",
		"set manual banip 1.2.3.4": "1",
	}
	for command, want := range answers {
		got, err := server.Client(t.Context(), strings.Fields(command)...)
		check(t, err)
		if strings.TrimSpace(got) != want {
			t.Errorf("%s: got %q, want %q", command, got, want)
		}
	}
	if _, err := server.Client(t.Context(), "status", "off"); err == nil {
		t.Error("the disabled jail runs")
	}
	check(t, server.Attack("strict", netip.MustParseAddr("203.0.113.7"), 1))
	check(t, server.WaitLog(short(t), "[strict] Ignore 203.0.113.7 by ip"))
	check(t, server.Attack("short", netip.MustParseAddr("203.0.113.7"), 1))
	check(t, server.WaitLog(short(t), "[short] Unban 203.0.113.7"))
	if err := server.Attack("manual", netip.MustParseAddr("203.0.113.7"), 1); err == nil {
		t.Error("an attack on a jail without a log succeeded")
	}
}

func TestStockConfiguration(t *testing.T) {
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		server := sandboxtest.Start(t, sandbox.Options{
			Version: version,
			Stock:   version.StockConfig(),
			Jails:   []sandbox.Jail{{Name: "sshd", Filter: sandbox.Filter{Name: "sshd", Attack: sandbox.SSH().Attack}}},
		})
		check(t, server.Attack("sshd", netip.MustParseAddr("203.0.113.7"), 3))
		waitBan(t, server, "sshd", "203.0.113.7")
	})
}

func TestRotateLog(t *testing.T) {
	server := sandboxtest.Start(t, sandbox.Options{})
	check(t, server.RotateLog(t.Context()))
	check(t, server.Attack("web", netip.MustParseAddr("203.0.113.7"), 3))
	waitBan(t, server, "web", "203.0.113.7")
	if old, err := os.ReadFile(server.Paths().Log + ".1"); err != nil || !strings.Contains(string(old), "Starting Fail2ban") {
		t.Errorf("the old log: %q, %v", old, err)
	}
}

func TestStockConfigurationStartsNoJailOfTheMachine(t *testing.T) {
	stock := t.TempDir()
	for name, text := range map[string]string{
		"jail.conf":          "[DEFAULT]\nfindtime = 5m\n[web]\nenabled = true\nfilter = none\n",
		"jail.local":         "[sshd]\nenabled = true\n",
		"jail.d/debian.conf": "[sshd]\nenabled = true\n",
		"fail2ban.d/a.local": "[Definition]\nlogtarget = /dev/null\n",
	} {
		check(t, os.MkdirAll(filepath.Dir(filepath.Join(stock, name)), 0o700))
		check(t, os.WriteFile(filepath.Join(stock, name), []byte(text), 0o600))
	}
	server := sandboxtest.Start(t, sandbox.Options{Stock: stock, Jails: []sandbox.Jail{{Name: "ssh", Filter: sandbox.SSH()}}})
	status, err := server.Client(t.Context(), "status")
	check(t, err)
	if !strings.HasSuffix(strings.TrimSpace(status), "Jail list:\tssh") {
		t.Errorf("jails: %s", status)
	}
}

func TestJailThatReadsTheServersLog(t *testing.T) {
	server := sandboxtest.Start(t, sandbox.Options{Jails: []sandbox.Jail{
		{Name: "ssh", Filter: sandbox.SSH()},
		{Name: "again", LogPath: sandbox.ServerLog, MaxRetry: 1, Filter: sandbox.Filter{
			Name:       "again",
			Definition: "[Definition]\nfailregex = NOTICE\\s+\\[ssh\\] Ban <ADDR>$\n",
		}},
	}})
	check(t, server.Attack("ssh", netip.MustParseAddr("203.0.113.7"), 3))
	waitBan(t, server, "again", "203.0.113.7")
}
