package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"bangui/internal/app"
	"bangui/internal/fault"
)

// complaint tells the person at the terminal what is wrong and how to mend it.
func complaint(err error) string {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		return fmt.Sprintf("bangui: %v\n", err)
	}
	var text strings.Builder
	fmt.Fprintln(&text, "bangui:", f.Message)
	for _, field := range f.Fields {
		fmt.Fprintf(&text, "  %s: %s\n", field.Location, field.Message)
	}
	if f.Why != "" {
		fmt.Fprintln(&text, "Why it matters:", f.Why)
	}
	if f.Mend != "" {
		fmt.Fprintln(&text, "To mend it:", f.Mend)
	}
	if f.ReadMore != "" {
		fmt.Fprintln(&text, "Read more:", f.ReadMore)
	}
	if said := causeOf(f); said != "" {
		fmt.Fprintln(&text, "The system said:", said)
	}
	return text.String()
}

// causeOf is the first line of what the message leaves out; empty if it says all.
func causeOf(f *fault.Fault) string {
	said, _, _ := strings.Cut(strings.TrimPrefix(fault.Cause(f), f.Message), "\n")
	said = strings.TrimPrefix(said, ": ")
	if strings.Contains(f.Message, said) {
		return ""
	}
	return said
}

// logEnd writes into the log why the server ended, with the same words, for whoever sees the log only.
func logEnd(log *slog.Logger, err error) {
	if err == nil || isTerminal(os.Stderr) {
		return
	}
	attrs := []any{"err", fault.Cause(err), "exit_code", app.ExitCode(err)}
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		for _, said := range []struct{ key, text string }{{"why", f.Why}, {"mend", f.Mend}, {"read_more", f.ReadMore}} {
			if said.text != "" {
				attrs = append(attrs, said.key, said.text)
			}
		}
	}
	log.Error("the server has ended", attrs...)
}
