package conf

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// CodeNotWritable is something that cannot be written into a configuration file such that fail2ban reads it again.
const CodeNotWritable Code = "not-writable"

// Escape is text as it must be written to be read as it is: every % is doubled, so that it is no reference to another option.
func Escape(text string) string { return strings.ReplaceAll(text, "%", "%%") }

// Set gives an option a value, which may have several lines and refer to other options with %(name)s; see [Escape]. If the option is not
// there it comes behind the others of its section, and if the section is not there it comes at the end of the file. All else stays as it
// is, also comments behind and between the lines of the value, and lines of it that do not change.
//
// Fails with an [*Error] and changes nothing if fail2ban rejects the file, or if it would read something else than the value: it drops
// white space around each line, and takes ; behind white space, and # or ; at the beginning of a further line, for a comment.
func (f *File) Set(section, option, value string) error {
	if err := checkValue(option, value); err != nil {
		return err
	}
	if strings.ContainsAny(section+option, "\r\n") {
		return notWritable("", "a name has one line", "use another name")
	}
	return f.change(func() error {
		if o := f.find(section, option); o != nil {
			f.replaceValue(o, strings.Split(value, "\n"))
			return nil
		}
		if f.lastSection(section) == nil {
			f.addSection(section)
		}
		s := f.lastSection(section)
		if s == nil {
			return notWritable("", "no section can have the name "+quote(section), "use another name")
		}
		f.addOption(s, option, strings.Split(value, "\n"))
		return nil
	}, func(before, after map[[2]string]string) bool {
		key := [2]string{section, lower(option)}
		before[key] = value
		return after[key] == value
	})
}

// Append adds a line to a value, as one more expression, log path, action or address. If the option is not there it gets that line alone.
// Fails as [File.Set] does.
func (f *File) Append(section, option, text string) error {
	if o := f.find(section, option); o != nil && o.Value != "" {
		text = o.Value + "\n" + text
	}
	return f.Set(section, option, text)
}

// Unset removes an option with all its lines, and the comments between them. Removing what is not there is no error. Fails with an [*Error] if
// fail2ban rejects the file.
func (f *File) Unset(section, option string) error {
	return f.change(func() error {
		if o := f.find(section, option); o != nil {
			f.lines = slices.Delete(f.lines, o.Line-1, o.End)
		}
		return nil
	}, func(before, after map[[2]string]string) bool {
		delete(before, [2]string{section, lower(option)})
		return true
	})
}

// AddSection adds a section at the end of the file, unless it is there. Fails with an [*Error] if fail2ban rejects the file, or would read
// another name.
func (f *File) AddSection(name string) error {
	return f.change(func() error {
		if f.lastSection(name) == nil {
			f.addSection(name)
		}
		return nil
	}, func(_, _ map[[2]string]string) bool { return f.lastSection(name) != nil })
}

// RemoveSection removes a section with its options, and the empty lines behind it. Comments behind the last option stay: they may belong to what
// follows. Removing what is not there is no error. Fails with an [*Error] if fail2ban rejects the file.
func (f *File) RemoveSection(name string) error {
	return f.change(func() error {
		for s := f.lastSection(name); s != nil; s = f.lastSection(name) {
			f.removeSection(s)
			f.read()
		}
		return nil
	}, func(before, after map[[2]string]string) bool {
		for key := range before {
			if key[0] == name {
				delete(before, key)
			}
		}
		return true
	})
}

// change makes a change and reads the file again. Whatever is not as it should be then is undone: expect makes what was there before the
// change into what must be there now, and reports whether the rest is right.
func (f *File) change(do func() error, expect func(before, after map[[2]string]string) bool) error {
	if len(f.problems) > 0 {
		return &Error{f.problems[0]}
	}
	lines, before := slices.Clone(f.lines), f.options()
	err := do()
	f.lines = splitLines(joinLines(f.lines))
	f.read()
	if err == nil && (len(f.problems) > 0 || !expect(before, f.options()) || !maps.Equal(before, f.options())) {
		err = notWritable("", "the change cannot be written such that fail2ban reads it again", "use other names or values")
	}
	if err != nil {
		f.lines = lines
		f.read()
	}
	return err
}

// options are all values by section and name.
func (f *File) options() map[[2]string]string {
	all := make(map[[2]string]string)
	for _, s := range f.sections {
		for _, o := range s.Options {
			all[[2]string{s.Name, o.Name}] = o.Value
		}
	}
	return all
}

func (f *File) lastSection(name string) *Section {
	for i := len(f.sections) - 1; i >= 0; i-- {
		if f.sections[i].Name == name {
			return f.sections[i]
		}
	}
	return nil
}

// checkValue refuses what fail2ban would read differently.
func checkValue(option, value string) error {
	refuse := func(n int, why, mend string) error {
		return notWritable(lower(option), fmt.Sprintf("line %d of the value %s", n+1, why), mend)
	}
	lines := strings.Split(value, "\n")
	for i, text := range lines {
		switch {
		case strings.Contains(text, "\r"):
			return refuse(i, "has a carriage return, which ends a line", "remove it")
		case trim(text) != text:
			return refuse(i, "begins or ends with white space, which fail2ban drops", `write \s or [ ] in a regular expression, quotation marks in a parameter, or remove it`)
		case i > 0 && (strings.HasPrefix(text, "#") || strings.HasPrefix(text, ";")):
			return refuse(i, "begins like a comment", `put it first, or write \# or [;] in a regular expression`)
		case inlineComment(text) >= 0:
			return refuse(i, "has a ; behind white space, where fail2ban begins a comment", `write [;] in a regular expression, or remove the white space`)
		case i > 0 && i == len(lines)-1 && text == "":
			return refuse(i, "is empty, and the last one", "remove it")
		}
	}
	return nil
}

func notWritable(option, message, mend string) *Error {
	return &Error{Finding{Code: CodeNotWritable, Severity: Wrong, Option: option, Message: message, Mend: mend}}
}
