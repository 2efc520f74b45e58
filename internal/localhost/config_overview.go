package localhost

import (
	"context"
	"errors"
	"path"
	"slices"
	"strings"

	"bangui/fail2ban/conf"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// Configuration implements [host.Host]. It starts no program.
func (h *Host) Configuration(ctx context.Context, draft []host.FileChange) (host.Configuration, error) {
	var answer host.Configuration
	err := h.study(ctx, draft, func(s *study) error {
		whole, err := s.whole()
		if err == nil {
			answer = *whole
		}
		return err
	})
	if err != nil {
		return host.Configuration{}, err
	}
	answer.Obstacle = h.obstacle()
	return answer, nil
}

// asFault is the fault that an error is or wraps.
func asFault(err error) (*fault.Fault, bool) { return errors.AsType[*fault.Fault](err) }

// whole works everything out, once.
func (s *study) whole() (*host.Configuration, error) {
	if s.overview != nil {
		return s.overview, nil
	}
	files, err := s.host.listFiles(s.draft)
	if err != nil {
		return nil, err
	}
	o := &overview{study: s, sections: s.sections(), Configuration: host.Configuration{
		At: s.at, Version: s.version, Assumed: s.assumed, Dir: s.host.opts.ConfigDir, Files: files,
		Jails: []host.ConfiguredJail{}, Filters: []host.Definition{}, Actions: []host.Definition{}, Findings: []host.Finding{},
	}}
	o.Filters = o.definitions("filter.d/", s.config.Filters())
	o.Actions = o.definitions("action.d/", s.config.Actions())
	for _, name := range s.config.Jails() {
		o.jail(name)
	}
	for _, f := range s.config.Lint() {
		o.Findings = append(o.Findings, s.finding(f))
	}
	o.Findings = append(o.Findings, s.advice(o.working)...)
	o.count()
	s.overview = &o.Configuration
	return s.overview, nil
}

// overview is being worked out.
type overview struct {
	*study
	host.Configuration
	// sections are the files that have a section for a jail.
	sections map[string][]string
	// working are the jails that are enabled, and that fail2ban takes.
	working []*conf.Jail
}

// sections are the files that have a section, by its name.
func (s *study) sections() map[string][]string {
	found := make(map[string][]string)
	_, files := s.config.Files()
	for _, name := range files {
		file, err := s.config.File(name)
		if err != nil {
			continue
		}
		for _, section := range file.Sections() {
			if in := found[section.Name]; !slices.Contains(in, s.nameOf(name)) {
				found[section.Name] = append(in, s.nameOf(name))
			}
		}
	}
	return found
}

func allOurs(files []string) bool {
	return len(files) > 0 && !slices.ContainsFunc(files, func(name string) bool { return !host.IsOurs(name) })
}

func (o *overview) definitions(dir string, names []string) []host.Definition {
	all := make([]host.Definition, 0, len(names))
	for _, name := range names {
		d := host.Definition{Name: name, Jails: []string{}, Files: []string{}}
		candidates := []string{dir + name + ".conf", dir + name + ".local"}
		if path.Ext(name) == ".py" {
			candidates = []string{dir + name}
		}
		for _, f := range o.Files {
			if slices.Contains(candidates, f.Name) {
				d.Files = append(d.Files, f.Name)
			}
		}
		d.Ours = allOurs(d.Files)
		all = append(all, d)
	}
	return all
}

// jail adds a jail, and notes it with its filter and actions.
func (o *overview) jail(name string) {
	j, err := o.config.Jail(name)
	row := host.ConfiguredJail{
		Name: name, Enabled: j.Enabled, Actions: []string{}, LogPaths: []string{}, Files: list(o.sections[name]), Ours: allOurs(o.sections[name]),
		Skipped: j.Skipped,
	}
	if err != nil {
		row.Skipped = err.Error()
	}
	for _, e := range j.Options {
		switch e.Name {
		case "enabled":
			row.EnabledAt = o.place(e.Value.Setting)
		case "backend":
			row.Backend, _, _ = strings.Cut(e.Value.Text(), "[")
		case "logpath":
			row.LogPaths = logPaths(e.Value.Text())
		}
	}
	if j.Filter != nil {
		row.Filter = j.Filter.Name
		use(o.Filters, j.Filter.Name, name)
	}
	for _, a := range j.Actions {
		row.Actions = append(row.Actions, a.Name)
		use(o.Actions, a.Name, name)
	}
	if j.Enabled {
		if row.Skipped == "" {
			o.working = append(o.working, j)
		}
		for _, f := range j.Findings {
			row.Findings.Add(string(f.Severity))
		}
		if err != nil {
			row.Findings.Add("fatal")
		}
	}
	o.Jails = append(o.Jails, row)
}

// use notes that a jail uses a filter or an action.
func use(all []host.Definition, name, jail string) {
	for i := range all {
		if d := &all[i]; d.Name == name && !slices.Contains(d.Jails, jail) {
			d.Jails = append(d.Jails, jail)
		}
	}
}

// logPaths are the lines of a log path without what tells where to begin.
func logPaths(text string) []string {
	paths := []string{}
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(strings.TrimSpace(line), " ")
		if line != "" {
			paths = append(paths, line)
		}
	}
	return paths
}

// count counts the findings of filters and actions, and advice for jails.
func (o *overview) count() {
	for _, f := range o.Findings {
		for _, all := range [][]host.Definition{o.Filters, o.Actions} {
			for i := range all {
				if slices.Contains(all[i].Files, f.File) {
					all[i].Findings.Add(f.Severity)
				}
			}
		}
		for i := range o.Jails {
			if f.Severity == host.SeverityAdvice && f.Jail == o.Jails[i].Name {
				o.Jails[i].Findings.Add(f.Severity)
			}
		}
	}
}
