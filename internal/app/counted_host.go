package app

import (
	"context"
	"errors"
	"io"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/httpapi"
	"bangui/internal/metrics"
)

// countedHost counts what fail2ban is told, and how often it could not be asked.
type countedHost struct {
	host.Host
	name    string
	metrics *metrics.Metrics
}

// openHost opens the fail2ban of this machine, counted.
func (a *app) openHost(ctx context.Context, name string, place httpapi.Place) (host.Host, io.Closer, error) {
	h, closer, err := a.OpenHost(ctx, place)
	if err != nil {
		return nil, nil, err
	}
	a.metrics.HostError(name, "")
	return countedHost{Host: h, name: name, metrics: a.metrics}, closer, nil
}

// Status implements [host.Host].
func (c countedHost) Status(ctx context.Context) (host.Status, error) {
	status, err := c.Host.Status(ctx)
	switch {
	case errors.Is(err, context.Canceled):
	case err != nil:
		c.metrics.HostError(c.name, metrics.NotAnswered)
	case status.Problem != nil:
		c.metrics.HostError(c.name, hostError(status.Problem.Code))
	}
	return status, err
}

// sentry is what a host may be that does something of its own accord; see package fleet.
type sentry interface {
	TakeOver()
	StandBy()
}

// TakeOver makes the host act of its own accord, if it is one that does.
func (c countedHost) TakeOver() {
	if s, ok := c.Host.(sentry); ok {
		s.TakeOver()
	}
}

// StandBy ends what TakeOver began.
func (c countedHost) StandBy() {
	if s, ok := c.Host.(sentry); ok {
		s.StandBy()
	}
}

func hostError(code host.ProblemCode) metrics.HostError {
	switch code {
	case host.ProblemNotAnswering, host.ProblemBadReply:
		return metrics.NotAnswered
	default:
		return metrics.NotConnected
	}
}

// Ban implements [host.Host].
func (c countedHost) Ban(ctx context.Context, order host.BanOrder) ([]host.Result, error) {
	results, err := c.Host.Ban(ctx, order)
	c.metrics.Order("ban", resultsOutcome(results, err))
	return results, err
}

// Unban implements [host.Host].
func (c countedHost) Unban(ctx context.Context, order host.UnbanOrder) ([]host.Result, error) {
	results, err := c.Host.Unban(ctx, order)
	c.metrics.Order("unban", resultsOutcome(results, err))
	return results, err
}

// ControlJail implements [host.Host].
func (c countedHost) ControlJail(ctx context.Context, jail string, control host.Control) error {
	err := c.Host.ControlJail(ctx, jail, control)
	c.metrics.Order(string(control), orderOutcome(err))
	return err
}

// SetJail implements [host.Host].
func (c countedHost) SetJail(ctx context.Context, jail string, change host.JailChange) (host.Jail, error) {
	j, err := c.Host.SetJail(ctx, jail, change)
	c.metrics.Order("change", orderOutcome(err))
	return j, err
}

// FlushLogs implements [host.Host].
func (c countedHost) FlushLogs(ctx context.Context) error {
	err := c.Host.FlushLogs(ctx)
	c.metrics.Order("flush_logs", orderOutcome(err))
	return err
}

// RestartServer implements [host.Host].
func (c countedHost) RestartServer(ctx context.Context, order host.Restart) error {
	err := c.Host.RestartServer(ctx, order)
	c.metrics.Order("restart", orderOutcome(err))
	return err
}

// Apply implements [host.Host].
func (c countedHost) Apply(ctx context.Context, order host.ApplyOrder) error {
	err := c.Host.Apply(ctx, order)
	c.metrics.Order("apply", orderOutcome(err))
	return err
}

// Confirm implements [host.Host].
func (c countedHost) Confirm(ctx context.Context, id string) error {
	err := c.Host.Confirm(ctx, id)
	c.metrics.Order("confirm", orderOutcome(err))
	return err
}

// Undo implements [host.Host].
func (c countedHost) Undo(ctx context.Context, id string) error {
	err := c.Host.Undo(ctx, id)
	c.metrics.Order("undo", orderOutcome(err))
	return err
}

// orderOutcome is ok, the kind of a fault, or failed.
func orderOutcome(err error) string {
	if err == nil {
		return "ok"
	}
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		return string(f.Kind)
	}
	return "failed"
}

// resultsOutcome is partly if some addresses of an order failed.
func resultsOutcome(results []host.Result, err error) string {
	for _, r := range results {
		if r.Outcome == host.OutcomeFailed {
			return "partly"
		}
	}
	return orderOutcome(err)
}
