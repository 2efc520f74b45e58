package conf_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"bangui/fail2ban/conf"
)

// FuzzFile parses and prints files: the bytes are the same, and what is set is read again.
func FuzzFile(f *testing.F) {
	for _, seed := range []string{"", "[a]\nb = 1\n  2 ; c\n\n# d\n", "\ufeff[a]\r\nb:1\r  2", "b\n[a]\n[a]\n=\n", "[a]\nb = \xff"} {
		f.Add([]byte(seed), "a", "b", "x\ny")
	}
	f.Fuzz(func(t *testing.T, text []byte, section, option, value string) {
		file := conf.Parse("f", text)
		if !bytes.Equal(file.Bytes(), text) {
			t.Fatalf("printed %q", file.Bytes())
		}
		for _, s := range file.Sections() {
			for _, o := range s.Options {
				if o.Line < 1 || o.End < o.Line || o.Line < s.Line {
					t.Fatalf("%+v in %+v", o, s)
				}
			}
		}
		if file.Set(section, option, value) != nil {
			if !bytes.Equal(file.Bytes(), text) {
				t.Fatalf("refused, and changed to %q", file.Bytes())
			}
			return
		}
		again := conf.Parse("f", file.Bytes())
		if o, ok := again.Lookup(section, option); !ok || o.Value != value {
			t.Fatalf("read %q %v, want %q: %q", o.Value, ok, value, file.Bytes())
		}
		if err := file.RemoveSection(section); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzConfig reads whole configurations: it ends in good time, whatever they are.
func FuzzConfig(f *testing.F) {
	f.Add("[DEFAULT]\nenabled = 1\n[a]\nfilter = f[x=<y>]\naction = a[b=\"%(x)s\"] b\nx = %(known/y)s%(b/x)s\nlogpath = /var/log/*\n",
		"[INCLUDES]\nbefore = f.conf\n[Definition]\nfailregex = <<x><y>> %(y)s\n", "[Init?family=inet6]\nx = <x>\n[Definition]\nactionban = <y><z>\n", false)
	f.Add("[INCLUDES]\nbefore = jail.local\n  filter.d/f.conf\n[a]\nenabled = %(enabled)s\n", "", "", true)
	f.Add("[a]\nenabled = on\nx = %(x)s%(x)s\ny = %(z)s%(z)s%(z)s%(z)s\nz = %(y)s\nfilter = f\n", "[Definition]\na = <b><b><b>\nb = <c><c><c>\nc = <a>\n", "", true)
	f.Fuzz(func(t *testing.T, jail, filter, action string, old bool) {
		files := conf.Overlay(conf.OS(), map[string][]byte{
			"/nowhere/fail2ban.conf": []byte("[Definition]\n"), "/nowhere/jail.conf": []byte(jail), "/nowhere/jail.local": []byte(action),
			"/nowhere/filter.d/f.conf": []byte(filter), "/nowhere/action.d/a.conf": []byte(action), "/nowhere/action.d/b.conf": []byte(filter),
		})
		version := "1.1.1"
		if old {
			version = "0.11.2"
		}
		began := time.Now()
		c, err := conf.Read(conf.Options{Dir: "/nowhere", Version: version, Files: files, Limits: conf.Limits{Work: 1 << 22, ValueBytes: 1 << 16, LogFiles: 100}})
		if err != nil {
			t.Fatal(err)
		}
		stream, err := c.Stream()
		for _, command := range stream {
			if err == nil && !strings.HasPrefix(command.String(), "['") {
				t.Fatalf("%s", command)
			}
		}
		for _, finding := range c.Lint() {
			if finding.Message == "" || finding.Code == "" || finding.Severity == "" {
				t.Fatalf("%+v", finding)
			}
		}
		for i, name := range c.Jails() {
			if i < 3 {
				_, _ = c.Explain(name, "failregex") // the error has been seen above
			}
		}
		if took := time.Since(began); took > 10*time.Second {
			t.Fatalf("took %v", took)
		}
	})
}

// FuzzDecoders reads what stands in values.
func FuzzDecoders(f *testing.F) {
	f.Add("a[b=1, c=\"2\"][d='3'] e\nf", "*[!a-c]?")
	f.Fuzz(func(t *testing.T, text, other string) {
		for _, version := range []string{"0.11.2", "1.0.2", "1.1.1"} {
			for _, decode := range conf.Decoders(version) {
				_, _ = decode(text, other) // whatever it says, it must say so
			}
		}
	})
}
