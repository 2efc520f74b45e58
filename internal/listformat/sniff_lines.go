package listformat

import (
	"bytes"
	"fmt"
	"slices"
)

// looked is how many lines are looked at.
const looked = 1000

// headLines are the lines of a head; the last one may be cut if there is more than the head.
func headLines(head []byte, cut bool) [][]byte {
	all := bytes.Split(head, []byte("\n"))
	if cut && len(all) > 1 {
		all = all[:len(all)-1]
	}
	return all[:min(len(all), looked)]
}

// tally is what the lines are that tell something.
type tally struct {
	lines                                int
	entries, networks, ranges, commented int
	reasons                              map[Reason]int
	firstWrong                           []byte
}

// count looks at each line as [Plain] does.
func count(lines [][]byte) tally {
	t := tally{reasons: make(map[Reason]int)}
	for _, line := range lines {
		text := withoutComment(line)
		if len(text) == 0 {
			continue
		}
		t.lines++
		if p, ok := network(string(text)); ok {
			t.entries++
			if !p.IsSingleIP() {
				t.networks++
			}
		} else if isEntry(text) {
			t.entries++
			t.ranges++
		} else {
			t.reasons[why(string(text))]++
			if t.firstWrong == nil {
				t.firstWrong = line
			}
		}
		if len(text) < len(bytes.TrimSpace(line)) {
			t.commented++
		}
	}
	return t
}

// lookLines recognises the formats that have lines.
func lookLines(lines [][]byte) Guess {
	t := count(lines)
	if t.lines == 0 {
		return Guess{Reading: Reading{Format: Plain}, Why: "there is no line in it, except comments"}
	}
	if hosts := t.reasons[HostsLine]; hosts*2 > t.lines {
		return Guess{
			Reading: Reading{Format: Hosts}, Confidence: part(hosts, t.lines),
			Why: fmt.Sprintf("%s an address with the name of a host behind it", ofLines(hosts, t.lines)),
		}
	}
	text := t.guess()
	if best := lookTables(lines, "\t,;|"); best.Confidence > text.Confidence {
		text = best
	}
	if text.Confidence < 0.5 {
		return t.unknown(text)
	}
	return text
}

// guess is the format of one entry on each line that suits best.
func (t tally) guess() Guess {
	g := Guess{Confidence: part(t.entries, t.lines)}
	what := "an address"
	switch {
	case t.ranges*2 > t.entries:
		g.Format, what = Ranges, "a range, a network or an address"
	case t.networks > 0 || t.ranges > 0 || t.commented > 0:
		g.Format, what = Netset, "a network or an address"
	default:
		g.Format = Plain
	}
	g.Why = fmt.Sprintf("%s %s", ofLines(t.entries, t.lines), what)
	return g
}

// unknown says what was seen instead of entries.
func (t tally) unknown(best Guess) Guess {
	g := Guess{Reading: Reading{Format: Unknown}, Confidence: best.Confidence}
	g.Why = fmt.Sprintf("%s an address or a network", ofLines(t.entries, t.lines))
	kinds := []struct {
		n    int
		what string
	}{
		{t.reasons[HostName] + t.reasons[URL], "names of hosts or pages"},
		{t.reasons[LeadingZeros], "addresses with leading zeros, which some read octally"},
		{t.reasons[Port], "addresses with a port"},
	}
	for _, kind := range kinds {
		if kind.n*2 > t.lines {
			g.Why += "; most are " + kind.what
			return g
		}
	}
	g.Why += "; the first other one is " + shown(string(bytes.TrimSpace(t.firstWrong)))
	return g
}

// ofLines begins a sentence about what some of the first lines have.
func ofLines(n, all int) string {
	switch {
	case all == 1 && n == 1:
		return "its one line has"
	case n == all:
		return fmt.Sprintf("all of its first %d lines have", all)
	case all == 1:
		return "its one line does not have"
	case n == 0:
		return fmt.Sprintf("none of its first %d lines has", all)
	case n == 1:
		return fmt.Sprintf("1 of its first %d lines has", all)
	}
	return fmt.Sprintf("%d of its first %d lines have", n, all)
}

func part(n, all int) float64 { return float64(n) / float64(max(all, 1)) }

// lookTables is the table that suits best with one of these separators; its confidence is 0 if there are entries with none.
func lookTables(lines [][]byte, separators string) Guess {
	var best Guess
	for _, separator := range []byte(separators) {
		if g := lookTable(lines, separator); g.Confidence > best.Confidence {
			best = g
		}
	}
	return best
}

// chosenTable is how a list is read as a table, whatever it looks like.
func chosenTable(head []byte, separators string) Reading {
	lines := headLines(head, len(head) >= HeadBytes-len(byteOrderMark))
	if best := lookTables(lines, separators); best.Confidence > 0 {
		return best.Reading
	}
	return lookTable(lines, separators[0]).Reading
}

// lookTable looks in which column of a table there are entries. The first of several that have as many is taken.
func lookTable(lines [][]byte, separator byte) Guess {
	var rows [][][]byte
	for _, line := range lines {
		if row, ok := cells(line, separator, nil); ok && len(row) > 1 && !isComment(line, separator) {
			rows = append(rows, row)
		}
	}
	if len(rows) > 1 && !slices.ContainsFunc(rows[0], isEntry) {
		rows = rows[1:] // the head
	}
	column, n := 0, 0
	for i := range widest(rows) {
		if entries := countEntries(rows, i); entries > n {
			column, n = i, entries
		}
	}
	g := Guess{Reading: Reading{Format: CSV, Separator: string(separator), Column: fmt.Sprint(column + 1)}, Confidence: part(n, len(rows))}
	if separator == '\t' {
		g.Format = TSV
	}
	g.Why = fmt.Sprintf("%s an address or a network in column %d", ofLines(n, len(rows)), column+1)
	if haveRanges(rows, column) {
		g.Last = fmt.Sprint(column + 2)
		g.Why += fmt.Sprintf(", and the last address of a range in column %d", column+2)
	}
	return g
}

func widest(rows [][][]byte) int {
	n := 0
	for _, row := range rows {
		n = max(n, len(row))
	}
	return n
}

func countEntries(rows [][][]byte, column int) int {
	n := 0
	for _, row := range rows {
		if column < len(row) && isEntry(row[column]) {
			n++
		}
	}
	return n
}

// haveRanges is true if the next column has the last address of a range that begins in this one, in so many rows that it is not by chance.
func haveRanges(rows [][][]byte, column int) bool {
	const enough = 5
	n := 0
	for _, row := range rows {
		if column+1 >= len(row) {
			return false
		}
		networks, reason, isRange := between(fmt.Sprintf("%s-%s", row[column], row[column+1]))
		if !isRange || reason != "" {
			return false
		}
		for p := range networks.All() {
			if tooWide(p, false) != "" {
				return false
			}
		}
		n++
	}
	return n >= enough
}
