package httpapi

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"net/http"
	"strings"
	"time"

	"bangui/internal/fault"
	"bangui/internal/metrics"
	"bangui/internal/settings"
)

// metricsRoute is at the root, like the health checks.
const metricsRoute = metrics.Route

// streamRoute is that of live streams.
const streamRoute = Prefix + "/events"

// tellMetrics answers Prometheus if it shows the token. Without one in the settings, nothing is told on this listener.
func (s *server) tellMetrics(w http.ResponseWriter, r *http.Request) {
	infoOf(r.Context()).route = metricsRoute
	if err := admitScrape(r, s.deps.MetricsToken); err != nil {
		if errors.Is(err, fault.Unauthenticated) {
			w.Header().Set("WWW-Authenticate", `Bearer realm="BanGUI metrics"`)
		}
		s.writeProblem(w, r, s.problemOf(r.Context(), err))
		return
	}
	s.deps.Metrics.Handler().ServeHTTP(w, r)
}

// admitScrape compares in constant time: hashes have the same length, whatever the caller sent.
func admitScrape(r *http.Request, token settings.Secret) error {
	if token.Reveal() == "" {
		return fault.NotFound.Errorf("metrics are not served here").
			WithMend("Set BANGUI_METRICS_TOKEN and let Prometheus send it as a bearer token, or set BANGUI_METRICS_LISTEN to serve them on an address of their own.")
	}
	scheme, shown, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	want, got := sha256.Sum256([]byte(token.Reveal())), sha256.Sum256([]byte(strings.TrimSpace(shown)))
	if !strings.EqualFold(scheme, "Bearer") || subtle.ConstantTimeCompare(want[:], got[:]) != 1 {
		return fault.Unauthenticated.Errorf("metrics need the token of BANGUI_METRICS_TOKEN").
			WithMend("Let Prometheus send it: `authorization: {credentials_file: …}` in its scrape_config.")
	}
	return nil
}

// countRequest counts an answer. That a live stream ends after hours says nothing about how fast we answer.
func (s *server) countRequest(info *requestInfo, method string, kept *statusKeeper, took time.Duration) {
	if info.route == streamRoute {
		s.deps.Metrics.StreamRequest(info.route, method, kept.status)
		return
	}
	s.deps.Metrics.Request(info.route, method, kept.status, took)
}

// countSignIn counts a try to sign in by its error.
func (s *server) countSignIn(err error) {
	outcome := metrics.SignInFailed
	switch {
	case err == nil:
		outcome = metrics.SignInOK
	case errors.Is(err, fault.Unauthenticated):
		outcome = metrics.SignInRefused
	case errors.Is(err, fault.TooMany):
		outcome = metrics.SignInLimited
	}
	s.deps.Metrics.SignIn(outcome)
}
