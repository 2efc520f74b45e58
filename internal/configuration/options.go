package configuration

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"bangui/internal/host"
)

// Option is what there is to know about an option, whatever it is set to.
type Option struct {
	// Scope is where it belongs to, and Group puts those together that have to do with each other.
	Scope host.PartKind `json:"scope"`
	Group string        `json:"group"`
	// Name is as fail2ban knows it, in lower case. Section is where it stands; empty means the section of the jail, or [Definition].
	Name    string `json:"name"`
	Section string `json:"section"`
	// Label is what to call it in front of people, and Help what it does, in sentences. Warning is what people stumble over; may be empty.
	Label   string `json:"label"`
	Help    string `json:"help"`
	Warning string `json:"warning"`
	// Variable is set if fail2ban itself does not look at it, but other options do.
	Variable bool `json:"variable"`
	// Type is how values are written.
	Type OptionType `json:"type"`
	// Unit is that of a number without one; may be empty. Minimum is that of an [Integer]; nil if there is none.
	Unit    string `json:"unit"`
	Minimum *int   `json:"minimum"`
	// Choices are the words that fail2ban takes, for a [Choice].
	Choices []string `json:"choices"`
	// Separator stands between the entries of a list.
	Separator string `json:"separator"`
	// Default is what counts if no file sets it: fail2ban's own, or that of the files it comes with. Empty is nothing.
	Default string `json:"default"`
	// Placeholder is an example; may be empty.
	Placeholder string `json:"placeholder"`
	// Since is the first version of fail2ban that has it; empty if all of those that we work with have it.
	Since string `json:"since"`
}

// OptionType is how the values of an option are written.
type OptionType string

// The types of options.
const (
	Boolean  OptionType = "boolean"
	Integer  OptionType = "integer"
	Duration OptionType = "duration"
	Choice   OptionType = "choice"
	Text     OptionType = "text"
	// List, Addresses, Paths and Expressions have several entries.
	List        OptionType = "list"
	Addresses   OptionType = "addresses"
	Paths       OptionType = "paths"
	Expressions OptionType = "expressions"
	// Expression is a regular expression, or a Python expression for ban times.
	Expression OptionType = "expression"
	// Command is for a shell.
	Command OptionType = "command"
)

//go:embed options.json
var optionsText []byte

// Options returns what is known of all options, in the order in which they are shown.
func Options() []Option {
	var all []Option
	if err := json.Unmarshal(optionsText, &all); err != nil {
		panic(fmt.Sprintf("options.json is damaged: %v", err)) // a test reads it
	}
	return all
}
