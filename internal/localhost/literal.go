package localhost

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"bangui/fail2ban/wire"
)

// maxDepth and maxItems bound a literal; the commands of fail2ban are two lists deep.
const (
	maxDepth = 16
	maxItems = 1 << 20
)

// parseLiteral reads one Python literal of the kinds that fail2ban-client -d prints: lists, tuples, dicts, text, numbers, True, False
// and None. They become []any, wire.Tuple, wire.Dict, string, int64 or float64, bool and nil, which can be sent as they are. Source:
// Python's repr, and fail2ban/client/fail2bancmdline.py, dumpConfig.
func parseLiteral(text string) (any, error) {
	p := literal{rest: text}
	value, err := p.value(0)
	if err != nil {
		return nil, fmt.Errorf("at byte %d: %w", len(text)-len(p.rest), err)
	}
	if p.skip(); p.rest != "" {
		return nil, fmt.Errorf("at byte %d: more than one value", len(text)-len(p.rest))
	}
	return value, nil
}

type literal struct {
	rest  string
	items int
}

func (p *literal) skip() { p.rest = strings.TrimLeft(p.rest, " \t\r\n") }

// next takes a mark off, if it is there.
func (p *literal) next(mark string) bool {
	p.skip()
	rest, ok := strings.CutPrefix(p.rest, mark)
	p.rest = rest
	return ok
}

func (p *literal) value(depth int) (any, error) {
	p.skip()
	if p.items++; depth > maxDepth || p.items > maxItems {
		return nil, errors.New("too deep or too much")
	}
	if p.rest == "" {
		return nil, errors.New("a value is missing")
	}
	switch p.rest[0] {
	case '[':
		p.rest = p.rest[1:]
		return p.list("]", depth)
	case '(':
		p.rest = p.rest[1:]
		items, err := p.list(")", depth)
		return wire.Tuple(items), err
	case '{':
		p.rest = p.rest[1:]
		return p.dict(depth)
	case '\'', '"':
		return p.text()
	}
	return p.word()
}

func (p *literal) list(end string, depth int) ([]any, error) {
	items := []any{}
	for !p.next(end) {
		if len(items) > 0 && !p.next(",") {
			return nil, fmt.Errorf("%q or a comma is missing", end)
		}
		if len(items) > 0 && p.next(end) {
			return items, nil
		}
		item, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}

func (p *literal) dict(depth int) (wire.Dict, error) {
	dict := wire.Dict{}
	for !p.next("}") {
		if len(dict) > 0 && !p.next(",") {
			return nil, errors.New("} or a comma is missing")
		}
		if len(dict) > 0 && p.next("}") {
			return dict, nil
		}
		key, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if !p.next(":") {
			return nil, errors.New("a colon is missing")
		}
		value, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		dict = append(dict, wire.Pair{Key: key, Value: value})
	}
	return dict, nil
}

func (p *literal) word() (any, error) {
	end := strings.IndexAny(p.rest, ",]}):( \t\r\n")
	if end < 0 {
		end = len(p.rest)
	}
	word := p.rest[:end]
	var value any
	switch word {
	case "True", "False":
		value = word == "True"
	case "None":
	default:
		number, err := number(word)
		if err != nil {
			return nil, err
		}
		value = number
	}
	p.rest = p.rest[end:]
	return value, nil
}

func number(word string) (any, error) {
	if strings.Trim(word, "+-0123456789.eE") != "" || word == "" {
		return nil, fmt.Errorf("%.40q is no literal", word)
	}
	if n, err := strconv.ParseInt(word, 10, 64); err == nil {
		return n, nil
	}
	f, err := strconv.ParseFloat(word, 64)
	if err != nil {
		return nil, fmt.Errorf("%.40q is no number", word)
	}
	return f, nil
}

// text reads a quoted text.
func (p *literal) text() (string, error) {
	quote := p.rest[0]
	var b strings.Builder
	for rest := p.rest[1:]; rest != ""; {
		switch rest[0] {
		case quote:
			p.rest = rest[1:]
			return b.String(), nil
		case '\\':
			r, after, err := escape(rest)
			if err != nil {
				return "", err
			}
			b.WriteRune(r)
			rest = after
		default:
			r, n := utf8.DecodeRuneInString(rest)
			if r == utf8.RuneError && n == 1 {
				return "", errors.New("text is not UTF-8")
			}
			b.WriteString(rest[:n])
			rest = rest[n:]
		}
	}
	return "", errors.New("text has no end")
}

// escape reads one escape sequence at the beginning of text.
func escape(text string) (r rune, rest string, err error) {
	if len(text) < 2 {
		return 0, "", errors.New("text has no end")
	}
	if i := strings.IndexByte(`\'"ntrabfv`, text[1]); i >= 0 {
		return rune("\\'\"\n\t\r\a\b\f\v"[i]), text[2:], nil
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[text[1]]
	if digits == 0 || len(text) < 2+digits {
		return 0, "", fmt.Errorf("unknown escape %.10q", text)
	}
	n, err := strconv.ParseUint(text[2:2+digits], 16, 32)
	if err != nil || n > utf8.MaxRune || utf16.IsSurrogate(rune(n)) {
		return 0, "", fmt.Errorf("escape %q is no character", text[:2+digits])
	}
	return rune(n), text[2+digits:], nil
}
