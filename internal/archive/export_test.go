package archive

import (
	"context"
	"io"
	"time"

	"bangui/internal/ban"
)

// BanOf is the ban of a row with these columns, and why nothing can be made of it.
func BanOf(jail, ip string, at, length, count float64, data []byte, now time.Time) (b ban.Ban, unusable string) {
	r := row{jail: jail, ip: ip, at: at, length: length, count: count, data: data}
	return r.ban(), r.unusable(now)
}

// ReadLog reads one log, at most so many bytes when it is unpacked.
func ReadLog(ctx context.Context, source io.Reader, unpacked int64, options Options, past *ban.Past) (*Report, error) {
	f := &Files{options: options, report: &Report{}}
	f.options.Progress = func(Progress) {}
	logs := newLogReader(f, past)
	logs.limits.unpacked = unpacked
	return f.report, logs.readFrom(ctx, source, &file{path: "log", changed: options.Now})
}
