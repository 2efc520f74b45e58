package store

import (
	"strings"
	"testing"
	"time"

	"bangui/internal/ban"
)

// TestWindowHasOneBoundOnEachSide: with two, SQLite may choose the one that reads the whole window.
func TestWindowHasOneBoundOnEachSide(t *testing.T) {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	w := window{noon.Add(-48 * time.Hour), noon}
	inside, later := &ban.Position{BannedAt: noon.Add(-time.Hour), ID: 7}, &ban.Position{BannedAt: noon.Add(time.Hour), ID: 8}
	for _, test := range []struct {
		name         string
		w            window
		after, end   *ban.Position
		lower, upper []time.Time
	}{
		{"whole", w, nil, nil, []time.Time{w.from}, []time.Time{w.to}},
		{"after a place inside", w, inside, nil, []time.Time{w.from}, []time.Time{inside.BannedAt}},
		{"after a place that is later", w, later, nil, []time.Time{w.from}, []time.Time{w.to}},
		{"down to a place", w, nil, inside, []time.Time{inside.BannedAt}, []time.Time{w.to}},
		{"between places", w, inside, inside, []time.Time{inside.BannedAt}, []time.Time{inside.BannedAt}},
		{"all time", window{}, inside, nil, nil, []time.Time{inside.BannedAt}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := &filter{}
			test.w.between(f, test.after, test.end)
			lower := strings.Count(" "+f.text(), " banned_at >") + strings.Count(f.text(), "(banned_at, id) >=")
			if lower != len(test.lower) {
				t.Errorf("%d lower bounds, want %d: %s", lower, len(test.lower), f.text())
			}
			if upper := strings.Count(" "+f.text(), " banned_at <"); upper != len(test.upper) {
				t.Errorf("%d upper bounds, want %d: %s", upper, len(test.upper), f.text())
			}
			for _, want := range append(test.lower, test.upper...) {
				if !has(f.args, want) {
					t.Errorf("%v lacks %v", f.args, want)
				}
			}
		})
	}
}

func has(args []any, want time.Time) bool {
	for _, arg := range args {
		if at, ok := arg.(time.Time); ok && at.Equal(want) {
			return true
		}
	}
	return false
}
