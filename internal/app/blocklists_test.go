package app_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"bangui/internal/app"
	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/httpapi"
	"bangui/internal/prefixset"
)

// wall is a host that blocks lists, in memory.
type wall struct {
	quietHost

	mu      sync.Mutex
	parts   map[string][]byte
	now     host.Enforcement
	order   host.EnforceOrder
	dropped uint64
}

func (*wall) Jail(_ context.Context, name string) (host.Jail, error) {
	return host.Jail{JailStatus: host.JailStatus{Name: name, State: host.JailRunning}}, nil
}

func (w *wall) Enforcement(context.Context) (host.Enforcement, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.now
	now.At = time.Now()
	now.Lists = nil
	for _, l := range w.now.Lists {
		w.dropped++
		l.Packets, l.Bytes = w.dropped, 60*w.dropped
		now.Lists = append(now.Lists, l)
	}
	return now, nil
}

func (w *wall) StageList(_ context.Context, piece host.ListPiece) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if piece.Offset == 0 {
		w.parts[piece.Digest] = nil
	}
	w.parts[piece.Digest] = append(w.parts[piece.Digest], piece.Entries...)
	return nil
}

func (w *wall) Enforce(_ context.Context, order host.EnforceOrder) (host.Enforcement, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := host.Enforcement{Armed: true, Revision: order.Revision, Since: time.Now(), Protected: order.Protected, Allow: len(order.Allow)}
	for _, l := range order.Lists {
		set, err := prefixset.Decode(w.parts[l.Digest], 1_000_000)
		if err != nil || set.Digest() != l.Digest {
			w.now.Missing = []string{l.Digest}
			return w.now, fault.NotFound.Errorf("not staged")
		}
		now.Lists = append(now.Lists, host.ListInKernel{EnforcedList: l, Addresses: set.Len(), CountedSince: time.UnixMilli(1e12)})
	}
	w.now, w.order = now, order
	return now, nil
}

func (w *wall) Disarm(context.Context) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = host.Enforcement{}
	return nil
}

// source publishes a list.
func source(t *testing.T, text string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.UserAgent(), "BanGUI/") {
			t.Errorf("it calls itself %q", r.UserAgent())
		}
		_, _ = io.WriteString(w, text)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// startWall starts a server on a wall.
func startWall(t *testing.T, flags map[string]string) (*instance, *wall) {
	t.Helper()
	w := &wall{parts: make(map[string][]byte)}
	return startWith(t, dataDir(t), flags, func(o *app.Options) {
		o.OpenHost = func(context.Context, httpapi.Place) (host.Host, io.Closer, error) {
			return w, io.NopCloser(strings.NewReader("")), nil
		}
	}), w
}

// field walks through an answer.
func field(answer any, path ...any) any {
	for _, step := range path {
		switch key := step.(type) {
		case string:
			object, _ := answer.(map[string]any)
			answer = object[key]
		case int:
			list, _ := answer.([]any)
			if key >= len(list) {
				return nil
			}
			answer = list[key]
		}
	}
	return answer
}

// TestBlocklistFromURLToKernel goes through the whole server: a list is added, fetched, brought into force, looked up, counted, and taken away.
func TestBlocklistFromURLToKernel(t *testing.T) {
	for name, flags := range map[string]func(*testing.T) map[string]string{
		"sqlite":   func(*testing.T) map[string]string { return map[string]string{} },
		"postgres": onPostgres,
	} {
		t.Run(name, func(t *testing.T) {
			all := flags(t)
			all["metrics_token"], all["local_host"] = metricsToken, "on"
			s, w := startWall(t, all)
			s.setUp()
			get := func(path string) map[string]any {
				_, answer := s.call(s.client, http.MethodGet, "/api/v1"+path, nil)
				return answer
			}
			status, made := s.call(s.client, http.MethodPost, "/api/v1/blocklists", map[string]any{
				"name": "published", "url": source(t, "45.0.0.1\n45.1.0.0/16\n127.0.0.1\n"), "allow_private": []string{"127.0.0.1"}, "enabled": true,
			})
			if status != http.StatusCreated {
				t.Fatalf("made: %d %v", status, made)
			}
			id := fmt.Sprint(made["id"])
			eventually(t, "the list is in force", func() bool { return field(get("/blocklists/enforcement"), "items", 0, "stand") == "in_force" })
			one := get("/blocklists/" + id)
			if one["health"] != "ok" || field(one, "contents", "entries") != 3.0 {
				t.Errorf("list: %v", one)
			}
			w.mu.Lock()
			signedIn := false
			for _, p := range w.order.Protected {
				signedIn = signedIn || p.Why == host.ProtectedSession
			}
			w.mu.Unlock()
			if !signedIn {
				t.Errorf("nobody who is signed in is protected: %+v", w.order.Protected)
			}
			found := get("/blocklists/lookup?address=127.0.0.1")
			if field(found, "lists", 0, "name") != "published" || found["exempt"] != true || field(found, "exemptions", 0, "why") != "signed_in" {
				t.Errorf("our own address: %v", found)
			}
			if hosts := field(get("/addresses/45.1.2.3"), "listed", "lists", 0, "hosts", 0); hosts == nil {
				t.Error("the page of an address does not tell where it is blocked")
			}
			packets := func() bool {
				n, _ := field(get("/blocklists/dropped"), "total", "packets").(float64)
				return n > 0
			}
			if !packets() { // a host tells its counters every 15 s
				time.Sleep(10 * time.Second)
			}
			eventually(t, "packets are counted", packets)
			eventually(t, "it is told which host followed", func() bool {
				run := field(get("/blocklists/"+id+"/runs"), "items", 0, "id")
				return field(get(fmt.Sprintf("/blocklists/%s/runs/%v", id, run)), "hosts", 0, "host") != nil
			})
			eventually(t, "the job has ended", func() bool { return field(get("/jobs?task=blocklist.import."+id), "items", 0, "state") == "succeeded" })
			if title := field(get("/jobs?task=blocklist.import."+id), "items", 0, "title"); title != "Import block list published" {
				t.Errorf("title %v", title)
			}
			if status, _ := s.call(s.client, http.MethodDelete, "/api/v1/blocklists/"+id, nil); status != http.StatusNoContent {
				t.Errorf("removed: %d", status)
			}
			eventually(t, "nothing is in force", func() bool { return field(get("/blocklists/enforcement"), "items", 0, "stand") == "idle" })
			if actions := audited(get("/audit?action=blocklist.*")); actions != "blocklist.delete blocklist.create" {
				t.Errorf("audit: %s", actions)
			}
		})
	}
}

func audited(answer map[string]any) string {
	var actions []string
	items, _ := answer["items"].([]any)
	for _, item := range items {
		actions = append(actions, fmt.Sprint(field(item, "action")))
	}
	return strings.Join(actions, " ")
}

// TestTwoReplicasImportOnce asks for an import on one of two replicas while both could do it.
func TestTwoReplicasImportOnce(t *testing.T) {
	one, two := pair(t)
	one.setUp()
	two.client = one.client
	var mu sync.Mutex
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		mu.Lock()
		asked++
		mu.Unlock()
		time.Sleep(500 * time.Millisecond)
		_, _ = io.WriteString(w, "45.0.0.1\n")
	}))
	t.Cleanup(server.Close)
	_, cookies := one.call(one.client, http.MethodPost, "/api/v1/blocklists", map[string]any{
		"name": "published", "url": server.URL, "allow_private": []string{"127.0.0.1"}, "enabled": true,
	})
	id := fmt.Sprint(cookies["id"])
	eventually(t, "it is imported", func() bool {
		_, answer := one.call(one.client, http.MethodGet, "/api/v1/blocklists/"+id, nil)
		return field(answer, "contents", "entries") == 1.0 && answer["asked"] == false
	})
	mu.Lock()
	defer mu.Unlock()
	if asked != 1 {
		t.Errorf("it was fetched %d times", asked)
	}
	_, runs := one.call(one.client, http.MethodGet, "/api/v1/blocklists/"+id+"/runs", nil)
	if items, _ := runs["items"].([]any); len(items) != 1 {
		t.Errorf("%d imports: %v", len(items), runs)
	}
}

// TestFiguresOfBlocklists has no label with the number of a list, of which there may be many.
func TestFiguresOfBlocklists(t *testing.T) {
	s, _ := startWall(t, map[string]string{"metrics_token": metricsToken})
	s.setUp()
	_, made := s.call(s.client, http.MethodPost, "/api/v1/blocklists", map[string]any{"name": "mine", "text": "45.0.0.1\n45.0.0.2\n", "enabled": true})
	id := fmt.Sprint(made["id"])
	eventually(t, "it is imported", func() bool {
		_, answer := s.call(s.client, http.MethodGet, "/api/v1/blocklists/"+id, nil)
		return field(answer, "contents", "entries") == 2.0
	})
	eventually(t, "the figures are told", func() bool {
		text := s.figures()
		return strings.Contains(text, `bangui_blocklist_entries{list="mine"} 2`) && strings.Contains(text, `bangui_enforcement_in_force{host="local"} 1`) &&
			strings.Contains(text, `bangui_blocklist_dropped_packets{host="local",list="mine"}`)
	})
	text := s.figures()
	if !strings.Contains(text, `task="blocklist.import"`) || strings.Contains(text, "blocklist.import.") {
		t.Error("tasks of single lists are labels")
	}
}

// figures are what Prometheus is told.
func (i *instance) figures() string {
	i.t.Helper()
	request, err := http.NewRequest(http.MethodGet, strings.TrimSuffix(i.URL, "/")+"/metrics", nil)
	if err != nil {
		i.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+metricsToken)
	answer, err := i.client.Do(request)
	if err != nil {
		i.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil && !errors.Is(err, io.EOF) {
		i.t.Fatal(err)
	}
	return string(text)
}
