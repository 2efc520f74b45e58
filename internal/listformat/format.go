package listformat

import (
	"slices"

	"bangui/internal/fault"
)

// Format says where in a list the entries stand. Gzip around any of them is seen and taken off.
type Format string

// The formats that can be read.
const (
	// Plain has one entry on each line. [Netset] and [Ranges] are read by the same rules: they tell people what to expect.
	Plain Format = "plain"
	// Netset has one entry on each line, some of them networks; what follows # or ; is a comment.
	Netset Format = "netset"
	// Ranges has an entry such as 192.0.2.0 - 192.0.2.31 on each line.
	Ranges Format = "ranges"
	// CSV is a table with a separator between its columns: comma, semicolon or bar. A cell may be in quotes, but end on its line.
	CSV Format = "csv"
	// TSV is a table with tabs between its columns.
	TSV Format = "tsv"
	// JSONLines has one object of JSON on each line, as Spamhaus publishes its lists.
	JSONLines Format = "jsonl"
	// JSON is one document, with entries at a path in it.
	JSON Format = "json"
)

// The formats that are recognised, and refused.
const (
	// Hosts is a file of host names, each behind an address that is not to be blocked.
	Hosts Format = "hosts"
	// HTML is a page for people: an error, a sign-in, a question whether one is human. XML is taken for it, too.
	HTML Format = "html"
	// Binary is anything that is no text in UTF-8, or packed by something other than gzip.
	Binary Format = "binary"
	// Unknown is text in which too few entries were found.
	Unknown Format = "unknown"
)

// Auto is no format: [Read] finds out which it is. Options without a format mean the same.
const Auto Format = "auto"

// Formats are those that can be read.
func Formats() []Format { return []Format{Plain, Netset, Ranges, CSV, TSV, JSONLines, JSON} }

// Readable is true for the formats that can be read.
func (f Format) Readable() bool { return slices.Contains(Formats(), f) }

// The limits.
const (
	// MaxLine is how long a line, or a piece of text in JSON, may be, in bytes.
	MaxLine = 64 << 10
	// MaxEntries is how many entries a list may have, with those that are dropped, and a range counted as the networks that it comes to.
	MaxEntries = 2_000_000
	// MaxBytes is how long a list may be, without the packing.
	MaxBytes = 256 << 20
	// maxRatio is how many times longer than packed a list may be unpacked. Real ones come to about 10. It is asked behind the first ratioFrom bytes.
	maxRatio  = 200
	ratioFrom = 1 << 20
	// widest4 and widest6 are how many bits a network must have to be taken without consent.
	widest4 = 8
	widest6 = 19
)

// Options say how a list is read. The zero value finds out by looking.
type Options struct {
	// Format is [Auto], or one that can be read.
	Format Format
	// Column is where in a table the entries are: the name of a column in the head of the table, or its number from 1. Empty means the first
	// in which there are entries.
	Column string
	// Last is the column with the last address of a range that begins in Column; empty if the entries of Column are whole.
	Last string
	// Path is where in JSON the entries are, such as prefixes[].ip_prefix; several with a comma between them. Empty means the place at which
	// most entries are.
	Path string
	// Wide takes networks wider than /8 and, of IPv6, /19. Networks of all addresses are dropped in any case.
	Wide bool
	// MaxBytes and MaxEntries are limits lower than the package's own; 0 means those.
	MaxBytes   int64
	MaxEntries int
}

// Check tells whether the options can be meant, without a list. Fails with fault.Invalid; the fields are format, column, last and path.
func (o Options) Check() error {
	wrong := fault.Invalid.Errorf("the way to read the list is not right")
	if o.Format != "" && o.Format != Auto && !o.Format.Readable() {
		wrong.WithField("format", "there is no format %q that can be read; there are %v, and auto", o.Format, Formats())
	}
	if o.Last != "" && o.Column == "" {
		wrong.WithField("column", "a column for the last address of a range needs one for the first")
	}
	if badColumn(o.Column) {
		wrong.WithField("column", "columns are counted from 1")
	}
	if badColumn(o.Last) {
		wrong.WithField("last", "columns are counted from 1")
	}
	if o.Path != "" {
		if _, err := parsePaths(o.Path); err != nil {
			wrong.WithField("path", "%s", err)
		}
	}
	if len(wrong.Fields) > 0 {
		return wrong
	}
	return nil
}

// limited fills in the limits.
func (o Options) limited() Options {
	if o.MaxBytes <= 0 || o.MaxBytes > MaxBytes {
		o.MaxBytes = MaxBytes
	}
	if o.MaxEntries <= 0 || o.MaxEntries > MaxEntries {
		o.MaxEntries = MaxEntries
	}
	return o
}

// Reading is how a list is read: the format, and what it needs to know beside it.
type Reading struct {
	Format Format `json:"format"`
	// Separator is between the columns of a table.
	Separator string `json:"separator,omitempty"`
	// Column, Last and Path are as in [Options].
	Column string `json:"column,omitempty"`
	Last   string `json:"last,omitempty"`
	Path   string `json:"path,omitempty"`
}
