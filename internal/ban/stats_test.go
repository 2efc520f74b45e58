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

func TestLastSpan(t *testing.T) {
	now := time.Date(2026, 3, 4, 13, 20, 5, 0, time.UTC) // a Wednesday
	tests := []struct {
		name     string
		length   time.Duration
		from, to time.Time
		bucket   time.Duration
		buckets  int
	}{
		{"24h", day, time.Date(2026, 3, 3, 14, 0, 0, 0, time.UTC), time.Date(2026, 3, 4, 14, 0, 0, 0, time.UTC), time.Hour, 24},
		{"7d", 7 * day, time.Date(2026, 2, 25, 18, 0, 0, 0, time.UTC), time.Date(2026, 3, 4, 18, 0, 0, 0, time.UTC), 6 * time.Hour, 28},
		{"30d", 30 * day, time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC), day, 30},
		{"365d", 365 * day, time.Date(2025, 3, 6, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC), 7 * day, 52},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ban.LastSpan(now, tt.length)
			if diff := cmp.Diff(ban.Span{From: tt.from, To: tt.to, Bucket: tt.bucket}, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if n := int(got.To.Sub(got.From) / got.Bucket); n != tt.buckets {
				t.Errorf("%d buckets, want %d", n, tt.buckets)
			}
		})
	}
}

func TestSpanCoversWhatWasAskedFor(t *testing.T) {
	from := time.Date(2026, 3, 4, 13, 20, 5, 0, time.UTC)
	for _, length := range []time.Duration{time.Second, time.Hour, 2 * day, 13 * day, 80 * day, 400 * day} {
		s := ban.SpanOf(from, from.Add(length))
		if s.From.After(from) || s.To.Before(from.Add(length)) || s.To.Sub(s.From) > length+2*s.Bucket || s.To.Sub(s.From)%s.Bucket != 0 {
			t.Errorf("SpanOf %v = %v to %v by %v", length, s.From, s.To, s.Bucket)
		}
	}
}

func TestTrend(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m}, nil)
	now := time.Date(2026, 3, 4, 13, 20, 5, 0, time.UTC)
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
			trend, err := w.bans.Trend(t.Context(), ban.LastSpan(now, day), tt.host, tt.jail)
			if err != nil {
				t.Fatal(err)
			}
			if trend.Bans != tt.want || trend.BansBefore != tt.before {
				t.Errorf("bans %d and %d before, want %d and %d", trend.Bans, trend.BansBefore, tt.want, tt.before)
			}
			if len(trend.BanSeries) != 24 || len(trend.FailureSeries) != 24 {
				t.Fatalf("%d and %d points, want 24", len(trend.BanSeries), len(trend.FailureSeries))
			}
			if tt.want > 0 && (trend.BanSeries[23].N != 1 || trend.BanSeries[20].N != 2) {
				t.Errorf("series %v", trend.BanSeries)
			}
		})
	}
	counts, err := w.bans.ByJail(t.Context(), ban.LastSpan(now, day), "")
	if diff := cmp.Diff([]ban.Count{{Key: "sshd", N: 3}}, counts); err != nil || diff != "" {
		t.Errorf("ByJail: %v (-want +got):\n%s", err, diff)
	}
	if last, err := w.bans.LastBanAt(t.Context(), ""); err != nil || !last.Equal(now) {
		t.Errorf("LastBanAt = %v, %v, want %v", last, err, now)
	}
	if _, err := w.bans.Trend(t.Context(), ban.LastSpan(now, day), "web-7", ""); !errors.Is(err, fault.NotFound) {
		t.Errorf("Trend of an unknown host: %v", err)
	}
}
