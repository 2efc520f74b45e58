package listformat

import "bytes"

// text takes a line of the formats that have one entry on each.
func (c *collector) text(line []byte, number int64) error {
	text := withoutComment(line)
	if len(text) == 0 {
		c.comments++
		return nil
	}
	return c.entry(text, number, line)
}

// withoutComment is a line as far as it is no comment, without blanks around that.
func withoutComment(line []byte) []byte {
	line = bytes.TrimSpace(line)
	if bytes.HasPrefix(line, []byte("//")) {
		return nil
	}
	if at := bytes.IndexAny(line, "#;"); at >= 0 {
		line = line[:at]
	}
	return bytes.TrimRight(line, " \t")
}

// isComment is true for a whole line that tells something else than an entry, in any format of lines. separator is 0, or what is between
// columns, with which no comment begins.
func isComment(line []byte, separator byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) == 0 || line[0] != separator && len(withoutComment(line)) == 0
}
