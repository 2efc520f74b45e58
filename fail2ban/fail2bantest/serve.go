package fail2bantest

import (
	"errors"
	"net"
	"strings"
	"time"

	"bangui/fail2ban/wire"
)

// Disturbance is how one or more answers go wrong. The command itself is carried out.
type Disturbance struct {
	// Command is the beginning of the commands concerned, such as "get sshd"; empty means all.
	Command string
	// Times is how many commands are concerned; zero means one, a negative number all from now on.
	Times int
	// Delay is how long the command takes; all others wait meanwhile.
	Delay time.Duration
	// Raw is sent instead of the answer.
	Raw []byte
	// Part, if not zero, is the number of bytes of the answer that are sent; negative means none. Then the connection is closed.
	Part int
	// Stall keeps the connection open after Part, and sends nothing more.
	Stall bool
	// Chunk, if not zero, is the number of bytes sent at a time.
	Chunk int
}

// Disturb makes answers go wrong. Disturbances are used up in the order in which they were given.
func (s *Server) Disturb(d Disturbance) {
	if d.Times == 0 {
		d.Times = 1
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.disturb = append(s.disturb, d)
}

// disturbance takes the first one for a command.
func (s *Server) disturbance(command []any) Disturbance {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := line(command)
	for i := range s.disturb {
		d := &s.disturb[i]
		if d.Times == 0 || !strings.HasPrefix(text, d.Command) {
			continue
		}
		d.Times--
		return *d
	}
	return Disturbance{}
}

// serve answers one connection until it ends.
func (s *Server) serve(conn net.Conn) {
	defer s.dismiss(conn)
	decoder := wire.NewDecoder(conn, wire.Limits{})
	for {
		request, err := decoder.Decode()
		if err != nil {
			s.complain(conn, err)
			return
		}
		if !s.answer(conn, request) {
			return
		}
	}
}

func (s *Server) dismiss(conn net.Conn) {
	_ = conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, conn)
}

// complain answers what is no pickle, as fail2ban does. After it fail2ban would go on; nobody tests that.
func (s *Server) complain(conn net.Conn, err error) {
	if _, ok := errors.AsType[*wire.SyntaxError](err); ok {
		_, _ = conn.Write(pickle("ERROR: " + err.Error()))
	}
}

// answer carries one command out and reports whether the connection can go on.
func (s *Server) answer(conn net.Conn, request wire.Value) bool {
	command, ok := sequence(request)
	s.main.Lock()
	defer s.main.Unlock()
	if !ok || len(command) == 0 {
		_, err := conn.Write(reply(nil, raise("builtins", "IndexError", "list index out of range")))
		return err == nil
	}
	d := s.disturbance(command)
	if d.Delay > 0 {
		s.sleep(d.Delay)
	}
	s.note(command)
	payload, err := s.run(command)
	ok = send(conn, d, reply(payload, err))
	if err == nil && len(command) == 1 && command[0] == "stop" {
		s.running.Go(func() { s.shut(true) })
		return false
	}
	return ok
}

func (s *Server) note(command []any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commands = append(s.commands, command)
}

// send writes an answer as badly as d wants and reports whether the connection can go on.
func send(conn net.Conn, d Disturbance, data []byte) bool {
	if d.Raw != nil {
		data = d.Raw
	}
	if d.Part != 0 || d.Stall {
		_, _ = conn.Write(data[:min(max(d.Part, 0), len(data))])
		return d.Stall
	}
	size := len(data)
	if d.Chunk > 0 {
		size = d.Chunk
	}
	for len(data) > 0 {
		n, err := conn.Write(data[:min(size, len(data))])
		if err != nil {
			return false
		}
		data = data[n:]
	}
	return true
}

// reply is the tuple that answers a command.
func reply(payload any, err error) []byte {
	if object := (*exception)(nil); errors.As(err, &object) {
		return pickle(wire.Tuple{int64(1), object.object()})
	}
	if err != nil {
		return pickle("ERROR: " + err.Error())
	}
	return pickle(wire.Tuple{int64(0), payload})
}

// sequence reads a list or tuple.
func sequence(v wire.Value) ([]any, bool) {
	switch v := v.(type) {
	case wire.List:
		return v, true
	case wire.Tuple:
		return v, true
	}
	return nil, false
}
