package httpapi_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"bangui/internal/account"
	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/event"
	"bangui/internal/httpapi"
)

// served is a world behind a real listener with the limits of the real server, much shortened.
func served(t *testing.T, change func(*httpapi.Deps)) (*world, *httptest.Server) {
	t.Helper()
	w := newReadyWorld(t, change)
	server := httptest.NewUnstartedServer(w.handler)
	server.Config.ReadTimeout, server.Config.WriteTimeout = 2*time.Second, 2*time.Second
	server.Start()
	t.Cleanup(server.Close)
	return w, server
}

// message is one server-sent event.
type message struct {
	id, name string
	data     map[string]any
}

// open opens a stream and returns what it sends; the channel is closed at its end.
func open(t *testing.T, w *world, server *httptest.Server, token, lastID string) (*http.Response, <-chan message) {
	t.Helper()
	r := w.request(http.MethodGet, server.URL+"/api/v1/events", token, "")
	r.RequestURI = ""
	if lastID != "" {
		r.Header.Set("Last-Event-ID", lastID)
	}
	ctx, cancel := context.WithCancel(t.Context())
	res, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(r.WithContext(ctx))
	if err != nil {
		t.Fatal(err)
	}
	messages := make(chan message, 1000)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer close(messages)
		readMessages(res, messages)
	}()
	t.Cleanup(func() {
		cancel()
		_ = res.Body.Close()
		<-done
	})
	return res, messages
}

func readMessages(res *http.Response, to chan<- message) {
	lines := bufio.NewScanner(res.Body)
	lines.Buffer(nil, 1<<20)
	var m message
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch name {
		case "id":
			m.id = value
		case "event":
			m.name = value
		case "data":
			_ = json.Unmarshal([]byte(value), &m.data)
		case "":
			if m.name != "" {
				to <- m
			}
			m = message{}
		}
	}
}

// next returns the next message; ok is false at the end of the stream.
func next(t *testing.T, messages <-chan message) (message, bool) {
	t.Helper()
	select {
	case m, ok := <-messages:
		return m, ok
	case <-time.After(10 * time.Second):
		t.Fatal("nothing within 10 s")
		return message{}, false
	}
}

func TestStreamTellsAndLives(t *testing.T) {
	w, server := served(t, nil)
	res, messages := open(t, w, server, w.signIn(account.Viewer), "")
	for name, want := range map[string]string{"Content-Type": "text/event-stream", "X-Accel-Buffering": "no", "Cache-Control": "no-store"} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	hello, _ := next(t, messages)
	if hello.name != "hello" || hello.id == "" || hello.data["version"] != "test" {
		t.Errorf("first %+v, want hello", hello)
	}
	time.Sleep(3 * time.Second) // longer than the server gives to any other request
	w.deps.Events.Publish(event.Ban, ban.Ban{ID: 7, Host: "local", Address: "192.0.2.1", Evidence: []string{"one", "two"}})
	told, ok := next(t, messages)
	if !ok || told.name != "ban" {
		t.Fatalf("got %+v, %v, want the ban", told, ok)
	}
	got := told.data["ban"].(map[string]any)
	if got["address"] != "192.0.2.1" || got["evidence_lines"] != 2.0 || len(got["evidence"].([]any)) != 1 {
		t.Errorf("ban %v", got)
	}
	w.deps.Events.Publish(event.Jail, ban.JailChange{Host: "local", Jail: "sshd"})
	told, _ = next(t, messages)
	if diff := cmp.Diff(map[string]any{"host": "local", "jail": "sshd"}, told.data); told.name != "jail" || diff != "" {
		t.Errorf("%s (-want +got):\n%s", told.name, diff)
	}
}

func TestStreamComesBack(t *testing.T) {
	w, server := served(t, nil)
	token := w.signIn(account.Viewer)
	_, messages := open(t, w, server, token, "")
	hello, _ := next(t, messages)
	for i := range 3 {
		w.deps.Events.Publish(event.Ban, ban.Ban{ID: int64(i + 1)})
	}
	tests := []struct {
		name, lastID string
		want         []string
	}{
		{"after hello", hello.id, []string{"hello", "ban", "ban", "ban"}},
		{"of another process", strings.Replace(hello.id, "-", "x-", 1), []string{"hello", "resync"}},
		{"without the name of a process", "12", []string{"hello", "resync"}},
		{"garbage", "x", []string{"hello", "resync"}},
		{"zero", "0", []string{"hello", "resync"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, messages := open(t, w, server, token, tt.lastID)
			var got []string
			for range tt.want {
				m, _ := next(t, messages)
				got = append(got, m.name)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestManyResyncsAreFew(t *testing.T) {
	w, server := served(t, nil)
	_, messages := open(t, w, server, w.signIn(account.Viewer), "")
	_, _ = next(t, messages)
	for range 50 {
		w.deps.Events.Publish(event.Resync, nil)
		w.deps.Events.Publish(event.Ban, ban.Ban{ID: 1})
	}
	var got []string
	for range 3 {
		m, _ := next(t, messages)
		got = append(got, m.name)
	}
	if diff := cmp.Diff([]string{event.Resync, event.Ban, event.Resync}, got); diff != "" {
		t.Fatalf("of fifty resyncs with a ban after each (-want +got):\n%s", diff)
	}
	w.deps.Events.Publish(event.Ban, ban.Ban{ID: 2})
	if m, _ := next(t, messages); m.name != event.Ban {
		t.Errorf("then %s, want the ban that came after", m.name)
	}
}

func TestStreamEndsWhenTheServerStops(t *testing.T) {
	stopping := make(chan struct{})
	w, server := served(t, func(d *httpapi.Deps) { d.Stopping = stopping })
	_, messages := open(t, w, server, w.signIn(account.Viewer), "")
	_, _ = next(t, messages)
	close(stopping)
	if m, ok := next(t, messages); ok {
		t.Errorf("got %+v, want the end", m)
	}
}

func TestStreamsOfOneSessionAreLimited(t *testing.T) {
	w, server := served(t, nil)
	token := w.signIn(account.Viewer)
	for range 16 {
		if res, _ := open(t, w, server, token, ""); res.StatusCode != http.StatusOK {
			t.Fatalf("status %d", res.StatusCode)
		}
	}
	res, _ := open(t, w, server, token, "")
	if res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") == "" {
		t.Errorf("the seventeenth: status %d, want 429 with Retry-After", res.StatusCode)
	}
	if res, _ := open(t, w, server, w.signIn(account.Viewer), ""); res.StatusCode != http.StatusOK {
		t.Errorf("another session: status %d", res.StatusCode)
	}
}

// patient is a client that takes everything, for tests in a bubble.
type patient struct {
	mu     sync.Mutex
	header http.Header
	text   strings.Builder
}

func (p *patient) Header() http.Header              { return p.header }
func (p *patient) WriteHeader(int)                  {}
func (p *patient) Flush()                           {}
func (p *patient) SetWriteDeadline(time.Time) error { return nil }
func (p *patient) Write(data []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(data)
}

func TestStreamEndsWithItsSession(t *testing.T) {
	w := newReadyWorld(t, func(d *httpapi.Deps) { d.Stopping = nil }) // a channel from outside would stop the bubble's clock
	token := w.signIn(account.Viewer)
	synctest.Test(t, func(t *testing.T) {
		client := &patient{header: http.Header{}}
		done := make(chan struct{})
		go func() {
			defer close(done)
			w.handler.ServeHTTP(client, w.request(http.MethodGet, "/api/v1/events", token, ""))
		}()
		time.Sleep(40 * time.Second)
		synctest.Wait()
		client.mu.Lock()
		if n := strings.Count(client.text.String(), ": ping\n\n"); n != 2 {
			t.Errorf("%d pings in 40 s, want 2:\n%s", n, &client.text)
		}
		client.mu.Unlock()
		if err := w.deps.Accounts.SignOut(t.Context(), token, audit.System()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(15 * time.Second)
		synctest.Wait()
		select {
		case <-done:
		default:
			t.Fatal("the stream goes on 15 s after sign-out")
		}
	})
}

func TestStreamLeavesNothingBehind(t *testing.T) {
	w, server := served(t, nil)
	before := goleak.IgnoreCurrent()
	t.Run("open", func(t *testing.T) {
		for range 5 {
			_, messages := open(t, w, server, w.signIn(account.Viewer), "")
			_, _ = next(t, messages)
		}
	})
	goleak.VerifyNone(t, before)
}
