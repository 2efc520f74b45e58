package conf_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"bangui/fail2ban/conf"
)

// pieces are what the texts for each of the small decoders are made of.
var pieces = map[string][]string{
	"split":   {"a", "b-c", "[", "]", "[", "]", "x=1", "y=", "\"", "'", ",", " ", "\n", "\u00a0", "n?family=inet6=", "=", "\u00fc", "\x1f"},
	"extract": {"a", "[", "]", "[", "x=1", "y=", "\"", "'", ",", " ", "\n", "\u2003", "n?family=inet6=", "=", "\u00fc", "x=\"1,2\"", "][", "] ["},
	"words":   {"a", "1.2.3.4", ",", " ", "\n", "\t", "\u00a0", ";", "\x1c"},
	"shell":   {"a", "b=c", "'", "\"", "\\", " ", "\n", "\u00fc", "\t", "+", "#", "\u00a0"},
	"int":     {"0", "1", "12", "_", "-", "+", " ", "\u0663", "\U0001d7d8", "9223372036854775807", "x", ".", "\u00b2", "\n"},
	"match":   {"a", "b", "c", "-", "[", "]", "!", "*", "?", "^", "\\", "\u00fc", "."},
	"repr":    {"a", "'", "\"", "\\", "\n", "\t", "\r", "\x00", "\x7f", "\u00a0", "\u00ad", "\u00fc", "\u200b", "\u2028", "\ufeff", "\U0001f600", "\U000e0001", "\u0378"},
	"json":    {"a", "'", "\"", "\\", "\n", "\b", "\f", "/", "\x00", "\x7f", "\u00fc", "\u2028", "\U0001f600", "<", "&"},
	"true":    {"1", "on", "ON", "True", "yes", "y", " ", "0"},
}

// testDecoders compares the small readers with those that fail2ban and Python have.
func testDecoders(t *testing.T, r *reference) {
	decoders := conf.Decoders(r.version.Number)
	for _, name := range slices.Sorted(maps.Keys(pieces)) {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				// a few at once, since most of them are trivial
				for range 15 {
					compareDecoder(t, r, name, decoders[name])
				}
			})
		})
	}
}

func compareDecoder(t *rapid.T, r *reference, name string, decode func(...string) (string, bool)) {
	args := []string{drawText(t, pieces[name])}
	if name == "match" {
		args = append(args, drawText(t, []string{"a", "b", "c", "-", "]", "!", "^", "\u00fc", "."}))
	}
	want, raised := r.call(t, name, args...)
	got, rejected := decode(args...)
	if raised != "" || name == "extract" && lenient(want) {
		if !rejected || name == "extract" && raised != "" && got != raised {
			t.Fatalf("%s(%q) raises %q, and the engine says %s", name, args, raised, got)
		}
		return
	}
	if rejected || !sameJSON(t, want, got) {
		t.Fatalf("%s(%q) is %s, and for the engine %s", name, args, want, got)
	}
}

// lenient reports whether version 0.11.2 rejects a filter or an action without a word.
func lenient(want string) bool { return want == "[null, []]" }

func drawText(t *rapid.T, pieces []string) string {
	var text string
	for _, piece := range rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 8).Draw(t, "text") {
		text += piece
	}
	return text
}

func sameJSON(t *rapid.T, a, b string) bool {
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		t.Fatalf("no JSON: %q %q", a, b)
	}
	return reflect.DeepEqual(x, y)
}
