package conf

import (
	"strings"
	"unicode"
)

// isSpace is what Python takes for white space in text, in str.strip and in \s of a regular expression alike. Source: Objects/unicodetype_db.h.
func isSpace(r rune) bool { return unicode.IsSpace(r) || 0x1c <= r && r <= 0x1f }

// spaceSet is the same in Go's regular expressions, for use inside of a class, and spaceClass is the class.
const (
	spaceSet   = `\s\x0b\x1c-\x1f\x85\xa0\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}`
	spaceClass = `[` + spaceSet + `]`
)

// wordSet is what \w in Python's regular expressions matches, for use inside of a class.
const wordSet = `\p{L}\p{N}_`

func trim(s string) string      { return strings.TrimFunc(s, isSpace) }
func trimRight(s string) string { return strings.TrimRightFunc(s, isSpace) }
func trimLeft(s string) string  { return strings.TrimLeftFunc(s, isSpace) }

// lower is str.lower for names of options. It differs from Go's only for the capital I with a dot.
func lower(s string) string { return strings.ToLower(strings.ReplaceAll(s, "\u0130", "i\u0307")) }

// cut returns at most n characters of s.
func cut(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// isTrue is what fail2ban makes of text where it expects a boolean: everything that it does not know is false.
// Source: fail2ban/helpers.py, _as_bool.
func isTrue(text string) bool {
	switch lower(text) {
	case "1", "on", "true", "yes":
		return true
	}
	return false
}
