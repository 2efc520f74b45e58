package fail2ban

import (
	"context"
	"regexp"
	"time"
)

// Increment is how a jail lengthens the bans of repeat offenders. The zero value is that it does not.
type Increment struct {
	// Enabled needs a database to have an effect.
	Enabled bool
	// Factor multiplies the time, such as "1"; a Python expression. Empty means 1.
	Factor string
	// Formula computes the time, a Python expression. Empty means fail2ban's own, which doubles it each time.
	Formula string
	// Multipliers are numbers with blanks between, one for each ban; they replace the formula. Empty means none.
	Multipliers string
	// MaxTime is the longest ban, zero for no limit.
	MaxTime time.Duration
	// RandomTime is the most that is added at random, zero for nothing.
	RandomTime time.Duration
	// OverallJails counts the bans in other jails too.
	OverallJails bool
}

// Increment tells how the jail lengthens bans. It takes one command for each field.
func (j Jail) Increment(ctx context.Context) (Increment, error) {
	var i Increment
	var errs firstError
	i.Enabled = try(&errs, func() (bool, error) { return get(ctx, j, asBool, "bantime.increment") })
	i.Factor = try(&errs, func() (string, error) { return get(ctx, j, asText, "bantime.factor") })
	i.Formula = try(&errs, func() (string, error) { return get(ctx, j, asText, "bantime.formula") })
	i.Multipliers = try(&errs, func() (string, error) { return get(ctx, j, asText, "bantime.multipliers") })
	i.MaxTime = try(&errs, func() (time.Duration, error) { return get(ctx, j, asDuration, "bantime.maxtime") })
	i.RandomTime = try(&errs, func() (time.Duration, error) { return get(ctx, j, asDuration, "bantime.rndtime") })
	i.OverallJails = try(&errs, func() (bool, error) { return get(ctx, j, asBool, "bantime.overalljails") })
	return i, errs.err
}

type firstError struct{ err error }

// try runs do unless there has been an error before.
func try[T any](errs *firstError, do func() (T, error)) T {
	var none T
	if errs.err != nil {
		return none
	}
	result, err := do()
	errs.err = err
	return result
}

// SetIncrement switches the lengthening of repeated bans.
func (j Jail) SetIncrement(ctx context.Context, enabled bool) error {
	return j.set(ctx, "bantime.increment", boolWord(enabled))
}

// SetIncrementOverallJails sets whether bans in other jails count too.
func (j Jail) SetIncrementOverallJails(ctx context.Context, overall bool) error {
	return j.set(ctx, "bantime.overalljails", boolWord(overall))
}

// SetIncrementMaxTime sets the longest ban: whole seconds, zero for no limit.
func (j Jail) SetIncrementMaxTime(ctx context.Context, d time.Duration) error {
	return j.setExtraTime(ctx, "longest ban", "bantime.maxtime", d)
}

// SetIncrementRandomTime sets the most that is added at random: whole seconds, zero for nothing.
func (j Jail) SetIncrementRandomTime(ctx context.Context, d time.Duration) error {
	return j.setExtraTime(ctx, "random time", "bantime.rndtime", d)
}

func (j Jail) setExtraTime(ctx context.Context, argument, option string, d time.Duration) error {
	if d == 0 {
		return j.set(ctx, option, "")
	}
	n, err := wholeSeconds(argument, d)
	if err != nil {
		return err
	}
	return j.set(ctx, option, n)
}

// SetIncrementFactor sets the factor, a decimal number such as "1.5"; empty for 1. fail2ban would evaluate anything.
func (j Jail) SetIncrementFactor(ctx context.Context, factor string) error {
	if factor != "" && !regexp.MustCompile(`^\d{1,9}(\.\d{1,9})?$`).MatchString(factor) {
		return invalid("factor", "%q is not a decimal number", shorten(factor))
	}
	return j.set(ctx, "bantime.factor", factor)
}

// SetIncrementMultipliers sets the multipliers: whole numbers with single blanks between; empty for none.
func (j Jail) SetIncrementMultipliers(ctx context.Context, multipliers string) error {
	if multipliers != "" && !regexp.MustCompile(`^\d{1,9}( \d{1,9})*$`).MatchString(multipliers) {
		return invalid("multipliers", "%q is not a list of whole numbers with single blanks between", shorten(multipliers))
	}
	return j.set(ctx, "bantime.multipliers", multipliers)
}

// SetIncrementFormula sets the formula; empty for fail2ban's own. It is Python and runs as the server's user, usually root: whoever
// may call this owns the machine.
func (j Jail) SetIncrementFormula(ctx context.Context, formula string) error {
	return j.setMayBeEmpty(ctx, "formula", "bantime.formula", formula)
}

func boolWord(b bool) string {
	if b {
		return "true"
	}
	return "false"
}
