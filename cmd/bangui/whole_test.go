package main

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/fail2ban/fail2bantest"
)

// browser is somebody signed in.
type browser struct {
	t      *testing.T
	client *http.Client
	base   string
}

// call makes a request and returns its answer.
func (b *browser) call(method, path, body string) map[string]any {
	b.t.Helper()
	r, err := http.NewRequest(method, b.base+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("X-BanGUI-Request", "1")
	r.Header.Set("Content-Type", "application/json")
	res, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	answer := map[string]any{}
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil && !errors.Is(err, io.EOF) {
		b.t.Fatal(err)
	}
	if res.StatusCode >= 300 {
		b.t.Fatalf("%s %s: %d %v", method, path, res.StatusCode, answer)
	}
	return answer
}

// wait waits until a call answers what is wanted.
func (b *browser) wait(what, path string, wanted func(map[string]any) bool) {
	b.t.Helper()
	for deadline := time.Now().Add(time.Minute); !wanted(b.call(http.MethodGet, path, "")); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			b.t.Fatalf("%s: not within 10 s", what)
		}
	}
}

func TestFromTheLinkToTheBan(t *testing.T) {
	f2b := fail2bantest.Start(t, fail2bantest.Config{Jails: []fail2bantest.JailConfig{{Name: "sshd"}}})
	_, link := serveFor(t, filepath.Join(t.TempDir(), "data"), "--fail2ban-socket="+f2b.Socket())
	base, token, _ := strings.Cut(link, "setup#token=")
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, client: &http.Client{Jar: jar, Timeout: time.Minute}, base: base + "api/v1"}
	b.call(http.MethodPost, "/setup", `{"token":"`+token+`","username":"admin","password":"a long enough phrase"}`)

	reachable := func(want bool) func(map[string]any) bool {
		return func(host map[string]any) bool { return host["reachable"] == want }
	}
	b.wait("fail2ban answers", "/hosts/local", reachable(true))

	answer := b.call(http.MethodPost, "/bans", `{"addresses":["203.0.113.7","2001:db8::7","nonsense"],"jail":"sshd","reason":"a test"}`)
	if diff := cmp.Diff(map[string]any{"banned": 2.0, "invalid": 1.0}, answer["summary"]); diff != "" {
		t.Errorf("bans (-want +got):\n%s", diff)
	}
	b.wait("both are in force", "/bans/active", func(page map[string]any) bool { return page["total"] == 2.0 })

	f2b.Down()
	b.wait("fail2ban's end is seen", "/hosts/local", reachable(false))
	if err := f2b.Up(); err != nil {
		t.Fatal(err)
	}
	b.wait("fail2ban is back", "/hosts/local", reachable(true))
	answer = b.call(http.MethodDelete, "/bans", `{"addresses":["203.0.113.7","2001:db8::7"]}`)
	if diff := cmp.Diff(map[string]any{"unbanned": 2.0}, answer["summary"]); diff != "" {
		t.Errorf("lifted (-want +got):\n%s", diff)
	}
	b.wait("nothing is in force", "/bans/active", func(page map[string]any) bool { return page["total"] == 0.0 })
}
