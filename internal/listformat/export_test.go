package listformat

import "bytes"

// ReadJSON reads any document with the scanner, and fails if it is none.
func ReadJSON(text []byte) error {
	s := &scanner{in: bytes.NewReader(text), line: 1, found: func(*place, []byte, bool) error { return nil }}
	return s.document(&place{explore: true})
}

// MaxDepth is how many objects and arrays may lie in each other.
const MaxDepth = maxDepth
