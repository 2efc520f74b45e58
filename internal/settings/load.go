package settings

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"bangui/internal/fault"
)

// DefaultFile is read if it is there.
const DefaultFile = "/etc/bangui/bangui.conf"

// Sources is where settings come from, strongest first.
type Sources struct {
	// Flags are by name as in the file, such as data_dir; see [Names].
	Flags map[string]string
	// Environ is like os.Environ().
	Environ []string
	// File is read if it is not empty, and must exist then; else the file that [ConfigVariable] names, else [DefaultFile].
	File string
}

// Load reads the settings. It fails with fault.Invalid that has one field for each thing that is wrong, with its origin as the
// location.
func Load(from Sources) (Settings, error) {
	table := keys(defaultDataDir(from.Environ))
	file, asked := from.file()
	sources := []*collector{fromFlags(table, from.Flags), fromEnvironment(table, from.Environ), fromFile(table, file, asked)}

	var problems []problem
	for _, c := range sources {
		c.readSecrets(table)
		problems = append(problems, c.problems...)
	}
	s := Settings{origins: make(map[string]Origin), texts: make(map[string]string)}
	for _, k := range table {
		problems = append(problems, s.take(k, sources)...)
	}
	problems = append(problems, s.judge()...)
	if len(problems) > 0 {
		return Settings{}, problemFault(problems)
	}
	return s, nil
}

// take applies the strongest value of a key.
func (s *Settings) take(k key, sources []*collector) []problem {
	value := given{value: k.fallback, origin: Default}
	for _, c := range sources {
		if v, ok := c.values[k.name]; ok {
			value = v
			break
		}
	}
	if value.value == "" && value.origin == Default {
		return nil
	}
	s.origins[k.name] = value.origin
	if !k.secret {
		s.texts[k.name] = value.value
	}
	if err := k.apply(s, value.value); err != nil {
		return []problem{problemOf(value.origin, k.name+": ", err)}
	}
	return nil
}

// judge looks at what does not fit together.
func (s *Settings) judge() []problem {
	if s.PublicURL != nil && s.Origin("base_path") == Default {
		s.BasePath = strings.TrimSuffix(s.PublicURL.Path, "/")
	}
	return s.judgeWorkers()
}

func problemFault(problems []problem) error {
	slices.SortStableFunc(problems, func(a, b problem) int { return strings.Compare(string(a.origin), string(b.origin)) })
	f := fault.Invalid.Errorf("the settings are not right")
	for _, p := range problems {
		f.WithField(string(p.origin), "%s", p.message)
		f.Why, f.Mend, f.ReadMore = cmp.Or(f.Why, p.why), cmp.Or(f.Mend, p.mend), cmp.Or(f.ReadMore, p.readMore)
	}
	return f
}

func (from Sources) file() (path string, asked bool) {
	if from.File != "" {
		return from.File, true
	}
	if path := lookup(from.Environ, ConfigVariable); path != "" {
		return path, true
	}
	return DefaultFile, false
}

// defaultDataDir follows the XDG Base Directory Specification for everybody but root.
func defaultDataDir(environ []string) string {
	if os.Geteuid() == 0 {
		return "/var/lib/bangui"
	}
	state := lookup(environ, "XDG_STATE_HOME")
	if !filepath.IsAbs(state) {
		state = filepath.Join(lookup(environ, "HOME"), ".local", "state")
	}
	return filepath.Join(state, "bangui")
}

func lookup(environ []string, name string) string {
	for _, entry := range environ {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}
