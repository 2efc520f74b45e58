package main

import (
	"fmt"
	"net/http"
	"time"

	"bangui/e2e/rig"
)

// partition lets no packet pass between the replica that holds the machine and another one, while both reach the database and the third.
func partition(t *trial) string {
	network, err := t.rig.Network(3)
	t.must("make a network", err)
	p, err := t.rig.StartPostgres(t.ctx, network.Hub, "own-postgres", rig.HubAddress+":5432")
	t.must("start PostgreSQL", err)
	c := t.cluster(shape{server: p, fail2ban: true, network: network})
	admin := c.setUp()
	c.watch()
	linked := c.waitLinked(60 * time.Second)
	holder, h := c.holder()
	far := c.others(holder)[0]
	_, f := c.named(c.idOf(far))
	pages := c.each(admin)

	first := c.attack()
	c.waitBans([]string{first}, 20*time.Second)
	c.checkSeen(pages, []string{first}, 5*time.Second)

	c.must("cut", network.Cut(h, f))
	worst := time.Duration(0)
	var during []string
	rounds := t.pick(2, 6)
	for range rounds {
		address := c.attack()
		during = append(during, address)
		c.waitBans([]string{address}, 20*time.Second)
		known := time.Now()
		c.checkSeen(pages, []string{address}, 15*time.Second)
		worst = max(worst, time.Since(known))
	}
	refused := c.orderAcross(admin, far)

	c.must("heal", network.Heal(h, f))
	healed := c.waitLinked(90 * time.Second)
	c.sleep(5 * time.Second)
	after := c.attack()
	c.waitBans([]string{after}, 20*time.Second)
	s := c.checkSeen(pages, []string{after}, 15*time.Second)
	if n, _ := pages[f].Bans(after); n != 1 {
		c.failf("after the cut was healed the ban arrived %d times at the page of the replica that was cut off, want once", n)
	}
	c.waitBans(append(during, first, after), time.Second)
	if banned := c.banLines([]string{refused}); banned > 0 {
		c.failf("the order that was answered as not done was done later")
	}
	return fmt.Sprintf("linked %.1f s after the start; %d bans during the cut, seen or covered at each page within %.1f s; an order across the cut was refused and not done later; linked again %.1f s after, the next ban live at %d of 3 pages",
		linked.Seconds(), rounds, worst.Seconds(), healed.Seconds(), s.live)
}

// each opens one page at each replica, with connections from where the replica is.
func (c *cluster) each(admin *rig.Browser) []*rig.Stream {
	var pages []*rig.Stream
	for _, r := range c.replicas {
		b := &rig.Browser{Client: r.Client(), Cookie: admin.Cookie}
		pages = append(pages, b.Follow(c.ctx, r.Base))
	}
	c.cleanup(func() {
		for _, p := range pages {
			p.Close()
		}
	})
	c.waitOpen(pages, 15*time.Second)
	return pages
}

// idOf is the ID of a replica that runs now.
func (c *cluster) idOf(r *rig.Replica) string {
	return one[string](c, `select id from replicas where pid = $1 order by beat_at desc limit 1`, r.Process().PID())
}

// orderAcross gives an order through a replica that cannot reach the holder, and returns the address that must not be banned.
func (c *cluster) orderAcross(admin *rig.Browser, far *rig.Replica) string {
	address := c.address()
	b := &rig.Browser{Client: far.Client(), Cookie: admin.Cookie}
	began := time.Now()
	answer, err := b.Ask(c.ctx, far.Base, http.MethodPost, "/bans", map[string]any{"addresses": []string{address}, "jail": "ssh"})
	c.must("give an order across the cut", err)
	for _, outcome := range outcomes(answer) {
		if outcome == "banned" || outcome == "pending" {
			c.failf("an order across the cut was answered with %s", answer)
		}
	}
	if took := time.Since(began); took > 20*time.Second {
		c.failf("an order across the cut took %v to be refused", took)
	}
	return address
}
