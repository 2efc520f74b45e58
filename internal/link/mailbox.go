package link

import (
	"encoding/binary"
	"sync"

	"github.com/nats-io/nats.go"
)

const (
	// part is the size of a piece of an answer, maxAnswer that of a whole one, in bytes.
	part      = 256 << 10
	maxAnswer = 64 << 20
	// frames is how many messages may wait for one call: a whole answer and some more.
	frames = maxAnswer/part + 64
	// maxCalls is how many calls a node makes, and how many it answers, at the same time.
	maxCalls = 1024
	// nobody is a frame that no replica sends: the server says that nobody hears the request.
	nobody kind = 0
)

// frame is one message of a call. Those of the holder are numbered from 1; a progress carries the number of the last one before it.
type frame struct {
	kind   kind
	number uint32
	data   []byte
}

// frameSize is what a number takes.
const frameSize = 4

func (f frame) encode() []byte {
	return append(binary.BigEndian.AppendUint32(make([]byte, 0, frameSize+len(f.data)), f.number), f.data...)
}

func decodeFrame(k kind, payload []byte) (frame, bool) {
	if len(payload) < frameSize {
		return frame{}, false
	}
	return frame{k, binary.BigEndian.Uint32(payload), payload[frameSize:]}, true
}

// mailboxes are the calls in progress at one end. Their zero value is ready for use.
type mailboxes struct {
	mu  sync.Mutex
	all map[string]chan frame
}

// open makes a place for the messages of a call; ok is false if there is one already, or if there are too many.
func (b *mailboxes) open(id string, size int) (box <-chan frame, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.all == nil {
		b.all = make(map[string]chan frame)
	}
	if _, there := b.all[id]; there || len(b.all) >= maxCalls {
		return nil, false
	}
	ch := make(chan frame, size)
	b.all[id] = ch
	return ch, true
}

func (b *mailboxes) close(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.all, id)
}

// put never waits. What does not fit is missing, which the numbers show; progress does not take the place of anything else.
func (b *mailboxes) put(id string, f frame) {
	b.mu.Lock()
	defer b.mu.Unlock()
	box := b.all[id]
	if box == nil || f.kind == kindProgress && len(box) > cap(box)/2 {
		return
	}
	select {
	case box <- f:
	default:
	}
}

// has saves us from opening messages that nobody waits for.
func (b *mailboxes) has(id string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.all[id] != nil
}

// sort puts a message where it belongs.
func (n *Node) sort(m *nats.Msg, boxes *mailboxes) {
	id := last(m.Subject)
	if !boxes.has(id) {
		return
	}
	if len(m.Data) == 0 && m.Header.Get("Status") == "503" {
		boxes.put(id, frame{kind: nobody})
		return
	}
	if k, payload, ok := n.open(m); ok {
		if f, ok := decodeFrame(k, payload); ok {
			boxes.put(id, f)
		}
	}
}
