package fail2bantest

import (
	"errors"
	"net"
	"os"
	"syscall"
	"time"
)

// backlog is how many connections may wait besides the one that is being served. Source: fail2ban/server/asyncserver.py, start.
const backlog = 1

// listen is net.Listen with fail2ban's backlog, a socket for its owner only, and no regard for a stale one.
func listen(socket string) (*net.UnixListener, error) {
	if err := os.Remove(socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	file := os.NewFile(uintptr(fd), socket)
	defer func() { _ = file.Close() }()
	if err := syscall.Bind(fd, &syscall.SockaddrUnix{Name: socket}); err != nil {
		return nil, os.NewSyscallError("bind", err)
	}
	if err := os.Chmod(socket, 0o700); err != nil {
		return nil, err
	}
	if err := syscall.Listen(fd, backlog); err != nil {
		return nil, os.NewSyscallError("listen", err)
	}
	listener, err := net.FileListener(file)
	if err != nil {
		return nil, err
	}
	return listener.(*net.UnixListener), nil
}

// accept serves connections until the listener is closed. While the main thread sleeps it accepts none.
func (s *Server) accept(listener *net.UnixListener) {
	for {
		conn, err := listener.Accept()
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			s.main.Lock()
			_ = listener.SetDeadline(time.Time{})
			s.main.Unlock()
		case err != nil:
			return
		default:
			s.admit(listener, conn)
		}
	}
}

func (s *Server) admit(listener *net.UnixListener, conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listener != listener {
		_ = conn.Close()
		return
	}
	s.conns[conn] = struct{}{}
	s.busiest = max(s.busiest, len(s.conns))
	s.running.Go(func() { s.serve(conn) })
}
