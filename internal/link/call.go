package link

import (
	"context"
	"encoding/json"
	"errors"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"

	"bangui/internal/fault"
)

const (
	// callWithin is how long a call takes at most if its caller does not say.
	callWithin = time.Minute
	// progressEvery is how often a holder tells that it is still at work; askers give up after silentFor without a word.
	progressEvery = time.Second
	silentFor     = 6 * time.Second
	// repeatEvery is how often a request is sent again that nobody has answered.
	repeatEvery = 2 * time.Second
)

// ask makes one call and decodes its answer.
func ask[T any](ctx context.Context, r *remote, verb string, args any) (T, error) {
	var answer T
	ctx, cancel := context.WithTimeout(ctx, callWithin)
	defer cancel()
	c, err := r.begin(ctx, verb, args)
	if err != nil {
		return answer, err
	}
	defer c.end()
	for {
		f, err := c.next(ctx)
		if err != nil {
			return answer, err
		}
		if f.kind != kindEnd {
			continue
		}
		if err := decodeFailure(f.data); err != nil {
			return answer, err
		}
		if err := json.Unmarshal(c.parts, &answer); err != nil {
			return answer, c.broken(err)
		}
		return answer, nil
	}
}

func decodeFailure(text []byte) error {
	var f failure
	if err := json.Unmarshal(text, &f); err != nil {
		return fault.Unreachable.Wrapf(err, "the replica that holds the host answered something that cannot be read")
	}
	return f.err()
}

// call is one, seen by who asks.
type call struct {
	remote  *remote
	id      string
	box     <-chan frame
	message *nats.Msg
	// holder is the token of who works on it; nil as long as nobody does.
	holder atomic.Pointer[string]
	// number is that of the last frame; parts are what came since the last batch.
	number uint32
	parts  []byte
	over   bool
}

// begin sends the request.
func (r *remote) begin(ctx context.Context, verb string, args any) (*call, error) {
	n := r.node
	text, err := json.Marshal(args)
	if err != nil {
		return nil, err
	}
	id := randomID()
	deadline, ok := ctx.Deadline()
	if !ok {
		deadline = time.Now().Add(callWithin)
	}
	text, err = json.Marshal(request{ID: id, From: n.token, Verb: verb, Deadline: n.now().Add(time.Until(deadline)), Args: text})
	if err != nil {
		return nil, err
	}
	subject := n.subjects.host(r.name)
	sealed := n.sealer.seal(subject, kindRequest, text)
	if len(sealed) > maxMessage {
		return nil, fault.TooLarge.Errorf("the order is too large to be sent to host %s", r.name).WithMend("Give fewer or shorter entries at once.")
	}
	box, ok := n.asked.open(id, frames)
	if !ok {
		return nil, fault.TooMany.Errorf("too many requests to other replicas at the same time").WithRetryAfter(time.Second)
	}
	c := &call{
		remote: r, id: id, box: box,
		message: &nats.Msg{Subject: subject, Reply: n.subjects.call(n.token, asker, id), Data: sealed},
	}
	if err := n.conn.PublishMsg(c.message); err != nil {
		c.over = true
		c.end()
		return nil, c.unheld(err)
	}
	return c, nil
}

// end forgets the call, and tells the holder if it is still at work.
func (c *call) end() {
	n := c.remote.node
	n.asked.close(c.id)
	if !c.over {
		c.say(kindCancel, nil)
	}
}

// say tells the holder something, if there is one. What does not arrive is said again, or not needed.
func (c *call) say(k kind, data []byte) {
	if to := c.holder.Load(); to != nil {
		n := c.remote.node
		_ = n.publish(n.subjects.call(*to, holder, c.id), k, frame{data: data}.encode())
	}
}

// next waits for what the holder says. Parts are collected meanwhile.
func (c *call) next(ctx context.Context) (frame, error) {
	silent := time.NewTimer(silentFor)
	defer silent.Stop()
	repeat := time.NewTicker(repeatEvery)
	defer repeat.Stop()
	for {
		select {
		case <-ctx.Done():
			return frame{}, c.late(ctx.Err())
		case <-c.remote.node.closed:
			return frame{}, c.unheld(nats.ErrConnectionClosed)
		case <-silent.C:
			return frame{}, c.silent()
		case <-repeat.C:
			c.repeat()
		case f := <-c.box:
			silent.Reset(silentFor)
			if done, err := c.take(f); done || err != nil {
				return f, err
			}
		}
	}
}

// repeat sends the request again: the same one, of which the holder knows whether it has it.
func (c *call) repeat() {
	if c.holder.Load() == nil {
		_ = c.remote.node.conn.PublishMsg(c.message) // there is a next time
	}
}

// take adds a frame to what we have. It is done at the end of a batch or of the call.
func (c *call) take(f frame) (done bool, err error) {
	switch f.kind {
	case nobody:
		if c.holder.Load() != nil {
			return false, nil // of a repetition: the first one was heard
		}
		c.over = true
		return false, c.unheld(nats.ErrNoResponders)
	case kindProgress:
		if f.number > c.number {
			return false, c.broken(errors.New("a part of the answer is missing"))
		}
		if from := string(f.data); isWord(from) {
			c.holder.Store(&from)
		}
		return false, nil
	case kindPart, kindBatch, kindEnd:
	default:
		return false, nil
	}
	if f.number != c.number+1 {
		return false, c.broken(errors.New("a part of the answer is missing"))
	}
	c.number = f.number
	if f.kind != kindPart {
		c.over = f.kind == kindEnd
		return true, nil
	}
	if len(c.parts)+len(f.data) > maxAnswer {
		return false, tooLarge(c.remote.name)
	}
	c.parts = append(c.parts, f.data...)
	return false, nil
}

// unheld is the failure when nobody looks after the host.
func (c *call) unheld(cause error) error {
	return fault.Unreachable.Wrapf(cause, "no replica that can be reached looks after host %s at the moment", c.remote.name).
		WithMend("If this lasts longer than 15 seconds, look at the page Replicas: is the one on the machine of the host running, and linked to the others?").
		WithRetryAfter(2 * time.Second)
}

// silent is the failure when the holder does not say a word any more.
func (c *call) silent() error {
	return fault.Unreachable.Errorf("the replica that looks after host %s does not answer", c.remote.name).
		WithMend("An order may have been carried out all the same: look at what is banned before you repeat it. On the page Replicas you see whether that replica is alive.").
		WithRetryAfter(2 * time.Second)
}

// late is the failure when nobody waits any more.
func (c *call) late(cause error) error {
	if errors.Is(cause, context.DeadlineExceeded) {
		return fault.Unreachable.Wrapf(cause, "host %s did not answer in time", c.remote.name).
			WithMend("An order may have been carried out all the same: look at what is banned before you repeat it.")
	}
	return cause
}

func (c *call) broken(cause error) error {
	return fault.Unreachable.Wrapf(cause, "the answer of host %s did not arrive whole", c.remote.name).
		WithMend("The link between the replicas was interrupted. Try again in a moment.").WithRetryAfter(2 * time.Second)
}

func tooLarge(name string) error {
	return fault.TooLarge.Errorf("the answer of host %s is larger than %d MB", name, maxAnswer>>20).
		WithMend("Open the page at the replica that looks after this host.")
}
