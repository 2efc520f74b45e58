package conf

import (
	"strings"
)

// globber finds files by patterns, as Python's glob does. Source: glob.glob without recursive.
type globber struct {
	files FileSystem
	// left is how many entries of directories may still be looked at.
	left int
}

// maxPattern is the length of patterns that are looked at: no path is longer. Source: Linux, PATH_MAX.
const maxPattern = 4096

// glob returns the names that match, in the order of the directories.
func (g *globber) glob(path string) []string {
	if g.left--; g.left < 0 || len(path) > maxPattern {
		return nil
	}
	return g.find(path, false)
}

func hasMagic(path string) bool { return strings.ContainsAny(path, "*?[") }

// find is glob; if it is told to, it returns directories only.
func (g *globber) find(path string, dirsOnly bool) []string {
	dir, base := splitPath(path)
	if !hasMagic(path) {
		return g.literal(path, dir, base)
	}
	if dir == "" {
		return g.matching("", base, dirsOnly)
	}
	dirs := []string{dir}
	if dir != path && hasMagic(dir) {
		dirs = g.find(dir, true)
	}
	var found []string
	for _, d := range dirs {
		for _, name := range g.in(d, base, dirsOnly) {
			found = append(found, joinPath(d, name))
		}
	}
	return found
}

// literal is a name without a pattern. One that ends with a slash must be a directory.
func (g *globber) literal(path, dir, base string) []string {
	if base != "" && g.isThere(path) || base == "" && isDirectory(g.files, dir) {
		return []string{path}
	}
	return nil
}

func (g *globber) isThere(path string) bool {
	_, err := g.files.Lstat(path)
	return err == nil
}

// in returns the names in a directory that match the last part of a pattern.
func (g *globber) in(dir, base string, dirsOnly bool) []string {
	if hasMagic(base) {
		return g.matching(dir, base, dirsOnly)
	}
	if base == "" && isDirectory(g.files, dir) || base != "" && g.isThere(joinPath(dir, base)) {
		return []string{base}
	}
	return nil
}

func (g *globber) matching(dir, base string, dirsOnly bool) []string {
	if g.left <= 0 {
		return nil
	}
	if dir == "" {
		dir = "."
	}
	entries, err := g.files.ReadDir(dir, g.left)
	if err != nil {
		return nil // as fail2ban, which finds nothing there
	}
	g.left -= len(entries)
	p := parsePattern(base)
	var names []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") && !strings.HasPrefix(base, ".") || !p.match(e.Name()) {
			continue
		}
		if !dirsOnly || isDirectory(g.files, joinPath(dir, e.Name())) {
			names = append(names, e.Name())
		}
	}
	return names
}
