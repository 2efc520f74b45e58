package listformat

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// lookJSON recognises JSON by its beginning, which may be cut. It is false for what only begins like it.
func lookJSON(head []byte) (Guess, bool) {
	root := &place{explore: true}
	documents, ok := explore(head, root)
	if !ok {
		return Guess{}, false
	}
	var found []*place
	root.all(func(p *place) {
		if p.entries > 0 {
			found = append(found, p)
		}
	})
	slices.SortFunc(found, func(a, b *place) int {
		return cmp.Or(cmp.Compare(b.entries, a.entries), strings.Compare(a.path, b.path))
	})
	if len(found) == 0 {
		return Guess{Reading: Reading{Format: Unknown}, Why: "it is JSON, but no address or network was found at the beginning of it"}, true
	}
	best := found[0]
	g := Guess{Reading: Reading{Format: JSON, Path: best.path}, Confidence: part(best.entries, best.texts)}
	g.Why = fmt.Sprintf("it is one document of JSON, with addresses or networks at %s", best.path)
	if documents > 1 || !strings.Contains(best.path, "[]") && bytes.Count(bytes.TrimSpace(head), []byte("\n")) == 0 {
		g.Format = JSONLines
		g.Why = fmt.Sprintf("each line is an object of JSON, with an address or a network at %s", best.path)
	}
	if len(found) > 1 {
		g.Why += "; there are some at " + pathsOf(found[1:]) + ", too"
	}
	return g, true
}

// pathsOf names some places.
func pathsOf(places []*place) string {
	const most = 3
	var names []string
	for _, p := range places[:min(len(places), most)] {
		names = append(names, p.path)
	}
	if len(places) > most {
		names = append(names, fmt.Sprintf("%d other places", len(places)-most))
	}
	return strings.Join(names, ", ")
}

// explore counts what stands where, in one document or several, and returns how many began. It is false if the first one is no JSON as far as it goes.
func explore(head []byte, root *place) (documents int, ok bool) {
	s := &scanner{in: bytes.NewReader(head), line: 1, found: func(at *place, text []byte, plain bool) error {
		if plain && at.path != "" {
			at.texts++
			if isEntry(bytes.TrimSpace(text)) {
				at.entries++
			}
		}
		return nil
	}}
	for {
		c, err := s.next()
		if err != nil {
			return documents, documents > 0
		}
		documents++
		if err := s.value(c, root); err != nil {
			cut, isSyntax := errors.AsType[*syntaxError](err)
			return documents, documents > 1 || isSyntax && cut.end
		}
	}
}
