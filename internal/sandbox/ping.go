package sandbox

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"time"
)

// pingRequest is ['ping'], pickled with protocol 2 and without memo, and fail2ban's end mark.
// Source: fail2ban/server/asyncserver.py, pickletools.
const pingRequest = "\x80\x02](X\x04\x00\x00\x00pinge.<F2B_END_COMMAND>"

const pingTimeout = 2 * time.Second

// ping asks whether a server answers at the socket.
func ping(ctx context.Context, socket string) error {
	ctx, cancel := context.WithTimeout(ctx, pingTimeout)
	defer cancel()
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "unix", socket)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	if _, err := io.WriteString(conn, pingRequest); err != nil {
		return err
	}
	return readPong(conn)
}

// readPong reads the answer: few bytes, in one piece or not.
func readPong(r io.Reader) error {
	var reply []byte
	buffer := make([]byte, 256)
	for !bytes.HasSuffix(reply, []byte("<F2B_END_COMMAND>")) {
		n, err := r.Read(buffer)
		reply = append(reply, buffer[:n]...)
		if err != nil {
			return err
		}
	}
	if !bytes.Contains(reply, []byte("pong")) {
		return fmt.Errorf("no pong in the answer to ping: %q", reply)
	}
	return nil
}
