package main

import (
	"fmt"
	"strings"
	"time"

	"bangui/internal/archive"
)

// text says to people what was done.
func (o importOutcome) text(files int) string {
	var text strings.Builder
	fmt.Fprintf(&text, "Read %s of %s: %s", plural(o.Read, "line or row", "lines and rows"), plural(int64(files), "file", "files"), plural(o.Bans, "ban", "bans"))
	if o.Bans > 0 {
		fmt.Fprintf(&text, " from %s to %s", o.First.Format(time.RFC3339), o.Last.Format(time.RFC3339))
	}
	did := "Imported into the history of"
	if o.DryRun {
		did = "A dry run: nothing has been changed. These would go into the history of"
	}
	fmt.Fprintf(&text, ".\n%s host %s: %d new, %d known and completed, %d known already.\n", did, o.Host, o.Added, o.Completed, o.Known)
	for _, s := range o.Skipped {
		fmt.Fprintf(&text, "Left out %d: %s%s\n", s.N, s.Reason, exampleOf(s.Examples))
	}
	for _, p := range o.Problems {
		fmt.Fprintf(&text, "PROBLEM with %s: %s\n", p.File, p.Message)
		if p.Mend != "" {
			fmt.Fprintf(&text, "  To mend it: %s\n", p.Mend)
		}
	}
	return text.String()
}

func exampleOf(examples []archive.Example) string {
	if len(examples) == 0 {
		return ""
	}
	var places []string
	for _, e := range examples {
		place := fmt.Sprintf("%s:%d", e.File, e.Place)
		if e.Text != "" {
			place += fmt.Sprintf(" %q", e.Text)
		}
		places = append(places, place)
	}
	return "; such as\n    " + strings.Join(places, "\n    ")
}

func plural(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
