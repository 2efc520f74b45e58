package fail2ban

import (
	"context"
	"time"

	"bangui/fail2ban/wire"
)

// DefaultSocket is where fail2ban's socket is unless its configuration says otherwise. Source: config/fail2ban.conf.
const DefaultSocket = "/var/run/fail2ban/fail2ban.sock"

// Client talks to one fail2ban server. All methods may be called at the same time.
//
// It keeps one connection and sends one command at a time; callers wait in the order of their calls. That is as fast as it gets,
// since fail2ban serves everybody from one thread, and it never uses up the connections that fail2ban can have. The connection is
// made at the first call, and made anew after it broke.
//
// Each call honours its context. Where that has no deadline, the command gets one by its kind: 10 s for most, minutes for what runs
// actions. A command whose time is up may still be carried out.
//
// Calls fail with *[ConnError] if there is no answer, *[CommandError] if the answer is an error, *[ArgumentError] if nothing was
// sent because an argument is not acceptable, *[UnsupportedError] if this fail2ban is too old, or the context's error if it ended
// while the call was waiting for others.
type Client struct {
	socket string
	limits wire.Limits
	grace  time.Duration

	// turn holds one token; who has it may use conn and closed.
	turn   chan struct{}
	conn   *conn
	closed bool
}

// Option changes how a [Client] works.
type Option func(*Client)

// WithLimits bounds what one answer may cost.
func WithLimits(limits wire.Limits) Option {
	return func(c *Client) { c.limits = limits }
}

// WithRestartGrace sets how long a call waits for a socket that is missing or that nobody listens on, as it is while fail2ban is
// being restarted. The default is one second; zero means not at all.
func WithRestartGrace(grace time.Duration) Option {
	return func(c *Client) { c.grace = grace }
}

// NewClient returns a client for the server at a socket, which need not be there yet. Close it when done.
func NewClient(socket string, options ...Option) *Client {
	c := &Client{socket: socket, grace: time.Second, turn: make(chan struct{}, 1)}
	for _, option := range options {
		option(c)
	}
	c.turn <- struct{}{}
	return c
}

// Socket returns the path of the socket.
func (c *Client) Socket() string { return c.socket }

// Close waits for the command under way and closes the connection. Calls after it fail with [Closed].
func (c *Client) Close() error {
	<-c.turn
	defer c.release()
	c.closed = true
	c.hangUp()
	return nil
}

// Do sends a command of any kind and returns the payload of its answer. Words are strings, and for streams also ints, bools, nil,
// []string, []any and wire.Dict. It is for commands that have no method of their own; the words are not checked, and fail2ban runs
// whatever it is told as the user it runs as: never pass on what a user typed.
func (c *Client) Do(ctx context.Context, words ...any) (wire.Value, error) {
	if len(words) == 0 {
		return nil, invalid("command", "is empty")
	}
	return ask(ctx, c, asIs, words...)
}

func (c *Client) acquire(ctx context.Context) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	select {
	case <-c.turn:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (c *Client) release() { c.turn <- struct{}{} }

// connect makes sure that there is a connection without anything left to read.
func (c *Client) connect(ctx context.Context, words []any) error {
	if c.closed {
		return c.failed(words, Closed, nil)
	}
	if c.conn != nil && c.conn.idle() {
		return nil
	}
	c.hangUp()
	conn, err := dial(ctx, c.socket, c.grace, c.limits)
	if err != nil {
		return c.failed(words, dialReason(err), err)
	}
	c.conn = conn
	return nil
}

func (c *Client) hangUp() {
	if c.conn == nil {
		return
	}
	_ = c.conn.close() // nothing is lost: it is not used any more
	c.conn = nil
}

func (c *Client) failed(words []any, reason Reason, cause error) error {
	return &ConnError{Reason: reason, Command: summary(words), Socket: c.socket, Cause: cause}
}
