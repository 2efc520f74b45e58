package link

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
)

const (
	// aliveEvery is how often a watcher tells that it is there; the holder ends the watch after goneAfter without a word.
	aliveEvery = 2 * time.Second
	goneAfter  = 10 * time.Second
)

// stored is what a watcher says of the last batch, and again with each sign of life: one of them may be lost.
type stored struct {
	// Number is that of the frame that ended the batch; zero before the first one.
	Number  uint32  `json:"n"`
	Failure failure `json:"failure"`
}

// Watch is host.Host's, over the link: the holder's cursor advances once deliver has returned here.
func (r *remote) Watch(ctx context.Context, cursor host.Cursor, deliver func(context.Context, host.Batch) error) error {
	c, err := r.begin(ctx, verbWatch, cursor)
	if err != nil {
		return err
	}
	defer c.end()
	var told atomic.Pointer[stored]
	told.Store(&stored{})
	living, stop := context.WithCancel(ctx)
	var signs sync.WaitGroup
	defer signs.Wait()
	defer stop()
	signs.Go(func() { c.signs(living, &told) })
	for {
		f, err := c.next(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return err
		case f.kind == kindEnd:
			return ended(f.data)
		}
		last := stored{f.number, c.store(ctx, deliver)}
		told.Store(&last)
		c.sign(last)
	}
}

// signs tells the holder that we are there until ctx ends.
func (c *call) signs(ctx context.Context, told *atomic.Pointer[stored]) {
	ticker := time.NewTicker(aliveEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			c.sign(*told.Load())
		}
	}
}

func (c *call) sign(last stored) {
	if text, err := json.Marshal(last); err == nil {
		c.say(kindAlive, text)
	}
}

// ended is why the holder ended the watch. It never does so without a reason.
func ended(text []byte) error {
	if err := decodeFailure(text); err != nil {
		return err
	}
	return errors.New("the watch ended without a reason")
}

// store hands a batch on.
func (c *call) store(ctx context.Context, deliver func(context.Context, host.Batch) error) failure {
	var batch host.Batch
	err := json.Unmarshal(c.parts, &batch)
	c.parts = nil
	if err == nil {
		err = deliver(ctx, batch)
	}
	return failureOf(err)
}

// watch serves one watcher until it goes away, ctx of the service ends, or the host itself ends the watch. How long the watcher had to be
// heard does not matter any more.
func (s *service) watch(r request, box <-chan frame, _ time.Duration) {
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	out := s.stream(r)
	var cursor host.Cursor
	if err := json.Unmarshal(r.Args, &cursor); err != nil {
		out.end(failureOf(fault.Invalid.Wrapf(err, "the place to watch host %s from cannot be read", s.name)))
		return
	}
	heard := make(chan stored, 1)
	var minding sync.WaitGroup
	minding.Go(func() { mindWatcher(ctx, cancel, out, box, heard) })
	err := s.host.Watch(ctx, cursor, func(ctx context.Context, batch host.Batch) error { return s.deliver(ctx, out, heard, batch) })
	if s.ctx.Err() != nil {
		err = s.handedOver()
	}
	cancel()
	minding.Wait()
	out.end(failureOf(err))
}

// deliver sends a batch and waits until the watcher says what became of it.
func (s *service) deliver(ctx context.Context, out *stream, heard <-chan stored, batch host.Batch) error {
	text, err := json.Marshal(batch)
	if err != nil {
		return err
	}
	if len(text) > maxAnswer {
		return tooLarge(s.name)
	}
	out.parts(text)
	number := out.send(kindBatch, nil)
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case last := <-heard:
			if last.Number == number {
				return last.Failure.err()
			}
		}
	}
}

// mindWatcher passes on what the watcher says, tells it that we are here, and ends the watch when it has gone.
func mindWatcher(ctx context.Context, cancel context.CancelFunc, out *stream, box <-chan frame, heard chan stored) {
	defer cancel()
	ticker := time.NewTicker(progressEvery)
	defer ticker.Stop()
	gone := time.NewTimer(goneAfter)
	defer gone.Stop()
	for {
		out.progress()
		select {
		case <-ctx.Done():
			return
		case <-gone.C:
			return
		case <-ticker.C:
		case f := <-box:
			gone.Reset(goneAfter)
			if f.kind == kindCancel {
				return
			}
			hand(f, heard)
		}
	}
}

// hand puts the newest word of the watcher in the place of an older one.
func hand(f frame, heard chan stored) {
	var last stored
	if f.kind != kindAlive || json.Unmarshal(f.data, &last) != nil {
		return
	}
	select {
	case <-heard:
	default:
	}
	heard <- last // there is room: nobody else puts anything in
}
