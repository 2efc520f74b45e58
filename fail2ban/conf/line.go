package conf

import "strings"

// line is one line of a file as it is on disk.
type line struct {
	text string
	// end is "\n", "\r\n", "\r", or empty at the end of a file without one.
	end string
}

// splitLines cuts text as Python reads a text file: all three line ends count. Source: io.TextIOWrapper, newline=None.
func splitLines(text string) []line {
	var lines []line
	for text != "" {
		at := strings.IndexAny(text, "\r\n")
		if at < 0 {
			return append(lines, line{text: text})
		}
		end := text[at : at+1]
		if strings.HasPrefix(text[at:], "\r\n") {
			end = "\r\n"
		}
		lines = append(lines, line{text[:at], end})
		text = text[at+len(end):]
	}
	return lines
}

// joinLines is the reverse of splitLines.
func joinLines(lines []line) string {
	var text strings.Builder
	for _, l := range lines {
		text.WriteString(l.text)
		text.WriteString(l.end)
	}
	return text.String()
}

// indent is the white space in front of the line, and how many characters that is.
func (l line) indent() (text string, width int) {
	text = l.text[:len(l.text)-len(trimLeft(l.text))]
	return text, len([]rune(text))
}

// content is the line without comment and white space around it, and whether there was a comment. A comment begins with # or ; at the
// beginning of a line, or with ; behind white space. Source: configparser.RawConfigParser._read with the prefixes that
// fail2ban/client/configparserinc.py sets.
func (l line) content() (text string, comment bool) {
	trimmed := trim(l.text)
	if strings.HasPrefix(trimmed, "#") || strings.HasPrefix(trimmed, ";") {
		return "", true
	}
	if at := inlineComment(l.text); at >= 0 {
		return trim(l.text[:at]), true
	}
	return trimmed, false
}

// inlineComment is where a comment behind something else begins, or -1.
func inlineComment(text string) int {
	before := ' '
	for i, r := range text {
		if r == ';' && isSpace(before) {
			return i
		}
		before = r
	}
	return -1
}
