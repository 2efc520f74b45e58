package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"bangui/internal/account"
)

func TestBadInput(t *testing.T) {
	w := newReadyWorld(t, nil)
	const signIn = "/api/v1/session"
	tests := []struct {
		name, method, path, body string
		change                   func(*http.Request)
		status                   int
		code, location           string
	}{
		{"malformed", http.MethodPost, signIn, `{"username":`, nil, 400, "invalid", "body"},
		{"not an object", http.MethodPost, signIn, `[]`, nil, 422, "invalid", "body"},
		{"no UTF-8", http.MethodPost, signIn, "{\"username\":\"caf\xe9\",\n\"password\":\"hunter2\"}", nil, 422, "invalid", "body"},
		{"a draft that is no UTF-8", http.MethodPut, "/api/v1/config/local/draft/file", "{\"name\":\"jail.local\",\n\"text\":\"# caf\xe9\",\"base_hash\":\"\"}", nil, 422, "invalid", "body message:byte 36, in line 2, is no"},
		{"no body", http.MethodPost, signIn, ``, nil, 400, "invalid", ""},
		{"unknown field", http.MethodPost, signIn, `{"username":"a","password":"hunter2","pasword":"hunter2"}`, nil, 422, "invalid", "body.pasword"},
		{"missing field", http.MethodPost, signIn, `{"username":"a"}`, nil, 422, "invalid", "body"},
		{"wrong type", http.MethodPost, signIn, `{"username":"a","password":["hunter2"]}`, nil, 422, "invalid", "body.password"},
		{"huge number", http.MethodPatch, "/api/v1/hosts/local/jails/sshd", `{"ban_time_seconds":1e20}`, nil, 422, "invalid", "body"},
		{"everything of nothing", http.MethodDelete, "/api/v1/bans", `{"all":true,"jails":[]}`, nil, 422, "invalid", "body.jails"},
		{"form", http.MethodPost, signIn, `username=a&password=hunter2`, func(r *http.Request) {
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}, 415, "invalid", "body"},
		{"over a MiB", http.MethodPost, signIn, `{"username":"` + strings.Repeat("x", 1<<20) + `"}`, nil, 413, "too_large", ""},
		{"far over a MiB", http.MethodPost, signIn, strings.Repeat("x", 3<<20), nil, 413, "too_large", ""},
		{"unknown parameter", http.MethodGet, "/api/v1/audit?colour=red", "", nil, 422, "invalid", "query.colour"},
		{"limit too large", http.MethodGet, "/api/v1/audit?limit=501", "", nil, 422, "invalid", "query.limit"},
		{"limit no number", http.MethodGet, "/api/v1/audit?limit=many", "", nil, 422, "invalid", "query.limit"},
		{"no time", http.MethodGet, "/api/v1/bans?from=yesterday", "", nil, 422, "invalid", "query.from"},
		{"made-up cursor", http.MethodGet, "/api/v1/audit?cursor=%21", "", nil, 422, "invalid", "query.cursor"},
		{"unknown path", http.MethodGet, "/api/v1/nothing", "", nil, 404, "not_found", ""},
		{"unknown version", http.MethodGet, "/api/v2/session", "", nil, 404, "not_found", ""},
		{"wrong method", http.MethodPut, signIn, "", nil, 405, "method_not_allowed", ""},
		{"no header", http.MethodDelete, signIn, "", func(r *http.Request) { r.Header.Del("X-BanGUI-Request") }, 403, "csrf", ""},
		{"other site", http.MethodDelete, signIn, "", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, 403, "csrf", ""},
		{"other origin", http.MethodPost, signIn, `{}`, func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") }, 403, "csrf", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := w.request(tt.method, tt.path, w.signIn(account.Administrator), tt.body)
			if tt.change != nil {
				tt.change(r)
			}
			res, body := w.do(r)
			if res.StatusCode != tt.status || body["code"] != tt.code {
				t.Errorf("got %d %v, want %d %s", res.StatusCode, body, tt.status, tt.code)
			}
			if kind := res.Header.Get("Content-Type"); kind != "application/problem+json" {
				t.Errorf("Content-Type %q, want application/problem+json", kind)
			}
			if errors := fmt.Sprint(body["errors"]); tt.location != "" && !strings.Contains(errors, "location:"+tt.location+" ") {
				t.Errorf("errors %s do not name %s", errors, tt.location)
			}
			if text := fmt.Sprint(body); strings.Contains(text, "hunter2") {
				t.Errorf("the answer echoes the input: %s", text)
			}
			if text := fmt.Sprint(body); strings.Contains(text, "Go ") || strings.Contains(text, "05.999") || strings.Contains(text, "1e20") {
				t.Errorf("the answer tells of our types: %s", text)
			}
			if body["request_id"] == "" || body["request_id"] != res.Header.Get("X-Request-Id") {
				t.Errorf("request_id %v, header %q: want the same", body["request_id"], res.Header.Get("X-Request-Id"))
			}
		})
	}
	if strings.Contains(w.log.String(), "hunter2") {
		t.Error("the log has the input")
	}
}
