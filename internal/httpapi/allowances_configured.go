package httpapi

import (
	"context"
)

type configuredAllowancesInput struct {
	Host string `path:"host" maxLength:"64" doc:"The host's name" example:"local"`
}

type configuredAllowancesOutput struct {
	Body struct {
		Host    string   `json:"host"`
		Right   bool     `json:"right" doc:"Whether fail2ban's configuration has what it should"`
		Wanted  int      `json:"wanted" doc:"How many entries without an end are for this host"`
		Missing []string `json:"missing" doc:"Those that some jail would not ignore while BanGUI is away"`
		Surplus []string `json:"surplus" doc:"What the configuration has because it was on the list once"`
		Jails   []string `json:"jails" doc:"The enabled jails that are concerned by either"`
		Drafted bool     `json:"drafted" doc:"Whether your draft for the host would put that right"`
	}
}

type configureAllowancesOutput struct {
	Body struct {
		Changed bool       `json:"changed" doc:"False if there was nothing to change"`
		Left    []leftJail `json:"left" doc:"Jails that could not be extended"`
	}
}

type leftJail struct {
	Jail    string `json:"jail"`
	Message string `json:"message" doc:"Why"`
}

func (s *server) configuredAllowances(ctx context.Context, in *configuredAllowancesInput) (*configuredAllowancesOutput, error) {
	state, err := s.deps.Allowances.Configured(ctx, in.Host, actorOf(ctx).UserID)
	if err != nil {
		return nil, err
	}
	out := &configuredAllowancesOutput{}
	out.Body.Host, out.Body.Right, out.Body.Wanted, out.Body.Drafted = state.Host, state.Right(), state.Wanted, state.Drafted
	out.Body.Missing, out.Body.Surplus, out.Body.Jails = listOf(state.Missing), listOf(state.Surplus), listOf(state.Jails)
	return out, nil
}

func (s *server) configureAllowances(ctx context.Context, in *configuredAllowancesInput) (*configureAllowancesOutput, error) {
	prepared, err := s.deps.Allowances.Configure(ctx, actorOf(ctx), in.Host)
	if err != nil {
		return nil, err
	}
	out := &configureAllowancesOutput{}
	out.Body.Changed, out.Body.Left = prepared.Changed, make([]leftJail, 0, len(prepared.Left))
	for _, one := range prepared.Left {
		out.Body.Left = append(out.Body.Left, leftJail{Jail: one.Jail, Message: one.Message})
	}
	return out, nil
}
