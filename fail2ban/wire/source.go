package wire

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// source reads the bytes of one message and counts them.
type source struct {
	r      *bufio.Reader
	offset int64
	limits Limits
	memory interner
}

func (s *source) fail(problem string) error {
	return &SyntaxError{Offset: s.offset, Problem: problem}
}

func (s *source) byte() (byte, error) {
	if s.offset >= s.limits.Bytes {
		return 0, s.fail("message is too long")
	}
	b, err := s.r.ReadByte()
	if err != nil {
		return 0, s.ended(err)
	}
	s.offset++
	return b, nil
}

// ended makes an end of the stream inside a message unexpected; before its first byte it stays io.EOF.
func (s *source) ended(err error) error {
	if errors.Is(err, io.EOF) && s.offset > 0 {
		return io.ErrUnexpectedEOF
	}
	return err
}

// uint reads an unsigned little-endian number of width bytes, at most 8.
func (s *source) uint(width int) (uint64, error) {
	var buf [8]byte
	for i := range width {
		b, err := s.byte()
		if err != nil {
			return 0, err
		}
		buf[i] = b
	}
	return binary.LittleEndian.Uint64(buf[:]), nil
}

// take returns the next n bytes. They are valid until the next read if they fit the reader's buffer.
func (s *source) take(n uint64) ([]byte, error) {
	if n > uint64(s.limits.StringBytes) {
		return nil, s.fail("string is too long")
	}
	if s.offset+int64(n) > s.limits.Bytes {
		return nil, s.fail("message is too long")
	}
	if n > uint64(s.r.Size()) {
		return s.takeLarge(int(n))
	}
	data, err := s.r.Peek(int(n))
	if err != nil {
		return nil, s.ended(err)
	}
	_, err = s.r.Discard(int(n))
	s.offset += int64(n)
	return data, err
}

// takeLarge grows with what really arrives, so that a false length claims no memory.
func (s *source) takeLarge(n int) ([]byte, error) {
	var b strings.Builder
	copied, err := io.CopyN(&b, s.r, int64(n))
	s.offset += copied
	if err != nil {
		return nil, s.ended(err)
	}
	return []byte(b.String()), nil
}

// text reads a string of n bytes.
func (s *source) text(n uint64) (Value, error) {
	data, err := s.take(n)
	if err != nil {
		return nil, err
	}
	if !utf8.Valid(data) {
		return validText(data), nil
	}
	return s.memory.value(data), nil
}

// line reads up to a newline, as GLOBAL has it.
func (s *source) line() (string, error) {
	var b strings.Builder
	for b.Len() < 256 {
		c, err := s.byte()
		if err != nil {
			return "", err
		}
		if c == '\n' {
			return b.String(), nil
		}
		b.WriteByte(c)
	}
	return "", s.fail("class name is too long")
}

// validText replaces each lone surrogate, and each other byte that is no UTF-8, by U+FFFD. Python pickles strings with
// "surrogatepass": a byte of a log line that was no text arrives as a surrogate in three bytes.
func validText(data []byte) string {
	var b strings.Builder
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && isSurrogate(data) {
			size = 3
		}
		b.WriteRune(r)
		data = data[size:]
	}
	return b.String()
}

func isSurrogate(data []byte) bool {
	return len(data) >= 3 && data[0] == 0xed && data[1]&0xe0 == 0xa0 && data[2]&0xc0 == 0x80
}
