package conf

import "strings"

// actionTemplates are the options of actions. Source: fail2ban/client/actionreader.py.
func actionTemplates() []template {
	return []template{
		{name: "actionstart"}, {name: "actionstart_on_demand", kind: asBool}, {name: "actionstop"}, {name: "actionflush"},
		{name: "actionreload"}, {name: "actioncheck"}, {name: "actionrepair"}, {name: "actionrepair_on_unban", kind: asBool},
		{name: "actionban"}, {name: "actionprolong"}, {name: "actionreban"}, {name: "actionunban"}, {name: "norestored", kind: asBool},
	}
}

// untouched are tags that only the server knows the values of. Source: fail2ban/client/actionreader.py, convert, and
// fail2ban/server/action.py, CommandAction._escapedTags.
func untouched() []string {
	return []string{"matches", "ipmatches", "ipjailmatches", "timeout", "bantime"}
}

// action is one of the actions of a jail.
type action struct {
	definition
	// name is what the action is called in the jail: its file, or something else if the jail has it twice.
	name string
}

// nameAction gives an action a name of its own in the jail, and tells it the jail. Source: fail2ban/client/actionreader.py.
func nameAction(file, jail string, parameters *values) string {
	if !parameters.has("name") {
		parameters.set("name", made(FromFail2ban, jail))
	}
	name := textOfOption(parameters, "name")
	if parameters.has("actname") {
		return textOfOption(parameters, "actname")
	}
	own := file
	switch after, longer := strings.CutPrefix(name, jail); {
	case longer:
		own += after
	default:
		own += "-" + name
	}
	parameters.set("actname", made(FromFail2ban, own))
	return own
}

// commands are those that set the action up. Parameters and [Init] are sent with their tags.
func (a *action) commands() ([]Command, []Entry, error) {
	options, err := a.combined(untouched()...)
	if err != nil {
		return nil, nil, err
	}
	known := make(map[string]bool)
	for _, t := range a.templates {
		known[t.name] = true
	}
	var properties []any
	for name, v := range options.all() {
		if known[name] {
			properties = append(properties, []any{name, v.Data})
		}
	}
	for name, v := range a.init.all() {
		if !known[name] && !isKnown(name) {
			properties = append(properties, []any{name, v.Data})
		}
	}
	jail := a.r.jail
	stream := []Command{list("set", jail, "addaction", a.name)}
	switch len(properties) {
	case 0:
	case 1:
		stream = append(stream, append(Command(list("set", jail, "action", a.name)), properties[0].([]any)...))
	default:
		stream = append(stream, Command{"multi-set", jail, "action", a.name, properties})
	}
	return stream, entries(options), nil
}
