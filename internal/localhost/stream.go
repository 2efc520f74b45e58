package localhost

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"time"

	"bangui/fail2ban/record"
	"bangui/internal/fault"
)

// stream is the configuration as commands, which is how fail2ban's client sends it to the server.
type stream [][]any

const (
	// streamTime is how long the client may take; three hundred jails take about two seconds.
	streamTime = 20 * time.Second
	// maxStream bounds its output; all stock jails make a quarter of a megabyte.
	maxStream = 16 << 20
)

// readStream has fail2ban's own client read the configuration, and returns what it remarks beside. It fails with fault.Unsupported if there is none here, and with
// fault.Refused in the client's words if it does not like what it reads.
func (h *Host) readStream(ctx context.Context) (commands stream, remarks string, err error) {
	output, remarks, err := h.runClient(ctx, "-c", h.opts.ConfigDir, "-d")
	if err != nil {
		return nil, "", err
	}
	commands, err = parseStream(output)
	return commands, remarks, err
}

// parseStream reads what the client prints: one command a line.
func parseStream(output []byte) (stream, error) {
	var commands stream
	for line := range bytes.Lines(output) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] != '[' {
			continue
		}
		value, err := parseLiteral(string(line))
		if err != nil {
			return nil, fmt.Errorf("read the commands of fail2ban-client: line %d: %w", len(commands)+1, err)
		}
		if command, ok := value.([]any); ok && len(command) > 0 {
			commands = append(commands, command)
		}
	}
	return commands, nil
}

// runClient runs fail2ban-client and returns what it prints, and its remarks.
func (h *Host) runClient(ctx context.Context, args ...string) (printed []byte, remarks string, err error) {
	path, err := exec.LookPath(h.opts.Client)
	if err != nil {
		return nil, "", fault.Unsupported.Wrapf(err, "fail2ban's configuration cannot be read here: %s is not installed beside us", h.opts.Client).
			WithMend("Install fail2ban-client in the version of the server, or start, reload and restart jails where fail2ban is installed.")
	}
	ctx, cancel := context.WithTimeout(ctx, streamTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	output, complaints := &limitedBuffer{most: maxStream}, &limitedBuffer{most: 64 << 10}
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = output, complaints, time.Second
	err = cmd.Run()
	switch {
	case ctx.Err() != nil:
		return nil, "", fault.Unavailable.Wrapf(ctx.Err(), "fail2ban-client did not finish reading the configuration in time")
	case err != nil:
		return nil, "", fault.Refused.Wrapf(err, "fail2ban does not accept its configuration: %s", words(complaints.String()+output.String()))
	case output.over:
		return nil, "", errors.New("fail2ban-client printed more than can be a configuration")
	}
	return output.Bytes(), complaints.String(), nil
}

// words are the complaints out of the output of a program, without times and repetition.
func words(output string) string {
	form := regexp.MustCompile(`^(?:\d{4}-\d\d-\d\d \S+ )?(?:fail2ban\S*\s*)?(?:\[\d+\]: )?(?:(?:ERROR|CRITICAL):?\s+)?`)
	var said []string
	for line := range strings.Lines(output) {
		if strings.Contains(line, "WARNING") || strings.HasPrefix(line, "['") {
			continue
		}
		line = oneLine(form.ReplaceAllString(strings.TrimSpace(line), ""))
		if line != "" && !slices.Contains(said, line) {
			said = append(said, line)
		}
	}
	return record.Cut(strings.Join(said, "; "), 1000)
}

// limitedBuffer keeps the beginning of what is written.
type limitedBuffer struct {
	bytes.Buffer
	most int
	over bool
}

// Write implements [io.Writer] and never fails.
func (b *limitedBuffer) Write(data []byte) (int, error) {
	if room := b.most - b.Len(); len(data) > room {
		b.over = true
		_, _ = b.Buffer.Write(data[:max(room, 0)]) // never fails
		return len(data), nil
	}
	return b.Buffer.Write(data)
}

var _ io.Writer = (*limitedBuffer)(nil)

// text is the word of a command at an index; empty if it is none.
func text(command []any, i int) string {
	if i >= len(command) {
		return ""
	}
	word, _ := command[i].(string)
	return word
}

// jails are the names of the jails that the stream adds.
func (s stream) jails() []string {
	names := []string{}
	for _, command := range s {
		if text(command, 0) == "add" {
			names = append(names, text(command, 1))
		}
	}
	slices.Sort(names)
	return names
}

// ignored are the entries of the ignore lists, by jail. Source: fail2ban/client/jailreader.py, convert.
func (s stream) ignored() map[string][]string {
	entries := make(map[string][]string)
	for _, command := range s {
		if text(command, 0) != "set" || text(command, 2) != "addignoreip" {
			continue
		}
		for i := 3; i < len(command); i++ {
			entries[text(command, 1)] = append(entries[text(command, 1)], text(command, i))
		}
	}
	return entries
}

// jail are the commands about one jail, its start at the end.
func (s stream) jail(name string) stream {
	var commands stream
	for _, command := range s {
		switch text(command, 0) {
		case "add", "set", "multi-set", "start":
			if text(command, 1) == name {
				commands = append(commands, command)
			}
		}
	}
	return commands
}

// errorsOf are the errors that the client found in the configuration and that name a jail.
func (s stream) errorsOf(jail string) string {
	var said []string
	for _, command := range s {
		if complaint := text(command, 1); text(command, 0) == "config-error" && strings.Contains(complaint, "'"+jail+"'") {
			said = append(said, oneLine(complaint))
		}
	}
	return strings.Join(said, "; ")
}

// withoutLogs is what the client remarks on a jail of which it finds no log; empty if it finds one. A server refuses to start with
// such a jail, while the commands for it lack nothing but the log. Source: fail2ban/client/jailreader.py.
func withoutLogs(remarks, jail string) string {
	form := regexp.MustCompile(`Have not found any log file for '?` + regexp.QuoteMeta(jail) + `'? jail`)
	return form.FindString(remarks)
}

// backend is what the jail is added with.
func (s stream) backend() string {
	for _, command := range s {
		if text(command, 0) == "add" {
			return text(command, 2)
		}
	}
	return ""
}

// sets tells whether the stream sets an option of the jail.
func (s stream) sets(option string) bool {
	return slices.ContainsFunc(s, func(command []any) bool { return text(command, 0) == "set" && text(command, 2) == option })
}

// failRegexes is how many expressions the jail will have.
func (s stream) failRegexes() int {
	n := 0
	for _, command := range s {
		if text(command, 2) != "addfailregex" {
			continue
		}
		if list, ok := command[len(command)-1].([]any); ok {
			n += len(list)
			continue
		}
		n++
	}
	return n
}

// actions are the actions of the jail in their order, each with its properties.
func (s stream) actions() (names []string, properties map[string]map[string]any) {
	properties = make(map[string]map[string]any)
	for _, command := range s {
		switch {
		case text(command, 2) == "addaction":
			names = append(names, text(command, 3))
		case text(command, 0) == "multi-set" && text(command, 2) == "action" && len(command) == 5:
			properties[text(command, 3)] = pairs(command[4])
		}
	}
	return names, properties
}

func pairs(list any) map[string]any {
	values := make(map[string]any)
	items, _ := list.([]any)
	for _, item := range items {
		if pair, ok := item.([]any); ok && len(pair) == 2 {
			values[text(pair, 0)] = pair[1]
		}
	}
	return values
}
