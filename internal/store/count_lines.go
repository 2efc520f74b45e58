package store

import (
	"cmp"
	"slices"

	"bangui/internal/ban"
)

// lines are sums over time, by key.
type lines struct {
	points int
	byKey  map[string]*ban.Line
}

func newLines(points int) lines { return lines{points, make(map[string]*ban.Line)} }

func (l lines) add(key string, point int, n int64) {
	line := l.byKey[key]
	if line == nil {
		line = &ban.Line{Key: key, Values: make([]int64, l.points)}
		l.byKey[key] = line
	}
	line.N += n
	line.Values[point] += n
}

// sorted returns the largest first.
func (l lines) sorted() []ban.Line {
	list := make([]ban.Line, 0, len(l.byKey))
	for _, line := range l.byKey {
		list = append(list, *line)
	}
	slices.SortFunc(list, func(a, b ban.Line) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Key, b.Key)) })
	return list
}
