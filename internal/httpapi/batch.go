package httpapi

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"bangui/internal/fault"
)

// atOnce is how many parts of a batch are worked on at the same time: about as many as a browser would ask for by itself.
const atOnce = 6

type batchInput struct {
	Get []string `query:"get,explode" required:"true" minItems:"1" maxItems:"24" doc:"What to read: path and query of a GET of this API, below /api/v1" example:"[\"/session\", \"/stats/summary?range=7d\"]"`
}

// batchPart is the answer to one of the paths, as it would be alone.
type batchPart struct {
	Index  int             `json:"index"`
	Status int             `json:"status"`
	Body   json.RawMessage `json:"body"`
}

// readBatch answers several reads in one answer, each on a line of its own as soon as it is done. Each goes through its own route,
// with all the checks that it has alone, so that one may fail while the others do not.
func (s *server) readBatch(ctx context.Context, in *batchInput) (*huma.StreamResponse, error) {
	parts := make([]*url.URL, len(in.Get))
	for i, text := range in.Get {
		u, err := url.ParseRequestURI(text)
		if err != nil || u.Host != "" || !strings.HasPrefix(u.Path, "/") {
			return nil, fault.Invalid.Errorf("what is to be read must be a path").
				WithField(fmt.Sprintf("query.get[%d]", i), "must be a path below %s, such as /session", Prefix)
		}
		u.Path, u.RawPath = Prefix+u.Path, ""
		parts[i] = u
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		r, w := humago.Unwrap(hc)
		out := newLines(w, r.Header.Get("Accept-Encoding"))
		s.answerParts(r, parts, out)
		if err := out.close(); err != nil {
			s.log.DebugContext(ctx, "batch ended early", "request_id", infoOf(ctx).requestID, "err", err)
			panic(http.ErrAbortHandler) // whoever reads must see that it is not all
		}
	}}, nil
}

// answerParts writes the answers in the order in which they are done. It begins with the first ones.
func (s *server) answerParts(r *http.Request, parts []*url.URL, out *lines) {
	var wg sync.WaitGroup
	defer wg.Wait()
	slots := make(chan struct{}, atOnce)
	for i, u := range parts {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			part := s.answerPart(r, u)
			part.Index = i
			out.write(part)
		})
	}
}

// answerPart answers one read as if it had come alone.
func (s *server) answerPart(r *http.Request, u *url.URL) (part batchPart) {
	info := infoOf(r.Context())
	ctx := context.WithValue(r.Context(), infoKey{}, &requestInfo{
		requestID: info.requestID, client: info.client, agent: info.agent, secure: info.secure, part: true,
	})
	defer func() {
		// recoverPanics has logged it; only a half-written answer comes to here.
		if recover() != nil {
			part = problemPart(newProblem(ctx, http.StatusInternalServerError, codeInternal,
				"something went wrong on our side; the log has more under the request ID"))
		}
	}()
	read := r.WithContext(ctx)
	read.URL, read.RequestURI, read.Body, read.ContentLength = u, u.RequestURI(), http.NoBody, 0
	var answer partWriter
	s.parts.ServeHTTP(&answer, read)
	part.Status, part.Body = answer.status, answer.body.Bytes()
	if !json.Valid(part.Body) {
		return problemPart(newProblem(ctx, http.StatusUnprocessableEntity, string(fault.Invalid), "this path has no JSON to read"))
	}
	return part
}

func problemPart(p *problemDocument) batchPart {
	body, err := json.Marshal(p)
	if err != nil {
		body = []byte("null")
	}
	return batchPart{Status: p.Status, Body: body}
}

// partWriter keeps the answer of one part.
type partWriter struct {
	head   http.Header
	status int
	body   bytes.Buffer
}

// Header returns headers that are not sent: what matters of them is in the body, too.
func (p *partWriter) Header() http.Header {
	if p.head == nil {
		p.head = http.Header{}
	}
	return p.head
}

// WriteHeader keeps the first final status.
func (p *partWriter) WriteHeader(status int) {
	if p.status == 0 && status >= http.StatusOK {
		p.status = status
	}
}

// Write keeps the body.
func (p *partWriter) Write(text []byte) (int, error) {
	p.WriteHeader(http.StatusOK)
	return p.body.Write(text)
}

// lines sends JSON values, a line each and at once, compressed if the client takes that. Its writes may come at the same time.
type lines struct {
	control *http.ResponseController

	mu     sync.Mutex
	to     io.Writer
	packer *gzip.Writer
	err    error
}

func newLines(w http.ResponseWriter, accepted string) *lines {
	h := w.Header()
	h.Set("Content-Type", "application/jsonl; charset=utf-8")
	h.Set("X-Accel-Buffering", "no")
	h.Add("Vary", "Accept-Encoding")
	l := &lines{control: http.NewResponseController(w), to: w}
	if takesGzip(accepted) {
		h.Set("Content-Encoding", "gzip")
		l.packer = gzip.NewWriter(w)
		l.to = l.packer
	}
	return l
}

// takesGzip tells whether the client takes gzip; one that names it without wanting it gets plain text all the same.
// Source: RFC 9110, section 12.5.3.
func takesGzip(accepted string) bool {
	for part := range strings.SplitSeq(accepted, ",") {
		if strings.EqualFold(strings.TrimSpace(part), "gzip") {
			return true
		}
	}
	return false
}

func (l *lines) write(v any) {
	line, err := json.Marshal(v)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == nil {
		l.err = err
	}
	if l.err == nil {
		_, l.err = l.to.Write(append(line, '\n'))
	}
	if l.err == nil {
		l.err = l.flush()
	}
}

// flush gives the client a time of its own for each line.
func (l *lines) flush() error {
	if err := l.control.SetWriteDeadline(time.Now().Add(exportWithin)); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	if l.packer != nil {
		if err := l.packer.Flush(); err != nil {
			return err
		}
	}
	return l.control.Flush()
}

// close ends the answer and returns what kept the client from getting all of it.
func (l *lines) close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == nil && l.packer != nil {
		l.err = l.packer.Close()
	}
	return l.err
}

// handleBatch is handle for the batch, whose format the document names.
func handleBatch(method func(*server, context.Context, *batchInput) (*huma.StreamResponse, error)) registrar {
	return func(s *server, api huma.API, op huma.Operation) {
		op.Responses = map[string]*huma.Response{"200": {
			Description: "A line for each path, in the order in which they are done: {\"index\": 0, \"status\": 200, \"body\": …}",
			Content:     map[string]*huma.MediaType{"application/jsonl": {Schema: &huma.Schema{Type: huma.TypeString}}},
		}}
		handle(method)(s, api, op)
	}
}
