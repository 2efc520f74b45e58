package record

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"bangui/fail2ban"
)

// Harmless is text from outside without anything that moves a cursor, breaks a line, changes a colour or hides: what does not print
// becomes U+FFFD.
func Harmless(text string) string {
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

// Cut returns at most n bytes of text and never half a character.
func Cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// Canonical is a ban id in the form that everybody else uses: addresses and networks canonical, other ids harmless and unchanged.
func Canonical(id string) string {
	prefix, err := fail2ban.ParseAddress(id)
	if err != nil {
		return Harmless(id)
	}
	return fail2ban.BanID(prefix)
}
