package localhost

import (
	"context"
	"fmt"
	"maps"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bangui/fail2ban/conf"
	"bangui/internal/host"
)

// maxRemedies is how many settings are tried at most: each takes a scratch server.
const maxRemedies = 8

// remedies are settings that mend what the jail lacks. What it reads and what it bans with are looked at apart: a machine may have neither logs nor iptables.
func (a *activator) remedies(ctx context.Context, as *tried) ([]host.Remedy, error) {
	all := []host.Remedy{}
	if as.met() && !as.lacks(host.NeedProgram) || as.lacks(host.NeedSwitch) {
		return all, nil
	}
	halves := []host.Remedy{} // they leave a program missing
	for _, r := range a.candidates(ctx, as) {
		t, err := a.with(ctx, r.Settings)
		if err != nil {
			return all, err
		}
		switch {
		case !t.met() || t.lacks(host.NeedSource):
		case !t.lacks(host.NeedProgram):
			all = append(all, r)
		case !as.met():
			halves = append(halves, r)
		}
	}
	if len(all) == 0 {
		return halves, nil
	}
	return all, nil
}

// candidates are settings that may mend it: other sources, each with another action if one is needed.
func (a *activator) candidates(ctx context.Context, as *tried) []host.Remedy {
	sources := []host.Remedy{{}}
	if as.lacks(host.NeedSource) {
		sources = a.otherSources(ctx, as)
	}
	if as.lacks(host.NeedProgram) {
		var both []host.Remedy
		actions := a.otherActions(as)
		for _, s := range sources {
			for _, act := range actions {
				both = append(both, s.And(act))
			}
		}
		sources = append(both, sources...)
	}
	sources = slices.DeleteFunc(sources, func(r host.Remedy) bool { return len(r.Settings) == 0 })
	return sources[:min(len(sources), maxRemedies)]
}

// otherSources are the journal, and logs where other distributions have them.
func (a *activator) otherSources(ctx context.Context, as *tried) []host.Remedy {
	var all []host.Remedy
	if !strings.HasPrefix(sourceIn(as.jail).backend, "systemd") && a.hasMatch(as) && a.host.hasJournal(ctx) {
		all = append(all, host.Remedy{
			Message: "Read the journal instead of a log file", Settings: []host.Setting{{Option: "backend", Value: "systemd"}},
		})
	}
	known := make(map[string]bool)
	for _, paths := range a.elsewhere(as) {
		text := strings.Join(paths, "\n")
		if known[text] {
			continue
		}
		known[text] = true
		settings := []host.Setting{{Option: "logpath", Value: conf.Escape(text)}}
		if strings.HasPrefix(sourceIn(as.jail).backend, "systemd") {
			settings = append(settings, host.Setting{Option: "backend", Value: "auto"})
		}
		all = append(all, host.Remedy{Message: "Read " + strings.Join(paths, ", "), Settings: settings})
	}
	return all
}

// hasMatch tells whether the jail or its filter says which entries of the journal are meant.
func (a *activator) hasMatch(as *tried) bool {
	v := valueOf(as.jail, "journalmatch")
	return textOf(v) != ""
}

// hasJournal tells whether there is a journal with something in it.
func (h *Host) hasJournal(ctx context.Context) bool {
	path, err := exec.LookPath(h.opts.Journal)
	if err != nil {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "--quiet", "--no-pager", "--lines=1", "--output=cat")
	cmd.WaitDelay = time.Second
	output, err := cmd.Output()
	return err == nil && len(output) > 0
}

// twins are logs of the same kind, as one distribution and another have them.
func twins() [][]string {
	return [][]string{
		{"/var/log/auth.log", "/var/log/secure", "/var/log/auth/auth.log", "/var/log/messages"},
		{"/var/log/mail.log", "/var/log/maillog", "/var/log/mail/mail.log", "/var/log/mail"},
		{"/var/log/syslog", "/var/log/messages"},
		{"/var/log/daemon.log", "/var/log/messages"},
		{"/var/log/apache*/*error.log", "/var/log/httpd/*error_log"},
		{"/var/log/apache*/*access.log", "/var/log/httpd/*access_log"},
	}
}

// elsewhere are the logs that the jail would read if what it misses were where another distribution has it, as far as all of them are there. Beside what
// is known here, fail2ban comes with lists of paths for several distributions, paths-opensuse.conf among them.
func (a *activator) elsewhere(as *tried) [][]string {
	all := twinsOf(logPaths(textOf(valueOf(as.jail, "logpath"))), twins())
	lists, err := filepath.Glob(filepath.Join(a.host.opts.ConfigDir, "paths-*.conf"))
	if err != nil {
		return all
	}
	slices.Sort(lists)
	for _, list := range lists {
		if filepath.Base(list) == "paths-common.conf" {
			continue
		}
		if logs := a.logsWith(filepath.Base(list)); len(logs) > 0 {
			all = append(all, logs)
		}
	}
	return all
}

// twinsOf are ways to read other logs where some are missing.
func twinsOf(patterns []string, groups [][]string) [][]string {
	var all [][]string
	for _, group := range groups {
		for _, twin := range group {
			logs, other := make([]string, len(patterns)), false
			for i, pattern := range patterns {
				logs[i] = pattern
				if !isThere(pattern) && slices.Contains(group, pattern) {
					logs[i], other = twin, true
				}
			}
			if other && !slices.ContainsFunc(logs, func(pattern string) bool { return !isThere(pattern) }) {
				all = append(all, logs)
			}
		}
	}
	return all
}

// isThere tells whether a pattern for logs matches a file.
func isThere(pattern string) bool {
	found, err := filepath.Glob(pattern)
	return err == nil && len(found) > 0
}

// logsWith are the log paths of the jail, as patterns, with another list of paths; none if they are not all there.
func (a *activator) logsWith(list string) []string {
	path := filepath.Join(a.host.opts.ConfigDir, "jail.conf")
	config, err := a.read(a.files)
	if err != nil {
		return nil
	}
	file, err := config.File(path)
	if err != nil || file.Set("INCLUDES", "before", list) != nil {
		return nil
	}
	files := maps.Clone(a.files)
	files[path] = file.Bytes()
	if config, err = a.read(files); err != nil {
		return nil
	}
	jail, err := config.Jail(a.jail)
	if err != nil {
		return nil
	}
	logs := logPaths(textOf(valueOf(jail, "logpath")))
	if slices.ContainsFunc(logs, func(pattern string) bool { return !isThere(pattern) }) {
		return nil
	}
	return logs
}

// firewalls are actions that block by other means, the best first, as the option banaction names them.
func firewalls() []string {
	return []string{"nftables", "iptables-multiport", "firewallcmd-rich-rules", "ufw"}
}

// otherActions are those that this machine has the programs for. They are only known for jails that choose theirs by banaction, as those that come with
// fail2ban do.
func (a *activator) otherActions(as *tried) []host.Remedy {
	v := valueOf(as.jail, "action")
	if v == nil || !slices.ContainsFunc(v.Uses, func(u conf.Use) bool { return refersTo(u, "banaction") }) {
		return nil
	}
	now := textOf(valueOf(as.jail, "banaction"))
	var all []host.Remedy
	for _, name := range firewalls() {
		if name != now && slices.Contains(as.config.Actions(), name) {
			all = append(all, host.Remedy{
				Message: fmt.Sprintf("Ban with %s", name), Settings: []host.Setting{{Option: "banaction", Value: name}},
			})
		}
	}
	return all
}

// refersTo tells whether a value that was put into another one has an option in it.
func refersTo(u conf.Use, option string) bool {
	return strings.Trim(u.Written, "%()s") == option ||
		u.Value != nil && slices.ContainsFunc(u.Value.Uses, func(within conf.Use) bool { return refersTo(within, option) })
}
