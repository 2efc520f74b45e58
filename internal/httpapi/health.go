package httpapi

import (
	"encoding/json"
	"net/http"
)

// The health checks, at the root.
const (
	healthRoute = "/healthz"
	readyRoute  = "/readyz"
)

type healthBody struct {
	Status string      `json:"status"`
	Checks []checkBody `json:"checks"`
}

type checkBody struct {
	Name    string `json:"name"`
	Status  string `json:"status"`
	Message string `json:"message"`
}

// healthz says that the process is alive. It stays well when fail2ban or the database is not: restarting us would not help.
func (s *server) healthz(w http.ResponseWriter, r *http.Request) {
	infoOf(r.Context()).route = healthRoute
	s.writeHealth(w, r, nil)
}

// readyz says whether this replica should get requests.
func (s *server) readyz(w http.ResponseWriter, r *http.Request) {
	infoOf(r.Context()).route = readyRoute
	s.writeHealth(w, r, s.deps.Checks(r.Context()))
}

func (s *server) writeHealth(w http.ResponseWriter, r *http.Request, checks []Check) {
	status, body := http.StatusOK, healthBody{Status: word(true), Checks: []checkBody{}}
	for _, c := range checks {
		body.Checks = append(body.Checks, checkBody{Name: c.Name, Status: word(c.OK), Message: c.Message})
		if !c.OK {
			status, body.Status = http.StatusServiceUnavailable, word(false)
		}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		s.log.DebugContext(r.Context(), "answer not delivered", "err", err)
	}
}

func word(ok bool) string {
	if ok {
		return "ok"
	}
	return "failing"
}
