package store

import (
	"math"
	"slices"
	"time"

	"bangui/internal/ban"
)

// piece is a stretch of time that is read by pieces of one width, and belongs to one point of a line.
type piece struct {
	point, hours int
	// from and to are in milliseconds; to is exclusive.
	from, to int64
	// less is true for what is to be taken away again: a day in Berlin is a day in UTC, and an hour before it, without its last hour.
	less bool
}

// cutter cuts stretches of time into pieces, such that as few counts as possible are read.
type cutter struct {
	// hoursSince is from when on there are counts by the hour.
	hoursSince int64
	// wholeMonths is true if nothing may be taken away from months, because their days may be counted for longer.
	wholeMonths bool
}

// pieces cuts a stretch of time of counts of bans. What is not a whole hour at its ends is left out.
func pieces(point int, from, to int64) []piece {
	return cutter{hoursSince: oldestHour()}.cut(point, from, to, []int{month, day, hour})
}

// oldestHour is the first hour for which there are counts by the hour.
func oldestHour() int64 { return floor(time.Now().Add(-ban.HoursCounted), hour) }

func (c cutter) cut(point int, from, to int64, widths []int) []piece {
	hours, rest := widths[0], widths[1:]
	width := int64(hours) * hourMillis
	up := func(t int64) int64 { return floorMillis(t+width-1, hours) }
	down := func(t int64) int64 { return floorMillis(t, hours) }
	if len(rest) == 0 {
		if up(from) >= down(to) {
			return nil
		}
		return []piece{{point: point, hours: hours, from: up(from), to: down(to)}}
	}
	best := c.cut(point, from, to, rest)
	for _, ends := range [][2]int64{{up(from), down(to)}, {down(from), down(to)}, {up(from), up(to)}, {down(from), up(to)}} {
		first, last := ends[0], ends[1]
		if first >= last || (first < from && !c.mayTake(hours, from)) || (last > to && !c.mayTake(hours, to)) {
			continue
		}
		list := slices.Concat(c.between(point, from, first, rest), []piece{{point: point, hours: hours, from: first, to: last}},
			c.between(point, last, to, rest))
		if effort(list) < effort(best) {
			best = list
		}
	}
	return best
}

// between is what lies between two moments; if they come in the wrong order, it is to be taken away.
func (c cutter) between(point int, from, to int64, widths []int) []piece {
	if from == to {
		return nil
	}
	if from < to {
		return c.cut(point, from, to, widths)
	}
	list := c.cut(point, to, from, widths)
	for i := range list {
		list[i].less = !list[i].less
	}
	return list
}

// mayTake tells whether what lies beyond an end of the stretch of time may be taken away from a piece: all hours of the day that the end
// is in must be counted, unless it is a midnight.
func (c cutter) mayTake(hours int, end int64) bool {
	if hours == month && c.wholeMonths {
		return false
	}
	return end == floorMillis(end, day) || floorMillis(end, day) >= c.hoursSince
}

// effort is about how long it takes to read pieces: a day has more different keys than an hour.
func effort(list []piece) (sum int64) {
	for _, p := range list {
		n := (p.to - p.from) / (int64(p.hours) * hourMillis)
		switch p.hours {
		case month:
			sum += 6 * n
		case day:
			sum += 4 * n
		default:
			sum += n
		}
	}
	return sum
}

// piecesBetween are those of all points of a line.
func piecesBetween(edges []time.Time) []piece {
	return cutter{hoursSince: oldestHour()}.cutBetween(edges)
}

// failurePiecesBetween are those of counts of failures, which go away month by month.
func failurePiecesBetween(edges []time.Time) []piece {
	return cutter{hoursSince: oldestHour(), wholeMonths: true}.cutBetween(edges)
}

func (c cutter) cutBetween(edges []time.Time) []piece {
	var list []piece
	for i := range len(edges) - 1 {
		list = append(list, c.cut(i, edges[i].UnixMilli(), edges[i+1].UnixMilli(), []int{month, day, hour})...)
	}
	return list
}

// merged are pieces that cover the same time, or more, and belong to one point.
func merged(times []piece) []piece {
	if len(times) == 0 {
		return nil
	}
	from, to := int64(math.MaxInt64), int64(math.MinInt64)
	for _, p := range times {
		from, to = min(from, p.from), max(to, p.to)
	}
	return pieces(0, from, to)
}

// scopeMillis are the times of a scope in milliseconds; without them all of the time that bans can have, most of which has none: see
// [Store.banMillis].
func scopeMillis(scope ban.Scope) (from, to int64) {
	to = time.Now().Add(366 * 24 * time.Hour).UnixMilli()
	if !scope.To.IsZero() {
		to = scope.To.UnixMilli()
	}
	if !scope.From.IsZero() {
		from = scope.From.UnixMilli()
	}
	return floorMillis(from, hour), floorMillis(to+hourMillis-1, hour)
}
