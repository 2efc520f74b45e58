package conf

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// The codes of what is wrong with the files themselves.
const (
	// CodeUnreadable is a file that is there and cannot be read.
	CodeUnreadable Code = "unreadable"
	// CodeIncludeMissing is an include that is not there.
	CodeIncludeMissing Code = "include-missing"
	// CodeIncludeCycle is a file that includes itself, if by way of others.
	CodeIncludeCycle Code = "include-cycle"
)

// includesSection names other files to be read, before and after the file it is in.
const includesSection = "INCLUDES"

// includer finds the order in which files are read. Source: fail2ban/client/configparserinc.py, _getIncludes.
type includer struct {
	loader *loader
	report func(Finding)
	// known are the orders found already, by the names of the files. fail2ban keeps them as well, and with cycles that makes a difference.
	known map[string][]string
	// failed is the first problem for which fail2ban gives up; nil if there is none.
	failed *Error
}

func newIncluder(loader *loader, report func(Finding)) *includer {
	return &includer{loader: loader, report: report, known: make(map[string][]string)}
}

// order is the order in which some files and what they include are read. In seen are those that include them.
func (in *includer) order(names, seen []string) []string {
	names = in.withLocal(names)
	key := strings.Join(names, "\x01")
	if order, ok := in.known[key]; ok {
		return order
	}
	var order []string
	for _, name := range names {
		order = in.limited(name, append(order, in.orderOf(name, seen)...))
	}
	in.known[key] = order
	return order
}

// limited keeps to the number of files and to their size. Name is the file that may be one too many.
func (in *includer) limited(name string, order []string) []string {
	most, bytes := in.loader.limits.Files, in.loader.limits.TotalBytes
	for i, file := range order {
		if bytes -= in.loader.size(file); bytes < 0 || i >= most {
			in.fail(Finding{Code: CodeTooLarge, Severity: Fatal, File: name, Mend: "include fewer files", Message: fmt.Sprintf(
				"more than %d files or %d bytes are included", in.loader.limits.Files, in.loader.limits.TotalBytes)})
			return order[:i]
		}
	}
	return order
}

// withLocal puts the .local file behind each file that has one.
func (in *includer) withLocal(names []string) []string {
	var all []string
	for _, name := range names {
		all = append(all, name)
		root, _ := splitExtension(name)
		if local := root + ".local"; !slices.Contains(names, local) && isRegular(in.loader.source, local) {
			all = append(all, local)
		}
	}
	return all
}

func (in *includer) orderOf(name string, seen []string) []string {
	got := in.loader.load(name)
	if got.err != nil {
		if !errors.Is(got.err, fs.ErrNotExist) && !isDirectory(in.loader.source, name) {
			in.report(Finding{Code: CodeUnreadable, Severity: Wrong, File: name, Message: "the file cannot be read, and is left out: " + reason(got.err),
				Mend: "let fail2ban's user read it"})
		}
		return nil
	}
	for _, p := range got.file.problems {
		if got.file.skipped && p.Code == CodeEncoding {
			p.Severity, p.Message = Wrong, p.Message+", so that fail2ban leaves out the whole file"
		}
		in.report(p)
	}
	if p := got.file.rejected(); p != nil && !(got.file.skipped && p.Code == CodeEncoding) {
		in.fail(*p)
	}
	if got.file.skipped {
		return nil
	}
	if len(seen) >= in.loader.limits.IncludeDepth {
		in.fail(Finding{Code: CodeTooLarge, Severity: Fatal, File: name,
			Message: fmt.Sprintf("files include each other more than %d deep", in.loader.limits.IncludeDepth), Mend: "include files directly"})
		return []string{name}
	}
	below := append(slices.Clone(seen), name)
	before := in.included(got.file, "before", seen, below)
	after := in.included(got.file, "after", seen, below)
	return append(append(slices.Clone(before), name), after...)
}

// included is the order of what one option of a file includes. A file that is being included already is left out.
func (in *includer) included(file *File, option string, seen, below []string) []string {
	value, ok := in.list(file, option)
	if !ok {
		return nil
	}
	dir, _ := splitPath(file.name)
	var order []string
	for _, entry := range strings.Split(value.Text(), "\n") {
		name := joinPath(dir, entry)
		if slices.Contains(seen, name) {
			in.doubt(value, CodeIncludeCycle, fmt.Sprintf("%s is included while it is being read", entry), "remove one of the includes")
			continue
		}
		if entry != "" && !in.optional(name) && !exists(in.loader.source, name) {
			in.doubt(value, CodeIncludeMissing, fmt.Sprintf("%s is included, and is not there: %s", entry, name), "remove the include, or make the file")
		}
		if order = in.limited(file.name, append(order, in.order([]string{name}, below)...)); in.failed != nil {
			break
		}
	}
	return order
}

// list is the value of before or after, if the file includes anything. Only the file itself counts for it.
func (in *includer) list(file *File, option string) (*Value, bool) {
	defaults, sections := contents(file)
	d := &document{defaults, sections}
	if !sections.has(includesSection) || !d.has(includesSection, option) {
		return nil, false
	}
	value, err := newExpander(in.loader.limits).get(d, includesSection, option, nil)
	if err != nil {
		in.fail(asFinding(err))
		return nil, false
	}
	return value, true
}

// optional reports whether nobody minds that an include is not there: the stock files include a .local file for the administrator to
// make, and a file may be there as .local only.
func (in *includer) optional(name string) bool {
	root, extension := splitExtension(name)
	return extension == ".local" || isRegular(in.loader.source, root+".local")
}

func (in *includer) doubt(value *Value, code Code, message, mend string) {
	in.report(Finding{Code: code, Severity: Doubtful, File: value.Setting.File, Line: value.Setting.Line, Option: value.Setting.Option,
		Message: message, Mend: mend})
}

func (in *includer) fail(f Finding) {
	in.report(f)
	if in.failed == nil {
		in.failed = &Error{f}
	}
}

// reason is what the system says, without the path.
func reason(err error) string {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		return pathError.Err.Error()
	}
	return err.Error()
}

// asFinding is the finding of an error of ours.
func asFinding(err error) Finding {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Finding
	}
	return Finding{Code: CodeUnreadable, Severity: Fatal, Message: err.Error()}
}

// conditional is a section or an option with a condition. Source: fail2ban/client/configparserinc.py, CONDITIONAL_RE.
var conditional = regexp.MustCompile(`^([` + wordSet + `]+)(\?[^\n]+)\n?$`)

// cutCondition splits a name into what it is and under which condition.
func cutCondition(name string) (base, condition string, ok bool) {
	parts := conditional.FindStringSubmatch(name)
	if parts == nil {
		return name, "", false
	}
	return parts[1], parts[2], true
}
