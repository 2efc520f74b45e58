package fail2bantest

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"bangui/fail2ban"
)

// Server is a fake fail2ban. All methods may be called at the same time.
type Server struct {
	config  Config
	version fail2ban.Version
	dir     string // ours to remove; empty if the socket is elsewhere

	// main is fail2ban's main thread: who runs a command has it.
	main sync.Mutex

	mu       sync.Mutex // guards everything below
	listener *net.UnixListener
	conns    map[net.Conn]struct{}
	busiest  int
	jails    map[string]*jail
	reload   map[string]bool // the jails that a running reload has not finished
	settings map[string]any
	// kept is the database: what is restored when a jail starts, by jail and id.
	kept     map[string]map[string]*ticket
	commands [][]any
	disturb  []Disturbance
	running  sync.WaitGroup
}

// Start starts a server that is closed at the end of the test.
func Start(t testing.TB, config Config) *Server {
	t.Helper()
	s, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// New starts a server. Close it when done.
func New(config Config) (*Server, error) {
	s, err := newServer(config)
	if err != nil {
		return nil, err
	}
	if err := s.Up(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.dir))
	}
	return s, nil
}

func newServer(config Config) (*Server, error) {
	if config.Version == "" {
		config.Version = V1_0_2
	}
	if config.BanDelay == 0 {
		config.BanDelay = 5 * time.Millisecond
	}
	version, err := fail2ban.ParseVersion(config.Version)
	if err != nil {
		return nil, err
	}
	s := &Server{config: config, version: version, kept: make(map[string]map[string]*ticket)}
	if config.Socket != "" {
		return s, nil
	}
	if s.dir, err = os.MkdirTemp("", "fail2bantest-"); err != nil {
		return nil, err
	}
	s.config.Socket = filepath.Join(s.dir, "fail2ban.sock")
	return s, nil
}

// Socket is the path of the socket.
func (s *Server) Socket() string { return s.config.Socket }

// Up starts a server that is down, with its configured jails, counters at zero, and the bans that its database has.
func (s *Server) Up() error {
	listener, err := listen(s.config.Socket)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", s.config.Socket, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listener = listener
	s.conns = make(map[net.Conn]struct{})
	s.jails = make(map[string]*jail)
	s.settings = s.defaultSettings()
	s.event(Event{Kind: EventServerUp})
	for _, config := range s.config.Jails {
		s.startJail(s.newJail(config))
	}
	s.running.Go(func() { s.accept(listener) })
	return nil
}

// Down stops the server as "stop" does: jails stop, connections are closed, the socket is removed. It does nothing when it is down.
func (s *Server) Down() { s.end(true) }

// Kill ends the server as SIGKILL does: connections are closed, and the socket stays with nobody listening.
func (s *Server) Kill() { s.end(false) }

func (s *Server) end(orderly bool) {
	s.shut(orderly)
	s.running.Wait()
}

// shut is end without waiting for the goroutines, of which the caller may be one.
func (s *Server) shut(orderly bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listener == nil {
		return
	}
	s.listener.SetUnlinkOnClose(orderly)
	_ = s.listener.Close()
	s.listener = nil
	for conn := range s.conns {
		_ = conn.Close()
	}
	for _, name := range s.jailNames() {
		s.stopJail(s.jails[name])
	}
	if orderly {
		s.event(Event{Kind: EventServerDown})
	}
}

// Close ends the server and removes what it made.
func (s *Server) Close() {
	s.Down()
	_ = os.Remove(s.config.Socket) // after Kill
	if s.dir != "" {
		_ = os.RemoveAll(s.dir)
	}
}

// Busy keeps the server's one thread for d: commands wait, and after two waiting connections others are refused with EAGAIN.
// It returns when the thread is taken.
func (s *Server) Busy(d time.Duration) {
	taken := make(chan struct{})
	s.mu.Lock()
	s.running.Go(func() {
		s.main.Lock()
		defer s.main.Unlock()
		close(taken)
		s.sleep(d)
	})
	s.mu.Unlock()
	<-taken
}

// sleep is for who has the main thread; no connection is accepted meanwhile.
func (s *Server) sleep(d time.Duration) {
	s.mu.Lock()
	if s.listener != nil {
		_ = s.listener.SetDeadline(time.Unix(1, 0))
	}
	s.mu.Unlock()
	time.Sleep(d)
}

// Connections is the number of open connections.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns)
}

// MostConnections is the largest number of connections that have been open at the same time.
func (s *Server) MostConnections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.busiest
}

// Commands returns the commands received so far, their words as plain Go values.
func (s *Server) Commands() [][]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([][]any(nil), s.commands...)
}

// Received returns the commands received so far as text, words separated by blanks.
func (s *Server) Received() []string {
	var texts []string
	for _, command := range s.Commands() {
		texts = append(texts, line(command))
	}
	return texts
}

func line(command []any) string {
	var b bytes.Buffer
	for i, word := range command {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprint(&b, word)
	}
	return b.String()
}

func (s *Server) event(e Event) {
	if e.At.IsZero() {
		e.At = time.Now()
	}
	if s.config.OnEvent != nil {
		s.config.OnEvent(e)
	}
}
