package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
	"time"
	"unicode/utf8"

	"bangui/internal/blocklist"
	"bangui/internal/fault"
)

// maxBody is the largest body of a request, in bytes.
const maxBody = 1 << 20

// maxUpload is that of a body that has a block list: its text may have to be escaped.
const maxUpload = blocklist.MaxUpload + blocklist.MaxUpload/2

// takeBody reads the body into memory, within the server's time for reading, and then ends that time: net/http cancels the context
// of a request whose connection reaches its read deadline, however long ago the body arrived, and an order to fail2ban or a live
// stream takes longer. When the server stops, a body that has not arrived is not waited for.
func (s *server) takeBody(w http.ResponseWriter, r *http.Request, most int64) error {
	control := http.NewResponseController(w)
	arrived := s.cutAtStop(control, r)
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	arrived()
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return fault.TooLarge.Errorf("the body of a request may have at most %d bytes", most)
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return newProblem(r.Context(), http.StatusRequestTimeout, codeTimeout, "the body of the request did not arrive in time")
	}
	if err != nil {
		return fault.Invalid.Wrapf(err, "the body of the request ended too early")
	}
	if at, wrong := notUTF8(body); wrong {
		return fault.Invalid.Errorf("the encoding of the body of a request must be UTF-8").WithField("body", "byte %d, in line %d, is no UTF-8", at, 1+bytes.Count(body[:at-1], []byte("\n"))).
			WithMend("Turn the text into UTF-8, for example with `iconv -t UTF-8`.")
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if err := control.SetReadDeadline(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return fmt.Errorf("end the time for reading: %w", err)
	}
	return nil
}

// notUTF8 finds the first byte, from 1, that is no UTF-8: the JSON decoder would put another character in its place and say nothing.
func notUTF8(body []byte) (at int, wrong bool) {
	for i := 0; i < len(body); {
		r, size := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && size == 1 {
			return i + 1, true
		}
		i += size
	}
	return 0, false
}

// cutAtStop ends the time for reading when the server stops before arrived is called, which must be.
func (s *server) cutAtStop(control *http.ResponseController, r *http.Request) (arrived func()) {
	if r.ContentLength == 0 {
		return func() {}
	}
	var waiting sync.WaitGroup
	done := make(chan struct{})
	waiting.Go(func() {
		select {
		case <-s.deps.Stopping:
			_ = control.SetReadDeadline(time.Unix(1, 0)) // the connection lives until the server's own time is up
		case <-done:
		}
	})
	return func() {
		close(done)
		waiting.Wait()
	}
}

// readJSON is [json.Unmarshal], without the names of our types in its errors: they are shown to the caller. What fits the schema
// and not the type is a number that is too large.
func readJSON(data []byte, v any) error {
	err := json.Unmarshal(data, v)
	if misfit, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("the value of %s is out of range", misfit.Field)
	}
	return err
}
