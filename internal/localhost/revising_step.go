package localhost

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
)

// skipped is what a step returns that could not or need not be done.
type skipped string

func (s skipped) Error() string { return string(s) }

// step does one part of the work, and writes down that it begins and how it ended. The first failure of all is kept as the reason.
func (v *revising) step(ctx context.Context, name host.StepName, jail string, do func() (text string, err error)) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	v.mu.Lock()
	at := len(v.state.Steps)
	v.state.Steps = append(v.state.Steps, host.Step{Name: name, Jail: jail, State: host.StepRunning, At: time.Now().UTC()})
	v.mu.Unlock()
	if err := v.save(); err != nil && v.mustSave() {
		v.ended(at, "", err)
		return err
	}
	v.r.host.reached("before " + string(name) + " " + jail)
	text, err := do()
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	v.r.host.reached("after " + string(name) + " " + jail)
	if _, ok := errors.AsType[skipped](err); ok {
		v.ended(at, "", err)
		err = nil
	} else {
		v.ended(at, text, err)
	}
	if saved := v.save(); err == nil && v.mustSave() {
		err = saved
	}
	return err
}

// mustSave tells whether a state that cannot be written down ends the change. While things are put back it does not.
func (v *revising) mustSave() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.state.Phase == host.PhaseChecking || v.state.Phase == host.PhaseChanging
}

// ended notes how a step ended.
func (v *revising) ended(at int, text string, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	s := &v.state.Steps[at]
	s.Took, s.Text, s.State = time.Since(s.At), text, host.StepDone
	if left, ok := errors.AsType[skipped](err); ok {
		s.Text, s.State = string(left), host.StepSkipped
		return
	}
	if err == nil {
		return
	}
	failure := failureOf(err)
	failure.Step, failure.Jail = s.Name, s.Jail
	s.State, s.Text = host.StepFailed, failure.Message
	if v.state.Failure == nil {
		v.state.Failure = &failure
	}
}

// failureOf is what we tell of an error.
func failureOf(err error) host.ApplyFailure {
	if many, ok := errors.AsType[objections](err); ok {
		return host.ApplyFailure{Message: many.Error(), Mend: many[0].Mend, Objections: many}
	}
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return host.ApplyFailure{Message: f.Message, Mend: f.Mend}
	}
	switch {
	case errors.Is(err, errCalledOff), errors.Is(err, errTakenBack):
		return host.ApplyFailure{Message: err.Error()}
	case errors.Is(err, context.Canceled):
		return host.ApplyFailure{Message: "bangui was stopped meanwhile", Mend: "Make the change again."}
	case errors.Is(err, context.DeadlineExceeded):
		return host.ApplyFailure{Message: "fail2ban did not answer in time"}
	}
	return host.ApplyFailure{Message: err.Error()}
}

// objections are an error.
type objections []host.Objection

func (o objections) Error() string {
	text := o[0].Message
	if o[0].Jail != "" && !strings.Contains(text, o[0].Jail) {
		text = "jail " + o[0].Jail + ": " + text
	}
	if len(o) > 1 {
		text = fmt.Sprintf("%s (and %d more)", text, len(o)-1)
	}
	return text
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
