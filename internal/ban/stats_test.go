package ban_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/ban"
	"bangui/internal/fault"
)

const day = 24 * time.Hour

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	loaded, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

func TestLastSpan(t *testing.T) {
	utc := func(text string) time.Time {
		at, err := time.Parse("2006-01-02 15:04", text)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	tests := []struct {
		name, zone, now string
		length          time.Duration
		from, to        string
		bucket          time.Duration
		buckets         int
	}{
		{"24h", "UTC", "2026-03-04 13:20", day, "2026-03-03 14:00", "2026-03-04 14:00", time.Hour, 24},
		{"7d", "UTC", "2026-03-04 13:20", 7 * day, "2026-02-25 18:00", "2026-03-04 18:00", 6 * time.Hour, 28},
		{"30d", "UTC", "2026-03-04 13:20", 30 * day, "2026-02-03 00:00", "2026-03-05 00:00", day, 30},
		{"weeks begin on Monday", "UTC", "2026-03-04 13:20", 365 * day, "2025-03-10 00:00", "2026-03-09 00:00", 7 * day, 52},
		{"six hours in Berlin", "Europe/Berlin", "2026-03-04 17:20", 7 * day, "2026-02-25 23:00", "2026-03-04 23:00", 6 * time.Hour, 28},
		{"days in Berlin", "Europe/Berlin", "2026-03-04 23:20", 30 * day, "2026-02-03 23:00", "2026-03-05 23:00", day, 30},
		{"clocks go forward", "Europe/Berlin", "2026-04-01 12:00", 30 * day, "2026-03-02 23:00", "2026-04-01 22:00", day, 30},
		{"half an hour", "Asia/Kolkata", "2026-03-04 18:10", 30 * day, "2026-02-03 18:00", "2026-03-05 18:00", day, 30},
		{"half an hour behind", "America/St_Johns", "2026-03-04 03:10", 30 * day, "2026-02-03 03:00", "2026-03-05 03:00", day, 30},
		{"a year is cut in UTC", "Asia/Tokyo", "2026-03-04 13:20", 365 * day, "2025-03-10 00:00", "2026-03-09 00:00", 7 * day, 52},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ban.LastSpan(utc(tt.now), tt.length, zone(t, tt.zone))
			if !got.From().Equal(utc(tt.from)) || !got.To().Equal(utc(tt.to)) || got.Bucket != tt.bucket || got.Buckets() != tt.buckets {
				t.Errorf("%d buckets of %v from %v to %v, want %d of %v from %v to %v",
					got.Buckets(), got.Bucket, got.From(), got.To(), tt.buckets, tt.bucket, tt.from, tt.to)
			}
		})
	}
}

// TestSpansAreWhole tries many spans in odd zones: they cover what was asked for, without gaps, and end where they must.
func TestSpansAreWhole(t *testing.T) {
	now := time.Date(2026, 11, 4, 13, 20, 5, 0, time.UTC)
	for _, name := range []string{"UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns"} {
		for _, ago := range []time.Duration{0, 3 * day, 10 * day, 45 * day, 100 * day, 300 * day} {
			for _, length := range []time.Duration{time.Second, time.Hour, 2 * day, 13 * day, 40 * day, 80 * day, 400 * day} {
				in := zone(t, name)
				from := now.Add(-ago - length)
				s := ban.SpanOf(now, from, from.Add(length), in)
				if s.From().After(from) || s.To().Before(from.Add(length)) || s.To().Sub(s.From()) > length+3*s.Bucket {
					t.Errorf("%s: SpanOf %v from %v = %v to %v by %v", name, length, from, s.From(), s.To(), s.Bucket)
				}
				checkEdges(t, now, s)
				before, ok := s.Before(now, in)
				if !ok {
					if s.Bucket >= day || ago+2*length < 55*day {
						t.Errorf("%s: nothing before %v from %v by %v", name, length, s.From(), s.Bucket)
					}
					continue
				}
				if !before.To().Equal(s.From()) || before.Buckets() != s.Buckets() || before.Bucket != s.Bucket {
					t.Errorf("%s: the span before ends at %v and has %d buckets of %v, want %v and %d of %v",
						name, before.To(), before.Buckets(), before.Bucket, s.From(), s.Buckets(), s.Bucket)
				}
				checkEdges(t, now, before)
			}
		}
	}
}

func checkEdges(t *testing.T, now time.Time, s ban.Span) {
	t.Helper()
	for i, edge := range s.Edges {
		if i > 0 && (!edge.After(s.Edges[i-1]) || edge.Sub(s.Edges[i-1]) > s.Bucket+time.Hour) {
			t.Errorf("edge %v follows %v, with buckets of %v", edge, s.Edges[i-1], s.Bucket)
		}
		old := edge.Before(now.Add(-ban.HoursCounted))
		if edge.Truncate(time.Hour) != edge || (old && edge.Truncate(day) != edge) {
			t.Errorf("edge %v is where nothing is counted", edge)
		}
	}
}

func TestTrend(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m}, nil)
	now := time.Now().UTC().Truncate(time.Hour).Add(20 * time.Minute)
	record, err := w.fleet.Record(t.Context(), "local")
	if err != nil {
		t.Fatal(err)
	}
	for _, batch := range []struct {
		at        time.Time
		addresses []string
	}{
		{now.Add(-25 * time.Hour), []string{"192.0.2.1"}},
		{now.Add(-3 * time.Hour), []string{"192.0.2.2", "192.0.2.3"}},
		{now, []string{"192.0.2.4"}},
	} {
		if _, err := w.store.Ingest(t.Context(), "local", record.Epoch, found(batch.at, batch.addresses...)); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name, host, jail string
		want, before     int64
	}{
		{"all", "", "", 3, 1}, {"host", "local", "", 3, 1}, {"jail", "", "sshd", 3, 1}, {"other jail", "local", "forever", 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			trend, err := w.bans.Trend(t.Context(), ban.Scope{Host: tt.host, Jail: tt.jail}, ban.LastSpan(now, day, time.UTC), time.UTC)
			if err != nil {
				t.Fatal(err)
			}
			if trend.Total.N != tt.want || trend.Before.N != tt.before {
				t.Errorf("bans %d and %d before, want %d and %d", trend.Total.N, trend.Before.N, tt.want, tt.before)
			}
			if len(trend.Total.Values) != 24 || len(trend.Failures.Values) != 24 || !trend.FailuresKnown {
				t.Fatalf("%d and %d points, want 24", len(trend.Total.Values), len(trend.Failures.Values))
			}
			if tt.want > 0 && (trend.Total.Values[23] != 1 || trend.Total.Values[20] != 2) {
				t.Errorf("series %v", trend.Total.Values)
			}
		})
	}
	counts, err := w.bans.ByJail(t.Context(), ban.LastSpan(now, day, time.UTC), "")
	if diff := cmp.Diff([]ban.Count{{Key: "sshd", N: 3}}, counts); err != nil || diff != "" {
		t.Errorf("ByJail: %v (-want +got):\n%s", err, diff)
	}
	if last, err := w.bans.LastBanAt(t.Context(), ""); err != nil || !last.Equal(now) {
		t.Errorf("LastBanAt = %v, %v, want %v", last, err, now)
	}
	if _, err := w.bans.Trend(t.Context(), ban.Scope{Host: "web-7"}, ban.LastSpan(now, day, time.UTC), time.UTC); !errors.Is(err, fault.NotFound) {
		t.Errorf("Trend of an unknown host: %v", err)
	}
}
