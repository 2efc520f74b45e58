package doctor

import (
	"context"
	"errors"
	"fmt"

	"bangui/internal/app"
	"bangui/internal/fault"
	"bangui/internal/settings"
	"bangui/internal/store"
)

// Level says how bad a finding is.
type Level string

// The levels. A Problem keeps something from working; a Warning may, or tells of what is not as it should be.
const (
	OK      Level = "ok"
	Warning Level = "warning"
	Problem Level = "problem"
)

// Finding is one thing that was looked at.
type Finding struct {
	// Check is what was looked at, in one or two words.
	Check string `json:"check"`
	Level Level  `json:"level"`
	// Message says what was found, Mend what to do about it, if anything.
	Message string `json:"message"`
	Mend    string `json:"mend,omitempty"`
}

// Options is what there is to look at.
type Options struct {
	Settings settings.Settings
	// Version is the program's own.
	Version string
	// OpenStore opens the database without changing it.
	OpenStore func(ctx context.Context, s settings.Settings) (*store.Store, error)
	// TryHost and HasHost are as in [app.Options].
	TryHost app.OpenHost
	HasHost func(socket string) bool
}

// examination gathers findings.
type examination struct {
	Options
	findings []Finding
}

// Examine looks at everything, in the order in which the server starts. What stands in the way of a look is a finding.
func Examine(ctx context.Context, options Options) []Finding {
	e := &examination{Options: options}
	e.add("settings", OK, "they are right")
	e.workers()
	e.dataDirectory()
	e.lock()
	e.database(ctx)
	e.fail2ban(ctx)
	e.listener(ctx)
	e.browsers()
	e.metrics()
	return e.findings
}

// Healthy tells whether there is no problem among the findings; warnings are none.
func Healthy(findings []Finding) bool {
	for _, f := range findings {
		if f.Level == Problem {
			return false
		}
	}
	return true
}

// Complaint is the finding that an error is.
func Complaint(check string, err error) []Finding {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		return []Finding{{Check: check, Level: Problem, Message: err.Error()}}
	}
	if len(f.Fields) == 0 {
		return []Finding{{Check: check, Level: Problem, Message: f.Message, Mend: f.Mend}}
	}
	var findings []Finding
	for _, field := range f.Fields {
		findings = append(findings, Finding{Check: check, Level: Problem, Message: field.Location + ": " + field.Message, Mend: f.Mend})
	}
	return findings
}

func (e *examination) add(check string, level Level, format string, args ...any) {
	e.findings = append(e.findings, Finding{Check: check, Level: level, Message: fmt.Sprintf(format, args...)})
}

// mend says what to do about the newest finding.
func (e *examination) mend(format string, args ...any) {
	e.findings[len(e.findings)-1].Mend = fmt.Sprintf(format, args...)
}

func (e *examination) complain(check string, err error) {
	e.findings = append(e.findings, Complaint(check, err)...)
}

func (e *examination) workers() {
	if e.Settings.Workers > 1 {
		e.add("workers", Warning, "%s asks for %d processes, and has no effect: one process uses all cores", e.Settings.Origin("workers"), e.Settings.Workers)
		e.mend("remove it; start more replicas for more")
	}
}
