package link

import (
	"context"
	"errors"
	"slices"
	"time"

	"bangui/internal/fault"
)

// failure is an error on its way to who asked. The zero value is none.
type failure struct {
	// Kind is empty for an error that is no fault.
	Kind       fault.Kind    `json:"kind,omitempty"`
	Message    string        `json:"message,omitempty"`
	Mend       string        `json:"mend,omitempty"`
	Why        string        `json:"why,omitempty"`
	ReadMore   string        `json:"read_more,omitempty"`
	Fields     []fault.Field `json:"fields,omitempty"`
	RetryAfter time.Duration `json:"retry_after,omitempty"`
	// Cause is for the log.
	Cause string `json:"cause,omitempty"`
}

// maxText limits each text of a failure, in bytes, and maxFields the number of fields.
const (
	maxText   = 4 << 10
	maxFields = 100
)

// failureOf is what we tell of an error.
func failureOf(err error) failure {
	if err == nil {
		return failure{}
	}
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return failure{
			Kind: f.Kind, Message: cut(f.Message), Mend: cut(f.Mend), Why: cut(f.Why), ReadMore: cut(f.ReadMore),
			Fields: f.Fields[:min(len(f.Fields), maxFields)], RetryAfter: f.RetryAfter, Cause: cut(fault.Cause(err)),
		}
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return failure{Kind: fault.Unreachable, Message: "the host did not answer in time", Cause: err.Error()}
	}
	return failure{Message: cut(err.Error())}
}

func cut(text string) string { return text[:min(len(text), maxText)] }

// err is the failure as an error again, of the same kind.
func (f failure) err() error {
	if f.Kind == "" && f.Message == "" {
		return nil
	}
	if !slices.Contains(kinds(), f.Kind) {
		return errors.New("the replica that holds the host: " + f.Message)
	}
	found := f.Kind.Wrapf(errors.New(f.Cause), "%s", f.Message)
	found.Mend, found.Why, found.ReadMore, found.Fields, found.RetryAfter = f.Mend, f.Why, f.ReadMore, f.Fields, f.RetryAfter
	return found
}

// kinds are the kinds of fault that may come from others.
func kinds() []fault.Kind {
	return []fault.Kind{
		fault.Invalid, fault.NotFound, fault.Conflict, fault.SetupNeeded, fault.Unauthenticated, fault.Forbidden, fault.TooMany,
		fault.TooLarge, fault.Unreachable, fault.Refused, fault.Unsupported, fault.Unavailable,
	}
}
