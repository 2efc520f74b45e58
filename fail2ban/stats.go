package fail2ban

import (
	"context"
	"errors"
	"slices"
	"strings"

	"bangui/fail2ban/wire"
)

// JailStats are the counters of one jail. The totals count since the jail was started, restored bans included.
type JailStats struct {
	Name string
	// Backend is such as polling or systemd; empty before fail2ban 1.1.0, which does not tell.
	Backend     string
	FailedNow   int
	FailedTotal int
	BannedNow   int
	BannedTotal int
}

// JailNames lists the jails, sorted, also those that were added and not started.
func (c *Client) JailNames(ctx context.Context) ([]string, error) {
	return ask(ctx, c, asJailNames, "status")
}

func asJailNames(v wire.Value) ([]string, bool) {
	list, ok := field(v, "Jail list")
	text, isText := list.(string)
	if !ok || !isText {
		return nil, false
	}
	names := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
	slices.Sort(names)
	return names, true
}

// Stats tells the counters of all jails, sorted by name. It is cheap however many addresses are banned: one command since
// fail2ban 1.1.0, one more than there are jails before.
func (c *Client) Stats(ctx context.Context) ([]JailStats, error) {
	version, err := c.Version(ctx)
	if err != nil {
		return nil, err
	}
	if version.HasStats() {
		return ask(ctx, c, asStats, "stats")
	}
	return c.statsOneByOne(ctx)
}

func (c *Client) statsOneByOne(ctx context.Context) ([]JailStats, error) {
	names, err := c.JailNames(ctx)
	if err != nil {
		return nil, err
	}
	stats := make([]JailStats, 0, len(names))
	for _, name := range names {
		status, err := c.Jail(name).ShortStatus(ctx)
		if errors.Is(err, UnknownJail) {
			continue // stopped since the list was read
		}
		if err != nil {
			return nil, err
		}
		stats = append(stats, status.JailStats)
	}
	return stats, nil
}

// asStats reads {jail: [backend, (failed now, failed total), (banned now, banned total)]}.
func asStats(v wire.Value) ([]JailStats, bool) {
	dict, ok := v.(wire.Dict)
	if !ok {
		return nil, false
	}
	stats := make([]JailStats, len(dict))
	for i, pair := range dict {
		if stats[i], ok = asJailStats(pair.Key, pair.Value); !ok {
			return nil, false
		}
	}
	slices.SortFunc(stats, func(a, b JailStats) int { return strings.Compare(a.Name, b.Name) })
	return stats, true
}

func asJailStats(key, value wire.Value) (JailStats, bool) {
	name, ok1 := key.(string)
	parts, ok2 := elements(value)
	if !ok1 || !ok2 || len(parts) != 3 {
		return JailStats{}, false
	}
	backend, ok3 := asText(parts[0])
	failedNow, failedTotal, ok4 := asCounters(parts[1])
	bannedNow, bannedTotal, ok5 := asCounters(parts[2])
	return JailStats{name, backend, failedNow, failedTotal, bannedNow, bannedTotal}, ok3 && ok4 && ok5
}

func asCounters(v wire.Value) (now, total int, ok bool) {
	pair, ok := elements(v)
	if !ok || len(pair) != 2 {
		return 0, 0, false
	}
	now, ok1 := asInt(pair[0])
	total, ok2 := asInt(pair[1])
	return now, total, ok1 && ok2
}
