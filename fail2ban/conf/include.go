package conf

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// The codes of what is wrong with the files themselves.
const (
	// CodeUnreadable is a file that is there and cannot be read.
	CodeUnreadable Code = "unreadable"
	// CodeOutside is a file outside of the directory of the configuration.
	CodeOutside Code = "outside"
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
	// dir is the directory of the configuration.
	dir    string
	report func(Finding)
	// known are the orders found already, by the names of the files. fail2ban keeps them as well, and with cycles that makes a difference.
	known map[string]sequence
	// failed is the first problem for which fail2ban gives up; nil if there is none.
	failed *Error
}

func newIncluder(loader *loader, dir string, report func(Finding)) *includer {
	return &includer{loader: loader, dir: path.Clean(dir), report: report, known: make(map[string]sequence)}
}

// sequence is files in the order in which they are read. One that is included twice is read twice.
type sequence struct {
	names []string
	// bytes is the size of the files together.
	bytes int
}

// append adds what another sequence has, as far as the limits allow. Name is the file that may include too much.
func (in *includer) append(s, more sequence, name string) sequence {
	limits := in.loader.limits
	if len(s.names)+len(more.names) <= limits.Files && s.bytes+more.bytes <= limits.TotalBytes {
		return sequence{append(s.names, more.names...), s.bytes + more.bytes}
	}
	in.fail(Finding{Code: CodeTooLarge, Severity: Fatal, File: name, Mend: "include fewer files",
		Message: fmt.Sprintf("more than %d files or %d bytes are included", limits.Files, limits.TotalBytes)})
	return s
}

// order is the order in which some files and what they include are read. In seen are those that include them.
func (in *includer) order(names, seen []string) sequence {
	names = in.withLocal(names)
	key := strings.Join(names, "\x01")
	if order, ok := in.known[key]; ok {
		return order
	}
	var order sequence
	for _, name := range names {
		order = in.append(order, in.orderOf(name, seen), name)
	}
	order.names = slices.Clip(order.names)
	in.known[key] = order
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

// orderOf is the order for one file: what it includes before, the file, and what it includes after.
func (in *includer) orderOf(name string, seen []string) sequence {
	got := in.loader.load(name)
	if !in.usable(name, got) {
		return sequence{}
	}
	self := sequence{[]string{name}, got.size}
	if len(seen) >= in.loader.limits.IncludeDepth {
		in.fail(Finding{Code: CodeTooLarge, Severity: Fatal, File: name,
			Message: fmt.Sprintf("files include each other more than %d deep", in.loader.limits.IncludeDepth), Mend: "include files directly"})
		return self
	}
	below := append(slices.Clone(seen), name)
	order := in.append(in.included(got.file, "before", seen, below), self, name)
	return in.append(order, in.included(got.file, "after", seen, below), name)
}

// usable reports whether fail2ban reads a file that is to be read, and tells what is wrong with it.
func (in *includer) usable(name string, got *loaded) bool {
	if got.err != nil {
		if !errors.Is(got.err, fs.ErrNotExist) && !isDirectory(in.loader.source, name) {
			in.report(Finding{Code: CodeUnreadable, Severity: Wrong, File: name, Message: "the file cannot be read, and is left out: " + reason(got.err),
				Mend: "let fail2ban's user read it"})
		}
		return false
	}
	if !strings.HasPrefix(path.Clean(name), in.dir+"/") {
		in.report(Finding{Code: CodeOutside, Severity: Doubtful, File: name, Message: "the file is read, and is outside of " + in.dir,
			Mend: "move it there"})
	}
	for _, p := range got.file.problems {
		if p.Code == CodeEncoding {
			p.Severity, p.Message = Wrong, p.Message+", so that fail2ban leaves out the whole file"
		}
		in.report(p)
	}
	if p := got.file.rejected(); p != nil && p.Code != CodeEncoding {
		in.fail(*p)
	}
	return !got.file.skipped
}

// included is the order of what one option of a file includes. A file that is being included already is left out.
func (in *includer) included(file *File, option string, seen, below []string) sequence {
	var order sequence
	value, ok := in.list(file, option)
	if !ok {
		return order
	}
	dir, _ := splitPath(file.name)
	for _, entry := range strings.Split(value.Text(), "\n") {
		name := joinPath(dir, entry)
		if slices.Contains(seen, name) {
			in.doubt(value, CodeIncludeCycle, fmt.Sprintf("%s is included while it is being read", entry), "remove one of the includes")
			continue
		}
		if entry != "" && !in.optional(name) && !exists(in.loader.source, name) {
			in.doubt(value, CodeIncludeMissing, fmt.Sprintf("%s is included, and is not there: %s", entry, name), "remove the include, or make the file")
		}
		order = in.append(order, in.order([]string{name}, below), file.name)
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
