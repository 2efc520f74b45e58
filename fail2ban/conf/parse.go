package conf

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// The codes of what fail2ban rejects in a file by itself.
const (
	// CodeSyntax is a line that is neither section, option, comment nor part of a value.
	CodeSyntax Code = "syntax"
	// CodeNoSection is something in front of the first section.
	CodeNoSection Code = "no-section"
	// CodeDuplicateSection is a section that is twice in a file.
	CodeDuplicateSection Code = "duplicate-section"
	// CodeDuplicateOption is an option that is twice in a section.
	CodeDuplicateOption Code = "duplicate-option"
	// CodeEncoding is a file that is not UTF-8.
	CodeEncoding Code = "encoding"
	// CodeBOM is a byte order mark.
	CodeBOM Code = "byte-order-mark"
	// CodeTooLarge is something over a limit of ours.
	CodeTooLarge Code = "too-large"
)

// DefaultSection is the section whose options count in all others.
const DefaultSection = "DEFAULT"

// Parse reads a file of the configuration. It never fails: what fail2ban would reject is among [File.Problems], and the rest is read as
// well as can be. The name is for findings.
func Parse(name string, text []byte) *File { return parse(name, text, Limits{}.withDefaults()) }

func parse(name string, text []byte, limits Limits) *File {
	f := &File{name: name, limits: limits, lines: splitLines(string(text))}
	if len(text) > limits.FileBytes {
		f.problem(CodeTooLarge, 0, fmt.Sprintf("the file has %d bytes, more than the %d that are read", len(text), limits.FileBytes),
			"split the file, or move what is no configuration out of it")
		return f
	}
	f.read()
	return f
}

// read parses the lines anew.
func (f *File) read() {
	f.sections, f.problems, f.skipped = nil, nil, false
	r := fileReader{file: f, seen: make(map[[2]string]int)}
	for i := range f.lines {
		if !r.encoded(i) {
			return
		}
	}
	for i := range f.lines {
		if !r.line(i) {
			break
		}
	}
	for _, s := range f.sections {
		for i := range s.Options {
			s.Options[i].join()
		}
	}
}

// maxProblems is how many problems of a file are noted.
const maxProblems = 1000

// problem notes what fail2ban rejects.
func (f *File) problem(code Code, number int, message, mend string) {
	if len(f.problems) >= maxProblems {
		return
	}
	f.problems = append(f.problems, Finding{Code: code, Severity: Fatal, File: f.name, Line: number, Message: message, Mend: mend})
}

// fileReader goes through the lines of a file as Python's parser does. Source: configparser.RawConfigParser._read.
type fileReader struct {
	file *File
	// seen has the lines of sections and options by their names.
	seen map[[2]string]int
	// section is nil before the first header.
	section *Section
	// open is set if there is an option that deeper lines continue.
	open bool
	// indent is the depth of the last line that was no continuation.
	indent int
}

// encoded checks the bytes of a line, and reports whether to go on.
func (r *fileReader) encoded(i int) bool {
	text := r.file.lines[i].text
	if i == 0 && strings.HasPrefix(text, "\ufeff") {
		r.file.problem(CodeBOM, 1, "the file begins with a byte order mark, for which fail2ban rejects the whole configuration",
			"save the file as UTF-8 without a byte order mark")
	}
	if utf8.ValidString(text) {
		return true
	}
	r.file.problems = nil // it is not read, so that nothing else matters
	r.file.problem(CodeEncoding, i+1, "the line is not UTF-8", "save the file as UTF-8")
	r.file.skipped = true
	return false
}

// line reads a line, and reports whether to go on.
func (r *fileReader) line(i int) bool {
	l := r.file.lines[i]
	if i == 0 {
		l.text = strings.TrimPrefix(l.text, "\ufeff")
	}
	text, comment := l.content()
	_, depth := l.indent()
	switch {
	case text == "":
		if r.open && !comment {
			r.add(part{line: i})
		}
	case r.open && depth > r.indent:
		r.add(part{i, text})
	default:
		r.indent = depth
		return r.head(i, text)
	}
	return true
}

// add continues the last option.
func (r *fileReader) add(p part) {
	options := r.section.Options
	if len(options) > 0 {
		last := &options[len(options)-1]
		last.parts = append(last.parts, p)
	}
}

// head reads a line that begins something.
func (r *fileReader) head(i int, text string) bool {
	if name, ok := headerName(text); ok {
		return r.header(i, name)
	}
	if r.section == nil {
		r.file.problem(CodeNoSection, i+1, fmt.Sprintf("%s stands before the first section", quote(text)),
			"begin the file with a section such as [DEFAULT] or [Definition]")
		r.section = &Section{} // what follows is read, but is in no section
		return true
	}
	name, value, ok := cutOption(text)
	if !ok {
		r.file.problem(CodeSyntax, i+1, fmt.Sprintf("%s is neither a section, nor an option with =, nor an indented line of a value", quote(text)),
			"write option = value, indent the line to continue the value above, or put # in front of a comment")
		return true
	}
	r.option(i, lower(name), value)
	return true
}

// headerName is the name of a section, if text is its header. What stands behind the last bracket does not count.
func headerName(text string) (string, bool) {
	end := strings.LastIndexByte(text, ']')
	if !strings.HasPrefix(text, "[") || end < 2 {
		return "", false
	}
	return text[1:end], true
}

// cutOption splits at the first = or colon.
func cutOption(text string) (name, value string, ok bool) {
	at := strings.IndexAny(text, "=:")
	if at <= 0 {
		return "", "", false
	}
	return trimRight(text[:at]), trim(text[at+1:]), true
}

func (r *fileReader) header(i int, name string) bool {
	if len(r.file.sections) >= r.file.limits.Sections {
		r.file.problem(CodeTooLarge, i+1, fmt.Sprintf("there are more than %d sections", r.file.limits.Sections), "split the file")
		return false
	}
	key := [2]string{name}
	if first, twice := r.seen[key]; twice && name != DefaultSection {
		r.file.problem(CodeDuplicateSection, i+1, fmt.Sprintf("the section [%s] is there already, in line %d", name, first),
			"put the options into one section, and remove the other header")
	}
	r.seen[key] = i + 1
	r.section = &Section{Name: name, Line: i + 1}
	r.file.sections = append(r.file.sections, r.section)
	r.open = false
	return true
}

func (r *fileReader) option(i int, name, value string) {
	key := [2]string{r.section.Name, "=" + name}
	if first, twice := r.seen[key]; twice {
		r.file.problem(CodeDuplicateOption, i+1, fmt.Sprintf("%s is set in line %d of the same section already", name, first),
			"keep one of the two")
	}
	r.seen[key] = i + 1
	r.section.Options = append(r.section.Options, Option{Name: name, Line: i + 1, parts: []part{{i, value}}})
	r.open = true
}

// join puts the value together. Empty lines at its end do not belong to it.
func (o *Option) join() {
	for len(o.parts) > 1 && o.parts[len(o.parts)-1].text == "" {
		o.parts = o.parts[:len(o.parts)-1]
	}
	texts := make([]string, len(o.parts))
	for i, p := range o.parts {
		texts[i] = p.text
	}
	o.Value = strings.Join(texts, "\n")
	o.End = o.parts[len(o.parts)-1].line + 1
	o.parts = slices.Clip(o.parts)
}

// quote shows text in a message, shortened.
func quote(text string) string {
	const most = 60
	if short := cut(text, most); short != text {
		text = short + "…"
	}
	return fmt.Sprintf("%q", text)
}
