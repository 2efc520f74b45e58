package outbound

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"bangui/internal/fault"
)

// Response is an answer. Close it.
type Response struct {
	// Status is 200, or 304 if nothing has changed since the answer that is here already.
	Status int
	// URL is where it came from in the end.
	URL                string
	ETag, LastModified string
	ContentType        string
	// Body is what came, unpacked. It is empty if nothing has changed.
	Body io.Reader

	wire *wire
	stop context.CancelFunc
	body io.Closer
}

// NotModified tells whether nothing has changed since the answer that is here already.
func (r *Response) NotModified() bool { return r.Status == http.StatusNotModified }

// Bytes is how many have come over the network so far.
func (r *Response) Bytes() int64 { return r.wire.read }

// Close ends the request.
func (r *Response) Close() {
	r.wire.end()
	r.stop()
	_ = r.body.Close() // nobody waits for the rest
}

// response looks at the head of an answer.
func (f *fetch) response(ctx context.Context, answer *http.Response) (*Response, error) {
	if answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusNotModified {
		return nil, statusError(answer, answer.Request.URL.Hostname())
	}
	if answer.ContentLength > f.request.MaxBytes {
		return nil, tooLarge(f.request.MaxBytes)
	}
	r := &Response{
		Status: answer.StatusCode, URL: answer.Request.URL.String(), ETag: answer.Header.Get("ETag"), LastModified: answer.Header.Get("Last-Modified"),
		ContentType: answer.Header.Get("Content-Type"), stop: f.stop, body: answer.Body,
	}
	r.wire = newWire(ctx, f, answer.Body)
	unpacked, err := r.wire.unpacked(answer.Header.Get("Content-Encoding"))
	if err != nil {
		r.wire.end()
		return nil, err
	}
	r.Body = unpacked
	if r.NotModified() {
		r.Body = strings.NewReader("")
	}
	return r, nil
}

func tooLarge(most int64) error {
	return fault.TooLarge.Errorf("the answer is larger than %d MiB", most>>20)
}

// wire reads what comes over the network: so many bytes, and none too late.
type wire struct {
	ctx   context.Context //nolint:containedctx // it is that of the request, which lives as long as its body
	fetch *fetch
	body  io.Reader
	read  int64
	idle  *time.Timer
	// late is closed when nothing came for too long.
	late chan struct{}
}

func newWire(ctx context.Context, f *fetch, body io.Reader) *wire {
	w := &wire{ctx: ctx, fetch: f, body: body, late: make(chan struct{})}
	w.idle = time.AfterFunc(f.request.Idle, func() {
		close(w.late)
		f.stop()
	})
	w.idle.Stop()
	return w
}

func (w *wire) end() { w.idle.Stop() }

// Read implements [io.Reader]. The time that its caller takes in between does not count as idle.
func (w *wire) Read(p []byte) (int, error) {
	if !w.isLate() {
		w.idle.Reset(w.fetch.request.Idle)
	}
	n, err := w.body.Read(p)
	w.idle.Stop()
	w.read += int64(n)
	switch {
	case w.read > w.fetch.request.MaxBytes:
		return 0, tooLarge(w.fetch.request.MaxBytes)
	case err == nil || errors.Is(err, io.EOF):
		return n, err
	case w.isLate():
		return n, w.fetch.explain(w.ctx, errIdle)
	}
	return n, w.fetch.explain(w.ctx, err)
}

func (w *wire) isLate() bool {
	select {
	case <-w.late:
		return true
	default:
		return false
	}
}

// unpacked is what the bytes mean.
func (w *wire) unpacked(encoding string) (io.Reader, error) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		return w, nil
	case "gzip", "x-gzip":
		return &unpacker{wire: w}, nil
	}
	return nil, fault.Refused.Errorf("the server packs its answer in a way (%q) that it was not asked for", cut(encoding))
}

func cut(text string) string {
	const most = 40
	return text[:min(len(text), most)]
}

// unpacker unpacks an answer as long as it does not turn out to be far more than it looks.
type unpacker struct {
	wire *wire
	zip  *gzip.Reader
	read int64
}

// A text of addresses shrinks to a third or fifth. What unpacks to more than maxRatio times as much, and to more than freely, is meant to do harm.
const (
	maxRatio = 100
	freely   = 1 << 20
)

// Read implements [io.Reader].
func (u *unpacker) Read(p []byte) (int, error) {
	if u.zip == nil {
		zip, err := gzip.NewReader(u.wire)
		if err != nil {
			return 0, damaged(err)
		}
		u.zip = zip
	}
	n, err := u.zip.Read(p)
	u.read += int64(n)
	switch {
	case u.read > u.wire.fetch.request.MaxUnpacked:
		return 0, fault.TooLarge.Errorf("the answer unpacks to more than %d MiB", u.wire.fetch.request.MaxUnpacked>>20)
	case u.read > freely && u.read > maxRatio*u.wire.read:
		return 0, fault.TooLarge.Errorf("the answer unpacks to more than %d times its size: it is meant to fill memory", maxRatio)
	case err != nil && !errors.Is(err, io.EOF):
		return n, damaged(err)
	}
	return n, err
}

// damaged is for a packed answer that cannot be unpacked; a fault of the network stays what it is.
func damaged(err error) error {
	if known, ok := errors.AsType[*fault.Fault](err); ok {
		return known
	}
	return fault.Refused.Wrapf(err, "the answer is packed with gzip, and damaged")
}
