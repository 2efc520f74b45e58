package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
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
		fmt.Fprintln(&text, "Read more:", installed(f.ReadMore, packagedDocs))
	}
	if said := causeOf(f); said != "" {
		fmt.Fprintln(&text, "The system said:", said)
	}
	return text.String()
}

// packagedDocs is where the packages put docs/guide; see packaging/nfpm.yaml.
const packagedDocs = "/usr/share/doc/bangui"

// installed says where on this machine the documentation is, if dir has it, instead of where in the sources.
func installed(readMore, dir string) string {
	file, section, _ := strings.Cut(readMore, ",")
	name, isGuide := strings.CutPrefix(file, "docs/guide/")
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); !isGuide || err != nil {
		return readMore
	}
	return path + "," + section
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
		for _, said := range []struct{ key, text string }{{"why", f.Why}, {"mend", f.Mend}, {"read_more", installed(f.ReadMore, packagedDocs)}} {
			if said.text != "" {
				attrs = append(attrs, said.key, said.text)
			}
		}
	}
	log.Error("the server has ended", attrs...)
}
