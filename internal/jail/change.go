package jail

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
)

// maxTime is the longest time that makes sense: a hundred years.
const maxTime = 100 * 365 * 24 * time.Hour

// maxIgnore is the largest number of entries to add to or remove from the ignore list at once, maxEntry the longest, in bytes.
const (
	maxIgnore = 500
	maxEntry  = 255
)

// hostName is a name by which DNS could know a machine: RFC 1123 section 2.1, with underscores, which exist.
var hostName = regexp.MustCompile(`^[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}))*\.?$`)

// validate names each field that makes no sense.
func validate(c host.JailChange) error {
	f := fault.Invalid.Errorf("the settings cannot be changed as asked")
	if changesNothing(c) {
		return fault.Invalid.Errorf("the change is empty").WithField("body", "name at least one setting")
	}
	if c.BanTime != nil && *c.BanTime != host.Permanent {
		checkTime(f, "body.ban_time_seconds", *c.BanTime, time.Second, ", or -1 for permanent")
	}
	if c.FindTime != nil {
		checkTime(f, "body.find_time_seconds", *c.FindTime, time.Second, "")
	}
	if c.MaxBanTime != nil {
		checkTime(f, "body.max_ban_time_seconds", *c.MaxBanTime, 0, ", where 0 removes the limit")
	}
	checkNumber(f, "body.max_retry", c.MaxRetry, 1)
	checkNumber(f, "body.max_matches", c.MaxMatches, 0)
	checkEntries(f, "body.add_ignore", c.AddIgnore, addable)
	checkEntries(f, "body.remove_ignore", c.RemoveIgnore, removable)
	if len(f.Fields) > 0 {
		return f
	}
	return nil
}

func changesNothing(c host.JailChange) bool {
	return c.BanTime == nil && c.FindTime == nil && c.MaxRetry == nil && c.MaxMatches == nil && c.UseDNS == nil && c.IgnoreSelf == nil &&
		c.Increment == nil && c.MaxBanTime == nil && len(c.AddIgnore) == 0 && len(c.RemoveIgnore) == 0
}

func checkTime(f *fault.Fault, location string, d, least time.Duration, or string) {
	if d < least || d > maxTime {
		f.WithField(location, "use %d to %d%s", int64(least.Seconds()), int64(maxTime.Seconds()), or)
	}
}

func checkNumber(f *fault.Fault, location string, n *int, least int) {
	if n != nil && (*n < least || *n > 10_000) {
		f.WithField(location, "use %d to 10000", least)
	}
}

func checkEntries(f *fault.Fault, location string, entries []string, ok func(string) bool) {
	if len(entries) > maxIgnore {
		f.WithField(location, "name at most %d at once", maxIgnore)
		return
	}
	for i, entry := range entries {
		if !ok(entry) {
			f.WithField(fmt.Sprintf("%s[%d]", location, i), "use an address, a network or a host name")
		}
	}
}

// addable tells whether fail2ban can make sense of an entry of an ignore list.
func addable(entry string) bool {
	if _, err := netip.ParsePrefix(entry); err == nil {
		return true
	}
	if addr, err := netip.ParseAddr(entry); err == nil {
		return addr.Zone() == ""
	}
	return len(entry) <= maxEntry && hostName.MatchString(entry) && strings.ContainsAny(lastLabel(entry), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
}

// lastLabel is never a number in a host name: 1.2.3 and 010.0.0.1 are mistyped addresses.
func lastLabel(name string) string {
	name = strings.TrimSuffix(name, ".")
	return name[strings.LastIndexByte(name, '.')+1:]
}

// removable also covers what somebody else has put into the list.
func removable(entry string) bool {
	odd := func(r rune) bool { return r < ' ' || r == 0x7f }
	return entry != "" && len(entry) <= maxEntry && !strings.ContainsFunc(entry, odd)
}

// describe writes a change for the audit log.
func describe(c host.JailChange) string {
	var parts []string
	add := func(name string, value any) { parts = append(parts, fmt.Sprintf("%s = %v", name, value)) }
	addTime := func(name string, d *time.Duration) {
		if d != nil {
			add(name, int64(d.Seconds()))
		}
	}
	addTime("ban_time_seconds", c.BanTime)
	addTime("find_time_seconds", c.FindTime)
	addTime("max_ban_time_seconds", c.MaxBanTime)
	if c.MaxRetry != nil {
		add("max_retry", *c.MaxRetry)
	}
	if c.MaxMatches != nil {
		add("max_matches", *c.MaxMatches)
	}
	if c.UseDNS != nil {
		add("use_dns", *c.UseDNS)
	}
	if c.IgnoreSelf != nil {
		add("ignore_self", *c.IgnoreSelf)
	}
	if c.Increment != nil {
		add("increment_enabled", *c.Increment)
	}
	if len(c.AddIgnore) > 0 {
		add("add_ignore", strings.Join(c.AddIgnore, " "))
	}
	if len(c.RemoveIgnore) > 0 {
		add("remove_ignore", strings.Join(c.RemoveIgnore, " "))
	}
	return strings.Join(parts, ", ")
}
