package localhost

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"bangui/fail2ban/conf"
	"bangui/internal/configdir"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// assessment is what there is to say about a change before it is made. Its parts are worked out step by step, each on those before.
type assessment struct {
	host    *Host
	changes []configdir.Change
	host.Check

	now           live
	before, after *reading
	// changed are the jails whose commands differ, as far as they are set up after it.
	changed []string
}

func (h *Host) assess(changes []host.FileChange) *assessment {
	a := &assessment{host: h, Check: host.Check{
		Added: []host.Finding{}, Removed: []host.Finding{}, Objections: []host.Objection{}, Notes: []string{},
		Plan: host.Plan{Jails: []host.JailPlan{}, Server: []host.ServerPlan{}},
	}}
	for _, c := range changes {
		change := configdir.Change{Name: c.Name, Old: c.Expect}
		if !c.Remove {
			change.Text = append([]byte{}, c.Text...)
			change.New = configdir.Hash(change.Text)
		}
		a.changes = append(a.changes, change)
	}
	return a
}

// CheckChanges implements [host.Host].
func (h *Host) CheckChanges(ctx context.Context, changes []host.FileChange) (host.Check, error) {
	ctx, cancel := limited(ctx, 2*tryTime)
	defer cancel()
	a := h.assess(changes)
	for _, step := range []struct {
		name host.StepName
		do   func(context.Context) error
	}{{host.StepRules, a.rules}, {host.StepHashes, a.hashes}, {host.StepFindings, a.findings}, {host.StepClient, a.client}, {host.StepTrial, a.trial}, {host.StepProbe, a.probe}} {
		err := step.do(ctx)
		if f, ok := errors.AsType[*fault.Fault](err); ok && objects(f) {
			a.object(host.Objection{Step: step.name, Message: f.Message, Mend: f.Mend})
			err = nil
		}
		if err != nil {
			return a.Check, h.explain(err, "")
		}
		if len(a.Objections) > 0 {
			break
		}
	}
	return a.Check, nil
}

// objects tells whether a fault is about the change and not about us.
func objects(f *fault.Fault) bool {
	return slices.Contains([]fault.Kind{fault.Invalid, fault.TooLarge, fault.Conflict, fault.Refused, fault.Unsupported}, f.Kind)
}

func (a *assessment) object(o host.Objection) { a.Objections = append(a.Objections, o) }

func (a *assessment) note(format string, args ...any) {
	if note := fmt.Sprintf(format, args...); !slices.Contains(a.Notes, note) {
		a.Notes = append(a.Notes, note)
	}
}

// rules holds the change to what may be written, and where.
func (a *assessment) rules(context.Context) error {
	if len(a.changes) == 0 {
		return fault.Invalid.Errorf("there is nothing to change")
	}
	if err := configdir.CheckChanges(a.changes); err != nil {
		return err
	}
	dir, err := configdir.Open(a.host.opts.ConfigDir)
	if err != nil {
		return err
	}
	defer func() { _ = dir.Close() }() // only looked at
	for _, c := range a.changes {
		if err := dir.CheckWritable(c.Name); err != nil {
			return err
		}
	}
	return nil
}

// hashes compares the files with those that the change was made for, and drops what changes nothing.
func (a *assessment) hashes(context.Context) error {
	dir, err := configdir.Open(a.host.opts.ConfigDir)
	if err != nil {
		return err
	}
	defer func() { _ = dir.Close() }() // only read
	if err := dir.Compare(a.changes); err != nil {
		return err
	}
	a.changes = slices.DeleteFunc(a.changes, func(c configdir.Change) bool { return c.Old == c.New })
	if len(a.changes) == 0 {
		return fault.Invalid.Errorf("the files are like that already: there is nothing to change")
	}
	return nil
}

// findings reads the configuration before and after, works out what has to be done, and objects to what fail2ban would not take.
func (a *assessment) findings(ctx context.Context) (err error) {
	if a.now, err = a.host.look(ctx); err != nil {
		return err
	}
	a.Version, a.Running = a.now.version, a.now.running
	if a.before, err = a.host.readConfiguration(a.now.version, nil); err != nil {
		return err
	}
	if a.after, err = a.host.readConfiguration(a.now.version, a.changes); err != nil {
		return err
	}
	a.Added, a.Removed = newFindings(a.before.findings, a.after.findings), newFindings(a.after.findings, a.before.findings)
	if a.after.rejected != nil {
		a.objectTo(a.host.finding(a.after.rejected.Finding))
		return nil //nolint:nilerr // that it is rejected is a part of the answer
	}
	for _, jail := range a.after.order {
		if !slices.Equal(a.before.jails[jail], a.after.jails[jail]) {
			a.changed = append(a.changed, jail)
		}
	}
	if a.Plan, err = a.host.plan(ctx, a.now, a.before, a.after); err != nil {
		return err
	}
	for _, f := range a.after.findings {
		if f.Severity != "warning" && (slices.Contains(a.Added, f) || slices.Contains(a.changed, f.Jail)) {
			a.objectTo(f)
		}
	}
	a.names()
	a.programs()
	a.targets(ctx)
	a.remark()
	return nil
}

func (a *assessment) objectTo(f host.Finding) {
	a.object(host.Objection{
		Step: host.StepFindings, Jail: f.Jail, File: f.File, Line: f.Line, Option: f.Option, Message: f.Message, Mend: f.Mend,
	})
}

// remark says what one should know about the plan.
func (a *assessment) remark() {
	if !a.Running {
		a.note("fail2ban does not run: the files are changed, and it reads them when it is started.")
	}
	if a.before.rejected != nil {
		a.note("fail2ban rejects the configuration as it is now (%s), so that there is nothing to go back to but the files.", a.before.rejected.Error())
	}
	for _, s := range a.Plan.Server {
		if s.NeedsRestart && a.Running {
			a.note("%s needs a restart of the service to come into force: %s. That is not done by itself.", s.Option, a.host.serviceCommand("restart"))
		}
	}
}

// names objects to new jails whose names are not safe in names of files and in the commands of actions.
func (a *assessment) names() {
	for _, jail := range a.after.order {
		if !conf.IsPlainName(jail) && !slices.Contains(a.before.order, jail) {
			a.object(host.Objection{Step: host.StepRules, Jail: jail, Message: fmt.Sprintf("%.80q is no name for a jail: it ends up in names of files and in commands", jail),
				Mend: "Use letters, digits, _, . and -, beginning with a letter or a digit."})
		}
	}
}

// timeOption is a length of time that is no program. fail2ban evaluates what is written there. Source: fail2ban/server/mytime.py, str2seconds.
var timeOption = regexp.MustCompile(`(?i)^\s*-?\d+(\.\d+)?\s*[a-z]*(\s*\d+(\.\d+)?\s*[a-z]+)*\s*$`)

// programs objects to what fail2ban would evaluate as a program, where a length of time is meant, and tells about where a program is meant. Source:
// fail2ban/server/filter.py, ignoreCache; action.py, _wrapParams; jail.py, setBanTimeExtra.
func (a *assessment) programs() {
	for _, jail := range a.changed {
		commands, err := a.after.jail(jail)
		if err != nil {
			continue
		}
		object := func(option, value string) {
			a.object(host.Objection{Step: host.StepRules, Jail: jail, Option: option, Mend: "Write seconds, or numbers with units such as 5m.",
				Message: fmt.Sprintf("%s is %.80q, which is no length of time; fail2ban's server would run it as a program", option, value)})
		}
		for _, command := range commands {
			switch option := text(command, 2); option {
			case "ignorecache":
				if value, ok := maxTimeOf(fmt.Sprint(command[3:]...)); ok && !timeOption.MatchString(value) {
					object("ignorecache", value)
				}
			case "bantime.formula", "bantime.factor":
				a.note("%s of jail %s is a program in Python that fail2ban's server runs: only what you understand should stand there.", option, jail)
			}
		}
		_, properties := commands.actions()
		for name, values := range properties {
			if value, ok := values["timeout"]; ok && !timeOption.MatchString(fmt.Sprint(value)) {
				object("timeout of the action "+name, fmt.Sprint(value))
			}
		}
	}
}

// maxTimeOf is the time within the value of ignorecache.
func maxTimeOf(value string) (string, bool) {
	found := regexp.MustCompile(`max-time\s*=\s*("[^"]*"|'[^']*'|[^,\]]*)`).FindStringSubmatch(value)
	if found == nil {
		return "", false
	}
	return strings.Trim(found[1], `"'`), true
}

// target is an option of fail2ban's server that names a file.
type target struct {
	option string
	// dirs are where the file may be, words what stands for no file: fail2ban takes everything else for a name, and opens it below /, where it runs.
	dirs, words []string
}

// targetsOf are what fail2ban's server writes. Source: fail2ban/server/server.py, setLogTarget, setDatabase, start.
func targetsOf(version string) []target {
	words := []string{"STDOUT", "STDERR", "SYSOUT", "SYSLOG", "SYSTEMD-JOURNAL"}
	if strings.HasPrefix(version, "0.11.") { // it does not know the journal
		words = words[:4]
	}
	return []target{
		{"logtarget", []string{"/var/log"}, words}, {"dbfile", []string{"/var/lib/fail2ban"}, []string{"none", ":memory:"}},
		{"socket", []string{"/run", "/var/run"}, nil}, {"pidfile", []string{"/run", "/var/run"}, nil},
	}
}

// file is what the value of the option names. Options in brackets stand behind a log only.
func (t target) file(value string) string {
	if t.option == "logtarget" {
		value, _, _ = strings.Cut(value, "[")
	}
	return value
}

// targets objects to files that fail2ban's server would write, as root, at places that are new.
func (a *assessment) targets(ctx context.Context) {
	written := a.written(ctx)
	for _, t := range targetsOf(a.Version) {
		value := a.after.server[t.option]
		path := t.file(value)
		if value == written[t.option] || value == "" || slices.ContainsFunc(t.words, func(word string) bool { return strings.EqualFold(word, path) }) {
			continue
		}
		allowed := t.dirs
		if before := t.file(written[t.option]); strings.HasPrefix(before, "/") {
			allowed = append(allowed, filepath.Dir(before))
		}
		if !slices.ContainsFunc(allowed, func(dir string) bool { return below(path, dir) }) {
			a.object(host.Objection{Step: host.StepRules, Option: t.option, Mend: "Choose a file below " + strings.Join(allowed, " or ") + ".",
				Message: fmt.Sprintf("%s would be %s, and fail2ban would write there as the user that it runs as, usually root", t.option, path)})
		}
	}
}

// written is what fail2ban's server writes now, by option: as the files say, or if fail2ban rejects what they say about that, as it runs.
func (a *assessment) written(ctx context.Context) map[string]string {
	if len(a.before.server) > 0 || !a.Running {
		return a.before.server
	}
	written := map[string]string{"socket": a.host.opts.Socket}
	if path, err := a.host.quick.LogTarget(ctx); err == nil { // without an answer it is held to the rule only
		written["logtarget"] = path
	}
	if path, err := a.host.quick.DatabaseFile(ctx); err == nil {
		written["dbfile"] = path
	}
	return written
}

// below tells whether a path leads to something in a directory, also when links are followed.
func below(path, dir string) bool {
	in := func(path, dir string) bool {
		return strings.HasPrefix(filepath.Clean(path), strings.TrimRight(dir, "/")+"/")
	}
	if !in(path, dir) {
		return false
	}
	real, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return true // not there yet
	}
	realDir, err := filepath.EvalSymlinks(dir)
	return err != nil || in(real+"/x", realDir)
}
