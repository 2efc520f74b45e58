package conf_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/fail2ban/conf"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

func TestParts(t *testing.T) {
	c := readTree(t, map[string]string{
		"filter.d/mine.local": "[Definition]\nfailregex = ^<x> <HOST>\n[Init]\nx = 1\n", "filter.d/f.local": "", "filter.d/.hidden.conf": "", "filter.d/README": "", "filter.d/ignorecommands/x.conf": "",
		"action.d/b.py": "", "action.d/b.conf": "[Definition]\nactionban = <bantime> <y>\ny = 2\nnorestored = yes\n",
	}, "1.0.2")
	if diff := cmp.Diff([]string{"f", "mine"}, c.Filters()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"a", "b", "b.py"}, c.Actions()); diff != "" {
		t.Error(diff)
	}
	for _, tt := range []struct {
		part func(string) (*conf.Part, error)
		name string
		want []string
	}{
		{c.Filter, "mine", []string{"failregex = ^1 <HOST>, file filter.d/mine.local:2", "x = 1, file filter.d/mine.local:4"}},
		{c.Action, "b", []string{"actionban = <bantime> 2, file action.d/b.conf:2", "norestored = True, file action.d/b.conf:4", "y = 2, file action.d/b.conf:3"}},
		{c.Action, "b.py", nil},
	} {
		part, err := tt.part(tt.name)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range part.Options {
			got = append(got, e.Name+" = "+describe(e.Value))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" || len(part.Files) != 1 {
			t.Errorf("%s: %v (-want +got):\n%s", tt.name, part.Files, diff)
		}
	}
	for _, part := range []func(string) (*conf.Part, error){c.Filter, c.Action} {
		if _, err := part("nothing"); err == nil {
			t.Error("found nothing")
		}
	}
}

// TestEverythingHasAnOrigin works out every jail, filter and action that fail2ban ships, several at a time. What stands in a file says where.
func TestEverythingHasAnOrigin(t *testing.T) {
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		r := &reference{version: version}
		dir := r.stock(t)
		write(t, dir, map[string]string{"jail.d/zz.local": "[DEFAULT]\nbackend = systemd\n"})
		c := read(t, dir, r.version.Number)
		var all sync.WaitGroup
		for _, name := range c.Jails() {
			all.Go(func() {
				jail, err := c.Jail(name)
				if err != nil || jail.Skipped != "" || jail.Enabled || len(jail.Actions) == 0 || len(jail.Findings) > 0 {
					t.Errorf("%s: %v %s %+v", name, err, jail.Skipped, jail.Findings)
				}
				checkOrigins(t, name, jail.Options)
				for _, part := range append(slices.Clone(jail.Actions), jail.Filter) {
					checkOrigins(t, name+" "+part.Name, part.Options)
				}
			})
		}
		for _, name := range c.Filters() {
			all.Go(func() {
				if part, err := c.Filter(name); name != "selinux-common" && check(t, name, err) {
					checkOrigins(t, name, part.Options)
				}
			})
		}
		for _, name := range c.Actions() {
			all.Go(func() {
				if part, err := c.Action(name); check(t, name, err) {
					checkOrigins(t, name, part.Options)
				}
			})
		}
		all.Wait()
	})
}

func check(t *testing.T, name string, err error) bool {
	if e, ok := errors.AsType[*conf.Error](err); ok {
		t.Errorf("%s: %v", name, e)
	}
	return err == nil
}

func checkOrigins(t *testing.T, where string, options []conf.Entry) {
	for _, e := range options {
		if err := checkOrigin(e.Value); err != nil {
			t.Errorf("%s: %s: %v", where, e.Name, err)
		}
	}
}

func checkOrigin(v *conf.Value) error {
	named := v.Setting != nil && v.Setting.File != "" && v.Setting.Line > 0 && v.Setting.End >= v.Setting.Line
	if fromText := v.Origin == conf.FromFile || v.Origin == conf.FromParameter; fromText != named {
		return fmt.Errorf("%q is from %s, and the place is %+v", v.Text(), v.Origin, v.Setting)
	}
	for _, u := range v.Uses {
		if err := checkOrigin(u.Value); err != nil {
			return err
		}
	}
	return nil
}
