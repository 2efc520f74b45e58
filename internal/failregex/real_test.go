package failregex_test

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/fail2ban"
	"bangui/internal/failregex"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// stockTree is where fail2ban's own filters are.
const stockTree = "/etc/fail2ban"

// stockLines are lines of logs as the programs write them, by the filter that comes with fail2ban.
func stockLines() map[string][]stockLine {
	return map[string][]stockLine{
		"sshd": {
			{"2026-01-31T12:00:00.123456+01:00 host sshd[4711]: Failed password for invalid user admin from 192.0.2.1 port 40522 ssh2", "192.0.2.1", "admin", false},
			{"Jan 31 12:00:00 host sshd[4712]: Invalid user eve from 2001:db8::7 port 40522", "2001:db8::7", "eve", false},
			{"Jan 31 12:00:00 host sshd[4713]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.1  user=root", "192.0.2.1", "root", true},
			{"Jan 31 12:00:00 host sshd[4711]: Server listening on 0.0.0.0 port 22.", "", "", false},
		},
		"nginx-http-auth": {
			{`2026/01/31 12:00:00 [error] 2865#0: *66647 user "xyz" was not found in "/etc/nginx/htpasswd", client: 192.0.2.1, server: www.example.com, request: "GET / HTTP/1.1", host: "www.example.com"`, "192.0.2.1", "", false},
			{`2026/01/31 12:00:00 [error] 2865#0: *66647 open() "/x" failed (2: No such file or directory), client: 192.0.2.1, server: a, request: "GET /x HTTP/1.1", host: "a"`, "", "", false},
		},
		"postfix": {
			{"Jan 31 12:00:00 mail postfix/smtpd[18426]: NOQUEUE: reject: RCPT from unknown[192.0.2.1]: 554 5.7.1 <a@example.com>: Relay access denied; from=<b@example.org> to=<a@example.com> proto=SMTP helo=<x>", "192.0.2.1", "", false},
			{"Jan 31 12:00:00 mail postfix/smtpd[18426]: connect from unknown[192.0.2.1]", "", "", false},
		},
		"dovecot": {
			{"Jan 31 12:00:00 mail dovecot: imap-login: Disconnected (auth failed, 3 attempts in 17 secs): user=<eve>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1, session=<abc>", "192.0.2.1", "eve", false},
			{"Jan 31 12:00:00 mail dovecot: imap-login: Login: user=<bob>, method=PLAIN, rip=192.0.2.1, lip=198.51.100.1, mpid=1, session=<abc>", "", "", false},
		},
		"apache-auth": {
			{"[Sat Jan 31 12:00:00.123456 2026] [auth_basic:error] [pid 1234:tid 5678] [client 192.0.2.1:56832] AH01618: user eve not found: /secret/", "192.0.2.1", "eve", false},
			{"[Sat Jan 31 12:00:00.123456 2026] [core:notice] [pid 1234:tid 5678] AH00094: Command line: '/usr/sbin/apache2'", "", "", false},
		},
		"recidive": {
			{"2026-01-31 12:00:00,123 fail2ban.actions        [1234]: NOTICE  [sshd] Ban 192.0.2.1", "192.0.2.1", "", false},
			{"2026-01-31 12:00:00,123 fail2ban.actions        [1234]: NOTICE  [sshd] Unban 192.0.2.1", "", "", false},
		},
	}
}

// stockLine is a line with what the filter finds in it; no address for nothing. A line that is remembered is no failure by itself.
type stockLine struct {
	text, address, user string
	remembered          bool
}

// checkWitness holds what the test wants to what fail2ban itself finds.
func checkWitness(t *testing.T, server *sandbox.Server, filter string, lines []stockLine) {
	t.Helper()
	var log, want []string
	for _, line := range lines {
		log = append(log, line.text+"\n")
		if line.address != "" && !line.remembered {
			want = append(want, line.address)
		}
	}
	path := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(path, []byte(strings.Join(log, "")), 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := server.Exec(t.Context(), "fail2ban-regex", "--usedns", "no", "-o", "<ip>", path, filepath.Join(server.Paths().Config, "filter.d", filter+".conf"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, strings.Fields(found)); diff != "" {
		t.Errorf("what fail2ban finds (-want +got):\n%s", diff)
	}
}

// TestStockFilters has a real fail2ban expand the filters that come with it, tries its lines on the expressions, and asks that fail2ban
// itself, with fail2ban-regex, whether it finds the same.
func TestStockFilters(t *testing.T) {
	if _, err := os.Stat(stockTree + "/filter.d/sshd.conf"); errors.Is(err, os.ErrNotExist) {
		sandboxtest.Skip(t, "no filters of fail2ban here ("+stockTree+"/filter.d)")
	}
	var jails []sandbox.Jail
	for name := range stockLines() {
		jails = append(jails, sandbox.Jail{Name: name, Filter: sandbox.Filter{Name: name}})
	}
	server := sandboxtest.Start(t, sandbox.Options{Stock: stockTree, Jails: jails, Action: sandbox.NoAction()})
	client := fail2ban.NewClient(server.Paths().Socket)
	t.Cleanup(func() { _ = client.Close() })
	for name, lines := range stockLines() {
		t.Run(name, func(t *testing.T) {
			e := expressionsOf(t, client.Jail(name))
			for _, line := range lines {
				began := time.Now()
				report := failregex.Explain(e, []string{line.text}, patient)
				t.Logf("%d expressions took %s", len(e.Fail)+len(e.Ignore), time.Since(began))
				checkStock(t, e, report, line)
			}
			checkWitness(t, server, name, lines)
		})
	}
}

func expressionsOf(t *testing.T, jail fail2ban.Jail) failregex.Expressions {
	t.Helper()
	var e failregex.Expressions
	var err error
	if e.Prefix, err = jail.PrefRegex(t.Context()); err != nil {
		t.Fatal(err)
	}
	if e.Fail, err = jail.FailRegex(t.Context()); err != nil {
		t.Fatal(err)
	}
	if e.Ignore, err = jail.IgnoreRegex(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(e.Fail) == 0 {
		t.Fatal("the jail has no expressions")
	}
	return e
}

func checkStock(t *testing.T, e failregex.Expressions, report failregex.Report, line stockLine) {
	t.Helper()
	found := report.Findings[0]
	want := failregex.Matched
	if line.address == "" {
		want = failregex.Unmatched
	}
	if found.Outcome != want || found.Address != line.address || found.User != line.user || found.Remembered != line.remembered || len(report.Problems) > 0 {
		t.Errorf("%s\nis %s, problems %+v; want %s from %q as %q", line.text, short(found), report.Problems, want, line.address, line.user)
	}
	if found.Outcome != failregex.Matched {
		return
	}
	if _, err := netip.ParseAddr(found.Address); err != nil || !strings.Contains(e.Fail[found.Index], "(?P<") {
		t.Errorf("address %q by %q", found.Address, e.Fail[found.Index])
	}
}
