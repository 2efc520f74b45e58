package store_test

import (
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/store"
	"bangui/internal/store/pgtest"
)

// TestServerGoesAway cuts the connections to PostgreSQL and lets them through again.
func TestServerGoesAway(t *testing.T) {
	address := mustParse(t, pgtest.URL(t))
	between := newCable(t, address)
	s, err := open(t, store.Options{URL: between.url})
	if err != nil {
		t.Fatal(err)
	}
	entry := audit.Entry{Action: "outage.test", Result: audit.OK}
	if err := s.RecordAudit(t.Context(), entry); err != nil {
		t.Fatal(err)
	}
	between.cut()
	for range 2 {
		check(t, s.RecordAudit(t.Context(), entry), fault.Unavailable, "PostgreSQL server")
		check(t, s.Ping(t.Context()), fault.Unavailable, "PostgreSQL server")
	}
	between.connect(t)
	if err := s.RecordAudit(t.Context(), entry); err != nil {
		t.Fatalf("after the server is back: %v", err)
	}
	entries, err := s.AuditEntries(t.Context(), audit.Query{Limit: 10})
	if err != nil || len(entries) != 2 {
		t.Fatalf("%d entries, err %v, want the 2 that were acknowledged", len(entries), err)
	}
}

// cable is a unix socket that leads to another, and that can be cut.
type cable struct {
	url      string
	path, to string
	listener net.Listener

	mu    sync.Mutex
	conns []net.Conn
}

func newCable(t *testing.T, address *url.URL) *cable {
	t.Helper()
	dir := address.Query().Get("host")
	if dir == "" {
		t.Skip("the server at BANGUI_TEST_POSTGRES_URL is not reached by a unix socket")
	}
	own, err := os.MkdirTemp("", "cable-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(own) })
	through := *address
	through.RawQuery = url.Values{"host": {own}}.Encode()
	c := &cable{url: through.String(), path: filepath.Join(own, ".s.PGSQL.5432"), to: filepath.Join(dir, ".s.PGSQL.5432")}
	c.connect(t)
	t.Cleanup(c.cut)
	return c
}

func (c *cable) connect(t *testing.T) {
	t.Helper()
	listener, err := net.Listen("unix", c.path)
	if err != nil {
		t.Fatal(err)
	}
	c.listener = listener
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			c.join(near)
		}
	}()
}

func (c *cable) join(near net.Conn) {
	far, err := net.Dial("unix", c.to)
	if err != nil {
		_ = near.Close()
		return
	}
	c.mu.Lock()
	c.conns = append(c.conns, near, far)
	c.mu.Unlock()
	go func() { _, _ = io.Copy(far, near) }()
	go func() { _, _ = io.Copy(near, far) }()
}

// cut ends all connections and refuses new ones.
func (c *cable) cut() {
	_ = c.listener.Close()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, conn := range c.conns {
		_ = conn.Close()
	}
	c.conns = nil
}
