package blocklist

import (
	"context"
	"slices"
	"sort"
	"time"
)

// DroppedSeries counts what was dropped over time.
type DroppedSeries struct {
	// Lists are those because of which something was dropped, most packets first.
	Lists []DroppedLine
	// Total has all of them.
	Total DroppedLine
}

// DroppedLine is one line of a chart.
type DroppedLine struct {
	// List and Name are of the list; zero and empty for all of them.
	List int64
	Name string
	// Packets and Bytes have one number for each bucket; Sum and SumBytes add them up.
	Packets, Bytes []int64
	Sum, SumBytes  int64
}

// DroppedOver returns what was dropped between the edges, which are the beginnings of buckets and the end of the last one. It fails with
// fault.NotFound for an unknown list or host.
func (b *Blocklists) DroppedOver(ctx context.Context, edges []time.Time, list int64, hostName string) (DroppedSeries, error) {
	if list != 0 {
		if _, err := b.store.Blocklist(ctx, list); err != nil {
			return DroppedSeries{}, err
		}
	}
	if hostName != "" {
		if _, err := b.fleet.Record(ctx, hostName); err != nil {
			return DroppedSeries{}, err
		}
	}
	cells, err := b.store.Dropped(ctx, DroppedQuery{From: edges[0], To: edges[len(edges)-1], List: list, Host: hostName})
	if err != nil {
		return DroppedSeries{}, err
	}
	lists, err := b.store.Blocklists(ctx)
	if err != nil {
		return DroppedSeries{}, err
	}
	return series(edges, cells, lists), nil
}

func series(edges []time.Time, cells []DroppedCell, lists []List) DroppedSeries {
	buckets := len(edges) - 1
	line := func(list int64, name string) DroppedLine {
		return DroppedLine{List: list, Name: name, Packets: make([]int64, buckets), Bytes: make([]int64, buckets)}
	}
	s := DroppedSeries{Total: line(0, "")}
	for _, l := range lists {
		s.Lists = append(s.Lists, line(l.ID, l.Name))
	}
	for _, c := range cells {
		bucket := sort.Search(buckets, func(i int) bool { return edges[i+1].After(c.Hour) })
		s.Total.add(bucket, c)
		if i := slices.IndexFunc(s.Lists, func(l DroppedLine) bool { return l.List == c.List }); i >= 0 {
			s.Lists[i].add(bucket, c)
		}
	}
	s.Lists = slices.DeleteFunc(s.Lists, func(l DroppedLine) bool { return l.Sum == 0 && l.SumBytes == 0 })
	slices.SortStableFunc(s.Lists, func(a, b DroppedLine) int { return int(min(max(b.Sum-a.Sum, -1), 1)) })
	return s
}

func (l *DroppedLine) add(bucket int, c DroppedCell) {
	l.Packets[bucket] += c.Packets
	l.Bytes[bucket] += c.Bytes
	l.Sum += c.Packets
	l.SumBytes += c.Bytes
}
