package localhost

import (
	"context"

	"bangui/internal/host"
)

// Enforcement implements [host.Host].
func (h *Host) Enforcement(ctx context.Context) (host.Enforcement, error) {
	return h.enforcer.Enforcement(ctx)
}

// StageList implements [host.Host].
func (h *Host) StageList(ctx context.Context, piece host.ListPiece) error {
	return h.enforcer.StageList(ctx, piece)
}

// Enforce implements [host.Host].
func (h *Host) Enforce(ctx context.Context, order host.EnforceOrder) (host.Enforcement, error) {
	return h.enforcer.Enforce(ctx, order)
}

// Disarm implements [host.Host].
func (h *Host) Disarm(ctx context.Context) error { return h.enforcer.Disarm(ctx) }
