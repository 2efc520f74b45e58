package httpapi

import (
	"context"
	"slices"
	"time"

	"bangui/internal/ban"
	"bangui/internal/fleet"
)

type summaryOutput struct {
	Body statsSummary
}

type statsSummary struct {
	StatsRange
	ActiveBans     int         `json:"active_bans" doc:"In force now, of the host and jail"`
	Bans           int64       `json:"bans"`
	BansBefore     *int64      `json:"bans_before" doc:"In the time of the same length before; null if the history does not reach back that far, or has no counts by the hour there any more"`
	Failures       *int64      `json:"failures" doc:"Null with filters for which they are not counted: they have neither country nor origin"`
	FailuresBefore *int64      `json:"failures_before" doc:"In the time of the same length before"`
	Hosts          hostTotals  `json:"hosts"`
	Jails          jailTotals  `json:"jails"`
	Versions       []string    `json:"versions" doc:"Of fail2ban, each once"`
	LastBanAt      *time.Time  `json:"last_ban_at"`
	Series         statsSeries `json:"series"`
}

type hostTotals struct {
	Total     int `json:"total"`
	Reachable int `json:"reachable"`
}

type statsSeries struct {
	Bans     []statPoint `json:"bans" doc:"A point for each bucket"`
	Failures []statPoint `json:"failures" doc:"A point for each bucket; empty if they are not counted"`
}

type statPoint struct {
	At time.Time `json:"at" doc:"The beginning of the bucket"`
	N  int64     `json:"n"`
}

func (s *server) getSummary(ctx context.Context, in *StatsInput) (*summaryOutput, error) {
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
	active, err := s.deps.Bans.ActiveCount(ctx, ban.ActiveQuery{Host: in.Host, Jail: in.Jail})
	if err != nil {
		return nil, err
	}
	lastBanAt, err := s.deps.Bans.LastBanAt(ctx, in.Host)
	if err != nil {
		return nil, err
	}
	body := summaryOf(trend)
	body.StatsRange, body.ActiveBans, body.LastBanAt = asked.body(trend.Estimated), active, timeOrNull(lastBanAt)
	if err := s.addHosts(ctx, &body, in.Host); err != nil {
		return nil, err
	}
	return &summaryOutput{Body: body}, nil
}

func summaryOf(t ban.Trend) statsSummary {
	body := statsSummary{
		Bans: t.Total.N, Versions: []string{},
		Series: statsSeries{Bans: pointsOf(t.Span, t.Total), Failures: []statPoint{}},
	}
	if t.BeforeKnown {
		body.BansBefore = new(t.Before.N)
	}
	if t.FailuresKnown {
		body.Failures = new(t.Failures.N)
		body.Series.Failures = pointsOf(t.Span, t.Failures)
	}
	if t.FailuresKnown && t.BeforeKnown {
		body.FailuresBefore = new(t.FailuresBefore.N)
	}
	return body
}

func pointsOf(span ban.Span, line ban.Line) []statPoint {
	points := make([]statPoint, 0, len(line.Values))
	for i, n := range line.Values {
		points = append(points, statPoint{At: span.Edges[i], N: n})
	}
	return points
}

// addHosts adds how the hosts are, or the one of this name.
func (s *server) addHosts(ctx context.Context, body *statsSummary, name string) error {
	records, err := s.deps.Fleet.Records(ctx)
	if err != nil {
		return err
	}
	for _, record := range records {
		if name == "" || name == record.Name {
			body.add(record)
		}
	}
	slices.Sort(body.Versions)
	body.Versions = slices.Compact(body.Versions)
	return nil
}

func (b *statsSummary) add(record fleet.Record) {
	b.Hosts.Total++
	if record.Status.Reachable {
		b.Hosts.Reachable++
	}
	if record.Status.Version != "" {
		b.Versions = append(b.Versions, record.Status.Version)
	}
	for _, jail := range record.Status.Jails {
		b.Jails.add(jail.State)
	}
}
