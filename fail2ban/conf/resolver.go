package conf

// resolver works out what a configuration means. It does so in the order of fail2ban, because jails leave traces that later ones can see: what
// their filters say becomes %(known/option)s. It is used once.
type resolver struct {
	config *Config
	x      *expander
	syntax syntax
	// jails is what the files say about jails.
	jails *document
	// definitions are the filters and actions by their files, such as filter.d/sshd.
	definitions map[string]*definitionFile
	includer    *includer
	findings    []Finding
	// jail is the one that is being worked on.
	jail string
}

// definitionFile is what the files of a filter or an action say.
type definitionFile struct {
	doc *document
	// read is set if it is there.
	read bool
	// files are those that were read, in order.
	files []string
}

func newResolver(c *Config) *resolver {
	r := &resolver{
		config: c, x: newExpander(c.limits), syntax: syntaxOf(c.features), jails: c.jails.clone(),
		definitions: make(map[string]*definitionFile),
	}
	r.includer = newIncluder(c.loader, c.dir, r.report)
	return r
}

// maxFindings is how many findings are noted.
const maxFindings = 10_000

func (r *resolver) report(f Finding) {
	if len(r.findings) >= maxFindings {
		return
	}
	if f.Jail == "" {
		f.Jail = r.jail
	}
	r.findings = append(r.findings, f)
}

// definition reads the files of a filter or an action once.
func (r *resolver) definition(name string) (*definitionFile, error) {
	if known, ok := r.definitions[name]; ok {
		return known, nil
	}
	d := &definitionFile{}
	before := r.includer.failed
	d.doc, d.files, d.read = r.config.readFiles(r.includer, name)
	r.definitions[name] = d
	if r.includer.failed != before {
		return d, r.includer.failed
	}
	return d, nil
}
