package fleet

import (
	"context"

	"bangui/internal/fault"
	"bangui/internal/host"
)

// leased is a host that we hold, for as long as we do: a process that was stopped for a while must not carry out what it was told
// before, because somebody else may look after the host by then. To look does no harm.
type leased struct {
	host.Host
	fleet      *Fleet
	member     *member
	generation int
}

// leased is called with the lock held.
func (f *Fleet) leased(m *member) host.Host {
	return leased{Host: m.host, fleet: f, member: m, generation: m.generation}
}

func (l leased) check() error {
	l.fleet.mu.Lock()
	defer l.fleet.mu.Unlock()
	if l.fleet.holds(l.member) && l.member.generation == l.generation {
		return nil
	}
	return fault.Unreachable.Errorf("host %s is being taken over by another server", l.member.name).WithMend("Try again in a few seconds.")
}

// Ban implements [host.Host].
func (l leased) Ban(ctx context.Context, order host.BanOrder) ([]host.Result, error) {
	if err := l.check(); err != nil {
		return nil, err
	}
	return l.Host.Ban(ctx, order)
}

// Unban implements [host.Host].
func (l leased) Unban(ctx context.Context, order host.UnbanOrder) ([]host.Result, error) {
	if err := l.check(); err != nil {
		return nil, err
	}
	return l.Host.Unban(ctx, order)
}

// StageList implements [host.Enforcer].
func (l leased) StageList(ctx context.Context, piece host.ListPiece) error {
	if err := l.check(); err != nil {
		return err
	}
	return l.Host.StageList(ctx, piece)
}

// Enforce implements [host.Enforcer].
func (l leased) Enforce(ctx context.Context, order host.EnforceOrder) (host.Enforcement, error) {
	if err := l.check(); err != nil {
		return host.Enforcement{}, err
	}
	return l.Host.Enforce(ctx, order)
}

// Disarm implements [host.Enforcer].
func (l leased) Disarm(ctx context.Context) error {
	if err := l.check(); err != nil {
		return err
	}
	return l.Host.Disarm(ctx)
}

// ControlJail implements [host.Host].
func (l leased) ControlJail(ctx context.Context, jail string, control host.Control) error {
	if err := l.check(); err != nil {
		return err
	}
	return l.Host.ControlJail(ctx, jail, control)
}

// SetJail implements [host.Host].
func (l leased) SetJail(ctx context.Context, jail string, change host.JailChange) (host.Jail, error) {
	if err := l.check(); err != nil {
		return host.Jail{}, err
	}
	return l.Host.SetJail(ctx, jail, change)
}
