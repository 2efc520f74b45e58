package conf_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestStockJails compares the commands of every jail that fail2ban ships with what its own client makes of it.
func TestStockJails(t *testing.T) {
	eachVersion(t, func(t *testing.T, r *reference) {
		for _, changes := range []string{
			"[DEFAULT]\nenabled = true\n",
			"[DEFAULT]\nenabled = true\nbackend = systemd\nmode = aggressive\naction = %(action_mwl)s\n",
			"[DEFAULT]\nenabled = true\nbanaction = nftables\nbantime.increment = yes\nfailregex = %(known/failregex)s\n  ^x <HOST>\n",
		} {
			dir := r.stock(t)
			write(t, dir, map[string]string{"jail.d/zz.local": changes})
			compare(t, r, dir)
		}
	})
}

// TestStockFilters gives every filter that fail2ban ships to jails of its own.
func TestStockFilters(t *testing.T) {
	eachVersion(t, func(t *testing.T, r *reference) {
		dir := r.stock(t)
		jails := make(map[string]string)
		for _, name := range names(t, dir+"/filter.d", ".conf") {
			jails[name] = fmt.Sprintf("[f-%s]\nenabled = true\nfilter = %[1]s\naction =\n"+
				"[g-%[1]s]\nenabled = true\nfilter = %[1]s[mode=extra, logtype=short]\naction =\n", name)
		}
		compareJails(t, r, dir, "", jails)
	})
}

// TestStockActions gives every action that fail2ban ships to jails of its own.
func TestStockActions(t *testing.T) {
	eachVersion(t, func(t *testing.T, r *reference) {
		dir := r.stock(t)
		jails := make(map[string]string)
		for _, name := range names(t, dir+"/action.d", ".conf") {
			jails[name] = fmt.Sprintf("[%s]\nenabled = true\naction = %[1]s\n"+
				"  %[1]s[name=other, port=\"%%(port)s\", protocol='%%(protocol)s', chain=<x>][blocktype=DROP]\n", name)
		}
		for _, name := range names(t, dir+"/action.d", ".py") {
			jails[name] = fmt.Sprintf("[%s]\nenabled = true\naction = %[1]s.py[a=1, b=\"\u00fc\\\"]\n", name)
		}
		compareJails(t, r, dir, "[DEFAULT]\nbantime = 1h\nport = ssh\nprotocol = tcp\n", jails)
	})
}

// compareJails compares jails, each of which has a text. One for which fail2ban rejects the whole configuration is compared alone.
func compareJails(t *testing.T, r *reference, dir, defaults string, jails map[string]string) {
	text := defaults
	var alone []string
	for _, name := range slices.Sorted(maps.Keys(jails)) {
		write(t, dir, map[string]string{"jail.conf": defaults + jails[name]})
		if _, err := printed(t, r, dir); err != nil {
			t.Logf("%s: %v", name, err)
			alone = append(alone, name)
			continue
		}
		text += jails[name]
	}
	write(t, dir, map[string]string{"jail.conf": text})
	n := compare(t, r, dir)
	for _, name := range alone {
		write(t, dir, map[string]string{"jail.conf": defaults + jails[name]})
		n += compare(t, r, dir)
	}
	t.Logf("%d of %d agree, %d of them with fail2ban's refusal", len(jails), len(jails), len(alone))
}

// compare fails the test if the engine and fail2ban's client do not print the same for a configuration. It returns how many
// commands there were.
func compare(t testing.TB, r *reference, dir string) int {
	t.Helper()
	want := r.ask(t, dir)
	got, err := printed(t, r, dir)
	if want.failed() != (err != nil) {
		t.Errorf("fail2ban's client says %q %q, and the engine: %v", want.Printed[max(0, len(want.Printed)-1):], want.Errors, err)
		return 0
	}
	if err != nil {
		return 1
	}
	if diff := cmp.Diff(want.Printed, got); diff != "" {
		t.Errorf("commands differ (-fail2ban +engine):\n%s", diff)
	}
	t.Logf("%d commands agree", len(got))
	return len(got)
}

// printed is what the engine prints for a configuration.
func printed(t failer, r *reference, dir string) ([]string, error) {
	stream, err := read(t, dir, r.number(t)).Stream()
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, c := range stream {
		lines = append(lines, c.String())
	}
	return lines, nil
}
