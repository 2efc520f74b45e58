package conf

import "errors"

// The sections of filters and actions.
const (
	definitionSection = "Definition"
	initSection       = "Init"
)

// CodeNoDefinition is a filter or an action without [Definition].
const CodeNoDefinition Code = "no-definition"

// definition is a filter or an action with the parameters that a jail gives it. Source: fail2ban/client/configreader.py,
// DefinitionInitConfigReader.
type definition struct {
	r    *resolver
	file *definitionFile
	// templates are the options that fail2ban looks for.
	templates []template
	// init has the parameters, and what [Init] says.
	init *values
	// vars are the options of the jail with the parameters over them.
	vars *values
	// options are those of [Definition].
	options *values
	// looked are options that were looked for to replace tags; nil for those that are not there. fail2ban keeps them, too, and does not
	// notice when variables change.
	looked map[string]*Value
}

// read reads the options, when those of the jail are known; with all set also those that fail2ban does not know.
func (d *definition) read(jail *values, all bool) error {
	d.vars = jail.merged(d.init)
	var err error
	if d.options, err = d.r.options(d.file.doc, definitionSection, d.templates, d.vars, false); err != nil {
		return err
	}
	if err := d.readInit(); err != nil {
		return err
	}
	if !all {
		return nil
	}
	own, _ := d.file.doc.sections.get(definitionSection)
	if own == nil {
		return nil
	}
	for _, name := range own.keys {
		if name == "__name__" || d.options.has(name) {
			continue
		}
		v, err := d.r.x.get(d.file.doc, definitionSection, name, nil)
		if err != nil {
			return err
		}
		d.options.set(name, v)
	}
	return nil
}

// readInit adds what [Init] says, unless a parameter says otherwise.
func (d *definition) readInit() error {
	own, _ := d.file.doc.sections.get(initSection)
	if own == nil {
		return nil
	}
	for _, name := range own.keys {
		if name == "__name__" || isKnown(name) && d.init.has(name) {
			continue // and not looked at, so that it may be wrong
		}
		v, err := d.r.x.get(d.file.doc, initSection, name, nil)
		if err != nil {
			return err
		}
		if !isKnown(name) {
			d.init.set(knownName(name), v)
		}
		if !d.init.has(name) {
			d.init.set(name, d.overridden(name, v))
		}
	}
	return nil
}

// overridden is what counts for an option of [Init] that has a condition: newer versions let a parameter without one win.
func (d *definition) overridden(name string, v *Value) *Value {
	if !d.r.config.features.conditionalParameters {
		return v
	}
	base, _, ok := cutCondition(name)
	if !ok {
		return v
	}
	if parameter, ok := d.vars.get(base); ok && parameter.Data != nil {
		return parameter
	}
	return v
}

// combined are all options with their tags replaced. What is in ignore is left alone.
func (d *definition) combined(ignore ...string) (*values, error) {
	all := d.options.merged(d.init)
	if all.len() == 0 {
		return all, nil
	}
	t := tagger{x: d.r.x, ignore: make(map[string]bool), lookup: d.lookup}
	for _, name := range ignore {
		t.ignore[name] = true
	}
	for _, name := range all.keys {
		if base, _, ok := cutCondition(name); ok {
			t.ignore[base] = true
		}
	}
	replaced, err := t.replace(all)
	if err != nil {
		return nil, err
	}
	for _, template := range d.templates {
		if v, ok := replaced.get(template.name); ok && template.kind != asText {
			replaced.set(template.name, d.r.convert(v, template))
		}
	}
	return replaced, nil
}

// lookup finds what a tag stands for that is no option: one of the jail, or one of another section.
func (d *definition) lookup(name string) (*Value, bool, error) {
	if v, ok := d.looked[name]; ok {
		return v, v != nil, nil
	}
	v, err := d.r.x.getExtended(d.file.doc, definitionSection, name, d.vars)
	switch {
	case errors.Is(err, errNoSection), errors.Is(err, errNoOption):
		v = nil
	case err != nil:
		return nil, false, err
	case v.Data == nil:
		v = nil
	}
	d.looked[name] = v
	return v, v != nil, nil
}

// known names keep what [Init] or a filter said before it was replaced.
const known = "known/"

func isKnown(name string) bool     { return len(name) >= len(known) && name[:len(known)] == known }
func knownName(name string) string { return known + name }
