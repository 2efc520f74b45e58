package conf

import (
	"fmt"
	"strings"
)

// CodeTag is a <tag> that stands for itself, if by way of others.
const CodeTag Code = "tag"

// maxReplaced is how often one tag may be replaced within a value. Source: fail2ban/helpers.py, MAX_TAG_REPLACE_COUNT.
const maxReplaced = 25

// tagger replaces <name> in options by the options of that name. Source: fail2ban/helpers.py, substituteRecursiveTags.
type tagger struct {
	x *expander
	// ignore has names that are neither replaced nor have anything replaced in them.
	ignore map[string]bool
	// lookup finds what is no option, if there is such a thing.
	lookup func(name string) (*Value, bool, error)

	options *values
	done    map[string]bool
	// counts are how often a tag was replaced in an option.
	counts map[string]map[string]int
}

// replace returns the options with all tags replaced, as often as it takes.
func (t *tagger) replace(options *values) (*values, error) {
	t.options, t.done, t.counts = options.clone(), make(map[string]bool), make(map[string]map[string]int)
	for again := true; again; {
		again = false
		for _, name := range t.options.keys {
			if t.ignore[name] || t.done[name] {
				continue
			}
			more, err := t.option(name)
			if err != nil {
				return nil, err
			}
			again = again || more
		}
	}
	return t.options, nil
}

// option replaces the tags of one option, and reports whether there may be more to do.
func (t *tagger) option(name string) (again bool, err error) {
	value, _ := t.options.get(name)
	changed, counts, err := t.value(name, value)
	if err != nil {
		return false, err
	}
	text := changed.Text()
	if text != value.Text() {
		if _, _, found := findTag(text, 0); found {
			t.counts[name] = counts
			again = true
		}
		t.options.set(name, changed)
	}
	if !strings.Contains(text, "<") {
		t.done[name] = true
	}
	return again, nil
}

func (t *tagger) value(name string, value *Value) (*Value, map[string]int, error) {
	text, counts := value.Text(), t.counts[name]
	uses, replaced := value.Uses, false
	from := 0
	for {
		at, end, found := findTag(text, from)
		if err := t.x.spend(len(text) - from); err != nil {
			return nil, nil, err
		}
		if !found {
			break
		}
		tag := text[at+1 : end-1]
		used, ok, err := t.stands(name, tag, counts, value)
		if err != nil {
			return nil, nil, err
		}
		if !ok {
			from = end
			continue
		}
		if counts == nil {
			counts = make(map[string]int)
		}
		counts[tag]++
		if text, err = t.put(text, tag, used.Text()); err != nil {
			return nil, nil, err
		}
		uses, replaced, from = addUse(uses, "<"+tag+">", used), true, at
	}
	if !replaced {
		return value, counts, nil
	}
	return &Value{Data: text, Origin: value.Origin, Setting: value.Setting, Uses: uses}, counts, nil
}

// stands is what a tag stands for. One that stands for nothing is left as it is.
func (t *tagger) stands(name, tag string, counts map[string]int, in *Value) (*Value, bool, error) {
	if t.ignore[tag] {
		return nil, false, nil
	}
	count, counted := counts[tag]
	if !counted {
		count = 1
	}
	if tag == name || count > maxReplaced {
		return nil, false, t.x.problem(in, CodeTag, fmt.Sprintf("<%s> in %s stands for itself in the end, and cannot be replaced", tag, name),
			"break the circle of tags")
	}
	if v, ok := t.options.get(tag); ok && v.Data != nil {
		return v, true, nil
	}
	return t.lookup(tag)
}

// put replaces all places of a tag.
func (t *tagger) put(text, tag, by string) (string, error) {
	written := "<" + tag + ">"
	size := len(text) + strings.Count(text, written)*(len(by)-len(written))
	if err := t.x.checkSize(size); err != nil {
		return "", err
	}
	return strings.ReplaceAll(text, written, by), t.x.spend(len(text) + size)
}

// findTag finds the first <name> that begins at or behind from. A name has neither blanks nor brackets. Source: fail2ban/helpers.py, TAG_CRE.
func findTag(text string, from int) (at, end int, found bool) {
	for from < len(text) {
		begin := strings.IndexByte(text[from:], '<')
		if begin < 0 {
			return 0, 0, false
		}
		begin += from
		length := strings.IndexAny(text[begin+1:], " <>")
		if length < 0 {
			return 0, 0, false
		}
		stop := begin + 1 + length
		if text[stop] == '>' && length > 0 {
			return begin, stop + 1, true
		}
		from = stop
		if text[stop] != '<' {
			from++
		}
	}
	return 0, 0, false
}
