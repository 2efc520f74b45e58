package schedule

import (
	"errors"
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // not every machine has the time zones, and none of the small images does

	parser "github.com/robfig/cron/v3"
)

// cron is a cron expression in a time zone.
//
// The parser's own Next leaves out what falls into the hour that is left out in spring, and does twice what falls into the hour that
// comes twice in autumn. That is right for what runs every hour and wrong for what runs at a certain hour: so the latter is looked
// for on the clock on the wall, as in cron(8) of Vixie.
type cron struct {
	spec *parser.SpecSchedule
	zone *time.Location
}

// everyHour is the bit by which the parser marks a star. Source: github.com/robfig/cron/v3, spec.go, starBit.
const everyHour = 1 << 63

// newCron fails with a sentence for the user.
func newCron(expression string, zone *time.Location) (cron, error) {
	if strings.Contains(expression, "=") || strings.HasPrefix(strings.TrimSpace(expression), "@every") {
		return cron{}, errors.New("must be five fields, or one of @hourly, @daily, @weekly, @monthly, @yearly")
	}
	parsed, err := parser.ParseStandard(expression)
	if err != nil {
		return cron{}, fmt.Errorf("must be five fields (minute, hour, day, month, weekday) or @daily and the like: %w", err)
	}
	spec, ok := parsed.(*parser.SpecSchedule)
	if !ok {
		return cron{}, errors.New("must be five fields, or one of @hourly, @daily, @weekly, @monthly, @yearly")
	}
	c := cron{spec: spec, zone: zone}
	spec.Location = time.UTC
	if spec.Next(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return cron{}, errors.New("names a day that never comes")
	}
	if spec.Hour&everyHour != 0 {
		spec.Location = zone
	}
	return c, nil
}

// next returns the first time after now, or the zero time if none comes within some years.
func (c cron) next(now time.Time) time.Time {
	if c.spec.Hour&everyHour != 0 {
		return c.spec.Next(now).UTC()
	}
	for wall := wallClock(now.In(c.zone), time.UTC); ; {
		wall = c.spec.Next(wall)
		if wall.IsZero() {
			return time.Time{}
		}
		if t := wallClock(wall, c.zone); t.After(now) {
			return t.UTC()
		}
	}
}

// wallClock is the time at which a clock on the wall of the zone shows what t shows: the first one if there are two, and if there is none,
// because the clock was put forward over it, the time at which it would have been. [time.Date] does not promise which it takes.
func wallClock(t time.Time, zone *time.Location) time.Time {
	guess := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), zone)
	_, before := guess.Add(-24 * time.Hour).Zone()
	shown := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
	unchanged := shown.Add(-time.Duration(before) * time.Second).In(zone)
	shows := func(at time.Time) bool {
		return at.Hour() == t.Hour() && at.Minute() == t.Minute() && at.Day() == t.Day()
	}
	if shows(unchanged) || !shows(guess) {
		return unchanged
	}
	return guess
}

// zoneOf fails with a sentence for the user.
func zoneOf(name string) (*time.Location, error) {
	if name == "Local" {
		return nil, errors.New("must be the name of a zone that is the same on every machine, such as Europe/Berlin")
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("must be a time zone such as UTC or Europe/Berlin, not %q", name)
	}
	return zone, nil
}
