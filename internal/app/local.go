package app

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"bangui/internal/account"
	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/httpapi"
	"bangui/internal/settings"
)

// local is the fail2ban of this machine.
type local struct {
	app *app

	mu     sync.Mutex
	place  httpapi.Place
	closer io.Closer
}

// wanted tells whether this server looks after the machine's own fail2ban. Several replicas on PostgreSQL do so where there is
// one; a single server always does, and says what is missing.
func (l *local) wanted() bool {
	switch l.app.Settings.LocalHost {
	case settings.LocalOn:
		return true
	case settings.LocalOff:
		return false
	default:
		return !l.app.Settings.PostgreSQL() || l.app.HasHost(l.app.Settings.Fail2banSocket)
	}
}

// name is what the machine is called in the list of hosts.
func (l *local) name() string {
	return HostName(l.app.Settings)
}

// open takes the host over for the first time.
func (l *local) open(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	place, err := l.choose(ctx)
	if err != nil {
		return err
	}
	h, closer, err := l.app.openHost(ctx, l.name(), place)
	if err != nil {
		return err
	}
	l.place, l.closer = place, closer
	return l.app.fleet.Add(ctx, l.name(), true, h)
}

// followEvery is how often a replica looks whether set-up, which was done on another one, chose another place.
const followEvery = 3 * time.Second

// follow keeps to the place that is stored until ctx ends. It always returns ctx's error.
func (l *local) follow(ctx context.Context) error {
	failing := false
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(followEvery):
		}
		err := l.reopen(ctx)
		if err != nil && !failing && ctx.Err() == nil {
			l.app.log.WarnContext(ctx, "the place of fail2ban could not be followed; trying again", "err", fault.Cause(err))
		}
		failing = err != nil
	}
}

// reopen is for when set-up chose another place.
func (l *local) reopen(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	place, err := l.choose(ctx)
	if err != nil || place == l.place || l.closer == nil {
		return err
	}
	h, closer, err := l.app.openHost(ctx, l.name(), place)
	if err != nil {
		return err
	}
	if err := l.app.fleet.Replace(l.name(), h); err != nil {
		return fmt.Errorf("use the fail2ban at %s: %w", place.Socket, err)
	}
	before := l.closer
	l.place, l.closer = place, closer
	return before.Close()
}

// choose decides where fail2ban is: what is set at the start wins over what set-up stored, that over the default.
func (l *local) choose(ctx context.Context) (httpapi.Place, error) {
	stored, err := l.app.store.Settings(ctx)
	if err != nil {
		return httpapi.Place{}, err
	}
	s := l.app.Settings
	place := httpapi.Place{Socket: s.Fail2banSocket, ConfigDir: s.Fail2banConfigDir}
	if socket := stored[account.SettingFail2banSocket]; socket != "" && s.Origin("fail2ban_socket") == settings.Default {
		place.Socket = socket
	}
	if dir := stored[account.SettingFail2banConfigDir]; dir != "" && s.Origin("fail2ban_config_dir") == settings.Default {
		place.ConfigDir = dir
	}
	return place, nil
}

// current is where fail2ban is looked for.
func (l *local) current() httpapi.Place {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.place == (httpapi.Place{}) {
		return httpapi.Place{Socket: l.app.Settings.Fail2banSocket, ConfigDir: l.app.Settings.Fail2banConfigDir}
	}
	return l.place
}

func (l *local) close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closer == nil {
		return nil
	}
	return l.closer.Close()
}

// testWithin is how long the person at the set-up page waits for the answer at most.
const testWithin = 5 * time.Second

// test tries a fail2ban at another place, without using it.
func (l *local) test(ctx context.Context, place httpapi.Place) httpapi.Connection {
	ctx, cancel := context.WithTimeout(ctx, testWithin)
	defer cancel()
	result := httpapi.Connection{}
	result.ConfigDirOK, result.ConfigDirMessage = checkConfigDir(place.ConfigDir)
	h, closer, err := l.app.TryHost(ctx, place)
	if err != nil {
		result.Problem = &host.Problem{Code: host.ProblemNotAnswering, Message: err.Error()}
		return result
	}
	defer func() {
		if err := closer.Close(); err != nil {
			l.app.log.WarnContext(ctx, "tried connection not closed", "err", err)
		}
	}()
	status, err := h.Status(ctx)
	if err != nil {
		result.Problem = &host.Problem{Code: host.ProblemNotAnswering, Message: err.Error()}
		return result
	}
	result.Reachable, result.Version, result.Problem = status.Reachable, status.Version, status.Problem
	for _, j := range status.Jails {
		if j.State != host.JailStopped {
			result.Jails++
		}
	}
	return result
}

// checkConfigDir tells whether a directory looks like fail2ban's. Source: fail2ban/client/configurator.py reads fail2ban.conf
// and jail.conf from it.
func checkConfigDir(dir string) (ok bool, message string) {
	if !filepath.IsAbs(dir) {
		return false, "must be an absolute path, beginning with a slash"
	}
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return false, fmt.Sprintf("%s cannot be read: %s", dir, reason(err))
	case !info.IsDir():
		return false, dir + " is not a directory"
	case !exists(filepath.Join(dir, "jail.conf")) && !exists(filepath.Join(dir, "fail2ban.conf")):
		return false, dir + " has neither fail2ban.conf nor jail.conf"
	}
	return true, ""
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
