// Package fault holds the errors that a caller can act on.
//
// A fault has a [Kind], which callers compare with errors.Is, and a message, which is written for the person in front of
// the screen: what is wrong and what to do. Its cause, if any, is for the log and never part of the message.
//
//	if !known {
//		return fault.NotFound.Errorf("no jail %q on host %s", jail, host)
//	}
//	…
//	if errors.Is(err, fault.NotFound) { … }
//
// Everything that is not a fault is our own mistake or bad luck: the API answers it with status 500 and a request ID.
package fault

import (
	"errors"
	"fmt"
	"time"
)

// Kind says what sort of fault it is; it is itself an error, so that errors.Is(err, fault.NotFound) works.
type Kind string

// The kinds of fault. The text is also the code in the API's problem documents.
const (
	// Invalid is input that cannot be accepted; the fields say which and why.
	Invalid Kind = "invalid"
	// NotFound is a name or number that nothing has.
	NotFound Kind = "not_found"
	// Conflict is a change that the present state does not allow.
	Conflict Kind = "conflict"
	// SetupNeeded is any use before the installation has been set up.
	SetupNeeded Kind = "setup_needed"
	// Unauthenticated is a missing, wrong or expired proof of who is asking.
	Unauthenticated Kind = "unauthenticated"
	// Forbidden is a known person without the permission.
	Forbidden Kind = "forbidden"
	// TooMany is a limit reached; see [Fault.RetryAfter].
	TooMany Kind = "too_many_requests"
	// TooLarge is input over a limit of size.
	TooLarge Kind = "too_large"
	// Unreachable is a fail2ban or a host that does not answer.
	Unreachable Kind = "unreachable"
	// Refused is an order that fail2ban or the host answered with an error of its own.
	Refused Kind = "refused"
	// Unsupported is what this host or this version of fail2ban cannot do.
	Unsupported Kind = "unsupported"
	// Unavailable is a part of ourselves that does not work at the moment, such as the database.
	Unavailable Kind = "unavailable"
)

// Error makes a Kind comparable by errors.Is; the text is the code.
func (k Kind) Error() string { return string(k) }

// Errorf returns a fault of this kind. The message is for the user.
func (k Kind) Errorf(format string, args ...any) *Fault {
	return &Fault{Kind: k, Message: fmt.Sprintf(format, args...)}
}

// Wrapf is like Errorf and keeps the cause for the log. The message does not contain it.
func (k Kind) Wrapf(cause error, format string, args ...any) *Fault {
	return &Fault{Kind: k, Message: fmt.Sprintf(format, args...), cause: cause}
}

// Fault is an error that a caller can act on. Make one with the methods of [Kind].
type Fault struct {
	// Kind is never empty.
	Kind Kind
	// Message is for the user: what is wrong and what to do.
	Message string
	// Mend says what to do about it, where that is longer than the message; may be empty.
	Mend string
	// Why says why it matters, where that is not plain; may be empty.
	Why string
	// ReadMore is where the documentation tells more, such as docs/guide/deployment.md and the name of a section; may be empty.
	ReadMore string
	// Fields are the parts of the input that are wrong; empty if it is not about input.
	Fields []Field
	// RetryAfter is how long to wait before it makes sense to try again; zero means unknown.
	RetryAfter time.Duration

	cause error
}

// Field is one wrong part of an input.
type Field struct {
	// Location is a path such as body.password or query.limit.
	Location string
	// Message says what is wrong with it and what is allowed.
	Message string
}

// Error returns the message for the user.
func (f *Fault) Error() string { return f.Message }

// Unwrap returns the cause, which is for the log only.
func (f *Fault) Unwrap() error { return f.cause }

// Is reports whether target is the kind of f.
func (f *Fault) Is(target error) bool {
	var kind Kind
	return errors.As(target, &kind) && kind == f.Kind
}

// WithField adds a wrong part of the input and returns f.
func (f *Fault) WithField(location, format string, args ...any) *Fault {
	f.Fields = append(f.Fields, Field{Location: location, Message: fmt.Sprintf(format, args...)})
	return f
}

// WithMend says what to do about it and returns f.
func (f *Fault) WithMend(format string, args ...any) *Fault {
	f.Mend = fmt.Sprintf(format, args...)
	return f
}

// WithWhy says why it matters and returns f.
func (f *Fault) WithWhy(format string, args ...any) *Fault {
	f.Why = fmt.Sprintf(format, args...)
	return f
}

// WithReadMore says where the documentation tells more and returns f.
func (f *Fault) WithReadMore(where string) *Fault {
	f.ReadMore = where
	return f
}

// WithRetryAfter says how long to wait and returns f.
func (f *Fault) WithRetryAfter(d time.Duration) *Fault {
	f.RetryAfter = d
	return f
}

// Cause returns what the log should have of err: the message and, for a fault, its whole chain of causes.
func Cause(err error) string {
	text := err.Error()
	for cause := errors.Unwrap(err); cause != nil; cause = errors.Unwrap(cause) {
		if _, ok := errors.AsType[*Fault](cause); ok || errors.Unwrap(cause) == nil {
			text += ": " + cause.Error()
		}
	}
	return text
}
