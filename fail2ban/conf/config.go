package conf

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// Newest is the newest version of fail2ban that is known here.
const Newest = "1.1.1"

// Options say which configuration to read, and how.
type Options struct {
	// Dir is the directory of the configuration, such as /etc/fail2ban.
	Dir string
	// Version is the fail2ban to read it for, such as 1.0.2, as it calls itself. Empty means [Newest].
	Version string
	// Files is where to read from; nil means [OS].
	Files FileSystem
	// Limits bound what it may cost.
	Limits Limits
}

// Config is a configuration that has been read. Files of filters and actions are read when they are needed, each once. Several goroutines may
// use it.
type Config struct {
	dir      string
	version  string
	limits   Limits
	features features
	loader   *loader

	// server is what the files say about the server, and jails about the jails.
	server, jails             *document
	serverFiles, jailFiles    []string
	findings                  []Finding
	serverFailed, jailsFailed *Error
}

// Read reads fail2ban.conf, jail.conf and all that belongs to them. What is wrong with a configuration is no error here: see
// [Config.Err] and [Config.Lint]. Fails only if there is no such directory or version.
func Read(opts Options) (*Config, error) {
	c := &Config{dir: strings.TrimRight(opts.Dir, "/"), version: opts.Version, limits: opts.Limits.withDefaults()}
	if c.version == "" {
		c.version = Newest
	}
	number, err := parseRelease(c.version)
	if err != nil {
		return nil, err
	}
	source := opts.Files
	if source == nil {
		source = OS()
	}
	if c.dir == "" || !isDirectory(source, opts.Dir) {
		return nil, fmt.Errorf("there is no directory %q to read fail2ban's configuration from", opts.Dir)
	}
	c.features, c.loader = featuresOf(number), newLoader(source, c.limits)
	c.server, c.serverFiles, c.serverFailed = c.readMain("fail2ban")
	c.jails, c.jailFiles, c.jailsFailed = c.readMain("jail")
	return c, nil
}

// Dir is the directory as fail2ban knows it.
func (c *Config) Dir() string { return c.dir }

// Version is the version that the configuration was read for.
func (c *Config) Version() string { return c.version }

// Files are the files that say something about the server and the jails, in the order in which they count, later over earlier.
func (c *Config) Files() (server, jails []string) {
	return slices.Clone(c.serverFiles), slices.Clone(c.jailFiles)
}

// File returns a file as it was read, or would be, to be looked at or changed. A change of it changes neither the configuration nor what is on
// disk. The name is an absolute path, such as those in [Config.Files]. Fails if the file cannot be read.
func (c *Config) File(name string) (*File, error) {
	got := c.loader.load(name)
	if got.err != nil {
		return nil, got.err
	}
	return parse(name, got.file.Bytes(), c.limits), nil
}

// CodeNoFiles is a configuration without fail2ban.conf or jail.conf.
const CodeNoFiles Code = "no-files"

// readMain reads fail2ban.conf or jail.conf. Older versions go on without.
func (c *Config) readMain(name string) (*document, []string, *Error) {
	in := newIncluder(c.loader, c.dir, func(f Finding) { c.findings = append(c.findings, f) })
	doc, files, ok := c.readFiles(in, name)
	if ok || in.failed != nil {
		return doc, files, in.failed
	}
	f := Finding{Code: CodeNoFiles, Severity: Wrong, File: joinPath(c.dir, name+".conf"),
		Message: "neither this file nor a .local file can be read", Mend: "restore it from fail2ban's package"}
	if c.features.needsAllFiles {
		f.Severity = Fatal
		in.fail(f)
	} else {
		in.report(f)
	}
	return doc, files, in.failed
}

// readFiles reads all files of a name in their order, and reports whether fail2ban takes that as read. Source:
// fail2ban/client/configreader.py, ConfigReaderUnshared.read.
func (c *Config) readFiles(in *includer, name string) (doc *document, files []string, ok bool) {
	doc = newDocument()
	top := c.topFiles(name)
	for _, file := range in.order(top, nil).names {
		got := c.loader.load(file)
		if got.file == nil || got.file.skipped {
			continue
		}
		doc.merge(got.file)
		files = append(files, file)
	}
	missed := slices.ContainsFunc(top, func(file string) bool { return !slices.Contains(files, file) })
	if c.features.needsAllFiles && missed {
		return doc, files, false
	}
	return doc, files, len(files) > 0
}

// topFiles are the files of a name that are there, without what they include.
func (c *Config) topFiles(name string) []string {
	if strings.HasPrefix(name, "./") {
		if absolute, err := filepath.Abs(name); err == nil {
			name = absolute
		}
	}
	base := joinPath(c.dir, name)
	files := []string{base + ".conf"}
	for _, extension := range []string{".conf", ".local"} {
		g := globber{files: c.loader.source, left: c.limits.Files}
		found := g.glob(base + ".d/*" + extension)
		slices.Sort(found)
		if extension == ".local" {
			files = append(files, base+".local")
		}
		files = append(files, found...)
	}
	return slices.DeleteFunc(files, func(file string) bool { return !exists(c.loader.source, file) })
}

// Err is why fail2ban rejects the files of the server and the jails as a whole, an [*Error]; nil if it does not. Filters, actions and what
// values refer to are looked at by [Config.Stream].
func (c *Config) Err() error {
	for _, failed := range []*Error{c.serverFailed, c.jailsFailed} {
		if failed != nil {
			return failed
		}
	}
	return nil
}

// Jails are the names of all jails, enabled or not, in the order of the files.
func (c *Config) Jails() []string {
	var names []string
	for _, name := range c.jails.sections.keys {
		if name != includesSection && !strings.HasPrefix(name, knownPrefix) {
			names = append(names, name)
		}
	}
	return names
}
