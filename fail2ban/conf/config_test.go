package conf_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/fail2ban/conf"
)

// TestChangeBeforeItIsMade goes the way of an edit: read, change a file, and see what the configuration would be.
func TestChangeBeforeItIsMade(t *testing.T) {
	source := soundWith(map[string]string{"jail.d/zz.local": "# ours\n[sshd]\nenabled = true\n"})
	options := conf.Options{Dir: "/f2b/", Version: "1.0.2", Files: source}
	before, err := conf.Read(options)
	if err != nil {
		t.Fatal(err)
	}
	if before.Dir() != "/f2b" || before.Version() != options.Version || before.Err() != nil {
		t.Errorf("%s %s %v", before.Dir(), before.Version(), before.Err())
	}
	server, jails := before.Files()
	if diff := cmp.Diff([]string{"/f2b/fail2ban.conf", "/f2b/jail.conf", "/f2b/jail.local", "/f2b/jail.d/zz.local"}, append(server, jails...)); diff != "" {
		t.Error(diff)
	}
	file, err := before.File("/f2b/jail.d/zz.local")
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Set("sshd", "failregex", "%(known/failregex)s\n^"+conf.Escape("100% <ADDR>")); err != nil {
		t.Fatal(err)
	}
	options.Files = conf.Overlay(source, map[string][]byte{file.Name(): file.Bytes(), "/f2b/jail.local": nil, "/f2b/filter.d/f.local": []byte("[DEFAULT]\n_d = mine\n")})
	after, err := conf.Read(options)
	if err != nil {
		t.Fatal(err)
	}
	want := `['multi-set', 'sshd', 'addfailregex', ['^sshd from <HOST>$', '^100% <ADDR>']]`
	if stream := printAll(t, before); strings.Contains(stream, want) || !strings.Contains(stream, "'^sshd from <HOST>$'") {
		t.Errorf("before: %s", stream)
	}
	if stream := printAll(t, after); !strings.Contains(stream, want) {
		t.Errorf("after: %s", stream)
	}
}

func printAll(t *testing.T, c *conf.Config) string {
	t.Helper()
	stream, err := c.Stream()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, command := range stream {
		text.WriteString(command.String() + "\n")
	}
	return text.String()
}

func TestReadRefuses(t *testing.T) {
	for _, dir := range []string{"/f2b/none", "/f2b/jail.conf", ""} {
		if _, err := conf.Read(conf.Options{Dir: dir, Files: soundWith(nil)}); err == nil {
			t.Errorf("%q is read", dir)
		}
	}
	for _, version := range []string{"1.0", "x", "1.0.2 ", "1.0.2\n"} {
		if _, err := conf.Read(conf.Options{Dir: "/f2b", Files: soundWith(nil), Version: version}); err == nil {
			t.Errorf("version %q is known", version)
		}
	}
	if _, err := readTree(t, nil, "1.0.2").File("/f2b/none"); err == nil {
		t.Error("found nothing")
	}
}

func TestCommandJail(t *testing.T) {
	for _, tt := range []struct {
		command conf.Command
		want    string
	}{
		{conf.Command{"set", "loglevel", "INFO"}, ""},
		{conf.Command{"set", "thread", conf.Dict{{Key: "stacksize", Value: int64(32)}}}, ""},
		{conf.Command{"config-error", "Jail 'x' skipped"}, ""},
		{conf.Command{"add", "a", "auto"}, "a"},
		{conf.Command{"set", "a", "addignoreip"}, "a"},
		{conf.Command{"set", "a", "bantime", "1h"}, "a"},
		{conf.Command{"multi-set", "a", "action", "b", []any{}}, "a"},
		{conf.Command{"start", "a"}, "a"},
	} {
		if got := tt.command.Jail(); got != tt.want {
			t.Errorf("%s is for %q, want %q", tt.command, got, tt.want)
		}
	}
}

func TestIsPlainName(t *testing.T) {
	for name, want := range map[string]bool{
		"sshd": true, "nginx-http-auth": true, "3proxy": true, "a.b_c": true,
		"": false, ".hidden": false, "../x": false, "a/b": false, "a b": false, "-a": false, "a\n": false, "\u00fc": false, "a;b": false,
	} {
		if got := conf.IsPlainName(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}
