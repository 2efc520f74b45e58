package httpapi

import (
	"context"
	"net/netip"
	"time"

	"bangui/internal/allow"
	"bangui/internal/ban"
	"bangui/internal/fault"
)

type createAllowancesInput struct {
	Body createAllowancesBody
}

type createAllowancesBody struct {
	Addresses []string `json:"addresses" minItems:"1" maxItems:"100" nullable:"false" doc:"Addresses, networks and names" example:"[\"192.0.2.1\"]"`
	Duration  *int64   `json:"duration_seconds,omitempty" minimum:"60" maximum:"31622400" doc:"A minute to a year; absent or null has no end"`
	Hosts     []string `json:"hosts,omitempty" minItems:"1" maxItems:"1000" nullable:"false" doc:"Absent means all, also those that come later"`
	Jails     []string `json:"jails,omitempty" minItems:"1" maxItems:"1000" nullable:"false" doc:"Absent means all, also those that come later"`
	Note      string   `json:"note,omitempty" maxLength:"500" doc:"What it is for, in one line"`
	Lift      bool     `json:"lift" doc:"Lift the bans of the addresses, and those within the networks, in these jails"`
	Force     bool     `json:"force,omitempty" doc:"The second yes to networks of very many addresses, and to names that stand for no address now"`
}

// AllowanceInput names an allowance. It is exported because huma sees into embedded types only then.
type AllowanceInput struct {
	ID int64 `path:"id" minimum:"1"`
}

type editAllowanceInput struct {
	AllowanceInput
	Body struct {
		Duration *int64  `json:"duration_seconds,omitempty" minimum:"60" maximum:"31622400" doc:"How long it is to last from now: a minute to a year"`
		Standing bool    `json:"standing,omitempty" doc:"It is to have no end; duration_seconds must be absent then"`
		Note     *string `json:"note,omitempty" maxLength:"500" doc:"What it is for, in one line"`
	}
}

type listAllowancesInput struct {
	Active   string `query:"active" enum:"true,false" doc:"Those in force only, or those that have ended only"`
	Standing string `query:"standing" enum:"true,false" doc:"Those without an end only, or those with one only"`
	Text     string `query:"q" maxLength:"200" doc:"Part of the address, the name or one of its addresses, of the note or of the name of who made it"`
	Cursor   string `query:"cursor" maxLength:"32"`
	Limit    int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

type allowanceBody struct {
	ID           int64            `json:"id"`
	Kind         string           `json:"kind" enum:"address,network,name"`
	Address      string           `json:"address" doc:"An address, a network or a name" example:"192.0.2.1"`
	Answer       *nameAnswer      `json:"answer" doc:"What a name stands for; null for an address or network"`
	Hosts        []string         `json:"hosts" doc:"Empty means all"`
	Jails        []string         `json:"jails" doc:"Empty means all"`
	Lift         bool             `json:"lift" doc:"Whether its bans are lifted, too"`
	Note         string           `json:"note" doc:"What it is for"`
	By           string           `json:"by" doc:"Who made it"`
	CreatedAt    time.Time        `json:"created_at"`
	Until        *time.Time       `json:"until" doc:"Null if it has no end"`
	Active       bool             `json:"active" doc:"Whether it is in force"`
	EndedAt      *time.Time       `json:"ended_at"`
	EndedBy      *string          `json:"ended_by" enum:"expired,ended" doc:"Whether its time was up or somebody ended it; null while it is in force"`
	EndedActor   string           `json:"ended_actor" doc:"Who ended it before its time; else empty"`
	Places       []allowancePlace `json:"places" doc:"The ignore lists that have it; of one that has ended, those that it is still to be taken off"`
	PendingHosts []string         `json:"pending_hosts" doc:"Hosts on which not all is done yet, because they or a jail of theirs do not answer or refused"`
}

type nameAnswer struct {
	Addresses  []namedAddress `json:"addresses" doc:"The last good answer of the name service"`
	ResolvedAt *time.Time     `json:"resolved_at" doc:"When that came; null if there was none yet"`
	TriedAt    *time.Time     `json:"tried_at" doc:"When the name service was asked last"`
	Problem    string         `json:"problem" doc:"Why it gave no good answer then; empty if it did"`
}

type namedAddress struct {
	Address string `json:"address"`
	Special string `json:"special" doc:"Why it is no address of the internet, such as private; empty if it is one"`
}

type allowancePlace struct {
	Host    string     `json:"host"`
	Jail    string     `json:"jail"`
	Address string     `json:"address" doc:"The address or network on the list: of a name one of those that it stands for"`
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
		Addresses: in.Body.Addresses, Lasts: secondsOrZero(in.Body.Duration), Hosts: in.Body.Hosts, Jails: in.Body.Jails,
		Note: in.Body.Note, Lift: in.Body.Lift, Force: in.Body.Force,
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
	if in.Standing != "" {
		query.Standing = new(in.Standing == "true")
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

// secondsOrZero is a length of time; zero for none.
func secondsOrZero(seconds *int64) time.Duration {
	if seconds == nil {
		return 0
	}
	return time.Duration(*seconds) * time.Second
}

func (s *server) editAllowance(ctx context.Context, in *editAllowanceInput) (*allowanceOutput, error) {
	if in.Body.Standing && in.Body.Duration != nil {
		return nil, fault.Invalid.Errorf("the allowance cannot both have an end and none").WithField("body.standing", "leave it out, or leave duration_seconds out")
	}
	edit := allow.Edit{Note: in.Body.Note}
	if in.Body.Standing || in.Body.Duration != nil {
		edit.Lasts = new(secondsOrZero(in.Body.Duration))
	}
	edited, err := s.deps.Allowances.Edit(ctx, actorOf(ctx), in.ID, edit)
	if err != nil {
		return nil, err
	}
	details, err := s.deps.Allowances.Details(ctx, []allow.Allowance{edited})
	if err != nil {
		return nil, err
	}
	return &allowanceOutput{Body: allowanceBodyOf(details[0])}, nil
}

func (s *server) resolveAllowance(ctx context.Context, in *AllowanceInput) (*allowanceOutput, error) {
	detail, err := s.deps.Allowances.ResolveNow(ctx, actorOf(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	return &allowanceOutput{Body: allowanceBodyOf(detail)}, nil
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
		ID: d.ID, Kind: kindOf(d.Allowance), Address: d.Label(), Answer: answerOf(d.Allowance), Hosts: listOf(d.Hosts), Jails: listOf(d.Jails),
		Lift: d.Lift, Note: d.Note, By: d.Actor, CreatedAt: d.CreatedAt.UTC(), Until: timeOrNull(d.Until), Active: d.Active(), EndedAt: timeOrNull(d.EndedAt), EndedActor: d.EndedActor,
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
			Host: p.Host, Jail: p.Jail, Address: ban.FormatAddress(p.Address), State: placeState(d, p), Since: timeOrNull(p.PlacedAt), Message: p.Problem,
		})
	}
	return body
}

func kindOf(a allow.Allowance) string {
	switch {
	case a.Name != "":
		return "name"
	case a.Address.IsSingleIP():
		return "address"
	default:
		return "network"
	}
}

func answerOf(a allow.Allowance) *nameAnswer {
	if a.Name == "" {
		return nil
	}
	return &nameAnswer{
		Addresses: namedAddressesOf(a.Networks()), ResolvedAt: timeOrNull(a.Answer.At), TriedAt: timeOrNull(a.Answer.TriedAt), Problem: a.Answer.Problem,
	}
}

func namedAddressesOf(networks []netip.Prefix) []namedAddress {
	list := make([]namedAddress, 0, len(networks))
	for _, network := range networks {
		list = append(list, namedAddress{Address: ban.FormatAddress(network), Special: special(network.Addr())})
	}
	return list
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
