package httpapi

import (
	"context"
	"slices"
	"time"

	"bangui/internal/ban"
	"bangui/internal/fault"
	"bangui/internal/fleet"
)

// SpanInput is a range up to now, or from and to; the default is 24h.
type SpanInput struct {
	Range string    `query:"range" enum:"24h,7d,30d,365d" doc:"Up to now; the default is 24h"`
	From  time.Time `query:"from" doc:"Together with to, instead of range"`
	To    time.Time `query:"to"`
	Host  string    `query:"host" maxLength:"64"`
}

type summaryInput struct {
	SpanInput
	Jail string `query:"jail" maxLength:"255"`
}

type summaryOutput struct {
	Body statsSummary
}

type statsSummary struct {
	Range          string      `json:"range" doc:"Empty if from and to were given"`
	From           time.Time   `json:"from"`
	To             time.Time   `json:"to" doc:"Exclusive; the end of the last bucket"`
	ActiveBans     int         `json:"active_bans"`
	Bans           int64       `json:"bans"`
	BansBefore     int64       `json:"bans_before" doc:"In the time of the same length before"`
	Failures       int64       `json:"failures"`
	FailuresBefore int64       `json:"failures_before" doc:"In the time of the same length before"`
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
	BucketSeconds int64       `json:"bucket_seconds"`
	Bans          []statPoint `json:"bans" doc:"A point for each bucket"`
	Failures      []statPoint `json:"failures" doc:"A point for each bucket"`
}

type statPoint struct {
	At time.Time `json:"at" doc:"The beginning of the bucket"`
	N  int64     `json:"n"`
}

type jailStatsOutput struct {
	Body jailStats
}

type jailStats struct {
	Items      []jailStat `json:"items" doc:"Most bans first"`
	NextCursor *string    `json:"next_cursor" doc:"Always null: the list is complete"`
}

type jailStat struct {
	Jail  string  `json:"jail"`
	N     int64   `json:"n"`
	Share float64 `json:"share" doc:"0 to 1"`
}

func (s *server) getSummary(ctx context.Context, in *summaryInput) (*summaryOutput, error) {
	span, name, err := in.span(s.deps.Bans.Now())
	if err != nil {
		return nil, err
	}
	trend, err := s.deps.Bans.Trend(ctx, span, in.Host, in.Jail)
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
	body.Range, body.ActiveBans, body.LastBanAt = name, active, timeOrNull(lastBanAt)
	if err := s.addHosts(ctx, &body, in.Host); err != nil {
		return nil, err
	}
	return &summaryOutput{Body: body}, nil
}

func summaryOf(t ban.Trend) statsSummary {
	return statsSummary{
		From: t.Span.From, To: t.Span.To, Bans: t.Bans, BansBefore: t.BansBefore, Failures: t.Failures, FailuresBefore: t.FailuresBefore,
		Versions: []string{},
		Series:   statsSeries{BucketSeconds: seconds(t.Span.Bucket), Bans: pointsOf(t.BanSeries), Failures: pointsOf(t.FailureSeries)},
	}
}

func pointsOf(points []ban.Point) []statPoint {
	bodies := make([]statPoint, 0, len(points))
	for _, p := range points {
		bodies = append(bodies, statPoint(p))
	}
	return bodies
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

func (s *server) countByJail(ctx context.Context, in *SpanInput) (*jailStatsOutput, error) {
	span, _, err := in.span(s.deps.Bans.Now())
	if err != nil {
		return nil, err
	}
	counts, err := s.deps.Bans.ByJail(ctx, span, in.Host)
	if err != nil {
		return nil, err
	}
	var sum int64
	for _, c := range counts {
		sum += c.N
	}
	body := jailStats{Items: make([]jailStat, 0, len(counts))}
	for _, c := range counts {
		body.Items = append(body.Items, jailStat{Jail: c.Key, N: c.N, Share: float64(c.N) / float64(max(sum, 1))})
	}
	return &jailStatsOutput{Body: body}, nil
}

// span returns what was asked for, and the name of the range if it has one.
func (in *SpanInput) span(now time.Time) (ban.Span, string, error) {
	if in.From.IsZero() && in.To.IsZero() {
		name := in.Range
		if name == "" {
			name = "24h"
		}
		return ban.LastSpan(now, rangeLength(name)), name, nil
	}
	if err := in.check(); err != nil {
		return ban.Span{}, "", err
	}
	return ban.SpanOf(in.From.UTC(), in.To.UTC()), "", nil
}

func rangeLength(name string) time.Duration {
	const day = 24 * time.Hour
	switch name {
	case "7d":
		return 7 * day
	case "30d":
		return 30 * day
	case "365d":
		return 365 * day
	default:
		return day
	}
}

// check names what is wrong with from and to.
func (in *SpanInput) check() error {
	f := fault.Invalid.Errorf("the range of time makes no sense")
	switch {
	case in.Range != "":
		f = f.WithField("query.range", "give either range or from and to")
	case in.From.IsZero():
		f = f.WithField("query.from", "give both from and to")
	case in.To.IsZero():
		f = f.WithField("query.to", "give both from and to")
	case !in.To.After(in.From):
		f = f.WithField("query.to", "must be after from")
	case in.To.Sub(in.From) > ban.MaxSpan:
		f = f.WithField("query.from", "the range may be %d days long at most", int(ban.MaxSpan.Hours()/24))
	default:
		return nil
	}
	return f
}
