package app

import (
	"context"
	"path/filepath"
	"strings"

	"bangui/internal/account"
	"bangui/internal/ban"
	"bangui/internal/fleet"
	"bangui/internal/jail"
	"bangui/internal/store"
)

// stages is the order of starting. Later stages use what earlier ones made.
func (a *app) stages() []stage {
	return []stage{
		{"data directory", a.prepareDataDir},
		{"lock", a.lockDataDir},
		{"database", a.openStore},
		{"migrations", a.migrate},
		{"shape", a.takeDatabase},
		{"metrics", a.startMetrics},
		{"listener", a.listen},
		{"set-up", a.prepareSetup},
		{"hosts", a.addHosts},
		{"jobs", a.startJobs},
		{"http", a.serve},
	}
}

func (a *app) openStore(ctx context.Context) (undo, error) {
	s, err := store.Open(ctx, store.Options{
		URL: a.Settings.DatabaseURL.Reveal(), Path: filepath.Join(a.Settings.DataDir, "bangui.db"), Logger: a.log,
	})
	if err != nil {
		return nil, err
	}
	a.store = s
	return s.Close, nil
}

func (a *app) migrate(ctx context.Context) (undo, error) {
	return nothing, a.store.Migrate(ctx)
}

// prepareSetup makes the accounts, and the token for the first visitor if there is to be one.
func (a *app) prepareSetup(ctx context.Context) (undo, error) {
	done, err := a.store.SetupCompleted(ctx)
	if err != nil {
		return nil, err
	}
	a.tokenFile = filepath.Join(a.Settings.DataDir, "setup-token")
	if done {
		a.forgetSetupToken()
	} else if a.setupToken, err = prepareSetupToken(a.tokenFile, a.Settings.SetupToken); err != nil {
		return nil, err
	}
	a.accounts = account.New(a.store, a.store, a.setupToken.Reveal(), a.log)
	return nothing, nil
}

// sqlitePath is the file of the database, empty for PostgreSQL.
func (a *app) sqlitePath() string {
	if a.Settings.PostgreSQL() {
		return ""
	}
	if path, ok := strings.CutPrefix(a.Settings.DatabaseURL.Reveal(), "sqlite:"); ok {
		return filepath.Clean("/" + strings.TrimLeft(path, "/"))
	}
	return filepath.Join(a.Settings.DataDir, "bangui.db")
}

// addHosts takes the fail2ban of this machine over, if we look after it.
func (a *app) addHosts(ctx context.Context) (undo, error) {
	a.fleet = fleet.New(a.log, a.store, a.bus, fleet.Options{Replica: a.replica, Alone: !a.Settings.PostgreSQL()})
	a.bans = ban.New(a.log, a.store, a.fleet, a.bus)
	a.jails = jail.New(a.log, a.fleet, a.bans, a.store, a.bus)
	a.local = &local{app: a}
	if !a.local.wanted() {
		return nothing, nil
	}
	if err := a.local.open(ctx); err != nil {
		return nil, err
	}
	return a.local.close, nil
}

// startJobs starts everything that works by itself.
func (a *app) startJobs(ctx context.Context) (undo, error) {
	a.background = newBackground(ctx, a.log, a.failed)
	a.background.start("hosts", a.fleet.Run)
	a.countHosts()
	a.background.start("history", ban.NewFollower(a.bans).Run)
	a.background.start("schedules", a.newRunner().Run)
	return a.background.stop, nil
}
