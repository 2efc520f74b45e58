package fail2ban

import (
	"context"
	"strings"

	"bangui/fail2ban/wire"
)

// reader turns the payload of an answer into what a call returns; false means that the payload has another shape.
type reader[T any] func(wire.Value) (T, bool)

// ask waits for its turn, sends a command and reads its answer.
func ask[T any](ctx context.Context, c *Client, read reader[T], words ...any) (T, error) {
	if err := c.acquire(ctx); err != nil {
		var none T
		return none, err
	}
	defer c.release()
	return exchange(ctx, c, read, words)
}

// exchange is ask for who has the turn. An answer of the wrong shape costs the connection.
func exchange[T any](ctx context.Context, c *Client, read reader[T], words []any) (T, error) {
	var none T
	reply, err := c.send(ctx, words)
	if err != nil {
		return none, err
	}
	content, err := c.payload(words, reply)
	if err != nil {
		return none, err
	}
	result, ok := read(content)
	if !ok {
		return none, c.malformed(words)
	}
	return result, nil
}

// send returns the answer to a command. It is sent a second time if the server had closed the connection since the last command,
// has not begun to answer, and sending it twice does no harm.
func (c *Client) send(ctx context.Context, words []any) (wire.Value, error) {
	request, err := wire.AppendMessage(nil, words)
	if err != nil {
		return nil, invalid("command", "%q: %v", summary(words), err)
	}
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeLimit(words))
		defer cancel()
	}
	for {
		if err := c.connect(ctx, words); err != nil {
			return nil, err
		}
		reply, err := c.conn.exchange(ctx, request)
		if err == nil {
			return reply, nil
		}
		again := c.conn.used && !c.conn.answering && hungUp(err) && onlyReads(words)
		c.hangUp()
		if !again {
			return nil, c.failed(words, exchangeReason(err), err)
		}
	}
}

// onlyReads reports whether a command changes nothing, so that it may be sent twice.
func onlyReads(words []any) bool {
	switch word(words, 0) {
	case "get", "status", "stats", "banned", "ping", "version", "echo", "server-status":
		return true
	}
	return false
}

// payload opens an answer, which has one of four shapes. Source: fail2ban/server/transmitter.py, proceed, and asyncserver.py.
func (c *Client) payload(words []any, reply wire.Value) (wire.Value, error) {
	switch reply := reply.(type) {
	case wire.Tuple:
		return c.outcome(words, reply)
	case string:
		if text, ok := strings.CutPrefix(reply, "ERROR:"); ok {
			return nil, &CommandError{Command: summary(words), Args: []wire.Value{strings.TrimSpace(text)}}
		}
	case wire.List:
		if len(reply) == 1 && reply[0] == wire.Value("SHUTDOWN") {
			c.hangUp()
			return nil, c.failed(words, ShuttingDown, nil)
		}
	}
	return nil, c.malformed(words)
}

func (c *Client) outcome(words []any, reply wire.Tuple) (wire.Value, error) {
	if len(reply) != 2 {
		return nil, c.malformed(words)
	}
	if reply[0] == wire.Value(int64(0)) {
		return reply[1], nil
	}
	object, ok := reply[1].(*wire.Object)
	if !ok || reply[0] != wire.Value(int64(1)) {
		return nil, c.malformed(words)
	}
	return nil, &CommandError{
		Command: summary(words), Module: object.Class.Module, Class: object.Class.Name, Args: object.Args,
	}
}

func (c *Client) malformed(words []any) error {
	c.hangUp()
	return c.failed(words, BadReply, nil)
}
