package httpapi

import (
	"context"
	"time"

	"bangui/internal/account"
	"bangui/internal/allow"
	"bangui/internal/ban"
	"bangui/internal/host"
	"bangui/internal/protect"
)

type protectedOutput struct {
	Body struct {
		Items []protectedBody `json:"items" doc:"In order of the networks; the same comes once for each reason"`
	}
}

// protectedBody is a network that must not be blocked.
type protectedBody struct {
	Network string `json:"network" doc:"An address or network"`
	Why     string `json:"why" enum:"loopback,link_local,multicast,own_address,gateway,resolver,replica,database,trusted_proxy,signed_in,allowance"`
	Detail  string `json:"detail" doc:"More, such as the name of a user, a machine or a network card; may be empty"`
}

// listProtected tells what the control plane protects on all hosts.
func (s *server) listProtected(ctx context.Context, _ *struct{}) (*protectedOutput, error) {
	list, err := s.deps.Protected.Protected(ctx)
	if err != nil {
		return nil, err
	}
	out := &protectedOutput{}
	out.Body.Items = protectedBodiesOf(ctx, list)
	return out, nil
}

func protectedBodiesOf(ctx context.Context, list []host.ProtectedNetwork) []protectedBody {
	items := make([]protectedBody, 0, len(list))
	for _, one := range list {
		items = append(items, protectedBody{Network: ban.FormatAddress(one.Network), Why: string(one.Why), Detail: protectedDetail(ctx, one)})
	}
	return items
}

// protectedDetail does not tell who is signed in where to those who may do nothing about it.
func protectedDetail(ctx context.Context, p host.ProtectedNetwork) string {
	if p.Why == host.ProtectedSession && !infoOf(ctx).user.Role.May(account.WriteBans) {
		return ""
	}
	return p.Detail
}

// coveringBody is an allowance as the page of an address tells it.
type coveringBody struct {
	ID      int64      `json:"id"`
	Kind    string     `json:"kind" enum:"address,network,name"`
	Address string     `json:"address" doc:"The address, a network that it lies in, or a name that stands for it"`
	Hosts   []string   `json:"hosts" doc:"Empty means all"`
	Jails   []string   `json:"jails" doc:"Empty means all"`
	Until   *time.Time `json:"until" doc:"Null if it has no end"`
	By      string     `json:"by" doc:"Who made it"`
	Note    string     `json:"note"`
}

func coveringBodiesOf(list []allow.Allowance) []coveringBody {
	items := make([]coveringBody, 0, len(list))
	for _, one := range list {
		items = append(items, coveringBody{
			ID: one.ID, Kind: kindOf(one), Address: one.Label(), Hosts: listOf(one.Hosts), Jails: listOf(one.Jails), Until: timeOrNull(one.Until),
			By: one.Actor, Note: one.Note,
		})
	}
	return items
}

// addProtection tells which allowances cover an address or network, and why else it must not be blocked.
func (s *server) addProtection(ctx context.Context, body *addressReport, a ban.About) error {
	body.Allowances, body.Protected = []coveringBody{}, []protectedBody{}
	if !a.Network.IsValid() {
		return nil
	}
	covering, err := s.deps.Allowances.Covering(ctx, a.Network)
	if err != nil {
		return err
	}
	body.Allowances = coveringBodiesOf(covering)
	list, err := s.deps.Protected.Protected(ctx)
	if err != nil {
		return err
	}
	for _, one := range protectedBodiesOf(ctx, protect.Covering(list, a.Network)) {
		if one.Why != string(host.ProtectedAllowance) || len(covering) == 0 {
			body.Protected = append(body.Protected, one)
		}
	}
	return nil
}
