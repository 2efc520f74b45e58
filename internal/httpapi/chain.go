package httpapi

import (
	"net/http"
	"slices"
)

// maxBody is the largest body of a request, in bytes.
const maxBody = 1 << 20

// middleware wraps a handler.
type middleware func(http.Handler) http.Handler

// chain wraps the server's handler in what every request goes through, outermost first.
func (s *server) chain(h http.Handler) http.Handler {
	links := []middleware{
		s.identify,
		s.logAccess,
		s.recoverPanics,
		s.secureHeaders,
		s.underBasePath,
		s.refuseForeignOrigins,
		limitBody,
	}
	for _, link := range slices.Backward(links) {
		h = link(h)
	}
	return h
}

// limitBody ends the connection of who sends more than [maxBody]; the routes answer 413 before that.
func limitBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody+1)
		next.ServeHTTP(w, r)
	})
}
