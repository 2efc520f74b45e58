package app

import (
	"net"
	"net/http"
	"sync"
)

// unusedConns are the connections over which no request has come yet. [http.Server.Shutdown] waits five seconds for each, and browsers
// open some in advance. The zero value is ready for use.
type unusedConns struct {
	mu    sync.Mutex
	conns map[net.Conn]struct{}
}

// watch is for [http.Server.ConnState].
func (u *unusedConns) watch(conn net.Conn, state http.ConnState) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if state != http.StateNew {
		delete(u.conns, conn)
		return
	}
	if u.conns == nil {
		u.conns = make(map[net.Conn]struct{})
	}
	u.conns[conn] = struct{}{}
}

// close is for [http.Server.RegisterOnShutdown].
func (u *unusedConns) close() {
	u.mu.Lock()
	defer u.mu.Unlock()
	for conn := range u.conns {
		_ = conn.Close() // nothing was asked over it
	}
}
