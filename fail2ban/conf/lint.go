package conf

import "slices"

// The codes of jails that are enabled and do nothing.
const (
	// CodeNoFilter is a jail without a filter, CodeNoAction one without an action, and CodeNoLog one that watches nothing.
	CodeNoFilter Code = "no-filter"
	CodeNoAction Code = "no-action"
	CodeNoLog    Code = "no-log"
)

// Lint tells all that is wrong, or looks so, with the server, the enabled jails and what they use, and with the names of options in all
// files of the jails. Findings are in the order of files and lines.
func (c *Config) Lint() []Finding {
	all := slices.Clone(c.findings)
	server, err := c.Server()
	if err != nil {
		all = append(all, asFinding(err))
	} else {
		all = append(all, server.Findings...)
	}
	r := newResolver(c)
	for _, name := range c.Jails() {
		if _, err := r.jailOf(name, false); err != nil {
			f := asFinding(err)
			f.Jail = name
			r.report(f)
		}
	}
	r.jail = ""
	names := newChecker(r)
	names.server()
	names.jails()
	names.definitions()
	return sortFindings(oncePerPlace(append(all, r.findings...)))
}

// oncePerPlace leaves the first of findings that differ in the jail only: what stands in [DEFAULT] concerns all jails.
func oncePerPlace(all []Finding) []Finding {
	seen := make(map[Finding]int)
	var once []Finding
	for _, f := range all {
		key := f
		key.Jail = ""
		at, twice := seen[key]
		if !twice || f.Line == 0 {
			seen[key] = len(once)
			once = append(once, f)
			continue
		}
		if once[at].Jail != f.Jail {
			once[at].Jail = ""
		}
	}
	return once
}

// check looks at a jail that has been worked out.
func (j *jailReader) check() {
	j.checkJailName(j.name)
	all := j.options
	if j.filter != nil && j.filterOptions != nil {
		all = j.filterOptions.merged(j.options)
	}
	j.checkOptions(all)
	j.checkExpressions(all)
	at := j.headerOf(j.name)
	missing := func(code Code, message, mend string) {
		j.report(Finding{Code: code, Severity: Doubtful, File: at.file, Line: at.line, Message: message, Mend: mend})
	}
	if j.filter == nil {
		missing(CodeNoFilter, "the jail has no filter, and finds nothing", "set filter, or ban by hand only")
	}
	if len(j.jail.Actions) == 0 {
		missing(CodeNoAction, "the jail has no action: who is banned is not blocked", "set action, or remove the empty one")
	}
	if !j.options.has("logpath") && !startsWithSystemd(j.options) && j.filter != nil {
		missing(CodeNoLog, "the jail reads neither a log file nor the journal", "set logpath, or backend = systemd")
	}
}
