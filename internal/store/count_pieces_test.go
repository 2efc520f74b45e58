package store

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestPiecesCoverTheirTime adds up hour by hour what pieces cover.
func TestPiecesCoverTheirTime(t *testing.T) {
	since := floor(time.Now(), month) - 3*month*hourMillis + 5*hourMillis
	rapid.Check(t, func(t *rapid.T) {
		c := cutter{hoursSince: since, wholeMonths: rapid.Bool().Draw(t, "whole months")}
		from := since + int64(rapid.IntRange(0, 2000).Draw(t, "from"))*hourMillis
		to := from + int64(rapid.IntRange(0, 2000).Draw(t, "hours"))*hourMillis
		list := c.cut(3, from, to, []int{month, day, hour})
		covered := make(map[int64]int)
		for _, p := range list {
			if p.point != 3 || p.from >= p.to || p.from != floorMillis(p.from, p.hours) || p.to != floorMillis(p.to, p.hours) {
				t.Fatalf("%+v is no piece", p)
			}
			if p.less && (p.hours == hour && floorMillis(p.from, day) < since || p.hours == day && c.wholeMonths) {
				t.Fatalf("%+v may not be taken away", p)
			}
			for at := p.from; at < p.to; at += hourMillis {
				covered[at] += int(p.sign())
			}
		}
		for at := from; at < to; at += hourMillis {
			covered[at]--
		}
		for at, n := range covered {
			if n != 0 {
				t.Fatalf("from %v to %v: %v is covered %d times too often by %+v", time.UnixMilli(from).UTC(), time.UnixMilli(to).UTC(), time.UnixMilli(at).UTC(), n, list)
			}
		}
	})
}

func TestPiecesAreFew(t *testing.T) {
	begin := floor(time.Now(), month) - 2*month*hourMillis
	c := cutter{hoursSince: begin}
	at := func(days, hours int64) int64 { return begin + (days*day+hours)*hourMillis }
	for _, test := range []struct {
		name     string
		from, to int64
		want     int
	}{
		{"day in UTC", at(3, 0), at(4, 0), 1},
		{"day in Berlin", at(3, -1), at(4, -1), 3},
		{"day in Auckland", at(3, -12), at(4, -12), 3},
		{"month without a day", at(1, 0), at(28, 0), 2},
		{"month and a day", at(0, 0), at(29, 0), 2},
		{"three hours", at(3, 1), at(3, 4), 1},
	} {
		if got := c.cut(0, test.from, test.to, []int{month, day, hour}); len(got) > test.want {
			t.Errorf("%s: %d pieces, want %d: %+v", test.name, len(got), test.want, got)
		}
	}
}
