package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// smallConfiguration makes a configuration with one jail.
func smallConfiguration(t *testing.T, more string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"fail2ban.conf":   "[Definition]\nlogtarget = STDOUT\n",
		"jail.conf":       "[DEFAULT]\nbantime = 10m\nport = 0:65535\n[sshd]\nfilter = f[port=\"%(port)s\"]\nlogpath = " + dir + "/log\n",
		"jail.local":      "[sshd]\nenabled = true\nport = ssh\n" + more,
		"filter.d/f.conf": "[Definition]\nfailregex = ^<HOST> <port>$\n  ^it's \"<HOST>\"\n",
		"log":             "",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestFail2banDump(t *testing.T) {
	dir := smallConfiguration(t, "")
	text := runProgram(t, "fail2ban", "dump", "--config-dir", dir, "--for=1.0.2")
	want := `['set', 'syslogsocket', 'auto']
['set', 'loglevel', 'INFO']
['set', 'logtarget', 'STDOUT']
['set', 'allowipv6', 'auto']
['set', 'dbfile', '/var/lib/fail2ban/fail2ban.sqlite3']
['set', 'dbpurgeage', '1d']
['add', 'sshd', 'auto']
['multi-set', 'sshd', 'addfailregex', ['^<HOST> ssh$', '^it\'s "<HOST>"']]
['set', 'sshd', 'bantime', '10m']
['set', 'sshd', 'addlogpath', '` + dir + `/log', 'head']
['start', 'sshd']
`
	if diff := cmp.Diff(want, text.stdout); diff != "" || text.code != 0 || text.stderr != "" {
		t.Errorf("code %d, %s (-want +got):\n%s", text.code, text.stderr, diff)
	}
	var got struct {
		Version  string
		Commands [][]any
	}
	r := runWith(t, "", []string{"BANGUI_FAIL2BAN_CONFIG_DIR=" + dir}, "fail2ban", "dump", "--for=1.1.1", "--format=json")
	if err := json.Unmarshal([]byte(r.stdout), &got); err != nil || got.Version != "1.1.1" || len(got.Commands) != 11 {
		t.Errorf("%v: %s%s", err, r.stdout, r.stderr)
	}
}

func TestFail2banDumpRefuses(t *testing.T) {
	dir := smallConfiguration(t, "bantime = %(nothing)s\n")
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"--config-dir", dir, "--for=1.0.2"}, "fail2ban rejects this configuration: " + dir + "/jail.local:4: %(nothing)s stands for nothing"},
		{[]string{"--config-dir", dir + "/none", "--for=1.0.2"}, `there is no directory "` + dir + `/none"`},
		{[]string{"--config-dir", dir, "--for=new"}, `"new" is no version such as 1.0.2`},
	} {
		r := runProgram(t, append([]string{"fail2ban", "dump"}, tt.args...)...)
		if r.code != 78 || !strings.Contains(r.stderr, tt.want) || !strings.Contains(r.stderr, "To mend it: ") || r.stdout != "" {
			t.Errorf("code %d: %s%s, want %s", r.code, r.stdout, r.stderr, tt.want)
		}
	}
}

func TestFail2banExplain(t *testing.T) {
	dir := smallConfiguration(t, "bantime = 1h\n")
	for _, tt := range []struct {
		option, want string
	}{
		{"bantime", "jail sshd: bantime = 1h\n  from DIR/jail.local:4 [sshd]\n  instead of DIR/jail.conf:2 [DEFAULT]: 10m\n"},
		{"backend", "jail sshd: backend = auto\n  from fail2ban's own default\n"},
		{"failregex", "jail sshd, filter f: failregex = ^<HOST> ssh$\n      ^it's \"<HOST>\"\n  from DIR/filter.d/f.conf:2 [Definition]\n" +
			"  with <port> = ssh\n    from the brackets in DIR/jail.conf:5 [sshd] filter\n    with %(port)s = ssh\n      from DIR/jail.local:3 [sshd]\n"},
	} {
		r := runProgram(t, "fail2ban", "explain", "sshd", tt.option, "--config-dir", dir, "--for=1.0.2")
		if diff := cmp.Diff(strings.ReplaceAll(tt.want, "DIR", dir), r.stdout); diff != "" || r.code != 0 {
			t.Errorf("code %d, %s (-want +got):\n%s", r.code, r.stderr, diff)
		}
	}
	var got struct{ Items []explained }
	r := runProgram(t, "fail2ban", "explain", "sshd", "bantime", "--config-dir", dir, "--for=1.0.2", "-o", "json")
	if err := json.Unmarshal([]byte(r.stdout), &got); err != nil {
		t.Fatal(err)
	}
	want := []explained{{Jail: "sshd", Kind: "jail", Option: "bantime",
		valueRow: valueRow{Value: "1h", Origin: "file", Place: &settingPlace{dir + "/jail.local", 4, "sshd", "bantime", "1h"}},
		Hides:    []settingPlace{{dir + "/jail.conf", 2, "DEFAULT", "bantime", "10m"}}}}
	if diff := cmp.Diff(want, got.Items, cmp.AllowUnexported(explained{}, useRow{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	r = runProgram(t, "fail2ban", "explain", "shd", "bantime", "--config-dir", dir, "--for=1.0.2")
	if r.code != 1 || !strings.Contains(r.stderr, `there is no jail "shd"; did you mean sshd?`) {
		t.Errorf("code %d: %s", r.code, r.stderr)
	}
}

func TestFail2banLint(t *testing.T) {
	for _, tt := range []struct {
		more, want string
		code       int
	}{
		{"action = none\n", "DIR/jail.local:4: error: jail sshd: there is no action \"none\" in DIR/action.d, and the jail is left out (action-missing)\n" +
			"  to mend it: correct the name, or make the file DIR/action.d/none.local\n", 1},
		{"usedns = x\n", "DIR/jail.conf:4: warning: jail sshd: the jail has no action: who is banned is not blocked (no-action)\n" +
			"  to mend it: set action, or remove the empty one\n" +
			"DIR/jail.local:4: warning: jail sshd: usedns is \"x\", which fail2ban takes for no (choice)\n  to mend it: use one of yes, warn, no, raw\n", 0},
		{"enabled = true\n", "DIR/jail.local:4: fatal: enabled is set in line 2 of the same section already (duplicate-option)\n  to mend it: keep one of the two\n" +
			"DIR/jail.conf:4: warning: jail sshd: the jail has no action: who is banned is not blocked (no-action)\n  to mend it: set action, or remove the empty one\n", 1},
	} {
		dir := smallConfiguration(t, tt.more)
		r := runProgram(t, "fail2ban", "lint", "--config-dir", dir, "--for=1.0.2")
		want := strings.Split(strings.ReplaceAll(tt.want, "DIR", dir), "\n")
		got := strings.Split(r.stdout, "\n")
		sort.Strings(want)
		sort.Strings(got)
		if diff := cmp.Diff(want, got); diff != "" || r.code != tt.code {
			t.Errorf("code %d, %s (-want +got):\n%s", r.code, r.stderr, diff)
		}
		var parsed struct {
			Findings []struct{ Code, Severity, File, Message, Mend string }
		}
		r = runProgram(t, "fail2ban", "lint", "--config-dir", dir, "--for=1.0.2", "--format=json")
		if err := json.Unmarshal([]byte(r.stdout), &parsed); err != nil || len(parsed.Findings) == 0 || parsed.Findings[0].File == "" || r.code != tt.code {
			t.Errorf("%v: %s%s", err, r.stdout, r.stderr)
		}
	}
}
