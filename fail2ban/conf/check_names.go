package conf

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// The codes of names.
const (
	// CodeUnknownOption is an option that fail2ban does not know and nothing refers to.
	CodeUnknownOption Code = "unknown-option"
	// CodeUnknownSection is a section that fail2ban does not look into.
	CodeUnknownSection Code = "unknown-section"
	// CodeJailName is a name that is too long, or has characters that make trouble.
	CodeJailName Code = "jail-name"
)

// maxJailName is the length of names that iptables can make a chain of: 28 characters, less f2b- that the stock actions put in front.
// Source: iptables, XT_EXTENSION_MAXNAMELEN.
const maxJailName = 24

var plainName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*$`)

// IsPlainName reports whether a name is fit for a new jail, filter or action: letters, digits, _, . and -, the first of them a letter or a
// digit, so that it is safe in names of files and in the commands of actions. fail2ban itself takes others, too.
func IsPlainName(name string) bool { return plainName.MatchString(name) }

// checkJailName looks at the name of a jail that is in use.
func (r *resolver) checkJailName(name string) {
	at := r.headerOf(name)
	switch {
	case !IsPlainName(name):
		r.report(Finding{CodeJailName, Doubtful, at.file, at.line, name, "", "the name of the jail " + quote(name) + " has characters that actions may stumble over",
			"use letters, digits, _, . and -"})
	case len(name) > maxJailName:
		r.report(Finding{CodeJailName, Doubtful, at.file, at.line, name, "", fmt.Sprintf("the name of the jail has %d characters; iptables takes %d for it", len(name), maxJailName),
			"shorten the name"})
	}
}

// header is where a section begins.
type header struct {
	file string
	line int
}

// headerOf finds the first header of a jail.
func (r *resolver) headerOf(jail string) header {
	for _, name := range r.config.jailFiles {
		for _, s := range r.config.loader.load(name).file.sections {
			if s.Name == jail {
				return header{name, s.Line}
			}
		}
	}
	return header{}
}

// checker looks at the names of options and sections in files.
type checker struct {
	r *resolver
	// used are the names that something refers to.
	used map[string]bool
}

// references are names within values.
var references = regexp.MustCompile(`%\(([^)]+)\)s|<([^ <>]+)>|([` + wordSet + `\-.]+)=`)

// newChecker finds out what the files that were read so far refer to.
func newChecker(r *resolver) *checker {
	c := &checker{r, make(map[string]bool)}
	for _, file := range r.config.loader.all() {
		for _, s := range file.sections {
			for _, o := range s.Options {
				for _, parts := range references.FindAllStringSubmatch(o.Value, -1) {
					name := lower(parts[1] + parts[2] + parts[3])
					name, _, _ = strings.Cut(name[strings.LastIndexByte(name, '/')+1:], "?")
					c.used[name] = true
				}
			}
		}
	}
	return c
}

// jails looks at the files that say something about jails.
func (c *checker) jails() {
	var known []string
	for _, t := range c.r.config.features.jailTemplates() {
		known = append(known, t.name)
	}
	for _, name := range c.r.config.jailFiles {
		file := c.r.config.loader.load(name).file
		for _, s := range file.sections {
			if s.Name == includesSection {
				continue
			}
			for _, o := range s.Options {
				c.option(file, o, known, "a jail", isOwn(c.r.config.dir, name) && s.Name != DefaultSection)
				c.comment(file, o, known)
			}
		}
	}
}

// isOwn reports whether a file is the administrator's, and not one that came with fail2ban.
func isOwn(dir, name string) bool {
	return path.Ext(name) == ".local" || path.Dir(name) == path.Clean(dir)+"/jail.d"
}

// server looks at fail2ban.conf.
func (c *checker) server() {
	known := map[string][]string{"Thread": {"stacksize"}}
	for _, t := range append(c.r.config.features.serverTemplates(), placeTemplates()...) {
		known[definitionSection] = append(known[definitionSection], t.name)
	}
	for _, name := range c.r.config.serverFiles {
		file := c.r.config.loader.load(name).file
		c.sections(file, true, definitionSection, "Thread")
		for _, s := range file.sections {
			if options := known[s.Name]; options != nil {
				for _, o := range s.Options {
					c.option(file, o, options, "the server", true)
					c.comment(file, o, options)
				}
			}
		}
	}
}

// definitions looks at the filters and actions that were read.
func (c *checker) definitions() {
	for name, d := range c.r.definitions {
		templates, what := filterTemplates(), "a filter"
		if strings.HasPrefix(name, "action.d/") {
			templates, what = append(actionTemplates(), template{name: "timeout"}), "an action"
		}
		var known []string
		for _, t := range templates {
			known = append(known, t.name)
		}
		for _, fileName := range d.files {
			file := c.r.config.loader.load(fileName).file
			c.sections(file, false, definitionSection, initSection)
			for _, s := range file.sections {
				if s.Name == definitionSection {
					for _, o := range s.Options {
						c.option(file, o, known, what, false)
					}
				}
			}
		}
	}
}

// sections finds sections that nobody looks into. Filters and actions may have sections of their own to refer to, so that only names that are
// like a known one are told, unless all are to be.
func (c *checker) sections(file *File, all bool, known ...string) {
	for _, s := range file.sections {
		base, _, _ := cutCondition(s.Name)
		if base == DefaultSection || base == includesSection || slices.Contains(known, base) {
			continue
		}
		near := nearest(base, known)
		if near == "" && !all {
			continue
		}
		f := Finding{Code: CodeUnknownSection, Severity: Doubtful, File: file.name, Line: s.Line,
			Message: fmt.Sprintf("fail2ban does not look into the section [%s]", s.Name), Mend: "rename or remove the section"}
		if near != "" {
			f.Message += "; did you mean [" + near + "]?"
		}
		c.r.report(f)
	}
}

// option looks at the name of an option. Where everything is known, what is not known is told even if it is like nothing.
func (c *checker) option(file *File, o Option, known []string, what string, all bool) {
	if slices.Contains(known, o.Name) || c.used[o.Name] || isKnown(o.Name) {
		return
	}
	near := nearest(o.Name, known)
	if near == "" && !all {
		return
	}
	f := Finding{Code: CodeUnknownOption, Severity: Doubtful, File: file.name, Line: o.Line, Option: o.Name,
		Message: fmt.Sprintf("%s is no option of %s, and nothing refers to it", o.Name, what), Mend: "correct or remove it"}
	if near != "" {
		f.Message += "; did you mean " + near + "?"
	}
	c.r.report(f)
}

// hash is what looks like a comment behind a value.
var hash = regexp.MustCompile(spaceClass + `#`)

// comment finds a # behind a value, in options whose values have none.
func (c *checker) comment(file *File, o Option, known []string) {
	free := []string{"failregex", "ignoreregex", "prefregex", "datepattern", "action", "ignorecommand", "bantime.formula", "journalmatch"}
	if !slices.Contains(known, o.Name) || slices.Contains(free, o.Name) || !hash.MatchString(o.Value) {
		return
	}
	c.r.report(Finding{Code: CodeComment, Severity: Doubtful, File: file.name, Line: o.Line, Option: o.Name,
		Message: fmt.Sprintf("the # is no comment, but a part of the value of %s: %s", o.Name, quote(o.Value)), Mend: "put the comment on a line of its own"})
}
