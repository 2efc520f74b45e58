package ipinfo

import (
	"bytes"
	"errors"
	"fmt"
	"time"
)

// checkWithin is how long the records of a file are read to see whether they can be: a file made to be slow shall not stop us.
const checkWithin = 5 * time.Second

// separator is how many bytes lie between the tree and the records.
const separator = 16

// check looks at every node of the tree, and reads every record that one leads to, once. It finds out what the file knows.
//
// It is not Reader.Verify, which follows the letter of the format in things that look-ups do not need, such as a description.
// Source: MaxMind DB File Format Specification 2.0.
func (f *file) check(data []byte) error {
	meta := f.reader.Metadata
	if meta.IPVersion != 4 && meta.IPVersion != 6 {
		return fmt.Errorf("it is for version %d of IP", meta.IPVersion)
	}
	read, ok := nodeReader(meta.RecordSize)
	if !ok {
		return fmt.Errorf("its tree has records of %d bits", meta.RecordSize)
	}
	size, count := int(meta.RecordSize)/4, int(meta.NodeCount)
	end := bytes.LastIndex(data, []byte("\xAB\xCD\xEFMaxMind.com"))
	// Opening has made sure that the tree is there; this keeps a change there from being a crash here.
	if count <= 0 || size*count+separator > end {
		return errors.New("its tree is longer than the file")
	}
	c := checker{file: f, length: end - size*count - separator, until: time.Now().Add(checkWithin)}
	c.seen = make([]uint64, c.length/64+1)
	for node := range count {
		left, right := read(data[node*size : (node+1)*size])
		for _, value := range [2]int{left, right} {
			if value <= count {
				continue // another node, or nothing known
			}
			if err := c.record(value - count - separator); err != nil {
				return fmt.Errorf("node %d: %w", node, err)
			}
		}
	}
	return nil
}

// checker reads records.
type checker struct {
	file *file
	// length is that of all records together, in bytes; seen has a bit for each of them.
	length int
	seen   []uint64
	read   int
	until  time.Time
	late   bool
}

// record reads the record at an offset, unless that was done, or time is up.
func (c *checker) record(offset int) error {
	if offset < 0 || offset >= c.length {
		return errors.New("a record lies outside the file")
	}
	word, bit := &c.seen[offset/64], uint64(1)<<(offset%64)
	if *word&bit != 0 || c.late {
		return nil
	}
	*word |= bit
	if c.read++; c.read%256 == 0 {
		c.late = time.Now().After(c.until)
	}
	var r record
	if err := c.file.reader.LookupOffset(uintptr(offset)).Decode(&r); err != nil {
		return err
	}
	a := r.answer()
	c.file.countries = c.file.countries || a.country != ""
	c.file.networks = c.file.networks || a.asn != 0 || a.network != ""
	return nil
}

// nodeReader returns what splits a node into its two values; ok is false for a size, in bits, that there is not.
func nodeReader(recordSize uint) (read func(node []byte) (left, right int), ok bool) {
	switch recordSize {
	case 24:
		return func(n []byte) (left, right int) {
			return int(n[0])<<16 | int(n[1])<<8 | int(n[2]), int(n[3])<<16 | int(n[4])<<8 | int(n[5])
		}, true
	case 28: // the byte in the middle has the highest bits of both
		return func(n []byte) (left, right int) {
			return int(n[3]>>4)<<24 | int(n[0])<<16 | int(n[1])<<8 | int(n[2]), int(n[3]&15)<<24 | int(n[4])<<16 | int(n[5])<<8 | int(n[6])
		}, true
	case 32:
		return func(n []byte) (left, right int) {
			return int(n[0])<<24 | int(n[1])<<16 | int(n[2])<<8 | int(n[3]), int(n[4])<<24 | int(n[5])<<16 | int(n[6])<<8 | int(n[7])
		}, true
	}
	return nil, false
}
