package archive

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"bangui/fail2ban/record"
	"bangui/internal/ban"
	"bangui/internal/fault"
)

// logReader reads logs, one file after the other.
type logReader struct {
	files    *Files
	past     *ban.Past
	messages record.Messages
	clock    record.Clock
	limits   limits
}

func newLogReader(files *Files, past *ban.Past) *logReader {
	return &logReader{
		files: files, past: past, messages: record.NewMessages(), limits: usualLimits(),
		clock: record.Clock{Location: files.options.Location},
	}
}

// mostLooked is how many lines are looked at for the first that has a time.
const mostLooked = 10_000

// firstTime is the time of the first record of a log. It fails with fault.Invalid if no line of its beginning is one of fail2ban's; an empty
// log has a zero time.
func (f *Files) firstTime(one *file) (time.Time, error) {
	opened, err := openRegular(one.path)
	if err != nil {
		return time.Time{}, err
	}
	defer func() { _ = opened.Close() }() // only read
	read, err := newLines(opened, usualLimits(), func(int) {})
	if err != nil {
		return time.Time{}, err
	}
	clock := record.Clock{Location: f.options.Location, Now: one.lastWritten}
	for range mostLooked {
		line, _, err := read.next()
		if errors.Is(err, io.EOF) && read.number == 0 {
			return time.Time{}, nil
		}
		if err != nil {
			break
		}
		if header, ok := record.ParseHeader(string(line), &clock); ok {
			return header.At, nil
		}
	}
	return time.Time{}, fault.Invalid.Errorf("no line of it is in a form of fail2ban's log").
		WithMend("A line looks like `2026-11-23 07:50:33,988 fail2ban.actions [205]: NOTICE [sshd] Ban 203.0.113.7`, or the same from syslog. " +
			"Convert other formats of times to that.")
}

// lastWritten is when a log was written last: its records are not after it.
func (one *file) lastWritten() time.Time { return one.changed }

// lookEvery is after how many lines it is asked whether to go on.
const lookEvery = 1000

// read tells what stands in one file.
func (l *logReader) read(ctx context.Context, one *file) error {
	opened, err := openRegular(one.path)
	if err != nil {
		return err
	}
	defer func() { _ = opened.Close() }() // only read
	return l.readFrom(ctx, opened, one)
}

func (l *logReader) readFrom(ctx context.Context, source io.Reader, one *file) error {
	progress := Progress{File: one.path, Done: l.files.done, Total: l.files.total}
	read, err := newLines(source, l.limits, func(n int) { progress.Done += int64(n) })
	if err != nil {
		return err
	}
	l.clock.Now = one.lastWritten
	for {
		line, long, err := read.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := l.line(line, long, Example{File: one.path, Place: read.number}); err != nil {
			return err
		}
		if read.number%lookEvery == 0 {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			l.files.options.Progress(progress)
		}
	}
}

// line tells what a line says.
func (l *logReader) line(line []byte, long bool, where Example) error {
	report := l.files.report
	report.Read++
	if !bytes.Contains(line, []byte("fail2ban")) {
		return nil // it continues the one before
	}
	header, ok := record.ParseHeader(string(line), &l.clock)
	if !ok {
		if bytes.Contains(line, []byte("fail2ban.actions")) && (bytes.Contains(line, []byte("] Ban ")) || bytes.Contains(line, []byte("] Unban "))) {
			where.Text = string(line)
			report.skip(reasonBadTime, where)
		}
		return nil
	}
	e, ok := l.messages.Event(header)
	if !ok {
		return nil
	}
	where.Text = string(line)
	if reason := l.unusable(e, long); reason != "" {
		report.skip(reason, where)
		return nil
	}
	return taken(l.event(e, where))
}

// unusable is why nothing can be made of what is told of a ban; empty if something can.
func (l *logReader) unusable(e record.Event, long bool) string {
	switch e.Kind {
	case record.Ban, record.Restore, record.Unban, record.Repeal, record.Increase:
		if long {
			return reasonLongLine
		}
		return unlikely(e.At, l.files.options.Now)
	}
	return ""
}

// event tells the past what happened.
func (l *logReader) event(e record.Event, where Example) error {
	switch e.Kind {
	case record.Ban:
		l.files.report.ban(e.At.Truncate(time.Second))
		return l.past.Begin(ban.Ban{Jail: e.Jail, Address: e.ID, BannedAt: e.At.Truncate(time.Second)})
	case record.Restore:
		if !l.past.Restore(e.Jail, e.ID) {
			l.files.report.skip(reasonRestored, where)
		}
	case record.Unban:
		return l.past.End(e.Jail, e.ID, e.At, "")
	case record.Repeal:
		return l.past.End(e.Jail, e.ID, e.At, ban.EndRepealed)
	case record.Increase:
		l.past.Lengthen(e.Jail, e.ID, e.Until, e.BanCount)
	case record.JailStopped:
		l.past.Stop(e.Jail, e.At)
	case record.ServerDown:
		l.past.ShutDown()
	case record.ServerUp:
		l.past.StartUp()
	}
	return nil
}
