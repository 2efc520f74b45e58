package conf

import "slices"

// Explanation tells what the value of an option is and where it comes from.
type Explanation struct {
	Jail string
	// Part is where the option belongs to: empty for the jail itself, else the filter or one of the actions.
	Part *Part
	// Kind is "jail", "filter" or "action".
	Kind   string
	Option string
	Value  *Value
	// Hidden are the settings that would count if this one were not there, in that order.
	Hidden []*Setting
	// Failed is why the value cannot be worked out, where [Config.ExplainJail] tells about such a one, too: Value is as it is written then.
	Failed *Finding
}

// CodeNoOption is an option that nothing sets.
const CodeNoOption Code = "no-option"

// Explain tells where an option of a jail, its filter and its actions comes from; each of these that has the option is told about. Fails with an
// [*Error] if there is no such jail, if nothing sets the option, or if it cannot be worked out.
func (c *Config) Explain(jail, option string) ([]Explanation, error) {
	if !slices.Contains(c.Jails(), jail) {
		return nil, c.noJail(jail)
	}
	option = lower(option)
	r := newResolver(c)
	j, err := r.jailOf(jail, true)
	found, failed := r.explain(j, option)
	if len(found) > 0 {
		return found, nil
	}
	if err == nil {
		err = failed
	}
	if err != nil {
		return nil, err
	}
	return nil, &Error{Finding{Code: CodeNoOption, Severity: Wrong, Jail: jail, Option: option,
		Message: "nothing sets " + option + " for the jail " + quote(jail), Mend: "correct the name of the option"}}
}

func (r *resolver) explain(j *Jail, option string) (all []Explanation, err error) {
	if v, ok := entry(j.Options, option); ok {
		all = append(all, Explanation{Jail: j.Name, Kind: "jail", Option: option, Value: v, Hidden: r.hidden(j.Name, option, v)})
	} else if r.jails.has(j.Name, option) {
		// one of those that only others refer to, such as port
		var v *Value
		if v, err = r.x.get(r.jails, j.Name, option, nil); err == nil {
			all = append(all, Explanation{Jail: j.Name, Kind: "jail", Option: option, Value: v, Hidden: r.hidden(j.Name, option, v)})
		}
	}
	if j.Filter != nil {
		if v, ok := entry(j.Filter.Options, option); ok && !r.setInJail(j, option) {
			all = append(all, Explanation{Jail: j.Name, Part: j.Filter, Kind: "filter", Option: option, Value: v, Hidden: earlier(v.Setting)})
		}
	}
	for _, a := range j.Actions {
		if v, ok := entry(a.Options, option); ok {
			all = append(all, Explanation{Jail: j.Name, Part: a, Kind: "action", Option: option, Value: v, Hidden: earlier(v.Setting)})
		}
	}
	return all, err
}

// setInJail reports whether the jail says something that fail2ban takes instead of what the filter says.
func (r *resolver) setInJail(j *Jail, option string) bool {
	known := slices.ContainsFunc(filterTemplates(), func(t template) bool { return t.name == option })
	_, set := entry(j.Options, option)
	return known && set
}

// hidden are the settings that the value of a jail's option hides: earlier ones, those of [DEFAULT], and what the filter says.
func (r *resolver) hidden(jail, option string, v *Value) []*Setting {
	all := earlier(v.Setting)
	fallback, ok := r.jails.defaults.get(option)
	if ok && v.Setting != nil && fallback.Setting != nil && !sameSection(v.Setting, fallback.Setting) {
		all = append(append(all, fallback.Setting), earlier(fallback.Setting)...)
	}
	if ofFilter, ok := r.jails.section(jail).get(knownName(option)); ok && ofFilter.Setting != nil && ofFilter.Setting != v.Setting {
		all = append(all, ofFilter.Setting)
	}
	return all
}

func sameSection(a, b *Setting) bool { return a.Section == b.Section }

// earlier are the settings that one replaces.
func earlier(s *Setting) []*Setting {
	var all []*Setting
	for s != nil && s.Earlier != nil {
		s = s.Earlier
		all = append(all, s)
	}
	return all
}

func entry(entries []Entry, name string) (*Value, bool) {
	for _, e := range entries {
		if e.Name == name {
			return e.Value, true
		}
	}
	return nil, false
}

func (c *Config) noJail(name string) *Error {
	f := Finding{Code: CodeNoJail, Severity: Wrong, Jail: name, Message: "there is no jail " + quote(name), Mend: "correct the name"}
	if near := nearest(name, c.Jails()); near != "" {
		f.Message += "; did you mean " + near + "?"
	}
	return &Error{f}
}
