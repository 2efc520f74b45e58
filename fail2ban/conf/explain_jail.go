package conf

import "slices"

// ExplainJail tells where all options of a jail come from, of its filter and of its actions. Those of the jail are in this order: what fail2ban
// reads, what else its section sets, and what [DEFAULT] sets for others to refer to. Of a value that cannot be worked out it tells
// how it is written, and why.
//
// Fails with an [*Error] if there is no such jail, or if fail2ban would reject the whole configuration for its sake; in the latter case it tells what was found
// out until then.
func (c *Config) ExplainJail(name string) (*Jail, []Explanation, error) {
	if !slices.Contains(c.Jails(), name) {
		return nil, nil, c.noJail(name)
	}
	r := newResolver(c)
	j, err := r.jailOf(name, true)
	all := r.explainOwn(j)
	if j.Filter != nil {
		for _, e := range j.Filter.Options {
			if !r.setInJail(j, e.Name) {
				all = append(all, Explanation{Jail: name, Part: j.Filter, Kind: "filter", Option: e.Name, Value: e.Value, Hidden: earlier(e.Value.Setting)})
			}
		}
	}
	for _, a := range j.Actions {
		for _, e := range a.Options {
			all = append(all, Explanation{Jail: name, Part: a, Kind: "action", Option: e.Name, Value: e.Value, Hidden: earlier(e.Value.Setting)})
		}
	}
	return j, all, err
}

// explainOwn tells about the options of the jail itself.
func (r *resolver) explainOwn(j *Jail) (all []Explanation) {
	told := make(map[string]bool)
	tell := func(e Explanation) {
		told[e.Option] = true
		e.Jail, e.Kind = j.Name, "jail"
		e.Hidden = r.hidden(j.Name, e.Option, e.Value)
		all = append(all, e)
	}
	for _, e := range j.Options {
		tell(Explanation{Option: e.Name, Value: e.Value})
	}
	for _, options := range []*values{r.jails.section(j.Name), r.jails.defaults} {
		for option, written := range options.all() {
			if told[option] || isKnown(option) || written.Origin != FromFile {
				continue
			}
			v, err := r.x.get(r.jails, j.Name, option, nil)
			if err != nil {
				failed := asFinding(err)
				tell(Explanation{Option: option, Value: written, Failed: &failed})
				continue
			}
			tell(Explanation{Option: option, Value: v})
		}
	}
	return all
}
