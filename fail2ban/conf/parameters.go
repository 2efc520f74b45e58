package conf

import (
	"fmt"
	"regexp"
	"unicode/utf8"
)

// syntax is how a version of fail2ban reads filters and actions with parameters, such as sshd[mode=normal]. The expressions match in
// linear time. Source: fail2ban/helpers.py, OPTION_CRE and what follows it.
type syntax struct {
	// split finds one filter or action in a list of them.
	split *regexp.Regexp
	// extract finds one parameter.
	extract *regexp.Regexp
	// lenient is set if text that is no parameter is skipped.
	lenient bool
}

const (
	parameterName = `[` + wordSet + `\-.]+`
	// conditionalParameter may have a condition, such as blocktype?family=inet6.
	conditionalParameter = parameterName + `(?:\?` + parameterName + `=` + parameterName + `)?`
	quotedValue          = `(?:"([^"]*)"|'([^']*)'|([^,\]]*))`
)

var (
	splitPlain       = regexp.MustCompile(splitExpression(parameterName))
	splitConditional = regexp.MustCompile(splitExpression(conditionalParameter))

	extractLenient     = regexp.MustCompile(`(?s)(` + parameterName + `)=` + quotedValue + `(?:,|\]` + spaceClass + `*\[|\n?\z)`)
	extractPlain       = regexp.MustCompile(extractExpression(parameterName))
	extractConditional = regexp.MustCompile(extractExpression(conditionalParameter))

	nameAndBrackets = regexp.MustCompile(`(?s)^([^\[]+)(?:\[(.*)\])?` + spaceClass + `*\z`)
)

// splitExpression matches a filter or an action up to the white space behind it, or else a word. Group 1 is what it finds: white space or
// the end must follow it.
func splitExpression(name string) string {
	const space, solid = spaceClass, `[^` + spaceSet
	parameter := name + `=(?:"[^"]*"|'[^']*'|[^,\]]*)` + space + `*(?:,|\]` + space + `*\[)?` + space + `*`
	return `(?s)(` + solid + `\[]+(?:` + space + `*\[` + space + `*(?:` + parameter + `)*\])?` + space + `*|` + solid + `]+)(?:` + space + `|\z)`
}

// extractExpression matches a parameter with what separates it from the next; group 5 is what should not be there. Group 6 is what is
// no parameter.
func extractExpression(name string) string {
	return `(?s)` + spaceClass + `*(` + name + `)=` + quotedValue + `(?:,|\]` + spaceClass + `*\[|\n?\z|(.+))|,?` + spaceClass + `*\z|(.+)`
}

func syntaxOf(f features) syntax {
	switch {
	case f.conditionalParameters:
		return syntax{split: splitConditional, extract: extractConditional}
	case f.strictParameters:
		return syntax{split: splitPlain, extract: extractPlain}
	}
	return syntax{split: splitPlain, extract: extractLenient, lenient: true}
}

// next cuts the first filter or action from a list; it is empty if there is none.
func (s syntax) next(list string) (first, rest string) {
	at := s.split.FindStringSubmatchIndex(list)
	if at == nil {
		return "", ""
	}
	return list[at[2]:at[3]], list[at[3]:]
}

// parameters splits text into the name and the parameters in brackets. The error is in the words of fail2ban.
func (s syntax) parameters(text string) (name string, parameters *ordered[string], err error) {
	parts := nameAndBrackets.FindStringSubmatch(text)
	if parts == nil {
		return "", nil, fmt.Errorf("unexpected option syntax")
	}
	name, parameters = parts[1], newOrdered[string]()
	inside := parts[2]
	for _, at := range s.extract.FindAllStringSubmatchIndex(inside, -1) {
		group := func(n int) (string, bool) {
			if 2*n >= len(at) || at[2*n] < 0 {
				return "", false
			}
			return inside[at[2*n]:at[2*n+1]], true
		}
		option, _ := group(1)
		if wrong, ok := group(5); ok {
			return "", nil, fmt.Errorf("unexpected syntax at %d after option %s: %s", characters(inside[:at[10]]), pythonString(option), cut(wrong, 25))
		}
		if wrong, ok := group(6); ok {
			return "", nil, fmt.Errorf("expected option, wrong syntax at %d: %s", characters(inside[:at[12]]), cut(wrong, 25))
		}
		if option == "" {
			continue
		}
		for n := 2; n <= 4; n++ {
			if value, ok := group(n); ok {
				parameters.set(option, trim(value))
			}
		}
	}
	return name, parameters, nil
}

func characters(text string) int { return utf8.RuneCountInString(text) }
