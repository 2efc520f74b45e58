package trial

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxDepth bounds how deep values stand in each other; fail2ban's are three deep.
const maxDepth = 8

var errNoValue = errors.New("no Python value")

// reader reads Python values as repr prints them: text, numbers, None, lists, tuples, sets and dicts. They become string, float64, nil,
// []any and map[string]any.
type reader struct{ rest string }

func (r *reader) skip() { r.rest = strings.TrimLeft(r.rest, " \t") }

func (r *reader) next(mark string) bool {
	r.skip()
	rest, ok := strings.CutPrefix(r.rest, mark)
	r.rest = rest
	return ok
}

func (r *reader) value(depth int) (any, error) {
	if depth > maxDepth {
		return nil, errNoValue
	}
	switch {
	case r.next("["):
		return r.list("]", depth)
	case r.next("("):
		return r.list(")", depth)
	case r.next("{"):
		return r.braces(depth)
	case strings.HasPrefix(r.rest, "'"), strings.HasPrefix(r.rest, `"`):
		return r.text()
	case r.next("None"):
		return nil, nil //nolint:nilnil // that is the value
	case r.next("set()"):
		return []any{}, nil
	}
	end := strings.IndexAny(r.rest, ",]}) :\t")
	if end < 0 {
		end = len(r.rest)
	}
	number, err := strconv.ParseFloat(r.rest[:end], 64)
	r.rest = r.rest[end:]
	return number, err
}

func (r *reader) list(end string, depth int) ([]any, error) {
	items := []any{}
	for !r.next(end) {
		if len(items) > 0 && !r.next(",") {
			return nil, errNoValue
		}
		if r.next(end) {
			break
		}
		item, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}

// braces reads a dict or a set; a dict whose keys are no text loses those.
func (r *reader) braces(depth int) (any, error) {
	dict, set := map[string]any{}, []any{}
	for first := true; !r.next("}"); first = false {
		if !first && !r.next(",") {
			return nil, errNoValue
		}
		key, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if !r.next(":") {
			set = append(set, key)
			continue
		}
		value, err := r.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if name, ok := key.(string); ok {
			dict[name] = value
		}
	}
	if len(set) > 0 {
		return set, nil
	}
	return dict, nil
}

// text reads a quoted text. What is no character, such as half a surrogate pair, becomes the replacement character.
func (r *reader) text() (string, error) {
	quote := r.rest[0]
	var b strings.Builder
	for i := 1; i < len(r.rest); {
		switch c := r.rest[i]; c {
		case quote:
			r.rest = r.rest[i+1:]
			return b.String(), nil
		case '\\':
			char, n, err := escaped(r.rest[i:])
			if err != nil {
				return "", err
			}
			b.WriteRune(char)
			i += n
		default:
			char, n := utf8.DecodeRuneInString(r.rest[i:])
			b.WriteRune(char)
			i += n
		}
	}
	return "", errNoValue
}

// escaped reads an escape sequence and returns its length.
func escaped(text string) (char rune, n int, err error) {
	if len(text) < 2 {
		return 0, 0, errNoValue
	}
	if i := strings.IndexByte(`\'"ntrabfv`, text[1]); i >= 0 {
		return rune("\\'\"\n\t\r\a\b\f\v"[i]), 2, nil
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[text[1]]
	if digits == 0 || len(text) < 2+digits {
		return 0, 0, errNoValue
	}
	code, err := strconv.ParseUint(text[2:2+digits], 16, 32)
	if err != nil {
		return 0, 0, errNoValue
	}
	return rune(code), 2 + digits, nil // WriteRune replaces what is no character
}
