// Package event carries what happens to everybody in this process who wants to know.
//
// A [Bus] delivers to each subscriber through a buffer of its own. Who is too slow loses events and is told so: it must then
// fetch the state anew. Nothing waits for a slow subscriber.
package event

import (
	"sync"
	"time"
)

// Event is one thing that happened, ready to be sent to browsers.
type Event struct {
	// ID grows by one with each event of this bus; zero for events made by the bus itself.
	ID int64
	// Topic is ban, unban, host, jail, job or resync.
	Topic string
	At    time.Time
	// Data is marshalled as JSON for browsers; nil becomes an empty object.
	Data any
}

// Resync tells a subscriber that events are missing and that it must fetch the state anew.
const Resync = "resync"

// kept is how many events a bus remembers for subscribers that come back.
const kept = 1024

// Bus delivers events. Its zero value is ready for use. All methods may be called at the same time.
type Bus struct {
	mu     sync.Mutex
	lastID int64
	recent []Event
	subs   map[*Subscription]struct{}
}

// Subscription receives events until it is closed.
type Subscription struct {
	// C delivers the events. After a gap it delivers one of topic [Resync] before anything newer.
	C   <-chan Event
	ch  chan Event
	bus *Bus
	gap bool
}

// Publish gives the event an ID and delivers it to all subscribers, without waiting for any of them.
func (b *Bus) Publish(topic string, data any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lastID++
	e := Event{ID: b.lastID, Topic: topic, At: time.Now().UTC(), Data: data}
	b.remember(e)
	for sub := range b.subs {
		sub.offer(e)
	}
}

func (b *Bus) remember(e Event) {
	if len(b.recent) == kept {
		b.recent = append(b.recent[:0], b.recent[kept/2:]...)
	}
	b.recent = append(b.recent, e)
}

// Subscribe delivers all events from now on through a buffer of the given size, 2 or more. If after is not zero, the events
// after that ID come first; if the bus no longer has them all, a resync does.
func (b *Bus) Subscribe(after int64, buffer int) *Subscription {
	b.mu.Lock()
	defer b.mu.Unlock()
	ch := make(chan Event, max(buffer, 2))
	sub := &Subscription{C: ch, ch: ch, bus: b}
	if b.subs == nil {
		b.subs = make(map[*Subscription]struct{})
	}
	b.subs[sub] = struct{}{}
	if after > 0 {
		sub.replay(after)
	}
	return sub
}

// replay is called with the bus locked.
func (s *Subscription) replay(after int64) {
	recent := s.bus.recent
	known := after <= s.bus.lastID && (after == s.bus.lastID || (len(recent) > 0 && recent[0].ID <= after+1))
	if !known {
		s.gap = true
		s.fillGap()
		return
	}
	for _, e := range recent {
		if e.ID > after {
			s.offer(e)
		}
	}
}

// offer is called with the bus locked.
func (s *Subscription) offer(e Event) {
	if s.gap && !s.fillGap() {
		return
	}
	select {
	case s.ch <- e:
	default:
		s.gap = true
	}
}

// fillGap tells of the gap once there is room for that and for one more event.
func (s *Subscription) fillGap() bool {
	if len(s.ch) > cap(s.ch)-2 {
		return false
	}
	s.ch <- Event{ID: s.bus.lastID, Topic: Resync, At: time.Now().UTC()}
	s.gap = false
	return true
}

// Close ends the subscription and its channel. Closing twice is no error.
func (s *Subscription) Close() {
	s.bus.mu.Lock()
	defer s.bus.mu.Unlock()
	if _, ok := s.bus.subs[s]; ok {
		delete(s.bus.subs, s)
		close(s.ch)
	}
}
