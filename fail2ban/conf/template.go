package conf

import "errors"

// template is an option that fail2ban looks for.
type template struct {
	name string
	kind kind
	// fallback is what counts if it is not set; nil for nothing.
	fallback any
}

// kind is what fail2ban makes of the text of an option.
type kind int

const (
	asText kind = iota
	asInt
	asBool
)

// CodeInteger is a number that is none.
const CodeInteger Code = "integer"

// options looks for options in a section. Those in vars are left out. Source: fail2ban/client/configreader.py, getOptions.
func (r *resolver) options(doc *document, section string, templates []template, vars *values, convert bool) (*values, error) {
	found := newOrdered[*Value]()
	for _, t := range templates {
		if vars != nil && vars.has(t.name) {
			continue
		}
		v, err := r.x.get(doc, section, t.name, vars)
		switch {
		case errors.Is(err, errNoSection):
			found.set(t.name, made(FromDefault, t.fallback))
		case errors.Is(err, errNoOption):
			if t.fallback != nil {
				found.set(t.name, made(FromDefault, t.fallback))
			}
		case err != nil:
			return nil, err
		default:
			if convert {
				v = r.convert(v, t)
			}
			found.set(t.name, v)
		}
	}
	return found, nil
}

// convert makes a number or a boolean of a text, if the option is one. A number that is none becomes what counts without it.
func (r *resolver) convert(v *Value, t template) *Value {
	text, isText := v.Data.(string)
	if !isText {
		return v
	}
	switch t.kind {
	case asBool:
		r.checkBoolean(t.name, text, v)
		return v.as(isTrue(text))
	case asInt:
		if n, ok := parseInt(text); ok {
			return v.as(n)
		}
		severity := Fatal // the server does not take None
		if t.name == "maxlines" && r.config.features.skipsNone {
			severity = Wrong
		}
		r.reportAt(v, CodeInteger, severity, t.name+" must be a whole number, not "+quote(text), "write digits only, and no comment behind them")
		return v.as(t.fallback)
	}
	return v
}

// reportAt notes something about a value.
func (r *resolver) reportAt(v *Value, code Code, severity Severity, message, mend string) {
	f := Finding{Code: code, Severity: severity, Message: message, Mend: mend}
	if v.Setting != nil {
		f.File, f.Line, f.Option = v.Setting.File, v.Setting.Line, v.Setting.Option
	}
	r.report(f)
}
