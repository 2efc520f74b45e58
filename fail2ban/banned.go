package fail2ban

import (
	"context"
	"strings"
	"time"

	"bangui/fail2ban/wire"
)

// Banned lists the ban ids of every jail: canonical addresses, networks, or whatever else a filter takes as the id of an offender.
func (c *Client) Banned(ctx context.Context) (map[string][]string, error) {
	return ask(ctx, c, asBanned, "banned")
}

// asBanned reads a list of dicts with one jail each.
func asBanned(v wire.Value) (map[string][]string, bool) {
	dicts, ok := elements(v)
	if !ok {
		return nil, false
	}
	banned := make(map[string][]string, len(dicts))
	for _, value := range dicts {
		dict, ok := value.(wire.Dict)
		if !ok {
			return nil, false
		}
		for _, pair := range dict {
			name, ok1 := pair.Key.(string)
			ids, ok2 := asTexts(pair.Value)
			if !ok1 || !ok2 {
				return nil, false
			}
			banned[name] = ids
		}
	}
	return banned, true
}

// BannedIn tells for each ban id the jails that have it banned now. Ids must be as fail2ban shows them.
func (c *Client) BannedIn(ctx context.Context, ids ...string) ([][]string, error) {
	if err := checkIDs(ids); err != nil || len(ids) == 0 {
		return nil, err
	}
	return ask(ctx, c, exactly(len(ids), asTextLists), words([]any{"banned"}, ids)...)
}

// exactly refuses answers with another number of elements than there were questions.
func exactly[T any](n int, read reader[[]T]) reader[[]T] {
	return func(v wire.Value) ([]T, bool) {
		list, ok := read(v)
		return list, ok && len(list) == n
	}
}

// Banned lists the jail's ban ids, the ban that ends first at the beginning.
func (j Jail) Banned(ctx context.Context) ([]string, error) {
	return get(ctx, j, asTexts, "banip")
}

// IsBanned tells for each ban id whether the jail has it banned now. Ids must be as fail2ban shows them.
func (j Jail) IsBanned(ctx context.Context, ids ...string) ([]bool, error) {
	if err := checkIDs(ids); err != nil || len(ids) == 0 {
		return nil, err
	}
	return jailAsk(ctx, j, exactly(len(ids), asBools), words([]any{"get", j.name, "banned"}, ids)...)
}

// asBools reads a list of 0 and 1, or one of them alone.
func asBools(v wire.Value) ([]bool, bool) {
	values, ok := elements(v)
	if !ok || v == nil {
		values = []wire.Value{v}
	}
	bools := make([]bool, len(values))
	for i, value := range values {
		if bools[i], ok = asBool(value); !ok {
			return nil, false
		}
	}
	return bools, true
}

// Ban is one ban with its times.
type Ban struct {
	// ID is the address, network or other id.
	ID string
	// At is the beginning, to the second: the time of the last failure.
	At time.Time
	// BanTime is the length, [Permanent] for bans without end.
	BanTime time.Duration
	// Until is the end; zero for bans without end.
	Until time.Time
}

// BannedWithTimes is [Jail.Banned] with times, for which fail2ban takes about ten times as long. The server writes local time without
// a zone: location must be the server's. Within the hour that a change to winter time repeats, times may be off by it.
func (j Jail) BannedWithTimes(ctx context.Context, location *time.Location) ([]Ban, error) {
	read := func(v wire.Value) ([]Ban, bool) { return asBans(v, location) }
	return jailAsk(ctx, j, read, "get", j.name, "banip", "--with-time")
}

func asBans(v wire.Value, location *time.Location) ([]Ban, bool) {
	lines, ok := asTexts(v)
	if !ok {
		return nil, false
	}
	bans := make([]Ban, len(lines))
	for i, line := range lines {
		if bans[i], ok = parseBan(line, location); !ok {
			return nil, false
		}
	}
	return bans, true
}

// parseBan reads a line such as "203.0.113.7 \t2026-11-23 07:51:03 + 600 = 2026-11-23 08:01:03". The end of a permanent ban is the
// year 9999. Source: fail2ban/server/banmanager.py, getBanList.
func parseBan(line string, location *time.Location) (Ban, bool) {
	id, times, ok1 := strings.Cut(line, " \t")
	from, rest, ok2 := strings.Cut(times, " + ")
	length, _, ok3 := strings.Cut(rest, " = ")
	at, err := time.ParseInLocation(time.DateTime, from, location)
	if !ok1 || !ok2 || !ok3 || err != nil {
		return Ban{}, false
	}
	d, ok := parseSeconds(length)
	if !ok {
		return Ban{}, false
	}
	ban := Ban{ID: id, At: at.UTC(), BanTime: d}
	if d < 0 {
		ban.BanTime = Permanent
		return ban, true
	}
	ban.Until = ban.At.Add(d)
	return ban, true
}
