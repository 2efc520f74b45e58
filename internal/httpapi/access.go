package httpapi

import (
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"
)

// logAccess writes one line for each request: the route, never the path or the query, which may hold what people searched for.
func (s *server) logAccess(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		kept := &statusKeeper{ResponseWriter: w}
		defer func() {
			info := infoOf(r.Context())
			s.countRequest(info, r.Method, kept, time.Since(began))
			s.log.LogAttrs(r.Context(), accessLevel(info.route, kept.status), "request",
				slog.String("request_id", info.requestID), slog.String("method", r.Method), slog.String("route", info.route),
				slog.Int("status", kept.status), slog.Int64("bytes", kept.bytes), slog.String("addr", info.address()),
				slog.String("user", info.user.Name), slog.Int64("took_ms", time.Since(began).Milliseconds()))
		}()
		next.ServeHTTP(kept, r)
	})
}

// accessLevel keeps files of the UI and health checks out of the log, unless they go wrong.
func accessLevel(route string, status int) slog.Level {
	if status < http.StatusInternalServerError && (route == "" || route == healthRoute || route == readyRoute || route == metricsRoute) {
		return slog.LevelDebug
	}
	return slog.LevelInfo
}

// recoverPanics answers a panic, which is a bug of ours, with a problem, and logs where it was. A handler that asks for the
// connection to be cut gets that.
func (s *server) recoverPanics(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			reason := recover()
			if reason == nil {
				return
			}
			if err, ok := reason.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(reason)
			}
			info := infoOf(r.Context())
			s.log.ErrorContext(r.Context(), "panic", "request_id", info.requestID, "route", info.route, "panic", reason,
				"stack", string(debug.Stack()))
			if kept, ok := w.(*statusKeeper); ok && kept.status != 0 {
				panic(http.ErrAbortHandler)
			}
			s.writeProblem(w, r, newProblem(r.Context(), http.StatusInternalServerError, codeInternal,
				"something went wrong on our side; the log has more under the request ID"))
		}()
		next.ServeHTTP(w, r)
	})
}

// statusKeeper remembers what was answered.
type statusKeeper struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader keeps the first final status.
func (k *statusKeeper) WriteHeader(status int) {
	if k.status == 0 && status >= http.StatusOK {
		k.status = status
	}
	k.ResponseWriter.WriteHeader(status)
}

// Write counts.
func (k *statusKeeper) Write(p []byte) (int, error) {
	if k.status == 0 {
		k.status = http.StatusOK
	}
	n, err := k.ResponseWriter.Write(p)
	k.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController flush and set deadlines.
func (k *statusKeeper) Unwrap() http.ResponseWriter { return k.ResponseWriter }
