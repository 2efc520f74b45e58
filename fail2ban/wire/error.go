package wire

import "fmt"

// SyntaxError is a message that is not what fail2ban sends, or over a limit. After it the stream cannot be used any more.
type SyntaxError struct {
	// Offset is the number of bytes of the message that had been read.
	Offset int64
	// Problem says what is wrong.
	Problem string
}

// Error returns the problem and its place.
func (e *SyntaxError) Error() string { return fmt.Sprintf("%s at byte %d", e.Problem, e.Offset) }
