package fail2ban

import (
	"fmt"
	"strings"

	"bangui/fail2ban/wire"
)

// Refusal is what sort of error fail2ban answered with. It is an error, so that errors.Is(err, UnknownJail) works on what calls
// return.
type Refusal string

// The sorts of errors that are worth telling apart.
const (
	UnknownJail      Refusal = "unknown jail"
	DuplicateJail    Refusal = "jail exists already"
	BadRegex         Refusal = "bad regular expression"
	NotBanned        Refusal = "not banned"
	NotListed        Refusal = "not in the list"
	UnknownCommand   Refusal = "unknown command or option"
	TooFewWords      Refusal = "command is incomplete"
	UnknownAction    Refusal = "unknown action"
	UnknownProperty  Refusal = "unknown property of an action"
	NoSuchFile       Refusal = "no such file"
	UnknownEncoding  Refusal = "unknown encoding"
	BadTime          Refusal = "bad time"
	BadValue         Refusal = "bad value"
	JailsExist       Refusal = "not while jails exist"
	DatabaseTrouble  Refusal = "trouble with the database"
	NotTransferable  Refusal = "value cannot be transferred"
	UnknownException Refusal = "other error"
)

// Error returns the sort as text.
func (r Refusal) Error() string { return string(r) }

// CommandError is an error that fail2ban answered with. The connection stays in use.
type CommandError struct {
	// Command is the beginning of the command, such as "get sshd banip".
	Command string
	// Module and Class name Python's exception. Both are empty for an answer of the form "ERROR: text": the request could not
	// be read or the answer could not be written.
	Module, Class string
	// Args are the exception's arguments.
	Args []wire.Value
}

// Error names the command, the class and the arguments.
func (e *CommandError) Error() string {
	class := e.Class
	if class == "" {
		class = "error"
	}
	return fmt.Sprintf("fail2ban %q: %s: %s", e.Command, class, e.Text())
}

// Text is what the exception says, without its class.
func (e *CommandError) Text() string {
	texts := make([]string, 0, len(e.Args))
	for _, arg := range e.Args {
		texts = append(texts, fmt.Sprint(arg))
	}
	return strings.Join(texts, " ")
}

// Is reports whether target is the sort of e.
func (e *CommandError) Is(target error) bool { return target == error(e.Refusal()) }

// Refusal tells the sort of e, [UnknownException] if it is none of the others.
func (e *CommandError) Refusal() Refusal {
	text := e.Text()
	switch e.Class {
	case "":
		return NotTransferable
	case "UnknownJailException":
		return UnknownJail
	case "DuplicateJailException":
		return DuplicateJail
	case "RegexException":
		return BadRegex
	case "IndexError":
		return TooFewWords
	case "AttributeError":
		return UnknownProperty
	case "FileNotFoundError":
		return NoSuchFile
	case "LookupError":
		return UnknownEncoding
	case "RuntimeError":
		return JailsExist
	case "SyntaxError":
		return BadTime
	case "OperationalError", "DatabaseError", "IntegrityError":
		return DatabaseTrouble
	case "NameError":
		return nameError(text)
	case "KeyError":
		return keyError(text)
	case "ValueError":
		return valueError(text)
	case "Exception":
		return plainException(text)
	}
	return UnknownException
}

// nameError tells the mistake of 1.0.2 in jails.py, add, from a time expression with an unknown name.
func nameError(text string) Refusal {
	if strings.Contains(text, "noduplicates") {
		return DuplicateJail
	}
	return BadTime
}

func keyError(text string) Refusal {
	if strings.HasPrefix(text, "Invalid Action name") {
		return UnknownAction
	}
	return UnknownException
}

func valueError(text string) Refusal {
	switch {
	case strings.HasPrefix(text, "not banned"), strings.HasSuffix(text, "is not banned"):
		return NotBanned
	case strings.HasPrefix(text, "list.remove"):
		return NotListed
	}
	return BadValue
}

func plainException(text string) Refusal {
	if strings.HasPrefix(text, "Invalid command") {
		return UnknownCommand
	}
	return UnknownException
}
