package localhost_test

import (
	"net"
	"net/netip"
	"testing"
	"time"
)

// connect opens a connection, and returns what proves that it goes on.
func (w *wall) connect(from netip.Addr, to string, port int) func(t testing.TB) {
	w.t.Helper()
	conn, err := w.Dial(w.t.Context(), from, to, port, 2*time.Second)
	check(w.t, err)
	w.t.Cleanup(func() { _ = conn.Close() })
	return func(t testing.TB) {
		t.Helper()
		check(t, conn.SetDeadline(time.Now().Add(2*time.Second)))
		if _, err := conn.Write([]byte("still there?")); err != nil {
			t.Fatalf("connection of %s: %v", from, err)
		}
		if _, err := conn.Read(make([]byte, 64)); err != nil {
			t.Fatalf("connection of %s: %v", from, err)
		}
	}
}

// local opens a socket of UDP at one of the machine's own addresses.
func (w *wall) local(t testing.TB, address string) *net.UDPConn {
	t.Helper()
	conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr(address), 0)))
	check(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}
