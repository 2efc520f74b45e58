package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bangui/internal/app"
	"bangui/internal/host"
	"bangui/internal/httpapi"
	"bangui/internal/settings"
)

// quietHost is a fail2ban with one jail in which nothing happens. Only what these tests use is there.
type quietHost struct {
	host.Host
	place httpapi.Place
	// asked gets something when somebody asks for a jail, who waits for an answer until answer is closed.
	asked, answer chan struct{}
}

func (h quietHost) Jail(ctx context.Context, name string) (host.Jail, error) {
	h.asked <- struct{}{}
	select {
	case <-ctx.Done():
		return host.Jail{}, ctx.Err()
	case <-h.answer:
		return host.Jail{JailStatus: host.JailStatus{Name: name, State: host.JailRunning}, At: time.Now()}, nil
	}
}

func (h quietHost) Status(context.Context) (host.Status, error) {
	return host.Status{
		At: time.Now(), Reachable: true, Version: "1.0.2", Paths: host.Paths{Socket: h.place.Socket, ConfigDir: h.place.ConfigDir},
		Jails: []host.JailStatus{{Name: "sshd", State: host.JailRunning}},
	}, nil
}

func (quietHost) Enforcement(context.Context) (host.Enforcement, error) {
	return host.Enforcement{At: time.Now(), Obstacle: &host.Obstacle{Message: "it has no kernel"}}, nil
}

func (quietHost) Watch(ctx context.Context, _ host.Cursor, _ func(context.Context, host.Batch) error) error {
	<-ctx.Done()
	return ctx.Err()
}

// instance is a running server.
type instance struct {
	app.Started
	t      *testing.T
	client *http.Client
	cancel context.CancelFunc
	done   chan struct{}
	err    error
	log    *safeBuffer
	// opened and closed count hosts.
	opened, closed *counter
	// asked and answer are those of the host.
	asked, answer chan struct{}
}

type counter struct {
	mu sync.Mutex
	n  int
}

func (c *counter) add() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
}

func (c *counter) value() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n
}

// Close makes a counter the closer of a host.
func (c *counter) Close() error {
	c.add()
	return nil
}

// safeBuffer is a buffer that several goroutines write to.
type safeBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// options are of a server on a directory, on a port that the kernel chooses.
func options(t *testing.T, dir string, flags map[string]string) (app.Options, *instance) {
	t.Helper()
	all := map[string]string{"data_dir": dir, "listen": "127.0.0.1:0", "log_level": "debug"}
	for k, v := range flags {
		all[k] = v
	}
	s, err := settings.Load(settings.Sources{Flags: all, File: os.DevNull})
	if err != nil {
		t.Fatal(err)
	}
	i := &instance{t: t, log: &safeBuffer{}, done: make(chan struct{}), opened: &counter{}, closed: &counter{}}
	i.asked, i.answer = make(chan struct{}, 8), make(chan struct{})
	open := func(_ context.Context, place httpapi.Place) (host.Host, io.Closer, error) {
		i.opened.add()
		return quietHost{place: place, asked: i.asked, answer: i.answer}, i.closed, nil
	}
	return app.Options{
		Settings: s, Version: "test", Logger: slog.New(slog.NewJSONHandler(i.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		OpenHost: open, TryHost: open, HasHost: func(string) bool { return false },
	}, i
}

// start starts a server and waits until it answers; it is stopped at the end of the test.
func start(t *testing.T, dir string, flags map[string]string) *instance {
	t.Helper()
	return startWith(t, dir, flags, func(*app.Options) {})
}

// startWith is start with options that change has changed.
func startWith(t *testing.T, dir string, flags map[string]string, change func(*app.Options)) *instance {
	t.Helper()
	o, i := options(t, dir, flags)
	change(&o)
	ctx, cancel := context.WithCancel(context.Background())
	i.cancel = cancel
	started := make(chan app.Started, 1)
	o.Started = func(s app.Started) { started <- s }
	go func() {
		defer close(i.done)
		i.err = app.Run(ctx, o)
	}()
	t.Cleanup(i.stop)
	select {
	case i.Started = <-started:
	case <-i.done:
		t.Fatalf("server did not start: %v", i.err)
	}
	i.client = newClient(t)
	return i
}

func newClient(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, Timeout: 2 * time.Minute, Transport: &http.Transport{}}
}

// stop stops the server and waits for it.
func (i *instance) stop() {
	i.cancel()
	<-i.done
	if i.err != nil {
		i.t.Errorf("stopped with %v", i.err)
	}
	i.err = nil
	if i.t.Failed() {
		i.t.Log(i.log.String())
	}
}

// call makes a request and decodes the answer into a map.
func (i *instance) call(client *http.Client, method, path string, body any) (int, map[string]any) {
	i.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		i.t.Fatal(err)
	}
	var reader io.Reader
	if body != nil {
		reader = bytes.NewReader(text)
	}
	req, err := http.NewRequest(method, strings.TrimSuffix(i.URL, "/")+path, reader)
	if err != nil {
		i.t.Fatal(err)
	}
	req.Header.Set("X-BanGUI-Request", "1")
	req.Header.Set("Content-Type", "application/json")
	res, err := client.Do(req)
	if err != nil {
		i.t.Fatal(err)
	}
	defer res.Body.Close()
	answer := map[string]any{}
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil && !errors.Is(err, io.EOF) {
		i.t.Fatalf("%s %s: %v", method, path, err)
	}
	return res.StatusCode, answer
}

const (
	username = "admin"
	password = "a long enough phrase"
)

// setUp completes set-up; the client is signed in then.
func (i *instance) setUp() {
	i.t.Helper()
	status, answer := i.call(i.client, http.MethodPost, "/api/v1/setup", map[string]any{
		"token": i.SetupToken.Reveal(), "username": username, "password": password, "timezone": "Europe/Berlin",
	})
	if status != http.StatusCreated {
		i.t.Fatalf("set-up: %d %v", status, answer)
	}
}

func dataDir(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "data")
}
