package jail

import (
	"context"
	"errors"
	"fmt"

	"bangui/internal/ban"
	"bangui/internal/failregex"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
)

// Why is what can be told of why an address was banned: the matched lines, and which expression of the jail matches each of them now. It is
// no replay by fail2ban, and the expressions may have changed since.
type Why struct {
	Ban ban.Ban
	// Unavailable says why the lines were not compared with expressions; empty if they were.
	Unavailable string
	// Report has a finding for each line of the evidence; it is empty if Unavailable.
	Report failregex.Report
	// Expressions are those of the jail.
	Expressions failregex.Expressions
}

// Text returns the expression that a place names; empty if there is none.
func (w Why) Text(place failregex.Place) string {
	list := w.Expressions.Fail
	switch place.List {
	case failregex.Ignore:
		list = w.Expressions.Ignore
	case failregex.Prefix:
		return w.Expressions.Prefix
	}
	if place.Index < 0 || place.Index >= len(list) {
		return ""
	}
	return list[place.Index]
}

// Why tells why an address was banned. It fails with fault.NotFound for an unknown ban; expressions that cannot be had are no error.
func (j *Jails) Why(ctx context.Context, id int64) (Why, error) {
	one, err := j.bans.One(ctx, id)
	if err != nil {
		return Why{}, err
	}
	why := Why{Ban: one}
	if why.Unavailable = noExpression(one); why.Unavailable != "" {
		return why, nil
	}
	settings, err := j.expressionsOf(ctx, one)
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		why.Unavailable = f.Message
		return why, nil
	}
	if err != nil {
		return Why{}, err
	}
	why.Expressions = failregex.Expressions{
		Prefix: settings.PrefRegex, Fail: settings.FailRegex, Ignore: settings.IgnoreRegex, SeveralLines: settings.MaxLines > 1,
	}
	why.Report, err = j.explain(ctx, why.Expressions, one.Evidence)
	return why, err
}

// noExpression says why no expression can have led to a ban; empty if one can.
func noExpression(b ban.Ban) string {
	switch {
	case b.Origin == ban.Manual:
		return "somebody ordered this ban: no expression led to it"
	case b.Origin != ban.Detected:
		return "this ban was not made because of lines in a log"
	case len(b.Evidence) == 0:
		return "fail2ban kept no lines with this ban"
	}
	return ""
}

// expressionsOf asks for the settings of the jail that made a ban. It fails with a fault that says why there are none.
func (j *Jails) expressionsOf(ctx context.Context, b ban.Ban) (host.Jail, error) {
	record, err := j.fleet.Record(ctx, b.Host)
	if errors.Is(err, fault.NotFound) {
		return host.Jail{}, fault.NotFound.Wrapf(err, "the host %s is not known any more", b.Host)
	}
	if err != nil {
		return host.Jail{}, err
	}
	if problem := record.Status.Problem; !record.Status.Reachable && problem != nil {
		return host.Jail{}, fault.Unreachable.Errorf("host %s: %s", b.Host, problem.Message)
	}
	return j.runningExpressions(ctx, record, b.Jail)
}

func (j *Jails) runningExpressions(ctx context.Context, record fleet.Record, name string) (host.Jail, error) {
	settings, err := j.settings(ctx, record.Name, name)
	switch {
	case errors.Is(err, fault.NotFound):
		return host.Jail{}, fault.NotFound.Wrapf(err, "host %s has no jail %s any more", record.Name, name)
	case unreachable(err):
		return host.Jail{}, fault.Unreachable.Wrapf(err, "fail2ban on %s does not tell its expressions at present", record.Name)
	case err != nil:
		return host.Jail{}, err
	case settings.State == host.JailStopped:
		return host.Jail{}, fault.Unreachable.Errorf("the jail %s is stopped: fail2ban tells the expressions of running jails only", name)
	case len(settings.FailRegex) == 0:
		return host.Jail{}, fault.NotFound.Errorf("the jail %s has no expressions", name)
	}
	return settings, nil
}

// explain compares lines with expressions, for one caller at a time: it takes a processor for itself.
func (j *Jails) explain(ctx context.Context, e failregex.Expressions, lines []string) (failregex.Report, error) {
	select {
	case j.explaining <- struct{}{}:
		defer func() { <-j.explaining }()
	case <-ctx.Done():
		return failregex.Report{}, fmt.Errorf("wait for a turn to compare lines with expressions: %w", ctx.Err())
	}
	return failregex.Explain(e, lines, failregex.Within), nil
}
