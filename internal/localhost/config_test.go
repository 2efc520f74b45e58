package localhost_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/localhost"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// files is a host with a configuration of its own and no fail2ban.
func files(t testing.TB, texts map[string]string) (h *localhost.Host, dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range map[string]string{
		"fail2ban.conf":   "[Definition]\nloglevel = INFO\nlogtarget = /var/log/fail2ban.log\ndbfile = /db\ndbpurgeage = 1d\n",
		"jail.conf":       "[DEFAULT]\nbantime = 10m\nfindtime = 10m\nmaxretry = 5\nusedns = no\nignoreip = 192.0.2.1\nbackend = systemd\nfilter = f\naction = a\n[x]\nenabled = true\n[y]\n",
		"filter.d/f.conf": "[Definition]\nfailregex = ^<HOST>$\n", "action.d/a.conf": "[Definition]\nactionban = ban <ip>\n",
	} {
		if _, ok := texts[name]; !ok {
			put(t, dir, name, text)
		}
	}
	for name, text := range texts {
		put(t, dir, name, text)
	}
	h, err := localhost.New(localhost.Options{Socket: filepath.Join(dir, "none.sock"), ConfigDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	return h, dir
}

func put(t testing.TB, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestConfigurationWithoutFail2ban(t *testing.T) {
	t.Parallel()
	h, _ := files(t, map[string]string{
		"jail.d/zz-bangui.local": "[mine]\nenabled = true\nbantime = x\nfilter = f[a=1]\n[y]\nmaxretry = 3\n",
		"jail.local":             "[x]\nlogpath = /a.log tail\n  /b.log\n[z]\nenabled = true\nfilter = nosuch\n",
		"filter.d/own.local":     "[Definition]\nfailregex = ^<HOST>$\n", "action.d/p.py": "", "jail.conf.dpkg-old": "", "filter.d/ignorecommands/x": "",
	})
	c, err := h.Configuration(t.Context(), nil)
	check(t, err)
	if !c.Assumed || c.Version == "" {
		t.Errorf("version %q, assumed %v", c.Version, c.Assumed)
	}
	var got []string
	for _, j := range c.Jails {
		at := "nowhere"
		if j.EnabledAt != nil {
			at = fmt.Sprintf("%s:%d", j.EnabledAt.File, j.EnabledAt.Line)
		}
		got = append(got, fmt.Sprintf("%s enabled %v at %s, filter %s, backend %s, actions %v, logs %v, files %v, ours %v, skipped %q, findings %+v",
			j.Name, j.Enabled, at, j.Filter, j.Backend, j.Actions, j.LogPaths, j.Files, j.Ours, j.Skipped, j.Findings))
	}
	want := []string{
		`x enabled true at jail.conf:11, filter f, backend systemd, actions [a], logs [/a.log /b.log], files [jail.conf jail.local], ours false, skipped "", findings {Fatal:0 Errors:0 Warnings:0 Advice:0}`,
		`y enabled false at nowhere, filter f, backend systemd, actions [a], logs [], files [jail.conf jail.d/zz-bangui.local], ours false, skipped "", findings {Fatal:0 Errors:0 Warnings:0 Advice:0}`,
		`z enabled true at jail.local:5, filter , backend systemd, actions [], logs [], files [jail.local], ours false, skipped "Unable to read the filter 'nosuch'", findings {Fatal:0 Errors:1 Warnings:0 Advice:0}`,
		`mine enabled true at jail.d/zz-bangui.local:2, filter f, backend systemd, actions [a], logs [], files [jail.d/zz-bangui.local], ours true, skipped "", findings {Fatal:1 Errors:0 Warnings:0 Advice:0}`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("jails (-want +got):\n%s", diff)
	}
	got = nil
	for _, d := range slices.Concat(c.Filters, c.Actions) {
		got = append(got, fmt.Sprintf("%s %v of %v, ours %v", d.Name, d.Files, d.Jails, d.Ours))
	}
	for _, f := range c.Files {
		got = append(got, fmt.Sprintf("%s is %s", f.Name, f.Kind))
	}
	want = []string{
		"f [filter.d/f.conf] of [x y mine], ours false", "own [filter.d/own.local] of [], ours true", "a [action.d/a.conf] of [x y mine], ours false",
		"p.py [action.d/p.py] of [], ours false", "action.d/a.conf is action", "action.d/p.py is action", "fail2ban.conf is server", "filter.d/f.conf is filter",
		"filter.d/own.local is filter", "jail.conf is jails", "jail.d/zz-bangui.local is jails", "jail.local is jails",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("definitions and files (-want +got):\n%s", diff)
	}
}

func TestConfigurationAdvice(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"nothing to say", nil, nil},
		{"purge age", map[string]string{"fail2ban.local": "[Definition]\ndbpurgeage = 12h\n"}, []string{"purge-age fail2ban.local:2  dbpurgeage"}},
		{"log", map[string]string{"fail2ban.local": "[Definition]\nloglevel = ERROR\nlogtarget = SYSLOG\n"},
			[]string{"log-level-low fail2ban.local:2  loglevel", "log-target fail2ban.local:3  logtarget"}},
		{"ignore list", map[string]string{"jail.local": "[x]\nignoreip =\n"}, []string{"no-ignore-list jail.local:2 x ignoreip"}},
		{"names, in all jails", map[string]string{"jail.local": "[DEFAULT]\nusedns = warn\nenabled = true\n"}, []string{"use-dns jail.local:2  usedns"}},
		{"increment", map[string]string{"jail.local": "[x]\nbantime.increment = true\n"}, []string{"increment-without-limit jail.local:2 x bantime.increment"}},
		{"increment with a limit", map[string]string{"jail.local": "[x]\nbantime.increment = true\nbantime.maxtime = 5w\n"}, nil},
		{"increment without database", map[string]string{"jail.local": "[x]\nbantime.increment = true\n", "fail2ban.local": "[Definition]\ndbfile = None\n"},
			[]string{"increment-without-database jail.local:2 x bantime.increment"}},
		{"for ever", map[string]string{"jail.local": "[x]\nbantime = -1\n[y]\nbantime = -1\n"}, []string{"bans-for-ever jail.local:2 x bantime"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h, _ := files(t, tt.files)
			c, err := h.Configuration(t.Context(), nil)
			check(t, err)
			var got []string
			for _, f := range c.Findings {
				if f.Severity != host.SeverityAdvice || f.Message == "" || f.Mend == "" {
					t.Errorf("finding %+v", f)
				}
				got = append(got, fmt.Sprintf("%s %s:%d %s %s", f.Code, f.File, f.Line, f.Jail, f.Option))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, f := range c.Findings {
				testAdviceInPart(t, h, f)
			}
		})
	}
}

// TestAdviceAboutSets tells of sets of networks only where there are many bans.
func TestAdviceAboutSets(t *testing.T) {
	t.Parallel()
	server := sandboxtest.Start(t, sandbox.Options{Jails: []sandbox.Jail{{Name: "ssh"}, {Name: "few"}}, Action: sandbox.Action{
		Name: "sets", Definition: "[Definition]\nactionban =\nactionunban =\n[Init]\naddr_options = <sp>flags interval\\;\nsp = <space>\nspace = \n",
	}})
	h := open(t, optionsFor(t, server, sandbox.Version{}))
	advice := func() (jails []string) {
		c, err := h.Configuration(t.Context(), []host.FileChange{{Name: "jail.d/x.local", Text: []byte("# so that it is read anew\n")}})
		check(t, err)
		for _, f := range c.Findings {
			if f.Code == "interval-set" {
				jails = append(jails, f.Jail)
			}
		}
		return jails
	}
	if got := advice(); len(got) > 0 {
		t.Errorf("without bans: %v", got)
	}
	addresses := []string{"set", "ssh", "banip"}
	for i := range 2000 {
		addresses = append(addresses, fmt.Sprintf("198.18.%d.%d", i/250, i%250+1))
	}
	_, err := server.Client(t.Context(), addresses...)
	check(t, err)
	for end := time.Now().Add(30 * time.Second); len(advice()) != 1; time.Sleep(200 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("with 2000 bans: %v", advice())
		}
	}
	if got := advice(); got[0] != "ssh" {
		t.Errorf("with 2000 bans: %v", got)
	}
}

// testAdviceInPart looks for advice where its part is explained.
func testAdviceInPart(t *testing.T, h *localhost.Host, f host.Finding) {
	t.Helper()
	part := host.Part{Kind: host.PartJail, Name: "x"}
	if strings.HasPrefix(f.File, "fail2ban") {
		part = host.Part{Kind: host.PartServer}
	}
	e, err := h.Explain(t.Context(), part, nil)
	check(t, err)
	if !slices.Contains(e.Findings, f) {
		t.Errorf("%+v is not among the findings of %+v: %+v", f, part, e.Findings)
	}
}

// TestConfigurationIsFresh changes files in ways that are easy to overlook.
func TestConfigurationIsFresh(t *testing.T) {
	t.Parallel()
	h, dir := files(t, nil)
	maxretry := func() string {
		e, err := h.Explain(t.Context(), host.Part{Kind: host.PartJail, Name: "x"}, nil)
		check(t, err)
		i := slices.IndexFunc(e.Options, func(o host.ExplainedOption) bool { return o.Name == "maxretry" })
		return e.Options[i].Value.Text
	}
	if got := maxretry(); got != "5" {
		t.Fatalf("maxretry %s at first", got)
	}
	put(t, dir, "jail.local", "[x]\nmaxretry = 6\n")
	if got := maxretry(); got != "6" {
		t.Errorf("maxretry %s after a file was made", got)
	}
	old := time.Now().Add(-time.Hour)
	check(t, os.Chtimes(filepath.Join(dir, "jail.local"), old, old))
	_ = maxretry()
	put(t, dir, "new", "[x]\nmaxretry = 7\n")
	check(t, os.Chtimes(filepath.Join(dir, "new"), old, old))
	check(t, os.Rename(filepath.Join(dir, "new"), filepath.Join(dir, "jail.local")))
	if got := maxretry(); got != "7" {
		t.Errorf("maxretry %s after a file of the same size and time took its place", got)
	}
	check(t, os.Remove(filepath.Join(dir, "jail.local")))
	if got := maxretry(); got != "5" {
		t.Errorf("maxretry %s after the file was removed", got)
	}
}

func TestReadFileRefuses(t *testing.T) {
	t.Parallel()
	h, dir := files(t, map[string]string{
		"jail.d/large.conf": strings.Repeat("# too much\n", 100_000), "jail.d/mark.conf": "\ufeff[x]\n", "jail.d/latin.conf": "[x]\n# \xe4\n",
	})
	outside := filepath.Join(t.TempDir(), "secret.conf")
	check(t, os.WriteFile(outside, []byte("[x]\npassword = hunter2\n"), 0o600))
	check(t, os.Symlink(outside, filepath.Join(dir, "jail.d/link.conf")))
	check(t, os.Symlink("../jail.conf", filepath.Join(dir, "jail.d/inside.conf")))
	check(t, os.Mkdir(filepath.Join(dir, "jail.d/dir.conf"), 0o700))
	for name, want := range map[string]fault.Kind{
		"jail.d/large.conf": fault.TooLarge, "jail.d/link.conf": fault.Refused, "jail.d/inside.conf": fault.Refused, "jail.d/dir.conf": fault.Refused,
		"jail.d/gone.conf": fault.NotFound, "jail.d/../../secret.conf": fault.Invalid,
	} {
		file, err := h.ReadFile(t.Context(), name)
		if !errors.Is(err, want) || len(file.Text) > 0 {
			t.Errorf("%s: %v with %d bytes, want %v", name, err, len(file.Text), want)
		}
		if f, ok := errors.AsType[*fault.Fault](err); ok && f.Mend == "" && len(f.Fields) == 0 {
			t.Errorf("%s: %v does not say what to do", name, err)
		}
	}
	for name, want := range map[string]string{"jail.d/mark.conf": "\ufeff[x]\n", "jail.d/latin.conf": "[x]\n# \xe4\n"} {
		file, err := h.ReadFile(t.Context(), name)
		if err != nil || string(file.Text) != want {
			t.Errorf("%s: %q, %v", name, file.Text, err)
		}
	}
	c, err := h.Configuration(t.Context(), nil)
	check(t, err)
	problems := 0
	for _, f := range c.Files {
		if f.Problem != "" && f.Hash == "" {
			problems++
		}
	}
	codes := func(f host.Finding) string { return f.Code + " " + f.File }
	for _, want := range []string{"byte-order-mark jail.d/mark.conf", "too-large jail.d/large.conf", "encoding jail.d/latin.conf"} {
		if !slices.ContainsFunc(c.Findings, func(f host.Finding) bool { return codes(f) == want }) {
			t.Errorf("no finding %s among %+v", want, c.Findings)
		}
	}
	if problems != 3 {
		t.Errorf("%d files with a problem among %+v, want the two links and the large one", problems, c.Files)
	}
}

func TestConfigurationWithoutDirectory(t *testing.T) {
	t.Parallel()
	h := open(t, localhost.Options{Socket: "/nonexistent/sock", ConfigDir: "/nonexistent/fail2ban"})
	_, err := h.Configuration(t.Context(), nil)
	_, errFile := h.ReadFile(t.Context(), "jail.conf")
	_, errPart := h.Explain(t.Context(), host.Part{Kind: host.PartServer}, nil)
	for _, err := range []error{err, errFile, errPart} {
		f, ok := errors.AsType[*fault.Fault](err)
		if !ok || f.Kind != fault.Unavailable || !strings.Contains(f.Message, "/nonexistent/fail2ban") || f.Mend == "" {
			t.Errorf("got %v", err)
		}
	}
}

// TestExplainBroken explains what fail2ban would reject.
func TestExplainBroken(t *testing.T) {
	t.Parallel()
	h, _ := files(t, map[string]string{
		"jail.local":      "[x]\nmaxretry = %(nothing)s\nbantime = 1h\n",
		"filter.d/f.conf": "[Definition]\nfailregex = %(gone)s\n",
		"filter.d/g.conf": "no section\n",
	})
	for _, tt := range []struct {
		part host.Part
		want string
	}{
		{host.Part{Kind: host.PartJail, Name: "x"}, "%(gone)s stands for nothing"},
		{host.Part{Kind: host.PartFilter, Name: "f"}, "%(gone)s stands for nothing"},
		{host.Part{Kind: host.PartFilter, Name: "g"}, "section"},
	} {
		e, err := h.Explain(t.Context(), tt.part, nil)
		check(t, err)
		if !strings.Contains(e.Skipped, tt.want) || len(e.Findings) == 0 || e.Findings[0].Line == 0 {
			t.Errorf("%+v: skipped %q, findings %+v", tt.part, e.Skipped, e.Findings)
		}
	}
}

// TestExplainLimits explains values that would be without end when told whole.
func TestExplainLimits(t *testing.T) {
	t.Parallel()
	jails := "[DEFAULT]\nv0 = " + strings.Repeat("0123456789", 10) + "\n"
	for i := 1; i < 10; i++ {
		jails += fmt.Sprintf("v%d = %%(v%d)s|%%(w%d)s\nw%d = %%(v%d)s|%%(w%d)s\n", i, i-1, i-1, i, i-1, i-1)
	}
	h, _ := files(t, map[string]string{"jail.local": jails + "w0 = x\n[x]\nlong = " + strings.Repeat("%(v0)s", 10_000) + "\n"})
	e, err := h.Explain(t.Context(), host.Part{Kind: host.PartJail, Name: "x"}, nil)
	check(t, err)
	found := make(map[string]host.ExplainedOption)
	for _, o := range e.Options {
		found[o.Name] = o
	}
	if long := found["long"].Value; !long.Cut || len(long.Text) > 64<<10 || len(long.Uses) != 1 {
		t.Errorf("a value of a megabyte: %d bytes, cut %v, %d uses", len(long.Text), long.Cut, len(long.Uses))
	}
	if n := uses(found["v9"].Value); n > 200 || n < 100 {
		t.Errorf("%d values within v9", n)
	}
}

func uses(v host.ExplainedValue) int {
	n := len(v.Uses)
	for _, u := range v.Uses {
		n += uses(u.Value)
	}
	return n
}

// BenchmarkConfiguration reads the configuration that is installed: the first time, and when nothing has changed.
func BenchmarkConfiguration(b *testing.B) {
	if _, err := os.Stat("/etc/fail2ban/jail.conf"); err != nil {
		b.Skip("fail2ban is not installed")
	}
	for _, fresh := range []bool{true, false} {
		b.Run(fmt.Sprintf("fresh=%v", fresh), func(b *testing.B) {
			h, dir := files(b, nil)
			check := func(err error) {
				if err != nil {
					b.Fatal(err)
				}
			}
			check(os.RemoveAll(dir))
			check(os.CopyFS(dir, os.DirFS("/etc/fail2ban")))
			for b.Loop() {
				if fresh {
					put(b, dir, "jail.d/zz.local", fmt.Sprintf("[sshd]\n# %d\n", b.N))
				}
				c, err := h.Configuration(b.Context(), nil)
				if check(err); len(c.Jails) < 50 {
					b.Fatal(len(c.Jails))
				}
			}
		})
	}
}
