package localhost

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"bangui/fail2ban"
	"bangui/fail2ban/conf"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// Activation implements [host.Host].
func (h *Host) Activation(ctx context.Context, jail string, draft []host.FileChange) (host.Activation, error) {
	select {
	case h.looking <- struct{}{}:
		defer func() { <-h.looking }()
	case <-ctx.Done():
		return host.Activation{}, ctx.Err()
	}
	ctx, cancel := limited(ctx, 2*tryTime)
	defer cancel()
	files, err := h.drafted(draft)
	if err != nil {
		return host.Activation{}, err
	}
	a := &activator{host: h, jail: jail, files: files}
	a.version, _ = h.versionForReading(ctx)
	answer := host.Activation{Jail: jail, Needs: []host.Need{}, Remedies: []host.Remedy{}}
	before, err := a.read(files)
	if err != nil {
		return answer, err
	}
	answer.Version = before.Version()
	if !slices.Contains(before.Jails(), jail) {
		_, err := before.Jail(jail)
		return answer, noPart(err, string(host.PartJail), jail)
	}
	if j, err := before.Jail(jail); err == nil {
		answer.Enabled = j.Enabled
	}
	if why := h.sameProgram(ctx, answer.Version); why != "" {
		answer.Untried, a.untried = why, true
	}
	as, err := a.with(ctx, nil)
	if err != nil {
		return answer, err
	}
	answer.Needs = as.needs
	answer.Remedies, err = a.remedies(ctx, as)
	return answer, err
}

// activator tries a jail with one setting and another.
type activator struct {
	host    *Host
	jail    string
	version string
	// files are those of the draft, by path.
	files   map[string][]byte
	untried bool
}

// tried is the jail as it would be with some settings.
type tried struct {
	config *conf.Config
	jail   *conf.Jail
	needs  []host.Need
}

// lacks tells whether a need about a subject is not met.
func (t *tried) lacks(subjects ...host.NeedSubject) bool {
	return slices.ContainsFunc(t.needs, func(n host.Need) bool { return n.State != host.NeedMet && slices.Contains(subjects, n.Subject) })
}

// met tells whether fail2ban takes it.
func (t *tried) met() bool { return host.Activation{Needs: t.needs}.Met() }

func (a *activator) read(files map[string][]byte) (*conf.Config, error) {
	options := conf.Options{Dir: a.host.opts.ConfigDir, Version: a.version, Files: conf.Overlay(conf.OS(), files)}
	config, err := conf.Read(options)
	if err != nil {
		options.Version = "" // one that is not known is read as the newest
		config, err = conf.Read(options)
	}
	if err != nil {
		return nil, fault.Unavailable.Wrapf(err, "fail2ban's configuration cannot be read: %s", err.Error())
	}
	return config, nil
}

// ownFile is our own file of the jails, with the jail enabled and some settings more.
func (a *activator) ownFile(settings []host.Setting) (path string, text []byte, err error) {
	path = filepath.Join(a.host.opts.ConfigDir, "jail.d", host.OwnFile)
	now, drafted := a.files[path]
	if !drafted {
		file, err := a.host.ReadFile(context.Background(), "jail.d/"+host.OwnFile)
		if err != nil && !errors.Is(err, fault.NotFound) {
			return "", nil, err
		}
		now = file.Text
	}
	file := conf.Parse(path, now)
	for _, s := range append([]host.Setting{{Option: "enabled", Value: "true"}}, settings...) {
		if err := file.Set(a.jail, s.Option, s.Value); err != nil {
			return "", nil, confFault(err)
		}
	}
	return path, file.Bytes(), nil
}

// with tries the jail, enabled and with some settings more.
func (a *activator) with(ctx context.Context, settings []host.Setting) (*tried, error) {
	path, text, err := a.ownFile(settings)
	if err != nil {
		return nil, err
	}
	files := maps.Clone(a.files)
	files[path] = text
	t := &tried{}
	if t.config, err = a.read(files); err != nil {
		return nil, err
	}
	t.jail, err = t.config.Jail(a.jail)
	if rejected, ok := errors.AsType[*conf.Error](err); ok {
		t.jail.Findings = append(t.jail.Findings, rejected.Finding)
	} else if err != nil {
		return nil, err
	}
	a.judge(t)
	if t.met() && !a.untried {
		err = a.ask(ctx, t)
	}
	return t, err
}

// ask has a scratch server of fail2ban take the jail.
func (a *activator) ask(ctx context.Context, t *tried) error {
	scratch, err := a.host.startScratch(ctx)
	if err != nil {
		return err
	}
	defer scratch.close()
	need := host.Need{Subject: host.NeedServer, State: host.NeedMet, Message: "fail2ban " + t.config.Version() + " takes it: a scratch server was asked"}
	commands, err := streamOf(t.jail.Commands)
	if err != nil {
		return err
	}
	for _, command := range commands {
		if text(command, 0) == "start" {
			continue
		}
		_, err := scratch.client.Do(ctx, command...)
		if refused, ok := errors.AsType[*fail2ban.CommandError](err); ok {
			need.State, need.Message = host.NeedMissing, oneLine(refused.Text())
			if option, _ := optionOf(command); option != "" {
				need.Message = option + ": " + need.Message
			}
			break
		}
		if err != nil {
			return fault.Unavailable.Wrapf(err, "jail %s could not be tried: the scratch server did not answer", a.jail)
		}
	}
	t.needs = append(t.needs, need)
	return nil
}

// streamOf are the commands of a jail as they can be sent.
func streamOf(commands []conf.Command) (stream, error) {
	lines := make([]string, 0, len(commands))
	for _, command := range commands {
		lines = append(lines, command.String())
	}
	return parseLines(lines)
}

// judge says of each need whether it is met.
func (a *activator) judge(t *tried) {
	a.switched(t)
	said := make(map[host.NeedSubject]bool)
	for _, f := range t.jail.Findings {
		n := host.Need{Subject: subjectOf(f), State: host.NeedDoubtful, Message: f.Message, Mend: f.Mend, File: a.host.nameOf(f.File), Line: f.Line}
		if f.Severity != conf.Doubtful {
			n.State = host.NeedMissing
		}
		said[n.Subject] = true
		t.needs = append(t.needs, n)
	}
	if t.jail.Skipped != "" && t.met() {
		t.needs = append(t.needs, host.Need{Subject: host.NeedOption, State: host.NeedMissing, Message: t.jail.Skipped})
	}
	for _, one := range []struct {
		subject host.NeedSubject
		there   func(*tried) string
	}{{host.NeedFilter, filterThere}, {host.NeedSource, sourceThere}, {host.NeedAction, actionsThere}} {
		if message := one.there(t); !said[one.subject] && message != "" {
			t.needs = append(t.needs, host.Need{Subject: one.subject, State: host.NeedMet, Message: message})
		}
	}
	if s := sourceIn(t.jail); strings.HasPrefix(s.backend, "systemd") && !s.journal() {
		t.needs = append(t.needs, host.Need{
			Subject: host.NeedSource, State: host.NeedDoubtful, Message: "it would read the whole journal, because nothing tells which entries are meant",
			Mend: "Set journalmatch, such as _SYSTEMD_UNIT=nginx.service.",
		})
	}
	t.needs = append(t.needs, missingPrograms(t.jail)...)
	order := []host.NeedSubject{host.NeedSwitch, host.NeedFilter, host.NeedSource, host.NeedAction, host.NeedProgram, host.NeedOption, host.NeedServer}
	slices.SortStableFunc(t.needs, func(a, b host.Need) int { return slices.Index(order, a.Subject) - slices.Index(order, b.Subject) })
}

// switched says whether a file that counts more than ours says that the jail is not enabled.
func (a *activator) switched(t *tried) {
	if t.jail.Enabled {
		return
	}
	n := host.Need{Subject: host.NeedSwitch, State: host.NeedMissing, Message: "the jail stays as it is, because a file that counts more says so"}
	for _, e := range t.jail.Options {
		if e.Name == "enabled" && e.Value.Setting != nil {
			n.File, n.Line = a.host.nameOf(e.Value.Setting.File), e.Value.Setting.Line
			n.Mend = "Take enabled out of " + n.File + ", or set it to true there."
		}
	}
	t.needs = append(t.needs, n)
}

// subjectOf is what a finding about a jail is about.
func subjectOf(f conf.Finding) host.NeedSubject {
	switch f.Code {
	case conf.CodeFilterMissing, conf.CodeNoFilter, conf.CodeRegex, conf.CodeNoHost:
		return host.NeedFilter
	case conf.CodeLogMissing, conf.CodeLogLink, conf.CodeNoLog, conf.CodeJournalMatch:
		return host.NeedSource
	case conf.CodeActionMissing, conf.CodeNoAction:
		return host.NeedAction
	}
	return host.NeedOption
}

func filterThere(t *tried) string {
	if t.jail.Filter == nil {
		return ""
	}
	e, err := expressionsOf(t.jail)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("filter %s with %s", t.jail.Filter.Name, plural(len(e.FailRegex), "expression"))
}

func sourceThere(t *tried) string {
	s := sourceIn(t.jail)
	switch {
	case s.journal():
		return "reads the journal"
	case len(s.logs) > 0:
		return "reads " + strings.Join(s.logs, ", ")
	}
	return ""
}

func actionsThere(t *tried) string {
	names := make([]string, 0, len(t.jail.Actions))
	for _, action := range t.jail.Actions {
		names = append(names, action.Name)
	}
	if len(names) == 0 {
		return ""
	}
	return "bans with " + strings.Join(names, ", ")
}
