package httpapi

import (
	"context"
	"time"

	"bangui/internal/blocklist"
)

type droppedInput struct {
	SpanInput
	List int64  `query:"list" minimum:"0" doc:"0 for all"`
	Host string `query:"host" maxLength:"64"`
}

type droppedOutput struct {
	Body droppedSeries
}

type droppedSeries struct {
	StatsRange
	Buckets []time.Time   `json:"buckets" doc:"Where each begins"`
	Lists   []droppedLine `json:"lists" doc:"Those because of which something was dropped, most packets first"`
	Total   droppedTotal  `json:"total"`
}

type droppedTotal struct {
	Packets     int64   `json:"packets"`
	Bytes       int64   `json:"bytes"`
	PacketsOver []int64 `json:"packets_over_time" doc:"One number for each bucket"`
	BytesOver   []int64 `json:"bytes_over_time" doc:"One number for each bucket"`
}

type droppedLine struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	// DroppedTotal is written out, because huma would not see into a type with a small letter.
	Packets     int64   `json:"packets"`
	Bytes       int64   `json:"bytes"`
	PacketsOver []int64 `json:"packets_over_time" doc:"One number for each bucket"`
	BytesOver   []int64 `json:"bytes_over_time" doc:"One number for each bucket"`
}

func (s *server) countDropped(ctx context.Context, in *droppedInput) (*droppedOutput, error) {
	asked, err := in.asked(s.deps.Blocklists.Now())
	if err != nil {
		return nil, err
	}
	series, err := s.deps.Blocklists.DroppedOver(ctx, asked.span.Edges, in.List, in.Host)
	if err != nil {
		return nil, err
	}
	body := droppedSeries{
		StatsRange: asked.body(false), Buckets: asked.span.Edges[:asked.span.Buckets()], Lists: make([]droppedLine, 0, len(series.Lists)),
		Total: droppedTotal{series.Total.Sum, series.Total.SumBytes, series.Total.Packets, series.Total.Bytes},
	}
	for _, l := range series.Lists {
		body.Lists = append(body.Lists, droppedLineOf(l))
	}
	return &droppedOutput{Body: body}, nil
}

func droppedLineOf(l blocklist.DroppedLine) droppedLine {
	return droppedLine{ID: l.List, Name: l.Name, Packets: l.Sum, Bytes: l.SumBytes, PacketsOver: l.Packets, BytesOver: l.Bytes}
}
