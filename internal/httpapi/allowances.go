package httpapi

import (
	"context"
	"time"

	"bangui/internal/allow"
	"bangui/internal/ban"
)

type createAllowancesInput struct {
	Body createAllowancesBody
}

type createAllowancesBody struct {
	Addresses []string `json:"addresses" minItems:"1" maxItems:"100" nullable:"false" doc:"Addresses and networks"`
	Duration  int64    `json:"duration_seconds" minimum:"60" maximum:"7776000" doc:"A minute to 90 days"`
	Hosts     []string `json:"hosts,omitempty" minItems:"1" maxItems:"1000" nullable:"false" doc:"Absent means all, also those that come later"`
	Jails     []string `json:"jails,omitempty" minItems:"1" maxItems:"1000" nullable:"false" doc:"Absent means all, also those that come later"`
	Reason    string   `json:"reason,omitempty" maxLength:"500" doc:"One line"`
	Lift      bool     `json:"lift" doc:"Lift the bans of the addresses, and those within the networks, in these jails"`
	Force     bool     `json:"force,omitempty" doc:"The second yes to networks of very many addresses"`
}

// AllowanceInput names an allowance. It is exported because huma sees into embedded types only then.
type AllowanceInput struct {
	ID int64 `path:"id" minimum:"1"`
}

type extendAllowanceInput struct {
	AllowanceInput
	Body struct {
		Duration int64 `json:"duration_seconds" minimum:"60" maximum:"7776000" doc:"How long it is to last from now: a minute to 90 days"`
	}
}

type listAllowancesInput struct {
	Active string `query:"active" enum:"true,false" doc:"Those in force only, or those that have ended only"`
	Text   string `query:"q" maxLength:"200" doc:"Part of the address, of the reason or of the name of who made it"`
	Cursor string `query:"cursor" maxLength:"32"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

type allowanceBody struct {
	ID           int64            `json:"id"`
	Address      string           `json:"address" doc:"An address or network" example:"192.0.2.1"`
	Hosts        []string         `json:"hosts" doc:"Empty means all"`
	Jails        []string         `json:"jails" doc:"Empty means all"`
	Lift         bool             `json:"lift" doc:"Whether its bans are lifted, too"`
	Reason       string           `json:"reason"`
	By           string           `json:"by" doc:"Who made it"`
	CreatedAt    time.Time        `json:"created_at"`
	Until        time.Time        `json:"until"`
	Active       bool             `json:"active" doc:"Whether it is in force"`
	EndedAt      *time.Time       `json:"ended_at"`
	EndedBy      *string          `json:"ended_by" enum:"expired,ended" doc:"Whether its time was up or somebody ended it; null while it is in force"`
	EndedActor   string           `json:"ended_actor" doc:"Who ended it before its time; else empty"`
	Places       []allowancePlace `json:"places" doc:"The ignore lists that have it; of one that has ended, those that it is still to be taken off"`
	PendingHosts []string         `json:"pending_hosts" doc:"Hosts on which not all is done yet, because they or a jail of theirs do not answer or refused"`
}

type allowancePlace struct {
	Host    string     `json:"host"`
	Jail    string     `json:"jail"`
	State   string     `json:"state" enum:"placed,already_there,pending,failed" doc:"Already there was on the list before, and stays there"`
	Since   *time.Time `json:"since" doc:"When it was made sure that it is there"`
	Message string     `json:"message" doc:"Why it failed; it is tried again every minute"`
}

type allowanceResult struct {
	Host    string `json:"host"`
	Jail    string `json:"jail" doc:"Empty if it is about the whole host"`
	Address string `json:"address" doc:"Empty if it is about the whole host or jail"`
	Outcome string `json:"outcome" enum:"placed,already_there,removed,kept,pending,failed" doc:"Pending is done when the host answers; failed is tried again every minute"`
	Message string `json:"message" doc:"More, for the user; may be empty"`
}

type createAllowancesOutput struct {
	Body struct {
		Items   []allowanceBody   `json:"items" doc:"One for each address"`
		Results []allowanceResult `json:"results" doc:"What was done at once"`
		Lifted  banResults        `json:"lifted" doc:"What became of the bans, if they were to be lifted"`
	}
}

type endAllowanceOutput struct {
	Body struct {
		Allowance allowanceBody     `json:"allowance"`
		Results   []allowanceResult `json:"results" doc:"What was done at once"`
	}
}

type allowanceOutput struct {
	Body allowanceBody
}

type allowancesOutput struct {
	Body allowancePage
}

type allowancePage struct {
	Items      []allowanceBody `json:"items" doc:"Newest first"`
	NextCursor *string         `json:"next_cursor" doc:"Continues the list; null at its end"`
}

func (s *server) createAllowances(ctx context.Context, in *createAllowancesInput) (*createAllowancesOutput, error) {
	made, err := s.deps.Allowances.Allow(ctx, actorOf(ctx), allow.Order{
		Addresses: in.Body.Addresses, Lasts: time.Duration(in.Body.Duration) * time.Second, Hosts: in.Body.Hosts, Jails: in.Body.Jails,
		Reason: in.Body.Reason, Lift: in.Body.Lift, Force: in.Body.Force,
	})
	if err != nil {
		return nil, err
	}
	details, err := s.deps.Allowances.Details(ctx, made.Allowances)
	if err != nil {
		return nil, err
	}
	out := &createAllowancesOutput{}
	out.Body.Items, out.Body.Results = allowanceBodiesOf(details), allowanceResultsOf(made.Results)
	out.Body.Lifted = resultsOutput(made.Lifted, maxResults).Body
	return out, nil
}

func (s *server) listAllowances(ctx context.Context, in *listAllowancesInput) (*allowancesOutput, error) {
	before, err := readNumberCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	query := allow.Query{Text: in.Text, Before: before, Limit: in.Limit}
	if in.Active != "" {
		query.Active = new(in.Active == "true")
	}
	details, err := s.deps.Allowances.List(ctx, query)
	if err != nil {
		return nil, err
	}
	page := allowancePage{Items: allowanceBodiesOf(details)}
	if len(details) == in.Limit {
		page.NextCursor = new(writeNumberCursor(details[len(details)-1].ID))
	}
	return &allowancesOutput{Body: page}, nil
}

func (s *server) extendAllowance(ctx context.Context, in *extendAllowanceInput) (*allowanceOutput, error) {
	extended, err := s.deps.Allowances.Extend(ctx, actorOf(ctx), in.ID, time.Duration(in.Body.Duration)*time.Second)
	if err != nil {
		return nil, err
	}
	details, err := s.deps.Allowances.Details(ctx, []allow.Allowance{extended})
	if err != nil {
		return nil, err
	}
	return &allowanceOutput{Body: allowanceBodyOf(details[0])}, nil
}

func (s *server) endAllowance(ctx context.Context, in *AllowanceInput) (*endAllowanceOutput, error) {
	ended, results, err := s.deps.Allowances.End(ctx, actorOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	details, err := s.deps.Allowances.Details(ctx, []allow.Allowance{ended})
	if err != nil {
		return nil, err
	}
	out := &endAllowanceOutput{}
	out.Body.Allowance, out.Body.Results = allowanceBodyOf(details[0]), allowanceResultsOf(results)
	return out, nil
}

func allowanceBodiesOf(details []allow.Detail) []allowanceBody {
	items := make([]allowanceBody, 0, len(details))
	for _, d := range details {
		items = append(items, allowanceBodyOf(d))
	}
	return items
}

func allowanceBodyOf(d allow.Detail) allowanceBody {
	body := allowanceBody{
		ID: d.ID, Address: ban.FormatAddress(d.Address), Hosts: listOf(d.Hosts), Jails: listOf(d.Jails), Lift: d.Lift, Reason: d.Reason, By: d.Actor,
		CreatedAt: d.CreatedAt.UTC(), Until: d.Until.UTC(), Active: d.Active(), EndedAt: timeOrNull(d.EndedAt), EndedActor: d.EndedActor,
		Places: make([]allowancePlace, 0, len(d.Places)), PendingHosts: listOf(d.PendingHosts),
	}
	if !d.Active() {
		body.EndedBy = new("expired")
	}
	if d.EndedActor != "" {
		body.EndedBy = new("ended")
	}
	for _, p := range d.Places {
		body.Places = append(body.Places, allowancePlace{
			Host: p.Host, Jail: p.Jail, State: placeState(d, p), Since: timeOrNull(p.PlacedAt), Message: p.Problem,
		})
	}
	return body
}

func placeState(d allow.Detail, p allow.Place) string {
	switch {
	case p.Problem != "":
		return string(allow.Failed)
	case p.PlacedAt.IsZero() || !d.Active():
		return string(allow.Pending)
	case !p.Ours:
		return string(allow.AlreadyThere)
	default:
		return string(allow.Placed)
	}
}

func allowanceResultsOf(results []allow.Result) []allowanceResult {
	items := make([]allowanceResult, 0, len(results))
	for _, r := range results {
		item := allowanceResult{Host: r.Host, Jail: r.Jail, Outcome: string(r.Outcome), Message: r.Message}
		if r.Address.IsValid() {
			item.Address = ban.FormatAddress(r.Address)
		}
		items = append(items, item)
	}
	return items
}

// coveringBody is an allowance as the page of an address tells it.
type coveringBody struct {
	ID      int64     `json:"id"`
	Address string    `json:"address" doc:"The address, or a network that it lies in"`
	Hosts   []string  `json:"hosts" doc:"Empty means all"`
	Jails   []string  `json:"jails" doc:"Empty means all"`
	Until   time.Time `json:"until"`
	By      string    `json:"by" doc:"Who made it"`
	Reason  string    `json:"reason"`
}

// addAllowances tells which allowances cover an address or network.
func (s *server) addAllowances(ctx context.Context, body *addressReport, a ban.About) error {
	body.Allowances = []coveringBody{}
	if !a.Network.IsValid() {
		return nil
	}
	covering, err := s.deps.Allowances.Covering(ctx, a.Network)
	if err != nil {
		return err
	}
	for _, one := range covering {
		body.Allowances = append(body.Allowances, coveringBody{
			ID: one.ID, Address: ban.FormatAddress(one.Address), Hosts: listOf(one.Hosts), Jails: listOf(one.Jails), Until: one.Until.UTC(),
			By: one.Actor, Reason: one.Reason,
		})
	}
	return nil
}
