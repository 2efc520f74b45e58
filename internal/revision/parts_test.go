package revision_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/fail2ban/conf"
	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/revision"
	"bangui/internal/sandbox"
)

// stock is a fail2ban with all that comes with it.
func stock(t *testing.T, files map[string]string) *world {
	t.Helper()
	return worldOf(t, sandbox.Options{Stock: sandbox.Version{}.StockConfig(), Jails: []sandbox.Jail{{Name: "ssh", Filter: sandbox.SSH()}}, Files: files})
}

// drafted is the configuration as ann's draft would have it.
func (w *world) drafted() *conf.Config {
	w.t.Helper()
	changes := make(map[string][]byte)
	for _, f := range w.draft().Files {
		changes[filepath.Join(w.config, f.Name)] = f.Text.Text
	}
	config, err := conf.Read(conf.Options{Dir: w.config, Files: conf.Overlay(conf.OS(), changes)})
	check(w.t, err)
	return config
}

// commands are those of a jail, with another name for it.
func commands(t *testing.T, config *conf.Config, jail, as string) []string {
	t.Helper()
	j, _ := config.Jail(jail) // a log that is missing is no matter here
	var lines []string
	for _, c := range j.Commands {
		lines = append(lines, strings.ReplaceAll(c.String(), jail, as))
	}
	return lines
}

// TestCloneJail copies jails that come with fail2ban, and such as are put together from several files: what fail2ban makes of the copy is the same but for
// the name.
func TestCloneJail(t *testing.T) {
	t.Parallel()
	w := stock(t, map[string]string{
		"jail.local": "[sshd]\nport = 2222\nlogpath = %(known/logpath)s\n  /var/log/other.log\nmaxretry = 7\n[plain]\nfilter = sshd[mode=extra]\nlogpath = /a%%b.log\naction = %(action_)s\n  dummy[name=x]\nbackend = polling\n",
	})
	ctx := t.Context()
	jails := []string{"sshd", "plain", "apache-auth", "postfix", "recidive", "nginx-http-auth", "pam-generic", "selinux-ssh", "named-refused", "dovecot"}
	for _, jail := range jails {
		check(t, w.MakeJail(ctx, w.ann, "local", revision.NewJail{Name: "copy-" + jail, Like: jail}))
	}
	config := w.drafted()
	for _, jail := range jails {
		got, err := config.Jail("copy-" + jail)
		if got.Enabled {
			t.Errorf("the copy of %s is enabled: %v", jail, err)
		}
		if diff := cmp.Diff(commands(t, config, jail, jail), commands(t, config, "copy-"+jail, jail)); diff != "" {
			t.Errorf("%s (-jail +copy):\n%s", jail, diff)
		}
	}
}

func TestMakeJail(t *testing.T) {
	t.Parallel()
	w := stock(t, nil)
	ctx := t.Context()
	check(t, w.MakeJail(ctx, w.ann, "local", revision.NewJail{Name: "shop", Filter: "nginx-http-auth", LogPaths: []string{"/var/log/shop/100%.log", "/var/log/shop/b.log"}, Backend: "polling", Enabled: true}))
	text := string(w.draft().Files[0].Text.Text)
	if !strings.HasSuffix(text, "[shop]\nenabled = true\nfilter = nginx-http-auth\nbackend = polling\nlogpath = /var/log/shop/100%%.log\n          /var/log/shop/b.log\n") {
		t.Errorf("draft %q", text)
	}
	for name, test := range map[string]struct {
		made revision.NewJail
		kind fault.Kind
	}{
		"a name with a blank":     {revision.NewJail{Name: "a b", Filter: "sshd"}, fault.Invalid},
		"a name with a slash":     {revision.NewJail{Name: "a/b", Filter: "sshd"}, fault.Invalid},
		"a name that is a flag":   {revision.NewJail{Name: "-a", Filter: "sshd"}, fault.Invalid},
		"no name":                 {revision.NewJail{Filter: "sshd"}, fault.Invalid},
		"the section of defaults": {revision.NewJail{Name: "DEFAULT", Filter: "sshd"}, fault.Invalid},
		"the section of includes": {revision.NewJail{Name: "INCLUDES", Filter: "sshd"}, fault.Invalid},
		"a name that is taken":    {revision.NewJail{Name: "sshd", Filter: "sshd"}, fault.Conflict},
		"one of the draft":        {revision.NewJail{Name: "shop", Filter: "sshd"}, fault.Conflict},
		"no such filter":          {revision.NewJail{Name: "x", Filter: "nosuch"}, fault.NotFound},
		"no such jail":            {revision.NewJail{Name: "x", Like: "nosuch"}, fault.NotFound},
	} {
		want(t, name, w.MakeJail(ctx, w.ann, "local", test.made), test.kind)
	}
	if got := string(w.draft().Files[0].Text.Text); got != text {
		t.Errorf("something of that is in the draft: %q", got)
	}
}

// TestNothingLeft takes away all that our own file says: then there is no file, in the draft or at all.
func TestNothingLeft(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	gone := []revision.Edit{{Op: revision.RemoveSection, Section: "ssh"}}
	w.set("ssh", "maxretry", "8")
	check(t, w.Edit(ctx, w.ann, "local", gone))
	if files := w.draft().Files; len(files) != 0 {
		t.Errorf("draft %+v", files)
	}
	w.set("ssh", "maxretry", "8")
	if one := w.apply("patience"); one.State.Phase != host.PhaseApplied {
		t.Fatalf("%+v", one.State)
	}
	check(t, w.Edit(ctx, w.ann, "local", gone))
	if files := w.draft().Files; len(files) != 1 || files[0].Text.There {
		t.Errorf("draft %+v", files)
	}
	if one := w.apply("no patience"); one.State.Phase != host.PhaseApplied || w.file(own) != "" {
		t.Errorf("%+v, file %q", one.State, w.file(own))
	}
}

func TestMakeDefinition(t *testing.T) {
	t.Parallel()
	w := stock(t, map[string]string{
		"filter.d/sshd.local": "[Definition]\nfailregex = %(known/failregex)s\n  ^own <ADDR>$\nnews = 1\n", "action.d/alone.local": "[Definition]\nactionban = true\n", "action.d/p.py": "",
	})
	ctx := t.Context()
	file := func(kind host.PartKind, name, like string) string {
		t.Helper()
		file, err := w.MakeDefinition(ctx, w.ann, "local", revision.NewDefinition{Kind: kind, Name: name, Like: like})
		check(t, err)
		return file
	}
	if got := file(host.PartFilter, "mine", "sshd"); got != "filter.d/mine.local" {
		t.Errorf("file %q", got)
	}
	file(host.PartFilter, "post", "postfix")
	file(host.PartAction, "walls", "iptables-multiport")
	file(host.PartAction, "pair", "alone")
	file(host.PartFilter, "blank", "")
	file(host.PartAction, "idle", "")
	config := w.drafted()
	for copied, like := range map[string]string{"mine": "sshd", "post": "postfix"} {
		if diff := cmp.Diff(values(t, config.Filter, like), values(t, config.Filter, copied)); diff != "" {
			t.Errorf("filter %s (-filter +copy):\n%s", like, diff)
		}
	}
	for copied, like := range map[string]string{"walls": "iptables-multiport", "pair": "alone"} {
		if diff := cmp.Diff(values(t, config.Action, like), values(t, config.Action, copied)); diff != "" {
			t.Errorf("action %s (-action +copy):\n%s", like, diff)
		}
	}
	values(t, config.Filter, "blank")
	values(t, config.Action, "idle")
	files := len(w.draft().Files)
	for name, test := range map[string]struct {
		made revision.NewDefinition
		kind fault.Kind
	}{
		"a name upwards":       {revision.NewDefinition{Kind: host.PartFilter, Name: "../x"}, fault.Invalid},
		"a jail":               {revision.NewDefinition{Kind: host.PartJail, Name: "x"}, fault.Invalid},
		"a name that is taken": {revision.NewDefinition{Kind: host.PartFilter, Name: "sshd"}, fault.Conflict},
		"one of the draft":     {revision.NewDefinition{Kind: host.PartFilter, Name: "mine"}, fault.Conflict},
		"a copy of nothing":    {revision.NewDefinition{Kind: host.PartFilter, Name: "x", Like: "nosuch"}, fault.NotFound},
		"a copy of a program":  {revision.NewDefinition{Kind: host.PartAction, Name: "x", Like: "p.py"}, fault.NotFound},
	} {
		_, err := w.MakeDefinition(ctx, w.ann, "local", test.made)
		want(t, name, err, test.kind)
	}
	if got := len(w.draft().Files); got != files {
		t.Errorf("%d files in the draft, want %d", got, files)
	}
}

// values are the options of a filter or an action.
func values(t *testing.T, read func(string) (*conf.Part, error), name string) map[string]string {
	t.Helper()
	part, err := read(name)
	check(t, err)
	all := make(map[string]string)
	for _, o := range part.Options {
		all[o.Name] = o.Value.Text()
	}
	return all
}

func TestAssign(t *testing.T) {
	t.Parallel()
	w := stock(t, nil)
	ctx := t.Context()
	check(t, w.Assign(ctx, w.ann, "local", "sshd", host.Part{Kind: host.PartFilter, Name: "apache-auth"}))
	check(t, w.Assign(ctx, w.ann, "local", "sshd", host.Part{Kind: host.PartAction, Name: "dummy"}))
	check(t, w.Assign(ctx, w.ann, "local", "sshd", host.Part{Kind: host.PartAction, Name: "iptables-allports"}))
	jail, _ := w.drafted().Jail("sshd")
	var names []string
	for _, action := range jail.Actions {
		names = append(names, action.Name)
	}
	if len(names) != 3 || names[1] != "dummy" || names[2] != "iptables-allports" || jail.Filter.Name != "apache-auth" {
		t.Errorf("filter %s, actions %v:\n%s", jail.Filter.Name, names, w.draft().Files[0].Text.Text)
	}
	if text := string(w.draft().Files[0].Text.Text); !strings.Contains(text, `iptables-allports[port="%(port)s", protocol="%(protocol)s", chain="%(chain)s"]`) {
		t.Errorf("draft %q", text)
	}
	want(t, "twice", w.Assign(ctx, w.ann, "local", "sshd", host.Part{Kind: host.PartAction, Name: "dummy"}), fault.Conflict)
	want(t, "no such jail", w.Assign(ctx, w.ann, "local", "nosuch", host.Part{Kind: host.PartAction, Name: "dummy"}), fault.NotFound)
	want(t, "no such action", w.Assign(ctx, w.ann, "local", "sshd", host.Part{Kind: host.PartAction, Name: "nosuch"}), fault.NotFound)
	want(t, "a jail", w.Assign(ctx, w.ann, "local", "sshd", host.Part{Kind: host.PartJail, Name: "pam-generic"}), fault.Invalid)
}
