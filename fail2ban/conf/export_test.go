package conf

import (
	"encoding/json"
	"math/big"
)

// Decoders are the small readers of the package, in the form in which fail2ban's own functions are asked for the same: what they make of
// a text as JSON, or whether they reject it.
func Decoders(version string) map[string]func(args ...string) (result string, rejected bool) {
	v, err := parseRelease(version)
	if err != nil {
		panic(err)
	}
	f := featuresOf(v)
	syntax := syntaxOf(f)
	return map[string]func(...string) (string, bool){
		"split": func(args ...string) (string, bool) {
			all, first, rest := []string{}, "", args[0]
			for rest != "" {
				if first, rest = syntax.next(rest); first != "" {
					all = append(all, first)
				}
			}
			return toJSON(all)
		},
		"extract": func(args ...string) (string, bool) {
			name, parameters, err := syntax.parameters(args[0])
			if err != nil {
				return err.Error(), true
			}
			pairs := [][]string{}
			for key, value := range parameters.all() {
				pairs = append(pairs, []string{key, value})
			}
			return toJSON([]any{name, pairs})
		},
		"words": func(args ...string) (string, bool) {
			return toJSON(append([]string{}, splitWords(args[0], f.splitsAtAnySpace)...))
		},
		"shell": func(args ...string) (string, bool) {
			words, err := shellWords(args[0])
			if err != nil {
				return err.Error(), true
			}
			return toJSON(append([]string{}, words...))
		},
		"int": func(args ...string) (string, bool) {
			switch n, _ := parseInt(args[0]); n := n.(type) {
			case int64:
				return toJSON(big.NewInt(n).String())
			case *big.Int:
				return toJSON(n.String())
			}
			return "", true
		},
		"match": func(args ...string) (string, bool) { return toJSON(parsePattern(args[0]).match(args[1])) },
		"repr":  func(args ...string) (string, bool) { return toJSON(pythonString(args[0])) },
		"json":  func(args ...string) (string, bool) { return toJSON(string(appendJSON(nil, args[0]))) },
		"true":  func(args ...string) (string, bool) { return toJSON(isTrue(args[0])) },
	}
}

func toJSON(v any) (string, bool) {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(raw), false
}
