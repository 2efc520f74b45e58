package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"syscall"
	"time"

	"bangui/e2e/rig"
)

// withProxy puts the proxy before all replicas.
func (c *cluster) withProxy() *rig.Proxy {
	p, err := c.rig.Proxy(c.replicas...)
	c.must("start the proxy", err)
	c.cleanup(func() { _ = p.Close() }) // its connections are cut anyway
	ctx, cancel := context.WithTimeout(c.ctx, 15*time.Second)
	defer cancel()
	c.must("wait for the proxy", p.WaitHealthy(ctx, len(c.replicas)))
	return p
}

// rollingStreams restarts each replica in turn under many open pages.
func rollingStreams(t *trial) string {
	c := t.cluster(shape{fail2ban: true})
	c.setUp()
	c.watch()
	c.waitLinked(30 * time.Second)
	c.holder()
	proxy := c.withProxy()
	pages := c.follow(t.pick(60, 200), proxy.Base)
	ctx, stop := context.WithCancel(c.ctx)
	bans := c.attackUntil(ctx)
	warning, back := time.Duration(1<<62), time.Duration(0)
	for _, r := range c.replicas {
		warning = min(warning, c.stopWatched(r))
		back = max(back, c.waitOpen(pages, 20*time.Second))
		c.restart(r)
		c.sleep(3 * time.Second)
	}
	stop()
	addresses := <-bans
	c.waitBans(addresses, 2*takeOverWithin)
	s := c.checkSeen(pages, addresses, takeOverWithin)
	gap := time.Duration(0)
	for _, p := range pages {
		gap = max(gap, p.LongestGap())
	}
	return fmt.Sprintf("%d pages, 3 restarts: longest break of a stream %.1f s (pages wait 1 s before they come back); %d bans meanwhile: %d times live, %d times covered, 0 missed, 0 twice; /readyz said 503 for %.1f s before the port closed",
		len(pages), gap.Seconds(), len(addresses), s.live, s.covered, warning.Seconds())
}

// attackUntil makes fail2ban ban an address every second until ctx ends, and hands over which.
func (c *cluster) attackUntil(ctx context.Context) <-chan []string {
	done := make(chan []string, 1)
	go func() {
		var all []string
		defer func() { done <- all }()
		for ctx.Err() == nil {
			all = append(all, c.attack())
			select {
			case <-ctx.Done():
			case <-time.After(time.Second):
			}
		}
	}()
	return done
}

// stopWatched stops a replica in order and returns how long /readyz had said no before the port was closed.
func (c *cluster) stopWatched(r *rig.Replica) time.Duration {
	client := r.Client()
	client.Transport.(*http.Transport).DisableKeepAlives = true
	r.Process().Signal(syscall.SIGTERM)
	var refusedAt time.Time // when it said no for the first time
	for {
		status, err := r.Ready(c.ctx, client)
		switch {
		case err == nil && status == http.StatusServiceUnavailable && refusedAt.IsZero():
			refusedAt = time.Now()
		case errors.Is(err, syscall.ECONNREFUSED):
			closedAt := time.Now()
			if refusedAt.IsZero() {
				c.failf("%s closed its port without saying at /readyz that it would", r.Name)
			}
			if code, ended := r.Process().Wait(40 * time.Second); !ended || code != 0 {
				c.failf("%s did not stop in order: ended %v, exit code %d", r.Name, ended, code)
			}
			return closedAt.Sub(refusedAt)
		}
		c.sleep(20 * time.Millisecond)
	}
}

// rollingRequests restarts each replica in turn under requests.
func rollingRequests(t *trial) string {
	c := t.cluster(shape{})
	admin := c.setUp()
	proxy := c.withProxy()
	ctx, stop := context.WithCancel(c.ctx)
	l := &load{statuses: map[int]int{}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		l.run(ctx, admin, proxy.Base)
	}()
	for range t.pick(1, 3) {
		for _, r := range c.replicas {
			c.sleep(time.Second)
			c.must("stop "+r.Name, r.Stop())
			c.restart(r)
			c.sleep(2 * time.Second)
		}
	}
	stop()
	<-done
	if l.failed > 0 || len(l.statuses) != 1 || l.statuses[http.StatusOK] == 0 {
		t.failf("statuses %v, %d without an answer (the last: %v); the proxy saw %d refused connections", l.statuses, l.failed, l.last, proxy.Refused.Load())
	}
	slices.Sort(l.took)
	return fmt.Sprintf("%d requests at 50 a second, every tenth a write, none failed; %d connections refused; slowest %v, 99th percentile %v",
		l.statuses[http.StatusOK], proxy.Refused.Load(), l.took[len(l.took)-1].Round(time.Millisecond), l.took[len(l.took)*99/100].Round(time.Millisecond))
}

// load is requests at a steady rate.
type load struct {
	mu       sync.Mutex
	statuses map[int]int
	failed   int
	last     error
	took     []time.Duration
}

// run makes 50 requests a second until ctx ends, and waits for all answers.
func (l *load) run(ctx context.Context, b *rig.Browser, base string) {
	var wg sync.WaitGroup
	defer wg.Wait()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		method, path, body := http.MethodGet, "/bans/active", any(nil)
		if n%10 == 0 {
			method, path, body = http.MethodPatch, "/schedules/history.cleanup", map[string]any{"every_seconds": 3600 + n}
		}
		wg.Go(func() { l.one(context.WithoutCancel(ctx), b, base, method, path, body) })
	}
}

func (l *load) one(ctx context.Context, b *rig.Browser, base, method, path string, body any) {
	began := time.Now()
	answer, err := b.Ask(ctx, base, method, path, body)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		l.failed, l.last = l.failed+1, err
		return
	}
	l.took = append(l.took, time.Since(began))
	l.statuses[answer.Status]++
}
