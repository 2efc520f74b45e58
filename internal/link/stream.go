package link

import (
	"encoding/json"
	"sync"
)

// stream is what a holder says to one asker. All methods may be called at the same time. What cannot be sent is missed by the asker,
// who notices.
type stream struct {
	node    *Node
	subject string

	mu     sync.Mutex
	number uint32
}

func (s *service) stream(r request) *stream {
	return &stream{node: s.node, subject: s.node.subjects.call(r.From, asker, r.ID)}
}

// progress tells who is at work, and how much has been said so far.
func (o *stream) progress() {
	o.mu.Lock()
	defer o.mu.Unlock()
	_ = o.node.publish(o.subject, kindProgress, frame{number: o.number, data: []byte(o.node.token)}.encode())
}

func (o *stream) send(k kind, data []byte) uint32 {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.number++
	_ = o.node.publish(o.subject, k, frame{number: o.number, data: data}.encode())
	return o.number
}

// parts sends text in pieces.
func (o *stream) parts(text []byte) {
	for len(text) > 0 {
		size := min(part, len(text))
		o.send(kindPart, text[:size])
		text = text[size:]
	}
}

// end says that the call is over.
func (o *stream) end(f failure) {
	text, err := json.Marshal(f)
	if err != nil {
		text = []byte(`{"message":"a failure that cannot be told"}`)
	}
	o.send(kindEnd, text)
}
