package listformat

import (
	"bangui/internal/prefixset"
)

// Report is what was found in a list.
type Report struct {
	// Reading is how it was read.
	Reading
	// Guess is what its beginning looked like, whatever was chosen.
	Guess Guess `json:"guess"`
	// Packed is true if it was gzipped. PackedBytes were read, and Bytes without the packing; they are the same if there was none.
	Packed      bool  `json:"packed"`
	PackedBytes int64 `json:"packed_bytes"`
	Bytes       int64 `json:"bytes"`
	// Lines is how many lines were read, Comments how many of them were empty or told something else than an entry: comments, the head of
	// a table, a line about the list.
	Lines    int64 `json:"lines"`
	Comments int64 `json:"comments"`
	// Entries is how many networks were read and taken; a range is as many as it comes to. Repeated and Covered of them are not in the set,
	// because others are the same or wider. HostBits is how many named an address within the network that was taken, such as 192.0.2.7/24.
	Entries  int `json:"entries"`
	Repeated int `json:"repeated"`
	Covered  int `json:"covered"`
	HostBits int `json:"host_bits"`
	// Counts is what is in the set.
	Counts prefixset.Counts `json:"counts"`
	// Dropped is what was left out, by reason, in the order of [Reasons].
	Dropped []Dropped `json:"dropped"`
}

// Dropped is what was left out for one reason.
type Dropped struct {
	Reason Reason `json:"reason"`
	N      int64  `json:"n"`
	// Samples are the first of them.
	Samples []Sample `json:"samples"`
}

// Sample is something that was left out.
type Sample struct {
	// Line is counted from 1, without the packing.
	Line int64 `json:"line"`
	// Text is the beginning of the line, or of the text in JSON: valid UTF-8 without anything that moves a cursor.
	Text string `json:"text"`
}

const (
	// maxSamples is how many are kept for a reason, maxSample how many bytes of each.
	maxSamples = 20
	maxSample  = 200
)

// Reason is why something was left out.
type Reason string

// The reasons.
const (
	// NotAnAddress is anything that no other reason describes better.
	NotAnAddress Reason = "not_an_address"
	// HostName is the name of a host, which may have other addresses tomorrow; URL is one with a path to something on it.
	HostName Reason = "host_name"
	URL      Reason = "url"
	// HostsLine is a line of a hosts file: the address is not the one to block.
	HostsLine Reason = "hosts_line"
	// LeadingZeros are in an address of IPv4, which some read octally, or in a number of bits.
	LeadingZeros Reason = "leading_zeros"
	// Port is an address with a port, Zone one with a network card: both mean less than the address.
	Port Reason = "port"
	Zone Reason = "zone"
	// BadBits is an address with a number of bits that it cannot have, or with a mask in place of it.
	BadBits Reason = "bad_bits"
	// BadRange is a range that ends before it begins, in the other family, or in something that is no address.
	BadRange Reason = "bad_range"
	// Trailing is something behind an address that is no comment.
	Trailing Reason = "trailing"
	// TooWide is a network wider than /8, or /19 of IPv6, to which nobody has said yes. Everything is one of all addresses.
	TooWide    Reason = "too_wide"
	Everything Reason = "everything"
	// LongLine is a line of more than [MaxLine] bytes.
	LongLine Reason = "long_line"
	// NoValue is a line of a table or of JSON that has nothing where the entry should be, BadQuotes and BadJSON one that cannot be read.
	NoValue   Reason = "no_value"
	BadQuotes Reason = "bad_quotes"
	BadJSON   Reason = "bad_json"
)

// Reasons are all of them.
func Reasons() []Reason {
	return []Reason{
		NotAnAddress, HostName, URL, HostsLine, LeadingZeros, Port, Zone, BadBits, BadRange, Trailing, TooWide, Everything, LongLine, NoValue,
		BadQuotes, BadJSON,
	}
}

// drops collects what is left out.
type drops map[Reason]*Dropped

func (d drops) add(reason Reason, line int64, text []byte) {
	of := d[reason]
	if of == nil {
		of = &Dropped{Reason: reason}
		d[reason] = of
	}
	if of.N++; len(of.Samples) < maxSamples {
		of.Samples = append(of.Samples, Sample{Line: line, Text: harmless(text)})
	}
}

// list returns them in the order of [Reasons].
func (d drops) list() []Dropped {
	all := make([]Dropped, 0, len(d))
	for _, reason := range Reasons() {
		if of := d[reason]; of != nil {
			all = append(all, *of)
		}
	}
	return all
}
