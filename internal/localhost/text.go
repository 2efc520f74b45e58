package localhost

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"bangui/fail2ban"
)

// harmless is text from outside without anything that moves a cursor, breaks a line, changes a colour or hides: what does not print becomes U+FFFD.
func harmless(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r == utf8.RuneError, unicode.IsControl(r), unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp):
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// oneLine is harmless text without line breaks.
func oneLine(text string) string { return harmless(strings.Join(strings.Fields(text), " ")) }

// cut returns at most n bytes of text and never half a character.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// canonical is a ban id in the form that everybody else uses: addresses and networks canonical, other ids unchanged.
func canonical(id string) string {
	prefix, err := fail2ban.ParseAddress(id)
	if err != nil {
		return harmless(id)
	}
	return fail2ban.BanID(prefix)
}
