package conf

import "slices"

// pattern is a file name pattern of the shell, as Python's fnmatch reads it: * ? [abc] [a-z] [!abc], and no escapes.
// Source: fnmatch.translate.
type pattern []piece

// piece is one element of a pattern: a character, a class, or any number of characters.
type piece struct {
	kind  byte // one of c ? [ *
	char  rune
	not   bool
	pairs [][2]rune
}

func parsePattern(text string) pattern {
	var p pattern
	for runes := []rune(text); len(runes) > 0; {
		n := 1
		switch runes[0] {
		case '*':
			p = append(p, piece{kind: '*'})
		case '?':
			p = append(p, piece{kind: '?'})
		case '[':
			class, size := parseClass(runes)
			p, n = append(p, class), size
		default:
			p = append(p, piece{kind: 'c', char: runes[0]})
		}
		runes = runes[n:]
	}
	return p
}

// parseClass reads what begins with a bracket, and tells how many characters it takes. Without a closing bracket it is a bracket.
func parseClass(runes []rune) (piece, int) {
	begin := 1
	not := begin < len(runes) && runes[begin] == '!'
	if not {
		begin++
	}
	if begin >= len(runes) {
		return piece{kind: 'c', char: '['}, 1
	}
	// a closing bracket in the first place is a member
	length := slices.Index(runes[begin+1:], ']')
	if length < 0 {
		return piece{kind: 'c', char: '['}, 1
	}
	end := begin + 1 + length
	return piece{kind: '[', not: not, pairs: classPairs(runes[begin:end])}, end + 1
}

// classPairs are the ranges of a class. One that runs backwards has no members.
func classPairs(members []rune) [][2]rune {
	var pairs [][2]rune
	for i := 0; i < len(members); i++ {
		from, to := members[i], members[i]
		if i+2 < len(members) && members[i+1] == '-' {
			to = members[i+2]
			i += 2
		}
		pairs = append(pairs, [2]rune{from, to})
	}
	return pairs
}

func (p piece) matches(r rune) bool {
	switch p.kind {
	case 'c':
		return p.char == r
	case '[':
		return p.not != slices.ContainsFunc(p.pairs, func(pair [2]rune) bool { return pair[0] <= r && r <= pair[1] })
	}
	return true
}

// match reports whether the whole name matches. It goes back to the last * only, so that its time is at most length times length.
func (p pattern) match(name string) bool {
	runes := []rune(name)
	i, n := 0, 0
	star, from := -1, 0
	for n < len(runes) {
		switch {
		case i < len(p) && p[i].kind == '*':
			star, from = i, n
			i++
		case i < len(p) && p[i].matches(runes[n]):
			i++
			n++
		case star >= 0:
			from++
			i, n = star+1, from
		default:
			return false
		}
	}
	for i < len(p) && p[i].kind == '*' {
		i++
	}
	return i == len(p)
}
