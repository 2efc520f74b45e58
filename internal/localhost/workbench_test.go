package localhost_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/localhost"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// openBench opens a host without a server, on a configuration made of these files, with the programs of a version.
func openBench(t *testing.T, version sandbox.Version, files map[string]string) (h *localhost.Host, dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		check(t, os.MkdirAll(filepath.Dir(path), 0o700))
		check(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return open(t, localhost.Options{
		Socket: filepath.Join(dir, "no.sock"), ConfigDir: dir, Regex: publicProgram(t, version, "fail2ban-regex"),
		Journal: filepath.Join(dir, "journalctl"), Location: time.UTC,
	}), dir
}

// publicProgram is a program of a version that everybody may run: in the box it is run by nobody.
func publicProgram(t *testing.T, version sandbox.Version, name string) string {
	t.Helper()
	if version.Root == "" || os.Geteuid() != 0 {
		return program(t, version, name)
	}
	dir, err := os.MkdirTemp("", "bangui-programs-")
	check(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	check(t, os.Chmod(dir, 0o755))
	root := filepath.Join(dir, "root")
	check(t, os.CopyFS(filepath.Join(root, "usr/lib/python3/dist-packages"), os.DirFS(filepath.Join(version.Root, "usr/lib/python3/dist-packages"))))
	check(t, os.CopyFS(filepath.Join(root, "usr/bin"), os.DirFS(filepath.Join(version.Root, "usr/bin"))))
	boot, err := os.ReadFile(filepath.Join("..", "sandbox", "boot.py"))
	check(t, err)
	check(t, os.WriteFile(filepath.Join(dir, "boot.py"), boot, 0o644))
	path := filepath.Join(dir, name)
	script := fmt.Sprintf("#!/bin/sh\nPYTHONPATH=%s/usr/lib/python3/dist-packages exec /usr/bin/python3 %s/boot.py %s/usr/bin/%s \"$@\"\n", root, dir, root, name)
	check(t, os.WriteFile(path, []byte(script), 0o755))
	return path
}

// sessions is a filter with all that one can have: a prefix, lines that count only with others, expressions to ignore.
const sessions = `[Definition]
prefregex = ^\s*\S+ sshd\[<F-MLFID>\d+</F-MLFID>\]: <F-CONTENT>.+</F-CONTENT>$
failregex = ^Failed \S+ for (?:invalid user )?<F-USER>\S+</F-USER> from <ADDR> port \d+
            ^<F-NOFAIL>Connection</F-NOFAIL> from <ADDR>
            ^maximum authentication attempts exceeded$
ignoreregex = robot
datepattern = {^LN-BEG}
`

func bench() map[string]string {
	return map[string]string{
		"fail2ban.conf":           "[Definition]\n",
		"jail.conf":               "[DEFAULT]\n[ssh]\nenabled = true\nfilter = sessions\nlogpath = %(fail2ban_confpath)s/auth.log\n[journal]\nbackend = systemd\nfilter = sessions\njournalmatch = _SYSTEMD_UNIT=ssh.service + _COMM=sshd\n",
		"filter.d/sessions.conf":  sessions,
		"filter.d/other.conf":     "[Definition]\nfailregex = ^other <HOST>$\n",
		"filter.d/dangerous.conf": "[Definition]\nfailregex = ^fine <HOST>$\n    ^\\s*\\S+ foo: (a+)+<HOST>$\n",
	}
}

func short(lines []host.TestedLine) string {
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "%s %d %s %s", l.Outcome, l.Index, l.ID, l.User)
		if !l.At.IsZero() {
			fmt.Fprintf(&b, " %s", l.At.Format(time.RFC3339))
		}
		if l.Near != nil {
			fmt.Fprintf(&b, " near %s %d ‹%s› not ‹%s› at ‹%s›", l.Near.List, l.Near.Index, l.Near.Matched, l.Near.Failed, l.Near.Rest)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestTestFilter(t *testing.T) {
	t.Parallel()
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		t.Parallel()
		h, _ := openBench(t, version, bench())
		date := func(second int, text string) string {
			return fmt.Sprintf("2026-11-27T06:00:%02d+00:00 host sshd%s", second, text)
		}
		lines := []string{
			date(0, `[12]: Failed password for invalid user "a'dmin\ from 192.0.2.4 port 22 ssh2`),
			"# a comment", "",
			date(1, "[13]: Connection from 192.0.2.5 port 1"),
			date(2, "[13]: maximum authentication attempts exceeded"),
			date(3, "[14]: maximum authentication attempts exceeded"),
			date(4, "[15]: Failed password for robot from 192.0.2.9 port 22 ssh2"),
			date(5, "[16]: Failed password for x from example.com port 22 ssh2"),
			date(6, "[17]: Failed password for Jürgen from 2001:db8::1 port 22 ssh2\r"),
			date(7, ": something else"),
			date(8, "[18]: ['192.0.2.77',\t1.0,\t{'user': 'forged'}],"),
		}
		report, err := h.TestFilter(t.Context(), host.TestOrder{Filter: "sessions", Lines: lines})
		check(t, err)
		const failed = `^Failed \S+ for (?:invalid user )?<F-USER>\S+</F-USER> from `
		want := `matched 0 192.0.2.4 "a'dmin\ 2026-11-27T06:00:00Z
skipped -1  
skipped -1  
remembered 1   2026-11-27T06:00:01Z
matched 2 192.0.2.5  2026-11-27T06:00:02Z
remembered 2   2026-11-27T06:00:03Z
ignored 0  robot 2026-11-27T06:00:04Z
missed -1   2026-11-27T06:00:05Z near failregex 0 ‹` + failed + `› not ‹<ADDR>› at ‹example.com port 22 ssh2›
matched 0 2001:db8::1 Jürgen 2026-11-27T06:00:06Z
missed -1   2026-11-27T06:00:07Z near prefregex 0 ‹^\s*\S+ sshd› not ‹\[› at ‹: something else›
missed -1   2026-11-27T06:00:08Z
`
		if diff := cmp.Diff(want, short(report.Lines)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]int{2, 1, 2}, report.Hits); diff != "" || report.TimeUp || report.Refused != nil {
			t.Errorf("hits (-want +got):\n%s\nreport %+v", diff, report)
		}
		var painted []string
		for _, p := range report.Lines[8].Parts {
			painted = append(painted, p.Role+"‹"+p.Text+"›")
		}
		wantParts := "date‹2026-11-27T06:00:06+00:00› matched‹ host sshd[› captured‹17› matched‹]: Failed password for › user‹Jürgen› matched‹ from › address‹2001:db8::1› matched‹ port 22 ssh2›"
		if diff := cmp.Diff(wantParts, strings.Join(painted, " ")); diff != "" {
			t.Errorf("parts (-want +got):\n%s", diff)
		}
	})
}

// TestTestFilterOfManyLines has the processor for itself, as far as these tests go.
func TestTestFilterOfManyLines(t *testing.T) { //nolint:paralleltest // see above
	h, _ := openBench(t, sandbox.Version{}, bench())
	var lines []string
	for i := range host.MaxTestLines {
		lines = append(lines, fmt.Sprintf("2026-11-27T06:%02d:%02d+00:00 host sshd[%d]: Failed password for x from 192.0.2.%d port 22 ssh2", i/60%60, i%60, i+10, i%250))
	}
	report, err := h.TestFilter(t.Context(), host.TestOrder{Filter: "sessions", Lines: lines})
	check(t, err)
	if report.TimeUp || report.Hits[0] != len(lines) || len(report.Lines) != len(lines) {
		t.Errorf("hits %v, time up %v after %s", report.Hits, report.TimeUp, report.Took)
	}
	if last := report.Lines[len(lines)-1]; last.ID != "192.0.2.249" || last.At.IsZero() {
		t.Errorf("last line %+v", last)
	}
	// A busy machine does not get round to paint them all.
	if first := report.Lines[0]; first.Parts[0].Role != "date" {
		t.Errorf("first line %+v", first)
	}
	if _, err := h.TestFilter(t.Context(), host.TestOrder{Filter: "sessions", Lines: append(lines, "x")}); !errors.Is(err, fault.TooLarge) {
		t.Errorf("one line more: %v", err)
	}
}

// TestCatastrophe tries expressions that never get done.
func TestCatastrophe(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		own  host.Expressions
		line string
		want host.Refusal
	}{
		{
			"in a failregex", host.Expressions{FailRegex: []string{`^fine <HOST>$`, `^\s*\S+ foo: (a+)+<HOST>$`}}, "host foo: " + strings.Repeat("a", 40),
			host.Refusal{List: "failregex", Index: 1, Expression: `^\s*\S+ foo: (a+)+<HOST>$`},
		},
		{
			"in a prefregex", host.Expressions{PrefRegex: `^(\w+\s?)*:<F-CONTENT>.*</F-CONTENT>`, FailRegex: []string{`<HOST>`}}, strings.Repeat("a", 50) + "!",
			host.Refusal{List: "prefregex", Index: 0, Expression: `^(\w+\s?)*:<F-CONTENT>.*</F-CONTENT>`},
		},
		{
			"in an ignoreregex", host.Expressions{FailRegex: []string{`from <HOST>`}, IgnoreRegex: []string{`(x+x+)+y`}}, "from 192.0.2.1 " + strings.Repeat("x", 50),
			host.Refusal{List: "ignoreregex", Index: 0, Expression: `(x+x+)+y`},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			h, _ := openBench(t, sandbox.Version{}, bench())
			began := time.Now()
			report, err := h.TestFilter(t.Context(), host.TestOrder{Own: &test.own, Lines: []string{"fine 192.0.2.7", test.line, "fine 192.0.2.8"}})
			check(t, err)
			if took := time.Since(began); took > 40*time.Second {
				t.Errorf("took %s", took)
			}
			if report.Refused == nil || report.Refused.After <= 0 {
				t.Fatalf("not refused: %+v", report)
			}
			test.want.Line, test.want.After = test.line, report.Refused.After
			if diff := cmp.Diff(test.want, *report.Refused); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if report.Lines[0].Outcome == host.LineUntried || report.Lines[2].Outcome != host.LineUntried || !report.TimeUp {
				t.Errorf("lines:\n%s", short(report.Lines))
			}
		})
	}
}

// TestProbe finds them without a line of theirs.
func TestProbe(t *testing.T) {
	t.Parallel()
	for _, expression := range []string{`^\s*\S+ foo: (a+)+<HOST>$`, `^user "([^"]|\\.)*" from <HOST>$`, `^(\S+\s*)+ <HOST>$`, `^x(?:.*,)*;<HOST>`} {
		t.Run(expression, func(t *testing.T) {
			t.Parallel()
			h, _ := openBench(t, sandbox.Version{}, bench())
			report, err := h.TestFilter(t.Context(), host.TestOrder{Own: &host.Expressions{FailRegex: []string{`^fine <HOST>$`, expression}}, Probe: true})
			check(t, err)
			if r := report.Refused; r == nil || !r.Made || r.Expression != expression {
				t.Errorf("refused %+v", r)
			}
		})
	}
	t.Run("slow", func(t *testing.T) {
		t.Parallel()
		h, _ := openBench(t, sandbox.Version{}, bench())
		own := &host.Expressions{FailRegex: []string{`^x\w*\w*\w*\w*;<HOST>`}}
		report, err := h.TestFilter(t.Context(), host.TestOrder{Own: own, Probe: true})
		check(t, err)
		if r := report.Slow; report.Refused != nil || r == nil || r.Expression != own.FailRegex[0] || len(r.Line) < 2000 {
			t.Errorf("refused %+v, slow %+v", report.Refused, r)
		}
	})
	t.Run("harmless", func(t *testing.T) {
		t.Parallel()
		h, _ := openBench(t, sandbox.Version{}, bench())
		report, err := h.TestFilter(t.Context(), host.TestOrder{Filter: "sessions", Probe: true})
		check(t, err)
		if report.Refused != nil || report.Slow != nil || !report.Probed {
			t.Errorf("refused %+v, slow %+v", report.Refused, report.Slow)
		}
	})
}

// interrupted is a fail2ban-regex whose time is up with the first line, but if that is the only one.
func interrupted(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "bangui-programs-")
	check(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	check(t, os.Chmod(dir, 0o755)) // in the box it is run by nobody
	path := filepath.Join(dir, "fail2ban-regex")
	const script = `#!/bin/sh
for arg; do case "$arg" in */lines) lines=$arg ;; esac; done
n=0
while read -r line; do n=$((n + 1)); done < "$lines"
echo "2026-11-27 06:00:00,000 fail2ban.filter [1]: 7-TRACE : Working on line 'x'"
if [ $n -gt 1 ]; then kill -9 $$; fi
`
	check(t, os.WriteFile(path, []byte(script), 0o755))
	return path
}

// TestProbeInPart has no time for all lines that are made: that none of them was trouble is not said then.
func TestProbeInPart(t *testing.T) {
	t.Parallel()
	h := open(t, localhost.Options{Socket: filepath.Join(t.TempDir(), "no.sock"), ConfigDir: t.TempDir(), Regex: interrupted(t)})
	own := &host.Expressions{FailRegex: []string{`^a+ b* \w+ <HOST>$`}}
	report, err := h.TestFilter(t.Context(), host.TestOrder{Own: own, Probe: true})
	check(t, err)
	if report.Refused != nil || report.Slow != nil || report.Probed || !report.TimeUp {
		t.Errorf("report %+v", report)
	}
}

func TestTestFilterRefuses(t *testing.T) {
	t.Parallel()
	h, dir := openBench(t, sandbox.Version{}, bench())
	line := []string{"x"}
	tests := []struct {
		name  string
		order host.TestOrder
		kind  fault.Kind
		says  string
	}{
		{"nothing", host.TestOrder{Lines: line}, fault.Invalid, "nothing to try"},
		{"unknown filter", host.TestOrder{Filter: "../../etc/passwd", Lines: line}, fault.NotFound, "no filter"},
		{"unknown jail", host.TestOrder{Jail: "/etc", Lines: line}, fault.NotFound, "no jail"},
		{"file of another", host.TestOrder{Jail: "ssh", Log: &host.LogPiece{Path: "/etc/shadow", Lines: 10}}, fault.Invalid, "does not read that file"},
		{"draft with another file", host.TestOrder{
			Jail: "ssh", Log: &host.LogPiece{Path: "/etc/shadow", Lines: 10},
			Draft: []host.FileChange{{Name: "jail.local", Text: []byte("[ssh]\nlogpath = /etc/shadow\n")}},
		}, fault.Invalid, "does not read that file"},
		{"draft outside", host.TestOrder{Filter: "other", Lines: line, Draft: []host.FileChange{{Name: "../x.conf"}}}, fault.Invalid, "cannot be one of"},
		{"missing file", host.TestOrder{Jail: "ssh", Log: &host.LogPiece{Path: filepath.Join(dir, "auth.log"), Lines: 10}}, fault.Invalid, ""},
		{"bracket", host.TestOrder{Own: &host.Expressions{FailRegex: []string{`^(a <HOST>$`}}, Lines: line}, fault.Invalid, "Unable to compile"},
		{"nobody", host.TestOrder{Own: &host.Expressions{FailRegex: []string{`^a$`}}, Lines: line}, fault.Invalid, "failure-id"},
		{"comment", host.TestOrder{Own: &host.Expressions{FailRegex: []string{`a <HOST> ; b`}}, Lines: line}, fault.Invalid, "something else"},
		{"two lines", host.TestOrder{Own: &host.Expressions{FailRegex: []string{"a <HOST>\n[Init]"}}, Lines: line}, fault.Invalid, "single line"},
		{"date", host.TestOrder{Own: &host.Expressions{FailRegex: []string{"<HOST>"}, DatePattern: "%Q%("}, Lines: line}, fault.Invalid, "date pattern"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := h.TestFilter(t.Context(), test.order)
			if !errors.Is(err, test.kind) || !strings.Contains(fmt.Sprint(err), test.says) {
				t.Errorf("%v, want %s: %s", err, test.kind, test.says)
			}
		})
	}
}

// TestDraftCannotRead includes files by drafts that lie elsewhere on the machine.
func TestDraftCannotRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	own, known := filepath.Join(dir, "own.conf"), filepath.Join(dir, "known.conf")
	for _, path := range []string{own, known} {
		check(t, os.WriteFile(path, []byte("[DEFAULT]\npassword = hunter2 <HOST>\n"), 0o600))
	}
	files := bench()
	files["filter.d/includes.conf"] = "[INCLUDES]\nbefore = " + known + "\n[Definition]\nfailregex = ^%(password)s$\n"
	h, config := openBench(t, sandbox.Version{}, files)
	check(t, os.Symlink(dir, filepath.Join(config, "link")))
	tests := []struct {
		name, before string
		want         bool
	}{
		{"a file of somebody", own, false},
		{"by a path upwards", "../../../../../../../../../.." + own, false},
		{"by a link and upwards", "../link/../" + filepath.Base(dir) + "/own.conf", false},
		{"one that is included already", known, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			draft := []host.FileChange{{Name: "filter.d/x.conf", Text: []byte("[INCLUDES]\nbefore = " + test.before + "\n[Definition]\nfailregex = ^%(password)s$\n")}}
			report, err := h.TestFilter(t.Context(), host.TestOrder{Filter: "x", Lines: []string{"hunter2 192.0.2.1"}, Draft: draft})
			if found := strings.Contains(fmt.Sprintf("%+v %v", report, err), "hunter2 "); found != test.want {
				t.Errorf("told %v, want %v: %+v, %v", found, test.want, report, err)
			}
		})
	}
}

func TestTestFilterFromLog(t *testing.T) {
	t.Parallel()
	h, dir := openBench(t, sandbox.Version{}, bench())
	path := filepath.Join(dir, "auth.log")
	text := "2026-11-27T06:00:00+00:00 host sshd[1]: Failed password for old from 192.0.2.1 port 22 ssh2\n" +
		"2026-11-27T06:00:01+00:00 host sshd[2]: Failed password for b\xffd from 192.0.2.2 port 22 ssh2\n" +
		"2026-11-27T06:00:02+00:00 host sshd[3]: Failed password for new from 192.0.2.3 port 22 ssh2\n"
	check(t, os.WriteFile(path, []byte(text), 0o600))
	report, err := h.TestFilter(t.Context(), host.TestOrder{Jail: "ssh", Log: &host.LogPiece{Path: path, Lines: 2}})
	check(t, err)
	if len(report.Lines) != 2 || report.Lines[0].ID != "192.0.2.2" || report.Lines[1].User != "new" || !strings.Contains(report.Lines[0].Text, "b\uFFFDd") {
		t.Errorf("lines:\n%s", short(report.Lines))
	}
	draft := []host.FileChange{{Name: "filter.d/sessions.local", Text: []byte("[Definition]\nignoreregex = new\n")}}
	report, err = h.TestFilter(t.Context(), host.TestOrder{Jail: "ssh", Log: &host.LogPiece{Path: path, Lines: 2}, Draft: draft})
	check(t, err)
	if report.Lines[1].Outcome != host.LineIgnored {
		t.Errorf("with a draft:\n%s", short(report.Lines))
	}
}

func TestTestFilterFromJournal(t *testing.T) {
	t.Parallel()
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		t.Parallel()
		h, dir := openBench(t, version, bench())
		script := "#!/bin/sh\necho \"$@\" > " + dir + "/asked\ncat <<'END'\n" +
			`{"_HOSTNAME":"host","SYSLOG_IDENTIFIER":"sshd","_PID":"12","MESSAGE":"Failed password for x from 192.0.2.7 port 22 ssh2","__REALTIME_TIMESTAMP":"1795759200123456"}` + "\n" +
			`{"_HOSTNAME":"host","_COMM":"sshd","_PID":"12","MESSAGE":[72,105,10,255],"__REALTIME_TIMESTAMP":"1795759201000000"}` + "\nEND\n"
		check(t, os.WriteFile(filepath.Join(dir, "journalctl"), []byte(script), 0o700))
		report, err := h.TestFilter(t.Context(), host.TestOrder{Jail: "journal", Log: &host.LogPiece{Lines: 5}})
		check(t, err)
		want := "matched 0 192.0.2.7 x 2026-11-27T06:00:00Z\nmissed -1   2026-11-27T06:00:01Z\n"
		if diff := cmp.Diff(want, short(report.Lines)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if text := report.Lines[1].Text; text != `2026-11-27T06:00:01+0000 host sshd[12]: Hi\n`+"\uFFFD" {
			t.Errorf("text %q", text)
		}
		asked, err := os.ReadFile(filepath.Join(dir, "asked"))
		check(t, err)
		if !strings.HasSuffix(strings.TrimSpace(string(asked)), "--lines=5 _SYSTEMD_UNIT=ssh.service + _COMM=sshd") {
			t.Errorf("asked %s", asked)
		}
	})
}

func TestBench(t *testing.T) {
	t.Parallel()
	h, dir := openBench(t, sandbox.Version{}, bench())
	check(t, os.WriteFile(filepath.Join(dir, "auth.log"), nil, 0o600))
	got, err := h.Bench(t.Context(), []host.FileChange{{Name: "filter.d/drafted.local", Text: []byte("[Definition]\nfailregex = <HOST>\n")}})
	check(t, err)
	want := host.Bench{
		Jails: []host.BenchJail{
			{Name: "ssh", Enabled: true, Filter: "sessions", Logs: []string{filepath.Join(dir, "auth.log")}},
			{Name: "journal", Filter: "sessions", Logs: []string{}, Journal: true},
		},
		Filters: []string{"dangerous", "drafted", "other", "sessions"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
