package fail2ban

import (
	"context"
	"time"
)

// MaxRetry tells how many failures within the find time lead to a ban.
func (j Jail) MaxRetry(ctx context.Context) (int, error) { return get(ctx, j, asInt, "maxretry") }

// SetMaxRetry sets how many failures within the find time lead to a ban: 1 to 10,000.
func (j Jail) SetMaxRetry(ctx context.Context, n int) error {
	return j.setCount(ctx, "number of retries", "maxretry", n, 1)
}

// MaxMatches tells how many matching lines are kept with a ban.
func (j Jail) MaxMatches(ctx context.Context) (int, error) { return get(ctx, j, asInt, "maxmatches") }

// SetMaxMatches sets how many matching lines are kept with a ban: 0 to 10,000.
func (j Jail) SetMaxMatches(ctx context.Context, n int) error {
	return j.setCount(ctx, "number of matches", "maxmatches", n, 0)
}

// MaxLines tells how many lines an expression may span.
func (j Jail) MaxLines(ctx context.Context) (int, error) { return get(ctx, j, asInt, "maxlines") }

// SetMaxLines sets how many lines an expression may span: 1 to 10,000.
func (j Jail) SetMaxLines(ctx context.Context, n int) error {
	return j.setCount(ctx, "number of lines", "maxlines", n, 1)
}

func (j Jail) setCount(ctx context.Context, argument, option string, n, least int) error {
	const most = 10_000
	if n < least || n > most {
		return invalid(argument, "%d is not between %d and %d", n, least, most)
	}
	return j.set(ctx, option, n)
}

// FindTime tells within which time the failures must happen. A part of a second is possible.
func (j Jail) FindTime(ctx context.Context) (time.Duration, error) {
	return get(ctx, j, asDuration, "findtime")
}

// SetFindTime sets within which time the failures must happen: whole seconds, at least one.
func (j Jail) SetFindTime(ctx context.Context, d time.Duration) error {
	n, err := wholeSeconds("find time", d)
	if err != nil {
		return err
	}
	return j.set(ctx, "findtime", n)
}

// BanTime tells how long bans last, [Permanent] for bans without end. A part of a second is possible.
func (j Jail) BanTime(ctx context.Context) (time.Duration, error) {
	d, err := get(ctx, j, asDuration, "bantime")
	if d < 0 {
		d = Permanent
	}
	return d, err
}

// SetBanTime sets how long bans last: whole seconds, at least one, or [Permanent]. It also moves the end of bans that exist,
// unless a ban has a time of its own.
func (j Jail) SetBanTime(ctx context.Context, d time.Duration) error {
	if d == Permanent {
		return j.set(ctx, "bantime", int64(-1))
	}
	n, err := wholeSeconds("ban time", d)
	if err != nil {
		return err
	}
	return j.set(ctx, "bantime", n)
}

// The ways to treat host names in logs.
const (
	UseDNSYes  = "yes"
	UseDNSWarn = "warn"
	UseDNSNo   = "no"
	UseDNSRaw  = "raw"
)

// UseDNS tells how host names in logs are treated: one of the UseDNS constants.
func (j Jail) UseDNS(ctx context.Context) (string, error) { return get(ctx, j, asText, "usedns") }

// SetUseDNS sets how host names in logs are treated: one of the UseDNS constants.
func (j Jail) SetUseDNS(ctx context.Context, use string) error {
	switch use {
	case UseDNSYes, UseDNSWarn, UseDNSNo, UseDNSRaw:
		return j.set(ctx, "usedns", use)
	}
	return invalid("use of DNS", "%q is not yes, warn, no or raw", shorten(use)) // fail2ban would take it as no
}

// LogEncoding tells the encoding of the log files, such as UTF-8.
func (j Jail) LogEncoding(ctx context.Context) (string, error) {
	return get(ctx, j, asText, "logencoding")
}

// SetLogEncoding sets the encoding of the log files by Python's name for it, or auto. Fails with [UnknownEncoding].
func (j Jail) SetLogEncoding(ctx context.Context, encoding string) error {
	return j.setText(ctx, "log encoding", "logencoding", encoding)
}

// LogTimezone tells the zone of times in the log that have none, such as UTC+0200; empty means the server's.
func (j Jail) LogTimezone(ctx context.Context) (string, error) {
	return get(ctx, j, asText, "logtimezone")
}

// SetLogTimezone sets the zone of times in the log that have none: UTC, UTC+0200, +02:00 and the like.
func (j Jail) SetLogTimezone(ctx context.Context, zone string) error {
	return j.setText(ctx, "log time zone", "logtimezone", zone)
}
