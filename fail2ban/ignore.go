package fail2ban

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"bangui/fail2ban/wire"
)

// Ignore lists what is never banned by its failures, in no order: addresses, networks, host names, other ban ids, and since
// fail2ban 1.1.1 "file:" with the path of a list.
func (j Jail) Ignore(ctx context.Context) ([]string, error) { return get(ctx, j, asTexts, "ignoreip") }

// AddIgnore adds entries to what is never banned. Nothing happens to entries that are there already. Fails with
// *[UnsupportedError] for a file before fail2ban 1.1.1, which would take it for the name of a host.
func (j Jail) AddIgnore(ctx context.Context, entries ...string) error {
	if err := checkEntries(entries); err != nil || len(entries) == 0 {
		return err
	}
	if slices.ContainsFunc(entries, isFile) {
		if err := j.client.require(ctx, "addignoreip file:", Version{Major: 1, Minor: 1, Patch: 1}); err != nil {
			return err
		}
	}
	return j.do(ctx, words([]any{"set", j.name, "addignoreip"}, entries)...)
}

// RemoveIgnore removes one entry, written as [Jail.Ignore] tells it. Fails with [NotListed] if it is not there.
func (j Jail) RemoveIgnore(ctx context.Context, entry string) error {
	if err := checkEntries([]string{entry}); err != nil {
		return err
	}
	return j.do(ctx, "set", j.name, "delignoreip", entry)
}

func checkEntries(entries []string) error {
	for _, entry := range entries {
		if err := checkText("ignored address", entry); err != nil {
			return err
		}
		if strings.ContainsAny(entry, " ,") && !isFile(entry) {
			return invalid("ignored address", "%q is more than one", shorten(entry))
		}
	}
	return nil
}

func isFile(entry string) bool { return strings.HasPrefix(entry, "file:") }

// IgnoreSelf tells whether the server's own addresses are never banned.
func (j Jail) IgnoreSelf(ctx context.Context) (bool, error) { return get(ctx, j, asBool, "ignoreself") }

// SetIgnoreSelf sets whether the server's own addresses are never banned.
func (j Jail) SetIgnoreSelf(ctx context.Context, ignore bool) error {
	return j.set(ctx, "ignoreself", boolWord(ignore))
}

// IgnoreCommand tells the command that decides whether an address is ignored; empty for none.
func (j Jail) IgnoreCommand(ctx context.Context) (string, error) {
	return get(ctx, j, asText, "ignorecommand")
}

// SetIgnoreCommand sets the command that decides whether an address is ignored; empty for none. It runs in a shell as the server's
// user, usually root: whoever may call this owns the machine.
func (j Jail) SetIgnoreCommand(ctx context.Context, command string) error {
	return j.setMayBeEmpty(ctx, "ignore command", "ignorecommand", command)
}

// IgnoreCache is how results of the ignore command are remembered. The zero value is not at all.
type IgnoreCache struct {
	// Key is the text with tags under which a result is remembered, such as "<ip>".
	Key string
	// MaxCount is the number of results, MaxTime how long each is kept; zero values mean fail2ban's own.
	MaxCount int
	MaxTime  time.Duration
}

// IgnoreCache tells how results of the ignore command are remembered.
func (j Jail) IgnoreCache(ctx context.Context) (IgnoreCache, error) {
	return get(ctx, j, asIgnoreCache, "ignorecache")
}

// asIgnoreCache reads [key, count, seconds] or None.
func asIgnoreCache(v wire.Value) (IgnoreCache, bool) {
	parts, ok := elements(v)
	if !ok || len(parts) == 0 {
		return IgnoreCache{}, ok
	}
	if len(parts) != 3 {
		return IgnoreCache{}, false
	}
	key, ok1 := asText(parts[0])
	count, ok2 := asInt(parts[1])
	age, ok3 := asDuration(parts[2])
	return IgnoreCache{key, count, age}, ok1 && ok2 && ok3
}

// SetIgnoreCache sets how results of the ignore command are remembered.
func (j Jail) SetIgnoreCache(ctx context.Context, cache IgnoreCache) error {
	text, err := cache.option()
	if err != nil {
		return err
	}
	return j.set(ctx, "ignorecache", text)
}

// option is the form that fail2ban reads. Source: fail2ban/helpers.py, extractOptions.
func (c IgnoreCache) option() (string, error) {
	if c == (IgnoreCache{}) {
		return "", nil
	}
	if !regexp.MustCompile(`^[^"\]\[,\s]{1,200}$`).MatchString(c.Key) {
		return "", invalid("cache key", "%q is empty or has quotes, brackets, commas or blanks", shorten(c.Key))
	}
	text := `key="` + c.Key + `"`
	if c.MaxCount > 0 {
		text += ", max-count=" + strconv.Itoa(c.MaxCount)
	}
	if c.MaxTime == 0 {
		return text, nil
	}
	n, err := wholeSeconds("cache time", c.MaxTime)
	return text + ", max-time=" + strconv.FormatInt(n, 10), err
}
