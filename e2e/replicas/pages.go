package main

import (
	"fmt"
	"time"

	"bangui/e2e/rig"
)

// follow opens so many pages, spread over the base URLs, and waits until all are live. A session may have 16 of them.
func (c *cluster) follow(n int, bases ...string) []*rig.Stream {
	const each = 15
	var pages []*rig.Stream
	var b *rig.Browser
	for i := range n {
		if i%each == 0 {
			b = c.browser()
			c.must("sign in", b.SignIn(c.ctx, c.replicas[0].Base))
		}
		pages = append(pages, b.Follow(c.ctx, bases[i%len(bases)]))
	}
	c.cleanup(func() {
		for _, p := range pages {
			p.Close()
		}
	})
	c.waitOpen(pages, 30*time.Second)
	return pages
}

// waitOpen waits until all pages are live and returns how long that took.
func (c *cluster) waitOpen(pages []*rig.Stream, within time.Duration) time.Duration {
	return c.until(within, "all pages to be live", func() (bool, string) {
		closed, why := 0, error(nil)
		for _, p := range pages {
			if !p.Open() {
				closed++
				why = p.Trouble()
			}
		}
		return closed == 0, fmt.Sprintf("%d of %d are not: %v", closed, len(pages), why)
	})
}

// clock is how times are shown in messages.
const clock = "15:04:05.000"

// seen is how bans arrived at pages.
type seen struct{ live, covered, twice, missed int }

// saw judges one ban at one page: it arrived once, or the page was told to fetch everything after the ban was in the database.
func saw(p *rig.Stream, address string, committed time.Time, s *seen) {
	n, _ := p.Bans(address)
	switch {
	case n > 1:
		s.twice++
	case n == 1:
		s.live++
	case !p.LastFetch().Before(committed):
		s.covered++
	default:
		s.missed++
	}
}

// checkSeen waits until each page has seen each ban, and fails if one saw one twice.
func (c *cluster) checkSeen(pages []*rig.Stream, addresses []string, within time.Duration) seen {
	committed := map[string]time.Time{}
	for _, a := range addresses {
		at := one[int64](c, `select coalesce(max(at), 0) from witness.bans where address = $1`, a)
		if at == 0 {
			c.failf("the ban of %s is not in the history", a)
		}
		committed[a] = time.UnixMilli(at)
	}
	var s seen
	c.until(within, "each page to have seen each ban", func() (bool, string) {
		s = seen{}
		without := ""
		for i, p := range pages {
			for _, a := range addresses {
				before := s.missed
				saw(p, a, committed[a], &s)
				if s.missed > before {
					without += fmt.Sprintf("; page %d not %s, in the database at %s, last told to fetch anew at %s",
						i+1, a, committed[a].UTC().Format(clock), p.LastFetch().UTC().Format(clock))
				}
			}
		}
		return s.missed == 0, fmt.Sprintf("%+v%s", s, without)
	})
	if s.twice > 0 {
		c.failf("%d times a page saw a ban twice", s.twice)
	}
	return s
}

// waitBans waits until all addresses are in the history, and fails if one is there twice.
func (c *cluster) waitBans(addresses []string, within time.Duration) {
	c.until(within, "all bans to be in the history", func() (bool, string) {
		n, err := ask[int](c.ctx, c, `select count(distinct address)::int from bans where address = any($1)`, addresses)
		return err == nil && n == len(addresses), fmt.Sprintf("%d of %d are, %v", n, len(addresses), err)
	})
	if rows := one[int](c, `select count(*)::int from bans where address = any($1)`, addresses); rows != len(addresses) {
		c.failf("%d rows in the history for %d bans", rows, len(addresses))
	}
}
