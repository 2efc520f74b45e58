package localhost_test

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/localhost"
	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// reloading is a fail2ban whose configuration is changed while it runs, with a jail "ssh" that has a ban.
type reloading struct {
	t      *testing.T
	server *sandbox.Server
	host   *localhost.Host
}

const reloadedBan = "203.0.113.7"

// TestReloads changes the configuration of a running jail in one way after the other, on every version.
func TestReloads(t *testing.T) {
	t.Parallel()
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		t.Parallel()
		server := sandboxtest.Start(t, sandbox.Options{
			Version: version, Jails: []sandbox.Jail{{Name: "ssh", Filter: sandbox.SSH()}},
			Files: map[string]string{"action.d/other.conf": strings.ReplaceAll(sandbox.NoAction().Definition, "none", "other")},
		})
		r := &reloading{t, server, open(t, optionsFor(t, server, version))}
		r.ban("ssh")
		r.applied()
		r.refused()
		r.disabled()
		r.added()
	})
}

func (r *reloading) ban(jail string) {
	r.t.Helper()
	results, err := r.host.Ban(r.t.Context(), host.BanOrder{Jail: jail, Prefixes: []netip.Prefix{netip.MustParsePrefix(reloadedBan + "/32")}})
	check(r.t, err)
	if results[0].Outcome != host.OutcomeBanned {
		r.t.Fatalf("ban: %+v", results)
	}
}

// configure writes the lines that are put over the configuration of a jail; none removes them.
func (r *reloading) configure(jail string, lines ...string) {
	r.t.Helper()
	path := filepath.Join(r.server.Paths().Config, "jail.d", jail+".local")
	check(r.t, os.WriteFile(path, []byte("["+jail+"]\n"+strings.Join(lines, "\n")+"\n"), 0o600))
}

func (r *reloading) reload() host.Jail {
	r.t.Helper()
	check(r.t, r.host.ControlJail(r.t.Context(), "ssh", host.Reload))
	jail, err := r.host.Jail(r.t.Context(), "ssh")
	check(r.t, err)
	return jail
}

// holds checks that the jail runs and still has its ban.
func (r *reloading) holds(after string) {
	r.t.Helper()
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		banned, err := r.host.Banned(r.t.Context())
		check(r.t, err)
		if slices.ContainsFunc(banned, func(b host.Banned) bool { return b.Jail == "ssh" && b.ID == reloadedBan }) {
			return
		}
		if time.Now().After(end) {
			r.t.Fatalf("after %s the ban is gone", after)
		}
	}
}

// applied are changes that have to be in force after a reload.
func (r *reloading) applied() {
	file := sandbox.FileAction().Name
	for _, change := range []struct {
		name    string
		lines   []string
		applied func(host.Jail) bool
	}{
		{"options, of which a reload keeps some", []string{
			"maxretry = 7", "ignorecommand = /bin/false", "bantime.increment = true", "bantime.maxtime = 2w", "logtimezone = UTC+0100",
		}, func(j host.Jail) bool {
			return j.MaxRetry == 7 && j.IgnoreCommand == "/bin/false" && j.Increment.Enabled && j.Increment.MaxTime == 14*24*time.Hour &&
				j.LogTimezone == "UTC+0100"
		}},
		{"those options removed", nil, func(j host.Jail) bool {
			return j.MaxRetry == 3 && j.IgnoreCommand == "" && !j.Increment.Enabled && j.Increment.MaxTime == 0 && j.LogTimezone == ""
		}},
		{"another action", []string{"action = other[port=22]"}, func(j host.Jail) bool {
			return len(j.Actions) == 1 && j.Actions[0].Name == "other" && j.Actions[0].Parameters["port"] == "22"
		}},
		{"another parameter", []string{"action = other[port=2222]"}, func(j host.Jail) bool { return j.Actions[0].Parameters["port"] == "2222" }},
		{"a second action", []string{"action = other[port=2222]", " " + file}, func(j host.Jail) bool { return len(j.Actions) == 2 }},
		{"another expression and backend", []string{`failregex = ^other <HOST>$`, " ^and <HOST>$", "backend = auto"},
			func(j host.Jail) bool {
				return strings.HasPrefix(j.FailRegex[0], "^other ") && len(j.Actions) == 1 && j.Actions[0].Name == file
			}},
		{"everything removed", nil, func(j host.Jail) bool { return !strings.HasPrefix(j.FailRegex[0], "^other ") && len(j.LogPaths) == 1 }},
	} {
		r.configure("ssh", change.lines...)
		if jail := r.reload(); !change.applied(jail) {
			r.t.Errorf("%s: jail %+v", change.name, jail)
		}
		r.holds(change.name)
	}
}

// refused are configurations that fail2ban does not accept, or a jail does not: the jail stays as it is.
func (r *reloading) refused() {
	before, err := r.host.Jail(r.t.Context(), "ssh")
	check(r.t, err)
	for _, change := range []struct{ name, line, says string }{
		{"a broken expression", `failregex = ([a-z]+ <HOST>`, "failregex"},
		{"a bad time", `bantime = soon`, "soon"},
		{"a missing filter", `filter = nosuch`, "nosuch"},
		{"a missing log", `logpath = /nowhere/at/all.log`, "log file"},
		{"an unknown backend", `backend = telepathy`, "telepathy"},
	} {
		r.configure("ssh", change.line)
		err := r.host.ControlJail(r.t.Context(), "ssh", host.Reload)
		if !errors.Is(err, fault.Refused) || !strings.Contains(err.Error(), change.says) {
			r.t.Errorf("%s: %v, want %v with %q", change.name, err, fault.Refused, change.says)
		}
		after, err := r.host.Jail(r.t.Context(), "ssh")
		check(r.t, err)
		if after.State != host.JailRunning || after.BanTime != before.BanTime || !slices.Equal(after.FailRegex, before.FailRegex) ||
			len(after.Actions) != len(before.Actions) || !slices.Equal(after.LogPaths, before.LogPaths) {
			r.t.Errorf("%s: jail %+v, before %+v", change.name, after, before)
		}
		r.holds(change.name)
	}
	r.configure("ssh")
}

// disabled is a jail that the configuration does not have any more.
func (r *reloading) disabled() {
	r.configure("ssh", "enabled = false")
	if err := r.host.ControlJail(r.t.Context(), "ssh", host.Reload); !errors.Is(err, fault.NotFound) {
		r.t.Errorf("reload of a disabled jail: %v, want %v", err, fault.NotFound)
	}
	r.holds("the reload of a disabled jail")
	check(r.t, r.host.ControlJail(r.t.Context(), "ssh", host.Stop))
	if err := r.host.ControlJail(r.t.Context(), "ssh", host.Start); !errors.Is(err, fault.NotFound) {
		r.t.Errorf("start of a disabled jail: %v, want %v", err, fault.NotFound)
	}
	r.configure("ssh")
	check(r.t, r.host.ControlJail(r.t.Context(), "ssh", host.Start))
	r.holds("the start")
}

// added is a jail that is new in the configuration: it is started by its name.
func (r *reloading) added() {
	r.configure("app", "enabled = true", "filter = "+sandbox.SSH().Name, "action = other", "logpath = "+filepath.Join(r.server.Paths().Logs, "ssh.log"),
		"backend = polling")
	check(r.t, r.host.ControlJail(r.t.Context(), "app", host.Start))
	r.ban("app")
	jail, err := r.host.Jail(r.t.Context(), "app")
	check(r.t, err)
	if jail.State != host.JailRunning || len(jail.FailRegex) == 0 {
		r.t.Errorf("new jail %+v", jail)
	}
	r.holds("the start of another jail")
}
