package httpapi

import (
	"context"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"bangui/internal/host"
	"bangui/internal/rehearsal"
)

type rehearseInput struct {
	Host           string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
	AcceptEncoding string `header:"Accept-Encoding"`
	Body           rehearseBody
}

// rehearseBody names a jail, how far to go back, and what is to be different.
type rehearseBody struct {
	Jail   string          `json:"jail" minLength:"1" maxLength:"255" doc:"A jail of the configuration" example:"sshd"`
	Days   int             `json:"days" minimum:"1" maximum:"30" doc:"How far to go back in its log"`
	Change *rehearseChange `json:"change,omitempty" doc:"Settings that are to be different"`
	Own    *expressions    `json:"own,omitempty" doc:"Expressions that are to be different"`
	Draft  []fileChange    `json:"draft,omitempty" maxItems:"500" nullable:"false" doc:"What the configuration is to be like"`

	UseDraft bool `json:"use_draft,omitempty" doc:"Changed is as your draft would have it; files in draft count over it"`
}

type rehearseChange struct {
	MaxRetry  *int   `json:"max_retry,omitempty" minimum:"1" maximum:"10000"`
	FindTime  *int64 `json:"find_time_seconds,omitempty" minimum:"1"`
	BanTime   *int64 `json:"ban_time_seconds,omitempty" doc:"1 or more, or -1 for permanent"`
	Increment *bool  `json:"increment_enabled,omitempty" doc:"Whether repeated bans get longer"`
}

// rehearsalLine is one line of the answer: one of these.
type rehearsalLine struct {
	Progress *rehearsalProgress `json:"progress,omitempty" doc:"How far it is"`
	Report   *rehearsalReport   `json:"report,omitempty" doc:"What came of it: the last line"`
	Problem  *problemDocument   `json:"problem,omitempty" doc:"Why it broke off: the last line"`
}

type rehearsalProgress struct {
	Done     int64  `json:"done" doc:"Of total: bytes of files, or seconds of the journal"`
	Total    int64  `json:"total"`
	Lines    int    `json:"lines"`
	Failures int    `json:"failures"`
	Source   string `json:"source" doc:"Where the lines are from"`
}

type rehearsalReport struct {
	Since           time.Time     `json:"since"`
	Until           time.Time     `json:"until"`
	Lines           int           `json:"lines" doc:"How many were looked at"`
	Source          string        `json:"source" doc:"Where they are from"`
	Left            []string      `json:"left" doc:"What could not be read"`
	Present         rehearsalSide `json:"present"`
	Changed         rehearsalSide `json:"changed"`
	SameExpressions bool          `json:"same_expressions" doc:"Whether both sides look for the same"`
	Offenders       []offender    `json:"offenders" doc:"Who would have been banned: first those that concern ourselves, then those on which the sides differ"`
	All             int           `json:"all" doc:"How many there are"`
	OnlyPresent     int           `json:"only_present" doc:"How many only the present settings would have banned"`
	OnlyChanged     int           `json:"only_changed"`
	Refused         *refusal      `json:"refused" doc:"An expression that keeps fail2ban busy; nothing else is told then. Null if there is none"`
	RefusedPresent  bool          `json:"refused_present" doc:"Whether that expression is in use"`
}

type rehearsalSide struct {
	MaxRetry      int    `json:"max_retry"`
	FindTime      int64  `json:"find_time_seconds"`
	BanTime       int64  `json:"ban_time_seconds" doc:"-1 is permanent"`
	Increment     bool   `json:"increment_enabled"`
	Formula       bool   `json:"own_formula" doc:"Whether bans get longer by a formula that cannot be evaluated here; doubling is assumed"`
	IgnoreCommand bool   `json:"ignore_command" doc:"Whether a program decides, too, which is not run here"`
	Failures      int    `json:"failures" doc:"Failures with a time"`
	Undated       int    `json:"undated" doc:"Matched lines without a time, which are left out"`
	Addresses     int    `json:"addresses" doc:"How many would have been banned"`
	Bans          int    `json:"bans" doc:"How often all together"`
	MaxTime       *int64 `json:"max_time_seconds" doc:"The longest of repeated bans; null if not limited"`
}

type offender struct {
	ID           string     `json:"id" doc:"The address or other ban id"`
	Country      string     `json:"country" doc:"May be empty"`
	Network      string     `json:"network" doc:"Who runs the network; may be empty"`
	Present      *sentence  `json:"present" doc:"Null if the present settings would not have banned it"`
	Changed      *sentence  `json:"changed" doc:"Null if the changed settings would not have banned it"`
	Ignored      string     `json:"ignored" doc:"The entry of the present ignore list that covers it: fail2ban would have passed it over; may be empty"`
	ChangedIgnor string     `json:"changed_ignored" doc:"The same for the changed settings"`
	Allowed      bool       `json:"allowed" doc:"Whether it is on the allow-list"`
	AllowedUntil *time.Time `json:"allowed_until" doc:"Until when it is on the allow-list; null if that has no end, or if it is not"`
	SignedIn     []string   `json:"signed_in" doc:"Who is signed in from there now"`
}

type sentence struct {
	Bans      int         `json:"bans"`
	First     time.Time   `json:"first"`
	Until     *time.Time  `json:"until" doc:"The end of the last ban; null is permanent"`
	Times     []time.Time `json:"times" doc:"The beginnings of the first 20 bans"`
	Failures  int         `json:"failures"`
	Prevented int         `json:"prevented" doc:"Failures that came while it would have been banned"`
}

// rehearse sends how far it is, line by line, and at last what came of it. Whoever goes away ends it.
func (s *server) rehearse(ctx context.Context, in *rehearseInput) (*huma.StreamResponse, error) {
	order := in.Body.order(in.Host)
	var err error
	if order.Draft, err = s.drafted(ctx, in.Host, in.Body.UseDraft, in.Body.Draft); err != nil {
		return nil, err
	}
	if err := s.deps.Rehearsals.Check(ctx, order); err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		r, w := humago.Unwrap(hc)
		out := newLines(w, in.AcceptEncoding)
		report, err := s.deps.Rehearsals.Run(r.Context(), order, func(p rehearsal.Progress) {
			out.write(rehearsalLine{Progress: &rehearsalProgress{p.Done, p.Total, p.Lines, p.Failures, p.Source}})
		})
		if err != nil {
			out.write(rehearsalLine{Problem: s.problemOf(r.Context(), err)})
		} else {
			out.write(rehearsalLine{Report: s.rehearsalReportOf(report)})
		}
		if err := out.close(); err != nil {
			s.log.InfoContext(r.Context(), "rehearsal ended early", "request_id", infoOf(r.Context()).requestID, "err", err)
		}
	}}, nil
}

func (b rehearseBody) order(hostName string) rehearsal.Order {
	order := rehearsal.Order{Host: hostName, Jail: b.Jail, Days: b.Days}
	if b.Own != nil {
		order.Own = new(host.Expressions(*b.Own))
	}
	if c := b.Change; c != nil {
		order.Change = rehearsal.Change{MaxRetry: c.MaxRetry, FindTime: duration(c.FindTime), BanTime: duration(c.BanTime), Increment: c.Increment}
	}
	return order
}

func (s *server) rehearsalReportOf(r rehearsal.Report) *rehearsalReport {
	report := &rehearsalReport{
		Since: r.Since.UTC(), Until: r.Until.UTC(), Lines: r.Lines, Source: r.Source, Left: listOf(r.Left), Present: sideOf(r.Present), Changed: sideOf(r.Changed),
		SameExpressions: r.SameExpressions, Offenders: make([]offender, 0, len(r.Offenders)), All: r.All, OnlyPresent: r.OnlyPresent, OnlyChanged: r.OnlyChanged,
		RefusedPresent: r.RefusedPresent,
	}
	if f := r.Refused; f != nil {
		report.Refused = refusalOf(f)
	}
	for _, o := range r.Offenders {
		report.Offenders = append(report.Offenders, s.offenderOf(o))
	}
	return report
}

func sideOf(side rehearsal.Side) rehearsalSide {
	r := side.Rules
	return rehearsalSide{
		MaxRetry: r.MaxRetry, FindTime: seconds(r.FindTime), BanTime: seconds(r.BanTime), Increment: r.Increment.Enabled, Formula: r.Formula && r.Increment.Enabled,
		IgnoreCommand: r.IgnoreCommand, Failures: side.Failures, Undated: side.Undated, Addresses: side.Addresses, Bans: side.Bans,
		MaxTime: jailIncrementOf(r.Increment).MaxTime,
	}
}

func (s *server) offenderOf(o rehearsal.Offender) offender {
	one := offender{
		ID: o.ID, Present: sentenceOf(o.Present), Changed: sentenceOf(o.Changed), Ignored: o.PresentIgnored, ChangedIgnor: o.ChangedIgnored,
		Allowed: o.Allowed, AllowedUntil: timeOrNull(o.AllowedUntil), SignedIn: listOf(o.SignedIn),
	}
	if prefix, ok := rehearsal.Prefix(o.ID); ok {
		one.Country, _, one.Network = s.deps.Addresses.LookupPrefix(prefix)
	}
	return one
}

func sentenceOf(s *rehearsal.Sentence) *sentence {
	if s == nil {
		return nil
	}
	one := &sentence{Bans: s.Bans, First: s.First.UTC(), Until: timeOrNull(s.Until), Times: []time.Time{}, Failures: s.Failures, Prevented: s.Prevented}
	for _, at := range s.Times {
		one.Times = append(one.Times, at.UTC())
	}
	return one
}

// handleRehearse is handle for the rehearsal, whose lines the document describes.
func handleRehearse(method func(*server, context.Context, *rehearseInput) (*huma.StreamResponse, error)) registrar {
	return func(s *server, api huma.API, op huma.Operation) {
		op.Responses = map[string]*huma.Response{"200": {
			Description: http.StatusText(http.StatusOK) + ": lines of JSON, of which the last one has the report or a problem",
			Content: map[string]*huma.MediaType{"application/jsonl": {
				Schema: api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[rehearsalLine](), true, ""),
			}},
		}}
		handle(method)(s, api, op)
	}
}
