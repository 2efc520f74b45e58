package httpapi_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/account"
	"bangui/internal/fault"
	"bangui/internal/httpapi"
)

func TestClientAddress(t *testing.T) {
	tests := []struct {
		name, peer string
		forwarded  []string
		want       string
	}{
		{"no proxy", "192.0.2.7:1", []string{"203.0.113.1"}, "192.0.2.7"},
		{"trusted proxy", "10.0.0.1:1", []string{"203.0.113.1"}, "203.0.113.1"},
		{"the client made up the first", "10.0.0.1:1", []string{"1.1.1.1, 203.0.113.1"}, "203.0.113.1"},
		{"two proxies", "10.0.0.1:1", []string{"203.0.113.1, 10.0.0.2"}, "203.0.113.1"},
		{"two headers", "10.0.0.1:1", []string{"203.0.113.9", "203.0.113.1"}, "203.0.113.1"},
		{"with port and zone", "10.0.0.1:1", []string{"[fe80::1%eth0]:99"}, "fe80::1"},
		{"mapped", "10.0.0.1:1", []string{"::ffff:203.0.113.1"}, "203.0.113.1"},
		{"garbage", "10.0.0.1:1", []string{"unknown"}, "10.0.0.1"},
		{"nothing", "10.0.0.1:1", nil, "10.0.0.1"},
	}
	w := newReadyWorld(t, func(d *httpapi.Deps) { d.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} })
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := w.request(http.MethodGet, "/api/v1/session", w.signIn(account.Viewer), "")
			r.RemoteAddr = tt.peer
			r.Header["X-Forwarded-For"] = tt.forwarded
			if _, body := w.do(r); body["client_address"] != tt.want {
				t.Errorf("client_address %v, want %s", body["client_address"], tt.want)
			}
		})
	}
}

func TestRequestID(t *testing.T) {
	tests := []struct {
		name, peer, sent string
		kept             bool
	}{
		{"from a proxy", "10.0.0.1:1", "abc-123-def", true},
		{"from a stranger", "192.0.2.7:1", "abc-123-def", false},
		{"too short", "10.0.0.1:1", "abc", false},
		{"with a quote", "10.0.0.1:1", `abc-123-"def`, false},
		{"too long", "10.0.0.1:1", strings.Repeat("a", 129), false},
	}
	w := newReadyWorld(t, func(d *httpapi.Deps) { d.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} })
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := w.request(http.MethodGet, "/healthz", "", "")
			r.RemoteAddr = tt.peer
			r.Header.Set("X-Request-Id", tt.sent)
			res, _ := w.do(r)
			got := res.Header.Get("X-Request-Id")
			if (got == tt.sent) != tt.kept || got == "" {
				t.Errorf("got %q, want it kept: %v", got, tt.kept)
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	w := newReadyWorld(t, nil)
	res, _ := w.call(http.MethodGet, "/api/v1/session", w.signIn(account.Viewer), "")
	got := map[string]string{}
	for _, name := range []string{
		"Cache-Control", "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Strict-Transport-Security",
	} {
		got[name] = res.Header.Get(name)
	}
	want := map[string]string{
		"Cache-Control":           "no-store",
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
		"X-Content-Type-Options":  "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
		"Strict-Transport-Security": "",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
	r := w.request(http.MethodGet, "/healthz", "", "")
	r.TLS = &tls.ConnectionState{}
	if res, _ := w.do(r); res.Header.Get("Strict-Transport-Security") == "" {
		t.Error("no Strict-Transport-Security over TLS")
	}
}

func TestBasePath(t *testing.T) {
	w := newReadyWorld(t, func(d *httpapi.Deps) { d.BasePath = "/f2b" })
	tests := []struct {
		path   string
		status int
	}{
		{"/f2b/api/v1/setup", 200},
		{"/f2b/", 200},
		{"/f2b", 308},
		{"/f2b/healthz", 200},
		{"/healthz", 200},
		{"/api/v1/setup", 404},
		{"/f2bx/", 404},
		{"/", 404},
	}
	for _, tt := range tests {
		if res, _ := w.call(http.MethodGet, tt.path, "", ""); res.StatusCode != tt.status {
			t.Errorf("%s: status %d, want %d", tt.path, res.StatusCode, tt.status)
		}
	}
}

func TestPublicURLIsOurOrigin(t *testing.T) {
	public, err := url.Parse("https://bangui.example.org/f2b")
	if err != nil {
		t.Fatal(err)
	}
	w := newReadyWorld(t, func(d *httpapi.Deps) { d.PublicURL = public })
	r := w.request(http.MethodDelete, "/api/v1/session", w.signIn(account.Viewer), "")
	r.Header.Set("Origin", "https://bangui.example.org")
	if res, body := w.do(r); res.StatusCode != http.StatusNoContent {
		t.Errorf("sign-out from the public URL: %d %v, want 204", res.StatusCode, body)
	}
}

func TestSecureByPublicURL(t *testing.T) {
	w := newReadyWorld(t, func(d *httpapi.Deps) { d.PublicURL = &url.URL{Scheme: "https", Host: "bangui.example.org"} })
	for host, want := range map[string]string{"bangui.example.org": "__Host-bangui_session", "127.0.0.1:8080": "bangui_session"} {
		r := w.request(http.MethodPost, "/api/v1/session", "", `{"username":"admin","password":"`+password+`"}`)
		r.Host = host
		res, body := w.do(r)
		if cookies := res.Cookies(); len(cookies) != 1 || cookies[0].Name != want {
			t.Errorf("at %s: %d %v, cookies %v; want %s", host, res.StatusCode, body["detail"], cookies, want)
		}
	}
}

func TestPanicIsAProblem(t *testing.T) {
	w := newReadyWorld(t, func(d *httpapi.Deps) {
		d.Checks = func(context.Context) []httpapi.Check { panic("the secret reason") }
	})
	res, body := w.call(http.MethodGet, "/readyz", "", "")
	if res.StatusCode != 500 || body["code"] != "internal" || strings.Contains(body["detail"].(string), "secret") {
		t.Errorf("got %d %v, want 500 internal without the reason", res.StatusCode, body)
	}
	if !strings.Contains(w.log.String(), "the secret reason") {
		t.Error("the log lacks the reason")
	}
	if !strings.Contains(w.log.String(), body["request_id"].(string)) {
		t.Error("the log lacks the request ID")
	}
}

func TestAccessLog(t *testing.T) {
	w := newReadyWorld(t, nil)
	w.call(http.MethodGet, "/api/v1/audit?actor=somebody-searched", w.signIn(account.Administrator), "")
	log := w.log.String()
	if !strings.Contains(log, `"route":"/api/v1/audit","status":200`) || !strings.Contains(log, `"user":"administrator"`) {
		t.Errorf("the log lacks route, status or user: %s", log)
	}
	if strings.Contains(log, "somebody-searched") {
		t.Errorf("the log has the query: %s", log)
	}
}

func TestReadiness(t *testing.T) {
	w := newReadyWorld(t, func(d *httpapi.Deps) {
		d.Checks = func(context.Context) []httpapi.Check {
			return []httpapi.Check{{Name: "database", OK: true, Message: "answers"}, {Name: "serving", Message: "is stopping"}}
		}
	})
	res, got := w.call(http.MethodGet, "/readyz", "", "")
	want := map[string]any{"status": "failing", "checks": []any{
		map[string]any{"name": "database", "status": "ok", "message": "answers"},
		map[string]any{"name": "serving", "status": "failing", "message": "is stopping"},
	}}
	if diff := cmp.Diff(want, got); diff != "" || res.StatusCode != 503 {
		t.Errorf("status %d (-want +got):\n%s", res.StatusCode, diff)
	}
	if res, _ := w.call(http.MethodGet, "/healthz", "", ""); res.StatusCode != 200 {
		t.Errorf("healthz: %d, want 200: restarting does not help", res.StatusCode)
	}
}

// awayStore is a database that does not answer.
type awayStore struct{ account.Store }

func (awayStore) SetupCompleted(context.Context) (bool, error) {
	return false, fault.Unavailable.Wrapf(errors.New("dial error"), "the server on db.internal:5432 cannot be reached").WithMend("see that db.internal runs")
}

func TestStrangersAreNotToldWhereTheDatabaseIs(t *testing.T) {
	w := newWorld(t, func(d *httpapi.Deps) { d.Accounts = account.New(awayStore{}, nil, d.Logger) })
	res, body := w.call(http.MethodGet, "/api/v1/setup", "", "")
	if res.StatusCode != 503 || strings.Contains(fmt.Sprint(body), "db.internal") {
		t.Errorf("got %d %v, want 503 without the place", res.StatusCode, body)
	}
	if !strings.Contains(w.log.String(), "db.internal") {
		t.Error("the log lacks the place")
	}
}
