package app

import (
	"context"
	"log/slog"

	"bangui/internal/store"
)

// TakeAndBeat takes a SQLite database as a process with that name would that another kernel runs, tells so, and beats until ctx
// ends or somebody else has it.
func TakeAndBeat(ctx context.Context, s *store.Store, log *slog.Logger, self store.Instance, taken func()) error {
	i := newInstance(s, log)
	i.self = self
	if err := i.take(ctx); err != nil {
		return err
	}
	taken()
	return i.beat(ctx)
}
