package failregex

import (
	"strings"
	"unicode/utf8"
)

// translate writes an expression of Python's re in the syntax of .NET, which the engine reads. What it does not know it leaves as it is:
// the engine says then what is wrong. Sources: docs.python.org/3/library/re.html; learn.microsoft.com, Regular Expression Language.
func translate(python string, severalLines bool) string {
	t := translator{rest: python}
	if severalLines {
		t.flags = "m"
	}
	for t.rest != "" {
		t.next()
	}
	if t.flags == "" {
		return t.out.String()
	}
	return "(?" + t.flags + ")" + t.out.String()
}

type translator struct {
	rest string
	out  strings.Builder
	// flags hold for the whole expression, wherever they stand in it.
	flags string
}

// take writes n bytes as they are.
func (t *translator) take(n int) {
	t.out.WriteString(t.rest[:n])
	t.rest = t.rest[n:]
}

// replace writes something else for n bytes.
func (t *translator) replace(n int, with string) {
	t.out.WriteString(with)
	t.rest = t.rest[n:]
}

func (t *translator) next() {
	switch {
	case t.rest[0] == '\\':
		t.escape()
	case t.rest[0] == '[':
		t.class()
	case strings.HasPrefix(t.rest, "(?"):
		t.group()
	case strings.HasPrefix(t.rest, "{,") && endsCount(t.rest[2:]):
		t.replace(2, "{0,")
	default:
		t.take(1)
	}
}

// endsCount tells whether text goes on as the end of {,n} does.
func endsCount(text string) bool {
	rest := strings.TrimLeft(text, "0123456789")
	return len(rest) < len(text) && strings.HasPrefix(rest, "}")
}

// escape writes a backslash and what follows it.
func (t *translator) escape() {
	switch {
	case strings.HasPrefix(t.rest, `\Z`):
		t.replace(2, `\z`)
	case strings.HasPrefix(t.rest, `\_`):
		t.replace(2, "_")
	default:
		_, size := utf8.DecodeRuneInString(t.rest[1:])
		t.take(1 + size)
	}
}

// class writes a set of characters. In .NET a bracket within it may begin one that is taken away, in Python it is a character.
func (t *translator) class() {
	t.take(1)
	if strings.HasPrefix(t.rest, "^") {
		t.take(1)
	}
	for first := true; t.rest != ""; first = false {
		switch {
		case t.rest[0] == ']' && first:
			t.replace(1, `\]`)
		case t.rest[0] == ']':
			t.take(1)
			return
		case t.rest[0] == '[':
			t.replace(1, `\[`)
		case t.rest[0] == '\\':
			t.escape()
		default:
			t.take(1)
		}
	}
}

// group writes what begins with (? up to where its content begins.
func (t *translator) group() {
	switch {
	case strings.HasPrefix(t.rest, "(?P<"):
		t.replace(4, "(?<")
	case strings.HasPrefix(t.rest, "(?P="):
		name, _, found := strings.Cut(t.rest[4:], ")")
		if !found {
			t.take(len(t.rest))
			return
		}
		t.replace(len("(?P=")+len(name)+1, `\k<`+name+">")
	case strings.HasPrefix(t.rest, "(?#"):
		comment, _, _ := strings.Cut(t.rest, ")")
		t.rest = strings.TrimPrefix(t.rest[len(comment):], ")")
	default:
		t.flagged()
	}
}

// pythonFlags are all letters of flags; those of them that .NET has no word for choose what Python's text is made of.
const pythonFlags = "aiLmsux"

// flagged writes (?flags) and (?flags-flags:, or the beginning of another group. Flags for the whole expression hold for all of it in Python,
// also for what stands before them.
func (t *translator) flagged() {
	end := strings.IndexFunc(t.rest[2:], func(r rune) bool { return r != '-' && !strings.ContainsRune(pythonFlags, r) })
	if end <= 0 || (t.rest[2+end] != ')' && t.rest[2+end] != ':') {
		t.take(2)
		return
	}
	flags := strings.Map(func(r rune) rune {
		if strings.ContainsRune("aLu", r) {
			return -1
		}
		return r
	}, t.rest[2:2+end])
	if t.rest[2+end] == ')' {
		t.flags += flags
		t.rest = t.rest[2+end+1:]
		return
	}
	t.replace(2+end+1, "(?"+strings.TrimSuffix(flags, "-")+":")
}
