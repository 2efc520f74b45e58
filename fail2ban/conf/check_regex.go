package conf

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// The codes of what is wrong with regular expressions.
const (
	// CodeNoHost is a failregex that finds nobody to ban.
	CodeNoHost Code = "no-host"
	// CodeRegex is a regular expression that Python cannot compile. Not all of these are found.
	CodeRegex Code = "regex"
)

// checkExpressions looks at the regular expressions of a jail, which come from the filter or from the jail itself.
func (r *resolver) checkExpressions(options *values) {
	names := lower(textOfOption(options, "usedns")) != "no"
	prefix := false
	for _, option := range []string{"prefregex", "failregex", "ignoreregex"} {
		v, ok := options.get(option)
		if !ok || v.Data == nil {
			continue
		}
		lines := strings.Split(v.Text(), "\n")
		if option == "prefregex" {
			lines = []string{v.Text()}
		}
		for _, text := range lines {
			if text == "" {
				continue
			}
			e := scanExpression(expandTags(text, names))
			if e.wrong != "" {
				r.reportAt(v, CodeRegex, Fatal, fmt.Sprintf("%s in the %s %s", e.wrong, option, quote(text)), "correct the regular expression")
				continue
			}
			if option == "prefregex" {
				prefix = e.identifies()
			}
			if option == "failregex" && !prefix && !e.identifies() {
				r.reportAt(v, CodeNoHost, Fatal, fmt.Sprintf("the failregex %s finds nobody to ban, and fail2ban does not take it", quote(text)),
					"put <ADDR> or <HOST> where the address is, or <F-ID>…</F-ID> around what else is to be banned")
			}
		}
	}
}

// expression is what is known of a regular expression.
type expression struct {
	// groups are the names of its groups.
	groups []string
	// wrong says why it cannot be compiled; empty if nothing is found.
	wrong string
}

// identifies reports whether the expression finds somebody to ban. Source: fail2ban/server/failregex.py, FAILURE_ID_PRESENTS.
func (e expression) identifies() bool {
	return slices.ContainsFunc(e.groups, func(name string) bool {
		return slices.Contains([]string{"fid", "ip4", "ip6", "dns", "mlfid"}, name)
	})
}

// verbose switches comments within a regular expression on.
var verbose = regexp.MustCompile(`^\(\?[aiLmsu]*x[aiLmsux]*[:)-]`)

// scanExpression finds the groups of a regular expression without tags, and brackets that have no partner.
func scanExpression(text string) (e expression) {
	open, comments := 0, false
	for i := 0; i < len(text) && e.wrong == ""; i++ {
		switch c := text[i]; {
		case c == '#' && comments:
			i = len(text)
		case c == '\\':
			if i++; i == len(text) {
				e.wrong = "nothing follows the last backslash"
			}
		case c == '[':
			length := classLength(text[i:])
			if length == 0 {
				e.wrong = "a [ is not closed"
			}
			i += length - 1
		case strings.HasPrefix(text[i:], "(?#"):
			end := strings.IndexByte(text[i:], ')')
			if end < 0 {
				e.wrong = "a comment is not closed"
			}
			i += end
		case c == '(':
			open++
			comments = comments || verbose.MatchString(text[i:])
			e.group(text[i:])
		case c == ')':
			if open--; open < 0 {
				e.wrong = "a ) closes nothing"
			}
		}
	}
	if e.wrong == "" && open > 0 {
		e.wrong = "a ( is not closed"
	}
	return e
}

// classLength is the length of the class that text begins with, or 0 if it is not closed. A bracket in the first place is a member.
func classLength(text string) int {
	first := 1
	if strings.HasPrefix(text, "[^") {
		first++
	}
	for i := first; i < len(text); i++ {
		switch {
		case text[i] == '\\':
			i++
		case text[i] == ']' && i > first:
			return i + 1
		}
	}
	return 0
}

// group notes the name of a group, if it has one.
func (e *expression) group(text string) {
	name, ok := strings.CutPrefix(text, "(?P<")
	if !ok {
		return
	}
	name, _, ok = strings.Cut(name, ">")
	if !ok {
		e.wrong = "the name of a group is not closed"
		return
	}
	if slices.Contains(e.groups, name) {
		e.wrong = "the group " + quote(name) + " is there twice"
	}
	e.groups = append(e.groups, name)
}
