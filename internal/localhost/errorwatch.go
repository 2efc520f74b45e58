package localhost

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"bangui/fail2ban/record"
	"bangui/internal/fault"
)

// errorWatch looks into fail2ban's log for errors about some jails that are new.
type errorWatch struct {
	path  string
	from  int64
	file  os.FileInfo
	jails []string
	// known are errors that were there before, without what differs each time. They are no news for jails of alike, whose actions are the same as
	// before: a change is not to blame for them.
	known map[string]bool
	alike []string
	// words are what programs said in front of the message of the error.
	words []string
	// blind says why nothing is looked at; empty if it is.
	blind string
}

// knownErrors is how much of the log before is looked at for errors that are not new.
const knownErrors = 256 << 10

// watchErrors begins where the log ends now.
func (h *Host) watchErrors(ctx context.Context, jails, alike []string) *errorWatch {
	w := &errorWatch{jails: jails, alike: alike, known: make(map[string]bool)}
	path, err := h.logFile(ctx)
	if err != nil {
		w.blind = "fail2ban's log cannot be read here, and was not looked at"
		return w
	}
	f, err := os.Open(path)
	if err != nil {
		w.blind = "fail2ban's log " + path + " cannot be read, and was not looked at"
		return w
	}
	defer func() { _ = f.Close() }() // only read
	info, err := f.Stat()
	if err != nil {
		w.blind = "fail2ban's log cannot be read, and was not looked at"
		return w
	}
	w.path, w.file, w.from = path, info, info.Size()
	if _, err := f.Seek(max(0, info.Size()-knownErrors), io.SeekStart); err == nil {
		_ = w.each(io.LimitReader(f, knownErrors), func(message string) error { // only to be compared with
			w.known[kindOfError(message)] = true
			return nil
		})
		w.from, w.words = info.Size(), nil
	}
	return w
}

// look fails with fault.Refused if there is a new error, in the words of fail2ban.
func (w *errorWatch) look() error {
	if w.blind != "" {
		return nil
	}
	f, err := os.Open(w.path)
	if err != nil {
		return nil // it is being rotated
	}
	defer func() { _ = f.Close() }() // only read
	info, err := f.Stat()
	if err != nil {
		return nil // as above
	}
	if !os.SameFile(info, w.file) || info.Size() < w.from {
		w.file, w.from = info, 0
	}
	if _, err := f.Seek(w.from, io.SeekStart); err != nil {
		return nil // as above
	}
	return w.each(f, func(message string) error {
		if w.known[kindOfError(message)] && slices.ContainsFunc(w.alike, func(jail string) bool { return isAbout(message, jail) }) {
			return nil
		}
		return fault.Refused.Errorf("fail2ban's log has an error: %s", record.Cut(w.withWords(message), 800))
	})
}

// each calls do with the message of each error about one of the jails. It remembers whole lines only as read.
func (w *errorWatch) each(from io.Reader, do func(message string) error) error {
	const most = 8 << 20
	reader := bufio.NewReader(io.LimitReader(from, most))
	clock := record.Clock{Location: time.UTC, Now: time.Now} // times are not looked at
	for {
		line, err := reader.ReadString('\n')
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return nil //nolint:nilerr // what cannot be read tells nothing
		}
		w.from += int64(len(line))
		header, ok := record.ParseHeader(strings.TrimRight(line, "\n"), &clock)
		if !ok || severity(header.Level) < severity("ERROR") {
			continue
		}
		if strings.HasPrefix(header.Logger, "fail2ban.utils") {
			w.words = append(w.words[max(0, len(w.words)-4):], oneLine(header.Message))
			continue
		}
		if header.Logger == "fail2ban.transmitter" { // a command of somebody: what we send is answered to us
			continue
		}
		if !slices.ContainsFunc(w.jails, func(jail string) bool { return isAbout(header.Message, jail) }) {
			continue
		}
		if err := do(oneLine(header.Message)); err != nil {
			return err
		}
		w.words = nil
	}
}

func isAbout(message, jail string) bool {
	return strings.Contains(message, "'"+jail+"'") || strings.Contains(message, "["+jail+"]") || strings.Contains(message, `"`+jail+`"`)
}

// withWords puts what a program said behind the message.
func (w *errorWatch) withWords(message string) string {
	for _, said := range w.words {
		if _, text, ok := strings.Cut(said, "-- stderr: "); ok {
			message += " (" + strings.Trim(text, `'"`) + ")"
		}
	}
	return message
}

var (
	infoForm   = regexp.MustCompile(` info '.*$`)
	numberForm = regexp.MustCompile(`[0-9a-fA-F.:]*[0-9][0-9a-fA-F.:]*`)
)

// kindOfError is a message without addresses, numbers and circumstances.
func kindOfError(message string) string {
	return numberForm.ReplaceAllString(infoForm.ReplaceAllString(message, ""), "#")
}
