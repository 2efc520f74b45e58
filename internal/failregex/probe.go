package failregex

import (
	"strings"
	"time"
)

// Runs in probes: how often the short ones repeat something, and how many bytes the long ones have. An expression that doubles its work with each
// repetition is busy for hours with the short one; one whose work grows with the third power of the length, for seconds with the long one.
const (
	shortRun = 40
	longRun  = 3000
)

// Probes makes lines that keep an expression busy, if lines can: each leads up to a repetition in it, repeats what that takes, and then
// does not go on as the expression wants. Expressions may have tags. At most that many of each kind are made.
func Probes(e Expressions, most int) (short, long []string) {
	p := prober{made: make(map[string]bool), samples: make(map[string]string), deadline: time.Now().Add(2 * time.Second)}
	var prefix sequence
	if all, ok := parse(e.Prefix); ok && e.Prefix != "" {
		prefix = all[0]
	}
	p.expression(e.Prefix)
	for _, text := range e.Fail[:min(len(e.Fail), maxExpressions)] {
		from := len(p.pumps)
		p.expression(text)
		for i := from; i < len(p.pumps) && prefix != nil; i++ {
			p.pumps[i].before, p.pumps[i].after = p.around(prefix, p.pumps[i].before)
		}
	}
	for _, text := range e.Ignore[:min(len(e.Ignore), maxExpressions)] {
		p.expression(text)
	}
	return p.lines(most, func(string) int { return shortRun }), p.lines(most, func(body string) int { return longRun / len(body) })
}

// pump is a repetition: what leads up to it, what it takes again and again, and what comes behind.
type pump struct{ before, body, after string }

type prober struct {
	pumps    []pump
	made     map[string]bool
	samples  map[string]string
	deadline time.Time
	// work is how many pieces were looked at for samples; counts of counts multiply.
	work int
}

// maxWork bounds that.
const maxWork = 200_000

// lines are the probes of one kind; times is how often something is repeated.
func (p *prober) lines(most int, times func(body string) int) []string {
	var lines []string
	for _, one := range p.pumps {
		if len(lines) == most {
			break
		}
		line := one.before + strings.Repeat(one.body, min(times(one.body), maxLine/len(one.body))) + one.after
		if len(line) <= maxLine && !p.made[line] && !strings.HasPrefix(line, "#") {
			p.made[line] = true
			lines = append(lines, line)
		}
	}
	return lines
}

// around is what a prefix puts in front of the part that the others look at, and behind it.
func (p *prober) around(prefix sequence, before string) (front, back string) {
	for i, n := range prefix {
		if n.open == "<F-CONTENT>" || n.open == "(?P<content>" {
			return p.sample(prefix[:i]) + before, p.sample(prefix[i+1:]) + "\x01"
		}
	}
	return before, "\x01"
}

func (p *prober) expression(text string) {
	alternatives, ok := parse(text)
	if !ok || len(text) > maxExpression {
		return
	}
	for _, pieces := range alternatives {
		p.sequence("", pieces, 0)
	}
}

// sequence looks for repetitions in a sequence, before which comes a text.
func (p *prober) sequence(before string, pieces sequence, depth int) {
	for i, n := range pieces {
		if time.Now().After(p.deadline) || depth > 8 {
			return
		}
		front := before + p.sample(pieces[:i])
		if n.most < 0 || n.most >= 10 {
			for _, body := range p.bodies(n) {
				p.pumps = append(p.pumps, pump{front, body, p.unfit(n)})
			}
		}
		for _, inside := range n.inside {
			p.sequence(front, inside, depth+1)
		}
	}
}

// candidates are characters that stand for all others.
const candidates = "a0 ._-:/@\"'[](){}<>=,;%A\\\t!"

// bodies are what a repetition takes: of single characters up to three different ones, of a group an example of each alternative.
func (p *prober) bodies(n node) []string {
	var all []string
	if n.inside != nil {
		for _, inside := range n.inside[:min(len(n.inside), 3)] {
			if s := p.sample(inside); s != "" {
				all = append(all, s)
			}
		}
		return all
	}
	if _, whole := wholeTag(n.text); whole {
		return nil
	}
	e := &expression{text: `\A(?:` + n.text + `)\Z`}
	for _, c := range candidates {
		if _, ok := e.find(text{runes: []rune{c}, at: []int{0}}, p.deadline); ok && len(all) < 3 {
			all = append(all, string(c))
		}
	}
	return all
}

// unfit is a character that a repetition does not take.
func (p *prober) unfit(n node) string {
	e := &expression{text: `\A(?:` + Expand(n.text) + `)`}
	for _, c := range "!\x01 \ta\"" {
		if _, ok := e.find(text{runes: []rune{c}, at: []int{0}}, p.deadline); !ok {
			return string(c)
		}
	}
	return "\x01"
}

// sample is a text that a sequence matches, or nearly: what looks around and refers back is not considered.
func (p *prober) sample(pieces sequence) string {
	var b strings.Builder
	for _, n := range pieces {
		for range min(n.least, 64) {
			if p.work++; b.Len() > maxLine || p.work > maxWork {
				return b.String()
			}
			b.WriteString(p.sampleOf(n))
		}
	}
	return b.String()
}

func (p *prober) sampleOf(n node) string {
	switch {
	case n.empty:
		return ""
	case n.inside != nil:
		return p.sample(n.inside[0])
	}
	if known, ok := p.samples[n.text]; ok {
		return known
	}
	s := p.one(n.text)
	p.samples[n.text] = s
	return s
}

// one is an example of a piece that is no group.
func (p *prober) one(piece string) string {
	if _, whole := wholeTag(piece); whole {
		if strings.Contains(piece, "IP6") {
			return "2001:db8::1"
		}
		return "192.0.2.1"
	}
	e := &expression{text: `\A(?:` + piece + `)\Z`}
	for _, c := range candidates {
		if _, ok := e.find(text{runes: []rune{c}, at: []int{0}}, p.deadline); ok {
			return string(c)
		}
	}
	if len([]rune(piece)) == 1 {
		return piece
	}
	return strings.TrimPrefix(piece, `\`)
}
