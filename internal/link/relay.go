package link

import (
	"context"
	"encoding/json"
	"time"

	"github.com/nats-io/nats.go"

	"bangui/internal/event"
)

const (
	// relayBuffer is how many events may wait to be sent.
	relayBuffer = 4096
	// maxEvent is the largest event that is sent; the others are told to fetch a larger one.
	maxEvent = 512 << 10
	// forgetAfter is when a replica that is neither heard nor in the table is forgotten.
	forgetAfter = 10 * time.Minute
)

// Run tells the others what happens here, and this process what happens there, until ctx ends. Call it once.
func (n *Node) Run(ctx context.Context) error {
	sub := n.bus.Subscribe(0, relayBuffer)
	defer sub.Close()
	number := n.bus.Published() - int64(len(sub.C))
	others, err := n.conn.Subscribe(n.subjects.allEvents(), n.hear)
	if err != nil {
		return err
	}
	defer func() { _ = others.Unsubscribe() }() // the connection may be closed already
	ticker := time.NewTicker(beaconEvery)
	defer ticker.Stop()
	n.tell(envelope{Number: number})
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e := <-sub.C:
			number = n.forward(e, number)
		case now := <-ticker.C:
			n.tell(envelope{Number: number})
			n.tend(now)
		}
	}
}

// forward sends an event of our own and returns the number that we are at then.
func (n *Node) forward(e event.Event, number int64) int64 {
	if e.Remote || e.Number <= number {
		return number
	}
	data, err := json.Marshal(e.Data)
	if err != nil || len(data) > maxEvent {
		n.log.Warn("event not sent to other replicas, they fetch instead", "topic", e.Topic, "bytes", len(data), "err", err)
		e.Topic, data = event.Resync, nil
	}
	n.tell(envelope{Number: e.Number, Topic: e.Topic, At: e.At, Data: data})
	return e.Number
}

// tell sends an envelope to everybody. One that cannot be sent is missed by the others, who notice.
func (n *Node) tell(e envelope) {
	e.Replica, e.Start = n.replica, n.start
	text, err := json.Marshal(e)
	if err != nil {
		return
	}
	k := kindEvent
	if e.Topic == "" {
		k = kindBeacon
	}
	_ = n.publish(n.subjects.events(n.token), k, text)
}

// hear takes an envelope of anybody.
func (n *Node) hear(m *nats.Msg) {
	if m.Subject == n.subjects.events(n.token) {
		return // our own
	}
	k, text, ok := n.open(m)
	if !ok || k != kindEvent && k != kindBeacon {
		return
	}
	var e envelope
	if err := json.Unmarshal(text, &e); err != nil || m.Subject != n.subjects.events(token(e.Replica)) {
		n.log.Debug("message not understood", "err", err)
		return
	}
	fresh, missed := n.peers.heard(e, time.Now())
	if missed {
		n.bus.Missed()
	}
	if fresh {
		n.relay(e)
	}
}

// relay gives an event of another replica to this process. One that we do not know, of a newer version, is fetched by those whom it concerns.
func (n *Node) relay(e envelope) {
	decode, known := n.decoders[e.Topic]
	if !known {
		n.bus.Missed()
		return
	}
	data, err := decode(e.Data)
	if err != nil {
		n.log.Warn("event of another replica not understood", "replica", e.Replica, "topic", e.Topic, "err", err)
		n.bus.Missed()
		return
	}
	n.bus.Relay(e.Topic, data)
}

// tend looks whether something should have arrived.
func (n *Node) tend(now time.Time) {
	if n.peers.overdue(now) {
		n.bus.Missed()
	}
	n.peers.forget(now, forgetAfter)
}

// Linked returns the IDs of the replicas that were heard in the last seconds, sorted.
func (n *Node) Linked() []string { return n.peers.linked(time.Now()) }

// Seen says that a replica has published so many events, by the table. If fewer arrive here soon, subscribers of the bus are told to
// fetch anew: so a link that is cut is noticed even by those who would never hear of it.
func (n *Node) Seen(replica string, events int64) {
	if replica != n.replica {
		n.peers.expect(replica, events, time.Now())
	}
}
