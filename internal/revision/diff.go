package revision

import (
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// Diff is how one text comes from another.
type Diff struct {
	// Text is a unified diff; empty if both are the same.
	Text string
	// Added and Removed are numbers of lines.
	Added, Removed int
}

// Compare makes a diff. What is not UTF-8 is replaced in it.
func Compare(name string, before, after Content) Diff {
	old, label := "a/"+name, "b/"+name
	if !before.There {
		old = "/dev/null"
	}
	if !after.There {
		label = "/dev/null"
	}
	valid := func(c Content) string { return strings.ToValidUTF8(string(c.Text), "\ufffd") }
	d := Diff{Text: udiff.Unified(old, label, valid(before), valid(after))}
	for i, line := range strings.Split(d.Text, "\n") {
		switch {
		case i < 2: // the names
		case strings.HasPrefix(line, "+"):
			d.Added++
		case strings.HasPrefix(line, "-"):
			d.Removed++
		}
	}
	return d
}
