package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"bangui/e2e/rig"
)

// writers are people who give orders all the time and write down what was acknowledged.
type writers struct {
	stop context.CancelFunc
	done sync.WaitGroup
	// refused counts the answers and ends of connections that promise nothing.
	refused atomic.Int64

	mu sync.Mutex
	// bans are the addresses whose ban was acknowledged, requests the IDs of all acknowledged orders.
	bans, requests []string
	statuses       map[int]int
	// bad is an answer that should not be given, whatever happens.
	bad string
}

// order is one order that somebody may give; banned are the addresses whose ban is asked for.
type order struct {
	method, path string
	body         any
	banned       []string
}

// startWriters lets n people give orders, each to its own replica, with a pause between them.
func (c *cluster) startWriters(n int, b *rig.Browser, pause time.Duration, next func(i int) order) *writers {
	ctx, stop := context.WithCancel(c.ctx)
	w := &writers{stop: stop, statuses: map[int]int{}}
	for i := range n {
		on := c.replicas[i%len(c.replicas)]
		w.done.Go(func() {
			client := &rig.Browser{Client: on.Client(), Cookie: b.Cookie}
			for ctx.Err() == nil {
				w.give(ctx, client, on, next(i))
				select {
				case <-ctx.Done():
				case <-time.After(pause):
				}
			}
		})
	}
	c.cleanup(w.end)
	return w
}

// give gives an order and writes down what was acknowledged.
func (w *writers) give(ctx context.Context, b *rig.Browser, on *rig.Replica, o order) {
	answer, err := b.Ask(ctx, on.Base, o.method, o.path, o.body)
	if err != nil {
		w.refused.Add(1)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.statuses[answer.Status]++
	if answer.Status/100 != 2 {
		w.refused.Add(1)
		if w.bad == "" && !isProblem(answer) {
			w.bad = answer.String()
		}
		return
	}
	made := outcomes(answer)
	if o.banned != nil && !slices.Equal(made, repeated("banned", len(o.banned))) {
		w.refused.Add(1) // the answer says that it was not done
		return
	}
	w.bans = append(w.bans, o.banned...)
	w.requests = append(w.requests, answer.Header.Get("X-Request-Id"))
}

func repeated(word string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = word
	}
	return all
}

// isProblem tells whether a refusal is a problem document with a sentence for people.
func isProblem(answer rig.Answer) bool {
	var problem struct {
		Status int    `json:"status"`
		Detail string `json:"detail"`
	}
	return answer.Header.Get("Content-Type") == "application/problem+json" && answer.Into(&problem) == nil &&
		problem.Status == answer.Status && len(problem.Detail) > 10
}

// acknowledged is how many orders were so far.
func (w *writers) acknowledged() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.requests)
}

// banned is how many bans were acknowledged so far.
func (w *writers) banned() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.bans)
}

// end stops all of them.
func (w *writers) end() {
	w.stop()
	w.done.Wait()
}

// banOrder bans another address.
func (c *cluster) banOrder(int) order {
	address := c.address()
	return order{http.MethodPost, "/bans", map[string]any{"addresses": []string{address}, "jail": "ssh", "reason": "writer"}, []string{address}}
}

// checkKept fails unless all that was acknowledged is there: bans in the history, once, and an audit entry for each order.
func (c *cluster) checkKept(w *writers) {
	if w.bad != "" {
		c.failf("an answer is no problem document: %s", w.bad)
	}
	if len(w.requests) == 0 {
		c.failf("nothing was acknowledged: nothing was tested")
	}
	c.waitBans(w.bans, 30*time.Second)
	missing := one[int](c, `select count(*)::int from unnest($1::text[]) as r (id) where not exists (select 1 from audit where request_id = r.id)`, w.requests)
	if missing > 0 {
		c.failf("%d of %d acknowledged orders have no audit entry", missing, len(w.requests))
	}
}

// told is for the figure.
func (w *writers) told() string {
	return fmt.Sprintf("%d acknowledged orders (%d bans), none lost, each with its audit entry; %d refused meanwhile", len(w.requests), len(w.bans), w.refused.Load())
}
