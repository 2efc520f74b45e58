package conf

import "slices"

// File is one configuration file: its bytes, and what fail2ban reads in them. Make one with [Parse]. It must not be used by several
// goroutines while one changes it.
type File struct {
	name     string
	limits   Limits
	lines    []line
	sections []*Section
	problems []Finding
	// skipped is set if fail2ban cannot read the file at all, because its bytes are no text.
	skipped bool
}

// Section is a section of a [File].
type Section struct {
	// Name is what stands in the brackets.
	Name string
	// Line is the line of the header, from 1.
	Line int
	// Options are in the order of the file.
	Options []Option
}

// Option is an option as it is written in a [File].
type Option struct {
	// Name is in lower case, as fail2ban compares names.
	Name string
	// Value is what fail2ban reads: lines without indentation and comments, nothing interpolated.
	Value string
	// Line and End are the first and the last line of it, from 1. Comments and empty lines behind it do not belong to it.
	Line, End int

	// parts are the lines that make the value.
	parts []part
}

// part is one line of a value. It has no text if the line is empty.
type part struct {
	// line counts from 0.
	line int
	text string
}

// Name is the name that the file was parsed under.
func (f *File) Name() string { return f.name }

// Bytes returns the file as it is to be written. Without a change these are the very bytes that were parsed.
func (f *File) Bytes() []byte { return []byte(joinLines(f.lines)) }

// Problems are what fail2ban rejects in the file, in the order of the lines. Nothing is interpolated for this.
func (f *File) Problems() []Finding { return slices.Clone(f.problems) }

// Sections returns the sections in the order of the file. [DEFAULT] may be there more than once; for other sections fail2ban rejects that.
func (f *File) Sections() []Section {
	var all []Section
	for _, s := range f.sections {
		all = append(all, Section{s.Name, s.Line, slices.Clone(s.Options)})
	}
	return all
}

// Lookup returns an option of a section, and whether it is there.
func (f *File) Lookup(section, option string) (Option, bool) {
	o := f.find(section, option)
	if o == nil {
		return Option{}, false
	}
	return *o, true
}

func (f *File) find(section, option string) *Option {
	option = lower(option)
	for _, s := range f.sections {
		for i := range s.Options {
			if s.Name == section && s.Options[i].Name == option {
				return &s.Options[i]
			}
		}
	}
	return nil
}

// rejected is the problem for which fail2ban stops reading, or nil. What is no option is collected until the end of the file, anything
// else stops at once. Source: configparser.RawConfigParser._read.
func (f *File) rejected() *Finding {
	var first *Finding
	for i := range f.problems {
		p := &f.problems[i]
		if p.Severity == Fatal && (first == nil || first.Code == CodeSyntax && p.Code != CodeSyntax) {
			first = p
		}
	}
	return first
}
