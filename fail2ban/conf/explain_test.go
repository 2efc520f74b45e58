package conf_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/fail2ban/conf"
)

func TestExplain(t *testing.T) {
	changes := map[string]string{
		"jail.conf": "[INCLUDES]\nbefore = paths.conf\n[DEFAULT]\nbantime = 10m\nport = 0:65535\nmode = normal\nfilter = %(__name__)s[mode=%(mode)s]\naction = a[port=\"%(port)s\", chain=%(chain)s]\nchain = <known/chain>\n" +
			"[f]\nport = ssh\nlogpath = %(f_log)s\n   %(dir)s/more.log\nbackend = systemd\n",
		"paths.conf":      "[DEFAULT]\ndir = /var/log\nf_log = %(dir)s/auth.log\n",
		"jail.local":      "[DEFAULT]\nbantime = 1h\n[f]\nbantime = 2h\nmode = extra\n",
		"jail.d/zz.local": "[f]\nenabled = yes\nbantime = 3h\nignoreregex = %(known/ignoreregex)s\n   ^mine\n",
		"filter.d/f.conf": "[Definition]\nfailregex = <cmnfail-<mode>>\nignoreregex = ^stock <HOST>\ncmnfail-extra = ^%(_d)s <HOST>$\n_d = sshd\nmaxlines = 5\n",
		"action.d/a.conf": "[Definition]\nactionban = ban <ip> <port> <chain>\n[Init]\nport = 1\nchain = INPUT\n",
	}
	tests := []struct {
		option string
		want   []string
	}{
		{"bantime", []string{
			"jail bantime = 3h, file jail.d/zz.local:3", "  hides jail.local:4 [f] 2h", "  hides jail.local:2 [DEFAULT] 1h", "  hides jail.conf:4 [DEFAULT] 10m",
		}},
		{"Port", []string{"jail port = ssh, file jail.conf:11", "  hides jail.conf:5 [DEFAULT] 0:65535",
			"action port = ssh, parameter jail.conf:8", "  uses %(port)s = ssh, file jail.conf:11"}},
		{"backend", []string{"jail backend = systemd, file jail.conf:14"}},
		{"systemd_if_nologs", []string{"jail systemd_if_nologs = True, default"}},
		{"logpath", []string{
			"jail logpath = /var/log/auth.log\n/var/log/more.log, file jail.conf:12",
			"  uses %(f_log)s = /var/log/auth.log, file paths.conf:3", "    uses %(dir)s = /var/log, file paths.conf:2",
			"  uses %(dir)s = /var/log, file paths.conf:2",
		}},
		{"filter", []string{"jail filter = f[mode=extra], file jail.conf:7", "  uses %(__name__)s = f, fail2ban", "  uses %(mode)s = extra, file jail.local:5"}},
		{"ignoreregex", []string{
			"jail ignoreregex = ^stock <HOST>\n^mine, file jail.d/zz.local:4", "  uses %(known/ignoreregex)s = ^stock <HOST>, file filter.d/f.conf:3",
			"  hides filter.d/f.conf:3 [Definition] ^stock <HOST>",
		}},
		{"failregex", []string{
			"filter failregex = ^sshd <HOST>$, file filter.d/f.conf:2",
			"  uses <mode> = extra, parameter jail.conf:7", "    uses %(mode)s = extra, file jail.local:5",
			"  uses <cmnfail-extra> = ^sshd <HOST>$, file filter.d/f.conf:4", "    uses %(_d)s = sshd, file filter.d/f.conf:5",
		}},
		{"maxlines", []string{"filter maxlines = 5, file filter.d/f.conf:6"}},
		{"logtype", []string{"filter logtype = journal, fail2ban"}},
		{"actionban", []string{
			"action actionban = ban <ip> ssh INPUT, file action.d/a.conf:2", "  uses <port> = ssh, parameter jail.conf:8",
			"    uses %(port)s = ssh, file jail.conf:11",
			"  uses <chain> = <known/chain>, parameter jail.conf:8", "    uses %(chain)s = <known/chain>, file jail.conf:9",
			"  uses <known/chain> = INPUT, file action.d/a.conf:5",
		}},
	}
	c := readTree(t, changes, "1.1.1")
	for _, tt := range tests {
		t.Run(tt.option, func(t *testing.T) {
			found, err := c.Explain("f", tt.option)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range found {
				got = append(got, fmt.Sprintf("%s %s = %s", e.Kind, e.Option, describe(e.Value)))
				got = uses(got, "  ", e.Value)
				for _, s := range e.Hidden {
					got = append(got, fmt.Sprintf("  hides %s [%s] %s", strings.TrimPrefix(s.Place(), "/f2b/"), s.Section, s.Text))
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestExplainJail(t *testing.T) {
	c := readTree(t, map[string]string{
		"jail.conf":       "[DEFAULT]\nbantime = 10m\nport = 0:65535\nspare = %(nothing)s\nfilter = %(__name__)s\naction = a[port=\"%(port)s\"]\n[f]\nport = ssh\nbackend = systemd\n",
		"jail.local":      "[f]\nbantime = 2h\nmaxretry = %(retries)s\nretries = 7\n",
		"filter.d/f.conf": "[Definition]\nfailregex = ^<HOST>$\nmaxlines = 5\n",
		"action.d/a.conf": "[Definition]\nactionban = ban <ip> <port>\n",
	}, "1.0.2")
	j, all, err := c.ExplainJail("f")
	if err != nil || j.Enabled || j.Filter.Name != "f" {
		t.Fatalf("%+v, %v", j, err)
	}
	var got []string
	for _, e := range all {
		line := fmt.Sprintf("%s %s = %s", e.Kind, e.Option, describe(e.Value))
		if e.Failed != nil {
			line += ": " + e.Failed.Message
		}
		for _, s := range e.Hidden {
			line += ", hides " + strings.TrimPrefix(s.Place(), "/f2b/")
		}
		got = append(got, line)
	}
	want := []string{
		"jail enabled = False, default", "jail backend = systemd, file jail.conf:9", "jail maxretry = 7, file jail.local:3",
		"jail bantime = 2h, file jail.local:2, hides jail.conf:2", "jail filter = f, file jail.conf:5",
		`jail action = a[port="ssh"], file jail.conf:6`, "jail port = ssh, file jail.conf:8, hides jail.conf:3", "jail retries = 7, file jail.local:4",
		"jail spare = %(nothing)s, file jail.conf:4: %(nothing)s stands for nothing: neither [f] nor [DEFAULT] has it",
		"filter failregex = ^<HOST>$, file filter.d/f.conf:2", "filter maxlines = 5, file filter.d/f.conf:3",
		"filter logtype = journal, fail2ban",
		"action actionban = ban <ip> ssh, file action.d/a.conf:2",
		"action port = ssh, parameter jail.conf:6",
		"action name = f, fail2ban", "action actname = a, fail2ban",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestExplainJailOfBrokenConfiguration(t *testing.T) {
	c := readTree(t, map[string]string{"jail.local": "[f]\nmaxretry = %(nothing)s\nbantime = 1h\n"}, "1.0.2")
	_, all, err := c.ExplainJail("f")
	e, ok := errors.AsType[*conf.Error](err)
	if !ok || e.Finding.Code != conf.CodeReference || e.Finding.Line != 2 {
		t.Errorf("got %v", err)
	}
	if len(all) < 2 || all[0].Failed == nil || all[0].Value.Text() != "%(nothing)s" || all[1].Value.Text() != "1h" || all[1].Failed != nil {
		t.Errorf("explained: %+v", all)
	}
	if _, _, err := c.ExplainJail("g"); err == nil || !strings.Contains(err.Error(), `no jail "g"`) {
		t.Errorf("an unknown jail: %v", err)
	}
}

func describe(v *conf.Value) string {
	text := fmt.Sprintf("%s, %s", v.Text(), v.Origin)
	if v.Setting != nil {
		text += " " + strings.TrimPrefix(v.Setting.Place(), "/f2b/")
	}
	return text
}

func uses(lines []string, indent string, v *conf.Value) []string {
	for _, u := range v.Uses {
		lines = append(lines, fmt.Sprintf("%suses %s = %s", indent, u.Written, describe(u.Value)))
		lines = uses(lines, indent+"  ", u.Value)
	}
	return lines
}

func TestExplainRefuses(t *testing.T) {
	c := readTree(t, map[string]string{"jail.local": "[sshd]\nx = %(nothing)s\n"}, "1.1.0")
	for _, tt := range []struct {
		jail, option, message string
		code                  conf.Code
	}{
		{"shd", "bantime", `there is no jail "shd"; did you mean sshd?`, conf.CodeNoJail},
		{"sshd", "nothing", `nothing sets nothing for the jail "sshd"`, conf.CodeNoOption},
		{"sshd", "x", `/f2b/jail.local:2: %(nothing)s stands for nothing: neither [sshd] nor [DEFAULT] has it`, conf.CodeReference},
		{"other", "failregex", `nothing sets failregex for the jail "other"`, conf.CodeNoOption},
	} {
		_, err := c.Explain(tt.jail, tt.option)
		e, ok := errors.AsType[*conf.Error](err)
		if !ok || e.Finding.Code != tt.code || err.Error() != tt.message {
			t.Errorf("%s %s: got %v", tt.jail, tt.option, err)
		}
	}
}
