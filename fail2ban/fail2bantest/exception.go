package fail2bantest

import (
	"fmt"

	"bangui/fail2ban/wire"
)

// exception is a Python exception as an error.
type exception struct {
	module, class string
	args          []any
}

func (e *exception) Error() string { return fmt.Sprintf("%s.%s%v", e.module, e.class, e.args) }

func (e *exception) object() *wire.Object {
	return &wire.Object{Class: wire.Class{Module: e.module, Name: e.class}, Args: e.args}
}

func raise(module, class string, args ...any) error { return &exception{module, class, args} }

func unknownJail(name string) error {
	return raise("fail2ban.exceptions", "UnknownJailException", name)
}

func valueError(format string, args ...any) error {
	return raise("builtins", "ValueError", fmt.Sprintf(format, args...))
}

func invalidCommand(text string) error { return raise("builtins", "Exception", text) }

func tooFewWords() error { return raise("builtins", "IndexError", "list index out of range") }
