package conf_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/fail2ban/conf"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// sound is a small configuration in which nothing is wrong. Its files are below /f2b.
var sound = map[string]string{
	"fail2ban.conf": "[Definition]\nloglevel = INFO\ndbpurgeage = 1d\n",
	"jail.conf": "[DEFAULT]\nbantime = 10m\nfindtime = 1d 12h\nmaxretry = 5\nignoreip = 127.0.0.1/8 ::1\nusedns = warn\nport = ssh\naction = a[port=%(port)s]\n" +
		"[sshd]\nfilter = f\nlogpath = /f2b/a.log\n[other]\nfilter = nowhere\n",
	"filter.d/f.conf": "[Definition]\nfailregex = ^%(_d)s from <HOST>$\nignoreregex =\n_d = sshd\n",
	"action.d/a.conf": "[Definition]\nactionban = ban <ip> <port>\n[Init]\nport = 0:65535\n",
	"a.log":           "",
	"jail.local":      "[sshd]\nenabled = true\n",
}

// soundWith is the sound configuration with other files, as a file system.
func soundWith(changes map[string]string) conf.FileSystem {
	files := maps.Clone(sound)
	maps.Copy(files, changes)
	raw := make(map[string][]byte)
	for name, text := range files {
		raw[filepath.Join("/f2b", name)] = []byte(text)
	}
	return conf.Overlay(conf.OS(), raw)
}

func readTree(t *testing.T, changes map[string]string, version string) *conf.Config {
	t.Helper()
	c, err := conf.Read(conf.Options{Dir: "/f2b", Version: version, Files: soundWith(changes)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestLint(t *testing.T) {
	jail := func(text string) map[string]string {
		return map[string]string{"jail.local": "[sshd]\nenabled = true\n" + text}
	}
	filter := func(text string) map[string]string { return map[string]string{"filter.d/f.local": text} }
	tests := []struct {
		name    string
		changes map[string]string
		want    []string
	}{
		{"sound", nil, nil},
		{"not enabled", map[string]string{"jail.local": "[other]\nenabled = false\n"}, nil},

		{"syntax", jail("garbage\n"), []string{`jail.local:3 fatal syntax: "garbage" is neither a section, nor an option with =, nor an indented line of a value`}},
		{"no section", map[string]string{"jail.local": "a = 1\n"}, []string{`jail.local:1 fatal no-section: "a = 1" stands before the first section`}},
		{"duplicate option", jail("maxretry = 1\nmaxretry = 2\n"), []string{"jail.local:4 fatal duplicate-option: maxretry is set in line 3 of the same section already"}},
		{"duplicate section", jail("[sshd]\n"), []string{"jail.local:3 fatal duplicate-section: the section [sshd] is there already, in line 1"}},
		{"byte order mark", map[string]string{"jail.d/x.conf": "\ufeff[sshd]\n"}, []string{"jail.d/x.conf:1 fatal byte-order-mark: the file begins with a byte order mark, for which fail2ban rejects the whole configuration"}},
		{"encoding", map[string]string{"jail.d/x.conf": "[sshd]\nx = \xff\n"}, []string{"jail.d/x.conf:2 error encoding: the line is not UTF-8, so that fail2ban leaves out the whole file"}},
		{"include", map[string]string{"jail.d/x.conf": "[INCLUDES]\nbefore = none.conf\n  mine.local\n"},
			[]string{"jail.d/x.conf:2 warning include-missing: none.conf is included, and is not there: /f2b/jail.d/none.conf"}},
		{"include in a circle", map[string]string{"jail.d/x.conf": "[INCLUDES]\nbefore = y.inc\n", "jail.d/y.inc": "[INCLUDES]\nafter = x.conf\n"},
			[]string{"jail.d/y.inc:2 warning include-cycle: x.conf is included while it is being read"}},

		{"outside", map[string]string{"jail.local": "[INCLUDES]\nafter = ../elsewhere.conf\n[sshd]\nenabled = true\n", "../elsewhere.conf": "[sshd]\n"},
			[]string{"../elsewhere.conf warning outside: the file is read, and is outside of /f2b"}},

		{"filter", jail("filter = nothing\n"), []string{`jail.local:3 error filter-missing: there is no filter "nothing" in /f2b/filter.d, and the jail is left out`}},
		{"action", jail("action = a\n   nothing\n"), []string{`jail.local:3 error action-missing: there is no action "nothing" in /f2b/action.d, and the jail is left out`}},
		{"brackets", jail("filter = f[a=\"b\" c]\n"), []string{`jail.local:3 error parameters: the filter "f[a=\"b\" c]" cannot be read, and the jail is left out: unexpected syntax at 5 after option 'a':  c`}},
		{"no definition", map[string]string{"filter.d/f.conf": "[Definitionn]\nfailregex = ^<HOST>\n"}, []string{
			"filter.d/f.conf error no-definition: the filter f has no section [Definition]",
			"filter.d/f.conf:1 warning unknown-section: fail2ban does not look into the section [Definitionn]; did you mean [Definition]?",
		}},
		{"reference", jail("findtime = %(nothing)s\n"), []string{"jail.local:3 fatal reference: %(nothing)s stands for nothing: neither [sshd] nor [DEFAULT] has it"}},
		{"reference in the filter", filter("[Definition]\nfailregex = %(nothing)s <HOST>\n"), []string{"filter.d/f.local:2 fatal reference: %(nothing)s stands for nothing: neither [Definition] nor [DEFAULT] has it"}},
		{"percent", filter("[Definition]\ndatepattern = ^%Y\n"), []string{`filter.d/f.local:2 fatal percent: a single % is not allowed: "%Y"`}},
		{"circle of references", jail("bantime = %(bantime)s\n"), []string{"jail.local:3 fatal reference: values refer to each other more than 10 deep"}},
		{"circle of tags", filter("[Definition]\nfailregex = <a> <HOST>\na = <b>\nb = <a>\n"), []string{"filter.d/f.local:2 fatal tag: <a> in failregex stands for itself in the end, and cannot be replaced"}},

		{"time", jail("bantime = xyz\n"), []string{`jail.local:3 fatal time: bantime is "xyz", which is no length of time; fail2ban's server would try to run it as a program`}},
		{"times", jail("bantime = 1 week\nfindtime = 1y 6mo2d12hours 5\nbantime.maxtime = -1\nbantime.rndtime = 2*3h\n"), nil},
		{"integer", jail("maxretry = 13 # x\n"), []string{
			`jail.local:3 fatal integer: maxretry must be a whole number, not "13 # x"`,
			`jail.local:3 warning comment-in-value: the # is no comment, but a part of the value of maxretry: "13 # x"`,
		}},
		{"backend", jail("backend = journal\n"), []string{`jail.local:3 fatal backend: there is no backend "journal"`}},
		{"backends", jail("backend = Systemd[journalflags=1]\n"), nil},
		{"boolean", map[string]string{"jail.local": "[sshd]\nenabled = enabled\n"}, []string{`jail.local:2 warning boolean: enabled is "enabled", which fail2ban takes for false`}},
		{"choice", jail("usedns = maybe\n"), []string{`jail.local:3 warning choice: usedns is "maybe", which fail2ban takes for no`}},
		{"address", jail("ignoreip = 10.0.0.0/33 fe80::/10, example.org\n  10.0.0.300 10.0.0.0/255.0.0.0 1:2\n"), []string{
			`jail.local:3 warning address: "10.0.0.0/33" is neither an address nor a network`,
			`jail.local:3 warning address: "10.0.0.300" is neither an address nor a network`,
			`jail.local:3 warning address: "1:2" is neither an address nor a network`,
		}},
		{"log level", map[string]string{"fail2ban.local": "[Definition]\nloglevel = LOUD\n"}, []string{`fail2ban.local:2 fatal log-level: there is no log level "LOUD"`}},
		{"purge age", map[string]string{"fail2ban.local": "[Definition]\ndbpurgeage = a day\n"},
			[]string{`fail2ban.local:2 fatal time: dbpurgeage is "a day", which is no length of time; fail2ban's server would try to run it as a program`}},

		{"misspelt option", jail("maxretries = 3\nbantme = 1h\nfailregx = x\n"), []string{
			"jail.local:3 warning unknown-option: maxretries is no option of a jail, and nothing refers to it",
			"jail.local:4 warning unknown-option: bantme is no option of a jail, and nothing refers to it; did you mean bantime?",
			"jail.local:5 warning unknown-option: failregx is no option of a jail, and nothing refers to it; did you mean failregex?",
		}},
		{"option that something refers to", jail("mine = 3\nother = x%(mine)s\nmaxretry = %(other)s\nmaxmatches = 1\n"), []string{`jail.local:5 fatal integer: maxretry must be a whole number, not "x3"`}},
		{"misspelt option of a filter", filter("[Definition]\nfailregexp = ^<HOST>\nfree = 1\n"),
			[]string{"filter.d/f.local:2 warning unknown-option: failregexp is no option of a filter, and nothing refers to it; did you mean failregex?"}},
		{"misspelt option of the server", map[string]string{"fail2ban.local": "[Definition]\nlog_target = STDOUT\n[Definitions]\n"}, []string{
			"fail2ban.local:2 warning unknown-option: log_target is no option of the server, and nothing refers to it; did you mean logtarget?",
			"fail2ban.local:3 warning unknown-section: fail2ban does not look into the section [Definitions]; did you mean [Definition]?",
		}},

		{"log", jail("logpath = /f2b/none.log\n"), []string{
			`jail.local:3 fatal log-missing: no file matches the log path "/f2b/none.log", and fail2ban rejects the whole configuration`,
		}},
		{"one log of two", jail("logpath = /f2b/*.log\n   /f2b/none.log\n"), []string{`jail.local:3 warning log-missing: no file matches the log path "/f2b/none.log"`}},
		{"no log", map[string]string{"jail.conf": "[sshd]\nfilter = f\naction = a\n"}, []string{"jail.conf:1 warning no-log: the jail reads neither a log file nor the journal"}},
		{"journal", jail("backend = systemd\nlogpath = /f2b/none.log\n"), nil},
		{"no filter, no action", jail("filter =\naction =\n"), []string{
			"jail.conf:9 warning no-action: the jail has no action: who is banned is not blocked",
			"jail.conf:9 warning no-filter: the jail has no filter, and finds nothing",
		}},
		{"name", map[string]string{"jail.local": "[a-name-that-is-really-long]\nenabled = 1\nfilter = f\nlogpath = /f2b/a.log\n[a b]\nenabled = 1\nfilter = f\nlogpath = /f2b/a.log\n"}, []string{
			"jail.local:1 warning jail-name: the name of the jail has 26 characters; iptables takes 24 for it",
			`jail.local:5 warning jail-name: the name of the jail "a b" has characters that actions may stumble over`,
		}},

		{"no host", filter("[Definition]\nfailregex = ^nobody$\n   ^<ADDR>$\n"), []string{`filter.d/f.local:2 fatal no-host: the failregex "^nobody$" finds nobody to ban, and fail2ban does not take it`}},
		{"host in the prefix", filter("[Definition]\nprefregex = ^<HOST> <F-CONTENT>.*</F-CONTENT>$\nfailregex = ^nobody$\n"), nil},
		{"hosts of all kinds", filter("[Definition]\nfailregex = ^<F-ID>x</F-ID>\n  ^<F-IP4/>\n  ^(?P<ip6>.*)\n  ^<F-MLFID>[^]]</F-MLFID>\n  ^<SUBNET>\n"), nil},
		{"bracket", filter("[Definition]\nfailregex = ^(<HOST>$\n  ^<HOST>)\n  ^[<HOST>\n  ^<HOST>\\\n  ^<HOST>[]()]\\)(?#()$\n  ^<F-ID><HOST>\n"), []string{
			`filter.d/f.local:2 fatal regex: a ( is not closed in the failregex "^(<HOST>$"`,
			`filter.d/f.local:2 fatal regex: a ( is not closed in the failregex "^<F-ID><HOST>"`,
			`filter.d/f.local:2 fatal regex: a ) closes nothing in the failregex "^<HOST>)"`,
			`filter.d/f.local:2 fatal regex: a [ is not closed in the failregex "^[<HOST>"`,
			`filter.d/f.local:2 fatal regex: nothing follows the last backslash in the failregex "^<HOST>\\"`,
		}},
		{"regex of the jail", jail("failregex = %(known/failregex)s\n  ^nobody\n"), []string{`jail.local:3 fatal no-host: the failregex "^nobody" finds nobody to ban, and fail2ban does not take it`}},
		{"two jails with the same default", map[string]string{"jail.local": "[DEFAULT]\nbantime = soon\n[sshd]\nenabled = 1\n[two]\nenabled = 1\nfilter = f\nlogpath = /f2b/a.log\n"},
			[]string{`jail.local:2 fatal time: bantime is "soon", which is no length of time; fail2ban's server would try to run it as a program`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, f := range readTree(t, tt.changes, "1.0.2").Lint() {
				got = append(got, strings.TrimPrefix(fmt.Sprintf("%s %s %s: %s", f.Place(), f.Severity, f.Code, f.Message), "/f2b/"))
				if f.Mend == "" {
					t.Errorf("nothing mends %s", f.Message)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestLintByVersion has what versions see differently.
func TestLintByVersion(t *testing.T) {
	changes := map[string]string{"jail.local": "[sshd]\nenabled = true\nbackend = gamin\nskip_if_nologs = true\nlogpath = /none\n", "jail.d/x.conf": "[sshd]\nx = \xff\n"}
	for version, want := range map[string][]string{
		"0.11.2": {"fatal log-missing", "warning unknown-option", "error encoding"},
		"1.1.0":  {"fatal backend", "fatal log-missing", "warning unknown-option", "error encoding"},
		"1.1.1":  {"fatal backend", "error log-missing", "fatal no-files", "error encoding"},
	} {
		t.Run(version, func(t *testing.T) {
			got := make(map[string]bool)
			for _, f := range readTree(t, changes, version).Lint() {
				got[fmt.Sprintf("%s %s", f.Severity, f.Code)] = true
			}
			for _, w := range want {
				if !got[w] {
					t.Errorf("no %s", w)
				}
				delete(got, w)
			}
			if len(got) > 0 {
				t.Errorf("more: %v", got)
			}
		})
	}
}

// TestNothingIsWrongWithStock lints what fail2ban ships, with every jail enabled.
func TestNothingIsWrongWithStock(t *testing.T) {
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		r := &reference{version: version}
		dir := r.stock(t)
		write(t, dir, map[string]string{"jail.d/zz.local": "[DEFAULT]\nenabled = true\nbackend = systemd\n"})
		for _, f := range read(t, dir, r.version.Number).Lint() {
			t.Errorf("%s %s: %s", f.Place(), f.Code, f.Message)
		}
	})
}
