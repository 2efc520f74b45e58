package demo

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	// pastBans is how many bans there are to see at once.
	pastBans = 25
	// pastSpan is how old they are at most: shorter than the shortest ban, or some would have ended.
	pastSpan = 90 * time.Second
)

// writePast writes logs as if the attacks had begun a while ago. It must be done before fail2ban starts: later it takes lines
// with an old time for new ones. One address attacks everything, so that recidive has something to show.
func writePast(dir string, c *crowd, targets []target, now time.Time) error {
	logs := make([]strings.Builder, len(targets))
	step := pastSpan / pastBans
	persistent := c.stranger()
	for i := range pastBans {
		at := now.Add(step*time.Duration(i) - pastSpan)
		t := targets[i%len(targets)]
		addr := persistent
		if i >= len(targets) {
			addr = c.next(t, at)
		}
		for n := range t.failures() {
			line := at.Add(time.Duration(n) * step / 10)
			fmt.Fprintln(&logs[i%len(targets)], t.jail.Filter.Attack(line, addr))
		}
	}
	for i, t := range targets {
		if err := write(filepath.Join(dir, t.jail.LogPath), logs[i].String()); err != nil {
			return fmt.Errorf("write the demo's log of %s: %w", t.jail.Name, err)
		}
	}
	return nil
}

func write(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := file.WriteString(text); err != nil {
		_ = file.Close()
		return err
	}
	return file.Close()
}
