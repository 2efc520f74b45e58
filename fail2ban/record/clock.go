package record

import (
	"strings"
	"time"
)

// Clock reads local times. Within the hour that the end of summer time repeats, a time means two moments: the earlier one is
// taken unless that would be before the record before it; so only the first records of the second pass, if the log is read from
// there, can be an hour early.
type Clock struct {
	// Location is the zone of the times.
	Location *time.Location
	// Shift is what has to be added to a time that was read in Location, if another zone was meant; nil is nothing.
	Shift func() time.Duration
	// Now is for times without a year, which are not after it.
	Now func() time.Time
	// Last is the time of the last record; zero at the beginning.
	Last time.Time
}

// read reads a time of a form of package time. An empty one is the zero time.
func (c *Clock) read(stamp, form string) (time.Time, bool) {
	if stamp == "" {
		return time.Time{}, true
	}
	at, err := time.ParseInLocation(form, stamp, c.Location)
	if err != nil {
		return time.Time{}, false
	}
	if form == time.Stamp {
		at = c.thisYear(at)
	}
	if form != time.RFC3339Nano {
		at = c.afterLast(at)
	}
	c.Last = at
	return at.UTC(), true
}

// local reads a time within a message.
func (c *Clock) local(text string) (time.Time, bool) {
	at, err := time.ParseInLocation(time.DateTime, text, c.Location)
	if err != nil {
		return time.Time{}, false
	}
	return c.afterLast(at).UTC(), true
}

// thisYear gives a time the year with which it is not in the future.
func (c *Clock) thisYear(at time.Time) time.Time {
	now := c.Now().In(c.Location)
	at = at.AddDate(now.Year(), 0, 0)
	if at.After(now.Add(24 * time.Hour)) {
		at = at.AddDate(-1, 0, 0)
	}
	return at
}

func (c *Clock) afterLast(at time.Time) time.Time {
	if c.Shift != nil {
		if shift := c.Shift(); shift != 0 {
			return at.Add(shift)
		}
	}
	early, late := Meanings(at)
	if early.Before(c.Last.Add(-time.Minute)) && !late.Before(c.Last.Add(-time.Minute)) {
		return late
	}
	return early
}

// Meanings returns the two moments that a wall clock can mean; they are the same outside of the hour that is repeated.
func Meanings(at time.Time) (early, late time.Time) {
	_, offset := at.Zone()
	if _, other := at.Add(-time.Hour).Zone(); other == offset+3600 {
		return at.Add(-time.Hour), at
	}
	if _, other := at.Add(time.Hour).Zone(); other == offset-3600 {
		return at, at.Add(time.Hour)
	}
	return at, at
}

// LastTime is the time of the last record in a piece of a log, without knowledge of zones.
func LastTime(data string, location *time.Location) (time.Time, bool) {
	for data != "" {
		start := strings.LastIndexByte(strings.TrimSuffix(data, "\n"), '\n') + 1
		line := strings.TrimRight(data[start:], "\r\n")
		if stamp, form, rest := splitTime(line); form == fileStamp {
			if _, ok := parseOrigin(rest); ok {
				at, err := time.ParseInLocation(form, stamp, location)
				return at, err == nil
			}
		}
		data = data[:start]
	}
	return time.Time{}, false
}
