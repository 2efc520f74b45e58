package conf

import (
	"fmt"
	"slices"
	"strings"
)

// Jail is a jail as fail2ban would set it up.
type Jail struct {
	Name string
	// Enabled tells whether fail2ban sets it up at all.
	Enabled bool
	// Options are those that fail2ban reads in the section of the jail, in its order.
	Options []Entry
	// Filter is nil if there is none.
	Filter *Part
	// Actions are in the order in which they are carried out. Those that are Python programs have no options.
	Actions []*Part
	// Commands set the jail up and start it.
	Commands []Command
	// Skipped says in the words of fail2ban why it leaves the jail out; empty if it does not.
	Skipped string
	// Findings are what is wrong with the jail.
	Findings []Finding
}

// Part is a filter or an action as a jail uses it.
type Part struct {
	// Name is the file below filter.d or action.d, without its extension.
	Name string
	// As is what an action is called in the jail; empty for a filter.
	As string
	// Files are the files it was read from, in the order in which they count, later over earlier.
	Files []string
	// Options are all options, with parameters and tags put in; for a filter those that the jail leaves to it.
	Options []Entry
}

// jailReader sets a jail up. Source: fail2ban/client/jailreader.py.
type jailReader struct {
	*resolver
	name string
	// options are those of the jail.
	options *values
	filter  *filter
	// filterOptions are those that the jail leaves to the filter.
	filterOptions *values
	// steps make the commands of the actions.
	steps []func() ([]Command, error)
	jail  *Jail
}

// skipped is why fail2ban leaves one jail out and goes on with the others.
type skipped struct{ words string }

func (s *skipped) Error() string { return s.words }

// firstTemplates are read before the filter is known.
func firstTemplates() []template {
	return []template{{"enabled", asBool, false}, {"backend", asText, "auto"}, {"filter", asText, ""}}
}

// jailTemplates are the options of jails in the order in which they are sent. Source: fail2ban/client/jailreader.py, _configOpts.
func (f features) jailTemplates() []template {
	templates := []template{
		{"enabled", asBool, false}, {"backend", asText, "auto"}, {name: "maxretry", kind: asInt}, {name: "maxmatches", kind: asInt},
		{name: "findtime"}, {name: "bantime"}, {name: "bantime.increment", kind: asBool}, {name: "bantime.factor"},
		{name: "bantime.formula"}, {name: "bantime.multipliers"}, {name: "bantime.maxtime"}, {name: "bantime.rndtime"},
		{name: "bantime.overalljails", kind: asBool}, {name: "ignorecommand"}, {name: "ignoreself", kind: asBool}, {name: "ignoreip"},
		{name: "ignorecache"}, {"filter", asText, ""}, {name: "logtimezone"}, {name: "logencoding"}, {name: "logpath"},
	}
	if f.handlesNoLogs {
		templates = append(templates, template{"skip_if_nologs", asBool, false}, template{"systemd_if_nologs", asBool, true})
	}
	templates = append(templates, template{"action", asText, ""})
	return append(templates, filterTemplates()...)
}

// notSent are options of jails that have no command of their own, besides those of filters.
func notSent() []string {
	return []string{"action", "filter", "enabled", "backend", "skip_if_nologs", "systemd_if_nologs"}
}

// jailOf sets a jail up, if it is enabled or forced. The error is an [*Error] for which fail2ban rejects the whole configuration.
func (r *resolver) jailOf(name string, force bool) (*Jail, error) {
	r.jail = name
	before := len(r.findings)
	j := &jailReader{resolver: r, name: name, jail: &Jail{Name: name}}
	err := j.read(force)
	if why, ok := err.(*skipped); ok { //nolint:errorlint // never wrapped
		j.jail.Skipped = why.words
		j.jail.Commands = []Command{list("config-error", fmt.Sprintf("Jail '%s' skipped, because of wrong configuration: %s", name, why.words))}
		err = nil
	}
	if j.options != nil {
		j.jail.Options = entries(j.options)
	}
	j.jail.Findings = sortFindings(slices.Clone(r.findings[before:]))
	return j.jail, err
}

func (j *jailReader) read(force bool) error {
	defaults := j.jails.defaults
	defaults.set("fail2ban_version", made(FromFail2ban, j.config.version))
	if j.config.features.confPath {
		defaults.set("fail2ban_confpath", made(FromFail2ban, j.config.dir))
	}
	var err error
	if j.options, err = j.resolver.options(j.jails, j.name, firstTemplates(), nil, true); err != nil {
		return err
	}
	if j.jail.Enabled = j.isEnabled(); !j.jail.Enabled && !force {
		return nil
	}
	if err := j.readFilter(); err != nil {
		return err
	}
	if j.options, err = j.resolver.options(j.jails, j.name, j.config.features.jailTemplates(), nil, true); err != nil {
		return err
	}
	j.jail.Enabled = j.isEnabled()
	if j.filter != nil {
		if err := j.filter.read(j.options, false); err != nil {
			return err
		}
	}
	if err := j.readActions(); err != nil {
		return err
	}
	if !j.jail.Enabled && !force {
		return nil // because of what the filter says
	}
	if err := j.convert(); err != nil {
		return err
	}
	j.check()
	return nil
}

func (j *jailReader) isEnabled() bool {
	v, _ := j.options.get("enabled")
	return v.Data == true
}

// readFilter reads the filter and makes what it says known to the jail.
func (j *jailReader) readFilter() error {
	written, _ := j.options.get("filter")
	if written.Text() == "" {
		return nil
	}
	name, parameters, err := j.parameters(written, written.Text(), "filter")
	if err != nil {
		return err
	}
	file, err := j.definition(joinPath("filter.d", name))
	if err != nil {
		return err
	}
	if !file.read {
		return j.missing(written, CodeFilterMissing, "filter", name, "Unable to read the filter "+pythonString(name))
	}
	j.filter = &filter{definition{r: j.resolver, file: file, templates: filterTemplates(), init: parameters, looked: make(map[string]*Value)}}
	j.jail.Filter = &Part{Name: name, Files: slices.Clone(file.files)}
	j.needDefinition(file, "filter", name)
	j.filter.setLogType(textOfOption(j.options, "backend"))
	if err := j.filter.read(j.options, true); err != nil {
		return err
	}
	all, err := j.filter.combined()
	if err != nil {
		return err
	}
	section := j.jails.section(j.name)
	for name, v := range all.all() {
		if !isKnown(name) && name != "__name__" {
			section.set(knownName(name), v)
		}
	}
	return nil
}

// searchCost is how much more it takes to search a text with a regular expression than to look at its bytes.
const searchCost = 8

// The codes of filters and actions that a jail names.
const (
	// CodeFilterMissing and CodeActionMissing are a filter or an action without a file.
	CodeFilterMissing Code = "filter-missing"
	CodeActionMissing Code = "action-missing"
	// CodeParameters is something wrong in the brackets behind a filter or an action.
	CodeParameters Code = "parameters"
)

// parameters splits a filter or an action from its parameters.
func (j *jailReader) parameters(written *Value, text, what string) (string, *values, error) {
	if err := j.x.spend(searchCost * len(text)); err != nil {
		return "", nil, err
	}
	name, plain, err := j.syntax.parameters(text)
	if err != nil {
		words := fmt.Sprintf("Invalid %s definition %s", what, pythonString(text))
		if !j.syntax.lenient {
			words += ": " + err.Error()
		}
		j.reportAt(written, CodeParameters, Wrong, fmt.Sprintf("the %s %s cannot be read, and the jail is left out: %s", what, quote(text), err),
			`write name[option="value", other="value"], with quotation marks around values that have commas, brackets or blanks`)
		return "", nil, &skipped{words}
	}
	parameters := newOrdered[*Value]()
	for option, value := range plain.all() {
		parameters.set(option, &Value{Data: value, Origin: FromParameter, Setting: written.Setting, Uses: usedIn(value, written.Uses)})
	}
	return name, parameters, nil
}

// usedIn are those uses that a part of a value can have: their text is in it.
func usedIn(part string, uses []Use) []Use {
	var found []Use
	for _, u := range uses {
		if text := u.Value.Text(); text != "" && strings.Contains(part, text) {
			found = append(found, u)
		}
	}
	return found
}

func (j *jailReader) missing(written *Value, code Code, what, name, words string) error {
	j.reportAt(written, code, Wrong, fmt.Sprintf("there is no %s %s in %s, and the jail is left out", what, quote(name), joinPath(j.config.dir, what+".d")),
		"correct the name, or make the file "+joinPath(j.config.dir, what+".d/"+name+".local"))
	return &skipped{words}
}

// needDefinition notes a filter or an action without its main section, which fail2ban takes for empty.
func (j *jailReader) needDefinition(file *definitionFile, what, name string) {
	if !file.doc.sections.has(definitionSection) {
		j.report(Finding{Code: CodeNoDefinition, Severity: Wrong, File: file.files[0],
			Message: fmt.Sprintf("the %s %s has no section [Definition]", what, name), Mend: "put its options into [Definition]"})
	}
}

func (j *jailReader) readActions() error {
	written, _ := j.options.get("action")
	text, rest := "", written.Text()
	for rest != "" {
		if err := j.x.spend(searchCost * len(rest)); err != nil {
			return err
		}
		if text, rest = j.syntax.next(rest); trim(text) == "" {
			continue
		}
		text = trim(text)
		name, parameters, err := j.parameters(written, text, "action")
		if err != nil {
			return err
		}
		if strings.HasSuffix(name, ".py") {
			j.addProgram(name, parameters)
			continue
		}
		if err := j.addAction(written, name, parameters); err != nil {
			return err
		}
	}
	return nil
}

func (j *jailReader) addAction(written *Value, name string, parameters *values) error {
	own := nameAction(name, j.name, parameters)
	file, err := j.definition(joinPath("action.d", name))
	if err != nil {
		return err
	}
	if !file.read {
		return j.missing(written, CodeActionMissing, "action", name, "Unable to read action "+pythonString(name))
	}
	a := &action{definition{r: j.resolver, file: file, templates: actionTemplates(), init: parameters, looked: make(map[string]*Value)}, own}
	j.needDefinition(file, "action", name)
	part := &Part{Name: name, As: own, Files: slices.Clone(file.files)}
	j.jail.Actions = append(j.jail.Actions, part)
	if err := a.read(j.options, false); err != nil {
		return err
	}
	j.steps = append(j.steps, func() ([]Command, error) {
		commands, options, err := a.commands()
		part.Options = options
		return commands, err
	})
	return nil
}

// addProgram adds an action that is a Python program.
func (j *jailReader) addProgram(name string, parameters *values) {
	own, _ := splitExtension(name)
	if named, ok := parameters.get("actname"); ok {
		own = named.Text()
		parameters.remove("actname")
	}
	path := joinPath(joinPath(j.config.dir, "action.d"), name)
	command := Command(list("set", j.name, "addaction", own, path, jsonObject(parameters)))
	j.jail.Actions = append(j.jail.Actions, &Part{Name: name, As: own, Files: []string{path}})
	j.steps = append(j.steps, func() ([]Command, error) { return []Command{command}, nil })
}
