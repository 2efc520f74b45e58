package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// logged tells whether fail2ban's log has the begin of a ban.
func (s *siege) logged(b toldBan) bool {
	from, to := b.failedAt.Add(-time.Second).Format(time.DateTime), b.bannedAt.Add(time.Second).Format(time.DateTime)
	return s.anyLine(func(line string) bool {
		return line > from && line < to && strings.HasSuffix(line, "["+b.jail+"] Ban "+b.address)
	})
}

// toldEnd tells whether fail2ban's log has an end at the very time that the history has, and the commands of its actions came to it later:
// when it stops it lifts hundreds of bans, one after the other.
func (s *siege) toldEnd(b toldBan, one *keptBan) bool {
	const behind = 30 * time.Second
	if late := b.endedAt.Sub(*one.EndedAt); late < 0 || late > behind {
		return false
	}
	return s.unbanLogged(b, *one.EndedAt)
}

// unbanLogged tells whether fail2ban's log has an end of a ban at that very time.
func (s *siege) unbanLogged(b toldBan, at time.Time) bool {
	stamp := at.Local().Format("2006-01-02 15:04:05,000")
	return s.anyLine(func(line string) bool {
		return strings.HasPrefix(line, stamp) &&
			(strings.HasSuffix(line, "["+b.jail+"] Unban "+b.address) || strings.HasSuffix(line, "["+b.jail+"] Repeal Ban "+b.address))
	})
}

// anyLine tells whether there is such a line in fail2ban's logs.
func (s *siege) anyLine(is func(line string) bool) bool {
	for _, path := range s.logs() {
		text, _ := os.ReadFile(path) // what is missing is seen
		for line := range strings.Lines(string(text)) {
			if is(strings.TrimSpace(line)) {
				return true
			}
		}
	}
	return false
}

// traces are what fail2ban's logs have of an address in a jail in the minutes around a time.
func (s *siege) traces(jail, address string, at time.Time) string {
	const around = 90 * time.Second
	from, to := at.Add(-around).Format(time.DateTime), at.Add(around).Format(time.DateTime)
	var traces []string
	for _, path := range s.logs() {
		text, _ := os.ReadFile(path) // what is missing is seen
		for line := range strings.Lines(string(text)) {
			if line > from && line < to && strings.Contains(line, "["+jail+"]") && strings.Contains(line, " "+address) {
				traces = append(traces, "    "+strings.TrimSpace(line)+" ("+filepath.Base(path)+")")
			}
		}
	}
	slices.Sort(traces)
	return strings.Join(traces, "\n")
}

// logs are the pieces of fail2ban's log, also those that were taken away.
func (s *siege) logs() []string {
	kept, _ := filepath.Glob(s.fail2ban.Paths().Log + "*") // the pattern is good
	lost, _ := filepath.Glob(s.lostLog(0)[:len(s.lostLog(0))-1] + "*")
	return append(kept, lost...)
}

// keepLogs puts the log of fail2ban and that of its action beside those of the processes.
func (s *siege) keepLogs() {
	for name, paths := range map[string][]string{"fail2ban.log": s.logs(), "actions.log": {s.told.path}} {
		var all []byte
		for _, path := range slices.Backward(paths) {
			text, _ := os.ReadFile(path) // what is missing is seen
			all = append(all, text...)
		}
		_ = os.WriteFile(filepath.Join(s.rig.Dir, name), all, 0o600) // a help only
	}
}
