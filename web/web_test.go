package web_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"bangui/web"
)

func packed(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func site(t *testing.T) http.Handler {
	t.Helper()
	h, err := web.HandlerFor(fstest.MapFS{
		"index.html":          {Data: []byte(`<base href="{{base}}"><script nonce="{{nonce}}">`)},
		"assets/app-1.js.br":  {Data: []byte("brotli")},
		"assets/app-1.js.gz":  {Data: packed(t, "plain text")},
		"favicon.svg":         {Data: []byte("<svg/>")},
		".vite/manifest.json": {Data: []byte("{}")},
	}, "/fail2ban")
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func get(h http.Handler, path, encoding string) *http.Response {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Encoding", encoding)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func TestFiles(t *testing.T) {
	tests := []struct {
		name, path, accept            string
		status                        int
		body, encoding, kind, caching string
	}{
		{"brotli first", "/assets/app-1.js", "gzip, br", 200, "brotli", "br", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
		{"refused brotli", "/assets/app-1.js", "br;q=0", 200, "plain text", "", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
		{"unpacked", "/assets/app-1.js", "", 200, "plain text", "", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
		{"other file", "/favicon.svg", "br", 200, "<svg/>", "", "image/svg+xml", "no-cache"},
		{"missing asset", "/assets/old.js", "br", 404, "404 page not found\n", "", "text/plain; charset=utf-8", ""},
	}
	h := site(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := get(h, tt.path, tt.accept)
			body, err := io.ReadAll(res.Body)
			if err != nil {
				t.Fatal(err)
			}
			got := []string{string(body), res.Header.Get("Content-Encoding"), res.Header.Get("Content-Type"), res.Header.Get("Cache-Control")}
			want := []string{tt.body, tt.encoding, tt.kind, tt.caching}
			for i := range want {
				if got[i] != want[i] {
					t.Errorf("got %q, want %q", got[i], want[i])
				}
			}
			if res.StatusCode != tt.status {
				t.Errorf("status %d, want %d", res.StatusCode, tt.status)
			}
		})
	}
}

// TestHeadersOfPagesAlone sees that scripts do not carry what only documents need, and documents keep it.
func TestHeadersOfPagesAlone(t *testing.T) {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		site(t).ServeHTTP(w, r)
	})
	for path, policy := range map[string]string{"/assets/app-1.js": "", "/favicon.svg": "default-src 'none'", "/assets/old.js": "default-src 'none'"} {
		header := get(h, path, "br").Header
		if header.Get("Content-Security-Policy") != policy || header.Get("X-Content-Type-Options") == "" {
			t.Errorf("%s: %v", path, header)
		}
	}
}

func TestPageForEveryOtherPath(t *testing.T) {
	h := site(t)
	for _, path := range []string{"/", "/bans", "/hosts/local/jails/sshd", "/index.html", "/.vite/manifest.json", "/../../etc/passwd"} {
		res := get(h, path, "br")
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(`^<base href="/fail2ban/"><script nonce="(\w{26})">$`).FindSubmatch(body)
		if found == nil {
			t.Errorf("%s: got %q, want the page with base and nonce", path, body)
			continue
		}
		if policy := res.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "'nonce-"+string(found[1])+"'") {
			t.Errorf("%s: policy %q lacks the nonce of the page", path, policy)
		}
		if got := res.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: Cache-Control %q, want no-store", path, got)
		}
	}
}

func TestNonceDiffers(t *testing.T) {
	h := site(t)
	one, two := get(h, "/", "").Header.Get("Content-Security-Policy"), get(h, "/", "").Header.Get("Content-Security-Policy")
	if one == two {
		t.Errorf("two answers have the same policy: %s", one)
	}
}

func TestOnlyReading(t *testing.T) {
	w := httptest.NewRecorder()
	site(t).ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/bans", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: status %d, want 405", w.Code)
	}
}

func TestWithoutBuiltUI(t *testing.T) {
	h, err := web.HandlerFor(fstest.MapFS{}, "")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(get(h, "/", "").Body)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(body), "built without the web UI") {
		t.Errorf("got %q, want the page that says how to build the UI", body)
	}
}
