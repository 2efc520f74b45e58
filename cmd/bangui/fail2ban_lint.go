package main

import (
	"context"
	"fmt"
	"strings"

	"bangui/fail2ban/conf"
)

type fail2banLint struct {
	configurationFlags `embed:""`
}

// Run prints what it finds. It fails if something does not work, and not if something is only doubtful.
func (c *fail2banLint) Run(ctx context.Context) error {
	read, err := c.read(ctx)
	if err != nil {
		return err
	}
	findings := read.Lint()
	if err := c.print(findings); err != nil {
		return err
	}
	for _, f := range findings {
		if f.Severity != conf.Doubtful {
			return ended{code: 1}
		}
	}
	return nil
}

func (c *fail2banLint) print(findings []conf.Finding) error {
	if c.json() {
		return printJSON(map[string]any{"findings": append([]conf.Finding{}, findings...)})
	}
	var text strings.Builder
	for _, f := range findings {
		place := f.Place()
		if place == "" {
			place = c.ConfigDir
		}
		fmt.Fprintf(&text, "%s: %s: ", place, f.Severity)
		if f.Jail != "" {
			fmt.Fprintf(&text, "jail %s: ", f.Jail)
		}
		fmt.Fprintf(&text, "%s (%s)\n", f.Message, f.Code)
		if f.Mend != "" {
			fmt.Fprintf(&text, "  to mend it: %s\n", f.Mend)
		}
	}
	if len(findings) == 0 {
		fmt.Fprintf(&text, "Nothing is wrong with %s.\n", c.ConfigDir)
	}
	return printf("%s", text.String())
}
