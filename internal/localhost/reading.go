package localhost

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"bangui/fail2ban/conf"
	"bangui/internal/configdir"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// reading is the configuration as it is, or as it would be.
type reading struct {
	config *conf.Config
	// lines are all commands, as fail2ban-client -d prints them.
	lines []string
	// order are the jails that are set up; jails are their commands, server those for the server, by option.
	order  []string
	jails  map[string][]string
	server map[string]string
	// rejected is why fail2ban would not read it at all; then there are no commands.
	rejected *conf.Error
	findings []host.Finding
}

// readConfiguration reads the configuration with the given changes of files.
func (h *Host) readConfiguration(version string, changes []configdir.Change) (*reading, error) {
	config, err := conf.Read(conf.Options{Dir: h.opts.ConfigDir, Version: version, Files: conf.Overlay(conf.OS(), h.overlay(changes))})
	if err != nil {
		return nil, fault.Unsupported.Wrapf(err, "the configuration cannot be read: %s", err.Error())
	}
	r := &reading{config: config, jails: make(map[string][]string), server: make(map[string]string)}
	commands, err := config.Stream()
	if err != nil {
		if r.rejected, _ = errors.AsType[*conf.Error](err); r.rejected == nil {
			return nil, err
		}
	}
	for _, command := range commands {
		r.add(command)
	}
	for _, f := range config.Lint() {
		r.findings = append(r.findings, h.finding(f))
	}
	r.places()
	return r, nil
}

func (h *Host) overlay(changes []configdir.Change) map[string][]byte {
	files := make(map[string][]byte)
	for _, c := range changes {
		files[filepath.Join(h.opts.ConfigDir, filepath.FromSlash(c.Name))] = c.Text
	}
	return files
}

func (r *reading) add(command conf.Command) {
	line := command.String()
	r.lines = append(r.lines, line)
	switch jail := command.Jail(); {
	case jail != "":
		if command[0] == "add" {
			r.order = append(r.order, jail)
		}
		r.jails[jail] = append(r.jails[jail], line)
	case len(command) == 3 && command[0] == "set":
		if option, ok := command[1].(string); ok {
			r.server[option] = fmt.Sprint(command[2])
		}
	}
}

// places are options of the server that the client does not send: of a configuration that is rejected, all.
func (r *reading) places() {
	server, err := r.config.Server()
	if err != nil {
		return
	}
	for _, entry := range server.Options {
		if r.rejected != nil || entry.Name == "socket" || entry.Name == "pidfile" {
			r.server[entry.Name] = entry.Value.Text()
		}
	}
}

// jail are the commands of a jail as they can be sent; none if it is not set up.
func (r *reading) jail(name string) (stream, error) { return parseLines(r.jails[name]) }

func parseLines(lines []string) (stream, error) {
	return parseStream([]byte(strings.Join(lines, "\n")))
}

// finding puts a finding into our words.
func (h *Host) finding(f conf.Finding) host.Finding {
	return host.Finding{
		Code: string(f.Code), Severity: string(f.Severity), File: h.nameOf(f.File), Line: f.Line, Jail: f.Jail, Option: f.Option,
		Message: f.Message, Mend: f.Mend,
	}
}

// nameOf is the name of a file below the directory of the configuration, or the path of one that is not there.
func (h *Host) nameOf(path string) string {
	if name, ok := strings.CutPrefix(path, strings.TrimRight(h.opts.ConfigDir, "/")+"/"); ok {
		return name
	}
	return path
}

// newFindings are those of after that are not in before. That a line moved makes no difference.
func newFindings(before, after []host.Finding) []host.Finding {
	key := func(f host.Finding) host.Finding { f.Line = 0; return f }
	count := make(map[host.Finding]int)
	for _, f := range before {
		count[key(f)]++
	}
	added := []host.Finding{}
	for _, f := range after {
		if count[key(f)]--; count[key(f)] < 0 {
			added = append(added, f)
		}
	}
	return added
}

// sameLines compares our commands with those of fail2ban's client, and returns the first that differ.
func sameLines(ours []string, printed []byte) (our, their string, same bool) {
	var theirs []string
	for line := range bytes.Lines(printed) {
		if line = bytes.TrimSpace(line); bytes.HasPrefix(line, []byte("[")) {
			theirs = append(theirs, string(line))
		}
	}
	for i := range max(len(ours), len(theirs)) {
		our, their = at(ours, i), at(theirs, i)
		if our != their {
			return our, their, false
		}
	}
	return "", "", true
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}
