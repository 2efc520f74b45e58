package localhost_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/localhost"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// stocked is a host with the jails that come with fail2ban, none of them enabled, and a place for logs.
func stocked(t *testing.T, version sandbox.Version, files map[string]string) (options localhost.Options, logs string) {
	t.Helper()
	server := sandboxtest.Start(t, sandbox.Options{
		Version: version, Stock: version.StockConfig(), Jails: []sandbox.Jail{{Name: "own", Filter: sandbox.SSH()}}, Files: files,
	})
	return optionsFor(t, server, version), server.Paths().Logs
}

// say are needs in few words.
func say(needs []host.Need) string {
	lines := make([]string, 0, len(needs))
	for _, n := range needs {
		lines = append(lines, fmt.Sprintf("%s %s: %s", n.Subject, n.State, n.Message))
	}
	return strings.Join(lines, "\n")
}

func need(t *testing.T, a host.Activation, subject host.NeedSubject, state host.NeedState, says string) {
	t.Helper()
	if !slices.ContainsFunc(a.Needs, func(n host.Need) bool {
		return n.Subject == subject && n.State == state && strings.Contains(n.Message, says) && (state == host.NeedMet || n.Mend != "" || subject == host.NeedServer)
	}) {
		t.Errorf("no need %s %s %q:\n%s", subject, state, says, say(a.Needs))
	}
}

// TestActivation asks for jails that find all they need, and for such as do not, on every version.
func TestActivation(t *testing.T) {
	t.Parallel()
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		t.Parallel()
		options, logs := stocked(t, version, map[string]string{
			"jail.local": "[DEFAULT]\naction = none\n[filed]\nfilter = sshd\nlogpath = %(here)s\nhere = /\n[lost]\nfilter = sshd\nlogpath = /nowhere/auth.log\n" +
				"[odd]\nfilter = sshd\nlogpath = /nowhere/auth.log\nbantime = soon\n[later]\nfilter = sshd\n[firewall]\nfilter = sshd\naction = %(action_)s\nbanaction = walls\nport = 22\n",
			"jail.d/zzz.local":     "[later]\nenabled = no\n",
			"action.d/walls.conf":  "[Definition]\nactionban = no-such-wall add <ip>\nactionunban = no-such-wall del <ip>\n[Init]\n",
			"action.d/none.local":  "[Definition]\nactionban = true\n",
			"action.d/doors.local": "[Definition]\nactionban = true\n",
		})
		check(t, os.WriteFile(filepath.Join(logs, "filed.log"), nil, 0o600))
		put(t, options.ConfigDir, "jail.d/filed.local", "[filed]\nhere = "+filepath.Join(logs, "filed.log")+"\n[firewall]\nlogpath = "+filepath.Join(logs, "filed.log")+"\n")
		h := open(t, options)
		before := stamps(t, options.ConfigDir)
		ask := func(jail string, draft ...host.FileChange) host.Activation {
			t.Helper()
			a, err := h.Activation(t.Context(), jail, draft)
			check(t, err)
			if a.Jail != jail || a.Untried != "" || a.Version == "" {
				t.Errorf("%+v", a)
			}
			return a
		}

		a := ask("filed")
		if !a.Met() || a.Enabled || len(a.Remedies) > 0 {
			t.Errorf("filed: %+v", a)
		}
		need(t, a, host.NeedSource, host.NeedMet, "filed.log")
		need(t, a, host.NeedFilter, host.NeedMet, "filter sshd with ")
		need(t, a, host.NeedServer, host.NeedMet, "takes it")

		a = ask("lost")
		if a.Met() {
			t.Errorf("lost: %+v", a)
		}
		need(t, a, host.NeedSource, host.NeedMissing, "/nowhere/auth.log")
		a = ask("odd")
		need(t, a, host.NeedSource, host.NeedMissing, "/nowhere/auth.log")
		need(t, a, host.NeedOption, host.NeedMissing, "soon")
		a = ask("later")
		need(t, a, host.NeedSwitch, host.NeedMissing, "a file that counts more")
		if n := a.Needs[0]; n.File != "jail.d/zzz.local" || n.Line != 2 {
			t.Errorf("later: %+v", n)
		}
		a = ask("firewall")
		need(t, a, host.NeedProgram, host.NeedDoubtful, "no-such-wall")
		if !a.Met() {
			t.Errorf("firewall: %s", say(a.Needs))
		}

		// With a draft a jail may have what it lacks, or be made by it.
		a = ask("lost", host.FileChange{Name: "jail.d/zz-bangui.local", Text: []byte("[lost]\nlogpath = " + filepath.Join(logs, "filed.log") + "\n")})
		if !a.Met() {
			t.Errorf("lost, with a log in the draft: %s", say(a.Needs))
		}
		a = ask("drawn", host.FileChange{Name: "jail.local", Text: []byte("[drawn]\nfilter = sshd\nfailregex = ^(?<=a+)b <HOST>$\naction = none\nlogpath = " + filepath.Join(logs, "filed.log") + "\n")})
		need(t, a, host.NeedServer, host.NeedMissing, "(?<=a+)b")
		if a = ask("own"); !a.Enabled || !a.Met() {
			t.Errorf("a jail that runs: %+v", a)
		}
		_, err := h.Activation(t.Context(), "nosuch", nil)
		if !errors.Is(err, fault.NotFound) {
			t.Errorf("no such jail: %v", err)
		}
		if diff := cmp.Diff(before, stamps(t, options.ConfigDir)); diff != "" {
			t.Errorf("something was written: %s", diff)
		}
	})
}

// stamps are all files of a directory.
func stamps(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := make(map[string]string)
	for _, pattern := range []string{"*", "*/*"} {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		check(t, err)
		for _, name := range names {
			info, err := os.Stat(name)
			check(t, err)
			found[name] = info.ModTime().String()
		}
	}
	return found
}

// withJournal gives a host a journal with an entry in it, and a fail2ban that has the Python module for it.
func withJournal(t *testing.T, options *localhost.Options) {
	t.Helper()
	dir := t.TempDir()
	put(t, dir, "systemd/__init__.py", "")
	put(t, dir, "systemd/journal.py", "__version__ = '234'\nAPPEND = 1\nLOCAL_ONLY = 1\n\n\nclass Reader:\n    def __init__(self, **kwargs):\n        pass\n\n"+
		"    def __getattr__(self, name):\n        return lambda *args, **kwargs: None\n")
	script := func(name, text string) string {
		put(t, dir, name, "#!/bin/sh\n"+text+"\n")
		path := filepath.Join(dir, name)
		check(t, os.Chmod(path, 0o700))
		return path
	}
	options.Server = script("fail2ban-server", "export PYTHONPATH="+dir+"\nexec "+options.Server+` "$@"`)
	options.Journal = script("journalctl", "echo 'an entry'")
}

// TestActivationRemedies looks for the way out of what a machine does not have.
func TestActivationRemedies(t *testing.T) {
	t.Parallel()
	lines := "[DEFAULT]\naction = %(action_)s\nbanaction = doors\n[lost]\nfilter = sshd\nlogpath = /nowhere/auth.log\n[plain]\nfilter = own-journal\nlogpath = /nowhere/auth.log\n" +
		"[walled]\nfilter = sshd\nlogpath = /nowhere/auth.log\nport = 22\naction = %(action_)s\nbanaction = walls\n"
	given := map[string]string{
		"jail.local": lines, "filter.d/own-journal.local": "[Definition]\nfailregex = ^no <HOST>$\n", "action.d/doors.local": "[Definition]\nactionban = true\n",
		"action.d/walls.local": "[Definition]\nactionban = no-such-wall add <ip>\n", "action.d/nftables.local": "[Definition]\nactionstart = true\nactioncheck =\nactionban = true\nactionunban = true\n",
	}
	settings := func(a host.Activation) []string {
		var all []string
		for _, r := range a.Remedies {
			text := ""
			for _, s := range r.Settings {
				text += s.Option + " = " + s.Value + "; "
			}
			if r.Message == "" {
				t.Errorf("remedy without a message: %+v", r)
			}
			all = append(all, text)
		}
		return all
	}
	want := func(t *testing.T, options localhost.Options, jail string, remedies ...string) {
		t.Helper()
		a, err := open(t, options).Activation(t.Context(), jail, nil)
		check(t, err)
		got := settings(a)
		if len(got) > len(remedies) && jail == "walled" {
			got = got[:len(remedies)] // what else this machine has
		}
		if diff := cmp.Diff(remedies, got); diff != "" {
			t.Errorf("remedies of %s (-want +got):\n%s\n%s", jail, diff, say(a.Needs))
		}
	}
	t.Run("journal", func(t *testing.T) {
		t.Parallel()
		options, _ := stocked(t, sandbox.Version{}, given)
		want(t, options, "lost") // this fail2ban lacks the module
		withJournal(t, &options)
		want(t, options, "lost", "backend = systemd; ")
		want(t, options, "plain") // nothing says which entries are meant
		want(t, options, "walled", "backend = systemd; banaction = nftables; ")
	})
	t.Run("logs of another distribution", func(t *testing.T) {
		t.Parallel()
		options, logs := stocked(t, sandbox.Version{}, given)
		check(t, os.WriteFile(filepath.Join(logs, "secure"), nil, 0o600))
		put(t, options.ConfigDir, "paths-test.conf", "[INCLUDES]\nbefore = paths-common.conf\n[DEFAULT]\nsyslog_authpriv = "+filepath.Join(logs, "secure")+"\n")
		put(t, options.ConfigDir, "jail.d/z.local", "[sshd]\nlogpath = %(sshd_log)s\nbackend = auto\n")
		put(t, options.ConfigDir, "paths-common.local", "[DEFAULT]\nsyslog_authpriv = /nowhere/auth.log\n")
		want(t, options, "sshd", "logpath = "+filepath.Join(logs, "secure")+"; ")
	})
}

func TestTwins(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	put(t, dir, "secure", "")
	put(t, dir, "app.log", "")
	auth, secure, app := filepath.Join(dir, "auth.log"), filepath.Join(dir, "secure"), filepath.Join(dir, "app.log")
	if diff := cmp.Diff([][]string{{secure, app}}, localhost.TwinsOf([]string{auth, app}, auth, secure, filepath.Join(dir, "messages"))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := localhost.TwinsOf([]string{filepath.Join(dir, "other.log")}, auth, secure); got != nil {
		t.Errorf("twins of a log that has none: %v", got)
	}
}

func TestProgramsIn(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		script string
		want   []string
	}{
		{"", nil},
		{"iptables -w -I f2b-sshd 1 -s <ip> -j REJECT", []string{"iptables"}},
		{"{ iptables -w -C INPUT -j f2b >/dev/null 2>&1; } || { iptables -w -N f2b || true; ip6tables -w -A f2b; }", []string{"iptables", "ip6tables"}},
		{"nft add set inet f2b-table addr-set \\{ type ipv4_addr\\; \\}", []string{"nft"}},
		{"printf %%b \"Subject: [Fail2Ban]; banned\\nbye; now\" | /usr/sbin/sendmail -f \"root\" \"root\"", []string{"/usr/sbin/sendmail"}},
		{"if [ -f /x ]; then ipset add f2b <ip>; else echo no; fi", []string{"ipset"}},
		{"LC_ALL=C whois <ip> || echo \"missing\"", []string{"whois"}},
		{"for proto in tcp udp; do\n  pfctl -k $proto\ndone", []string{"pfctl"}},
		{"<iptables> -n -L <chain>\n$cmd x", nil},
		{"A=$(curl -s http://x) && ufw deny from <ip>", []string{"curl", "ufw"}},
		{"! nft list table x", []string{"nft"}},
		{"echo 'a; b | c'", nil},
	} {
		if diff := cmp.Diff(test.want, localhost.ProgramsIn(test.script)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.script, diff)
		}
	}
}

// FuzzProgramsIn reads scripts of any kind: what it finds has the form of a program's name.
func FuzzProgramsIn(f *testing.F) {
	f.Add("a | b && (c; `d` \\\n e) 'f")
	f.Fuzz(func(t *testing.T, script string) {
		for _, name := range localhost.ProgramsIn(script) {
			if name == "" || strings.ContainsAny(name, " \n|;&`()<>$'\"") {
				t.Errorf("%q", name)
			}
		}
	})
}
