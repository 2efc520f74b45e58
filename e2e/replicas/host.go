package main

import (
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"bangui/e2e/rig"
)

// attack makes fail2ban ban another address, by a line in the log that its jail reads.
func (c *cluster) attack() string {
	address := c.address()
	c.must("attack", c.fail2ban.Attack("ssh", netip.MustParseAddr(address), 1))
	return address
}

// killedHolder kills the replica that looks after the machine while fail2ban bans.
func killedHolder(t *trial) string {
	c := t.cluster(shape{fail2ban: true})
	c.setUp()
	c.watch()
	c.waitLinked(30 * time.Second)
	rounds, bans, worst := t.pick(1, 5), []string{}, time.Duration(0)
	for round := range rounds {
		holder, _ := c.holder()
		var bases []string
		for _, r := range c.others(holder) {
			bases = append(bases, r.Base)
		}
		pages := c.follow(6, bases...)
		made := []string{c.attack()}
		c.sleep(time.Second)
		for range 3 { // read by fail2ban, and perhaps by the holder, about when it dies
			made = append(made, c.attack())
			c.sleep(150 * time.Millisecond)
		}
		holder.Kill()
		killed := time.Now()
		for range 5 {
			made = append(made, c.attack())
			c.sleep(200 * time.Millisecond)
		}
		c.waitBans(made, 2*takeOverWithin)
		worst = max(worst, time.Since(killed))
		c.checkSeen(pages, made, takeOverWithin)
		bans = append(bans, made...)
		c.restart(holder)
		if round%2 == 0 { // else the next kill comes before the new process has found the others
			c.waitLinked(30 * time.Second)
		}
	}
	if worst > takeOverWithin+5*time.Second {
		t.failf("%v from the kill until all bans were in the history", worst)
	}
	if inFail2ban := c.banLines(bans); inFail2ban != len(bans) {
		t.failf("fail2ban's log has %d of %d bans: the check itself is wrong", inFail2ban, len(bans))
	}
	return fmt.Sprintf("%d kills, %d bans around them: each once in the history and once, or covered, at each of 6 pages; all known %.1f s after the kill at the latest",
		rounds, len(bans), worst.Seconds())
}

// banLines counts the addresses that fail2ban's own log says were banned.
func (c *cluster) banLines(addresses []string) int {
	var banned []string
	for _, line := range c.fail2ban.LogLines() {
		for _, a := range addresses {
			if strings.HasSuffix(line, "] Ban "+a) {
				banned = append(banned, a)
			}
		}
	}
	slices.Sort(banned)
	return len(slices.Compact(banned))
}

// ordersElsewhere gives each order to a replica that does not hold the machine.
func ordersElsewhere(t *trial) string {
	c := t.cluster(shape{fail2ban: true})
	admin := c.setUp()
	c.waitLinked(30 * time.Second)
	holder, _ := c.holder()
	other := c.others(holder)[0]
	c.until(20*time.Second, "fail2ban to be reachable", func() (bool, string) {
		answer := c.ask(admin, other, http.MethodGet, "/hosts/"+hostName+"/jails", nil)
		return answer.Status == http.StatusOK, answer.String()
	})
	rounds, worst := t.pick(5, 50), time.Duration(0)
	for range rounds {
		address := c.address()
		began := time.Now()
		c.mustOutcome(c.call(admin, other, http.MethodPost, "/bans", map[string]any{"addresses": []string{address}, "jail": "ssh"}), "banned")
		worst = max(worst, time.Since(began))
		c.mustOutcome(c.call(admin, other, http.MethodDelete, "/bans", map[string]any{"addresses": []string{address}, "jails": []string{"ssh"}}), "unbanned")
	}
	c.call(admin, other, http.MethodPost, "/hosts/"+hostName+"/jails/ssh/actions/reload", nil)
	c.call(admin, other, http.MethodPatch, "/hosts/"+hostName+"/jails/ssh", map[string]any{"max_retry": 7})
	c.call(admin, other, http.MethodGet, "/hosts/"+hostName+"/jails/ssh", nil)
	c.call(admin, other, http.MethodGet, "/hosts/"+hostName+"/log", nil)
	return fmt.Sprintf("%d bans and unbans through a replica that does not hold the machine (a ban took %v at most), and reload, change, look and log",
		rounds, worst.Round(time.Millisecond))
}

// mustOutcome fails unless the order had the outcome on one host.
func (c *cluster) mustOutcome(answer rig.Answer, outcome string) {
	if got := outcomes(answer); !slices.Equal(got, []string{outcome}) {
		c.failf("outcomes %v, want %s: %s", got, outcome, answer)
	}
}

// outcomes are those of an order, one for each address.
func outcomes(answer rig.Answer) []string {
	var body struct {
		Items []struct {
			Outcome string `json:"outcome"`
		} `json:"items"`
	}
	if err := answer.Into(&body); err != nil {
		return nil
	}
	var all []string
	for _, item := range body.Items {
		all = append(all, item.Outcome)
	}
	return all
}
