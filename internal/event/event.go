// Package event carries what happens to everybody in this process who wants to know.
//
// A [Bus] delivers to each subscriber through a buffer of its own. Nothing waits for a slow subscriber: when its buffer is full,
// what it has not read yet is replaced by one [Resync], and it must then fetch the state anew. So nobody misses anything without
// being told, even if nothing more happens afterwards.
package event

import (
	"sync"
	"time"
)

// The topics.
const (
	Ban   = "ban"
	Unban = "unban"
	Host  = "host"
	Jail  = "jail"
	Job   = "job"
	// Allowance tells that an allowance was made or has ended.
	Allowance = "allowance"
	// Blocklist tells that a block list has changed, or that a host blocks something else now.
	Blocklist = "blocklist"
	// Revision tells that a change of a configuration was made, or has got on.
	Revision = "revision"
	// Replica tells that a replica came, left or changed.
	Replica = "replica"
	// Resync tells a subscriber that events are missing and that it must fetch the state anew. It covers all events before it.
	Resync = "resync"
)

// Event is one thing that happened, ready to be sent to browsers.
type Event struct {
	// ID grows by one with each event of this bus. The first one follows from the clock, so that an ID of another process, or of
	// this one before it was started again, is not taken for one of ours.
	ID int64
	// Topic is one of the constants above.
	Topic string
	At    time.Time
	// Data is what the publisher gave: see there for its type. It must not be changed.
	Data any
	// Remote is true for what another replica published, and for a [Resync] because of what it did.
	Remote bool
	// Number says how many events this bus had published when it was made, itself included if it is not Remote. So the numbers of
	// events that are not Remote grow by one, except where a [Resync] stands for those that are missing.
	Number int64

	encoded *encoding
}

type encoding struct {
	once sync.Once
	data []byte
	err  error
}

// Encoded returns what encode makes of the event. However many subscribers ask for it, encode runs once; all of them must use the
// same one, and nobody may change the bytes.
func (e Event) Encoded(encode func(Event) ([]byte, error)) ([]byte, error) {
	if e.encoded == nil {
		return encode(e)
	}
	e.encoded.once.Do(func() { e.encoded.data, e.encoded.err = encode(e) })
	return e.encoded.data, e.encoded.err
}

// kept is how many events a bus remembers for subscribers that come back.
const kept = 1024

// Bus delivers events. Its zero value is ready for use. All methods may be called at the same time.
type Bus struct {
	mu        sync.Mutex
	lastID    int64
	published int64
	recent    []Event
	subs      map[*Subscription]struct{}
}

// Subscription receives events until it is closed.
type Subscription struct {
	// C delivers the events in order. It is closed by [Subscription.Close].
	C <-chan Event
	// After is the ID of the last event before the first one that is delivered.
	After int64

	ch  chan Event
	bus *Bus
}

// Publish gives the event an ID and delivers it to all subscribers, without waiting for any of them.
func (b *Bus) Publish(topic string, data any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.published++
	b.deliver(b.next(topic, data))
}

// Relay is Publish for what happened at another replica.
func (b *Bus) Relay(topic string, data any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	e := b.next(topic, data)
	e.Remote = true
	b.deliver(e)
}

// Missed tells all subscribers, and those that come back later, that something happened at another replica of which we do not know
// what it was: a [Resync] that is Remote.
func (b *Bus) Missed() { b.Relay(Resync, nil) }

// Published returns how many events of our own there have been, those of other replicas left out.
func (b *Bus) Published() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.published
}

// deliver is called with the bus locked.
func (b *Bus) deliver(e Event) {
	b.remember(e)
	for sub := range b.subs {
		sub.offer(e)
	}
}

func (b *Bus) next(topic string, data any) Event {
	b.seed()
	b.lastID++
	return Event{ID: b.lastID, Topic: topic, At: time.Now().UTC(), Data: data, Number: b.published, encoded: &encoding{}}
}

// seed sets where IDs begin: microseconds of the clock grow faster than any bus publishes.
func (b *Bus) seed() {
	if b.lastID == 0 {
		b.lastID = time.Now().UnixMicro()
	}
}

func (b *Bus) remember(e Event) {
	if len(b.recent) == kept {
		b.recent = append(b.recent[:0], b.recent[kept/2:]...)
	}
	b.recent = append(b.recent, e)
}

// Subscribe delivers all events from now on through a buffer of the given size, at least 1. If after is not zero, the events after
// that ID come first; if the bus no longer has them all, or they do not fit, a [Resync] does.
func (b *Bus) Subscribe(after int64, buffer int) *Subscription {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.seed()
	ch := make(chan Event, max(buffer, 1))
	sub := &Subscription{C: ch, After: b.lastID, ch: ch, bus: b}
	if b.subs == nil {
		b.subs = make(map[*Subscription]struct{})
	}
	b.subs[sub] = struct{}{}
	if after != 0 {
		sub.replay(after)
	}
	return sub
}

// replay is called with the bus locked.
func (s *Subscription) replay(after int64) {
	if !s.bus.has(after) {
		s.resync()
		return
	}
	s.After = after
	for _, e := range s.bus.recent {
		if e.ID > after {
			s.offer(e)
		}
	}
}

// has tells whether the bus still knows all events after the one with this ID.
func (b *Bus) has(after int64) bool {
	if after == b.lastID {
		return true
	}
	return len(b.recent) > 0 && after >= b.recent[0].ID-1 && after < b.lastID
}

// offer is called with the bus locked: nobody else sends.
func (s *Subscription) offer(e Event) {
	select {
	case s.ch <- e:
	default:
		s.resync()
	}
}

// resync replaces all that is waiting by one event, which always fits then.
func (s *Subscription) resync() {
	for {
		select {
		case <-s.ch:
		default:
			s.ch <- Event{ID: s.bus.lastID, Topic: Resync, At: time.Now().UTC(), Number: s.bus.published}
			return
		}
	}
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
