package localhost_test

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/configdir"
	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/localhost"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// revision is a fail2ban whose configuration is changed through us. Its jails ssh and web have a ban each, and app is not enabled.
type revision struct {
	t       *testing.T
	server  *sandbox.Server
	options localhost.Options
	host    *localhost.Host
}

const (
	ours      = "jail.d/zz-bangui.local"
	revisedIP = "203.0.113.9"
)

func revise(t *testing.T, opts sandbox.Options) *revision {
	t.Helper()
	r := prepare(t, opts)
	r.begin()
	return r
}

// begin opens the host and bans.
func (r *revision) begin() {
	r.t.Helper()
	r.host = open(r.t, r.options)
	r.ban("ssh")
	r.ban("web")
}

// prepare starts the fail2ban only.
func prepare(t *testing.T, opts sandbox.Options) *revision {
	t.Helper()
	opts.Jails = []sandbox.Jail{
		{Name: "ssh", Filter: sandbox.SSH()}, {Name: "web", Filter: sandbox.Web()}, {Name: "app", Filter: sandbox.SSH(), Disabled: true},
	}
	if opts.Files == nil {
		opts.Files = make(map[string]string)
	}
	opts.Files["action.d/other.conf"] = strings.ReplaceAll(sandbox.NoAction().Definition, "none", "other")
	opts.Files["action.d/weak.conf"] = "[Definition]\nactionstart =\nactionban = echo 'no room for <ip>' >&2; exit 1\nactionunban =\n"
	opts.Files["action.d/sick.conf"] = "[Definition]\nactionstart = echo 'no such table' >&2; exit 1\nactionban =\nactionunban =\n"
	server := sandboxtest.Start(t, opts)
	options := optionsFor(t, server, opts.Version)
	options.Settle = 500 * time.Millisecond
	return &revision{t: t, server: server, options: options}
}

func (r *revision) ban(jail string) {
	r.t.Helper()
	results, err := r.host.Ban(r.t.Context(), host.BanOrder{Jail: jail, Prefixes: []netip.Prefix{netip.MustParsePrefix(revisedIP + "/32")}})
	check(r.t, err)
	if results[0].Outcome != host.OutcomeBanned {
		r.t.Fatalf("ban: %+v", results)
	}
}

// change is a new text of a file as it is now.
func (r *revision) change(name, text string) host.FileChange {
	r.t.Helper()
	c := host.FileChange{Name: name, Text: []byte(text)}
	if now, err := os.ReadFile(filepath.Join(r.server.Paths().Config, name)); err == nil {
		c.Expect = configdir.Hash(now)
	}
	return c
}

func (r *revision) remove(name string) host.FileChange {
	c := r.change(name, "")
	c.Text, c.Remove = nil, true
	return c
}

// newOrder is one with an ID of its own.
func newOrder(changes ...host.FileChange) host.ApplyOrder {
	return host.ApplyOrder{ID: "test-" + strings.ToLower(rand.Text()), Changes: changes}
}

// apply makes a change and waits for its end.
func (r *revision) apply(changes ...host.FileChange) host.ApplyState {
	r.t.Helper()
	return r.applyOrder(newOrder(changes...))
}

func (r *revision) applyOrder(o host.ApplyOrder) host.ApplyState {
	r.t.Helper()
	check(r.t, r.host.Apply(r.t.Context(), o))
	return r.wait(o.ID, host.Phase.Over)
}

// wait waits until a change is in one of some phases.
func (r *revision) wait(id string, in func(host.Phase) bool) host.ApplyState {
	r.t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		state, err := r.host.ApplyState(r.t.Context(), id)
		check(r.t, err)
		if in(state.Phase) {
			return state
		}
		if time.Now().After(end) {
			r.t.Fatalf("no end: %+v", state)
		}
	}
}

func (r *revision) applied(changes ...host.FileChange) host.ApplyState {
	r.t.Helper()
	state := r.apply(changes...)
	if state.Phase != host.PhaseApplied {
		r.t.Fatalf("%s: %+v", state.Phase, show(state))
	}
	return state
}

// show is a state in few lines.
func show(s host.ApplyState) string {
	text := string(s.Phase)
	for _, step := range s.Steps {
		text += "\n  " + string(step.Name) + " " + step.Jail + ": " + string(step.State) + " " + step.Text
	}
	if s.Failure != nil {
		text += "\n  failure at " + string(s.Failure.Step) + ": " + s.Failure.Message + " / " + s.Failure.Mend
	}
	return text + "\n  notes " + strings.Join(s.Notes, " ") + "\n  left " + strings.Join(s.Left, " ")
}

// picture is all that has to be as before after a change that failed: every file with its mode, every jail with its settings, every ban.
type picture struct {
	Files map[string]string
	Jails []host.Jail
	Bans  []string
}

func (r *revision) picture() picture {
	r.t.Helper()
	p := picture{Files: make(map[string]string)}
	root := r.server.Paths().Config
	check(r.t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if entry.IsDir() || err != nil {
			p.Files[name+"/"] = info.Mode().String()
			return err
		}
		if !info.Mode().IsRegular() {
			p.Files[name] = info.Mode().String()
			return nil
		}
		text, err := os.ReadFile(path)
		p.Files[name] = info.Mode().String() + " " + string(text)
		return err
	}))
	status, err := r.host.Status(r.t.Context())
	check(r.t, err)
	for _, s := range status.Jails {
		jail, err := r.host.Jail(r.t.Context(), s.Name)
		if errors.Is(err, fault.NotFound) {
			continue
		}
		check(r.t, err)
		jail.At, jail.FailedTotal, jail.BannedTotal, jail.BannedNow = time.Time{}, 0, 0, 0
		p.Jails = append(p.Jails, jail)
	}
	return p
}

// same checks that all is as it was, and that the jails have their bans, within the time that fail2ban needs to restore them.
func (r *revision) same(before picture, after string) {
	r.t.Helper()
	if diff := cmp.Diff(before, r.picture()); diff != "" {
		r.t.Errorf("after %s (-before +after):\n%s", after, diff)
	}
	r.banned(after, "ssh", "web")
}

// banned checks that the ban is in force in the jails.
func (r *revision) banned(after string, jails ...string) {
	r.t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		all, err := r.host.Banned(r.t.Context())
		check(r.t, err)
		missing := slices.DeleteFunc(slices.Clone(jails), func(jail string) bool {
			return slices.ContainsFunc(all, func(b host.Banned) bool { return b.Jail == jail && b.ID == revisedIP })
		})
		if len(missing) == 0 {
			return
		}
		if time.Now().After(end) {
			r.t.Fatalf("after %s the bans of %v are gone", after, missing)
		}
	}
}

func (r *revision) jail(name string) host.Jail {
	r.t.Helper()
	jail, err := r.host.Jail(r.t.Context(), name)
	check(r.t, err)
	return jail
}

// TestRevise makes changes of all kinds, one after the other, on every version.
func TestRevise(t *testing.T) {
	t.Parallel()
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		t.Parallel()
		r := revise(t, sandbox.Options{Version: version})
		logs := filepath.Join(r.server.Paths().Logs, "ssh.log")
		for _, step := range []struct {
			name      string
			change    []host.FileChange
			jail      string
			operation host.Operation
			holds     func() bool
		}{
			{"a value", []host.FileChange{r.change(ours, "[ssh]\nmaxretry = 7\n")}, "ssh", host.OperationReload, func() bool { return r.jail("ssh").MaxRetry == 7 }},
			{"an option", []host.FileChange{r.change(ours, "[ssh]\nmaxretry = 7\nbantime.maxtime = 2w\n")}, "ssh", host.OperationReload,
				func() bool { return r.jail("ssh").Increment.MaxTime == 14*24*time.Hour }},
			{"that option removed", []host.FileChange{r.change(ours, "[ssh]\nmaxretry = 7\n")}, "ssh", host.OperationRestart,
				func() bool { return r.jail("ssh").Increment.MaxTime == 0 }},
			{"another action", []host.FileChange{r.change(ours, "[ssh]\naction = other[port=22]\n")}, "ssh", host.OperationRestart,
				func() bool { a := r.jail("ssh").Actions; return len(a) == 1 && a[0].Name == "other" }},
			{"an expression in the filter", []host.FileChange{r.change("filter.d/"+sandbox.SSH().Name+".local", "[Definition]\nfailregex = ^other <HOST>$\n")}, "ssh",
				host.OperationReload, func() bool { return strings.HasPrefix(r.jail("ssh").FailRegex[0], "^other ") }},
			{"a new jail", []host.FileChange{r.change(ours, "[ssh]\nmaxretry = 3\n[app]\nenabled = true\nlogpath = "+logs+"\n")}, "app", host.OperationStart,
				func() bool { return r.jail("app").State == host.JailRunning }},
			{"a jail disabled", []host.FileChange{r.change(ours, "[ssh]\nmaxretry = 3\n")}, "app", host.OperationStop,
				func() bool { _, err := r.host.Jail(t.Context(), "app"); return errors.Is(err, fault.NotFound) }},
			{"files removed", []host.FileChange{r.remove(ours), r.remove("filter.d/" + sandbox.SSH().Name + ".local")}, "ssh", host.OperationReload,
				func() bool { return !strings.HasPrefix(r.jail("ssh").FailRegex[0], "^other ") }},
		} {
			// The texts were made for the files as they were then.
			for i, c := range step.change {
				if c.Remove {
					step.change[i] = r.remove(c.Name)
				} else {
					step.change[i] = r.change(c.Name, string(c.Text))
				}
			}
			got, err := r.host.CheckChanges(t.Context(), step.change)
			check(t, err)
			// fail2ban-regex of 0.11.2 writes flags where Python 3.11 and newer refuse them, so that a filter with {^LN-BEG} cannot be probed.
			got.Notes = slices.DeleteFunc(got.Notes, func(note string) bool {
				return version.Number == "0.11.2" && strings.Contains(note, "global flags not at the start")
			})
			if len(got.Objections) > 0 || len(got.Notes) > 0 || !got.Tried && step.operation != host.OperationStop {
				t.Errorf("%s: check %+v", step.name, got)
			}
			at := slices.IndexFunc(got.Plan.Jails, func(p host.JailPlan) bool { return p.Jail == step.jail })
			if at < 0 || got.Plan.Jails[at].Operation != step.operation {
				t.Errorf("%s: plan %+v, want %s of %s", step.name, got.Plan.Jails, step.operation, step.jail)
			}
			r.applied(step.change...)
			if !step.holds() {
				t.Errorf("%s: not in force: %+v", step.name, r.jail("ssh"))
			}
			r.banned(step.name, "ssh", "web")
		}
		if left, _ := filepath.Glob(filepath.Join(r.server.Paths().Config, "*", ".bangui*")); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
	})
}

// TestRefusedRevisions are changes that must not be begun.
func TestRefusedRevisions(t *testing.T) {
	t.Parallel()
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		t.Parallel()
		r := revise(t, sandbox.Options{Version: version})
		before := r.picture()
		for _, test := range []struct{ name, text, says string }{
			{"a broken expression", "[ssh]\nfailregex = ([a-z]+ <HOST>\n", "failregex"},
			{"an expression that only Python refuses", "[ssh]\nfailregex = ^(?<=a+)b <HOST>$\n", "(?<=a+)b"},
			{"a bad time", "[ssh]\nbantime = soon\n", "soon"},
			{"a program for a time", "[ssh]\nbantime = __import__('os').getpid()\n", "length of time"},
			{"a program in a cache", "[ssh]\nignorecommand = /bin/false\nignorecache = key=\"<ip>\", max-count=100, max-time=exit()\n", "length of time"},
			{"a program in an action", "[ssh]\naction = other[timeout=\"exit()\"]\n", "length of time"},
			{"a missing filter", "[ssh]\nfilter = nosuch\n", "nosuch"},
			{"a missing action", "[ssh]\naction = nosuch\n", "nosuch"},
			{"a missing log", "[ssh]\nlogpath = /nowhere/at/all.log\n", "/nowhere/at/all.log"},
			{"an unknown backend", "[ssh]\nbackend = telepathy\n", "telepathy"},
			{"an unknown encoding", "[ssh]\nlogencoding = klingon\n", "klingon"},
			{"a name that is none", "[a b;c]\nenabled = true\nfilter =\nbackend = polling\naction =\n", "no name for a jail"},
			{"a line that is none", "[ssh]\nnonsense\n", "nonsense"},
			{"a missing reference", "[ssh]\nbantime = %(nothing)s\n", "nothing"},
		} {
			state := r.apply(r.change(ours, test.text))
			if state.Phase != host.PhaseRefused || state.Failure == nil || !strings.Contains(state.Failure.Message, test.says) {
				t.Errorf("%s: want it refused with %q: %s", test.name, test.says, show(state))
			}
			r.same(before, test.name)
			got, err := r.host.CheckChanges(t.Context(), []host.FileChange{r.change(ours, test.text)})
			check(t, err)
			if len(got.Objections) == 0 {
				t.Errorf("%s: the check has no objection", test.name)
			}
		}
	})
}

// TestRevisionRules are orders that are not even taken.
func TestRevisionRules(t *testing.T) {
	t.Parallel()
	r := revise(t, sandbox.Options{})
	config := r.server.Paths().Config
	check(t, os.Symlink("/etc/passwd", filepath.Join(config, "jail.d", "link.local")))
	check(t, os.Symlink("/etc", filepath.Join(config, "fail2ban.d")))
	before := r.picture()
	for _, test := range []struct {
		name   string
		change host.FileChange
		says   string
	}{
		{"a path upwards", host.FileChange{Name: "../x.local"}, "no file of fail2ban's configuration"},
		{"a path upwards in the middle", host.FileChange{Name: "jail.d/../../x.local"}, "no file of fail2ban's configuration"},
		{"an absolute path", host.FileChange{Name: "/etc/passwd"}, "no file of fail2ban's configuration"},
		{"another directory", host.FileChange{Name: "cron.d/x.local"}, "no file of fail2ban's configuration"},
		{"a hidden name", host.FileChange{Name: "jail.d/.x.local"}, "begins with a letter"},
		{"a name with blanks", host.FileChange{Name: "jail.d/a b.local"}, "begins with a letter"},
		{"a name with a line break", host.FileChange{Name: "jail.d/a.local\n"}, "begins with a letter"},
		{"another ending", host.FileChange{Name: "jail.d/x.txt"}, "end in .conf or .local"},
		{"a file of the package", host.FileChange{Name: "jail.conf"}, "package"},
		{"a mark", host.FileChange{Name: ours, Text: []byte("\ufeff[ssh]\n")}, "byte order mark"},
		{"a NUL", host.FileChange{Name: ours, Text: []byte("[ssh]\nx = \x00\n")}, "line 2"},
		{"another encoding", host.FileChange{Name: ours, Text: []byte("[ssh]\nx = \xe4\n")}, "not UTF-8"},
		{"too much", host.FileChange{Name: ours, Text: make([]byte, 1<<20+1)}, "1048577 bytes"},
	} {
		err := r.host.Apply(t.Context(), newOrder(test.change))
		if !errors.Is(err, fault.Invalid) && !errors.Is(err, fault.TooLarge) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v, want it refused with %q", test.name, err, test.says)
		}
	}
	for _, test := range []struct{ name, file, says string }{
		{"a link", "jail.d/link.local", "is a link"},
		{"a link to a directory", "fail2ban.d/x.local", "cannot be"},
	} {
		c := host.FileChange{Name: test.file, Text: []byte("[ssh]\n")}
		if state := r.apply(c); state.Phase != host.PhaseRefused || state.Failure.Step != host.StepRules {
			t.Errorf("%s: %s", test.name, show(state))
		}
	}
	r.same(before, "orders that are not taken")
	check(t, os.Remove(filepath.Join(config, "fail2ban.d")))
	check(t, os.Remove(filepath.Join(config, "jail.d", "link.local")))
	before = r.picture()
	logs := filepath.Dir(r.server.Paths().Log)
	check(t, os.Symlink("/etc/cron.d", filepath.Join(logs, "elsewhere")))
	for _, test := range []struct{ option, value string }{
		{"logtarget", "/etc/cron.d/fail2ban"}, {"logtarget", "/var/log/../../etc/cron.d/fail2ban"}, {"logtarget", logs + "/elsewhere/fail2ban"},
		{"dbfile", "/root/.ssh/authorized_keys"}, {"socket", "/etc/fail2ban.sock"}, {"pidfile", "/etc/passwd"},
		{"logtarget", "etc/cron.d/fail2ban"}, {"logtarget", "SYSLOG/x"}, {"logtarget", "STDOUT [datetime=off]"}, {"dbfile", "etc/x.sqlite3"},
		{"dbfile", "SYSLOG"}, {"socket", "none"}, {"pidfile", "etc/cron.d/x"}, {"pidfile", "/run/x[/../../etc/passwd"},
	} {
		state := r.apply(r.change("fail2ban.local", "[Definition]\n"+test.option+" = "+test.value+"\n"))
		if state.Phase != host.PhaseRefused || state.Failure.Step != host.StepFindings || !strings.Contains(state.Failure.Message, test.option+" would be ") ||
			!strings.Contains(state.Failure.Message, strings.TrimSuffix(test.value, "[datetime=off]")) || !strings.Contains(state.Failure.Mend, "Choose a file below") {
			t.Errorf("%s at %s: %s", test.option, test.value, show(state))
		}
	}
	for _, text := range []string{"logtarget = " + logs + "/other.log", "logtarget = stdout[datetime=off]", "logtarget = SYSOUT", "dbfile = None", "dbfile = :memory:"} {
		got, err := r.host.CheckChanges(t.Context(), []host.FileChange{r.change("fail2ban.local", "[Definition]\n"+text+"\n")})
		if check(t, err); len(got.Objections) > 0 {
			t.Errorf("%s: %+v", text, got.Objections)
		}
	}
	r.same(before, "a log elsewhere")
}

// TestTargetsAfterRejected mends a configuration that fail2ban rejects, for its jails or for itself: what it would write is held to the rules then, too.
func TestTargetsAfterRejected(t *testing.T) {
	t.Parallel()
	r := revise(t, sandbox.Options{})
	for name, broken := range map[string]string{ours: "[ssh]\nnonsense\n", "fail2ban.local": "[Definition]\nlogtarget = %(nothing)s\n"} {
		check(t, os.WriteFile(filepath.Join(r.server.Paths().Config, name), []byte(broken), 0o600))
		for _, target := range []string{"/etc/cron.d/x", "etc/cron.d/x", r.server.Paths().Log} {
			changes := []host.FileChange{r.change("fail2ban.local", "[Definition]\nlogtarget = "+target+"\n")}
			if name == ours {
				changes = append(changes, r.change(ours, "[ssh]\nmaxretry = 4\n"))
			}
			got, err := r.host.CheckChanges(t.Context(), changes)
			check(t, err)
			refused := slices.ContainsFunc(got.Objections, func(o host.Objection) bool { return o.Option == "logtarget" })
			if !slices.ContainsFunc(got.Notes, func(note string) bool { return strings.Contains(note, "rejects the configuration as it is now") }) || refused != (target != r.server.Paths().Log) {
				t.Errorf("%s rejected, log to %s: objections %+v, notes %q", name, target, got.Objections, got.Notes)
			}
		}
		check(t, os.Remove(filepath.Join(r.server.Paths().Config, name)))
	}
}

// TestProgramsAreTold has what fail2ban evaluates as programs pass, and says so: only administrators can write it there.
func TestProgramsAreTold(t *testing.T) {
	t.Parallel()
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		t.Parallel()
		r := revise(t, sandbox.Options{Version: version})
		for option, value := range map[string]string{"bantime.formula": "ban.Time * 3", "bantime.factor": "2"} {
			got, err := r.host.CheckChanges(t.Context(), []host.FileChange{r.change(ours, "[ssh]\nbantime.increment = true\n"+option+" = "+value+"\n")})
			check(t, err)
			if len(got.Objections) > 0 || !slices.ContainsFunc(got.Notes, func(note string) bool { return strings.Contains(note, option+" of jail ssh is a program in Python") }) {
				t.Errorf("%s: objections %+v, notes %q", option, got.Objections, got.Notes)
			}
		}
	})
}

// TestRevisionFails are changes that pass every check and fail when fail2ban takes them: everything is put back.
func TestRevisionFails(t *testing.T) {
	t.Parallel()
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		t.Parallel()
		r := prepare(t, sandbox.Options{Version: version})
		r.options.Settle = 5 * time.Second // it is over when the error is there
		r.begin()
		before := r.picture()
		state := r.apply(r.change(ours, "[web]\nmaxretry = 9\n[ssh]\naction = sick\n"))
		if state.Phase != host.PhaseRolledBack || state.Failure.Step != host.StepSettle || !strings.Contains(state.Failure.Message, "sick") ||
			!strings.Contains(state.Failure.Message, "no such table") {
			t.Errorf("a failing action: %s", show(state))
		}
		if again := r.apply(r.change(ours, "[web]\nmaxretry = 9\n[ssh]\naction = sick\n")); again.Phase != host.PhaseRolledBack {
			t.Errorf("the same again: %s", show(again))
		}
		r.same(before, "a failing action")
		if len(state.Left) > 0 {
			t.Errorf("left: %v", state.Left)
		}
		state = r.apply(r.change(ours, "[ssh]\naction = weak\n"))
		if state.Phase != host.PhaseRolledBack || state.Failure.Step != host.StepSettle || !strings.Contains(state.Failure.Message, "no room for "+revisedIP) {
			t.Errorf("an action that cannot ban: %s", show(state))
		}
		r.same(before, "an action that cannot ban")
		log := filepath.Join(r.server.Paths().Logs, "ssh.log")
		state = r.apply(r.change(ours, "[app]\nenabled = true\nlogpath = "+log+"\naction = sick\n"))
		if state.Phase != host.PhaseRolledBack || !strings.Contains(state.Failure.Message, "'app'") {
			t.Errorf("a new jail with a failing action: %s", show(state))
		}
		r.same(before, "a new jail with a failing action")
	})
}

// TestReloadRefused makes fail2ban refuse the reload of a jail although the trial passed: the log goes away in between.
func TestReloadRefused(t *testing.T) {
	t.Parallel()
	r := prepare(t, sandbox.Options{})
	log := filepath.Join(r.server.Paths().Logs, "other.log")
	check(t, os.WriteFile(log, nil, 0o600))
	var vanish bool
	r.options = localhost.WithReached(r.options, func(point string) {
		if vanish && point == "before jail ssh" {
			_ = os.Remove(log)
		}
	})
	r.begin()
	before := r.picture()
	vanish = true
	state := r.apply(r.change(ours, "[ssh]\nlogpath = "+log+"\n"))
	if state.Phase != host.PhaseRolledBack || state.Failure.Step != host.StepJail || state.Failure.Jail != "ssh" || !strings.Contains(state.Failure.Message, "other.log") {
		t.Errorf("%s", show(state))
	}
	r.same(before, "a refused reload")
}

// TestFileChangedInBetween has somebody edit a file at different points of a change: theirs is never overwritten.
func TestFileChangedInBetween(t *testing.T) {
	t.Parallel()
	const theirs = "[ssh]\nmaxretry = 4\n"
	for _, point := range []string{"", "before stage ", "swap 0", "after swap ", "before settle ", "put back 0"} {
		t.Run(strings.TrimSpace("at "+point), func(t *testing.T) {
			t.Parallel()
			r := prepare(t, sandbox.Options{})
			r.options.Settle = 5 * time.Second
			path := filepath.Join(r.server.Paths().Config, ours)
			check(t, os.WriteFile(path, []byte("[ssh]\nmaxretry = 6\n"), 0o600))
			r.options = localhost.WithReached(r.options, func(reached string) {
				if reached == point {
					check(t, os.WriteFile(path, []byte(theirs), 0o600))
				}
			})
			r.begin()
			c := r.change(ours, "[ssh]\naction = sick\n")
			if point == "" {
				check(t, os.WriteFile(path, []byte(theirs), 0o600))
			}
			state := r.apply(c)
			late := slices.Contains([]string{"after swap ", "before settle ", "put back 0"}, point)
			if want := map[bool]host.Phase{true: host.PhaseStuck, false: host.PhaseRefused}[late]; state.Phase != want && (point != "swap 0" || state.Phase != host.PhaseRolledBack) {
				t.Errorf("%s, want %s: %s", state.Phase, want, show(state))
			}
			if late != slices.Contains(state.Left, ours) {
				t.Errorf("left %v", state.Left)
			}
			text, err := os.ReadFile(path)
			check(t, err)
			if string(text) != theirs {
				t.Errorf("theirs was overwritten with %q", text)
			}
			r.banned("a file changed in between", "ssh", "web")
			if a := r.jail("ssh").Actions; len(a) != 1 || a[0].Name == "sick" {
				t.Errorf("actions %+v", a)
			}
			if left, _ := filepath.Glob(filepath.Join(r.server.Paths().Config, "jail.d", ".bangui*")); len(left) > 0 {
				t.Errorf("left beside: %v", left)
			}
		})
	}
}

// TestServerGoesAway stops or kills fail2ban at different points of a change; then it is started again.
func TestServerGoesAway(t *testing.T) {
	t.Parallel()
	for _, point := range []string{"before stage ", "after swap ", "before jail ssh", "before settle "} {
		for _, how := range []string{"stop", "kill", "restart"} {
			t.Run(how+" "+strings.TrimSpace(point), func(t *testing.T) {
				t.Parallel()
				r := prepare(t, sandbox.Options{})
				away := false
				r.options = localhost.WithReached(r.options, func(reached string) {
					if !away || reached != point {
						return
					}
					away = false
					switch how {
					case "stop":
						r.server.Stop(context.WithoutCancel(t.Context()))
					case "kill":
						r.server.Kill()
					case "restart":
						_ = r.server.Restart(context.WithoutCancel(t.Context()))
					}
				})
				r.begin()
				before := r.picture()
				away = true
				state := r.apply(r.change(ours, "[ssh]\naction = other\nmaxretry = 8\n"))
				if state.Phase != host.PhaseRolledBack && state.Phase != host.PhaseRefused {
					t.Errorf("%s", show(state))
				}
				if how != "restart" {
					check(t, r.server.Restart(t.Context()))
				}
				r.same(before, how+" "+point)
			})
		}
	}
}

// TestConfirmation waits for somebody, or not.
func TestConfirmation(t *testing.T) {
	t.Parallel()
	waiting := func(p host.Phase) bool { return p == host.PhaseWaiting || p.Over() }
	begin := func(t *testing.T) (*revision, picture, string) {
		r := revise(t, sandbox.Options{})
		before := r.picture()
		o := newOrder(r.change(ours, "[ssh]\nmaxretry = 8\n"))
		o.ConfirmWithin = host.LeastConfirm
		check(t, r.host.Apply(t.Context(), o))
		if state := r.wait(o.ID, waiting); state.Phase != host.PhaseWaiting || time.Until(state.ConfirmBy) <= 0 {
			t.Fatalf("%s", show(state))
		}
		if err := r.host.Apply(t.Context(), newOrder(r.change(ours, "[ssh]\n"))); !errors.Is(err, fault.Conflict) {
			t.Errorf("another change meanwhile: %v", err)
		}
		return r, before, o.ID
	}
	t.Run("confirmed", func(t *testing.T) {
		t.Parallel()
		r, _, id := begin(t)
		check(t, r.host.Confirm(t.Context(), id))
		check(t, r.host.Confirm(t.Context(), id))
		if err := r.host.Undo(t.Context(), id); !errors.Is(err, fault.Conflict) {
			t.Errorf("undo after it: %v", err)
		}
		if state := r.wait(id, host.Phase.Over); state.Phase != host.PhaseApplied || r.jail("ssh").MaxRetry != 8 {
			t.Errorf("%s", show(state))
		}
	})
	t.Run("undone", func(t *testing.T) {
		t.Parallel()
		r, before, id := begin(t)
		check(t, r.host.Undo(t.Context(), id))
		if state := r.wait(id, host.Phase.Over); state.Phase != host.PhaseUndone {
			t.Errorf("%s", show(state))
		}
		r.same(before, "undo")
		if err := r.host.Confirm(t.Context(), id); !errors.Is(err, fault.Conflict) {
			t.Errorf("confirmed after it: %v", err)
		}
	})
	t.Run("undone although a file changed", func(t *testing.T) {
		t.Parallel()
		r, _, id := begin(t)
		check(t, os.WriteFile(filepath.Join(r.server.Paths().Config, ours), []byte("[ssh]\nmaxretry = 5\n"), 0o600))
		if err := r.host.Undo(t.Context(), id); !errors.Is(err, fault.Conflict) {
			t.Errorf("%v", err)
		}
		check(t, r.host.Confirm(t.Context(), id))
	})
	t.Run("too late", func(t *testing.T) {
		t.Parallel()
		r, before, id := begin(t)
		if state := r.wait(id, host.Phase.Over); state.Phase != host.PhaseUndone || !strings.Contains(state.Failure.Message, "nobody confirmed") {
			t.Errorf("%s", show(state))
		}
		r.same(before, "no confirmation")
	})
	t.Run("restarted meanwhile", func(t *testing.T) {
		t.Parallel()
		r, before, id := begin(t)
		check(t, r.host.Close())
		r.host = open(t, r.options)
		if state := r.wait(id, func(host.Phase) bool { return true }); state.Phase != host.PhaseWaiting {
			t.Errorf("%s", show(state))
		}
		check(t, r.host.Undo(t.Context(), id))
		if state := r.wait(id, host.Phase.Over); state.Phase != host.PhaseUndone {
			t.Errorf("%s", show(state))
		}
		r.same(before, "undo by the next process")
	})
}

// TestCalledOff calls a change off before and after the files were changed.
func TestCalledOff(t *testing.T) {
	t.Parallel()
	for _, point := range []string{"begun", "before client ", "after stage ", "after swap ", "before settle "} {
		t.Run(strings.TrimSpace(point), func(t *testing.T) {
			t.Parallel()
			r := prepare(t, sandbox.Options{})
			var id string
			r.options = localhost.WithReached(r.options, func(reached string) {
				if id != "" && reached == point {
					if err := r.host.Undo(context.WithoutCancel(t.Context()), id); err != nil {
						t.Error(err)
					}
				}
			})
			r.begin()
			before := r.picture()
			o := newOrder(r.change(ours, "[ssh]\nmaxretry = 8\n"))
			id = o.ID
			state := r.applyOrder(o)
			swapped := slices.ContainsFunc(state.Steps, func(s host.Step) bool { return s.Name == host.StepSwap })
			if state.Phase != host.PhaseUndone || swapped != slices.Contains([]string{"after swap ", "before settle "}, point) {
				t.Errorf("%s", show(state))
			}
			r.same(before, "calling off at "+point)
		})
	}
}

// TestNoDatabase has nothing to restore bans from.
func TestNoDatabase(t *testing.T) {
	t.Parallel()
	r := revise(t, sandbox.Options{NoDatabase: true})
	before := r.picture()
	c := r.change(ours, "[ssh]\naction = other\n")
	state := r.apply(c)
	if state.Phase != host.PhaseRefused || state.Failure.Step != host.StepLoss {
		t.Errorf("%s", show(state))
	}
	r.same(before, "a change that would lose bans")
	got, err := r.host.CheckChanges(t.Context(), []host.FileChange{c})
	check(t, err)
	if len(got.Plan.Jails) != 1 || !got.Plan.Jails[0].LosesBans || got.Plan.Jails[0].Banned != 1 {
		t.Errorf("plan %+v", got.Plan)
	}
	o := newOrder(c)
	o.AcceptLoss = []string{"ssh"}
	if state := r.applyOrder(o); state.Phase != host.PhaseApplied {
		t.Errorf("%s", show(state))
	}
	r.banned("a change of another jail", "web")
}

// TestServerOptions are those of fail2ban.conf.
func TestServerOptions(t *testing.T) {
	t.Parallel()
	r := revise(t, sandbox.Options{})
	state := r.applied(r.change("fail2ban.local", "[Definition]\nloglevel = NOTICE\ndbpurgeage = 3d\ndbfile = /var/lib/fail2ban/other.sqlite3\n"))
	if len(state.Notes) != 1 || !strings.Contains(state.Notes[0], "restart") {
		t.Errorf("notes %v", state.Notes)
	}
	status, err := r.host.Status(t.Context())
	check(t, err)
	if status.LogLevel != "NOTICE" || status.PurgeAge != 72*time.Hour || status.Paths.Database != r.server.Paths().Database {
		t.Errorf("status %+v", status)
	}
}

// TestErrorsInAnotherLog changes where fail2ban logs together with a jail whose action fails: that stands in the new log.
func TestErrorsInAnotherLog(t *testing.T) {
	t.Parallel()
	r := revise(t, sandbox.Options{})
	before := r.picture()
	other := filepath.Join(filepath.Dir(r.server.Paths().Log), "other.log")
	state := r.apply(r.change("fail2ban.local", "[Definition]\nlogtarget = "+other+"\n"), r.change(ours, "[ssh]\naction = sick\n"))
	if state.Phase != host.PhaseRolledBack || state.Failure.Step != host.StepSettle || !strings.Contains(state.Failure.Message, "sick") {
		t.Errorf("%s", show(state))
	}
	r.same(before, "an error in another log")
}

// TestNotPutBack cannot put a file back: the text of before stays where the failure says, also after the next start.
func TestNotPutBack(t *testing.T) {
	t.Parallel()
	const text = "[ssh]\nmaxretry = 6\n"
	r := prepare(t, sandbox.Options{Files: map[string]string{ours: text}})
	dir := filepath.Join(r.server.Paths().Config, "jail.d")
	r.options = localhost.WithReached(r.options, func(point string) {
		switch point {
		case "put back 0":
			check(t, os.Rename(dir, dir+".away"))
		case "end stuck":
			check(t, os.Rename(dir+".away", dir))
		}
	})
	r.host = open(t, r.options)
	r.ban("ssh")
	o := newOrder(r.change(ours, "[ssh]\naction = sick\n"))
	state := r.applyOrder(o)
	journal, err := filepath.Glob(filepath.Join(r.options.Changes, "*", o.ID+".before"))
	check(t, err)
	if state.Phase != host.PhaseStuck || len(journal) != 1 || !strings.Contains(state.Failure.Mend, "kept, as a file or in base64, in "+journal[0]) {
		t.Errorf("%s", show(state))
	}
	check(t, r.host.Close())
	r.host = open(t, r.options)
	r.wait(o.ID, func(host.Phase) bool { return true })
	files, err := filepath.Glob(filepath.Join(dir, ".bangui-"+o.ID+"-*"))
	check(t, err)
	if len(files) != 1 {
		t.Fatalf("beside the file: %v", files)
	}
	kept, err := os.ReadFile(files[0])
	check(t, err)
	if _, err := os.Stat(journal[0]); err != nil || string(kept) != text {
		t.Errorf("kept %q, in the journal %v", kept, err)
	}
}

// TestEndNotWritten cannot write down how a change ended: no other is begun until that can be done, and the next process leaves it alone.
func TestEndNotWritten(t *testing.T) {
	t.Parallel()
	r := prepare(t, sandbox.Options{})
	var journal string
	r.options = localhost.WithReached(r.options, func(point string) {
		if point == "end "+string(host.PhaseRolledBack) {
			check(t, os.Rename(journal, journal+".away"))
		}
	})
	r.host = open(t, r.options)
	r.ban("ssh")
	first := newOrder(r.change(ours, "[ssh]\naction = sick\n"))
	found, err := filepath.Glob(filepath.Join(r.options.Changes, "*"))
	check(t, err)
	journal = found[0]
	if state := r.applyOrder(first); state.Phase != host.PhaseRolledBack {
		t.Errorf("%s", show(state))
	}
	second := newOrder(r.change(ours, "[ssh]\nmaxretry = 9\n"))
	if err := r.host.Apply(t.Context(), second); !errors.Is(err, fault.Unavailable) || !strings.Contains(err.Error(), "the end of the change before") {
		t.Errorf("while it cannot be written down: %v", err)
	}
	check(t, os.Rename(journal+".away", journal))
	if state := r.applyOrder(second); state.Phase != host.PhaseApplied {
		t.Errorf("%s", show(state))
	}
	check(t, r.host.Close())
	r.host = open(t, r.options)
	if state := r.wait(first.ID, host.Phase.Over); state.Phase != host.PhaseRolledBack || r.jail("ssh").MaxRetry != 9 {
		t.Errorf("after the next start maxretry is %d: %s", r.jail("ssh").MaxRetry, show(state))
	}
}

// TestWithoutServer changes the files of a fail2ban that does not run.
func TestWithoutServer(t *testing.T) {
	t.Parallel()
	r := revise(t, sandbox.Options{})
	r.server.Stop(t.Context())
	state := r.applied(r.change(ours, "[ssh]\nmaxretry = 8\n"))
	if len(state.Notes) != 1 || !strings.Contains(state.Notes[0], "does not run") {
		t.Errorf("notes %v", state.Notes)
	}
	if state := r.apply(r.change(ours, "[ssh]\nfailregex = ^(?<=a+)b <HOST>$\n")); state.Phase != host.PhaseRefused {
		t.Errorf("%s", show(state))
	}
	check(t, r.server.Restart(t.Context()))
	if n := r.jail("ssh").MaxRetry; n != 8 {
		t.Errorf("maxretry %d", n)
	}
}

// TestExpressionsTriedInPart has no time for all lines that are made for new expressions, and says so.
func TestExpressionsTriedInPart(t *testing.T) {
	t.Parallel()
	r := prepare(t, sandbox.Options{})
	r.options.Regex = interrupted(t)
	r.host = open(t, r.options)
	got, err := r.host.CheckChanges(t.Context(), []host.FileChange{r.change(ours, "[web]\nfailregex = ^a+ b* \\w+ <HOST>$\n")})
	check(t, err)
	if len(got.Objections) > 0 || len(got.Notes) != 1 || !strings.Contains(got.Notes[0], "in part only") {
		t.Errorf("objections %+v, notes %q", got.Objections, got.Notes)
	}
}

// TestExpressionsThatNeverEnd brings one that would stop fail2ban with its first long line, into a jail of its own and into a filter.
func TestExpressionsThatNeverEnd(t *testing.T) {
	t.Parallel()
	r := revise(t, sandbox.Options{})
	const runaway = `^\s*\S+ foo: (a+)+<HOST>$`
	state := r.apply(r.change(ours, "[web]\nfailregex = "+runaway+"\n"))
	if state.Phase != host.PhaseRefused || state.Failure.Step != host.StepProbe || !strings.Contains(state.Failure.Message, runaway) {
		t.Errorf("%s", show(state))
	}
	checked, err := r.host.CheckChanges(t.Context(), []host.FileChange{r.change(ours, "[web]\nignoreregex = "+runaway+"\n")})
	check(t, err)
	if len(checked.Objections) != 1 || checked.Objections[0].Option != "ignoreregex" || checked.Objections[0].Jail != "web" {
		t.Errorf("objections %+v", checked.Objections)
	}
	if state := r.apply(r.change(ours, "[web]\nfailregex = ^fine <HOST>$\n")); state.Phase != host.PhaseApplied {
		t.Errorf("%s", show(state))
	}
}

// TestIdleStaysIdle changes a jail that was told to pause.
func TestIdleStaysIdle(t *testing.T) {
	t.Parallel()
	r := revise(t, sandbox.Options{})
	check(t, r.host.ControlJail(t.Context(), "ssh", host.Idle))
	r.applied(r.change(ours, "[ssh]\nmaxretry = 8\n"))
	if s := r.jail("ssh").State; s != host.JailIdle {
		t.Errorf("the jail is %s", s)
	}
}

// TestNotTwice sends one order twice, and two orders at once.
func TestNotTwice(t *testing.T) {
	t.Parallel()
	r := revise(t, sandbox.Options{})
	o := newOrder(r.change(ours, "[ssh]\nmaxretry = 8\n"))
	check(t, r.host.Apply(t.Context(), o))
	check(t, r.host.Apply(t.Context(), o))
	if err := r.host.Apply(t.Context(), newOrder(r.change(ours, "[ssh]\nmaxretry = 9\n"))); !errors.Is(err, fault.Conflict) {
		t.Errorf("two at once: %v", err)
	}
	if state := r.wait(o.ID, host.Phase.Over); state.Phase != host.PhaseApplied {
		t.Errorf("%s", show(state))
	}
	check(t, r.host.Apply(t.Context(), o))
	if n := strings.Count(strings.Join(r.server.LogLines(), "\n"), "Reload jail ssh"); n != 1 {
		t.Errorf("%d reloads", n)
	}
	if _, err := r.host.ApplyState(t.Context(), "no-such-change"); !errors.Is(err, fault.NotFound) {
		t.Errorf("an unknown change: %v", err)
	}
}

// TestSharedDirectory has two hosts of one directory, as two processes have: one change at a time.
func TestSharedDirectory(t *testing.T) {
	t.Parallel()
	r := prepare(t, sandbox.Options{})
	var most, now int
	reached := make(chan int, 1)
	reached <- 0
	count := func(by int) {
		now = <-reached + by
		most = max(most, now)
		reached <- now
	}
	options := localhost.WithReached(r.options, func(point string) {
		switch point {
		case "before stage ":
			count(1)
		case "commit":
			count(-1)
		}
	})
	r.host = open(t, options)
	options.Changes = t.TempDir()
	other := &revision{t, r.server, options, open(t, options)}
	r.ban("ssh")
	a, b := newOrder(r.change(ours, "[ssh]\nmaxretry = 8\n")), newOrder(r.change("jail.d/zz-more.local", "[web]\nmaxretry = 9\n"))
	check(t, r.host.Apply(t.Context(), a))
	check(t, other.host.Apply(t.Context(), b))
	for _, state := range []host.ApplyState{r.wait(a.ID, host.Phase.Over), other.wait(b.ID, host.Phase.Over)} {
		if state.Phase != host.PhaseApplied {
			t.Errorf("%s", show(state))
		}
	}
	if most != 1 || r.jail("ssh").MaxRetry != 8 || r.jail("web").MaxRetry != 9 {
		t.Errorf("%d at once", most)
	}
}

// TestOneJournal has two processes on one journal: only the one that has it makes changes, and the other one when that has ended.
func TestOneJournal(t *testing.T) {
	t.Parallel()
	r := prepare(t, sandbox.Options{})
	first := open(t, r.options)
	if _, err := first.ApplyState(t.Context(), "no-such-change"); !errors.Is(err, fault.NotFound) {
		t.Fatalf("the first: %v", err)
	}
	r.host = open(t, r.options)
	c := r.change(ours, "[ssh]\nmaxretry = 8\n")
	if err := r.host.Apply(t.Context(), newOrder(c)); !errors.Is(err, fault.Unavailable) {
		t.Errorf("the second: %v, want %v", err, fault.Unavailable)
	}
	check(t, first.Close())
	r.applied(c)
}
