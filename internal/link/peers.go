package link

import (
	"slices"
	"sync"
	"time"
)

const (
	// beaconEvery is how often a node tells that it is there, and how far its events are.
	beaconEvery = time.Second
	// linkedFor is how long a node counts as linked after it was heard.
	linkedFor = 4 * time.Second
	// grace is how much later than the table events may arrive.
	grace = 2 * time.Second
	// maxPeers limits what we remember; there are never so many.
	maxPeers = 1000
)

// peers knows how far we are with the events of each other replica. All methods may be called at the same time.
type peers struct {
	mu  sync.Mutex
	all map[string]*peer
}

// peer is one other replica.
type peer struct {
	start   string
	heardAt time.Time
	// number is that of its last event that we know of, or that we told browsers to fetch.
	number int64
	// published is what the table says, since expectedAt; zero if we have them all.
	published  int64
	expectedAt time.Time
}

func (p *peers) get(id string) *peer {
	if p.all == nil {
		p.all = make(map[string]*peer)
	}
	if known, ok := p.all[id]; ok {
		return known
	}
	if len(p.all) >= maxPeers {
		clear(p.all)
	}
	one := &peer{}
	p.all[id] = one
	return one
}

// heard takes note of an envelope. The event in it is new if fresh, and some before it are missing if missed.
func (p *peers) heard(e envelope, now time.Time) (fresh, missed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	one := p.get(e.Replica)
	one.heardAt = now
	next := one.number + 1
	if e.Topic == "" {
		next = one.number
	}
	if one.start != e.Start {
		if one.start != "" {
			// What it published between its two lives is not known, and its numbers may have begun anew.
			missed, one.published, one.number = true, 0, e.Number
			if e.Topic != "" {
				one.number--
			}
		}
		one.start = e.Start
	}
	missed = missed || e.Number > next
	fresh = e.Topic != "" && e.Number > one.number
	one.number = max(one.number, e.Number)
	return fresh, missed
}

// expect takes note of how many events a replica has published, by the table.
func (p *peers) expect(id string, published int64, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	one := p.get(id)
	if published <= one.number {
		return
	}
	if one.published <= one.number {
		one.expectedAt = now
	}
	one.published = published
}

// overdue tells whether events that the table knows of have not arrived in time. It says so once for each of them.
func (p *peers) overdue(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	found := false
	for _, one := range p.all {
		if one.published > one.number && now.Sub(one.expectedAt) >= grace {
			one.number, found = one.published, true
		}
	}
	return found
}

// linked are those that were heard lately, sorted.
func (p *peers) linked(now time.Time) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var ids []string
	for id, one := range p.all {
		if !one.heardAt.IsZero() && now.Sub(one.heardAt) < linkedFor {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// forget removes those that have not been heard for long.
func (p *peers) forget(now time.Time, after time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for id, one := range p.all {
		if now.Sub(one.heardAt) > after && now.Sub(one.expectedAt) > after {
			delete(p.all, id)
		}
	}
}
