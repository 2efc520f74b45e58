package httpapi

import (
	"context"
	"time"
)

type countBansInput struct {
	BanFilters
	Exact bool `query:"exact" doc:"Look at each ban, which may take a while, instead of estimating"`
}

type countBansOutput struct {
	Body banAmount
}

type banAmount struct {
	N       int64 `json:"n"`
	Exact   bool  `json:"exact"`
	AtLeast bool  `json:"at_least" doc:"There may be many more"`
}

// countWithin is how long an exact count may take.
const countWithin = 60 * time.Second

func (s *server) countBans(ctx context.Context, in *countBansInput) (*countBansOutput, error) {
	scope, err := s.scopeOf(ctx, in.BanFilters)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, countWithin)
	defer cancel()
	amount, err := s.deps.Bans.Amount(ctx, scope, in.Exact)
	if err != nil {
		return nil, err
	}
	return &countBansOutput{Body: banAmount(amount)}, nil
}
