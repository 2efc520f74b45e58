package fail2bantest

import (
	"fmt"
	"strconv"
	"strings"
)

// hostGroup is what the tag <HOST> becomes. Source: fail2ban/server/failregex.py.
const hostGroup = `\[?(?:(?:::f{4,6}:)?(?P<ip4>(?:\d{1,3}\.){3}\d{1,3})|(?P<ip6>(?:[0-9a-fA-F]{1,4}::?|::){1,7}` +
	`(?:[0-9a-fA-F]{1,4}|(?<=:):))|(?P<dns>[\w\-.^_]*\w))\]?`

func expand(expression string) string {
	return strings.NewReplacer("<HOST>", hostGroup, "<ADDR>", hostGroup).Replace(expression)
}

// addRegex adds one expression, or with multi-set a list of them.
func (j *jail) addRegex(list *[]string, value any, needsID, multiple bool) (any, error) {
	values, ok := sequence(value)
	if !ok {
		values = []any{value}
	}
	for i := range values {
		expression := text(values, i)
		if err := compile(expression, needsID); err != nil {
			return nil, err
		}
		*list = append(*list, expand(expression))
	}
	if multiple {
		return true, nil
	}
	return anys(*list), nil
}

// compile finds the commonest mistakes only: Go has no parser for Python's expressions.
func compile(expression string, needsID bool) error {
	plain := strings.NewReplacer(`\\`, "", `\(`, "", `\)`, "").Replace(expression)
	switch {
	case expression == "":
		return badRegex("Cannot add empty regex")
	case strings.Count(plain, "(") != strings.Count(plain, ")"):
		return badRegex(fmt.Sprintf("Unable to compile regular expression '%s':\nmissing ), unterminated subpattern at position %d",
			expression, strings.LastIndex(expression, "(")))
	case needsID && !strings.Contains(expression, "<") && !strings.Contains(expression, "(?P<"):
		return badRegex(fmt.Sprintf("No failure-id group in '%s'", expression))
	}
	return nil
}

func badRegex(text string) error {
	return raise("fail2ban.server.failregex", "RegexException", text)
}

// deleteAt removes an expression; an index that is too high is no error.
func deleteAt(list *[]string, words []any) (any, error) {
	i, err := strconv.Atoi(text(words, 0))
	if err != nil {
		return nil, valueError("invalid literal for int() with base 10: '%s'", text(words, 0))
	}
	if i >= 0 && i < len(*list) {
		*list = append((*list)[:i:i], (*list)[i+1:]...)
	}
	return anys(*list), nil
}
