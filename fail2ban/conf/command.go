package conf

import "encoding/json"

// Command is one command of the stream that fail2ban's client makes from the configuration and sends to the server. Its elements are
// string, bool, int64, *big.Int, nil, []any and [Dict].
type Command []any

// Dict is a Python dict within a [Command].
type Dict []Pair

// Pair is an entry of a [Dict].
type Pair struct {
	Key   string
	Value any
}

// MarshalJSON makes an object of it.
func (d Dict) MarshalJSON() ([]byte, error) {
	object := make(map[string]any, len(d))
	for _, pair := range d {
		object[pair.Key] = pair.Value
	}
	return json.Marshal(object)
}

// String is the command as fail2ban-client -d prints it.
func (c Command) String() string { return string(appendPythonList(nil, c)) }

// Jail is the name of the jail that the command is for; empty if it is for the server, or tells why a jail is left out.
func (c Command) Jail() string {
	switch {
	case len(c) == 2 && c[0] == "start", len(c) > 3, len(c) == 3 && c[0] != "set":
		return textOf(c[1])
	case len(c) == 3 && (c[2] == "addignoreip" || c[2] == "addjournalmatch"): // of a list without entries
		return textOf(c[1])
	}
	return ""
}

func textOf(v any) string {
	s, _ := v.(string)
	return s
}

// list makes a command or a part of one from text.
func list(words ...string) []any {
	all := make([]any, len(words))
	for i, w := range words {
		all[i] = w
	}
	return all
}
