package conf

// document is what several files say together. Source: fail2ban/client/configparserinc.py, read.
type document struct {
	defaults *values
	sections *ordered[*values]
}

// knownPrefix begins the names of sections that keep what other files said before, for %(known/option)s.
const knownPrefix = "KNOWN/"

func newDocument() *document {
	return &document{defaults: newOrdered[*Value](), sections: newOrdered[*values]()}
}

// clone is a copy whose sections can be changed.
func (d *document) clone() *document {
	c := &document{defaults: d.defaults.clone(), sections: newOrdered[*values]()}
	for name, section := range d.sections.all() {
		c.sections.set(name, section.clone())
	}
	return c
}

// merge reads a file on top of what is there.
func (d *document) merge(file *File) {
	defaults, sections := contents(file)
	update(d.defaults, defaults)
	for name, section := range sections.all() {
		target := name
		if base, condition, ok := cutCondition(name); ok {
			target, section = base, withCondition(section, condition)
		}
		d.mergeSection(target, section)
	}
}

// contents are the options of a file by section. Of a section that is there twice, which fail2ban rejects, all options count.
func contents(file *File) (defaults *values, sections *ordered[*values]) {
	defaults, sections = newOrdered[*Value](), newOrdered[*values]()
	for _, s := range file.sections {
		target := defaults
		if s.Name != DefaultSection {
			if !sections.has(s.Name) {
				sections.set(s.Name, newOrdered[*Value]())
			}
			target, _ = sections.get(s.Name)
		}
		for _, o := range s.Options {
			setting := &Setting{File: file.name, Line: o.Line, End: o.End, Section: s.Name, Option: o.Name, Text: o.Value}
			target.set(o.Name, &Value{Data: o.Value, Origin: FromFile, Setting: setting})
		}
	}
	return defaults, sections
}

// withCondition is a section whose options have a condition each.
func withCondition(section *values, condition string) *values {
	changed := newOrdered[*Value]()
	for name, value := range section.all() {
		changed.set(name+condition, value)
	}
	return changed
}

// mergeSection puts a section of a file over what is there, and keeps what it replaces for %(known/option)s.
func (d *document) mergeSection(name string, section *values) {
	there, ok := d.sections.get(name)
	if !ok {
		d.sections.set(name, section.clone())
		return
	}
	known := d.section(knownPrefix + name)
	for option, value := range there.all() {
		if section.has(option) {
			known.set(option, value)
		}
	}
	update(there, section)
}

// section returns a section, and makes it if it is not there.
func (d *document) section(name string) *values {
	if s, ok := d.sections.get(name); ok {
		return s
	}
	s := newOrdered[*Value]()
	d.sections.set(name, s)
	return s
}

// update sets options, and notes for each what it replaces.
func update(target, changes *values) {
	for option, value := range changes.all() {
		if old, ok := target.get(option); ok && old.Setting != nil && value.Setting != nil {
			setting := *value.Setting
			setting.Earlier = old.Setting
			value = &Value{Data: value.Data, Origin: FromFile, Setting: &setting}
		}
		target.set(option, value)
	}
}

// has reports whether a section that is there, or [DEFAULT], sets an option.
func (d *document) has(section, option string) bool {
	s, ok := d.sections.get(section)
	return ok && s.has(option) || d.defaults.has(option)
}

// own reports whether a section itself sets an option.
func (d *document) own(section, option string) bool {
	s, ok := d.sections.get(section)
	return ok && s.has(option)
}
