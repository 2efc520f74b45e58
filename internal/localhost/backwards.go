package localhost

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"bangui/fail2ban/record"
	"bangui/internal/host"
)

const (
	// logWindow is how much of the log is read at a time, maxWindow for a record that is longer, maxScan in one call.
	logWindow = 256 << 10
	maxWindow = 4 << 20
	maxScan   = 32 << 20
	// maxRecord is what is shown of one record, in bytes.
	maxRecord = 16 << 10
)

// backwards reads a log from its end.
type backwards struct {
	file     *openLog
	end      int64
	filter   logFilter
	location *time.Location
	zone     *zone
	scanned  int64
	// records are newest first.
	records []host.LogRecord
}

func (b *backwards) close() { _ = b.file.Close() } // only read

// page collects records until there are enough, the log has no more, or the piece that one call looks at is over.
func (b *backwards) page(ctx context.Context, path string) (host.LogPage, error) {
	for len(b.records) < b.filter.limit && b.scanned < maxScan && ctx.Err() == nil {
		if b.end == 0 {
			older := olderLog(path, b.file)
			if older == nil {
				break
			}
			b.close()
			b.file = older
			info, err := older.Stat()
			if err != nil {
				return host.LogPage{}, err
			}
			b.end = info.Size()
			continue
		}
		if err := b.window(); err != nil {
			return host.LogPage{}, err
		}
	}
	slices.Reverse(b.records)
	page := host.LogPage{Records: b.records}
	if b.end > 0 || olderExists(path, b.file) {
		page.Cursor = b.file.place(b.end).logCursor()
	}
	return page, nil
}

// window reads the records before the end, and moves the end before the first of them.
func (b *backwards) window() error {
	for size := int64(logWindow); ; size *= 2 {
		start := max(b.end-size, 0)
		data := make([]byte, b.end-start)
		if _, err := b.file.ReadAt(data, start); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		found := b.split(string(data), start, start == 0)
		if len(found) == 0 && start > 0 && size < maxWindow {
			continue
		}
		b.scanned += b.end - start
		if len(found) == 0 {
			b.end = start
			return nil
		}
		b.collect(found)
		return nil
	}
}

type foundRecord struct {
	host.LogRecord
	start int64
}

// split makes records of lines. Lines before the first beginning of a record belong to an earlier one; where that is not there, because the whole
// rest begins here, they are one of their own.
func (b *backwards) split(data string, start int64, whole bool) []foundRecord {
	clock := &record.Clock{Location: b.location, Shift: b.zone.later, Now: time.Now}
	var found []foundRecord
	first := !whole
	for line := range strings.Lines(data) {
		at := start
		start += int64(len(line))
		if first { // it may be the rest of a line
			first = false
			continue
		}
		line = strings.TrimRight(line, "\r\n")
		header, ok := record.ParseHeader(line, clock)
		switch {
		case ok:
			r := host.LogRecord{At: header.At, Level: header.Level, Logger: header.Logger, Message: record.Harmless(record.Cut(header.Message, maxRecord))}
			found = append(found, foundRecord{r, at})
		case len(found) > 0:
			last := &found[len(found)-1]
			last.Message = record.Cut(last.Message+"\n"+record.Harmless(line), maxRecord)
		case whole:
			found = append(found, foundRecord{host.LogRecord{Message: record.Harmless(record.Cut(line, maxRecord))}, at})
		}
	}
	return found
}

func (b *backwards) collect(found []foundRecord) {
	for _, r := range slices.Backward(found) {
		b.end = r.start
		if b.filter.wants(r.LogRecord) {
			b.records = append(b.records, r.LogRecord)
		}
		if len(b.records) == b.filter.limit {
			return
		}
	}
}
