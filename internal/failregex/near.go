package failregex

import (
	"strings"
	"time"
	"unicode"
)

// Near is how far an expression goes in a line that it does not match.
type Near struct {
	Place
	// Matched is the beginning of the expression that matches, Failed the next piece of it, which does not.
	Matched, Failed string
	// Text is the piece of the line that the beginning stands for, Rest the line behind it.
	Text, Rest string
}

// Nearness looks for how far expressions go in lines. Make one with [NewNearness]; not for several goroutines.
type Nearness struct {
	prefix   []attempt
	fail     []attempt
	whole    *expression
	several  bool
	deadline time.Time
	compiled map[string]*expression
}

// attempt is an alternative of an expression.
type attempt struct {
	place  Place
	pieces sequence
}

// NewNearness prepares expressions, which may have tags; all lines together get about that long.
func NewNearness(e Expressions, within time.Duration) *Nearness {
	n := &Nearness{several: e.SeveralLines, deadline: time.Now().Add(within), compiled: make(map[string]*expression)}
	if e.Prefix != "" {
		n.prefix = attempts(Place{Prefix, 0}, e.Prefix)
		n.whole = n.expression(e.Prefix)
	}
	for i, text := range e.Fail {
		if i < maxExpressions {
			n.fail = append(n.fail, attempts(Place{Fail, i}, text)...)
		}
	}
	return n
}

func attempts(place Place, text string) []attempt {
	alternatives, ok := parse(text)
	if !ok || len(text) > maxExpression {
		return nil
	}
	var all []attempt
	for _, pieces := range alternatives {
		all = append(all, attempt{place, pieces})
	}
	return all
}

// Find tells which expression matches the longest beginning with the most plain characters; ok is false if none matches any of those. date is the
// piece of the line that is cut out before; it may be empty.
func (n *Nearness) Find(line, date string) (near Near, ok bool) {
	if len(line) > maxLine {
		return Near{}, false
	}
	if found := findDates(line); date == "" && len(found) > 0 {
		date = string([]rune(line)[found[0].from:found[0].to])
	}
	in := cutOut(line, date)
	all := n.fail
	if n.whole != nil {
		m, found := n.whole.find(in, n.deadline)
		switch content, has := m.contentOf(found); {
		case !found:
			all = n.prefix
		case has:
			in = in.only(content)
		}
	}
	best := reach{}
	for _, a := range all {
		if time.Now().After(n.deadline) {
			return Near{}, false
		}
		if r := n.reach(a.pieces, in); r.further(best) {
			best, near.Place = r, a.place
		}
	}
	if best.plain == 0 {
		return Near{}, false
	}
	runes := []rune(line)
	near.Matched, near.Failed = best.matched, best.failed
	near.Text = strings.TrimSuffix(string(in.runes[best.from:best.to]), "\n")
	if best.to < len(in.at) { // else it took the end of the line, too
		near.Rest = string(runes[min(in.at[best.to], len(runes)):])
	}
	return near, true
}

// cutOut is a line without its date.
func cutOut(line, date string) text {
	return lineText([]rune(line)).without(dateIn(line, date))
}

// dateIn is where the date is; nowhere if it is empty.
func dateIn(line, date string) span {
	at := strings.Index(line, date)
	if at < 0 || date == "" {
		return span{}
	}
	from := len([]rune(line[:at]))
	return span{from, from + len([]rune(date))}
}

func (m match) contentOf(found bool) (span, bool) {
	if !found {
		return span{}, false
	}
	return m.group("content")
}

// reach is how far a sequence goes.
type reach struct {
	matched, failed string
	// plain is how many characters of it are letters and digits that stand for themselves.
	plain    int
	from, to int
}

// reach finds the longest beginning of a sequence that matches: if one does, so do all that are shorter.
func (n *Nearness) reach(pieces sequence, in text) reach {
	return n.reachAfter(opening{}, pieces, in)
}

// opening is what matches already, with groups that are open: closing closes them, plain are the characters of it that count.
type opening struct {
	before, closing string
	plain, depth    int
}

// reachAfter does so behind what matches already.
func (n *Nearness) reachAfter(o opening, pieces sequence, in text) reach {
	at, _ := n.matches(o.before+o.closing, in)
	low, high := 0, len(pieces)
	for low < high {
		middle := (low + high + 1) / 2
		if found, ok := n.matches(o.before+pieces[:middle].String()+o.closing, in); ok {
			low, at = middle, found
		} else {
			high = middle - 1
		}
	}
	best := reach{matched: o.before + pieces[:low].String(), plain: o.plain + letters(pieces[:low]), from: at.from, to: at.to}
	if low == len(pieces) {
		return best
	}
	next := pieces[low]
	best.failed = next.String()
	if next.inside == nil || next.empty || next.least == 0 || o.depth >= 4 {
		return best
	}
	deeper := opening{best.matched + next.open, next.end + o.closing, best.plain, o.depth + 1}
	for _, inside := range next.inside {
		if r := n.reachAfter(deeper, inside, in); r.failed != "" && r.further(best) {
			best = r
		}
	}
	return best
}

// further tells whether a reach goes further than another: by the characters that count, then by the length of the text.
func (r reach) further(than reach) bool {
	return r.plain > than.plain || r.plain == than.plain && r.to-r.from > than.to-than.from
}

func (n *Nearness) matches(expression string, in text) (span, bool) {
	if expression == "" {
		return span{}, true
	}
	if time.Now().After(n.deadline) {
		return span{}, false
	}
	m, ok := n.expression(expression).find(in, n.deadline)
	if !ok {
		return span{}, false
	}
	return m.whole(), true
}

// expression compiles a text with tags, once.
func (n *Nearness) expression(text string) *expression {
	const most = 20_000
	if e, ok := n.compiled[text]; ok {
		return e
	}
	e := &expression{text: Expand(text), several: n.several}
	if len(n.compiled) < most {
		n.compiled[text] = e
	}
	return e
}

// letters counts the letters and digits that a sequence needs as they are.
func letters(pieces sequence) int {
	total := 0
	for _, n := range pieces {
		switch {
		case n.empty || n.least == 0:
		case n.inside != nil:
			total += letters(n.inside[0])
		case tag.MatchString(n.text):
			total += 4 // an address is worth more than a word of three letters
		default:
			for _, r := range n.text {
				if len([]rune(n.text)) == 1 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
					total++
				}
			}
		}
	}
	return total
}
