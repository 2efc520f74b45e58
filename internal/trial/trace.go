package trial

import (
	"bytes"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Outcome is what became of a line.
type Outcome string

// The outcomes.
const (
	// Matched is a failure.
	Matched Outcome = "matched"
	// Remembered matches an expression and is no failure by itself: fail2ban keeps it for when another line of the session is one.
	Remembered Outcome = "remembered"
	// Ignored matches one of the expressions to ignore.
	Ignored Outcome = "ignored"
	// Missed matches no expression.
	Missed Outcome = "missed"
)

// List names a list of expressions, in fail2ban's words.
type List string

// The lists, and what else is looked for in a line.
const (
	DatePattern List = "datepattern"
	PrefRegex   List = "prefregex"
	FailRegex   List = "failregex"
	IgnoreRegex List = "ignoreregex"
)

// Line is what was told of one line.
type Line struct {
	Outcome Outcome
	// Index is the expression's place in its list, from 0: of those that fail for Matched and Remembered, of those to ignore for Ignored; else -1.
	Index int
	// ID is who would be banned, User who it was there; each may be empty.
	ID, User string
	// At is the time that was found; the zero time if none was, or if that was not told.
	At time.Time
	// Date is the piece of the line that was taken for it and cut out; Cut tells whether that is known, and Template names its form.
	Date, Template string
	Cut            bool
	// PrefixMissed is true if the expression in front of all others did not match.
	PrefixMissed bool
	// Groups are the named groups of the match, that of the prefix included, which captured something.
	Groups map[string]string
	// Took is how long the line took.
	Took time.Duration
}

// Looking is what the filter was looking for.
type Looking struct {
	List List
	// Index is the place in the list, from 0; -1 if that is not told.
	Index int
}

// Trace reads the output while it comes. Its zero value is ready for use; not at the same time.
type Trace struct {
	// Now is the clock; nil means the machine's.
	Now func() time.Time

	rest  []byte
	lines []Line
	// begun is when the last line was begun.
	begun   time.Time
	looking Looking
	// said are the last lines that are no part of the trace.
	said []string
}

// maxRest bounds one line of the output: a line of a log, as Python shows it, several times over.
const maxRest = 1 << 20

// Write implements [io.Writer] and never fails.
func (t *Trace) Write(data []byte) (int, error) {
	t.rest = append(t.rest, data...)
	for {
		line, rest, ok := bytes.Cut(t.rest, []byte("\n"))
		if !ok {
			break
		}
		t.read(string(line))
		t.rest = rest
	}
	if len(t.rest) > maxRest {
		t.rest = nil
	}
	return len(data), nil
}

// Lines are all that were begun, in order; the last one may not have come to its end.
func (t *Trace) Lines() []Line { return t.lines }

// Looking tells what was looked for last, and for how long by now; ok is false if no line was begun.
func (t *Trace) Looking() (at Looking, since time.Duration, ok bool) {
	return t.looking, t.now().Sub(t.begun), len(t.lines) > 0
}

// Said are the last lines of the output that do not belong to the trace: an error, if there was one.
func (t *Trace) Said() string { return strings.Join(t.said, "\n") }

func (t *Trace) now() time.Time {
	if t.Now != nil {
		return t.Now()
	}
	return time.Now()
}

// header is in front of what is logged: time, logger, process, and the level twice. Source: fail2ban/helpers.py, getVerbosityFormat.
var header = regexp.MustCompile(`^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} fail2ban[^\s\[]*\s*\[\d+\]: .{7,20}?: `)

func (t *Trace) read(text string) {
	if message := header.FindString(text); message != "" {
		t.message(strings.TrimLeft(text[len(message):], " "))
		return
	}
	if strings.HasPrefix(text, "[") && strings.HasSuffix(text, "],") && t.row(text) {
		return
	}
	const most = 20
	if t.said = append(t.said, text); len(t.said) > most {
		t.said = t.said[1:]
	}
}

var (
	matched = regexp.MustCompile(`^Matched failregex (\d+): (\{.*)$`)
	ignored = regexp.MustCompile(`^Matched ignoreregex (\d+) and was ignored$`)
	gotTime = regexp.MustCompile(`^got time (-?\d+\.\d+) for (?s:.*) using template (.*)$`)
	failing = regexp.MustCompile(`^Looking for failregex (\d+) - `)
)

func (t *Trace) message(text string) {
	if strings.HasPrefix(text, "Working on line ") {
		t.begin()
		return
	}
	if len(t.lines) == 0 {
		return
	}
	line := &t.lines[len(t.lines)-1]
	switch {
	case strings.HasPrefix(text, "got time "):
		if m := gotTime.FindStringSubmatch(text); m != nil {
			line.At, line.Template = timeOf(m[1]), m[2]
		}
	case strings.HasPrefix(text, "Looking for match of "):
		line.Date, line.Cut = cutDate(strings.TrimPrefix(text, "Looking for match of "))
		t.looking = Looking{IgnoreRegex, -1}
	case strings.HasPrefix(text, "Looking for prefregex "):
		t.looking = Looking{PrefRegex, 0}
	case text == "Prefregex not matched":
		line.PrefixMissed = true
	case strings.HasPrefix(text, "Pre-filter matched "):
		line.add(strings.TrimPrefix(text, "Pre-filter matched "))
	case strings.HasPrefix(text, "Looking for failregex "):
		if m := failing.FindStringSubmatch(text); m != nil {
			t.looking = Looking{FailRegex, number(m[1])}
		}
	case strings.HasPrefix(text, "Matched failregex "):
		if m := matched.FindStringSubmatch(text); m != nil {
			line.Outcome, line.Index = Remembered, number(m[1]) // a row makes a failure of it
			line.add(m[2])
			t.looking = Looking{IgnoreRegex, -1}
		}
	case strings.HasPrefix(text, "Matched ignoreregex "):
		if m := ignored.FindStringSubmatch(text); m != nil {
			line.Outcome, line.Index = Ignored, number(m[1])
		}
	}
}

// begin begins the next line, and ends the one before.
func (t *Trace) begin() {
	now := t.now()
	if n := len(t.lines); n > 0 {
		t.lines[n-1].Took = now.Sub(t.begun)
	}
	t.begun, t.looking = now, Looking{DatePattern, 0}
	t.lines = append(t.lines, Line{Outcome: Missed, Index: -1})
}

// row reads a failure: who, when, and what was captured in all lines that belong to it. ok is false for what is none.
func (t *Trace) row(text string) (ok bool) {
	r := reader{rest: text}
	value, err := r.value(0)
	row, isList := value.([]any)
	if err != nil || !isList || len(row) != 3 || len(t.lines) == 0 {
		return false
	}
	line := &t.lines[len(t.lines)-1]
	if line.Index < 0 || line.Outcome == Ignored {
		return false // a line of the log that looks like one
	}
	line.Outcome = Matched
	line.ID, _ = row[0].(string)
	if seconds, ok := row[1].(float64); ok {
		line.At = timeOf(strconv.FormatFloat(seconds, 'f', 6, 64))
	}
	groups, _ := row[2].(map[string]any)
	line.User, _ = groups["user"].(string)
	return true
}

// add takes over groups that captured something.
func (l *Line) add(dict string) {
	r := reader{rest: dict}
	value, err := r.value(0)
	groups, ok := value.(map[string]any)
	if err != nil || !ok {
		return
	}
	if l.Groups == nil {
		l.Groups = make(map[string]string)
	}
	for name, value := range groups {
		if text, ok := value.(string); ok && text != "" && name != "content" {
			l.Groups[name] = text
		}
	}
	if user := l.Groups["user"]; user != "" {
		l.User = user
	}
}

// cutDate reads the last of a list of lines in three pieces, the date in the middle.
func cutDate(list string) (date string, ok bool) {
	r := reader{rest: list}
	value, err := r.value(0)
	lines, isList := value.([]any)
	if err != nil || !isList || len(lines) == 0 {
		return "", false
	}
	pieces, isList := lines[len(lines)-1].([]any)
	if !isList || len(pieces) != 3 {
		return "", false
	}
	date, ok = pieces[1].(string)
	return date, ok
}

// timeOf reads seconds since 1970; what is out of bounds is no time.
func timeOf(seconds string) time.Time {
	s, err := strconv.ParseFloat(seconds, 64)
	if err != nil || math.IsNaN(s) || math.Abs(s) > 1<<40 {
		return time.Time{}
	}
	return time.UnixMilli(int64(math.Round(s * 1000))).UTC()
}

func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return -1
	}
	return n
}
