package hosttest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"bangui/internal/fault"
	"bangui/internal/host"
)

// draftOf is a draft that gives JailA another ban time and makes a jail.
func draftOf() []host.FileChange {
	return []host.FileChange{{
		Name: "jail.d/" + host.OwnFile,
		Text: []byte("# ours\n[" + JailA + "]\nbantime = 2h\n\n[draft]\nenabled = true\nfilter =\nbackend = polling\naction =\n"),
	}}
}

func testConfiguration(t *testing.T, target Target) {
	if !applies(t, target.Loads, "load jails") {
		return
	}
	h := target.Host
	c, err := h.Configuration(t.Context(), nil)
	check(t, err)
	status, err := h.Status(t.Context())
	check(t, err)
	if c.Version != status.Version || c.Assumed || c.Dir != status.Paths.ConfigDir || c.At.IsZero() || c.Obstacle != nil {
		t.Errorf("configuration of %s in %s, assumed %v, obstacle %+v; the host has %s in %s",
			c.Version, c.Dir, c.Assumed, c.Obstacle, status.Version, status.Paths.ConfigDir)
	}
	jail, ok := configured(c, JailA)
	if !ok || !jail.Enabled || jail.EnabledAt == nil || jail.Filter == "" || jail.Backend != "polling" || len(jail.LogPaths) != 1 || jail.Ours || jail.Skipped != "" {
		t.Errorf("jail %+v", jail)
	}
	i := slices.IndexFunc(c.Filters, func(d host.Definition) bool { return d.Name == jail.Filter })
	if i < 0 || !slices.Contains(c.Filters[i].Jails, JailA) || len(c.Filters[i].Files) == 0 {
		t.Errorf("filter %q among %+v", jail.Filter, c.Filters)
	}
	for _, f := range c.Files {
		if f.Hash == "" || f.Problem != "" || f.Kind == "" || f.Modified.IsZero() {
			t.Errorf("file %+v", f)
		}
	}
	if !slices.IsSortedFunc(c.Files, func(a, b host.FileStatus) int { return strings.Compare(a.Name, b.Name) }) {
		t.Errorf("files are not sorted: %+v", c.Files)
	}
}

func configured(c host.Configuration, name string) (host.ConfiguredJail, bool) {
	i := slices.IndexFunc(c.Jails, func(j host.ConfiguredJail) bool { return j.Name == name })
	if i < 0 {
		return host.ConfiguredJail{}, false
	}
	return c.Jails[i], true
}

func testConfigurationWithDraft(t *testing.T, target Target) {
	if !applies(t, target.Loads, "load jails") {
		return
	}
	h := target.Host
	c, err := h.Configuration(t.Context(), draftOf())
	check(t, err)
	jail, ok := configured(c, "draft")
	if !ok || !jail.Enabled || !jail.Ours {
		t.Errorf("jail of the draft: %+v", jail)
	}
	i := slices.IndexFunc(c.Files, func(f host.FileStatus) bool { return f.Name == "jail.d/"+host.OwnFile })
	if i < 0 || !c.Files[i].Ours || c.Files[i].Kind != host.FileJails {
		t.Errorf("file of the draft among %+v", c.Files)
	}
	if c, err = h.Configuration(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if jail, ok := configured(c, "draft"); ok {
		t.Errorf("the draft came true: %+v", jail)
	}
	for name, bad := range map[string]host.FileChange{
		"name":      {Name: "../jail.local"},
		"directory": {Name: "/etc/fail2ban/jail.local"},
		"package's": {Name: "jail.conf", Text: []byte("[DEFAULT]\n")},
		"mark":      {Name: "jail.local", Text: []byte("\ufeff[DEFAULT]\n")},
		"encoding":  {Name: "jail.local", Text: []byte("[DEFAULT]\n# \xff\n")},
	} {
		if _, err := h.Configuration(t.Context(), []host.FileChange{bad}); !errors.Is(err, fault.Invalid) {
			t.Errorf("draft with a bad %s: %v, want %v", name, err, fault.Invalid)
		}
	}
	if _, err := h.Configuration(t.Context(), make([]host.FileChange, 1000)); !errors.Is(err, fault.TooLarge) {
		t.Errorf("draft of a thousand files: %v, want %v", err, fault.TooLarge)
	}
}

func testReadFile(t *testing.T, target Target) {
	h := target.Host
	for _, name := range []string{"", "..", "../passwd", "/etc/passwd", "jail.d/../jail.conf", "jail.d", "filter.d/a/b.conf", "jail.conf\x00", ".hidden.conf", "secrets.txt"} {
		if _, err := h.ReadFile(t.Context(), name); !errors.Is(err, fault.Invalid) {
			t.Errorf("%q: %v, want %v", name, err, fault.Invalid)
		}
	}
	_, err := h.ReadFile(t.Context(), "jail.d/nosuch.local")
	if !errors.Is(err, fault.NotFound) || mendOf(err) == "" {
		t.Errorf("no such file: %v, want %v with what to do", err, fault.NotFound)
	}
	if !applies(t, target.Loads, "load jails") {
		return
	}
	c, err := h.Configuration(t.Context(), nil)
	check(t, err)
	for _, f := range c.Files {
		file, err := h.ReadFile(t.Context(), f.Name)
		check(t, err)
		if file.FileStatus != f || int64(len(file.Text)) != f.Size || file.Mode == 0 {
			t.Errorf("file %+v is listed as %+v", file.FileStatus, f)
		}
	}
}

func mendOf(err error) string {
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok {
		return ""
	}
	return f.Mend
}

func testExplain(t *testing.T, target Target) {
	h := target.Host
	if _, err := h.Explain(t.Context(), host.Part{Kind: "planet", Name: "x"}, nil); !errors.Is(err, fault.Invalid) {
		t.Errorf("unknown kind: %v, want %v", err, fault.Invalid)
	}
	for _, kind := range []host.PartKind{host.PartJail, host.PartFilter, host.PartAction} {
		for _, name := range []string{"nosuch", "", "../jail", "DEFAULT", "/etc/passwd"} {
			_, err := h.Explain(t.Context(), host.Part{Kind: kind, Name: name}, nil)
			if !errors.Is(err, fault.NotFound) || mendOf(err) == "" {
				t.Errorf("%s %q: %v, want %v with what to do", kind, name, err, fault.NotFound)
			}
		}
	}
	if !applies(t, target.Loads, "load jails") {
		return
	}
	now, err := h.Explain(t.Context(), host.Part{Kind: host.PartJail, Name: JailA}, nil)
	check(t, err)
	bantime, _ := option(now.Options, "bantime")
	if !now.Enabled || bantime.Value.Place == nil || len(now.Uses) == 0 || now.Uses[0].Kind != host.PartFilter {
		t.Errorf("jail %+v", now)
	}
	if expression, ok := option(now.Uses[0].Options, "failregex"); !ok || expression.Value.Text == "" {
		t.Errorf("filter of the jail: %+v", now.Uses[0])
	}
	drafted, err := h.Explain(t.Context(), host.Part{Kind: host.PartJail, Name: JailA}, draftOf())
	check(t, err)
	changed, _ := option(drafted.Options, "bantime")
	if changed.Value.Text != "2h" || changed.Value.Place.File != "jail.d/"+host.OwnFile || changed.Value.Place.Line != 3 ||
		!slices.ContainsFunc(changed.Hidden, func(p host.Place) bool { return p.File == bantime.Value.Place.File && p.Text == bantime.Value.Text }) {
		t.Errorf("bantime with the draft: %+v", changed)
	}
	testExplainParts(t, h, now.Uses)
}

// testExplainParts explains the server, and the filter and the actions of a jail by themselves.
func testExplainParts(t *testing.T, h host.Host, uses []host.UsedDefinition) {
	t.Helper()
	for _, use := range uses {
		part, err := h.Explain(t.Context(), use.Part, nil)
		check(t, err)
		if part.Part != use.Part || !part.Enabled || !slices.Contains(part.Jails, JailA) || len(part.Options) == 0 || !slices.Equal(part.Files, use.Files) {
			t.Errorf("%s %s: %+v, in the jail %+v", use.Kind, use.Name, part, use)
		}
	}
	server, err := h.Explain(t.Context(), host.Part{Kind: host.PartServer}, nil)
	check(t, err)
	if socket, ok := option(server.Options, "socket"); !ok || socket.Value.Text == "" || len(server.Files) == 0 {
		t.Errorf("server %+v", server)
	}
}

func option(all []host.ExplainedOption, name string) (host.ExplainedOption, bool) {
	i := slices.IndexFunc(all, func(o host.ExplainedOption) bool { return o.Name == name })
	if i < 0 {
		return host.ExplainedOption{}, false
	}
	return all[i], true
}

func testActivation(t *testing.T, target Target) {
	h := target.Host
	for _, name := range []string{"nosuch", "", "../jail", "DEFAULT"} {
		_, err := h.Activation(t.Context(), name, nil)
		if !errors.Is(err, fault.NotFound) || mendOf(err) == "" {
			t.Errorf("jail %q: %v, want %v with what to do", name, err, fault.NotFound)
		}
	}
	if !applies(t, target.Loads, "load jails") {
		return
	}
	now, err := h.Activation(t.Context(), JailA, nil)
	check(t, err)
	if !now.Enabled || !now.Met() || now.Jail != JailA || len(now.Needs) == 0 || len(now.Remedies) > 0 {
		t.Errorf("a jail that is active: %+v", now)
	}
	drafted, err := h.Activation(t.Context(), "lost", []host.FileChange{{Name: "jail.local", Text: []byte("[lost]\nfilter =\nlogpath = /nowhere/at/all.log\naction =\n")}})
	check(t, err)
	if drafted.Enabled || drafted.Met() || drafted.Remedies == nil {
		t.Errorf("a jail without its log: %+v", drafted)
	}
}
