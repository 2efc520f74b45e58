package fail2ban

import (
	"context"
	"strings"

	"bangui/fail2ban/wire"
)

// FailRegex lists the expressions that find failures, with their tags expanded.
func (j Jail) FailRegex(ctx context.Context) ([]string, error) {
	return get(ctx, j, asTexts, "failregex")
}

// AddFailRegex adds expressions that find failures. Fails with [BadRegex]. An expression with catastrophic backtracking freezes the
// whole server at the first line that triggers it: test it elsewhere first.
func (j Jail) AddFailRegex(ctx context.Context, expressions ...string) error {
	return j.addRegex(ctx, "addfailregex", expressions)
}

// RemoveFailRegex removes the expression at an index of [Jail.FailRegex]. An index that is too high is no error.
func (j Jail) RemoveFailRegex(ctx context.Context, index int) error {
	return j.removeRegex(ctx, "delfailregex", index)
}

// IgnoreRegex lists the expressions of lines that are no failures, with their tags expanded.
func (j Jail) IgnoreRegex(ctx context.Context) ([]string, error) {
	return get(ctx, j, asTexts, "ignoreregex")
}

// AddIgnoreRegex adds expressions of lines that are no failures; see [Jail.AddFailRegex].
func (j Jail) AddIgnoreRegex(ctx context.Context, expressions ...string) error {
	return j.addRegex(ctx, "addignoreregex", expressions)
}

// RemoveIgnoreRegex removes the expression at an index of [Jail.IgnoreRegex]. An index that is too high is no error.
func (j Jail) RemoveIgnoreRegex(ctx context.Context, index int) error {
	return j.removeRegex(ctx, "delignoreregex", index)
}

func (j Jail) addRegex(ctx context.Context, command string, expressions []string) error {
	for _, expression := range expressions {
		if err := checkRegex(expression); err != nil {
			return err
		}
	}
	if len(expressions) == 0 {
		return nil
	}
	return j.do(ctx, "multi-set", j.name, command, expressions)
}

func (j Jail) removeRegex(ctx context.Context, command string, index int) error {
	if index < 0 {
		return invalid("index of an expression", "%d is negative", index)
	}
	return j.set(ctx, command, index)
}

// checkRegex lets Python judge the expression; only what cannot be sent, or would be taken as none, is refused.
func checkRegex(expression string) error {
	switch {
	case strings.TrimSpace(expression) == "":
		return invalid("expression", "is empty")
	case strings.Contains(expression, wire.EndMark):
		return invalid("expression", "contains %s", wire.EndMark)
	}
	return nil
}

// PrefRegex tells the expression that cuts the interesting part out of a line, with its tags expanded; empty for none.
func (j Jail) PrefRegex(ctx context.Context) (string, error) { return get(ctx, j, asText, "prefregex") }

// SetPrefRegex sets the expression that cuts the interesting part out of a line; empty for none. Fails with [BadRegex].
func (j Jail) SetPrefRegex(ctx context.Context, expression string) error {
	if expression == "" {
		return j.set(ctx, "prefregex", "")
	}
	if err := checkRegex(expression); err != nil {
		return err
	}
	return j.set(ctx, "prefregex", expression)
}

// DatePattern is how times in the log are found.
type DatePattern struct {
	// Pattern is the pattern; empty with more than one, and with the built-in ones.
	Pattern string
	// Name is fail2ban's name for it, such as "Default Detectors".
	Name string
}

// DatePattern tells how times in the log are found. The zero value means that they are not looked for.
func (j Jail) DatePattern(ctx context.Context) (DatePattern, error) {
	return get(ctx, j, asDatePattern, "datepattern")
}

// asDatePattern reads (pattern or None, name), or None.
func asDatePattern(v wire.Value) (DatePattern, bool) {
	parts, ok := elements(v)
	if !ok || len(parts) == 0 {
		return DatePattern{}, ok
	}
	if len(parts) != 2 {
		return DatePattern{}, false
	}
	pattern, ok1 := asText(parts[0])
	name, ok2 := asText(parts[1])
	return DatePattern{pattern, name}, ok1 && ok2
}

// SetDatePattern sets how times in the log are found: one or more patterns of strptime codes or expressions, one a line.
func (j Jail) SetDatePattern(ctx context.Context, pattern string) error {
	if err := checkRegex(pattern); err != nil {
		return err
	}
	return j.set(ctx, "datepattern", pattern)
}
