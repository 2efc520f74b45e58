package conf

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity is how bad a [Finding] is.
type Severity string

// The severities, worst first.
const (
	// Fatal means that fail2ban rejects the whole configuration: it does not start, and a reload may remove jails.
	Fatal Severity = "fatal"
	// Wrong means that something does not work, such as one jail that is left out.
	Wrong Severity = "error"
	// Doubtful means that fail2ban accepts it, but probably does something else than was meant.
	Doubtful Severity = "warning"
)

func (s Severity) rank() int { return slices.Index([]Severity{Fatal, Wrong, Doubtful}, s) }

// Code is the kind of a [Finding]. Codes are stable: programs may compare them.
type Code string

// Finding is something that is wrong with a configuration, or looks so.
type Finding struct {
	Code     Code     `json:"code"`
	Severity Severity `json:"severity"`
	// File and Line tell where; Line counts from 1 and is 0 if it is about the whole file. File is empty if it is about no file.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	// Jail is the jail that is concerned, if it is one.
	Jail string `json:"jail,omitempty"`
	// Option is the option that is concerned, if it is one.
	Option string `json:"option,omitempty"`
	// Message says what is wrong; lower case and without a full stop.
	Message string `json:"message"`
	// Mend says what to do about it.
	Mend string `json:"mend,omitempty"`
}

// Place is file and line as compilers write them; empty without a file.
func (f Finding) Place() string {
	if f.Line == 0 {
		return f.File
	}
	return fmt.Sprintf("%s:%d", f.File, f.Line)
}

// Error is a [Finding] as an error.
type Error struct{ Finding Finding }

// Error says where and what.
func (e *Error) Error() string {
	if place := e.Finding.Place(); place != "" {
		return place + ": " + e.Finding.Message
	}
	return e.Finding.Message
}

// sortFindings puts findings in the order of their places, and removes those that are there twice.
func sortFindings(all []Finding) []Finding {
	slices.SortStableFunc(all, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Severity.rank(), b.Severity.rank()),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Jail, b.Jail), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(all)
}
