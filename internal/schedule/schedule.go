package schedule

import (
	"cmp"
	"fmt"
	"time"

	"bangui/internal/fault"
)

// Schedule is when a task runs. Exactly one of Every and Cron is set, or neither: then it runs on demand only.
type Schedule struct {
	// Every is the time from the beginning of one run to the next: whole seconds, 1 s or more.
	Every time.Duration
	// Cron has five fields (minute, hour, day of month, month, day of week), or is @daily and the like.
	Cron string
	// Zone is the IANA name of the time zone in which Cron is meant; empty means UTC.
	Zone string
	// Missed is what happens when a time has passed and nobody was there; empty means [Once].
	Missed Missed
}

// Missed says what happens with times at which nobody was there to run the task.
type Missed string

// What may happen with missed times.
const (
	// Once means one run for all that were missed, as soon as possible.
	Once Missed = "once"
	// Skip means to wait for the next time.
	Skip Missed = "skip"
)

// longestEvery keeps next times within what the databases and JavaScript can tell.
const longestEvery = 366 * 24 * time.Hour

// Normal returns the schedule with its defaults written out, so that two that mean the same are equal.
func (s Schedule) Normal() Schedule {
	s.Missed = cmp.Or(s.Missed, Once)
	s.Zone = cmp.Or(s.Zone, "UTC")
	return s
}

// OnDemand tells whether the task only runs when somebody asks for it.
func (s Schedule) OnDemand() bool { return s.Every == 0 && s.Cron == "" }

// Check fails with fault.Invalid, whose fields are those of a request, if the schedule means nothing.
func (s Schedule) Check() error {
	wrong := fault.Invalid.Errorf("the schedule cannot be kept")
	if s.Every != 0 && (s.Every < time.Second || s.Every > longestEvery || s.Every%time.Second != 0) {
		wrong = wrong.WithField("body.every_seconds", "must be whole seconds, from 1 to %d", int64(longestEvery/time.Second))
	}
	if s.Every != 0 && s.Cron != "" {
		wrong = wrong.WithField("body.cron", "cannot be given together with an interval")
	}
	zone, err := zoneOf(s.Zone)
	if err != nil {
		wrong = wrong.WithField("body.zone", "%s", err)
	}
	if s.Cron != "" && err == nil {
		if _, err := newCron(s.Cron, zone); err != nil {
			wrong = wrong.WithField("body.cron", "%s", err)
		}
	}
	if s.Missed != "" && s.Missed != Once && s.Missed != Skip {
		wrong = wrong.WithField("body.missed", "must be once or skip")
	}
	if len(wrong.Fields) == 0 {
		return nil
	}
	first := wrong.Fields[0]
	wrong.Message = fmt.Sprintf("the schedule cannot be kept: %s %s", first.Location[len("body."):], first.Message)
	return wrong
}

// Next returns the first time after now; an interval counts from a time in the past. ok is false if it runs on demand only. A
// schedule that [Schedule.Check] refuses has no next time either.
func (s Schedule) Next(from, now time.Time) (next time.Time, ok bool) {
	switch {
	case s.Every > 0:
		passed := max(now.Sub(from), 0) / s.Every
		return from.Add((passed + 1) * s.Every).UTC(), true
	case s.Cron == "":
		return time.Time{}, false
	}
	zone, err := zoneOf(s.Zone)
	if err != nil {
		return time.Time{}, false
	}
	c, err := newCron(s.Cron, zone)
	if err != nil {
		return time.Time{}, false
	}
	next = c.next(now)
	return next, !next.IsZero()
}

// String says it for people.
func (s Schedule) String() string {
	switch {
	case s.Every > 0:
		return "every " + s.Every.String()
	case s.Cron != "":
		return s.Cron + " " + cmp.Or(s.Zone, "UTC")
	default:
		return "on demand"
	}
}
