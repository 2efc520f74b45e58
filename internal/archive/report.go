package archive

import (
	"slices"
	"time"

	"bangui/fail2ban/record"
)

// Report is what was found in files.
type Report struct {
	// Read is how many lines and rows were read, Bans how many of them told the beginning of a ban.
	Read int64 `json:"read"`
	Bans int64 `json:"bans"`
	// First and Last are the times of the earliest and the latest ban; zero if there is none.
	First time.Time `json:"first,omitzero"`
	Last  time.Time `json:"last,omitzero"`
	// Skipped is what was left out, most of it first.
	Skipped []Skipped `json:"skipped"`
	// Problems are files that could not be read to their end.
	Problems []Problem `json:"problems"`
}

// Skipped is what was left out for one reason.
type Skipped struct {
	Reason string `json:"reason"`
	N      int64  `json:"n"`
	// Examples are the first few, with the place.
	Examples []Example `json:"examples"`
}

// Example is one of those that were left out.
type Example struct {
	File string `json:"file"`
	// Place is the number of the line or of the row.
	Place int64 `json:"place"`
	// Text is the beginning of it, harmless; may be empty.
	Text string `json:"text,omitempty"`
}

// Problem is a file that could not be read to its end.
type Problem struct {
	File    string `json:"file"`
	Message string `json:"message"`
	// Mend says what to do about it.
	Mend string `json:"mend,omitempty"`
}

const (
	// examples is how many are kept for a reason, exampleText how many bytes of each.
	examples    = 3
	exampleText = 120
)

// The reasons for leaving something out.
const (
	reasonLongLine  = "a line is too long"
	reasonBadTime   = "the time of a ban is in no form that is known"
	reasonNoTime    = "a ban without a time"
	reasonEarly     = "a ban before the year 2000"
	reasonFuture    = "a ban in the future"
	reasonNoName    = "a ban without a jail or an address"
	reasonAction    = "an action that is not known"
	reasonRestored  = "a restored ban whose beginning is in none of the files"
	reasonUnmatched = "the end of a ban whose beginning is in none of the files"
)

// earliest is before all bans: fail2ban is of 2004.
func earliest() time.Time { return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) }

// skip counts what is left out.
func (r *Report) skip(reason string, where Example) {
	i := slices.IndexFunc(r.Skipped, func(s Skipped) bool { return s.Reason == reason })
	if i < 0 {
		i = len(r.Skipped)
		r.Skipped = append(r.Skipped, Skipped{Reason: reason})
	}
	s := &r.Skipped[i]
	if s.N++; len(s.Examples) < examples {
		where.Text = record.Harmless(record.Cut(where.Text, exampleText))
		s.Examples = append(s.Examples, where)
	}
}

// SkipUnmatched adds ends of bans that nobody knows.
func (r *Report) SkipUnmatched(n int) {
	if n > 0 {
		r.Skipped = append(r.Skipped, Skipped{Reason: reasonUnmatched, N: int64(n)})
	}
}

// ban counts the beginning of a ban.
func (r *Report) ban(at time.Time) {
	r.Bans++
	if r.First.IsZero() || at.Before(r.First) {
		r.First = at
	}
	if at.After(r.Last) {
		r.Last = at
	}
}

// unlikely is why a time cannot be that of a ban; empty if it can.
func unlikely(at, now time.Time) string {
	switch {
	case at.IsZero():
		return reasonNoTime
	case at.Before(earliest()):
		return reasonEarly
	case at.After(now.Add(time.Hour)):
		return reasonFuture
	}
	return ""
}
