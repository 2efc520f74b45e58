package listformat

import (
	"bufio"
	"bytes"
	"errors"

	"bangui/internal/fault"
)

// namePlace is what to do about a place that is not known or not there.
const namePlace = "Name the place where the entries are, such as prefixes[].ip_prefix: [] stands behind the name of an array."

// readDocument reads one document of JSON.
func readDocument(in *bufio.Reader, c *collector, r Reading) (lines int64, err error) {
	root, err := parsePaths(r.Path)
	if err != nil {
		return 0, fault.Invalid.Errorf("%s", err)
	}
	values := 0
	s := &scanner{in: in, line: 1}
	s.found = func(_ *place, text []byte, plain bool) error {
		values++
		return c.value(text, plain, s.line)
	}
	if err := s.document(root); err != nil {
		return s.line, damagedJSON(err)
	}
	if values == 0 {
		return s.line, fault.Invalid.Errorf("nothing stands at %s in the list", r.Path).WithMend(namePlace)
	}
	return s.line, nil
}

// damagedJSON makes a fault of what is wrong with a document.
func damagedJSON(err error) error {
	if wrong, ok := errors.AsType[*syntaxError](err); ok {
		return fault.Invalid.Errorf("the list is no JSON that can be read: %s", wrong).
			WithMend("If it is something else, choose another format. Otherwise fetch it again, and if it stays so, ask who publishes it.")
	}
	return err
}

// value takes what stands at a place in JSON.
func (c *collector) value(text []byte, plain bool, line int64) error {
	if !plain {
		return c.drop(NoValue, line, text)
	}
	return c.entry(bytes.TrimSpace(text), line, text)
}

// objects reads one document of JSON on each line.
type objects struct {
	root *place
	// kind is the place of the member type; nil if entries stand there.
	kind    *place
	scanner scanner
	reader  *bytes.Reader
	// values were found on the line; about is true if it says that it is about the list. They count once the line has been read to its end.
	values []value
	about  bool
}

// value is what stands at a place.
type value struct {
	text  []byte
	plain bool
}

// newObjects looks at a path, and at the member type beside it: Spamhaus ends its lists with a line of the type metadata.
func newObjects(r Reading) (*objects, error) {
	root, err := parsePaths(r.Path)
	if err != nil {
		return nil, fault.Invalid.Errorf("%s", err)
	}
	o := &objects{root: root, reader: bytes.NewReader(nil)}
	if kind := root.child("type"); !kind.leaf {
		kind.leaf, o.kind = true, kind
	}
	o.scanner = scanner{in: o.reader, found: o.found}
	return o, nil
}

func (o *objects) found(at *place, text []byte, plain bool) error {
	if at == o.kind {
		o.about = plain && string(text) == "metadata"
		return nil
	}
	o.values = append(o.values, value{bytes.Clone(text), plain})
	return nil
}

// line takes a line.
func (o *objects) line(c *collector, line []byte, number int64) error {
	if isComment(line, 0) {
		c.comments++
		return nil
	}
	o.reader.Reset(line)
	o.values, o.about, o.scanner.line, o.scanner.depth = o.values[:0], false, number, 0
	err := o.scanner.document(o.root)
	switch {
	case err != nil:
		return c.drop(BadJSON, number, line)
	case len(o.values) == 0 && o.about:
		c.comments++
		return nil
	case len(o.values) == 0:
		return c.drop(NoValue, number, line)
	}
	return o.take(c, number)
}

func (o *objects) take(c *collector, line int64) error {
	for _, v := range o.values {
		if err := c.value(v.text, v.plain, line); err != nil {
			return err
		}
	}
	return nil
}
