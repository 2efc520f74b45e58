package conf

import (
	"errors"
	"strings"
)

// splitWords splits at blanks, commas and line ends; with any set, at any white space. Source: fail2ban/helpers.py, splitwords.
func splitWords(text string, any bool) []string {
	var words []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool {
		return r == ' ' || r == ',' || r == '\n' || any && isSpace(r)
	}) {
		if word = trim(word); word != "" {
			words = append(words, word)
		}
	}
	return words
}

var (
	errOpenQuote  = errors.New("a quotation mark is not closed")
	errOpenEscape = errors.New("nothing follows the last backslash")
)

// shellWords splits text as a shell does. Source: shlex.split.
func shellWords(text string) ([]string, error) {
	s := shellReader{}
	for _, r := range text {
		s.read(r)
	}
	switch {
	case s.escaped:
		return nil, errOpenEscape
	case s.quote != 0:
		return nil, errOpenQuote
	}
	s.end()
	return s.words, nil
}

type shellReader struct {
	words []string
	word  strings.Builder
	// begun is set within a word, which may be empty.
	begun bool
	// quote is the open quotation mark, or 0.
	quote   rune
	escaped bool
}

func (s *shellReader) read(r rune) {
	switch {
	case s.escaped:
		// within quotation marks a backslash escapes itself and the mark only
		if s.quote != 0 && r != '\\' && r != s.quote {
			s.word.WriteByte('\\')
		}
		s.word.WriteRune(r)
		s.escaped = false
	case r == '\\' && s.quote != '\'':
		s.begun, s.escaped = true, true
	case s.quote != 0:
		if r == s.quote {
			s.quote = 0
			return
		}
		s.word.WriteRune(r)
	case r == '\'' || r == '"':
		s.begun, s.quote = true, r
	case strings.ContainsRune(" \t\r\n", r):
		s.end()
	default:
		s.begun = true
		s.word.WriteRune(r)
	}
}

func (s *shellReader) end() {
	if s.begun {
		s.words = append(s.words, s.word.String())
	}
	s.word.Reset()
	s.begun = false
}
