package localhost

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"bangui/fail2ban/record"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// Log implements [host.Host]. It reads the log backwards, older files of it after the newest. A page can have fewer records than asked
// for and still a cursor: a search looks at a limited piece of the log.
func (h *Host) Log(ctx context.Context, query host.LogQuery) (host.LogPage, error) {
	filter, err := newLogFilter(query)
	if err != nil {
		return host.LogPage{}, err
	}
	ctx, cancel := limited(ctx, 10*time.Second)
	defer cancel()
	path, err := h.logFile(ctx)
	if err != nil {
		return host.LogPage{}, h.explain(err, "")
	}
	if query.After != "" {
		return h.newer(path, query, filter)
	}
	file, end, err := logAt(path, query.Before)
	if err != nil {
		return host.LogPage{}, err
	}
	if file == nil {
		return host.LogPage{Records: []host.LogRecord{}}, nil
	}
	if query.Before == "" {
		h.zone.learn(file, h.opts.Location)
	}
	newest := ""
	if query.Before == "" {
		newest = tail(file, end)
	}
	reader := &backwards{file: file, end: end, filter: filter, location: h.opts.Location, zone: &h.zone, records: []host.LogRecord{}}
	defer reader.close()
	page, err := reader.page(ctx, path)
	if err != nil {
		return host.LogPage{}, fmt.Errorf("read fail2ban's log: %w", err)
	}
	page.Tail = newest
	return page, nil
}

// logFile is the file of fail2ban's log. While fail2ban does not answer, the usual place is taken if there is one.
func (h *Host) logFile(ctx context.Context) (string, error) {
	target, err := h.quick.LogTarget(ctx)
	if err != nil {
		const usual = "/var/log/fail2ban.log"
		if _, stat := os.Stat(usual); stat == nil && h.opts.ConfigDir == DefaultConfigDir {
			return usual, nil
		}
		return "", err
	}
	if !strings.HasPrefix(target, "/") {
		return "", fault.Unsupported.Errorf("fail2ban logs to %s, not to a file that can be shown here", target).
			WithMend("Set logtarget to a file in fail2ban.local, or read it where it is: %s", elsewhere(target))
	}
	return target, nil
}

func elsewhere(target string) string {
	if target == "SYSLOG" {
		return "journalctl -t fail2ban, or the system's log"
	}
	return "journalctl -u fail2ban, or the log of its container"
}

// logFilter is which records are wanted.
type logFilter struct {
	limit    int
	level    int
	contains string
	// jail is a jail's name as records have it: in front of their message, or within it in quotes.
	inFront, quoted string
}

func newLogFilter(query host.LogQuery) (logFilter, error) {
	if query.Before != "" && query.After != "" {
		return logFilter{}, fault.Invalid.Errorf("a page is either older or newer").WithField("after", "give one of before and after")
	}
	f := logFilter{limit: cmp.Or(query.Limit, 200), contains: strings.ToLower(query.Contains)}
	if f.limit < 1 || f.limit > 1000 {
		return f, fault.Invalid.Errorf("the limit is wrong").WithField("limit", "use 1 to 1000")
	}
	if query.Jail != "" {
		f.inFront, f.quoted = "["+query.Jail+"] ", "'"+query.Jail+"'"
	}
	if query.MinLevel != "" {
		if f.level = severity(query.MinLevel); f.level == 0 {
			return f, fault.Invalid.Errorf("the level is wrong").
				WithField("min_level", "use DEBUG, INFO, NOTICE, WARNING, ERROR or CRITICAL")
		}
	}
	return f, nil
}

// severity orders levels; 0 is for unknown ones. Source: fail2ban/helpers.py and Python's logging.
func severity(level string) int {
	return map[string]int{
		"HEAVY": 1, "HEAVYDEBUG": 1, "TRACE": 2, "TRACEDEBUG": 2, "DEBUG": 10, "MSG": 18, "INFO": 20, "NOTICE": 25, "WARNING": 30, "ERROR": 40,
		"CRITICAL": 50,
	}[level]
}

func (f logFilter) wants(r host.LogRecord) bool {
	if severity(r.Level) < f.level {
		return false
	}
	if f.inFront != "" && !strings.HasPrefix(r.Message, f.inFront) && !strings.Contains(r.Message, f.quoted) {
		return false
	}
	return f.contains == "" || strings.Contains(strings.ToLower(r.Logger+" "+r.Message), f.contains)
}

// logAt opens the file that a page begins in, and returns the offset before which it is. file is nil if the log of the cursor is gone.
func logAt(path, before string) (file *openLog, end int64, err error) {
	if before == "" {
		file, err := open(path)
		if err != nil {
			return nil, 0, noLog(err, path)
		}
		info, err := file.Stat()
		if err != nil {
			_ = file.Close() // only read
			return nil, 0, err
		}
		return file, info.Size(), nil
	}
	at, err := parseLogCursor(before)
	if err != nil {
		return nil, 0, err
	}
	if file, err := open(path); err == nil {
		if file.has(at) {
			return file, at.Off, nil
		}
		_ = file.Close() // only read
	}
	return findRotated(path, at), at.Off, nil
}

func noLog(err error, path string) error {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return fault.Unavailable.Wrapf(err, "fail2ban's log %s may not be read by us", path).
			WithMend("Run bangui as root, or as a member of the group that the log belongs to, usually adm.")
	case errors.Is(err, fs.ErrNotExist):
		return fault.Unavailable.Wrapf(err, "fail2ban's log %s is not there", path).
			WithMend("If fail2ban runs in a container, share the directory of its log with us, at the same path.")
	}
	return err
}

func parseLogCursor(text string) (place, error) {
	var at place
	data, err := base64.RawURLEncoding.DecodeString(record.Cut(text, 4096))
	if err == nil {
		err = json.Unmarshal(data, &at)
	}
	if err != nil {
		return at, fault.Invalid.Wrapf(err, "the cursor is not one of this log").WithField("before", "use one that was returned before")
	}
	return at, nil
}

func (p place) logCursor() string {
	data, err := json.Marshal(p)
	if err != nil {
		panic(err) // numbers only
	}
	return base64.RawURLEncoding.EncodeToString(data)
}
