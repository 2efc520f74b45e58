package link

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"bangui/internal/fault"
	"bangui/internal/host"
)

const (
	// maxAtOnce is how many calls one host carries out at the same time, and maxWatches how many watch it.
	maxAtOnce  = 32
	maxWatches = 16
	// maxWaiting is how many requests for one host may wait to be looked at, and how large they are together.
	maxWaiting      = 1024
	maxWaitingBytes = 8 << 20
	// longest is the furthest deadline that a request may have.
	longest = 10 * time.Minute
)

// service answers for one host.
type service struct {
	node    *Node
	name    string
	host    host.Host
	verbs   map[string]verb
	orders  orders
	slots   chan struct{}
	watches chan struct{}
	ctx     context.Context //nolint:containedctx // the service is one call of Serve, which ends with it

	mu      sync.Mutex
	ended   bool
	working sync.WaitGroup
}

// Serve answers whoever asks for the host of this name until ctx ends; what is being done then is broken off and waited for.
func (n *Node) Serve(ctx context.Context, name string, h host.Host) {
	s := &service{
		node: n, name: name, host: h, verbs: verbs(), ctx: ctx,
		slots: make(chan struct{}, maxAtOnce), watches: make(chan struct{}, maxWatches),
	}
	sub, err := n.conn.QueueSubscribe(n.subjects.host(name), "holder", s.take)
	if err != nil {
		n.log.Warn("host not served to other replicas", "host", name, "err", err)
		return
	}
	if err := sub.SetPendingLimits(maxWaiting, maxWaitingBytes); err != nil {
		n.log.Warn("host served without a limit", "host", name, "err", err)
	}
	<-ctx.Done()
	_ = sub.Unsubscribe() // the connection may be closed already
	s.mu.Lock()
	s.ended = true
	s.mu.Unlock()
	s.working.Wait()
}

// take looks at a request and begins to work on it.
func (s *service) take(m *nats.Msg) {
	k, text, ok := s.node.open(m)
	if !ok || k != kindRequest {
		return
	}
	r, err := decodeRequest(text)
	if err != nil {
		s.node.log.Debug("request not understood", "host", s.name, "err", err)
		return
	}
	box, ok := s.node.served.open(r.ID, boxSize)
	if !ok {
		return // it is a repetition, and the first one is being worked on
	}
	if err := s.begin(r, box); err != nil {
		s.node.served.close(r.ID)
		s.stream(r).end(failureOf(err))
	}
}

// boxSize is how many messages of an asker may wait: each of them makes those before it needless.
const boxSize = 16

// begin starts to work in a goroutine of its own, if there is room and time.
func (s *service) begin(r request, box <-chan frame) error {
	left := r.Deadline.Sub(s.node.now())
	if left <= 0 {
		return fault.Unreachable.Errorf("the request reached host %s too late and was not carried out", s.name).WithMend("Try again.")
	}
	slots, work := s.slots, s.answer
	if r.Verb == verbWatch {
		slots, work = s.watches, s.watch
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended || s.ctx.Err() != nil {
		return s.handedOver()
	}
	select {
	case slots <- struct{}{}:
	default:
		return fault.TooMany.Errorf("host %s has too much to do at the moment", s.name).WithRetryAfter(time.Second)
	}
	s.working.Go(func() {
		defer func() { <-slots }()
		defer s.node.served.close(r.ID)
		work(r, box, min(left, longest))
	})
	return nil
}

func (s *service) handedOver() error {
	return fault.Unreachable.Errorf("host %s is being handed over to another replica", s.name).
		WithMend("Try again in a moment.").WithRetryAfter(2 * time.Second)
}

// answer carries out a request and sends what came of it.
func (s *service) answer(r request, box <-chan frame, left time.Duration) {
	ctx, cancel := context.WithTimeout(s.ctx, left)
	defer cancel()
	out := s.stream(r)
	var minding sync.WaitGroup
	minding.Go(func() { mind(ctx, cancel, out, box) })
	result := s.carryOut(ctx, r)
	cancel()
	minding.Wait()
	if result.failure.Kind == "" && result.failure.Message == "" {
		out.parts(result.text)
	}
	out.end(result.failure)
}

// mind tells the asker that we are at work, and stops the work when the asker does not wait any more.
func mind(ctx context.Context, cancel context.CancelFunc, out *stream, box <-chan frame) {
	ticker := time.NewTicker(progressEvery)
	defer ticker.Stop()
	for {
		out.progress()
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case f := <-box:
			if f.kind == kindCancel {
				cancel()
			}
		}
	}
}

func (s *service) carryOut(ctx context.Context, r request) outcome {
	v, ok := s.verbs[r.Verb]
	if !ok {
		return outcome{failure: failureOf(fault.Unsupported.Errorf("the replica that looks after host %s does not know how to do this", s.name).
			WithMend("It runs another version: bring all replicas to the same one."))}
	}
	if !v.order {
		return s.do(ctx, v, r)
	}
	return s.orders.once(r.ID, func() outcome { return s.do(ctx, v, r) })
}

// do asks the host. A panic is a failure of this call only.
func (s *service) do(ctx context.Context, v verb, r request) (result outcome) {
	defer func() {
		if p := recover(); p != nil {
			s.node.log.Error("request of another replica panicked", "verb", r.Verb, "panic", p, "stack", string(debug.Stack()))
			result = outcome{failure: failureOf(fmt.Errorf("panic: %v", p))}
		}
	}()
	answer, err := v.do(ctx, s.host, r.Args)
	if err != nil && s.ctx.Err() != nil {
		err = s.handedOver()
	}
	if err != nil {
		return outcome{failure: failureOf(err)}
	}
	text, err := json.Marshal(answer)
	if err == nil && len(text) > maxAnswer {
		err = tooLarge(s.name)
	}
	return outcome{text, failureOf(err)}
}
