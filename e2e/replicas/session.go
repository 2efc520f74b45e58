package main

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"bangui/e2e/rig"
)

// signInOnOne signs in on each replica in turn, and asks all others at once.
func signInOnOne(t *trial) string {
	c := t.cluster(shape{})
	c.setUp()
	rounds, worst := t.pick(3, 20), time.Duration(0)
	for i := range rounds {
		b := c.browser()
		on := c.replicas[i%len(c.replicas)]
		c.must("sign in on "+on.Name, b.SignIn(c.ctx, on.Base))
		for _, r := range c.others(on) {
			began := time.Now()
			c.answers(b, r, http.StatusOK, http.MethodGet, "/session")
			worst = max(worst, time.Since(began))
		}
	}
	return fmt.Sprintf("%d sign-ins, each good on the two others at the next request (%v at most)", rounds, worst.Round(time.Millisecond))
}

// signOutEverywhere ends sessions in two ways.
func signOutEverywhere(t *trial) string {
	c := t.cluster(shape{})
	admin := c.setUp()
	for i, on := range c.replicas {
		b := c.browser()
		c.must("sign in", b.SignIn(c.ctx, on.Base))
		off := c.replicas[(i+1)%len(c.replicas)]
		c.answers(b, off, http.StatusNoContent, http.MethodDelete, "/session")
		for _, r := range c.replicas {
			c.answers(b, r, http.StatusUnauthorized, http.MethodGet, "/session")
		}
	}
	ended := c.disable(admin)
	return fmt.Sprintf("after 3 sign-outs and after disabling a user with %d sessions, every replica refused the next request", ended)
}

// disable adds a second user, signs it in on all replicas, and disables it on the command line.
func (c *cluster) disable(admin *rig.Browser) int {
	const name = "second"
	c.bangui(rig.Password+"\n", "user", "add", name, "--role", "viewer", "--password-stdin")
	var sessions []*rig.Browser
	for _, r := range c.replicas {
		b := c.browser()
		c.call(b, r, http.MethodPost, "/session", map[string]string{"username": name, "password": rig.Password})
		sessions = append(sessions, b)
	}
	c.bangui("", "user", "disable", name)
	for i, b := range sessions {
		for _, r := range c.replicas {
			if c.signedIn(b, r) {
				c.failf("session %d of a disabled user is good on %s", i+1, r.Name)
			}
		}
	}
	if !c.signedIn(admin, c.replicas[0]) {
		c.failf("disabling one user has signed another out")
	}
	return len(sessions)
}

// oneLimit spreads wrong passwords over all replicas at the same time.
func oneLimit(t *trial) string {
	c := t.cluster(shape{})
	c.setUp()
	const tries, allowed = 15, 5 // internal/account/limit.go, visitorLimit
	answers := make(chan rig.Answer, tries)
	errs := make(chan error, tries)
	for i := range tries {
		on := c.replicas[i%len(c.replicas)]
		go func() {
			answer, err := c.browser().Ask(c.ctx, on.Base, http.MethodPost, "/session", map[string]string{"username": rig.Username, "password": "wrong password"})
			answers <- answer
			errs <- err
		}()
	}
	got := map[int]int{}
	for range tries {
		c.must("sign in", <-errs)
		answer := <-answers
		got[answer.Status]++
		if answer.Status == http.StatusTooManyRequests {
			c.checkRetryAfter(answer)
		}
	}
	if got[http.StatusUnauthorized] != allowed || got[http.StatusTooManyRequests] != tries-allowed {
		c.failf("statuses %v, want %d times 401 and %d times 429", got, allowed, tries-allowed)
	}
	for _, r := range c.replicas {
		answer := c.ask(c.browser(), r, http.MethodPost, "/session", map[string]string{"username": rig.Username, "password": rig.Password})
		if answer.Status != http.StatusTooManyRequests {
			c.failf("the next try on %s: %s, want 429", r.Name, answer)
		}
		c.checkRetryAfter(answer)
	}
	return fmt.Sprintf("of %d wrong passwords at once %d were looked at and %d refused with Retry-After; after that each replica refused", tries, allowed, tries-allowed)
}

func (c *cluster) checkRetryAfter(answer rig.Answer) {
	seconds, err := strconv.Atoi(answer.Header.Get("Retry-After"))
	if err != nil || seconds < 1 || seconds > 60 {
		c.failf("Retry-After %q, want 1 to 60 seconds", answer.Header.Get("Retry-After"))
	}
}

// twoSetups races for the first administrator.
func twoSetups(t *trial) string {
	rounds := t.pick(1, 5)
	for range rounds {
		raceForSetup(t)
	}
	return fmt.Sprintf("%d races of three: each time one 201 and two 409, and one administrator", rounds)
}

func raceForSetup(t *trial) {
	c := t.cluster(shape{})
	start := make(chan struct{})
	answers := make(chan rig.Answer, len(c.replicas))
	errs := make(chan error, len(c.replicas))
	for i, r := range c.replicas {
		go func() {
			<-start
			answer, err := c.browser().Ask(c.ctx, r.Base, http.MethodPost, "/setup",
				map[string]string{"token": rig.SetupToken, "username": "admin" + strconv.Itoa(i), "password": rig.Password})
			answers <- answer
			errs <- err
		}()
	}
	close(start)
	got := map[int]int{}
	for range c.replicas {
		c.must("set up", <-errs)
		got[(<-answers).Status]++
	}
	if got[http.StatusCreated] != 1 || got[http.StatusConflict] != len(c.replicas)-1 {
		c.failf("statuses %v, want 201 once and 409 for the others", got)
	}
	if users := one[int](c, `select count(*)::int from users`); users != 1 {
		c.failf("%d users after set-up, want 1", users)
	}
	for _, r := range c.replicas {
		r.Kill()
	}
}
