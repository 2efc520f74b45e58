package localhost

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
)

// maxExcerpt is how many bytes of a log are looked at.
const maxExcerpt = 16 << 20

// lastLines returns the last lines of a log that a jail of the configuration reads, as it is without any draft: who may try filters must not be able to
// name a file.
func (h *Host) lastLines(ctx context.Context, from source, piece host.LogPiece) ([]string, error) {
	if piece.Path == "" {
		if !from.journal() {
			return nil, fault.Invalid.Errorf("this jail does not read the journal").WithField("body.log.path", "name one of its log files")
		}
		return h.lastEntries(ctx, from, piece.Lines)
	}
	if !slices.Contains(from.logs, piece.Path) {
		return nil, fault.Invalid.Errorf("this jail does not read that file").WithField("body.log.path", "use one of: %s", strings.Join(from.logs, ", "))
	}
	text, err := lastBytes(piece.Path, maxExcerpt)
	if err != nil {
		return nil, err
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if len(text) == 0 {
		return []string{}, nil
	}
	return lines[max(0, len(lines)-piece.Lines):], nil
}

// lastBytes reads the end of a regular file, beginning at a line.
func lastBytes(path string, most int64) ([]byte, error) {
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0) // not to wait for a pipe
	if err != nil {
		return nil, noPiece(err, path)
	}
	defer func() { _ = file.Close() }() // only read
	info, err := file.Stat()
	if err != nil {
		return nil, noPiece(err, path)
	}
	if !info.Mode().IsRegular() {
		return nil, fault.Unavailable.Errorf("%s is no file that lines can be taken from", path)
	}
	begin := max(0, info.Size()-most)
	text, err := io.ReadAll(io.NewSectionReader(file, begin, most))
	if err != nil {
		return nil, noPiece(err, path)
	}
	if begin > 0 {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	return text, nil
}

func noPiece(err error, path string) error {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return fault.Unavailable.Wrapf(err, "%s may not be read by us", path).
			WithMend("Run bangui as root, or as a member of the group that the log belongs to, usually adm; or paste lines.")
	case errors.Is(err, fs.ErrNotExist):
		return fault.Unavailable.Wrapf(err, "%s is not there", path).
			WithMend("If fail2ban runs in a container, share the directory of the log with us, at the same path; or paste lines.")
	}
	return fault.Unavailable.Wrapf(err, "%s cannot be read", path)
}

// journalMatch are the words of matches that journalctl gets from us: a field with its value, or an or.
var journalMatch = regexp.MustCompile(`^(?:_{0,2}[A-Z][A-Z0-9_]*=[^\x00-\x1f]*|\+)$`)

// journalTime is how long journalctl may take.
const journalTime = 20 * time.Second

// lastEntries returns the last entries of the journal that a jail would get, as the lines that its expressions see, each with its time in front.
func (h *Host) lastEntries(ctx context.Context, from source, n int) ([]string, error) {
	var lines []string
	err := h.journal(ctx, from, []string{"--lines=" + strconv.Itoa(n)}, maxExcerpt, func(entry journalEntry) error {
		lines = append(lines, entry.line())
		return nil
	})
	return lines, err
}

// journal runs journalctl for the entries that a jail would get.
func (h *Host) journal(ctx context.Context, from source, options []string, most int, each func(journalEntry) error) error {
	args, err := journalArgs(from, options)
	if err != nil {
		return err
	}
	path, err := exec.LookPath(h.opts.Journal)
	if err != nil {
		return fault.Unsupported.Wrapf(err, "the journal cannot be read here: %s is not installed beside us", h.opts.Journal).
			WithMend("Paste lines instead.")
	}
	ctx, cancel := context.WithTimeout(ctx, journalTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	output, complaints := &limitedBuffer{most: most}, &limitedBuffer{most: 64 << 10}
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = output, complaints, time.Second
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return fault.Unavailable.Wrapf(ctx.Err(), "the journal could not be read in time")
		}
		return fault.Unavailable.Wrapf(err, "the journal cannot be read: %s", words(complaints.String()))
	}
	for text := range bytes.Lines(output.Bytes()) {
		var entry journalEntry
		if json.Unmarshal(text, &entry) != nil {
			continue // the last one may have been cut off
		}
		if err := each(entry); err != nil {
			return err
		}
	}
	return nil
}

// journalArgs are the arguments of journalctl: the entries that any of the jail's matches takes.
func journalArgs(from source, options []string) ([]string, error) {
	args := append([]string{"--no-pager", "--quiet", "--output=json", "--all"}, options...)
	for i, match := range from.matches {
		if i > 0 {
			args = append(args, "+")
		}
		for _, word := range match {
			if !journalMatch.MatchString(word) {
				return nil, fault.Unsupported.Errorf("the journal match %.60q of this jail cannot be used here", word)
			}
			args = append(args, word)
		}
	}
	return args, nil
}

// journalEntry is an entry of the journal, as far as fail2ban looks at it.
type journalEntry struct {
	Host       journalText `json:"_HOSTNAME"`
	Identifier journalText `json:"SYSLOG_IDENTIFIER"`
	Command    journalText `json:"_COMM"`
	SyslogPID  journalText `json:"SYSLOG_PID"`
	PID        journalText `json:"_PID"`
	Message    journalText `json:"MESSAGE"`
	Source     journalText `json:"_SOURCE_REALTIME_TIMESTAMP"`
	Received   journalText `json:"__REALTIME_TIMESTAMP"`
	Monotonic  journalText `json:"_SOURCE_MONOTONIC_TIMESTAMP"`
}

// journalText is a field: text, or bytes as a list of numbers; of several the first. Source: systemd's Journal Export Formats.
type journalText string

// UnmarshalJSON implements [json.Unmarshaler].
func (t *journalText) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		*t = journalText(text)
		return nil
	}
	var numbers []byte
	var list []uint16
	if json.Unmarshal(data, &list) == nil {
		for _, n := range list {
			numbers = append(numbers, byte(n))
		}
		*t = journalText(strings.ToValidUTF8(string(numbers), "\uFFFD"))
		return nil
	}
	var several []journalText
	if json.Unmarshal(data, &several) == nil && len(several) > 0 {
		*t = several[0]
	}
	return nil
}

// journalDate is the pattern of the date that [journalEntry.line] puts in front.
const journalDate = `^%Y-%m-%dT%H:%M:%S%z\s`

// line is what fail2ban's expressions see, with the time in front. Source: fail2ban/server/filtersystemd.py, formatJournalEntry.
func (e journalEntry) line() string {
	at := e.at()
	elements := []string{}
	if e.Host != "" {
		elements = append(elements, string(e.Host))
	}
	name := e.Identifier
	if name == "" {
		name = e.Command
	}
	if name != "" {
		pid := e.SyslogPID
		if pid == "" {
			pid = e.PID
		}
		if pid != "" {
			name += "[" + pid + "]"
		}
		elements = append(elements, string(name)+":")
		if micros, err := strconv.ParseInt(string(e.Monotonic), 10, 64); name == "kernel" && err == nil {
			elements = append(elements, fmt.Sprintf("[%12.6f]", float64(micros)/1e6))
		}
	}
	elements = append(elements, string(e.Message))
	return at.Format("2006-01-02T15:04:05-0700 ") + strings.NewReplacer("\n", `\n`, "\r", `\r`).Replace(strings.Join(elements, " "))
}

func (e journalEntry) at() time.Time {
	micros, err := strconv.ParseInt(string(e.Source), 10, 64)
	if err != nil {
		micros, _ = strconv.ParseInt(string(e.Received), 10, 64) // 1970 for what has none
	}
	return time.UnixMicro(micros).UTC()
}
