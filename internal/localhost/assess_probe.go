package localhost

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"bangui/fail2ban/conf"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// probe looks for expressions that never get done. One of them, and a line to go with it, stop all of fail2ban: its socket, its other jails, even its
// end. Only what the change brings is held against it: some of the filters that come with fail2ban have such expressions.
func (a *assessment) probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, tryTime)
	defer cancel()
	var probed []string
	for _, jail := range a.changed {
		before, after, err := a.expressions(jail)
		if err != nil {
			return err
		}
		for _, fresh := range freshOf(before, after) {
			key := fmt.Sprint(fresh)
			if slices.Contains(probed, key) {
				continue
			}
			probed = append(probed, key)
			if err := a.probeOne(ctx, jail, before, fresh); err != nil {
				return err
			}
		}
	}
	return nil
}

// probeOne tries expressions. That they cannot be tried is worth a note and nothing more: it is one check of several.
func (a *assessment) probeOne(ctx context.Context, jail string, before, fresh host.Expressions) error {
	a.host.reached("probing " + jail)
	refused, slow, whole, err := (&test{host: a.host, version: a.Version, expressions: fresh}).probe(ctx)
	if _, ok := errors.AsType[*fault.Fault](err); ok || errors.Is(err, context.DeadlineExceeded) {
		a.note("Whether new expressions of jail %s can keep fail2ban busy for ever could not be tried: %s.", jail, fault.Cause(err))
		return nil
	}
	if err != nil {
		return err
	}
	if !whole {
		a.note("Whether new expressions of jail %s can keep fail2ban busy for ever was tried in part only: there was no time for all lines made for that.", jail)
	}
	a.judge(jail, before, refused, slow)
	return nil
}

// judge objects to a new expression that is never done, and tells of one that is slow.
func (a *assessment) judge(jail string, before host.Expressions, refused, slow *host.Refusal) {
	if refused != nil && !has(before, refused) {
		a.object(host.Objection{
			Step: host.StepProbe, Jail: jail, Option: refused.List,
			Message: fmt.Sprintf("an expression does not get done with a line such as %.120q, which would stop all of fail2ban: %s", refused.Line, refused.Expression),
			Mend:    "Leave out repetitions of repetitions, such as (a+)+, and what can match the same text in several ways. The workbench shows how it fares.",
		})
	}
	if slow != nil && !has(before, slow) {
		a.note("An expression of jail %s keeps fail2ban busy for seconds with a very long line: %s", jail, slow.Expression)
	}
}

// expressions are those of a jail before and after the change; before it there are none if the jail was not set up.
func (a *assessment) expressions(name string) (before, after host.Expressions, err error) {
	if slices.Contains(a.before.order, name) {
		if before, err = expressionsIn(a.before.config, name); err != nil {
			return before, after, err
		}
	}
	after, err = expressionsIn(a.after.config, name)
	return before, after, err
}

func expressionsIn(config *conf.Config, name string) (host.Expressions, error) {
	jail, err := config.Jail(name)
	if err != nil {
		return host.Expressions{}, err
	}
	return expressionsOf(jail)
}

// anything is a failregex that every line matches.
const anything = `^<F-ID>.</F-ID>`

// freshOf are the expressions that are new, in the company that they need to be tried: an ignoreregex is looked at only for lines that a failregex matches.
func freshOf(before, after host.Expressions) (fresh []host.Expressions) {
	fail := after
	fail.FailRegex, fail.IgnoreRegex = without(after.FailRegex, before.FailRegex), nil
	if after.PrefRegex != before.PrefRegex {
		fail.FailRegex = after.FailRegex
	}
	if len(fail.FailRegex) > 0 {
		fresh = append(fresh, fail)
	}
	if ignore := without(after.IgnoreRegex, before.IgnoreRegex); len(ignore) > 0 {
		fresh = append(fresh, host.Expressions{FailRegex: []string{anything}, IgnoreRegex: ignore, MaxLines: after.MaxLines})
	}
	return fresh
}

func without(all, known []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(e string) bool { return slices.Contains(known, e) })
}

func has(e host.Expressions, refused *host.Refusal) bool {
	return slices.Contains(slices.Concat(e.FailRegex, e.IgnoreRegex, []string{e.PrefRegex}), refused.Expression)
}
