// Package archtest holds the code to the layers and never-rules of docs/architecture.md. It has tests only, and what they need
// to read the rules and the imports.
package archtest

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Rules are the content of the block "layers" in docs/architecture.md.
type Rules struct {
	// Layers are the lines, top first, each with its packages from left to right.
	Layers []Layer
	// Kits are packages for tests.
	Kits []string
	// Never are imports that no chain may make.
	Never []Edge
	// Standard are packages that import the standard library only, with those below them.
	Standard []string
}

// Layer is one line.
type Layer struct {
	Name     string
	Packages []string
}

// Edge is an import, direct or through others.
type Edge struct{ From, To string }

// ReadRules finds the block in a document and reads it.
func ReadRules(doc io.Reader) (Rules, error) {
	var rules Rules
	inside := false
	lines := bufio.NewScanner(doc)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		switch {
		case line == "```layers":
			inside = true
		case inside && line == "```":
			return rules, nil
		case inside && line != "":
			if err := rules.add(line); err != nil {
				return Rules{}, err
			}
		}
	}
	if err := lines.Err(); err != nil {
		return Rules{}, err
	}
	return Rules{}, fmt.Errorf("no complete block ```layers found")
}

func (r *Rules) add(line string) error {
	name, rest, ok := strings.Cut(line, ":")
	if !ok {
		return fmt.Errorf("no colon in %q", line)
	}
	words := strings.Fields(rest)
	switch name {
	case "never":
		if len(words) != 3 || words[1] != "->" {
			return fmt.Errorf("a never-rule is «never: a -> b», not %q", line)
		}
		r.Never = append(r.Never, Edge{From: words[0], To: words[2]})
	case "kits":
		r.Kits = words
	case "standard":
		r.Standard = words
	default:
		r.Layers = append(r.Layers, Layer{Name: name, Packages: words})
	}
	return nil
}

// Check returns a sentence for each rule that the imports break. imports has, for each package, what it imports outside its tests;
// packages of this module are given without the module's name, see [Imports].
func (r Rules) Check(imports map[string][]string) []string {
	var broken []string
	say := func(format string, args ...any) { broken = append(broken, fmt.Sprintf(format, args...)) }

	for from, targets := range imports {
		if !r.placed(from) {
			say("%s is in no layer: give it a place in docs/architecture.md", from)
			continue
		}
		for _, to := range targets {
			if _, ours := imports[to]; ours && !r.allowed(from, to) {
				say("%s must not import %s: imports point down and left", from, to)
			}
			if r.isStandard(from) && thirdParty(to) {
				say("%s must import the standard library only, not %s", from, to)
			}
		}
	}
	for _, rule := range r.Never {
		if path := chain(imports, rule.From, rule.To); path != nil {
			say("%s must never reach %s, but: %s", rule.From, rule.To, strings.Join(path, " → "))
		}
	}
	for _, name := range r.names() {
		if _, ok := imports[name]; !ok {
			say("%s has a layer in docs/architecture.md and no code", name)
		}
	}
	slices.Sort(broken)
	return broken
}

func (r Rules) names() []string {
	names := slices.Clone(r.Kits)
	for _, layer := range r.Layers {
		names = append(names, layer.Packages...)
	}
	return names
}

func (r Rules) placed(name string) bool { return slices.Contains(r.names(), name) }

// allowed tells whether from may import to: a lower layer, or further left in the same one, but never among the adapters.
func (r Rules) allowed(from, to string) bool {
	if slices.Contains(r.Kits, from) {
		return true
	}
	if slices.Contains(r.Kits, to) {
		return false
	}
	fromLayer, fromPlace := r.place(from)
	toLayer, toPlace := r.place(to)
	if fromLayer == toLayer {
		return r.Layers[fromLayer].Name != "adapters" && toPlace < fromPlace
	}
	return toLayer > fromLayer
}

func (r Rules) place(name string) (layer, place int) {
	for i, l := range r.Layers {
		if j := slices.Index(l.Packages, name); j >= 0 {
			return i, j
		}
	}
	return -1, -1
}

func (r Rules) isStandard(name string) bool {
	return slices.ContainsFunc(r.Standard, func(s string) bool { return name == s || strings.HasPrefix(name, s+"/") })
}

// thirdParty tells a path of another module from the standard library and from our own packages: only it has a dot in its first element.
func thirdParty(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return strings.Contains(first, ".")
}

// chain returns a way from one package to another, nil if there is none.
func chain(imports map[string][]string, from, to string) []string {
	type step struct {
		name string
		path []string
	}
	seen := map[string]bool{from: true}
	queue := []step{{from, []string{from}}}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		for _, next := range imports[at.name] {
			path := append(slices.Clone(at.path), next)
			if next == to {
				return path
			}
			if _, ours := imports[next]; ours && !seen[next] {
				seen[next] = true
				queue = append(queue, step{next, path})
			}
		}
	}
	return nil
}
