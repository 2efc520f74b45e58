package listformat

import (
	"bytes"
	"context"
	"errors"
	"io"

	"bangui/internal/fault"
	"bangui/internal/prefixset"
)

// Read reads a list to its end and returns the set of its networks. The report tells what was found until then, also if it fails; the set is then
// empty, because a part of a list is no list. A list of which every line is dropped is no error: see [Report.Dropped].
//
// It fails with fault.Invalid for options that cannot be meant, for what is no list (a web page, a hosts file, a format that is not known), and for
// one that is damaged; with fault.TooLarge behind the limits; with the error of ctx, which is asked before each read from r; and with what r fails with. It
// does not end a read from r that waits: whoever opened r closes it.
func Read(ctx context.Context, r io.Reader, options Options) (Report, prefixset.Set, error) {
	if err := options.Check(); err != nil {
		return Report{}, prefixset.Set{}, err
	}
	options = options.limited()
	c := &collector{options: options, drops: make(drops)}
	report := Report{Dropped: []Dropped{}}
	err := report.read(ctx, r, c)
	set, left := c.builder.Set()
	report.Entries, report.HostBits, report.Comments, report.Dropped = c.entries, c.hostBits, c.comments, c.drops.list()
	report.Repeated, report.Covered, report.Counts = left.Repeated, left.Covered, set.Counts()
	if err != nil {
		return report, prefixset.Set{}, err
	}
	return report, set, nil
}

// read hands everything in the list to a collector.
func (r *Report) read(ctx context.Context, list io.Reader, c *collector) error {
	in, err := openSource(list, c.options.MaxBytes, ctx.Err)
	if err != nil {
		return err
	}
	defer func() { r.Packed, r.PackedBytes, r.Bytes = in.gzipped, in.packed.n, in.unpacked.n }()
	head, err := in.Peek(HeadBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	r.Guess = look(head)
	text := bytes.TrimPrefix(head, []byte(byteOrderMark))
	if r.Reading, err = r.Guess.with(c.options, text); err != nil {
		return err
	}
	take, err := lineReader(r.Reading, c, text)
	if err != nil {
		return err
	}
	if _, err := in.Discard(len(head) - len(text)); err != nil {
		return err
	}
	if r.Format == JSON {
		r.Lines, err = readDocument(in.Reader, c, r.Reading)
		return err
	}
	return r.readLines(&lines{reader: in.Reader}, c, take)
}

// lineReader returns what takes a line of a format.
func lineReader(r Reading, c *collector, head []byte) (func(line []byte, number int64) error, error) {
	switch r.Format {
	case CSV, TSV:
		t, err := newTable(r, tableHead(head, r.Separator[0]))
		if err != nil {
			return nil, err
		}
		return func(line []byte, number int64) error { return t.line(c, line, number) }, nil
	case JSONLines:
		o, err := newObjects(r)
		if err != nil {
			return nil, err
		}
		return func(line []byte, number int64) error { return o.line(c, line, number) }, nil
	default:
		return c.text, nil
	}
}

// readLines takes one line after the other.
func (r *Report) readLines(in *lines, c *collector, take func(line []byte, number int64) error) error {
	for {
		line, long, err := in.next()
		r.Lines = in.number
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case long:
			err = c.drop(LongLine, in.number, line)
		default:
			err = take(line, in.number)
		}
		if err != nil {
			return err
		}
	}
}

// chosen is how a list is read as a format, whatever it looks like.
func chosen(format Format, head []byte) Reading {
	switch format {
	case CSV:
		return chosenTable(head, ",;|")
	case TSV:
		return chosenTable(head, "\t")
	case JSON, JSONLines:
		g, _ := lookJSON(bytes.TrimSpace(head))
		return Reading{Format: format, Path: g.Path}
	default:
		return Reading{Format: format}
	}
}

// with is how a list is read that looks so, if these options were chosen. It fails with fault.Invalid if there is no way.
func (g Guess) with(o Options, head []byte) (Reading, error) {
	if err := g.refusal(); err != nil {
		return Reading{}, err
	}
	r := g.Reading
	if o.Format != "" && o.Format != Auto && o.Format != r.Format {
		r = chosen(o.Format, head)
	} else if err := g.unknown(); err != nil {
		return Reading{}, err
	}
	if o.Column != "" {
		r.Column, r.Last = o.Column, o.Last
	}
	if o.Path != "" {
		r.Path = o.Path
	}
	if (r.Format == JSON || r.Format == JSONLines) && r.Path == "" {
		return Reading{}, fault.Invalid.Errorf("it is not known where in the list the addresses are: %s", g.Why).
			WithMend(namePlace)
	}
	return r, nil
}
