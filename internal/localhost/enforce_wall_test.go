package localhost_test

import (
	"net"
	"net/netip"
	"testing"
)

// local opens a socket of UDP at one of the machine's own addresses.
func (w *wall) local(t testing.TB, address string) *net.UDPConn {
	t.Helper()
	conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr(address), 0)))
	check(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}
