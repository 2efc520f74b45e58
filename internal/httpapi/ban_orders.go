package httpapi

import (
	"context"

	"bangui/internal/ban"
)

type createBansInput struct {
	Body createBansBody
}

type createBansBody struct {
	Addresses []string `json:"addresses" minItems:"1" maxItems:"1000" nullable:"false" doc:"Addresses and networks"`
	Hosts     []string `json:"hosts,omitempty" minItems:"1" maxItems:"1000" nullable:"false" doc:"Absent means all that are reachable and have the jail"`
	Jail      string   `json:"jail" minLength:"1" maxLength:"255"`
	Reason    string   `json:"reason,omitempty" maxLength:"500" doc:"One line"`
	Force     bool     `json:"force,omitempty" doc:"The second yes to what needs confirmation"`
}

type liftBansInput struct {
	Body liftBansBody
}

type liftBansBody struct {
	Addresses []string `json:"addresses,omitempty" maxItems:"1000" nullable:"false" doc:"Addresses, networks and other ban ids"`
	Hosts     []string `json:"hosts,omitempty" minItems:"1" maxItems:"1000" nullable:"false" doc:"Absent means all that are reachable"`
	Jails     []string `json:"jails,omitempty" minItems:"1" maxItems:"1000" nullable:"false" doc:"Absent means all"`
	All       bool     `json:"all,omitempty" doc:"Lift everything in these hosts and jails; addresses must be absent then"`
}

type banResultsOutput struct {
	Body banResults
}

type banResults struct {
	Items   []banResult    `json:"items" doc:"The first 500 if everything was lifted, else all"`
	Summary map[string]int `json:"summary" doc:"How many results there are of each outcome"`
}

type banResult struct {
	Address string `json:"address" doc:"Canonical, or as given if it makes no sense"`
	Host    string `json:"host" doc:"Empty if it was not tried on any"`
	Jail    string `json:"jail"`
	Outcome string `json:"outcome" enum:"banned,already_banned,pending,ignored,unbanned,not_banned,needs_confirmation,invalid,duplicate,unreachable,failed"`
	Code    string `json:"code" doc:"Why it needs confirmation: own_address, loopback, host_address, signed_in, trusted_proxy, replica, database, allowance or wide_network; else empty"`
	Message string `json:"message" doc:"More, for the user; may be empty"`
	BanID   *int64 `json:"ban_id" doc:"The ban that was made"`
}

// maxResults is how many results of an order to lift everything are told.
const maxResults = 500

func (s *server) createBans(ctx context.Context, in *createBansInput) (*banResultsOutput, error) {
	results, err := s.deps.Bans.Ban(ctx, actorOf(ctx), ban.Order{
		Addresses: in.Body.Addresses, Hosts: in.Body.Hosts, Jail: in.Body.Jail, Reason: in.Body.Reason, Force: in.Body.Force,
	})
	if err != nil {
		return nil, err
	}
	return resultsOutput(results, len(results)), nil
}

func (s *server) liftBans(ctx context.Context, in *liftBansInput) (*banResultsOutput, error) {
	results, err := s.deps.Bans.Lift(ctx, actorOf(ctx), ban.LiftOrder{
		Addresses: in.Body.Addresses, Hosts: in.Body.Hosts, Jails: in.Body.Jails, All: in.Body.All,
	})
	if err != nil {
		return nil, err
	}
	if in.Body.All {
		return resultsOutput(results, maxResults), nil
	}
	return resultsOutput(results, len(results)), nil
}

func resultsOutput(results []ban.Result, most int) *banResultsOutput {
	body := banResults{Items: []banResult{}, Summary: map[string]int{}}
	for outcome, n := range ban.Summary(results) {
		body.Summary[string(outcome)] = n
	}
	for _, r := range results[:min(len(results), most)] {
		body.Items = append(body.Items, banResultOf(r))
	}
	return &banResultsOutput{Body: body}
}

func banResultOf(r ban.Result) banResult {
	result := banResult{
		Address: r.Address, Host: r.Host, Jail: r.Jail, Outcome: string(r.Outcome), Code: string(r.Code), Message: r.Message,
	}
	if r.BanID != 0 {
		result.BanID = &r.BanID
	}
	return result
}
