package archive

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"

	"bangui/internal/fault"
)

// longestLine is how much of a line is kept, in bytes: what tells of bans is much shorter.
const longestLine = 64 << 10

// limits are bounds that tests make smaller.
type limits struct {
	// unpacked is how many bytes a packed file may have when it is unpacked.
	unpacked int64
}

func usualLimits() limits { return limits{unpacked: 64 << 30} }

// lines reads a log line by line.
type lines struct {
	reader *bufio.Reader
	// number is that of the last line, from 1.
	number int64
	buffer []byte
}

// newLines reads what is in a file, or packed in it. read is told how many bytes of the file have been read.
func newLines(source io.Reader, limit limits, read func(n int)) (*lines, error) {
	counted := bufio.NewReaderSize(&counter{source, read}, 256<<10)
	head, err := counted.Peek(len(gzipMagic))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if string(head) != gzipMagic {
		return &lines{reader: counted}, nil
	}
	unpacked, err := gzip.NewReader(counted)
	if err != nil {
		return nil, brokenGzip(err)
	}
	return &lines{reader: bufio.NewReaderSize(&bounded{unpacked, limit.unpacked}, 256<<10)}, nil
}

// next returns the next line without its end, at most longestLine bytes of it, and whether there was more. It fails with io.EOF at the end.
// The line is good until the next call.
func (l *lines) next() (line []byte, long bool, err error) {
	l.buffer = l.buffer[:0]
	for {
		piece, err := l.reader.ReadSlice('\n')
		room := min(longestLine-len(l.buffer), len(piece))
		l.buffer = append(l.buffer, piece[:room]...)
		long = long || room < len(piece) && (room != len(piece)-1 || piece[room] != '\n')
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(l.buffer) > 0:
		case err != nil:
			return nil, false, err
		}
		l.number++
		return trimEnd(l.buffer), long, nil
	}
}

func trimEnd(line []byte) []byte {
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r') {
		line = line[:len(line)-1]
	}
	return line
}

// counter tells how much was read.
type counter struct {
	io.Reader
	read func(n int)
}

// Read implements [io.Reader].
func (c *counter) Read(data []byte) (int, error) {
	n, err := c.Reader.Read(data)
	c.read(n)
	return n, err
}

// bounded fails behind so many bytes, and says what is wrong with a packed file.
type bounded struct {
	io.Reader
	room int64
}

// Read implements [io.Reader].
func (b *bounded) Read(data []byte) (int, error) {
	if b.room <= 0 {
		return 0, fault.Invalid.Errorf("it is larger than can be a log when it is unpacked; what came before that was read")
	}
	n, err := b.Reader.Read(data[:min(int64(len(data)), b.room)])
	b.room -= int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		err = brokenGzip(err)
	}
	return n, err
}

func brokenGzip(err error) error {
	return fault.Invalid.Wrapf(err, "the packed file is damaged; what came before the damage was read").
		WithMend("Look with `gzip -t`, and get another copy if there is one.")
}
