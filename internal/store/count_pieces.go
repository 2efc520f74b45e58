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
}

// pieces cuts a stretch of time into as few pieces as possible. What is not a whole hour at its ends is left out.
func pieces(point int, from, to int64) []piece {
	return split(point, from, to, []int{month, day, hour})
}

func split(point int, from, to int64, widths []int) []piece {
	if len(widths) == 0 || from >= to {
		return nil
	}
	hours, rest := widths[0], widths[1:]
	first, last := floorMillis(from+int64(hours)*hourMillis-1, hours), floorMillis(to, hours)
	if first >= last {
		return split(point, from, to, rest)
	}
	return slices.Concat(split(point, from, first, rest), []piece{{point, hours, first, last}}, split(point, last, to, rest))
}

// piecesBetween are those of all points of a line.
func piecesBetween(edges []time.Time) []piece {
	var list []piece
	for i := range len(edges) - 1 {
		list = append(list, pieces(i, edges[i].UnixMilli(), edges[i+1].UnixMilli())...)
	}
	return list
}

// merged are pieces that cover the same time and belong to one point.
func merged(times []piece) []piece {
	from, to := int64(math.MaxInt64), int64(math.MinInt64)
	for _, p := range times {
		from, to = min(from, p.from), max(to, p.to)
	}
	return pieces(0, from, to)
}

// scopeMillis are the times of a scope in milliseconds; without them all of the time that bans can have.
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
