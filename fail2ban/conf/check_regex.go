package conf

import (
	"fmt"
	"regexp"
	"strings"
)

// The codes of what is wrong with regular expressions.
const (
	// CodeNoHost is a failregex that finds nobody to ban.
	CodeNoHost Code = "no-host"
	// CodeRegex is a regular expression that Python cannot compile. Not all of these are found.
	CodeRegex Code = "regex"
)

// identifies is what makes a regular expression find somebody to ban. Source: fail2ban/server/failregex.py, RH4TAG and FAILURE_ID_PRESENTS.
var identifies = regexp.MustCompile(`<(?:HOST|ADDR|IP4|IP6|DNS|SUBNET|F-(?:IP4|IP6|ADDR|DNS|SUBNET|ID)/|F-ID|F-MLFID)>|` +
	`\(\?P<(?:fid|ip4|ip6|dns|mlfid)>`)

// checkExpressions looks at the regular expressions of a jail, which come from the filter or from the jail itself.
func (r *resolver) checkExpressions(options *values) {
	prefix, _ := options.get("prefregex")
	inPrefix := prefix != nil && identifies.MatchString(prefix.Text())
	if prefix != nil && prefix.Data != nil {
		r.checkExpression("prefregex", prefix.Text(), prefix)
	}
	for _, name := range []string{"failregex", "ignoreregex"} {
		v, ok := options.get(name)
		if !ok || v.Data == nil {
			continue
		}
		for _, expression := range strings.Split(v.Text(), "\n") {
			if expression == "" || !r.checkExpression(name, expression, v) || name != "failregex" {
				continue
			}
			if !inPrefix && !identifies.MatchString(expression) {
				r.reportAt(v, CodeNoHost, Fatal, fmt.Sprintf("the failregex %s finds nobody to ban, and fail2ban does not take it", quote(expression)),
					"put <ADDR> or <HOST> where the address is, or <F-ID>…</F-ID> around what else is to be banned")
			}
		}
	}
}

func (r *resolver) checkExpression(name, expression string, v *Value) bool {
	what := unbalanced(expression)
	if what != "" {
		r.reportAt(v, CodeRegex, Fatal, fmt.Sprintf("%s in the %s %s", what, name, quote(expression)), "correct the regular expression")
	}
	return what == ""
}

// unbalanced says which bracket of a regular expression has no partner; empty if all have. Tags that open a group count for one.
func unbalanced(expression string) string {
	expression = closes.ReplaceAllString(opens.ReplaceAllString(expression, "("), ")")
	if verbose.MatchString(expression) {
		return "" // it may have comments
	}
	open, class := 0, -1
	for i := 0; i < len(expression); i++ {
		switch c := expression[i]; {
		case c == '\\':
			if i++; i == len(expression) {
				return "nothing follows the last backslash"
			}
		case class >= 0:
			// a bracket in the first place of a class is a member
			if c == ']' && i > class {
				class = -1
			}
		case c == '[':
			if class = i + 1; strings.HasPrefix(expression[i+1:], "^") {
				class++
			}
		case c == '(' && strings.HasPrefix(expression[i:], "(?#"):
			end := strings.IndexByte(expression[i:], ')')
			if end < 0 {
				return "a comment is not closed"
			}
			i += end
		case c == '(':
			open++
		case c == ')':
			if open--; open < 0 {
				return "a ) closes nothing"
			}
		}
	}
	switch {
	case class >= 0:
		return "a [ is not closed"
	case open > 0:
		return "a ( is not closed"
	}
	return ""
}

// Tags that begin and end a group. Source: fail2ban/server/failregex.py, FCUSTNAME_CRE.
var (
	opens   = regexp.MustCompile(`<F-[A-Z0-9_\-]+>`)
	closes  = regexp.MustCompile(`</F-[A-Z0-9_\-]+>`)
	verbose = regexp.MustCompile(`\(\?[aiLmsux]*x[aiLmsux]*[:)]`)
)
