package httpapi_test

import (
	"crypto/tls"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/account"
	"bangui/internal/host"
	"bangui/internal/httpapi"
)

func TestSignInAndOut(t *testing.T) {
	w := newReadyWorld(t, nil)
	res, body := w.call(http.MethodPost, "/api/v1/session", "", `{"username":"ADMIN","password":"`+password+`"}`)
	if res.StatusCode != 200 {
		t.Fatalf("sign-in: %d %v", res.StatusCode, body)
	}
	if diff := cmp.Diff(map[string]any{"id": 1.0, "username": "admin", "role": "administrator"}, body["user"]); diff != "" {
		t.Errorf("user (-want +got):\n%s", diff)
	}
	cookie := res.Cookies()[0]
	got := []any{cookie.Name, cookie.Path, cookie.HttpOnly, cookie.Secure, cookie.SameSite}
	if diff := cmp.Diff([]any{"bangui_session", "/", true, false, http.SameSiteLaxMode}, got); diff != "" {
		t.Errorf("cookie (-want +got):\n%s", diff)
	}
	res, _ = w.call(http.MethodDelete, "/api/v1/session", cookie.Value, "")
	if gone := res.Cookies()[0]; res.StatusCode != 204 || gone.MaxAge >= 0 || gone.Value != "" {
		t.Errorf("sign-out: %d, cookie %v; want 204 and the cookie removed", res.StatusCode, gone)
	}
	if res, _ := w.call(http.MethodGet, "/api/v1/session", cookie.Value, ""); res.StatusCode != 401 {
		t.Errorf("the token after sign-out: %d, want 401", res.StatusCode)
	}
}

func TestCookieOverTLS(t *testing.T) {
	w := newReadyWorld(t, func(d *httpapi.Deps) { d.BasePath = "/f2b" })
	r := w.request(http.MethodPost, "/f2b/api/v1/session", "", `{"username":"admin","password":"`+password+`"}`)
	r.TLS = &tls.ConnectionState{}
	res, _ := w.do(r)
	cookie := res.Cookies()[0]
	if cookie.Name != "__Host-bangui_session" || !cookie.Secure || cookie.Path != "/" {
		t.Errorf("cookie %v, want __Host-bangui_session with Secure and Path=/", cookie)
	}
	r = w.request(http.MethodGet, "/f2b/api/v1/session", cookie.Value, "")
	r.TLS = &tls.ConnectionState{}
	if res, _ := w.do(r); res.StatusCode != 401 {
		t.Errorf("the name without prefix over TLS: %d, want 401", res.StatusCode)
	}
}

func TestSixthTryIsTooMany(t *testing.T) {
	w := newReadyWorld(t, nil)
	try := func(address string) *http.Response {
		r := w.request(http.MethodPost, "/api/v1/session", "", `{"username":"admin","password":"wrong"}`)
		r.RemoteAddr = address
		res, _ := w.do(r)
		return res
	}
	for n := range 5 {
		if res := try("[2001:db8::1]:1"); res.StatusCode != 401 {
			t.Errorf("try %d: %d, want 401", n+1, res.StatusCode)
		}
	}
	res := try("[2001:db8::2]:1") // another address of the same customer
	if res.StatusCode != 429 || res.Header.Get("Retry-After") == "" {
		t.Errorf("try 6: %d, Retry-After %q; want 429 with Retry-After", res.StatusCode, res.Header.Get("Retry-After"))
	}
	if res := try("[2001:db8:0:1::1]:1"); res.StatusCode != 401 {
		t.Errorf("another prefix: %d, want 401", res.StatusCode)
	}
}

func TestSetup(t *testing.T) {
	const path = "/api/v1/setup"
	good := `{"token":"` + setupToken + `","username":"admin","password":"` + password + `"}`
	w := newWorld(t, nil)
	_, state := w.call(http.MethodGet, path, "", "")
	want := map[string]any{"completed": false, "defaults": map[string]any{
		"fail2ban_socket": "/s", "fail2ban_config_dir": "/c", "timezone": "UTC", "session_duration_minutes": 720.0,
	}}
	if diff := cmp.Diff(want, state); diff != "" {
		t.Errorf("state before (-want +got):\n%s", diff)
	}

	res, body := w.call(http.MethodPost, path, "", strings.Replace(good, setupToken, "wrong", 1))
	if res.StatusCode != 403 {
		t.Errorf("wrong token: %d %v, want 403", res.StatusCode, body)
	}
	res, body = w.call(http.MethodPost, path, "", `{"token":"`+setupToken+`","username":"a b","password":"short","timezone":"Mars/Crater",
		"session_duration_minutes":1,"fail2ban_socket":"x","fail2ban_config_dir":"y"}`)
	var locations []string
	for _, e := range body["errors"].([]any) {
		locations = append(locations, e.(map[string]any)["location"].(string))
	}
	wantLocations := []string{
		"body.username", "body.password", "body.timezone", "body.session_duration_minutes", "body.fail2ban_socket", "body.fail2ban_config_dir",
	}
	if diff := cmp.Diff(wantLocations, locations); diff != "" || res.StatusCode != 422 {
		t.Errorf("all wrong: %d (-want +got):\n%s", res.StatusCode, diff)
	}
	if res, body := w.call(http.MethodPost, path, "", good); res.StatusCode != 201 || len(res.Cookies()) != 1 {
		t.Errorf("good: %d %v, want 201 and a cookie", res.StatusCode, body)
	}
	if res, _ := w.call(http.MethodPost, path, "", good); res.StatusCode != 409 {
		t.Errorf("again: %d, want 409", res.StatusCode)
	}
	if res, _ := w.call(http.MethodPost, path+"/check", "", `{"token":"`+setupToken+`","fail2ban_socket":"/s","fail2ban_config_dir":"/c"}`); res.StatusCode != 409 {
		t.Errorf("check after set-up: %d, want 409", res.StatusCode)
	}
	_, state = w.call(http.MethodGet, path, "", "")
	if diff := cmp.Diff(map[string]any{"completed": true, "defaults": nil}, state); diff != "" {
		t.Errorf("state after (-want +got):\n%s", diff)
	}
}

func TestConnectionCheck(t *testing.T) {
	w := newWorld(t, nil)
	body := `{"token":"` + setupToken + `","fail2ban_socket":"/s","fail2ban_config_dir":"/c"}`
	res, got := w.call(http.MethodPost, "/api/v1/setup/check", "", body)
	want := map[string]any{
		"reachable": false, "version": "", "jails": 0.0, "config_dir_ok": false, "config_dir_message": "",
		"problem": map[string]any{"code": string(host.ProblemNotRunning), "message": "not running", "mend": "start it"},
	}
	if diff := cmp.Diff(want, got); diff != "" || res.StatusCode != 200 {
		t.Errorf("status %d (-want +got):\n%s", res.StatusCode, diff)
	}
	if res, _ := w.call(http.MethodPost, "/api/v1/setup/check", "", strings.Replace(body, setupToken, "wrong", 1)); res.StatusCode != 403 {
		t.Errorf("wrong token: %d, want 403", res.StatusCode)
	}
}

func TestAuditPages(t *testing.T) {
	w := newReadyWorld(t, nil)
	token := w.signIn(account.Administrator)
	for range 3 {
		w.call(http.MethodPost, "/api/v1/session", "", `{"username":"admin","password":"wrong"}`)
	}
	_, first := w.call(http.MethodGet, "/api/v1/audit?action=session.*&actor=admin&limit=2", token, "")
	cursor, _ := first["next_cursor"].(string)
	_, second := w.call(http.MethodGet, "/api/v1/audit?action=session.*&actor=admin&limit=2&cursor="+cursor, token, "")
	if got := []int{len(first["items"].([]any)), len(second["items"].([]any))}; !cmp.Equal([]int{2, 1}, got) || second["next_cursor"] != nil {
		t.Errorf("pages of %v, end %v; want 2, 1 and null", got, second["next_cursor"])
	}
	entry := first["items"].([]any)[0].(map[string]any)
	got := []any{entry["actor"], entry["address"], entry["action"], entry["result"], entry["detail"]}
	if diff := cmp.Diff([]any{"admin", "192.0.2.7", "session.create", "refused", "wrong user name or password"}, got); diff != "" {
		t.Errorf("entry (-want +got):\n%s", diff)
	}
}
