package localhost

import (
	"bytes"
	"errors"
	"io"

	"bangui/internal/fault"
	"bangui/internal/host"
)

// newer returns the records that were written after a place, oldest first. A log that was rotated meanwhile is read to its end before the new one.
func (h *Host) newer(path string, query host.LogQuery, filter logFilter) (host.LogPage, error) {
	page := host.LogPage{Records: []host.LogRecord{}}
	at, err := parseLogCursor(query.After)
	if err != nil {
		return page, err
	}
	file, err := open(path)
	if err != nil {
		return page, noLog(err, path)
	}
	defer func() { _ = file.Close() }() // only read
	from := at.Off
	if !file.has(at) {
		from = 0
		if older := findRotated(path, at); older != nil {
			defer func() { _ = older.Close() }() // only read
			if more, err := h.forward(older, at.Off, filter, &page); err != nil || more {
				return page, err
			}
		}
	}
	_, err = h.forward(file, from, filter, &page)
	return page, err
}

// forward adds the whole lines behind an offset to a page, and says where it goes on; more tells that there was no room for all.
func (h *Host) forward(file *openLog, from int64, filter logFilter, page *host.LogPage) (more bool, err error) {
	data := make([]byte, maxWindow)
	n, err := file.ReadAt(data, from)
	if err != nil && !errors.Is(err, io.EOF) {
		return false, fault.Unavailable.Wrapf(err, "fail2ban's log cannot be read")
	}
	data = data[:bytes.LastIndexByte(data[:n], '\n')+1]
	end := from + int64(len(data))
	reader := &backwards{file: file, filter: filter, location: h.opts.Location, zone: &h.zone}
	for _, r := range reader.split(string(data), from, true) {
		if !filter.wants(r.LogRecord) {
			continue
		}
		if len(page.Records) == filter.limit {
			end, more = r.start, true
			break
		}
		page.Records = append(page.Records, r.LogRecord)
	}
	page.Tail = file.place(end).logCursor()
	return more || n == maxWindow, nil
}

// tail is the place behind the last whole line of a log.
func tail(file *openLog, size int64) string {
	const most = 64 << 10
	begin := max(0, size-most)
	data := make([]byte, size-begin)
	n, err := file.ReadAt(data, begin)
	if err != nil && !errors.Is(err, io.EOF) {
		return ""
	}
	return file.place(begin + int64(bytes.LastIndexByte(data[:n], '\n')+1)).logCursor()
}
