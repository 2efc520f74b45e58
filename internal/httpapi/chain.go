package httpapi

import (
	"net/http"
	"slices"
)

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
	}
	for _, link := range slices.Backward(links) {
		h = link(h)
	}
	return h
}
