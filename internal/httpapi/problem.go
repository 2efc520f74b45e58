package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"bangui/internal/fault"
)

// problemDocument is an error as the API tells it. Source: RFC 9457; code, mend, request_id, errors and retry_after_seconds are
// ours.
type problemDocument struct {
	Type   string `json:"type" example:"about:blank"`
	Title  string `json:"title" doc:"The meaning of the status"`
	Status int    `json:"status"`
	Detail string `json:"detail" doc:"What is wrong, for the user"`
	Code   string `json:"code" doc:"What is wrong, for programs" example:"not_found"`
	Mend   string `json:"mend,omitempty" doc:"What to do about it"`
	// RequestID finds the matching lines of the log.
	RequestID  string         `json:"request_id" doc:"Finds the matching lines of the log"`
	Errors     []problemField `json:"errors" doc:"The parts of the input that are wrong; may be empty"`
	RetryAfter int            `json:"retry_after_seconds,omitempty" doc:"When it makes sense to try again"`
}

// problemField is one wrong part of an input. It never holds the value.
type problemField struct {
	Location string `json:"location" example:"body.addresses[0]"`
	Message  string `json:"message"`
}

// Codes of problems that are no kind of fault.
const (
	codeCSRF             = "csrf"
	codeInternal         = "internal"
	codeTimeout          = "timeout"
	codeMethodNotAllowed = "method_not_allowed"
)

// Error makes a problem an error for huma; it is the detail.
func (p *problemDocument) Error() string { return p.Detail }

// GetStatus tells huma the status.
func (p *problemDocument) GetStatus() int { return p.Status }

// ContentType tells huma the media type.
func (p *problemDocument) ContentType(string) string { return "application/problem+json" }

// GetHeaders tells huma the headers.
func (p *problemDocument) GetHeaders() http.Header {
	if p.RetryAfter == 0 {
		return nil
	}
	return http.Header{"Retry-After": {strconv.Itoa(p.RetryAfter)}}
}

// statusOf returns the status for a kind of fault.
func statusOf(kind fault.Kind) int {
	switch kind {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict, fault.SetupNeeded:
		return http.StatusConflict
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.Unreachable, fault.Refused:
		return http.StatusBadGateway
	case fault.Unsupported:
		return http.StatusNotImplemented
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	default:
		return http.StatusInternalServerError
	}
}

// codeOf is the opposite of statusOf, for errors that come from HTTP itself.
func codeOf(status int) string {
	switch status {
	case http.StatusNotFound:
		return string(fault.NotFound)
	case http.StatusMethodNotAllowed:
		return codeMethodNotAllowed
	case http.StatusRequestEntityTooLarge:
		return string(fault.TooLarge)
	case http.StatusForbidden:
		return string(fault.Forbidden)
	}
	if status >= http.StatusInternalServerError {
		return codeInternal
	}
	return string(fault.Invalid)
}

func newProblem(ctx context.Context, status int, code, detail string) *problemDocument {
	return &problemDocument{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Code: code, Detail: detail,
		RequestID: infoOf(ctx).requestID, Errors: []problemField{},
	}
}

// problemOf makes a problem of an error, and logs what the caller is not told.
func (s *server) problemOf(ctx context.Context, err error) *problemDocument {
	if p, ok := errors.AsType[*problemDocument](err); ok {
		return p
	}
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		s.log.ErrorContext(ctx, "request failed", "request_id", infoOf(ctx).requestID, "route", infoOf(ctx).route, "err", fault.Cause(err))
		return newProblem(ctx, http.StatusInternalServerError, codeInternal,
			"something went wrong on our side; the log has more under the request ID")
	}
	if errors.Unwrap(f) != nil {
		s.log.WarnContext(ctx, "request refused", "request_id", infoOf(ctx).requestID, "route", infoOf(ctx).route, "err", fault.Cause(err))
	}
	if f.Kind == fault.Unavailable && infoOf(ctx).user.ID == 0 {
		// Where our database is, and what is wrong there, is nothing for strangers.
		return newProblem(ctx, statusOf(f.Kind), string(f.Kind), "the server cannot work at present; its log has more under the request ID")
	}
	return problemOfFault(ctx, f)
}

func problemOfFault(ctx context.Context, f *fault.Fault) *problemDocument {
	p := newProblem(ctx, statusOf(f.Kind), string(f.Kind), f.Message)
	p.Mend = f.Mend
	p.RetryAfter = int(math.Ceil(f.RetryAfter.Seconds()))
	for _, field := range f.Fields {
		p.Errors = append(p.Errors, problemField(field))
	}
	return p
}

// problemOfModel is a huma transformer: it turns the errors that huma itself finds, such as an unknown field, into ours, without
// the values that huma would echo.
func problemOfModel(ctx huma.Context, _ string, v any) (any, error) {
	model, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	p := newProblem(ctx.Context(), model.Status, codeOf(model.Status), model.Detail)
	for _, e := range model.Errors {
		p.Errors = append(p.Errors, problemField{Location: e.Location, Message: plain(e.Message)})
	}
	if model.Status >= http.StatusInternalServerError {
		p.Errors = []problemField{}
	}
	return p, nil
}

// plain replaces the one message of huma in which Go talks to Go programmers.
func plain(message string) string {
	if strings.HasPrefix(message, "invalid date/time for format ") {
		return "write it as in RFC 3339, such as 2026-01-31T12:00:00Z"
	}
	return message
}

// writeProblem answers outside of huma.
func (s *server) writeProblem(w http.ResponseWriter, r *http.Request, p *problemDocument) {
	for name, values := range p.GetHeaders() {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	if err := json.NewEncoder(w).Encode(p); err != nil {
		s.log.DebugContext(r.Context(), "answer not delivered", "request_id", p.RequestID, "err", err)
	}
}

// problemsFrom serves mux, and turns its plain answers to unknown paths and methods into problems.
func (s *server) problemsFrom(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		var plain statusOnly
		handler.ServeHTTP(&plain, r)
		if allow := plain.Header().Get("Allow"); allow != "" {
			w.Header().Set("Allow", allow)
		}
		s.writeProblem(w, r, unknownRoute(r, plain.status))
	})
}

func unknownRoute(r *http.Request, status int) *problemDocument {
	if status == http.StatusMethodNotAllowed {
		return newProblem(r.Context(), status, codeMethodNotAllowed, r.Method+" is not possible here")
	}
	return newProblem(r.Context(), http.StatusNotFound, string(fault.NotFound), "the API has nothing at this path")
}

// statusOnly is a ResponseWriter that keeps status and headers and drops the body.
type statusOnly struct {
	status int
	header http.Header
}

func (w *statusOnly) Header() http.Header {
	if w.header == nil {
		w.header = make(http.Header)
	}
	return w.header
}

func (w *statusOnly) Write(p []byte) (int, error) { return len(p), nil }

func (w *statusOnly) WriteHeader(status int) { w.status = status }
