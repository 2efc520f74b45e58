package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"bangui/internal/fault"
)

// given is a value somebody set, before it is understood.
type given struct {
	value  string
	origin Origin
}

// collector gathers what one source sets and what is wrong with it.
type collector struct {
	known    []string
	values   map[string]given
	problems []problem
}

// problem is one thing that is wrong, at its origin.
type problem struct {
	origin  Origin
	message string
	// why, mend and readMore are as in [fault.Fault]; usually the message says all.
	why, mend, readMore string
}

// problemOf is an error at its origin, with all that a fault has to say.
func problemOf(origin Origin, prefix string, err error) problem {
	p := problem{origin: origin, message: prefix + err.Error()}
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		p.why, p.mend, p.readMore = f.Why, f.Mend, f.ReadMore
	}
	return p
}

func newCollector(table []key, flags bool) *collector {
	c := &collector{values: make(map[string]given)}
	for _, k := range table {
		if k.environmentOnly && flags {
			continue
		}
		c.known = append(c.known, k.name)
		if k.secret {
			c.known = append(c.known, k.name+fileSuffix)
		}
	}
	return c
}

func (c *collector) complain(origin Origin, format string, args ...any) {
	c.problems = append(c.problems, problem{origin: origin, message: fmt.Sprintf(format, args...)})
}

// set keeps a value if the name is known, and complains otherwise; spell writes a name the way this source does.
func (c *collector) set(name, value string, origin Origin, spell func(string) string) {
	for _, known := range c.known {
		if known == name {
			c.values[name] = given{value: value, origin: origin}
			return
		}
	}
	if near, ok := nearest(name, c.known); ok {
		c.complain(origin, "there is no setting %s; did you mean %s?", spell(name), spell(near))
		return
	}
	c.complain(origin, "there is no setting %s", spell(name))
}

func fromFlags(table []key, flags map[string]string) *collector {
	c := newCollector(table, true)
	for name, value := range flags {
		c.set(name, value, Origin("flag "+flag(name)), flag)
	}
	return c
}

// ConfigVariable names the file, like --config.
const ConfigVariable = variablePrefix + "CONFIG"

// testVariables are read by the tests, which start the program with their own environment.
const testVariables = variablePrefix + "TEST_"

func fromEnvironment(table []key, environ []string) *collector {
	c := newCollector(table, false)
	var platform *given
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		switch {
		case name == concurrencyVariable:
			platform = &given{value: value, origin: "environment " + concurrencyVariable}
		case !strings.HasPrefix(name, variablePrefix) || name == ConfigVariable || strings.HasPrefix(name, testVariables):
		default:
			c.set(strings.ToLower(strings.TrimPrefix(name, variablePrefix)), value, Origin("environment "+name), variable)
		}
	}
	if platform != nil {
		c.takeConcurrency(*platform)
	}
	return c
}

// fromFile reads lines of the form key = value. Empty lines and those that begin with # are left out. A file that is not
// there is no problem unless it was asked for.
func fromFile(table []key, path string, asked bool) *collector {
	c := newCollector(table, true)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !asked {
		return c
	}
	if err != nil {
		c.complain(Origin("file "+path), "it cannot be read: %s", reason(err))
		return c
	}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		c.line(strings.TrimSpace(line), Origin(fmt.Sprintf("file %s, line %d", path, number)))
	}
	return c
}

func (c *collector) line(line string, origin Origin) {
	if line == "" || strings.HasPrefix(line, "#") {
		return
	}
	name, value, ok := strings.Cut(line, "=")
	name = strings.TrimSpace(name)
	if !ok || name == "" {
		c.complain(origin, "it is not of the form key = value")
		return
	}
	if before, twice := c.values[name]; twice {
		c.complain(origin, "%s is set twice, before in %s", name, before.origin)
		return
	}
	c.set(name, strings.TrimSpace(value), origin, func(s string) string { return s })
}

// readSecrets replaces name_file by what the file holds.
func (c *collector) readSecrets(table []key) {
	for _, k := range table {
		file, ok := c.values[k.name+fileSuffix]
		if !k.secret || !ok {
			continue
		}
		delete(c.values, k.name+fileSuffix)
		if _, both := c.values[k.name]; both {
			c.complain(file.origin, "%s and %s%s are both set; use one", k.name, k.name, fileSuffix)
			continue
		}
		text, err := os.ReadFile(file.value)
		if err != nil {
			c.complain(file.origin, "%s cannot be read: %s", file.value, reason(err))
			continue
		}
		c.values[k.name] = given{value: strings.TrimRight(string(text), "\r\n"), origin: file.origin}
	}
}

// reason is the part of a file error that does not repeat the path.
func reason(err error) string {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		return pathErr.Err.Error()
	}
	return err.Error()
}
