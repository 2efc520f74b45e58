package link

import (
	"container/list"
	"sync"
	"time"
)

const (
	// rememberFor is how long the answer to an order is kept for whoever repeats it.
	rememberFor = 10 * time.Minute
	// maxRemembered and maxRememberedBytes limit what is kept; the oldest go first. No order is older than its deadline anyway.
	maxRemembered      = 4096
	maxRememberedBytes = 16 << 20
)

// outcome is the answer to a call: text as JSON, or a failure.
type outcome struct {
	text    []byte
	failure failure
}

// orders remembers what has been done, so that it is done once. Its zero value is ready for use; all methods may be called at the same time.
type orders struct {
	mu    sync.Mutex
	all   map[string]*order
	old   list.List // of *order, oldest first
	bytes int
}

type order struct {
	id      string
	done    chan struct{}
	at      time.Time
	outcome outcome
}

// once does an order, unless it has been done or is being done: then it waits for the same answer.
func (o *orders) once(id string, do func() outcome) outcome {
	one, first := o.find(id)
	if !first {
		<-one.done
		return one.outcome
	}
	one.outcome = do()
	close(one.done)
	o.keep(one)
	return one.outcome
}

func (o *orders) find(id string) (one *order, first bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.forget(time.Now())
	if one, ok := o.all[id]; ok {
		return one, false
	}
	if o.all == nil {
		o.all = make(map[string]*order)
	}
	one = &order{id: id, done: make(chan struct{})}
	o.all[id] = one
	return one, true
}

func (o *orders) keep(one *order) {
	o.mu.Lock()
	defer o.mu.Unlock()
	one.at = time.Now()
	o.old.PushBack(one)
	o.bytes += len(one.outcome.text)
	o.forget(one.at)
}

// forget is called with the lock held.
func (o *orders) forget(now time.Time) {
	for o.old.Len() > 0 {
		front := o.old.Front()
		one := front.Value.(*order) //nolint:forcetypeassert // nothing else is put in
		if now.Sub(one.at) < rememberFor && o.old.Len() <= maxRemembered && o.bytes <= maxRememberedBytes {
			return
		}
		o.old.Remove(front)
		o.bytes -= len(one.outcome.text)
		delete(o.all, one.id)
	}
}
