package fail2ban

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"syscall"
	"time"

	"bangui/fail2ban/wire"
)

// conn is one connection. It is used by one goroutine at a time and never after an error.
type conn struct {
	net *net.UnixConn
	dec *wire.Decoder
	// used is set once an answer has come over it.
	used bool
	// answering is set when an answer, or a part of it, has come to the last request.
	answering bool
	// spoiled is set when the end of a context may still cut the next answer short.
	spoiled bool
	// version is the server's; nil while not known.
	version *Version
}

// dial connects, and waits where waiting may help: while all places in the server's queue are taken (it has two, see listen(1) in
// fail2ban/server/asyncserver.py) for as long as ctx lives, and for a server that is being restarted for grace.
func dial(ctx context.Context, socket string, grace time.Duration, limits wire.Limits) (*conn, error) {
	var dialer net.Dialer
	began := time.Now()
	for pause := 5 * time.Millisecond; ; pause = min(2*pause, 250*time.Millisecond) {
		c, err := dialer.DialContext(ctx, "unix", socket)
		if err == nil {
			return &conn{net: c.(*net.UnixConn), dec: wire.NewDecoder(c, limits)}, nil
		}
		if !worthWaiting(err, time.Since(began) < grace) {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(err, context.Cause(ctx))
		case <-time.After(pause):
		}
	}
}

func worthWaiting(err error, restarting bool) bool {
	if errors.Is(err, syscall.EAGAIN) {
		return true
	}
	return restarting && (errors.Is(err, syscall.ENOENT) || errors.Is(err, syscall.ECONNREFUSED))
}

// dialReason says what an error of dial means.
func dialReason(err error) Reason {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return NoPermission
	case errors.Is(err, syscall.EAGAIN):
		return NotAnswering
	case errors.Is(err, syscall.ECONNREFUSED):
		return StaleSocket
	case errors.Is(err, fs.ErrNotExist):
		return NoSocket
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return NotAnswering
	}
	return NoSocket
}

// idle reports whether the connection is still open and silent. Something to read is its end, or an answer nobody waits for.
func (c *conn) idle() bool {
	if c.spoiled || c.dec.Buffered() > 0 {
		return false
	}
	raw, err := c.net.SyscallConn()
	if err != nil {
		return false
	}
	silent := false
	err = raw.Read(func(fd uintptr) bool {
		_, _, err := syscall.Recvfrom(int(fd), make([]byte, 1), syscall.MSG_PEEK)
		silent = errors.Is(err, syscall.EAGAIN)
		return true
	})
	return err == nil && silent
}

// exchange sends a request and reads its answer. When ctx ends first, it returns ctx's error.
func (c *conn) exchange(ctx context.Context, request []byte) (wire.Value, error) {
	stop := context.AfterFunc(ctx, func() { _ = c.net.SetDeadline(time.Unix(1, 0)) })
	defer func() { c.spoiled = !stop() }()
	c.answering = false
	if _, err := c.net.Write(request); err != nil {
		return nil, orCause(ctx, err)
	}
	reply, err := c.dec.Decode()
	c.answering = c.dec.Started()
	if err != nil {
		return nil, orCause(ctx, err)
	}
	c.used = true
	return reply, nil
}

// orCause prefers the reason of ctx to the time-out that it made.
func orCause(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

func exchangeReason(err error) Reason {
	var syntax *wire.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return BadReply
	case hungUp(err), errors.Is(err, io.ErrUnexpectedEOF):
		return Disconnected
	}
	return NotAnswering
}

// hungUp reports whether the other side had closed the connection.
func hungUp(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET)
}

func (c *conn) close() error { return c.net.Close() }
