package conf

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// The codes of what is wrong with references within values.
const (
	// CodeReference is %(name)s where nothing has that name, or values that refer to each other without end.
	CodeReference Code = "reference"
	// CodePercent is a % that is neither doubled nor the beginning of %(name)s.
	CodePercent Code = "percent"
)

// errNoSection and errNoOption say that nothing is set.
var (
	errNoSection = errors.New("there is no such section")
	errNoOption  = errors.New("there is no such option")
)

// maxDepth is how deep %(name)s may refer to values that refer to others. Source: configparser.MAX_INTERPOLATION_DEPTH.
const maxDepth = 10

// expander puts values together: it replaces %(name)s and <tag> by what they stand for, within limits. Source: configparser.BasicInterpolation and
// fail2ban/client/configparserinc.py, BasicInterpolationWithName.
type expander struct {
	// work is how many bytes may still be looked at; see [Limits.Work].
	work       int
	valueBytes int
}

func newExpander(limits Limits) *expander { return &expander{limits.Work, limits.ValueBytes} }

// spend takes the cost of a step that looks at so many bytes.
func (x *expander) spend(bytes int) error {
	const step = 16 // also a step without bytes costs something
	x.work -= bytes + step
	if x.work < 0 {
		return tooLarge("the values refer to each other so often that putting them together would take too long")
	}
	return nil
}

func (x *expander) checkSize(bytes int) error {
	if bytes > x.valueBytes {
		return tooLarge(fmt.Sprintf("the value would be longer than %d bytes", x.valueBytes))
	}
	return nil
}

func tooLarge(message string) *Error {
	return &Error{Finding{Code: CodeTooLarge, Severity: Fatal, Message: message, Mend: "shorten what the values refer to"}}
}

// scope is where names are looked up.
type scope struct {
	doc     *document
	section string
	// vars win over everything; may be nil.
	vars *values
	// parent and found hold values of other sections that were referred to so far.
	parent *scope
	found  map[string]*Value
}

// lookup finds a value by its name in lower case.
func (s *scope) lookup(name string) (*Value, bool) {
	if name == "__name__" {
		return made(FromFail2ban, s.section), true
	}
	for level := s; level != nil; level = level.parent {
		if v, ok := level.found[name]; ok {
			return v, true
		}
	}
	return s.own(name)
}

// own finds a value without what was referred to. Variables are text.
func (s *scope) own(name string) (*Value, bool) {
	if s.vars != nil {
		if v, ok := s.vars.get(name); ok {
			if _, isText := v.Data.(string); !isText && v.Data != nil {
				v = v.as(v.Text())
			}
			return v, true
		}
	}
	if section, ok := s.doc.sections.get(s.section); ok {
		if v, ok := section.get(name); ok {
			return v, true
		}
	}
	return s.doc.defaults.get(name)
}

// get returns the value of an option, put together. Fails with errNoSection, errNoOption, or an [*Error].
func (x *expander) get(doc *document, section, option string, vars *values) (*Value, error) {
	if !doc.sections.has(section) && section != DefaultSection {
		return nil, errNoSection
	}
	s := &scope{doc: doc, section: section, vars: vars}
	raw, ok := s.own(lower(option))
	if !ok {
		return nil, errNoOption
	}
	if raw.Data == nil {
		return raw, nil
	}
	return x.expand(raw, s, 1)
}

// getExtended is get for names such as known/option and section/option, too. Source: fail2ban/client/configparserinc.py, get_ex.
func (x *expander) getExtended(doc *document, section, option string, vars *values) (*Value, error) {
	if parts := qualified.FindStringSubmatch(option); parts != nil {
		for _, other := range otherSections(section, parts[1]) {
			v, err := x.get(doc, other, parts[2], nil)
			if !errors.Is(err, errNoSection) && !errors.Is(err, errNoOption) {
				return v, err
			}
		}
	}
	return x.get(doc, section, option, vars)
}

// qualified is a name with a section in front of it.
var qualified = regexp.MustCompile(`^([` + wordSet + `\-]+)/([^>` + spaceSet + `]+)\n?$`)

func otherSections(section, named string) []string {
	switch lower(named) {
	case "known":
		return []string{knownPrefix + section, section}
	case "default":
		return []string{DefaultSection}
	}
	return []string{named}
}

// expand replaces all references in a value.
func (x *expander) expand(raw *Value, s *scope, depth int) (*Value, error) {
	template, ok := raw.Data.(string)
	if !ok {
		return nil, x.problem(raw, CodeReference, "fail2ban cannot refer to a value that it has made a number or nothing of", "refer to another option")
	}
	if err := x.spend(len(template)); err != nil {
		return nil, err
	}
	if depth > maxDepth {
		return nil, x.problem(raw, CodeReference, fmt.Sprintf("values refer to each other more than %d deep", maxDepth), "break the circle of references")
	}
	result := &Value{Origin: raw.Origin, Setting: raw.Setting, Uses: raw.Uses}
	inner := s.withSections(template)
	var out strings.Builder
	for rest := template; rest != ""; {
		text, name, after, err := x.next(raw, rest)
		if err != nil {
			return nil, err
		}
		out.WriteString(text)
		rest = after
		if name == "" {
			continue
		}
		used, err := x.reference(raw, name, inner, depth)
		if err != nil {
			return nil, err
		}
		out.WriteString(used.Data.(string))
		result.Uses = addUse(result.Uses, "%("+name+")s", used)
		if err := x.checkSize(out.Len()); err != nil {
			return nil, err
		}
	}
	result.Data = out.String()
	return result, nil
}

// next cuts a template behind its first reference. The name is empty if there is none.
func (x *expander) next(raw *Value, rest string) (text, name, after string, err error) {
	at := strings.IndexByte(rest, '%')
	if at < 0 {
		return rest, "", "", nil
	}
	text, rest = rest[:at], rest[at:]
	switch {
	case strings.HasPrefix(rest, "%%"):
		return text + "%", "", rest[2:], nil
	case strings.HasPrefix(rest, "%("):
		end := strings.IndexByte(rest, ')')
		if end > 2 && strings.HasPrefix(rest[end:], ")s") {
			return text, rest[2:end], rest[end+2:], nil
		}
		return "", "", "", x.problem(raw, CodePercent, "a reference must have the form %(name)s: "+quote(rest),
			"write %(name)s for the value of another option, or %% for a percent sign")
	}
	return "", "", "", x.problem(raw, CodePercent, "a single % is not allowed: "+quote(rest), "write %% for a percent sign")
}

// reference is what a name stands for.
func (x *expander) reference(raw *Value, name string, s *scope, depth int) (*Value, error) {
	found, ok := s.lookup(lower(name))
	if !ok {
		return nil, x.problem(raw, CodeReference, fmt.Sprintf("%%(%s)s stands for nothing: neither [%s] nor [DEFAULT] has it", name, s.section),
			"set "+lower(name)+", or correct the name")
	}
	template, isText := found.Data.(string)
	if isText && !strings.Contains(template, "%") {
		return found, x.spend(len(template))
	}
	return x.expand(found, s, depth+1)
}

func (x *expander) problem(at *Value, code Code, message, mend string) *Error {
	f := Finding{Code: code, Severity: Fatal, Message: message, Mend: mend}
	if at.Setting != nil {
		f.File, f.Line, f.Option = at.Setting.File, at.Setting.Line, at.Setting.Option
	}
	return &Error{f}
}

// elsewhere is a reference to an option of another section.
var elsewhere = regexp.MustCompile(`%\(([` + wordSet + `\-]+)/([^)]+)\)s`)

// withSections is a scope in which what a template refers to in other sections can be found. Only the exact spelling counts here, but
// [scope.lookup] looks for names in lower case. Source: fail2ban/client/configparserinc.py, _map_section_options.
func (s *scope) withSections(template string) *scope {
	inner := &scope{doc: s.doc, section: s.section, vars: s.vars, parent: s}
	if !strings.Contains(template, "/") || !strings.Contains(template, "%(") {
		return inner
	}
	for _, parts := range elsewhere.FindAllStringSubmatch(template, -1) {
		name := parts[1] + "/" + parts[2]
		if _, there := inner.lookup(name); there {
			continue
		}
		if v, ok := s.elsewhere(parts[1], parts[2]); ok {
			if inner.found == nil {
				inner.found = make(map[string]*Value)
			}
			inner.found[name] = v
		}
	}
	return inner
}

// elsewhere finds an option in another section, or else in [DEFAULT].
func (s *scope) elsewhere(section, option string) (*Value, bool) {
	switch lower(section) {
	case "default":
		return s.doc.defaults.get(option)
	case "known":
		section = knownPrefix + s.section
	default:
		if !s.doc.sections.has(section) {
			return nil, false
		}
	}
	if other, ok := s.doc.sections.get(section); ok {
		if v, ok := other.get(option); ok {
			return v, true
		}
	}
	return s.doc.defaults.get(option)
}

// addUse adds a use, unless it is there.
func addUse(uses []Use, written string, v *Value) []Use {
	for _, u := range uses {
		if u.Written == written {
			return uses
		}
	}
	return append(uses[:len(uses):len(uses)], Use{written, v})
}
