package fail2bantest

import (
	"fmt"
	"slices"
)

// action has properties and does nothing.
type action struct {
	name       string
	properties map[string]any
}

func newAction(name string) *action {
	return &action{name: name, properties: map[string]any{
		"actname": name, "name": "default", "timeout": int64(60), "norestored": false, "banEpoch": int64(0),
		"actionban": "echo ban <ip>", "actionunban": "echo unban <ip>", "actionstart": "", "actionstop": "",
		"actioncheck": "", "actionflush": "", "actionreban": "", "actionreload": "", "actionrepair": "",
		"port": "0:65535", "protocol": "tcp",
	}}
}

func actionMethods() []string {
	return []string{"ban", "consistencyCheck", "flush", "reban", "reload", "start", "stop", "unban"}
}

func (j *jail) action(name string) (*action, error) {
	for _, a := range j.actions {
		if a.name == name {
			return a, nil
		}
	}
	return nil, raise("builtins", "KeyError", "Invalid Action name: "+name)
}

func (j *jail) getAction(words []any) (any, error) {
	if text(words, 1) == "actions" {
		var names []string
		for _, a := range j.actions {
			names = append(names, a.name)
		}
		return anys(names), nil
	}
	if len(words) < 3 {
		return nil, tooFewWords()
	}
	a, err := j.action(text(words, 2))
	if err != nil {
		return nil, err
	}
	switch text(words, 1) {
	case "actionproperties":
		return anys(a.propertyNames()), nil
	case "actionmethods":
		return anys(actionMethods()), nil
	}
	return a.get(text(words, 3))
}

func (a *action) propertyNames() []string {
	names := make([]string, 0, len(a.properties))
	for name := range a.properties {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (a *action) get(property string) (any, error) {
	if slices.Contains(actionMethods(), property) {
		return nil, fmt.Errorf("cannot pickle '_thread.lock' object") // a plain error is answered as "ERROR: ..."
	}
	value, ok := a.properties[property]
	if !ok {
		return nil, raise("builtins", "AttributeError",
			fmt.Sprintf("'CommandAction' object has no attribute '%s'", property))
	}
	return value, nil
}

// setAction carries out addaction, delaction, and action with a property or a method.
func (j *jail) setAction(option string, words []any, multiple bool) (any, error) {
	name := text(words, 0)
	if option == "addaction" {
		return name, j.addAction(name)
	}
	a, err := j.action(name)
	if err != nil {
		return nil, err
	}
	switch {
	case option == "delaction":
		j.actions = slices.DeleteFunc(j.actions, func(other *action) bool { return other == a })
		return nil, nil
	case multiple:
		return a.setAll(at(words, 1))
	case slices.Contains(actionMethods(), text(words, 1)):
		return nil, nil
	case len(words) < 3:
		return nil, tooFewWords()
	}
	a.properties[text(words, 1)] = words[2]
	return words[2], nil
}

func (j *jail) addAction(name string) error {
	if _, err := j.action(name); err == nil {
		if j.idle { // a reload sends all of them again
			return nil
		}
		return valueError("Action %s already exists", name)
	}
	j.actions = append(j.actions, newAction(name))
	return nil
}

// setAll reads [[property, value], ...].
func (a *action) setAll(v any) (any, error) {
	pairs, _ := sequence(v)
	for _, v := range pairs {
		pair, _ := sequence(v)
		if len(pair) != 2 {
			return nil, tooFewWords()
		}
		a.properties[text(pair, 0)] = pair[1]
	}
	return true, nil
}
