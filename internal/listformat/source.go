package listformat

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"

	"bangui/internal/fault"
)

// gzipMagic begins everything that is gzipped. Source: RFC 1952, 2.3.1, with the one method there is.
const gzipMagic = "\x1f\x8b\x08"

// source is a list without its packing.
type source struct {
	*bufio.Reader
	packed, unpacked *counted
	gzipped          bool
}

// openSource looks at the first bytes. alive is asked before each read whether to go on.
func openSource(r io.Reader, maxBytes int64, alive func() error) (*source, error) {
	packed := &counted{reader: r, alive: alive, most: maxBytes}
	buffered := bufio.NewReaderSize(packed, MaxLine)
	magic, err := buffered.Peek(len(gzipMagic))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if string(magic) != gzipMagic {
		return &source{Reader: buffered, packed: packed, unpacked: packed}, nil
	}
	plain, err := gzip.NewReader(buffered)
	if err != nil {
		return nil, damaged(packed, err)
	}
	unpacked := &counted{reader: &unpacking{plain, packed}, alive: alive, most: maxBytes, packed: packed}
	return &source{Reader: bufio.NewReaderSize(unpacked, MaxLine), packed: packed, unpacked: unpacked, gzipped: true}, nil
}

// counted counts what is read, and fails with fault.TooLarge behind the most that may be.
type counted struct {
	reader io.Reader
	alive  func() error
	n      int64
	most   int64
	// packed is what it is unpacked from; nil if it is not.
	packed *counted
	// failed is the first error except io.EOF.
	failed error
}

// Read implements [io.Reader].
func (c *counted) Read(p []byte) (int, error) {
	if err := c.alive(); err != nil {
		return 0, c.fail(err)
	}
	n, err := c.reader.Read(p)
	c.n += int64(n)
	switch {
	case c.n > c.most:
		return 0, c.fail(fault.TooLarge.Errorf("the list is longer than %d bytes", c.most))
	case c.packed != nil && c.n > ratioFrom && c.n > maxRatio*c.packed.n:
		return 0, c.fail(fault.TooLarge.Errorf("the list becomes more than %d times longer when it is unpacked: that is no list", maxRatio))
	case err != nil && !errors.Is(err, io.EOF):
		return n, c.fail(err)
	}
	return n, err
}

func (c *counted) fail(err error) error {
	if c.failed == nil {
		c.failed = err
	}
	return err
}

// unpacking says what is wrong with something packed.
type unpacking struct {
	plain  io.Reader
	packed *counted
}

// Read implements [io.Reader].
func (u *unpacking) Read(p []byte) (int, error) {
	n, err := u.plain.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = damaged(u.packed, err)
	}
	return n, err
}

// damaged is why unpacking failed: what it is unpacked from could not be read, or is not what gzip makes.
func damaged(packed *counted, err error) error {
	if packed.failed != nil {
		return packed.failed
	}
	return fault.Invalid.Wrapf(err, "the gzipped list is damaged or not complete").
		WithMend("Fetch it again; if it stays so, look at it with `gzip -t`, or ask who publishes it.")
}
