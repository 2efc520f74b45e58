package listformat

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxDepth is how many arrays and objects of JSON may lie in each other.
const maxDepth = 100

// scanner reads JSON without keeping it, and hands out what stands at the places that are asked for. It takes what encoding/json takes, within
// limits: pieces of text up to MaxLine, and maxDepth. The decoder there knows no lines, and keeps a text however long it is.
type scanner struct {
	in io.ByteScanner
	// line is counted from 1.
	line int64
	// found is called with each piece of text at a place that is asked for, good until it returns. plain is false for anything but text:
	// a number, a word, or the first character of an object or an array.
	found func(at *place, text []byte, plain bool) error

	depth  int
	buffer []byte
}

// syntaxError is what is wrong with the JSON. end is true if it is not complete, and right as far as it goes.
type syntaxError struct {
	line int64
	what string
	end  bool
}

// Error is for the user.
func (e *syntaxError) Error() string { return fmt.Sprintf("line %d: %s", e.line, e.what) }

func (s *scanner) wrong(format string, args ...any) error {
	return &syntaxError{line: s.line, what: fmt.Sprintf(format, args...)}
}

// cut makes the end of the input an error where something must follow.
func (s *scanner) cut(err error) error {
	if errors.Is(err, io.EOF) {
		return &syntaxError{line: s.line, what: "it ends in the middle", end: true}
	}
	return err
}

// document reads one value and the blanks behind it, up to the end.
func (s *scanner) document(root *place) error {
	c, err := s.next()
	if err != nil {
		return s.cut(err)
	}
	if err := s.value(c, root); err != nil {
		return err
	}
	c, err = s.next()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.wrong("%q stands behind the end of the document", c)
}

// next returns the next character that is no blank, and io.EOF at the end.
func (s *scanner) next() (byte, error) {
	for {
		c, err := s.in.ReadByte()
		switch {
		case err != nil:
			return 0, err
		case c == '\n':
			s.line++
		case c != ' ' && c != '\t' && c != '\r':
			return c, nil
		}
	}
}

// value reads the value that begins with a character.
func (s *scanner) value(c byte, at *place) error {
	if at.wanted() && (c == '{' || c == '[') {
		if err := s.found(at, []byte{c}, false); err != nil {
			return err
		}
	}
	switch c {
	case '{':
		return s.nested(func() error { return s.object(at) })
	case '[':
		return s.nested(func() error { return s.array(at.items()) })
	case '"':
		text, err := s.text()
		if err != nil || !at.wanted() {
			return err
		}
		return s.found(at, text, true)
	default:
		word, err := s.word(c)
		if err != nil || !at.wanted() {
			return err
		}
		return s.found(at, word, false)
	}
}

func (s *scanner) nested(read func() error) error {
	if s.depth++; s.depth > maxDepth {
		return s.wrong("more than %d objects and arrays lie in each other", maxDepth)
	}
	err := read()
	s.depth--
	return err
}

// object reads what follows a brace.
func (s *scanner) object(at *place) error {
	for n := 0; ; n++ {
		c, err := s.next()
		switch {
		case err != nil:
			return s.cut(err)
		case c == '}' && n == 0:
			return nil
		case c != '"':
			return s.wrong("%q stands where a name should", c)
		}
		key, err := s.text()
		if err != nil {
			return err
		}
		child := at.key(key)
		if c, err = s.next(); err != nil {
			return s.cut(err)
		}
		if c != ':' {
			return s.wrong("%q stands where a colon should", c)
		}
		more, err := s.member(child, '}')
		if err != nil || !more {
			return err
		}
	}
}

// array reads what follows a bracket.
func (s *scanner) array(item *place) error {
	c, err := s.next()
	if err != nil {
		return s.cut(err)
	}
	if c == ']' {
		return nil
	}
	if err := s.value(c, item); err != nil {
		return err
	}
	for {
		more, err := s.more(']')
		if err != nil || !more {
			return err
		}
		if c, err = s.next(); err != nil {
			return s.cut(err)
		}
		if err := s.value(c, item); err != nil {
			return err
		}
	}
}

// member reads a value and whether another one follows.
func (s *scanner) member(at *place, end byte) (more bool, err error) {
	c, err := s.next()
	if err != nil {
		return false, s.cut(err)
	}
	if err := s.value(c, at); err != nil {
		return false, err
	}
	return s.more(end)
}

// more reads the comma before another value, or the end.
func (s *scanner) more(end byte) (bool, error) {
	c, err := s.next()
	switch {
	case err != nil:
		return false, s.cut(err)
	case c == ',':
		return true, nil
	case c == end:
		return false, nil
	}
	return false, s.wrong("%q stands where a comma or %q should", c, end)
}

// text reads what follows a quote, without escapes.
func (s *scanner) text() ([]byte, error) {
	s.buffer = append(s.buffer[:0], '"')
	escaped := false
	for {
		c, err := s.in.ReadByte()
		if err != nil {
			return nil, s.cut(err)
		}
		s.buffer = append(s.buffer, c)
		switch {
		case c == '"':
			return s.unescaped(escaped)
		case c < ' ':
			return nil, s.wrong("a control character stands in a text")
		case len(s.buffer) > 1+MaxLine:
			return nil, s.wrong("a text is longer than %d bytes", MaxLine)
		case c == '\\':
			escaped = true
			if c, err = s.in.ReadByte(); err != nil {
				return nil, s.cut(err)
			}
			s.buffer = append(s.buffer, c)
		}
	}
}

// unescaped is the text between the quotes in the buffer.
func (s *scanner) unescaped(escaped bool) ([]byte, error) {
	if !escaped {
		return s.buffer[1 : len(s.buffer)-1], nil
	}
	var text string
	if err := json.Unmarshal(s.buffer, &text); err != nil {
		return nil, s.wrong("a text has an escape that there is not")
	}
	return []byte(text), nil
}

// word reads a number, true, false or null, of which c is the first character.
func (s *scanner) word(c byte) ([]byte, error) {
	s.buffer = append(s.buffer[:0], c)
	for {
		c, err := s.in.ReadByte()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if bytes.IndexByte([]byte(" \t\r\n,:]}[{\""), c) >= 0 {
			if err := s.in.UnreadByte(); err != nil {
				return nil, err
			}
			break
		}
		if s.buffer = append(s.buffer, c); len(s.buffer) > MaxLine {
			return nil, s.wrong("a number is longer than %d bytes", MaxLine)
		}
	}
	if !json.Valid(s.buffer) {
		return nil, s.wrong("%q is no value", harmless(s.buffer))
	}
	return s.buffer, nil
}
