package httpapi_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/account"
)

// batchAnswer is one line of a batch.
type batchAnswer struct {
	Index  int            `json:"index"`
	Status int            `json:"status"`
	Body   map[string]any `json:"body"`
}

// readBatch reads the paths together and returns the answers in their order.
func (w *world) readBatch(token string, paths ...string) []batchAnswer {
	w.t.Helper()
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, w.request(http.MethodGet, "/api/v1/batch?"+url.Values{"get": paths}.Encode(), token, ""))
	if rec.Code != http.StatusOK {
		w.t.Fatalf("batch: %d %s", rec.Code, rec.Body)
	}
	return answersIn(w.t, rec.Body, len(paths))
}

func answersIn(t *testing.T, lines io.Reader, n int) []batchAnswer {
	t.Helper()
	answers := make([]batchAnswer, n)
	scanner := bufio.NewScanner(lines)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		var a batchAnswer
		if err := json.Unmarshal(scanner.Bytes(), &a); err != nil {
			t.Fatalf("%v in %s", err, scanner.Text())
		}
		answers[a.Index] = a
	}
	return answers
}

func TestBatchAnswersAsEachAlone(t *testing.T) {
	w := newHostWorld(t)
	paths := []string{
		"/session", "/hosts", "/hosts/local/jails/sshd", "/hosts/nowhere", "/stats/summary?range=7d&tz=Europe%2FBerlin", "/stats/summary?range=1y",
		"/bans?limit=2&jail=a%20b", "/nothing", "/audit", "/schedules/sweep/run", "/bans/first", "/openapi.json",
	}
	for _, role := range []account.Role{account.Viewer, account.Administrator} {
		token := w.signIn(role)
		for i, got := range w.readBatch(token, paths...) {
			res, body := w.call(http.MethodGet, "/api/v1"+paths[i], token, "")
			want := batchAnswer{Index: i, Status: res.StatusCode, Body: body}
			for _, b := range []map[string]any{got.Body, want.Body} {
				delete(b, "request_id")
				delete(b, "as_of")
				delete(b, "from") // statistics end now
				delete(b, "to")
				delete(b, "series")
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s as %s (-alone +together):\n%s", paths[i], role, diff)
			}
		}
	}
}

func TestEachRouteInABatchForEachRole(t *testing.T) {
	w := newReadyWorld(t, nil)
	for _, op := range operations(t) {
		if op.Method != http.MethodGet || op.Permission == account.Public {
			continue
		}
		path := strings.NewReplacer("{host}", "nowhere", "{jail}", "none", "{id}", "999999", "{task}", "none").Replace(strings.TrimPrefix(op.Path, "/api/v1"))
		for _, role := range []account.Role{account.Viewer, account.Operator, account.Administrator} {
			got := w.readBatch(w.signIn(role), path)[0].Status
			if forbidden := got == http.StatusForbidden; forbidden == role.May(op.Permission) || got == 0 {
				t.Errorf("%s as %s: status %d, may: %v", path, role, got, role.May(op.Permission))
			}
		}
	}
}

func TestBatchRefuses(t *testing.T) {
	w := newReadyWorld(t, nil)
	token := w.signIn(account.Administrator)
	many := "/api/v1/batch?get=" + strings.Repeat("/session&get=", 24) + "/session"
	for name, tt := range map[string]struct {
		path, token string
		status      int
	}{
		"nothing to read":   {"/api/v1/batch", token, 422},
		"too much to read":  {many, token, 422},
		"an address":        {"/api/v1/batch?get=http://example.org/session", token, 422},
		"no path":           {"/api/v1/batch?get=session", token, 422},
		"nobody signed in":  {"/api/v1/batch?get=/session", "", 401},
		"a made-up session": {"/api/v1/batch?get=/session", "AAAA", 401},
	} {
		if res, body := w.call(http.MethodGet, tt.path, tt.token, ""); res.StatusCode != tt.status {
			t.Errorf("%s: %d %v, want %d", name, res.StatusCode, body, tt.status)
		}
	}
	for _, path := range []string{"/events", "/bans/export", "/batch?get=/session"} {
		if got := w.readBatch(token, path)[0]; got.Status != 422 || !strings.Contains(got.Body["detail"].(string), "together") {
			t.Errorf("%s in a batch: %v, want 422", path, got)
		}
	}
	for _, path := range []string{"/../../healthz", "/%2e%2e/%2e%2e/healthz", "/session/../../../"} {
		if got := w.readBatch(token, path)[0]; got.Status == http.StatusOK {
			t.Errorf("%s leads out of the API: %v", path, got)
		}
	}
}

func TestBatchIsCompressed(t *testing.T) {
	w := newReadyWorld(t, nil)
	r := w.request(http.MethodGet, "/api/v1/batch?get=/session&get=/hosts", w.signIn(account.Viewer), "")
	r.Header.Set("Accept-Encoding", "br, gzip")
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	if got := rec.Header().Get("Content-Encoding"); got != "gzip" || rec.Header().Get("Vary") != "Accept-Encoding" {
		t.Fatalf("encoding %q, vary %q", got, rec.Header().Get("Vary"))
	}
	plain, err := gzip.NewReader(rec.Body)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range answersIn(t, plain, 2) {
		if a.Status != http.StatusOK {
			t.Errorf("part %d: %v", i, a)
		}
	}
}

func TestPartsOfABatchAreLogged(t *testing.T) {
	w := newReadyWorld(t, nil)
	w.readBatch(w.signIn(account.Viewer), "/session", "/audit?actor=somebody-searched")
	log := w.log.String()
	for _, want := range []string{`"route":"/api/v1/session","status":200`, `"route":"/api/v1/audit","status":403`, `"route":"/api/v1/batch","status":200`} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %s: %s", want, log)
		}
	}
	if strings.Contains(log, "somebody-searched") {
		t.Errorf("the log has the query: %s", log)
	}
}
