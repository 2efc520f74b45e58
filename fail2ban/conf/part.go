package conf

import (
	"slices"
	"strings"
)

// Filters are the names of all filters that there are files for, sorted.
func (c *Config) Filters() []string { return c.parts("filter.d", ".conf", ".local") }

// Actions are the names of all actions that there are files for, sorted. Those that are Python programs have their extension, as a jail
// writes them.
func (c *Config) Actions() []string { return c.parts("action.d", ".conf", ".local", ".py") }

func (c *Config) parts(dir string, extensions ...string) []string {
	entries, err := c.loader.source.ReadDir(joinPath(c.dir, dir), c.limits.Files)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		root, extension := splitExtension(e.Name())
		switch {
		case e.IsDir() || strings.HasPrefix(root, ".") || !slices.Contains(extensions, extension):
			continue
		case extension == ".py":
			root = e.Name()
		}
		names = append(names, root)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Filter works out a filter by itself, without what a jail would say. Fails with an [*Error] if there is none of that name, or if fail2ban would
// reject it.
func (c *Config) Filter(name string) (*Part, error) {
	return newResolver(c).part("filter", name, CodeFilterMissing, filterTemplates())
}

// Action does the same for an action. One that is a Python program has no options.
func (c *Config) Action(name string) (*Part, error) {
	if strings.HasSuffix(name, ".py") && exists(c.loader.source, joinPath(c.dir, "action.d/"+name)) {
		return &Part{Name: name, Files: []string{joinPath(c.dir, "action.d/"+name)}}, nil
	}
	return newResolver(c).part("action", name, CodeActionMissing, actionTemplates(), untouched()...)
}

func (r *resolver) part(kind, name string, missing Code, templates []template, ignore ...string) (*Part, error) {
	file, err := r.definition(joinPath(kind+".d", name))
	if err != nil {
		return nil, err
	}
	if !file.read {
		return nil, &Error{Finding{Code: missing, Severity: Wrong, Message: "there is no " + kind + " " + quote(name), Mend: "correct the name"}}
	}
	d := definition{r: r, file: file, templates: templates, init: newOrdered[*Value](), looked: make(map[string]*Value)}
	if err := d.read(newOrdered[*Value](), true); err != nil {
		return nil, err
	}
	options, err := d.combined(ignore...)
	if err != nil {
		return nil, err
	}
	part := &Part{Name: name, Files: slices.Clone(file.files)}
	for _, e := range entries(options) {
		if !isKnown(e.Name) && e.Value.Origin != FromDefault {
			part.Options = append(part.Options, e)
		}
	}
	return part, nil
}
