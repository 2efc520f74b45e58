package listformat

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"

	"bangui/internal/fault"
)

// table reads the rows of a table.
type table struct {
	separator byte
	// column and last are counted from 0; last is -1 if there is none.
	column, last int
	// row is the last one that was cut; it lies in its line.
	row [][]byte
	// begun is true behind the first row, which may be the head.
	begun bool
}

// badColumn is true for a number that no column has.
func badColumn(name string) bool {
	n, err := strconv.Atoi(name)
	return err == nil && n < 1
}

// newTable finds the columns in the head of a table, which is its first row, or a comment before that.
func newTable(r Reading, head [][]byte) (*table, error) {
	t := &table{separator: r.Separator[0], last: -1}
	var err error
	if t.column, err = t.find(r.Column, head); err != nil {
		return nil, err
	}
	if r.Last != "" {
		t.last, err = t.find(r.Last, head)
	}
	return t, err
}

// tableHead are the lines that may name the columns: the first row, and the last comment before it.
func tableHead(head []byte, separator byte) [][]byte {
	var comment []byte
	for line := range bytes.Lines(head) {
		line = bytes.TrimRight(line, "\r\n")
		if !isComment(line, separator) {
			return [][]byte{line, comment}
		}
		if len(bytes.TrimSpace(line)) > 0 {
			comment = line
		}
	}
	return [][]byte{comment}
}

// find returns the number of a column, from 0.
func (t *table) find(name string, head [][]byte) (int, error) {
	if n, err := strconv.Atoi(name); err == nil && n > 0 {
		return n - 1, nil
	}
	for _, line := range head {
		row, ok := cells(bytes.TrimLeft(line, "#; \t"), t.separator, nil)
		at := slices.IndexFunc(row, func(cell []byte) bool { return string(cell) == name })
		if ok && at >= 0 {
			return at, nil
		}
	}
	return 0, fault.Invalid.Errorf("the table has no column %q", name).
		WithMend("Its first line is %s. A column may also be named by its number, from 1.", shown(string(head[0])))
}

// line takes a row.
func (t *table) line(c *collector, line []byte, number int64) error {
	if isComment(line, t.separator) {
		c.comments++
		return nil
	}
	var ok bool
	t.row, ok = cells(line, t.separator, t.row[:0])
	first := !t.begun
	t.begun = true
	switch {
	case !ok:
		return c.drop(BadQuotes, number, line)
	case first && !slices.ContainsFunc(t.row, isEntry):
		c.comments++
		return nil
	case t.column >= len(t.row) || t.last >= len(t.row) || len(t.row[t.column]) == 0:
		return c.drop(NoValue, number, line)
	case t.last < 0 || len(t.row[t.last]) == 0:
		return c.entry(t.row[t.column], number, line)
	}
	return c.entry(fmt.Appendf(nil, "%s-%s", t.row[t.column], t.row[t.last]), number, line)
}

// isEntry is true for what would be taken, or refused for its width alone.
func isEntry(text []byte) bool {
	if _, ok := network(string(text)); ok {
		return true
	}
	_, reason, isRange := between(string(text))
	return isRange && reason == ""
}

// cells cuts a row and appends its cells, without blanks and quotes around them. It is false for quotes that do not end. Quotes within a cell
// stay doubled, as they are written. Source: RFC 4180, 2, without line breaks in cells.
func cells(line []byte, separator byte, row [][]byte) ([][]byte, bool) {
	for {
		line = bytes.TrimLeft(line, " ")
		cell, rest, more := bytes.Cut(line, []byte{separator})
		if len(line) > 0 && line[0] == '"' {
			end := quotesEnd(line)
			if end < 0 {
				return row, false
			}
			var behind []byte
			behind, rest, more = bytes.Cut(line[end+1:], []byte{separator})
			if len(bytes.TrimSpace(behind)) > 0 {
				return row, false
			}
			cell = line[1:end]
		}
		row = append(row, bytes.TrimSpace(cell))
		if !more {
			return row, true
		}
		line = rest
	}
}

// quotesEnd is where the quotes end with which a line begins, or -1. Two quotes are one that is meant.
func quotesEnd(line []byte) int {
	for i := 1; i < len(line); i++ {
		if line[i] != '"' {
			continue
		}
		if i+1 == len(line) || line[i+1] != '"' {
			return i
		}
		i++
	}
	return -1
}
