package httpapi

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"bangui/internal/event"
	"bangui/internal/fault"
)

// Times and sizes of a live stream.
const (
	pingEvery = 15 * time.Second
	// writeOneWithin is how long a client may take to receive one event; a slower one is dropped and comes back.
	writeOneWithin = 10 * time.Second
	// resyncGap is the least time between two resyncs: what happens meanwhile is covered by the second one.
	resyncGap = time.Second
	// streamBuffer is how many events may wait for one client.
	streamBuffer = 256
	// maxStreams is how many streams one session may have open.
	maxStreams = 16
)

type eventsInput struct {
	LastEventID string `header:"Last-Event-ID" doc:"Set by browsers when they come back: what was missed comes first"`
}

// streamEvents sends what happens as server-sent events until the client leaves, the session ends or the server stops.
// Source: HTML standard, section 9.2.
func (s *server) streamEvents(ctx context.Context, in *eventsInput) (*huma.StreamResponse, error) {
	key := infoOf(ctx).token
	if !s.streams.enter(key) {
		return nil, fault.TooMany.Errorf("this session has %d live streams open already", maxStreams).WithRetryAfter(pingEvery)
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer s.streams.leave(key)
		defer s.deps.Metrics.Stream()()
		r, w := humago.Unwrap(hc)
		sub := s.deps.Events.Subscribe(s.lastEventID(in.LastEventID), streamBuffer)
		defer sub.Close()
		st := &stream{server: s, w: w, control: http.NewResponseController(w), sub: sub}
		if err := st.run(r.Context()); err != nil {
			s.log.DebugContext(r.Context(), "stream ended", "request_id", infoOf(r.Context()).requestID, "err", err)
		}
	}}, nil
}

// eventID is the ID of an event for browsers. Each process has a bus of its own, so the ID also says whose it is: a browser that
// comes back may reach another replica.
func (s *server) eventID(id int64) string { return s.busName + "-" + strconv.FormatInt(id, 10) }

// lastEventID returns 0 for none; what is no ID of ours becomes one that leads to a resync.
func (s *server) lastEventID(text string) int64 {
	if text == "" {
		return 0
	}
	number, ours := strings.CutPrefix(text, s.busName+"-")
	id, err := strconv.ParseInt(number, 10, 64)
	if !ours || err != nil || id == 0 {
		return -1
	}
	return id
}

// stream is one client. It belongs to one goroutine.
type stream struct {
	server  *server
	w       http.ResponseWriter
	control *http.ResponseController
	sub     *event.Subscription

	// due fires when a resync that was held back is to be sent; nil if there is none. lastID is the last event that it covers.
	due        <-chan time.Time
	lastID     int64
	resyncedAt time.Time
}

// run returns an error if the client could not be reached any more, and nil at every other end.
func (st *stream) run(ctx context.Context) error {
	if err := st.begin(); err != nil {
		return err
	}
	ping := time.NewTicker(pingEvery)
	defer ping.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return nil
		case <-st.server.deps.Stopping:
			return nil
		case <-ping.C:
			if !st.server.stillSignedIn(ctx) {
				return nil
			}
			err = st.write([]byte(": ping\n\n"))
		case e := <-st.sub.C:
			err = st.deliver(e)
		case <-st.due:
			err = st.resync()
		}
		if err != nil {
			return err
		}
	}
}

// begin sends the head and says hello.
func (st *stream) begin() error {
	h := st.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no")
	hello, err := st.server.frame(st.sub.After, "hello", helloEvent{Replica: st.server.deps.Replica, Version: st.server.deps.Version})
	if err != nil {
		return err
	}
	return st.write(hello)
}

// deliver sends an event, or lets a resync that is due cover it.
func (st *stream) deliver(e event.Event) error {
	if e.Topic == event.Resync || st.due != nil {
		return st.hold(e.ID)
	}
	data, err := e.Encoded(st.server.encodeEvent)
	if err != nil {
		st.server.log.Warn("event not told, clients fetch anew", "topic", e.Topic, "err", fault.Cause(err))
		return st.hold(e.ID)
	}
	return st.write(data)
}

// hold sends a resync now, or later if there was one a moment ago.
func (st *stream) hold(id int64) error {
	st.lastID = id
	if st.due != nil {
		return nil
	}
	wait := resyncGap - time.Since(st.resyncedAt)
	if wait <= 0 {
		return st.resync()
	}
	st.due = time.After(wait)
	return nil
}

func (st *stream) resync() error {
	st.due, st.resyncedAt = nil, time.Now()
	data, err := st.server.frame(st.lastID, event.Resync, struct{}{})
	if err != nil {
		return err
	}
	return st.write(data)
}

// write gives the client a time of its own for each event: the server's limit for a whole answer would end the stream.
func (st *stream) write(data []byte) error {
	if err := st.control.SetWriteDeadline(time.Now().Add(writeOneWithin)); err != nil {
		return err
	}
	if _, err := st.w.Write(data); err != nil {
		return err
	}
	return st.control.Flush()
}

// stillSignedIn tells whether the session that opened the stream has not ended and its user may still look. While the database
// does not answer, streams go on.
func (s *server) stillSignedIn(ctx context.Context) bool {
	_, user, err := s.deps.Accounts.Authenticate(ctx, infoOf(ctx).token, infoOf(ctx).client)
	if errors.Is(err, fault.Unauthenticated) {
		return false
	}
	return err != nil || user.Role.May(eventsPermission)
}
