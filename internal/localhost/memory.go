package localhost

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"slices"
	"sync"
	"syscall"

	"github.com/google/renameio/v2"
)

// memory is what fail2ban cannot tell us: which jails we made idle, and which jails there were.
type memory struct {
	path string
	log  *slog.Logger

	mu    sync.Mutex
	state remembered
}

// remembered is the form of the state file.
type remembered struct {
	// Server tells one run of fail2ban from the next, see serverID. What is idle belongs to it.
	Server string `json:"server"`
	// Idle are the jails that we told to pause.
	Idle map[string]bool `json:"idle"`
	// Jails are those that were seen running, with their counters of bans when they were last seen.
	Jails map[string]int `json:"jails"`
}

// maxStateFile bounds what is read; a real one has a few kilobytes.
const maxStateFile = 1 << 20

func openMemory(path string, log *slog.Logger) (*memory, error) {
	m := &memory{path: path, log: log, state: remembered{Idle: map[string]bool{}, Jails: map[string]int{}}}
	if path == "" {
		return m, nil
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil || info.Size() > maxStateFile {
		return nil, fmt.Errorf("state file %s is unreadable or too large: %w", path, err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the state file: %w", err)
	}
	var state remembered
	if err := json.Unmarshal(data, &state); err != nil {
		log.Warn("state file not understood, beginning anew", "path", path, "err", err)
		return m, nil
	}
	maps.Copy(m.state.Idle, state.Idle)
	maps.Copy(m.state.Jails, state.Jails)
	m.state.Server = state.Server
	return m, nil
}

// setIdle remembers that a jail was told to pause or to go on.
func (m *memory) setIdle(server, jail string, idle bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.enter(server)
	if m.state.Idle[jail] == idle {
		return
	}
	if idle {
		m.state.Idle[jail] = true
	} else {
		delete(m.state.Idle, jail)
	}
	m.save()
}

// wake forgets that jails are idle: fail2ban ends that when a jail is loaded. No name means all jails.
func (m *memory) wake(jails ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	before := len(m.state.Idle)
	for _, jail := range jails {
		delete(m.state.Idle, jail)
	}
	if len(jails) == 0 {
		clear(m.state.Idle)
	}
	if before != len(m.state.Idle) {
		m.save()
	}
}

// see takes note of the jails that run now, with their total of bans, and returns those of them that are idle. A total that went back
// means that the jail was started anew since.
func (m *memory) see(server string, running map[string]int) map[string]bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	changed := m.enter(server)
	for jail, total := range running {
		last, seen := m.state.Jails[jail]
		if seen && total < last && m.state.Idle[jail] {
			delete(m.state.Idle, jail)
			changed = true
		}
		changed = changed || !seen
		m.state.Jails[jail] = total
	}
	for jail := range m.state.Idle {
		if _, ok := running[jail]; !ok {
			delete(m.state.Idle, jail)
			changed = true
		}
	}
	if changed {
		m.save()
	}
	return maps.Clone(m.state.Idle)
}

// jails are all that were seen running, sorted.
func (m *memory) jails() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Sorted(maps.Keys(m.state.Jails))
}

// enter forgets what belonged to an earlier run of fail2ban. It is called with the memory locked.
func (m *memory) enter(server string) (changed bool) {
	if server == m.state.Server {
		return false
	}
	m.state.Server = server
	clear(m.state.Idle)
	return true
}

// save is called with the memory locked. That the file cannot be written is no reason to refuse an order.
func (m *memory) save() {
	if m.path == "" {
		return
	}
	data, err := json.Marshal(m.state)
	if err == nil {
		err = renameio.WriteFile(m.path, data, 0o600)
	}
	if err != nil {
		m.log.Warn("state not saved", "path", m.path, "err", err)
	}
}

// serverID tells one run of fail2ban from the next: each makes its socket anew. Empty if there is no socket.
func serverID(socket string) string {
	info, err := os.Stat(socket)
	if err != nil {
		return ""
	}
	inode := uint64(0)
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		inode = stat.Ino
	}
	return fmt.Sprintf("%d-%d", inode, info.ModTime().UnixNano())
}

// isIdle tells whether we told a jail of this run of fail2ban to pause.
func (m *memory) isIdle(server, jail string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.state.Server == server && m.state.Idle[jail]
}
