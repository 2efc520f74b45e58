package fail2ban

import (
	"math"
	"math/big"
	"time"

	"bangui/fail2ban/wire"
)

func asIs(v wire.Value) (wire.Value, bool) { return v, true }

// done ignores the payload: commands that change a setting answer with its new value, whose form differs by version.
func done(wire.Value) (struct{}, bool) { return struct{}{}, true }

// asText reads a string; None and False, with which options begin that nobody has set, are an empty one.
func asText(v wire.Value) (string, bool) {
	if v == nil || v == wire.Value(false) {
		return "", true
	}
	text, ok := v.(string)
	return text, ok
}

func asInt(v wire.Value) (int, bool) {
	n, ok := v.(int64)
	return int(n), ok
}

func asBool(v wire.Value) (bool, bool) {
	switch v := v.(type) {
	case nil:
		return false, true
	case bool:
		return v, true
	case int64:
		return v != 0, true
	case string: // as sent: bantime.overalljails
		return isTrue(v), true
	}
	return false, false
}

// isTrue reads a boolean as fail2ban does. Source: fail2ban/server/utils.py, _as_bool.
func isTrue(text string) bool {
	switch text {
	case "1", "on", "true", "yes", "True", "On", "Yes", "TRUE", "ON", "YES":
		return true
	}
	return false
}

// asDuration reads seconds; nil is zero, and what is too long for a Duration is the longest one.
func asDuration(v wire.Value) (time.Duration, bool) {
	switch v := v.(type) {
	case nil:
		return 0, true
	case int64:
		return seconds(float64(v)), true
	case float64:
		return seconds(v), !math.IsNaN(v)
	case *big.Int:
		return seconds(float64(v.Sign()) * math.MaxFloat64), true
	case string:
		d, err := ParseTime(v)
		return d, err == nil
	}
	return 0, false
}

func seconds(s float64) time.Duration {
	ns := s * float64(time.Second)
	switch {
	case ns >= math.MaxInt64:
		return math.MaxInt64
	case ns <= math.MinInt64:
		return math.MinInt64
	case s == math.Trunc(s):
		return time.Duration(s) * time.Second
	}
	return time.Duration(ns)
}

// asTexts reads a list of strings. A set of addresses that comes from a file is shown by the file's name, as in the configuration.
func asTexts(v wire.Value) ([]string, bool) {
	values, ok := elements(v)
	if !ok {
		return nil, false
	}
	texts := make([]string, len(values))
	for i, value := range values {
		if texts[i], ok = asEntry(value); !ok {
			return nil, false
		}
	}
	return texts, true
}

func elements(v wire.Value) ([]wire.Value, bool) {
	switch v := v.(type) {
	case nil:
		return nil, true
	case wire.List:
		return v, true
	case wire.Tuple:
		return v, true
	case wire.Set:
		return v, true
	}
	return nil, false
}

// asEntry reads a string or a FileIPAddrSet. Source: fail2ban/server/ipdns.py.
func asEntry(v wire.Value) (string, bool) {
	object, ok := v.(*wire.Object)
	if !ok {
		text, ok := v.(string)
		return text, ok
	}
	state, _ := object.State.(wire.Dict)
	name, _ := state.Get("fileName")
	file, ok := name.(string)
	return "file:" + file, ok && object.Class.Name == "FileIPAddrSet"
}

// asTextLists reads a list of lists of strings.
func asTextLists(v wire.Value) ([][]string, bool) {
	values, ok := elements(v)
	if !ok {
		return nil, false
	}
	lists := make([][]string, len(values))
	for i, value := range values {
		if lists[i], ok = asTexts(value); !ok {
			return nil, false
		}
	}
	return lists, true
}

// field finds a value in a list of pairs, which is how status answers.
func field(v wire.Value, name string) (wire.Value, bool) {
	pairs, _ := elements(v)
	for _, pair := range pairs {
		pair, ok := elements(pair)
		if ok && len(pair) == 2 && pair[0] == wire.Value(name) {
			return pair[1], true
		}
	}
	return nil, false
}
