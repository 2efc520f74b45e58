package failregex

import "slices"

// text is what expressions are tried on: a line, or what is left of it. The end of a line is added, as fail2ban does.
type text struct {
	runes []rune
	// at says for each of runes where in the line it is; the end of the line is after all of them.
	at []int
}

// lineText is the whole line.
func lineText(line []rune) text {
	at := make([]int, len(line))
	for i := range at {
		at[i] = i
	}
	return text{slices.Clone(line), at}.ended(len(line))
}

// ended adds the end of the line.
func (t text) ended(at int) text { return text{append(t.runes, '\n'), append(t.at, at)} }

// without is the text without a piece of it.
func (t text) without(s span) text {
	return text{slices.Delete(slices.Clone(t.runes), s.from, s.to), slices.Delete(slices.Clone(t.at), s.from, s.to)}
}

// only is a piece of the text.
func (t text) only(s span) text {
	return text{slices.Clone(t.runes[s.from:s.to]), slices.Clone(t.at[s.from:s.to])}.ended(t.at[len(t.at)-1])
}

func (t text) string(s span) string { return string(t.runes[s.from:s.to]) }
