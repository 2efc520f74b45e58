package allow

import (
	"strings"

	"bangui/internal/fault"
)

// Lengths of names. Source: RFC 1035, section 2.3.4.
const (
	maxName  = 253
	maxLabel = 63
)

// looksLikeName tells a name from an address that is written wrongly: its last part is no number.
func looksLikeName(text string) bool {
	if strings.ContainsAny(text, ":/% ") {
		return false
	}
	text = strings.TrimSuffix(text, ".")
	last := text[strings.LastIndexByte(text, '.')+1:]
	return strings.Trim(last, "0123456789") != ""
}

// parseName returns a name in lower case and without a dot at its end. It fails with fault.Invalid.
func parseName(text string) (string, error) {
	name := strings.TrimSuffix(strings.ToLower(text), ".")
	switch {
	case strings.Contains(name, "*"):
		return "", fault.Invalid.Errorf("%.80q stands for names that nobody can list: allow each name that you need", text)
	case strings.ContainsFunc(name, func(r rune) bool { return r > '~' }):
		return "", fault.Invalid.Errorf("write %.80q in its ASCII form, which begins with xn--", text)
	case len(name) > maxName:
		return "", fault.Invalid.Errorf("a name has %d characters at most", maxName)
	case !strings.Contains(name, "."):
		return "", fault.Invalid.Errorf("%.80q is neither an address nor a whole name: write it like home.example.org", text)
	case strings.HasSuffix(name, ".localhost"):
		return "", fault.Invalid.Errorf("%.80q is the machine itself, each time another one", text)
	}
	for label := range strings.SplitSeq(name, ".") {
		if !goodLabel(label) {
			return "", fault.Invalid.Errorf("%.80q is no name of a machine: its parts have 1 to %d letters, digits and hyphens", text, maxLabel)
		}
	}
	return name, nil
}

func goodLabel(label string) bool {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789-_"
	return label != "" && len(label) <= maxLabel && strings.Trim(label, letters) == "" && label[0] != '-' && label[len(label)-1] != '-'
}
