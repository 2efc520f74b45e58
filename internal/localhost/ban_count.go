package localhost

import (
	"maps"
	"time"

	"bangui/fail2ban"
	"bangui/internal/host"
)

// banCount is how many bans there should be in each jail by what was delivered. A line of the log can be lost, by a rotation or a full
// disk: then fail2ban's counters say otherwise, and a snapshot puts it right.
type banCount struct {
	jails map[string]int
	// off is by how much fail2ban's counters differed at the last look.
	off map[string]int
	// rest is the least time between snapshots that only a difference asks for. It grows as long as they find nothing.
	rest time.Duration
	last []fail2ban.JailStats
}

const (
	// confirmAfter is how long after a difference is looked again: what is about to be delivered makes one as well.
	confirmAfter = 500 * time.Millisecond
	longestRest  = 5 * time.Minute
)

func (c *banCount) note(e host.Event) {
	if c.jails == nil {
		return
	}
	switch e.Kind {
	case host.EventBan, host.EventRestore:
		c.jails[e.Jail]++
	case host.EventUnban, host.EventRepeal:
		c.jails[e.Jail]--
	}
}

// set begins anew with what a snapshot has.
func (c *banCount) set(banned []host.Banned) {
	before := c.jails
	c.jails, c.off = make(map[string]int), nil
	for _, b := range banned {
		c.jails[b.Jail]++
	}
	maps.DeleteFunc(before, func(_ string, n int) bool { return n == 0 })
	if maps.Equal(before, c.jails) {
		c.rest = min(max(2*c.rest, lookEvery), longestRest)
	} else {
		c.rest = 0
	}
}

// differs takes note of the counters, and tells whether one is off for the first time, or lasting: by as much as at the look before.
func (c *banCount) differs(stats []fail2ban.JailStats, expected map[string]int) (first, lasting bool) {
	off := make(map[string]int)
	for _, s := range stats {
		off[s.Name] = s.BannedNow
	}
	for _, told := range []map[string]int{c.jails, expected} {
		for jail, n := range told {
			off[jail] -= n
		}
	}
	maps.DeleteFunc(off, func(_ string, d int) bool { return d == 0 })
	for jail, d := range off {
		lasting = lasting || c.off[jail] == d
	}
	first, c.off = len(off) > 0 && len(c.off) == 0, off
	if len(off) == 0 {
		c.rest = 0
	}
	return first, lasting
}
