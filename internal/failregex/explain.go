package failregex

import (
	"strings"
	"time"
)

// Within is how long [Explain] may take where nobody has a reason for another time.
const Within = 200 * time.Millisecond

// Bounds of what is looked at.
const (
	maxLines       = 50
	maxLine        = 8 << 10
	maxExpressions = 300
)

// Expressions are what a jail looks for, as fail2ban tells it while the jail runs.
type Expressions struct {
	// Prefix finds the part of a line that the others look at; empty for all of it. It is fail2ban's prefregex.
	Prefix string
	// Fail find failures, Ignore what is none all the same.
	Fail, Ignore []string
	// SeveralLines is true for a jail that reads more than one line at a time: ^ and $ then also stand for the ends of lines.
	SeveralLines bool
}

// Place names one of the expressions.
type Place struct {
	List List
	// Index is its place in the list, from 0.
	Index int
}

// List is a list of expressions, in fail2ban's words.
type List string

// The lists.
const (
	Prefix List = "prefregex"
	Fail   List = "failregex"
	Ignore List = "ignoreregex"
)

// Report is what was found.
type Report struct {
	// Findings has one for each line, in order.
	Findings []Finding
	// Problems are the expressions that were not tried, or not on all lines.
	Problems []Problem
	// TimeUp is true if there was no time for all.
	TimeUp bool
}

// Problem is an expression that cannot be used.
type Problem struct {
	Place
	// Message says why, for the user, and follows the name of the expression in a sentence.
	Message string
}

// Explain looks for the first expression that matches, for each line, and takes at most about that long. No input makes it fail.
func Explain(e Expressions, lines []string, within time.Duration) Report {
	x := newExplaining(e, time.Now().Add(within))
	var report Report
	for i, line := range lines {
		if i >= maxLines {
			x.timeUp = true
		}
		report.Findings = append(report.Findings, x.line(line))
	}
	for _, one := range x.all() {
		if one.problem != "" {
			report.Problems = append(report.Problems, Problem{one.place, one.problem})
		}
	}
	report.TimeUp = x.timeUp
	return report
}

// explaining is one call of Explain.
type explaining struct {
	prefix       *expression
	fail, ignore []*expression
	deadline     time.Time
	timeUp       bool
}

func newExplaining(e Expressions, deadline time.Time) *explaining {
	x := &explaining{deadline: deadline, fail: read(Fail, e.Fail, e.SeveralLines), ignore: read(Ignore, e.Ignore, e.SeveralLines)}
	if e.Prefix != "" {
		x.prefix = read(Prefix, []string{e.Prefix}, e.SeveralLines)[0]
	}
	return x
}

func read(list List, texts []string, several bool) []*expression {
	all := make([]*expression, len(texts))
	for i, text := range texts {
		all[i] = &expression{place: Place{list, i}, text: text, several: several}
		if i >= maxExpressions {
			all[i].read, all[i].problem = true, "is one of too many to be tried"
		}
	}
	return all
}

func (x *explaining) all() []*expression {
	var all []*expression
	if x.prefix != nil {
		all = append(all, x.prefix)
	}
	return append(append(all, x.fail...), x.ignore...)
}

// line explains one line: first without one of its dates, then as it is. Its end does not count.
func (x *explaining) line(line string) Finding {
	line = strings.TrimRight(line, "\r\n")
	if x.over() {
		return untried(line)
	}
	if len(line) > maxLine {
		return tooLong(line)
	}
	whole := lineText([]rune(line))
	for _, date := range findDates(line) {
		if found, ok := x.variant(line, whole.without(date), date); ok {
			return found
		}
	}
	if found, ok := x.variant(line, whole, span{}); ok {
		return found
	}
	if x.over() {
		return untried(line)
	}
	return unmatched(line)
}

func (x *explaining) over() bool {
	x.timeUp = x.timeUp || !time.Now().Before(x.deadline)
	return x.timeUp
}

// variant tries the expressions in the order in which fail2ban does. Source: fail2ban/server/filter.py, findFailure.
func (x *explaining) variant(line string, in text, date span) (Finding, bool) {
	if len(x.ignore) < len(x.fail)-2 {
		if by, ok := x.first(x.ignore, in); ok {
			return ignored(line, date, by), true
		}
	}
	var before []match
	if x.prefix != nil {
		m, ok := x.prefix.find(in, x.deadline)
		if !ok {
			return Finding{}, false
		}
		before = append(before, m)
		if content, ok := m.group("content"); ok {
			in = in.only(content)
		}
	}
	found, ok := x.first(x.fail, in)
	if !ok {
		return Finding{}, false
	}
	if by, ok := x.first(x.ignore, in); ok {
		return ignored(line, date, by), true
	}
	return matched(line, date, found, before), true
}

// hit is an expression with its match.
type hit struct {
	index int
	match
}

// first returns the first of the expressions that matches.
func (x *explaining) first(expressions []*expression, in text) (hit, bool) {
	for i, one := range expressions {
		if x.over() {
			return hit{}, false
		}
		if m, ok := one.find(in, x.deadline); ok {
			return hit{i, m}, true
		}
	}
	return hit{}, false
}
