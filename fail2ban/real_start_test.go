package fail2ban_test

import (
	"testing"
	"time"

	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// startReal starts a private fail2ban with one jail that has everything and one without a filter, and returns its socket.
func startReal(t testing.TB, version sandbox.Version) string {
	t.Helper()
	return sandboxtest.Start(t, sandbox.Options{
		Version: version,
		Jails: []sandbox.Jail{
			{
				Name: "sshd", IgnoreIP: []string{"127.0.0.1/8", "::1"},
				Filter: sandbox.Filter{Name: "demo", Definition: "[Definition]\nfailregex = ^\\s*sshd: failure from <HOST>$\n" +
					"ignoreregex = ^\\s*never\ndatepattern = {^LN-BEG}\n"},
			},
			{Name: "manual-1d", BanTime: 24 * time.Hour},
		},
		Action: sandbox.Action{
			Name: "note[name=%(__name__)s]",
			Definition: "[Definition]\nactionstart =\nactionstop =\nactioncheck =\nactionban = echo ban <ip> >> 'ACTIONS_LOG'\n" +
				"actionunban = echo unban <ip> >> 'ACTIONS_LOG'\n[Init]\nname = default\nport = 22\n",
		},
	}).Paths().Socket
}
