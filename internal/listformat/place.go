package listformat

import (
	"fmt"
	"strings"
)

// place is a place in a document of JSON, with the places below it that are asked for. A nil place is one of no interest.
type place struct {
	path  string
	leaf  bool
	keys  map[string]*place
	every *place
	// explore makes places below it as they are met, all of them asked for. Then texts counts what was found here, and entries how much of
	// that an entry is.
	explore        bool
	texts, entries int
}

// wanted is true if what stands here is asked for.
func (p *place) wanted() bool { return p != nil && (p.leaf || p.explore) }

// key is the place of a member of an object.
func (p *place) key(name []byte) *place {
	if p == nil {
		return nil
	}
	if p.explore && p.keys[string(name)] == nil && sayable(name) {
		return p.child(string(name))
	}
	return p.keys[string(name)]
}

// items is the place of all members of an array.
func (p *place) items() *place {
	if p == nil {
		return nil
	}
	if p.explore && p.every == nil {
		return p.item()
	}
	return p.every
}

// child makes the place of a member of an object, if there is none.
func (p *place) child(name string) *place {
	if p.keys == nil {
		p.keys = make(map[string]*place)
	}
	if p.keys[name] == nil {
		path := name
		if p.path != "" {
			path = p.path + "." + name
		}
		p.keys[name] = &place{path: path, explore: p.explore}
	}
	return p.keys[name]
}

// item makes the place of all members of an array, if there is none.
func (p *place) item() *place {
	if p.every == nil {
		p.every = &place{path: p.path + "[]", explore: p.explore}
	}
	return p.every
}

// all calls do with each place below and itself.
func (p *place) all(do func(*place)) {
	if p == nil {
		return
	}
	do(p)
	p.every.all(do)
	for _, child := range p.keys {
		child.all(do)
	}
}

// sayable is true for a name that can stand in a path.
func sayable(name []byte) bool {
	return len(name) > 0 && len(name) <= 64 && !strings.ContainsAny(string(name), ".,[]$ ") && harmless(name) == string(name)
}

// parsePaths reads paths with commas between them, such as prefixes[].ip_prefix. What others write with $ at the beginning or a star in the brackets is
// read too.
func parsePaths(text string) (*place, error) {
	root := &place{}
	for path := range strings.SplitSeq(text, ",") {
		at, err := parsePath(root, strings.TrimSpace(path))
		if err != nil {
			return nil, err
		}
		at.leaf = true
	}
	return root, nil
}

func parsePath(root *place, path string) (*place, error) {
	rest := strings.ReplaceAll(strings.TrimPrefix(path, "$"), "[*]", "[]")
	if rest = strings.TrimPrefix(rest, "."); rest == "" {
		return nil, fmt.Errorf("%q is no path; one looks like prefixes[].ip_prefix", path)
	}
	at := root
	for n, step := range strings.Split(rest, ".") {
		name := step
		for strings.HasSuffix(name, "[]") {
			name = strings.TrimSuffix(name, "[]")
		}
		if !sayable([]byte(name)) && (name != "" || n > 0 || step == "") {
			return nil, fmt.Errorf("%q is no path: a name with [] behind it for each array stands between dots, as in prefixes[].ip_prefix", path)
		}
		if name != "" {
			at = at.child(name)
		}
		for range strings.Count(step, "[]") {
			at = at.item()
		}
	}
	return at, nil
}
