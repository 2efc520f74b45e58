package jail

import (
	"context"
	"errors"
	"fmt"
	"time"

	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// How long an order may take: a reload builds and tries the jail first.
const (
	controlWithin = 45 * time.Second
	changeWithin  = 20 * time.Second
	auditWithin   = 5 * time.Second
)

// Control starts, stops, reloads, idles or resumes a jail and returns it as it is then. It fails with fault.NotFound, fault.Invalid
// for an unknown order, and as [host.Host] does.
func (j *Jails) Control(ctx context.Context, actor audit.Actor, hostName, name string, control host.Control) (Detail, error) {
	switch control {
	case host.Start, host.Stop, host.Reload, host.Idle, host.Resume:
	default:
		return Detail{}, fault.Invalid.Errorf("a jail cannot be told to %q", control).WithField("path.action", "use start, stop, reload, idle or resume")
	}
	err := j.order(ctx, audit.Entry{Actor: actor, Action: "jail." + string(control), Host: hostName, Jail: name}, controlWithin,
		func(ctx context.Context, h host.Host) error { return h.ControlJail(ctx, name, control) })
	if err != nil {
		return Detail{}, err
	}
	return j.after(ctx, hostName, name, stateAfter(control))
}

func stateAfter(control host.Control) host.JailState {
	switch control {
	case host.Stop:
		return host.JailStopped
	case host.Idle:
		return host.JailIdle
	default:
		return host.JailRunning
	}
}

// after returns a jail once an order has been carried out, of which the host's status may not know yet.
func (j *Jails) after(ctx context.Context, hostName, name string, state host.JailState) (Detail, error) {
	detail, err := j.Get(ctx, hostName, name)
	if state == host.JailStopped && (errors.Is(err, fault.NotFound) || err == nil) {
		return Detail{
			Status:    Status{Host: hostName, JailStatus: host.JailStatus{Name: name, State: state, Backend: detail.Backend}, BansToday: detail.BansToday},
			Reachable: true, AsOf: j.bans.Now().UTC(),
		}, nil
	}
	if err != nil || detail.Settings != nil {
		return detail, err
	}
	return j.ask(ctx, detail, name, true)
}

// Change changes run-time settings of a jail and returns it as it is then. It fails with fault.Invalid, which names the fields,
// fault.NotFound, and as [host.Host] does.
func (j *Jails) Change(ctx context.Context, actor audit.Actor, hostName, name string, change host.JailChange) (Detail, error) {
	if err := validate(change); err != nil {
		return Detail{}, err
	}
	var settings host.Jail
	entry := audit.Entry{Actor: actor, Action: "jail.change", Host: hostName, Jail: name, Detail: describe(change)}
	err := j.order(ctx, entry, changeWithin, func(ctx context.Context, h host.Host) (err error) {
		settings, err = h.SetJail(ctx, name, change)
		return err
	})
	if err != nil {
		return Detail{}, err
	}
	bans, err := j.bansToday(ctx, hostName)
	if err != nil {
		return Detail{}, err
	}
	return Detail{Status: Status{Host: hostName, BansToday: bans[name]}}.with(settings), nil
}

// order carries something out on a host, writes it into the audit log and tells browsers.
func (j *Jails) order(ctx context.Context, entry audit.Entry, within time.Duration, do func(context.Context, host.Host) error) error {
	h, err := j.fleet.Host(ctx, entry.Host)
	if err == nil {
		err = doWithin(ctx, within, h, do)
	}
	if errors.Is(err, fault.NotFound) {
		return j.unknown(ctx, entry, err)
	}
	j.record(ctx, entry, err)
	if err != nil {
		return fmt.Errorf("%s %s on %s: %w", entry.Action, entry.Jail, entry.Host, err)
	}
	j.bus.Publish(event.Jail, ban.JailChange{Host: entry.Host, Jail: entry.Jail})
	j.fleet.Refresh(entry.Host)
	return nil
}

func doWithin(ctx context.Context, within time.Duration, h host.Host, do func(context.Context, host.Host) error) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	err := do(ctx, h)
	if errors.Is(err, context.DeadlineExceeded) {
		return fault.Unreachable.Wrapf(err, "fail2ban did not answer within %d s; what it has taken it may still carry out", int(within.Seconds()))
	}
	return err
}

// unknown names what is unknown: nothing was done, so that nothing is recorded.
func (j *Jails) unknown(ctx context.Context, entry audit.Entry, err error) error {
	if _, hostErr := j.fleet.Record(ctx, entry.Host); hostErr != nil {
		return hostErr
	}
	return noJail(err, entry.Host, entry.Jail)
}

// record writes the entry even if the request has ended meanwhile: what it tells of has happened.
func (j *Jails) record(ctx context.Context, entry audit.Entry, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), auditWithin)
	defer cancel()
	entry.Result = audit.OK
	if err != nil {
		entry.Result = resultOf(err)
		entry.Detail = joined(entry.Detail, err.Error())
	}
	if err := j.audit.RecordAudit(ctx, entry); err != nil {
		j.log.ErrorContext(ctx, "done, but not recorded", "action", entry.Action, "host", entry.Host, "jail", entry.Jail, "err", fault.Cause(err))
	}
}

func resultOf(err error) audit.Result {
	if errors.Is(err, fault.Refused) || errors.Is(err, fault.Invalid) || errors.Is(err, fault.Unsupported) {
		return audit.Refused
	}
	return audit.Failed
}

func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + ": " + b
}
