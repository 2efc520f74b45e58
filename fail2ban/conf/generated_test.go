package conf_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bangui/fail2ban/conf"
)

// testGeneratedTrees compares the engine with fail2ban's client on configurations that nobody would write.
func testGeneratedTrees(t *testing.T, r *reference) {
	base := t.TempDir()
	n, agreed, refused, limited := 0, 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		dir := filepath.Join(base, fmt.Sprint(n))
		files := drawTree(rt, dir)
		write(t, dir, files)
		defer func() {
			if err := os.RemoveAll(dir); err != nil {
				rt.Fatal(err)
			}
		}()
		want := r.ask(rt, dir)
		got, err := printed(rt, r, dir)
		if e, ok := errors.AsType[*conf.Error](err); ok && e.Finding.Code == conf.CodeTooLarge && !want.failed() {
			limited++ // where fail2ban's client goes on
			return
		}
		if want.failed() != (err != nil) {
			rt.Logf("%s", show(files))
			rt.Fatalf("fail2ban's client says %q %q, and the engine: %v", want.Printed[max(0, len(want.Printed)-1):], want.Errors, err)
		}
		if err != nil {
			refused++
			return
		}
		if a, b := strings.Join(want.Printed, "\n"), strings.Join(got, "\n"); a != b {
			rt.Logf("%s", show(files))
			rt.Fatalf("fail2ban's client:\n%s\nand the engine:\n%s", a, b)
		}
		agreed++
	})
	t.Logf("%d configurations agree, and fail2ban rejects %d of them; %d are over our limits", agreed+refused, refused, limited)
}

// show writes files for a person to read.
func show(files map[string]string) string {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if files[name] != "" {
			fmt.Fprintf(&text, "--- %s\n%s", name, files[name])
		}
	}
	return text.String()
}

// tree draws the files of a configuration. One that is not wild refers to what is there only, so that fail2ban mostly accepts it.
type tree struct {
	*rapid.T
	dir  string
	wild bool
}

func drawTree(t *rapid.T, dir string) map[string]string {
	d := tree{t, dir, rapid.IntRange(0, 9).Draw(t, "wild") == 0}
	files := map[string]string{
		"fail2ban.conf": d.server(), "jail.conf": d.jails("jail.conf"),
		"log/a.log": "", "log/b.log": "", "log/.c.log": "", "log/d 1/a.log": "",
	}
	for _, name := range []string{"jail.local", "jail.d/a.conf", "jail.d/b.local", "inc/x.conf", "inc/x.local", "inc/y.conf"} {
		if d.one(2, name) {
			files[name] = d.jails(name)
		}
	}
	for _, name := range []string{"filter.d/f.conf", "filter.d/f.local", "filter.d/g.conf", "filter.d/common.conf", "filter.d/g.d/h.conf"} {
		if !d.wild || !d.one(4, name) {
			files[name] = d.definition(name, filterOptions)
		}
	}
	for _, name := range []string{"action.d/a.conf", "action.d/b.local", "action.d/common.conf"} {
		if !d.wild || !d.one(4, name) {
			files[name] = d.definition(name, actionOptions)
		}
	}
	for _, name := range []string{"fail2ban.local", "fail2ban.d/x.conf", "fail2ban.d/y.local"} {
		if d.one(4, name) {
			files[name] = d.server()
		}
	}
	if d.one(8, "damage") {
		name := d.pick("damaged", slices.Sorted(maps.Keys(files))...)
		files[name] = d.pick("in front", "", "", "\ufeff", "x = 1\n", "# \u00fc\n") + files[name] +
			d.pick("behind", "", "\nnonsense\n", "\n[DEFAULT]\nx = 1\n", "\n[j1]\n", "\n[Definition]\nx = \xff\n", "\n= 1\n", "\n[new\n", "\n[new]\ny = 1\ny = 2\n")
	}
	return files
}

var (
	jailOptions = []string{
		"enabled", "backend", "maxretry", "maxmatches", "findtime", "bantime", "bantime.increment", "ignoreip", "ignoreself", "usedns",
		"failregex", "ignoreregex", "prefregex", "maxlines", "datepattern", "journalmatch", "logencoding", "skip_if_nologs", "systemd_if_nologs", "x", "y", "mode", "Port",
	}
	filterOptions = []string{
		"failregex", "ignoreregex", "prefregex", "usedns", "maxlines", "datepattern", "journalmatch", "mode", "x", "y", "z", "_d", "date", "pattern", "logtype", "known/x",
	}
	actionOptions = []string{
		"actionstart", "actionstop", "actioncheck", "actionban", "actionunban", "actionstart_on_demand", "norestored", "actionrepair", "x", "y", "z", "chain", "name", "timeout", "bantime", "matches",
	}
	wildNames = []string{
		"x", "y", "z", "mode", "Port", "known/x", "known/failregex", "known/mode", "default/x", "DEFAULT/x", "j1/x", "j2/y", "Definition/z", "Init/x",
		"__name__", "fail2ban_version", "bantime", "maxretry", "maxlines", "known/maxlines", "_d", "nothing", "known/actionban", "chain", "enabled", "KNOWN/x",
	}
	// tameNames are defined everywhere; each may refer to those before it.
	tameNames = []string{"__name__", "x", "known/x", "default/x", "y", "Y", "known/y", "z", "mode"}
)

// one is true once in so many times.
func (d tree) one(in int, label string) bool { return rapid.IntRange(1, in).Draw(d.T, label) == in }

func (d tree) times(from, to int, label string) int { return rapid.IntRange(from, to).Draw(d.T, label) }

func (d tree) pick(label string, from ...string) string {
	return rapid.SampledFrom(from).Draw(d.T, label)
}

// names are what an option may refer to.
func (d tree) names(option string) []string {
	if d.wild {
		return wildNames
	}
	if at := slices.Index(tameNames, option); at > 0 {
		return tameNames[:at]
	}
	return tameNames
}

func (d tree) server() string {
	text := "[Definition]\n"
	for _, option := range []string{"loglevel", "logtarget", "dbmaxmatches", "dbpurgeage", "syslogsocket", "allowipv6"} {
		value := d.pick(option, "", "", "INFO", "debug", "10", "%(dbpurgeage)s", "+1_0", "1 # x", "%%x", "7")
		if !d.wild && option == "loglevel" {
			value = d.pick(option, "", "INFO", "debug", "7")
		}
		if value != "" && (d.wild || !strings.HasPrefix(value, "%(")) {
			text += option + " = " + value + "\n"
		}
	}
	if d.one(5, "thread") {
		text += "[Thread]\nstacksize = " + d.pick("stacksize", "32", "x") + "\n"
	}
	return text
}

// option draws an option with a value of one or more lines.
func (d tree) option(option string) string {
	text := option + d.pick("separator", " = ", "=", ": ", " =\n  ")
	for i := range d.times(1, 3, "lines") {
		if i > 0 {
			text += d.pick("between", "\n  ", "\n\n\t", "\n  # comment\n    ", "\n   ")
		}
		text += d.line(option)
	}
	return text + d.pick("end", "\n", "\n", " ; comment\n", "\n# comment\n\n", "\r\n")
}

// line draws one line of a value.
func (d tree) line(option string) string {
	if option == "journalmatch" && !d.wild {
		return d.pick("match", "_A=b", "_A=b + _C='d e'", "_A=%(x)s", `_A="\"b" c\ d`)
	}
	var line strings.Builder
	for range d.times(0, 3, "pieces") {
		switch d.times(0, 9, "piece") {
		case 0, 1:
			fmt.Fprintf(&line, "%%(%s)s", d.pick("name", d.names(option)...))
		case 2, 3:
			fmt.Fprintf(&line, "<%s>", d.pick("tag", append(slices.Clone(d.names(option)), "HOST", "ip", "matches", "F-ID/")...))
			if d.wild {
				fmt.Fprintf(&line, "<%s>", d.pick("tag", "x?family=inet6", "<x>", "y", "z", option))
			}
		default:
			line.WriteString(d.pick("text", "a", "1", "true", "10m", "^x <HOST>$", "%%", "'q w'", "\"", ",", " ", "#", ";", "[", "]", "=", "systemd", "\u00fc\u4e2d", "\\d", "\t",
				"\u00a0", "\u200b", "\U0001f600", "_X=y + Z=1", "12", "yes"))
		}
	}
	return line.String()
}

// includes draws what a file includes.
func (d tree) includes(what ...string) string {
	if !d.one(3, "include") {
		return ""
	}
	return fmt.Sprintf("[INCLUDES]\n%s = %s\n", d.pick("when", "before", "after"), d.pick("what", what...))
}

func (d tree) jails(name string) string {
	var text strings.Builder
	// a circle whose paths become longer each time ends where fail2ban gives up, and for us at our own limit
	what := []string{"inc/x.conf", "inc/y.conf\n  inc/x.conf", "nothing.conf", "jail.conf", "inc/./x.conf", "", "./jail.d/a.conf"}
	switch filepath.Dir(name) {
	case "inc":
		what = []string{"x.conf", "y.conf", "y.conf\n  x.conf", "nothing.conf"}
	case "jail.d":
		what = []string{"../inc/x.conf", "a.conf", "b.local"}
	}
	text.WriteString(d.includes(what...))
	sections := []string{"DEFAULT", "j1", "j2", "j-3"}
	if d.one(10, "odd section") {
		sections = append(sections, "j1?x=y", "KNOWN/j1", "Definition", "other]")
	}
	for _, section := range sections {
		if name != "jail.conf" && d.one(2, section) {
			continue
		}
		d.jail(&text, name, section)
	}
	return text.String()
}

func (d tree) jail(text *strings.Builder, name, section string) {
	fmt.Fprintf(text, "[%s]\n", section)
	used := make(map[string]bool)
	if name == "jail.conf" {
		used["enabled"] = true
		fmt.Fprintf(text, "enabled = %s\n", d.pick("enabled", "true", "yes", "1", "false", "True", "maybe"))
		if section == "DEFAULT" {
			text.WriteString(d.tame(used))
		}
	}
	d.options(text, jailOptions, used, 4)
	if d.one(2, "has filter") {
		fmt.Fprintf(text, "filter = %s%s\n", d.pick("filter", "f", "g", "f", "g", "%(x)s", "none", "common"), d.parameters())
	}
	if d.one(2, "has action") {
		fmt.Fprintf(text, "action = %s%s\n", d.pick("action", "a", "b", "a", "%(x)s", "c.py", "none"), d.parameters())
		for range d.times(0, 2, "more actions") {
			fmt.Fprintf(text, "  %s%s\n", d.pick("action", "a", "b", "%(default/x)s", "a b"), d.parameters())
		}
	}
	if d.one(2, "has log") {
		fmt.Fprintf(text, "logpath = %s/log/%s\n", d.dir, d.pick("log", "a.log", "*.log", "[ab].log tail", "?.log", "[!a].log", "none", "d*/a.log", "d 1/a.log", "*", ".*", "*/", "[b-a].log", "a.log\n  /nothing"))
	}
}

// tame defines what may be referred to everywhere.
func (d tree) tame(used map[string]bool) string {
	var text string
	for _, name := range []string{"x", "y", "z", "mode"} {
		if !d.wild && !used[name] {
			used[name] = true
			text += d.option(name)
		}
	}
	return text
}

func (d tree) options(text *strings.Builder, from []string, used map[string]bool, most int) {
	for range d.times(0, most, "options") {
		option := d.pick("option", from...)
		if !used[option] {
			used[option] = true
			text.WriteString(d.option(option))
		}
	}
}

// parameters draws the brackets behind a filter or an action, often such that they can be read.
func (d tree) parameters() string {
	var text strings.Builder
	for range d.times(0, 2, "brackets") {
		text.WriteString(d.pick("open", "[", "[", "[ ", " ["))
		for i := range d.times(0, 3, "parameters") {
			if i > 0 {
				text.WriteString(d.pick("comma", ",", ", ", ",", " "))
			}
			fmt.Fprintf(&text, "%s=%s", d.pick("parameter", "x", "y", "mode", "name", "actname", "x?family=inet6", "maxlines", "failregex", "logtype", "actionban"),
				d.pick("parameter value", "1", "\"a b\"", "'a,b'", "%(x)s", "<z>", "\"x]\"", "a b", "", "\"", "%(__name__)s", "\u00fc", "\"%(known/x)s\"", "yes"))
		}
		text.WriteString(d.pick("close", "]", "]", "]", ",]", ""))
	}
	return text.String()
}

func (d tree) definition(name string, options []string) string {
	var text strings.Builder
	text.WriteString(d.includes("common.conf", "none.conf\n  common.conf", "f.conf", "a.conf"))
	sections := []string{"DEFAULT", "Definition", "Init", "Init?family=inet6"}
	if d.wild && d.one(10, "odd definition") {
		sections = append(sections[:1], sections[2:]...)
	}
	for _, section := range sections {
		needed := section == "Definition" || section == "DEFAULT" && !d.wild
		if !needed && d.one(2, section) {
			continue
		}
		fmt.Fprintf(&text, "[%s]\n", section)
		used := make(map[string]bool)
		if section == "DEFAULT" {
			text.WriteString(d.tame(used))
		}
		d.options(&text, options, used, 5)
	}
	return text.String()
}
