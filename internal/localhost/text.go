package localhost

import (
	"strings"

	"bangui/fail2ban/record"
)

// oneLine is harmless text without line breaks.
func oneLine(text string) string { return record.Harmless(strings.Join(strings.Fields(text), " ")) }
