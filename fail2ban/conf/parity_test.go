package conf_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// TestParity compares the engine with fail2ban's own client, in all versions.
func TestParity(t *testing.T) {
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		t.Parallel()
		r := startReference(t, version)
		for _, test := range []struct {
			name string
			run  func(*testing.T, *reference)
		}{
			{"reference", testReference},
			{"stock jails", testStockJails},
			{"stock filters", testStockFilters},
			{"stock actions", testStockActions},
			{"generated trees", testGeneratedTrees},
			{"decoders", testDecoders},
		} {
			t.Run(test.name, func(t *testing.T) { test.run(t, r) })
		}
	})
}

// testStockJails compares the commands of every jail that fail2ban ships with what its own client makes of it.
func testStockJails(t *testing.T, r *reference) {
	for _, changes := range []string{
		"[DEFAULT]\nenabled = true\n",
		"[DEFAULT]\nenabled = true\nbackend = systemd\nmode = aggressive\naction = %(action_mwl)s\n",
		"[DEFAULT]\nenabled = true\nbanaction = nftables\nbantime.increment = yes\nfailregex = %(known/failregex)s\n  ^x <HOST>\n",
	} {
		dir := r.stock(t)
		write(t, dir, map[string]string{"jail.d/zz.local": changes})
		if commands, agree := compare(t, r, dir); agree && commands > 0 {
			t.Logf("all %d jails agree, with %d commands", len(read(t, dir, r.version.Number).Jails()), commands)
		}
	}
}

// testStockFilters gives every filter that fail2ban ships to jails of its own.
func testStockFilters(t *testing.T, r *reference) {
	dir := r.stock(t)
	jails := make(map[string]string)
	for _, name := range names(t, dir+"/filter.d", ".conf") {
		jails[name] = fmt.Sprintf("[f-%s]\nenabled = true\nfilter = %[1]s\naction =\n"+
			"[g-%[1]s]\nenabled = true\nfilter = %[1]s[mode=extra, logtype=short]\naction =\n", name)
	}
	compareJails(t, r, dir, "", jails)
}

// testStockActions gives every action that fail2ban ships to jails of its own.
func testStockActions(t *testing.T, r *reference) {
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
}

// compareJails compares jails, each of which has a text. One for which fail2ban rejects the whole configuration is compared alone.
func compareJails(t *testing.T, r *reference, dir, defaults string, jails map[string]string) {
	text := defaults
	var alone []string
	for _, name := range slices.Sorted(maps.Keys(jails)) {
		write(t, dir, map[string]string{"jail.conf": defaults + jails[name]})
		if _, err := printed(t, r, dir); err != nil {
			alone = append(alone, name)
			continue
		}
		text += jails[name]
	}
	write(t, dir, map[string]string{"jail.conf": text})
	commands, agree := compare(t, r, dir)
	for _, name := range alone {
		write(t, dir, map[string]string{"jail.conf": defaults + jails[name]})
		if _, ok := compare(t, r, dir); !ok {
			agree = false
		}
	}
	if agree {
		t.Logf("all %d agree with %d commands; fail2ban rejects %q", len(jails), commands, alone)
	}
}

// compare fails the test if the engine and fail2ban's client do not print the same for a configuration. It returns how many commands
// there are, and whether they are the same; none if both reject it.
func compare(t *testing.T, r *reference, dir string) (commands int, agree bool) {
	t.Helper()
	want := r.ask(t, dir)
	got, err := printed(t, r, dir)
	if want.failed() != (err != nil) {
		t.Errorf("fail2ban's client says %q %q, and the engine: %v", want.Printed[max(0, len(want.Printed)-1):], want.Errors, err)
		return 0, false
	}
	if err != nil {
		return 0, true
	}
	if diff := cmp.Diff(want.Printed, got); diff != "" {
		t.Errorf("commands differ (-fail2ban +engine):\n%s", diff)
		return len(got), false
	}
	return len(got), true
}

// printed is what the engine prints for a configuration.
func printed(t failer, r *reference, dir string) ([]string, error) {
	stream, err := read(t, dir, r.version.Number).Stream()
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, c := range stream {
		lines = append(lines, c.String())
	}
	return lines, nil
}

// testReference makes sure that the reference prints what the program prints.
func testReference(t *testing.T, r *reference) {
	dir := r.stock(t)
	write(t, dir, map[string]string{"jail.d/zz.local": "[DEFAULT]\nenabled = true\n"})
	cmd, err := r.version.Script(filepath.Join(r.version.Root, "/usr/bin/fail2ban-client"), "-c", dir, "-d")
	if err != nil {
		t.Fatal(err)
	}
	output, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSuffix(string(output), "\n"), "\n")
	if diff := cmp.Diff(want, r.ask(t, dir).Printed); diff != "" || len(want) < 1000 {
		t.Errorf("%d commands (-program +reference):\n%s", len(want), diff)
	}
}
