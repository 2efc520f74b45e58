package httpapi

import (
	"context"
	"strings"
	"time"

	"bangui/internal/ban"
	"bangui/internal/fault"
)

// SpanInput is a range up to now, or from and to; the default is 24h.
type SpanInput struct {
	Range string    `query:"range" enum:"24h,7d,30d,365d" doc:"Up to now; the default is 24h"`
	From  time.Time `query:"from" doc:"Together with to, instead of range"`
	To    time.Time `query:"to"`
	Zone  string    `query:"tz" maxLength:"64" doc:"The time zone in which days begin; UTC by default" example:"Europe/Berlin"`
}

// StatsFilters say which bans are counted. They are the same for all statistics.
type StatsFilters struct {
	Host    string `query:"host" maxLength:"64"`
	Jail    string `query:"jail" maxLength:"255"`
	Country string `query:"country" maxLength:"2" doc:"ISO 3166-1; ZZ for unknown"`
	Origin  string `query:"origin" enum:"detected,manual,blocklist,fleet"`
	ASN     uint32 `query:"asn" doc:"The number of a network's owner; 0 for all"`
}

// StatsInput asks for statistics.
type StatsInput struct {
	SpanInput
	StatsFilters
}

// checkStats refuses what is no filter: a country or a jail that there cannot be.
func (s *server) checkStats(ctx context.Context, f StatsFilters) error {
	if err := checkCountry(f.Country); err != nil {
		return err
	}
	return s.checkJail(ctx, f.Jail)
}

func (f StatsFilters) scope() ban.Scope {
	return ban.Scope{Host: f.Host, Jail: f.Jail, Country: strings.ToUpper(f.Country), Origin: ban.Origin(f.Origin), ASN: f.ASN}
}

// StatsRange is the time that statistics are about.
type StatsRange struct {
	Range         string    `json:"range" doc:"Empty if from and to were given"`
	From          time.Time `json:"from" doc:"The beginning of the first bucket"`
	To            time.Time `json:"to" doc:"Exclusive; the end of the last bucket"`
	BucketSeconds int64     `json:"bucket_seconds" doc:"About: where clocks change, a bucket may be an hour off"`
	Zone          string    `json:"timezone"`
	Estimated     bool      `json:"estimated" doc:"The numbers come from a sample, because there are too many bans to look at for these filters"`
}

// asked is a range of time that was asked for.
type asked struct {
	span ban.Span
	zone *time.Location
	// name is that of the range; empty for from and to.
	name string
}

func (a asked) body(estimated bool) StatsRange {
	return StatsRange{
		Range: a.name, From: a.span.From(), To: a.span.To(), BucketSeconds: seconds(a.span.Bucket), Zone: a.zone.String(), Estimated: estimated,
	}
}

// asked reads the range.
func (in *SpanInput) asked(now time.Time) (asked, error) {
	zone, err := zoneOf(in.Zone)
	if err != nil {
		return asked{}, err
	}
	if in.From.IsZero() && in.To.IsZero() {
		name := in.Range
		if name == "" {
			name = "24h"
		}
		return asked{ban.LastSpan(now, rangeLength(name), zone), zone, name}, nil
	}
	if err := in.check(); err != nil {
		return asked{}, err
	}
	return asked{ban.SpanOf(now, in.From.UTC(), in.To.UTC(), zone), zone, ""}, nil
}

// zoneOf refuses names that lead out of the database of time zones, and the machine's own zone, which means nothing to the viewer.
func zoneOf(name string) (*time.Location, error) {
	if name == "" {
		return time.UTC, nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return nil, fault.Invalid.Errorf("there is no time zone %q", name).WithField("query.tz", "is no time zone such as Europe/Berlin")
	}
	return zone, nil
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
	case in.From.Year() < 1971 || in.To.Year() > 9000:
		f = f.WithField("query.from", "is too far away")
	case in.To.Sub(in.From) > ban.MaxSpan:
		f = f.WithField("query.from", "the range may be %d days long at most", int(ban.MaxSpan.Hours()/24))
	default:
		return nil
	}
	return f
}
