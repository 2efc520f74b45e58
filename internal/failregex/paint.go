package failregex

import "time"

// Painter cuts lines into pieces by an expression that is known to match them. Make one with [NewPainter]; not for several goroutines.
type Painter struct {
	prefix       *expression
	fail, ignore []*expression
	deadline     time.Time
}

// NewPainter prepares expressions, which may have tags; all lines together get about that long.
func NewPainter(e Expressions, within time.Duration) *Painter {
	p := &Painter{deadline: time.Now().Add(within), fail: read(Fail, expandAll(e.Fail), e.SeveralLines), ignore: read(Ignore, expandAll(e.Ignore), e.SeveralLines)}
	if e.Prefix != "" {
		p.prefix = read(Prefix, []string{Expand(e.Prefix)}, e.SeveralLines)[0]
	}
	return p
}

func expandAll(texts []string) []string {
	expanded := make([]string, len(texts))
	for i, text := range texts {
		expanded[i] = Expand(text)
	}
	return expanded
}

// Paint cuts one line by the expression at a place. date is the piece of it that is cut out before; it may be empty
// if it is not known or if there is none. Where the engine used here
// does not find the match, only the date is told apart.
func (p *Painter) Paint(place Place, line, date string) []Part {
	if date == "" && len(line) <= maxLine {
		for _, found := range findDates(line) {
			if parts, ok := p.paint(place, line, string([]rune(line)[found.from:found.to])); ok {
				return parts
			}
		}
	}
	parts, _ := p.paint(place, line, date)
	return parts
}

func (p *Painter) paint(place Place, line, date string) (parts []Part, ok bool) {
	in := cutOut(line, date)
	cut := dateIn(line, date)
	list := p.fail
	if place.List == Ignore {
		list = p.ignore
	}
	if len(line) > maxLine || place.Index < 0 || place.Index >= len(list) {
		return partsOf(line, cut), false
	}
	var matches []match
	if p.prefix != nil {
		m, ok := p.prefix.find(in, p.deadline)
		if ok {
			matches = append(matches, m)
		}
		if content, has := m.contentOf(ok); has {
			in = in.only(content)
		}
	}
	m, ok := list[place.Index].find(in, p.deadline)
	if !ok && len(matches) > 0 && place.Index >= 0 {
		m, ok = list[place.Index].find(cutOut(line, date), p.deadline) // what is to be ignored is also looked for in the whole line
	}
	if !ok {
		return partsOf(line, cut), false
	}
	return partsOf(line, cut, append(matches, m)...), true
}

// Plain is a line of which only the date is told apart.
func Plain(line, date string) []Part { return partsOf(line, dateIn(line, date)) }
