package listformat

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// lines reads one line after the other.
type lines struct {
	reader *bufio.Reader
	// number is that of the last line, from 1.
	number int64
}

// next returns a line without its end, good until the next call, and io.EOF behind the last one. Of a line that is longer than MaxLine it returns
// the beginning, and long is true.
func (l *lines) next() (line []byte, long bool, err error) {
	line, err = l.reader.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		line, long = bytes.Clone(line[:maxSample+1]), true
		err = l.skip()
	}
	if err != nil && !errors.Is(err, io.EOF) || len(line) == 0 {
		return nil, false, err
	}
	l.number++
	return bytes.TrimRight(line, "\r\n"), long, nil
}

// skip goes to the end of a line.
func (l *lines) skip() error {
	for {
		_, err := l.reader.ReadSlice('\n')
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}
