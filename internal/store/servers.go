package store

import (
	"net/netip"
	"slices"
	"sync"

	"github.com/jackc/pgx/v5"
)

// maxServers is how many addresses of database servers are remembered: a cluster has a few.
const maxServers = 8

// servers remembers where connections led to.
type servers struct {
	mu sync.Mutex
	// known are the addresses, latest first.
	known []netip.Addr
}

// note is called with each new connection.
func (s *servers) note(conn *pgx.Conn) {
	addr, ok := addressOf(conn.PgConn().Conn().RemoteAddr())
	if !ok { // a unix socket
		return
	}
	addr = addr.WithZone("")
	s.mu.Lock()
	defer s.mu.Unlock()
	others := slices.DeleteFunc(s.known, func(other netip.Addr) bool { return other == addr })
	s.known = slices.Insert(others, 0, addr)
	s.known = s.known[:min(len(s.known), maxServers)]
}

// Servers returns the addresses of the database servers that connections have led to lately, in order; none for a file or a unix socket. It does
// not wait.
func (s *Store) Servers() []netip.Addr {
	if s.servers == nil {
		return nil
	}
	s.servers.mu.Lock()
	defer s.servers.mu.Unlock()
	known := slices.Clone(s.servers.known)
	slices.SortFunc(known, netip.Addr.Compare)
	return known
}
