package httpapi

import (
	"context"
	"time"

	"bangui/internal/ban"
)

type trendOutput struct {
	Body statsTrend
}

type statsTrend struct {
	StatsRange
	Buckets   []time.Time `json:"buckets" doc:"Where each begins"`
	Jails     []jailLine  `json:"jails" doc:"Most bans first, at most 5"`
	Other     *countLine  `json:"other" doc:"All other jails together; null if there are none"`
	Total     []int64     `json:"total"`
	Before    []int64     `json:"before" doc:"Total for as many buckets before; empty if the history does not reach back that far, or has no counts by the hour there any more"`
	Sum       int64       `json:"sum"`
	SumBefore *int64      `json:"sum_before"`
}

type jailLine struct {
	Jail   string  `json:"jail"`
	N      int64   `json:"n"`
	Values []int64 `json:"values" doc:"One for each bucket"`
}

type countLine struct {
	N      int64   `json:"n"`
	Values []int64 `json:"values" doc:"One for each bucket"`
}

func (s *server) getTrend(ctx context.Context, in *StatsInput) (*trendOutput, error) {
	if err := s.checkStats(ctx, in.StatsFilters); err != nil {
		return nil, err
	}
	asked, err := in.asked(s.deps.Bans.Now())
	if err != nil {
		return nil, err
	}
	trend, err := s.deps.Bans.Trend(ctx, in.scope(), asked.span, asked.zone)
	if err != nil {
		return nil, err
	}
	body := trendOf(trend)
	body.StatsRange = asked.body(trend.Estimated)
	return &trendOutput{Body: body}, nil
}

func trendOf(t ban.Trend) statsTrend {
	body := statsTrend{
		Buckets: t.Span.Edges[:t.Span.Buckets()], Jails: make([]jailLine, 0, len(t.Jails)), Total: t.Total.Values, Before: []int64{}, Sum: t.Total.N,
	}
	for _, line := range t.Jails {
		body.Jails = append(body.Jails, jailLine{Jail: line.Key, N: line.N, Values: line.Values})
	}
	if t.Other.N != 0 {
		body.Other = &countLine{N: t.Other.N, Values: t.Other.Values}
	}
	if t.BeforeKnown {
		body.Before, body.SumBefore = t.Before.Values, new(t.Before.N)
	}
	return body
}
