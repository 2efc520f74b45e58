package schedule_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/fault"
	"bangui/internal/schedule"
)

// TestClocksAreChanged follows schedules over the nights in which the clocks of a zone are changed.
func TestClocksAreChanged(t *testing.T) {
	tests := []struct {
		name, cron, zone, from string
		want                   []string
	}{
		{"a time that is left out is made up for", "30 2 * * *", "Europe/Berlin", "2026-03-28T00:00:00Z",
			[]string{"2026-03-28T01:30:00Z", "2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z"}},
		{"a time that comes twice counts once", "30 2 * * *", "Europe/Berlin", "2026-10-24T00:00:00Z",
			[]string{"2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"}},
		{"after the change", "0 5 * * *", "Europe/Berlin", "2026-10-25T00:00:00Z",
			[]string{"2026-10-25T04:00:00Z", "2026-10-26T04:00:00Z"}},
		{"after the change in spring", "0 5 * * *", "Europe/Berlin", "2026-03-29T00:00:00Z",
			[]string{"2026-03-29T03:00:00Z", "2026-03-30T03:00:00Z"}},
		{"every hour in spring", "15 * * * *", "Europe/Berlin", "2026-03-29T00:00:00Z",
			[]string{"2026-03-29T00:15:00Z", "2026-03-29T01:15:00Z", "2026-03-29T02:15:00Z"}},
		{"every hour in autumn", "15 * * * *", "Europe/Berlin", "2026-10-25T00:00:00Z",
			[]string{"2026-10-25T00:15:00Z", "2026-10-25T01:15:00Z", "2026-10-25T02:15:00Z"}},
		{"twice, west of Greenwich", "30 1 * * *", "America/New_York", "2026-11-01T00:00:00Z",
			[]string{"2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"}},
		{"a change of half an hour", "45 1 * * *", "Australia/Lord_Howe", "2026-04-04T12:00:00Z",
			[]string{"2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z"}},
		{"no zone is UTC", "@daily", "", "2026-03-29T12:00:00Z", []string{"2026-03-30T00:00:00Z"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := schedule.Schedule{Cron: tt.cron, Zone: tt.zone}
			if err := s.Check(); err != nil {
				t.Fatal(err)
			}
			at, err := time.Parse(time.RFC3339, tt.from)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for range tt.want {
				next, ok := s.Next(time.Time{}, at)
				if !ok {
					t.Fatal("no next time")
				}
				got = append(got, next.Format(time.RFC3339))
				at = next
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("times (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSchedulesThatMeanNothing(t *testing.T) {
	for _, s := range []schedule.Schedule{
		{Every: time.Millisecond}, {Every: 1500 * time.Millisecond}, {Every: -time.Hour}, {Every: 10_000 * time.Hour},
		{Every: time.Hour, Cron: "@daily"}, {Cron: "* * * *"}, {Cron: "61 * * * *"}, {Cron: "0 0 31 2 *"}, {Cron: "@every 1h"},
		{Cron: "TZ=UTC 0 0 * * *"}, {Cron: "@daily", Zone: "Mars/Olympus"}, {Cron: "@daily", Zone: "Local"}, {Every: time.Hour, Missed: "twice"},
	} {
		f, ok := errors.AsType[*fault.Fault](s.Check())
		if !ok || f.Kind != fault.Invalid || len(f.Fields) == 0 {
			t.Errorf("%+v: %v, want fault.Invalid with a field", s, f)
		}
	}
}
