package fail2ban

import (
	"fmt"
	"strings"
)

// Reason is why no answer was had from fail2ban. It is an error, so that errors.Is(err, NotRunning) works on what calls return.
type Reason string

// The reasons why there is no answer.
const (
	// NotRunning is the sum of [NoSocket] and [StaleSocket].
	NotRunning Reason = "fail2ban is not running"
	// NoSocket means that there is no socket file: fail2ban is not running, not installed, or its socket is elsewhere.
	NoSocket Reason = "there is no socket"
	// StaleSocket means that nobody listens on the socket file: fail2ban was killed.
	StaleSocket Reason = "nobody listens on the socket"
	// NoPermission means that this process may not use the socket.
	NoPermission Reason = "no permission to use the socket"
	// NotAnswering means that the time was up first. fail2ban may still carry the command out.
	NotAnswering Reason = "fail2ban does not answer"
	// Disconnected means that fail2ban closed the connection before it answered: it was stopped or it crashed.
	Disconnected Reason = "fail2ban closed the connection"
	// ShuttingDown means that fail2ban is stopping and takes no commands.
	ShuttingDown Reason = "fail2ban is shutting down"
	// BadReply means that the answer was not understood or over a limit.
	BadReply Reason = "fail2ban's answer cannot be understood"
	// Closed means that the [Client] has been closed.
	Closed Reason = "the client is closed"
)

// Error returns the reason as text.
func (r Reason) Error() string { return string(r) }

// ConnError is a command without an answer. The connection has been given up; the next command makes a new one.
type ConnError struct {
	// Reason is never empty and never [NotRunning], which stands for two others.
	Reason Reason
	// Command is the beginning of the command, such as "get sshd banip".
	Command string
	// Socket is the path of the socket.
	Socket string
	// Cause says more, such as a *net.OpError, a context's error or a *wire.SyntaxError; may be nil.
	Cause error
}

// Error names the command, the socket and the reason.
func (e *ConnError) Error() string {
	text := fmt.Sprintf("fail2ban %q on %s: %s", e.Command, e.Socket, e.Reason)
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

// Unwrap returns the cause.
func (e *ConnError) Unwrap() error { return e.Cause }

// Is reports whether target is the reason of e.
func (e *ConnError) Is(target error) bool {
	reason, ok := target.(Reason)
	if !ok {
		return false
	}
	if reason == NotRunning {
		return e.Reason == NoSocket || e.Reason == StaleSocket
	}
	return reason == e.Reason
}

// InvalidArgument is an argument that was refused before anything was sent: errors.Is(err, InvalidArgument) works on what calls
// return.
const InvalidArgument = argumentReason("invalid argument")

type argumentReason string

func (r argumentReason) Error() string { return string(r) }

// ArgumentError is an argument that was refused before anything was sent.
type ArgumentError struct {
	// Argument is what it is for, such as "jail name".
	Argument string
	// Problem says what is wrong with it and what is allowed.
	Problem string
}

// Error names the argument and what is wrong with it.
func (e *ArgumentError) Error() string { return e.Argument + ": " + e.Problem }

// Is reports whether target is [InvalidArgument].
func (e *ArgumentError) Is(target error) bool { return target == error(InvalidArgument) }

func invalid(argument, format string, args ...any) error {
	return &ArgumentError{Argument: argument, Problem: fmt.Sprintf(format, args...)}
}

// UnsupportedError is a call that this version of fail2ban has no command for.
type UnsupportedError struct {
	// Command is what would have been sent.
	Command string
	// Since is the first version that has it, Have the one that runs.
	Since, Have Version
}

// Error names the command and both versions.
func (e *UnsupportedError) Error() string {
	return fmt.Sprintf("fail2ban %s has no command %q; it came with %s", e.Have, e.Command, e.Since)
}

// summary is the beginning of a command for messages: what it is about, without its data.
func summary(words []any) string {
	var b strings.Builder
	for i, word := range words[:min(len(words), 3)] {
		text, ok := word.(string)
		if !ok {
			break
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(shorten(text))
	}
	return b.String()
}

func shorten(text string) string {
	const most = 64
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
