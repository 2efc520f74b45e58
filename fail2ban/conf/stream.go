package conf

import (
	"fmt"
	"slices"
	"strings"
)

// The codes of what is wrong with logs.
const (
	// CodeLogMissing is a pattern for log files that no file matches.
	CodeLogMissing Code = "log-missing"
	// CodeLogLink is a link to a log file that is not there.
	CodeLogLink Code = "log-link"
)

// Stream returns the commands that fail2ban's client makes from the configuration, as fail2ban-client -d prints them: a log file that is missing
// does not matter there. Fails with an [*Error] if fail2ban would reject the configuration.
func (c *Config) Stream() ([]Command, error) {
	if err := c.Err(); err != nil {
		return nil, err
	}
	server, err := c.Server()
	if err != nil {
		return nil, err
	}
	stream := server.Commands
	var starts []Command
	r := newResolver(c)
	for _, name := range c.Jails() {
		jail, err := r.jailOf(name, false)
		if err != nil {
			return nil, err
		}
		commands := jail.Commands
		if last := len(commands) - 1; last >= 0 && commands[last][0] == "start" {
			starts = append(starts, commands[last])
			commands = commands[:last]
		}
		stream = append(stream, commands...)
	}
	return append(stream, starts...), nil
}

// Jail works out what fail2ban would make of one jail if it were enabled, whatever it makes of the others. Fails with an [*Error] if there is
// none of that name, or if fail2ban would reject the whole configuration for its sake; the jail has what was found out until then.
func (c *Config) Jail(name string) (*Jail, error) {
	if !slices.Contains(c.Jails(), name) {
		return &Jail{Name: name}, c.noJail(name)
	}
	return newResolver(c).jailOf(name, true)
}

// CodeNoJail is a jail that is not there.
const CodeNoJail Code = "no-jail"

// convert makes the commands of a jail. Source: fail2ban/client/jailreader.py, convert.
func (j *jailReader) convert() error {
	stream, err := j.convertFilter()
	if err != nil {
		return err
	}
	backend := textOfOption(j.options, "backend")
	var files []Command
	found := true
	unsent := notSent()
	for _, t := range filterTemplates() {
		unsent = append(unsent, t.name)
	}
	for name, v := range j.options.all() {
		switch {
		case name == "logpath":
			if !startsWithSystemd(j.options) {
				files = j.logFiles(v)
				found = len(files) > 0
			}
		case name == "ignoreip":
			words := splitWords(v.Text(), j.config.features.splitsAtAnySpace)
			stream = append(stream, append(Command(list("set", j.name, "addignoreip")), list(words...)...))
		case !slices.Contains(unsent, name):
			stream = append(stream, j.set(name, v.Data))
		}
	}
	if !found {
		var ok bool
		if backend, ok = j.withoutLogs(backend); !ok {
			return nil
		}
	}
	stream = append(stream, files...)
	for _, step := range j.steps {
		commands, err := step()
		if err != nil {
			return err
		}
		stream = append(stream, commands...)
	}
	stream = insert(stream, 0, list("add", j.name, backend))
	j.jail.Commands = append(stream, list("start", j.name))
	return nil
}

// convertFilter makes the commands for the filter, and for what the jail says instead of it.
func (j *jailReader) convertFilter() ([]Command, error) {
	var stream []Command
	if j.filter != nil {
		options, err := j.filter.combined()
		if err != nil {
			return nil, err
		}
		j.filterOptions, j.jail.Filter.Options = options, entries(options)
		if stream, err = j.filterCommands(stream, options); err != nil {
			return nil, err
		}
	}
	return j.filterCommands(stream, j.options)
}

// logFiles are the files that the patterns in logpath find. Without any, what is wrong is told by withoutLogs.
func (j *jailReader) logFiles(v *Value) []Command {
	g := globber{files: j.config.loader.source, left: j.config.limits.LogFiles}
	var commands []Command
	var missing []string
	for _, line := range strings.Split(v.Text(), "\n") {
		path, tail := line, "head"
		if at := strings.LastIndexByte(line, ' '); at >= 0 {
			path, tail = line[:at], line[at+1:]
		}
		matches := g.glob(path)
		if len(matches) == 0 {
			missing = append(missing, path)
		}
		for _, file := range matches {
			if exists(j.config.loader.source, file) {
				commands = append(commands, list("set", j.name, "addlogpath", file, tail))
				continue
			}
			j.reportAt(v, CodeLogLink, Doubtful, file+" is a link to a file that is not there", "remove the link")
		}
	}
	for _, path := range missing {
		if len(commands) > 0 {
			j.reportAt(v, CodeLogMissing, Doubtful, fmt.Sprintf("no file matches the log path %s", quote(path)), "correct the path, or remove it")
		}
	}
	return commands
}

// withoutLogs decides what becomes of a jail without any log file, and reports whether it is set up.
func (j *jailReader) withoutLogs(backend string) (string, bool) {
	path, _ := j.options.get("logpath")
	match, _ := j.options.get("journalmatch")
	missing := "no file matches the log path " + quote(path.Text())
	mend := "correct logpath, disable the jail, or use backend = systemd"
	switch {
	case !j.config.features.handlesNoLogs:
		j.reportAt(path, CodeLogMissing, Fatal, missing+", and fail2ban rejects the whole configuration", mend)
	case strings.HasPrefix(backend, "auto") && j.isSet("systemd_if_nologs") && match != nil && match.Data != nil:
		j.reportAt(path, CodeLogMissing, Doubtful, missing+", and the jail reads the journal instead", "use backend = systemd, or correct logpath")
		return "systemd", true
	case j.isSet("skip_if_nologs"):
		j.reportAt(path, CodeLogMissing, Wrong, missing+", and the jail is left out", mend)
		j.jail.Skipped = fmt.Sprintf("Jail '%s' skipped, because of missing log files.", j.name)
		j.jail.Commands = []Command{list("config-error", j.jail.Skipped)}
		return backend, false
	default:
		j.reportAt(path, CodeLogMissing, Fatal, missing+", and fail2ban rejects the whole configuration", mend+", or set skip_if_nologs = true")
	}
	return backend, true
}

func (j *jailReader) isSet(option string) bool {
	v, ok := j.options.get(option)
	return ok && v.Data == true
}

func startsWithSystemd(options *values) bool {
	return strings.HasPrefix(textOfOption(options, "backend"), "systemd")
}
