package failregex_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/failregex"
)

func TestExpand(t *testing.T) {
	tests := map[string]string{
		`^plain <b> \<x$`:                         `^plain <b> \<x$`,
		`<F-USER>\S+</F-USER></F-OTHER>`:          `(?P<user>\S+)</F-OTHER>`,
		`<F-ID>a</F-ID> <F-PORT/>`:                `(?P<fid>a) (?P<fport>\w+)`,
		`<IP4>`:                                   `(?:::f{4,6}:)?(?P<ip4>(?:\d{1,3}\.){3}\d{1,3})`,
		`a<SKIPLINES>b<SKIPLINES>c`:               `a\n(?P<skiplines0>(?:(?:.*\n)*?))b\n(?P<skiplines1>(?:(?:.*\n)*?))c`,
		`<F-ALT_USER1>x</F-ALT_USER1><F-NOFAIL/>`: `(?P<alt_user1>x)<F-NOFAIL/>`,
	}
	for text, want := range tests {
		if got := failregex.Expand(text); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
	if got := failregex.Expand("^<HOST>$"); !strings.Contains(got, "(?P<ip6>") || strings.Contains(got, "dns") {
		t.Errorf("<HOST> is %s", got)
	}
}

func TestNear(t *testing.T) {
	tests := []struct {
		name       string
		e          failregex.Expressions
		line, date string
		want       failregex.Near
	}{
		{
			"the furthest of several", failregex.Expressions{Fail: []string{`^other`, `^login of <F-USER>\w+</F-USER> from <HOST>$`, `^login failed$`}},
			"login of eve from nowhere", "",
			failregex.Near{Place: failregex.Place{List: failregex.Fail, Index: 1}, Matched: `^login of <F-USER>\w+</F-USER> from `, Failed: `<HOST>`, Text: "login of eve from ", Rest: "nowhere"},
		},
		{
			"within a group", failregex.Expressions{Fail: []string{`^user (?:gone|good day|goofy) <HOST>`}}, "user good night 192.0.2.1", "",
			failregex.Near{Place: failregex.Place{List: failregex.Fail}, Matched: `^user (?:good `, Failed: `d`, Text: "user good ", Rest: "night 192.0.2.1"},
		},
		{
			"the prefix", failregex.Expressions{Prefix: `^\s*\S+ sshd: <F-CONTENT>.*</F-CONTENT>`, Fail: []string{`^Failed <HOST>`}},
			"2026-01-01T00:00:00Z host ssh: Failed", "2026-01-01T00:00:00Z",
			failregex.Near{Place: failregex.Place{List: failregex.Prefix}, Matched: `^\s*\S+ ssh`, Failed: `d`, Text: " host ssh", Rest: ": Failed"},
		},
		{
			"behind the prefix", failregex.Expressions{Prefix: `^\s*\S+ sshd: <F-CONTENT>.*</F-CONTENT>`, Fail: []string{`^Failed <HOST>`}},
			"2026-01-01T00:00:00Z host sshd: Fail 1", "2026-01-01T00:00:00Z",
			failregex.Near{Place: failregex.Place{List: failregex.Fail}, Matched: `^Fail`, Failed: `e`, Text: "Fail", Rest: " 1"},
		},
		{
			"an alternative", failregex.Expressions{Fail: []string{`^abc1$|^abcd2$`}}, "abcd3", "",
			failregex.Near{Place: failregex.Place{List: failregex.Fail}, Matched: `^abcd`, Failed: `2`, Text: "abcd", Rest: "3"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := failregex.NewNearness(test.e, patient).Find(test.line, test.date)
			if diff := cmp.Diff(test.want, got); diff != "" || !ok {
				t.Errorf("%v (-want +got):\n%s", ok, diff)
			}
		})
	}
	if near, ok := failregex.NewNearness(failregex.Expressions{Fail: []string{`^\s*\S+ <HOST>`, `(`}}, patient).Find("a b", ""); ok {
		t.Errorf("nothing plain in common, and yet near: %+v", near)
	}
}

// TestProbes looks whether probes reach the repetition that they are for.
func TestProbes(t *testing.T) {
	tests := []struct {
		name  string
		e     failregex.Expressions
		reach string
	}{
		{"a repetition in another", failregex.Expressions{Fail: []string{`^\s*\S+ foo: (a+)+<HOST>$`}}, `^a foo: a{40}!$`},
		{"behind a prefix", failregex.Expressions{Prefix: `^\w+ sshd: <F-CONTENT>.+</F-CONTENT>$`, Fail: []string{`^bad (?:x|xx)+<HOST>`}}, `^a sshd: bad x{40}`},
		{"in what is ignored", failregex.Expressions{Fail: []string{`<HOST>`}, Ignore: []string{`(\d+)*z`}}, `^0{40}!$`},
		{"a long one", failregex.Expressions{Fail: []string{`^x.*.*.*<HOST>`}}, `^xa{900}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			short, long := failregex.Probes(test.e, 100)
			probes := slices.Concat(short, long)
			form := regexp.MustCompile(test.reach)
			for _, probe := range probes {
				if form.MatchString(probe) {
					return
				}
			}
			t.Errorf("none of %.300q is like %s", probes, test.reach)
		})
	}
	if short, long := failregex.Probes(failregex.Expressions{Fail: []string{"^plain <HOST>$", "("}}, 100); len(short)+len(long) != 0 {
		t.Errorf("nothing repeats, and yet %q, %q", short, long)
	}
}

// FuzzNear must not panic and must come back, whatever it is given.
func FuzzNear(f *testing.F) {
	f.Add(`^(?:a|<F-USER>b+</F-USER>)[^]x]{2,3}?\x41(?=c)(?P=user)(?#d)$`, "ab", "")
	f.Add(`(((((a*)*)*)*)*)<HOST>|(?i)x`, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "a")
	f.Add(`\`, "[", "[")
	f.Fuzz(func(t *testing.T, expression, line, date string) {
		e := failregex.Expressions{Prefix: expression, Fail: []string{expression, "x" + expression}, Ignore: []string{expression}}
		near, ok := failregex.NewNearness(e, 50*time.Millisecond).Find(line, date)
		if ok && !strings.HasSuffix(string([]rune(line)), near.Rest) {
			t.Errorf("the rest %q is not the end of %q", near.Rest, line)
		}
		var whole strings.Builder
		for _, part := range failregex.NewPainter(e, 50*time.Millisecond).Paint(failregex.Place{List: failregex.Fail}, line, date) {
			whole.WriteString(part.Text)
		}
		if whole.String() != string([]rune(line)) {
			t.Errorf("the pieces of %q are %q", line, whole.String())
		}
		failregex.Probes(e, 20)
	})
}
