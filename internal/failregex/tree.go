package failregex

import (
	"regexp"
	"strconv"
	"strings"
)

// node is a piece of an expression as it is written: one character, class, escape, tag, anchor or group, with how often it may come.
type node struct {
	// text is the piece as written, without the count; count is that.
	text, count string
	// least and most are how often; most is -1 for no end.
	least, most int
	// open and end are the beginning and the end of a group, and inside its alternatives; inside is nil for all else.
	open, end string
	inside    []sequence
	// empty is true for what stands for no character: anchors and what only looks.
	empty bool
}

// sequence are pieces behind each other.
type sequence []node

func (s sequence) String() string {
	var b strings.Builder
	for _, n := range s {
		b.WriteString(n.String())
	}
	return b.String()
}

func (n node) String() string { return n.text + n.count }

// maxNesting bounds how deep groups stand in each other.
const maxNesting = 30

// parse cuts an expression into its alternatives, each a sequence. ok is false if it cannot be cut.
func parse(text string) (alternatives []sequence, ok bool) {
	p := parser{rest: text}
	alternatives = p.alternatives(0)
	return alternatives, p.rest == "" && !p.bad
}

type parser struct {
	rest string
	bad  bool
}

// alternatives reads up to the end of the group, which it leaves.
func (p *parser) alternatives(depth int) []sequence {
	all := []sequence{nil}
	for p.rest != "" && !p.bad {
		switch {
		case p.rest[0] == ')' || strings.HasPrefix(p.rest, "</F-"):
			p.bad = p.bad || depth == 0
			return all
		case p.rest[0] == '|':
			p.rest = p.rest[1:]
			all = append(all, nil)
		default:
			n := p.atom(depth)
			p.counted(&n)
			last := len(all) - 1
			all[last] = append(all[last], n)
		}
	}
	p.bad = p.bad || depth > 0
	return all
}

// groupOpen are the beginnings of groups whose content is looked at.
var groupOpen = regexp.MustCompile(`^\((?:\?P<\w+>|\?:|\?[aiLmsux]+:|\?=|\?!|\?<=|\?<!|\?\(\w+\))?`)

// flags are settings, which hold for the whole expression.
var flags = regexp.MustCompile(`^\(\?[aiLmsux]+\)`)

func (p *parser) atom(depth int) node {
	switch found := tag.FindString(p.rest); {
	case depth > maxNesting:
		p.bad = true
	case found != "":
		if whole, _ := wholeTag(found); whole != "" || !ownTag.MatchString(found) {
			return p.take(len(found), false)
		}
		return p.group(found, "</"+found[1:], depth)
	case flags.MatchString(p.rest):
		return p.take(len(flags.FindString(p.rest)), true)
	case strings.HasPrefix(p.rest, "(?P=") || strings.HasPrefix(p.rest, "(?#"):
		end := strings.IndexByte(p.rest, ')')
		if end < 0 {
			p.bad = true
			return node{}
		}
		return p.take(end+1, p.rest[2] == '#')
	case p.rest[0] == '(':
		return p.group(groupOpen.FindString(p.rest), ")", depth)
	case p.rest[0] == '[':
		n := classLength(p.rest)
		if n == 0 {
			p.bad = true
			return node{}
		}
		return p.take(n, false)
	case p.rest[0] == '\\':
		if len(p.rest) < 2 {
			p.bad = true
			return node{}
		}
		return p.take(escapeLength(p.rest), strings.ContainsRune("bBAZ", rune(p.rest[1])))
	case p.rest[0] == '^' || p.rest[0] == '$':
		return p.take(1, true)
	}
	for i := range p.rest {
		if i > 0 {
			return p.take(i, false)
		}
	}
	return p.take(len(p.rest), false)
}

func (p *parser) take(n int, empty bool) node {
	one := node{text: p.rest[:n], least: 1, most: 1, empty: empty}
	p.rest = p.rest[n:]
	return one
}

// group reads a group with all that is in it.
func (p *parser) group(open, end string, depth int) node {
	begin := p.rest
	p.rest = p.rest[len(open):]
	n := node{open: open, end: end, least: 1, most: 1, inside: p.alternatives(depth + 1)}
	if !strings.HasPrefix(p.rest, end) {
		p.bad = true
		return n
	}
	p.rest = p.rest[len(end):]
	n.text = begin[:len(begin)-len(p.rest)]
	n.empty = strings.HasPrefix(open, "(?=") || strings.HasPrefix(open, "(?!") || strings.HasPrefix(open, "(?<=") || strings.HasPrefix(open, "(?<!")
	return n
}

// counts is how often something comes.
var counts = regexp.MustCompile(`^(?:[*+?]|\{(\d*)(,?)(\d*)\})[?+]?`)

func (p *parser) counted(n *node) {
	m := counts.FindStringSubmatch(p.rest)
	if m == nil || m[0] == "{}" || m[0] == "{,}" {
		return
	}
	n.count, p.rest = m[0], p.rest[len(m[0]):]
	switch m[0][0] {
	case '*':
		n.least, n.most = 0, -1
	case '+':
		n.least, n.most = 1, -1
	case '?':
		n.least, n.most = 0, 1
	default:
		n.least, n.most = atoi(m[1], 0), atoi(m[3], -1)
		if m[2] == "" {
			n.most = n.least
		}
	}
}

func atoi(digits string, otherwise int) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return otherwise
	}
	return min(n, 1<<16)
}

// classLength is the length of a class, 0 if it has no end.
func classLength(text string) int {
	i := 1
	if strings.HasPrefix(text[i:], "^") {
		i++
	}
	for first := i; i < len(text); i++ {
		switch {
		case text[i] == '\\':
			i++
		case text[i] == ']' && i > first:
			return i + 1
		}
	}
	return 0
}

func escapeLength(text string) int {
	n := map[byte]int{'x': 4, 'u': 6, 'U': 10}[text[1]]
	return max(2, min(n, len(text)))
}
