package listformat

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// harmless is the beginning of a foreign text: without anything that moves a cursor, breaks a line, changes a colour or hides, which becomes U+FFFD. That is
// longer, so it is cut once more.
func harmless(text []byte) string {
	start := strings.ToValidUTF8(cut(string(text[:min(len(text), maxSample+1)]), maxSample), "\uFFFD")
	return cut(strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case unicode.IsControl(r), unicode.In(r, unicode.Bidi_Control, unicode.Zl, unicode.Zp):
			return utf8.RuneError
		}
		return r
	}, start), maxSample)
}

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
