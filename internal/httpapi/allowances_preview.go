package httpapi

import (
	"context"
	"time"

	"bangui/internal/allow"
	"bangui/internal/ban"
)

type previewAllowancesInput struct {
	Body struct {
		Addresses []string `json:"addresses" minItems:"1" maxItems:"100" nullable:"false" doc:"Addresses, networks and names"`
		Hosts     []string `json:"hosts,omitempty" minItems:"1" maxItems:"1000" nullable:"false" doc:"Absent means all"`
		Jails     []string `json:"jails,omitempty" minItems:"1" maxItems:"1000" nullable:"false" doc:"Absent means all"`
	}
}

type previewAllowancesOutput struct {
	Body struct {
		Items   []previewedAllowance `json:"items" doc:"One for each input, in their order"`
		Bans    []previewedBan       `json:"bans" doc:"Bans in force that would be lifted, newest first: the first 50"`
		Total   int                  `json:"total" doc:"How many there are"`
		AtLeast bool                 `json:"at_least" doc:"There are more than were counted"`
	}
}

type previewedAllowance struct {
	Input      string         `json:"input" doc:"As it was given"`
	Address    string         `json:"address" doc:"As it would be on the list; empty if it cannot be"`
	Addresses  []namedAddress `json:"addresses" doc:"What jails would ignore: of a name what it stands for now"`
	Problem    string         `json:"problem" doc:"Why it cannot be allowed, or not without force; empty if it can"`
	NeedsForce bool           `json:"needs_force" doc:"It can be allowed with force"`
	Warning    string         `json:"warning" doc:"What is odd about the answer to a name; may be empty"`
	Over       []previewedBan `json:"over" doc:"Bans in force of networks that it lies in: they would not be lifted"`
	Allowed    []coveringBody `json:"allowed" doc:"What is on the list already and covers it"`
}

type previewedBan struct {
	ID       int64     `json:"id"`
	Host     string    `json:"host"`
	Jail     string    `json:"jail"`
	Address  string    `json:"address"`
	BannedAt time.Time `json:"banned_at"`
}

func (s *server) previewAllowances(ctx context.Context, in *previewAllowancesInput) (*previewAllowancesOutput, error) {
	preview, err := s.deps.Allowances.Preview(ctx, allow.Order{Addresses: in.Body.Addresses, Hosts: in.Body.Hosts, Jails: in.Body.Jails})
	if err != nil {
		return nil, err
	}
	out := &previewAllowancesOutput{}
	out.Body.Items = make([]previewedAllowance, 0, len(preview.Entries))
	for _, e := range preview.Entries {
		out.Body.Items = append(out.Body.Items, previewedAllowance{
			Input: e.Input, Address: e.Label, Addresses: namedAddressesOf(e.Networks), Problem: e.Problem, NeedsForce: e.NeedsForce, Warning: e.Warning,
			Over: previewedBansOf(e.Over), Allowed: coveringBodiesOf(e.Allowed),
		})
	}
	out.Body.Bans, out.Body.Total, out.Body.AtLeast = previewedBansOf(preview.Bans), preview.Total, preview.AtLeast
	return out, nil
}

func previewedBansOf(bans []ban.Ban) []previewedBan {
	list := make([]previewedBan, 0, len(bans))
	for _, b := range bans {
		list = append(list, previewedBan{ID: b.ID, Host: b.Host, Jail: b.Jail, Address: b.Address, BannedAt: b.BannedAt.UTC()})
	}
	return list
}
