package nftsettest

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"
)

// Network is this process between two neighbours: packets from outside to inside go through here.
type Network struct {
	// Here is where this process is.
	Here *Place
	// Outside has all sources that one may want to block, Inside a machine that is reached through us, such as a container.
	Outside, Inside *Place
}

// The addresses. Whatever else Outside sends from is reached through its own address.
const (
	Here4    = "10.78.1.1"
	Here6    = "fd78:1::1"
	Outside4 = "10.78.1.2"
	Outside6 = "fd78:1::2"
	Inside4  = "10.78.2.2"
	Inside6  = "fd78:2::2"
)

// New makes the network. It may be called once in a process that is [Alone].
func New(t testing.TB) *Network {
	t.Helper()
	n := &Network{Here: &Place{t: t}, Outside: newPlace(t), Inside: newPlace(t)}
	for _, setting := range []string{"ipv4/ip_forward", "ipv6/conf/all/forwarding"} {
		if err := os.WriteFile("/proc/sys/net/"+setting, []byte("1"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	n.join(n.Outside, "outside0", Here4, Here6, Outside4, Outside6)
	n.join(n.Inside, "inside0", "10.78.2.1", "fd78:2::1", Inside4, Inside6)
	n.Here.Run("ip", "route", "add", "default", "via", Outside4)
	n.Here.Run("ip", "-6", "route", "add", "default", "via", Outside6)
	n.settle()
	return n
}

// settle waits until the neighbours have found each other, which takes IPv6 a second.
func (n *Network) settle() {
	t := n.Here.t
	port := Echo(t, n.Here)
	for at, from := range map[*Place]string{n.Outside: Outside6, n.Inside: Inside6} {
		conn := packets(t, at, netip.MustParseAddr(from))
		for end := time.Now().Add(10 * time.Second); !Ask(t, conn, Here6, port); {
			if time.Now().After(end) {
				t.Fatalf("%s cannot reach us", from)
			}
		}
	}
}

// join plugs a neighbour in.
func (n *Network) join(other *Place, port, here4, here6, there4, there6 string) {
	n.Here.t.Helper()
	n.Here.Run("ip", "link", "add", port, "type", "veth", "peer", "name", "up0", "netns", other.number())
	for _, end := range []struct {
		at     *Place
		device string
		ip     []string
	}{{n.Here, port, []string{here4 + "/24", here6 + "/64"}}, {other, "up0", []string{there4 + "/24", there6 + "/64"}}} {
		for _, address := range end.ip {
			args := []string{"address", "add", address, "dev", end.device}
			if strings.Contains(address, ":") {
				args = append(args, "nodad")
			}
			end.at.Run("ip", args...)
		}
	}
	n.Here.Run("ip", "link", "set", port, "up")
	other.Run("ip", "link", "set", "up0", "up")
	other.Run("ip", "route", "add", "default", "via", here4)
	other.Run("ip", "-6", "route", "add", "default", "via", here6)
}

// Source gives Outside another address to send from.
func (n *Network) Source(address string) netip.Addr {
	n.Here.t.Helper()
	addr := netip.MustParseAddr(address)
	if addr.Is4() {
		n.Outside.Run("ip", "address", "add", address+"/32", "dev", "lo")
	} else {
		n.Outside.Run("ip", "address", "add", address+"/128", "dev", "lo", "nodad")
	}
	return addr
}

// Echo answers all that is sent to a port of TCP, and of UDP, at a place, until the test ends. It returns the port.
func Echo(t testing.TB, at *Place) int {
	t.Helper()
	var tcp net.Listener
	var udp net.PacketConn
	err := at.Do(func() error {
		var err error
		if tcp, err = net.Listen("tcp", "[::]:0"); err != nil {
			return err
		}
		udp, err = net.ListenPacket("udp", tcp.Addr().String())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = tcp.Close(), udp.Close() })
	go func() {
		for {
			conn, err := tcp.Accept()
			if err != nil {
				return
			}
			go echo(conn)
		}
	}()
	go func() {
		data := make([]byte, 2048)
		for {
			n, from, err := udp.ReadFrom(data)
			if err != nil {
				return
			}
			_, _ = udp.WriteTo(data[:n], from) // who does not hear it will say so
		}
	}()
	return tcp.Addr().(*net.TCPAddr).Port //nolint:forcetypeassert // it was listened to with TCP
}

func echo(conn net.Conn) {
	defer conn.Close()
	data := make([]byte, 2048)
	for {
		n, err := conn.Read(data)
		if err != nil {
			return
		}
		if _, err := conn.Write(data[:n]); err != nil {
			return
		}
	}
}

// Dial connects from one of Outside's addresses with TCP.
func (n *Network) Dial(ctx context.Context, from netip.Addr, to string, port int, within time.Duration) (net.Conn, error) {
	dialer := net.Dialer{Timeout: within, LocalAddr: &net.TCPAddr{IP: from.AsSlice()}}
	var conn net.Conn
	// The socket is made by the goroutine that asks for it, as there is no name to look up; see net.Dialer.DialContext. What it waits for needs no place.
	err := n.Outside.Do(func() (err error) {
		conn, err = dialer.DialContext(ctx, "tcp", netip.AddrPortFrom(netip.MustParseAddr(to), uint16(port)).String())
		return err
	})
	return conn, err
}

// Connect opens a connection of TCP from one of Outside's addresses to a port that answers, and returns what proves that it goes on.
func (n *Network) Connect(t testing.TB, from netip.Addr, to string, port int) (goesOn func(testing.TB)) {
	t.Helper()
	const patience = 30 * time.Second
	conn, err := n.Dial(t.Context(), from, to, port, patience)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return func(t testing.TB) {
		t.Helper()
		err := conn.SetDeadline(time.Now().Add(patience))
		if err == nil {
			_, err = conn.Write([]byte("still there?"))
		}
		if err == nil {
			_, err = conn.Read(make([]byte, 64))
		}
		if err != nil {
			t.Fatalf("connection of %s: %v", from, err)
		}
	}
}

// Packets opens a socket of UDP at one of Outside's addresses.
func (n *Network) Packets(t testing.TB, from netip.Addr) *net.UDPConn {
	t.Helper()
	return packets(t, n.Outside, from)
}

func packets(t testing.TB, at *Place, from netip.Addr) *net.UDPConn {
	t.Helper()
	var conn *net.UDPConn
	err := at.Do(func() (err error) {
		conn, err = net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(from, 0)))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// Answered tells whether a packet of UDP from one of Outside's addresses is answered, soon.
func (n *Network) Answered(t testing.TB, from netip.Addr, to string, port int) bool {
	t.Helper()
	conn := n.Packets(t, from)
	defer conn.Close()
	return Ask(t, conn, to, port)
}

// Reaches is Answered for what must be: a busy machine gets more time and more packets.
func (n *Network) Reaches(t testing.TB, from netip.Addr, to string, port int) bool {
	t.Helper()
	conn := n.Packets(t, from)
	defer conn.Close()
	for range 20 {
		if Ask(t, conn, to, port) {
			return true
		}
	}
	return false
}

// Ask sends a packet and tells whether it is answered.
func Ask(t testing.TB, conn *net.UDPConn, to string, port int) bool {
	t.Helper()
	target := netip.AddrPortFrom(netip.MustParseAddr(to), uint16(port))
	data := make([]byte, 16)
	const within = 300 * time.Millisecond // veth is there in microseconds
	if _, err := conn.WriteToUDPAddrPort([]byte("ping"), target); err != nil {
		t.Fatal(err)
	}
	if err := conn.SetReadDeadline(time.Now().Add(within)); err != nil {
		t.Fatal(err)
	}
	_, _, err := conn.ReadFromUDPAddrPort(data)
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal(err)
	}
	return err == nil
}
