package wire

import (
	"bufio"
	"io"
)

// EndMark follows each message, in both directions. Source: fail2ban/protocol.py, CSPROTO.END.
const EndMark = "<F2B_END_COMMAND>"

// CloseMark may be sent, followed by [EndMark], instead of a request before closing. Source: CSPROTO.CLOSE.
const CloseMark = "<F2B_CLOSE_COMMAND>"

// Decoder reads messages from a stream. It is for one goroutine.
type Decoder struct {
	src source
	m   machine
}

// NewDecoder returns a decoder that reads from r.
func NewDecoder(r io.Reader, limits Limits) *Decoder {
	limits = limits.withDefaults()
	d := &Decoder{src: source{r: bufio.NewReaderSize(r, 32<<10), limits: limits, memory: newInterner()}}
	d.m.src = &d.src
	return d
}

// Decode reads the next message and its end mark. Fails with io.EOF if the stream ends before the message's first byte, with
// io.ErrUnexpectedEOF if it ends inside, with *[SyntaxError], or with the error of the reader. After any error the stream cannot
// be used any more.
func (d *Decoder) Decode() (Value, error) {
	d.src.offset = 0
	value, err := d.m.run()
	d.m.forget()
	if err != nil {
		return nil, err
	}
	return value, d.endMark()
}

// Started reports whether any byte of the message that Decode read last, or failed to read, has arrived.
func (d *Decoder) Started() bool { return d.src.offset > 0 || d.src.r.Buffered() > 0 }

// Buffered is the number of bytes that have arrived and belong to no decoded message.
func (d *Decoder) Buffered() int { return d.src.r.Buffered() }

func (d *Decoder) endMark() error {
	mark, err := d.src.r.Peek(len(EndMark))
	if err != nil {
		return d.src.ended(err)
	}
	if string(mark) != EndMark {
		return d.src.fail("no end mark after the message")
	}
	_, err = d.src.r.Discard(len(EndMark))
	return err
}
