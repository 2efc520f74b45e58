package app

import (
	"context"
	"net"
	"path/filepath"

	"bangui/internal/account"
	"bangui/internal/allow"
	"bangui/internal/ban"
	"bangui/internal/fleet"
	"bangui/internal/jail"
	"bangui/internal/protect"
	"bangui/internal/revision"
	"bangui/internal/store"
)

// stages is the order of starting. Later stages use what earlier ones made.
func (a *app) stages() []stage {
	return []stage{
		{"data directory", a.prepareDataDir},
		{"lock", a.lockDataDir},
		{"address data", a.openAddressData},
		{"database", a.openStore},
		{"shape", a.takeDatabase},
		{"migrations", a.migrate},
		{"metrics", a.startMetrics},
		{"listener", a.listen},
		{"link", a.openLink},
		{"replicas", a.register},
		{"set-up", a.prepareSetup},
		{"hosts", a.addHosts},
		{"jobs", a.startJobs},
		{"http", a.serve},
	}
}

func (a *app) openStore(ctx context.Context) (undo, error) {
	s, err := store.Open(ctx, store.Options{
		URL: a.Settings.DatabaseURL.Reveal(), Path: filepath.Join(a.Settings.DataDir, "bangui.db"), Logger: a.log,
		Locate: a.addresses.LookupPrefix,
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
	a.tokenFile = filepath.Join(a.Settings.DataDir, "setup-token")
	done, err := a.store.SetupCompleted(ctx)
	switch {
	case err != nil:
		return nil, err
	case done:
		a.forgetSetupToken(ctx)
	default:
		if a.setupToken, err = a.shareSetupToken(ctx); err != nil {
			return nil, err
		}
	}
	a.accounts = account.New(a.store, a.store, a.log)
	return nothing, nil
}

// addHosts takes the fail2ban of this machine over, if we look after it.
func (a *app) addHosts(ctx context.Context) (undo, error) {
	options := fleet.Options{Replica: a.replica, Alone: !a.Settings.PostgreSQL()}
	if a.link != nil {
		options.Remote = a.link.Host
	}
	a.fleet = fleet.New(a.log, a.store, a.bus, options)
	a.protected = protect.New(a.store)
	a.bans = ban.New(a.log, a.store, a.fleet, a.bus, a.replicas.Now, a.protected.On)
	a.jails = jail.New(a.log, a.fleet, a.bans, a.store, a.bus)
	a.revisions = revision.New(a.log, a.store, a.fleet, a.bus, a.followRevision)
	a.allowances = allow.New(a.log, a.store, a.fleet, a.bans, a.bus, net.DefaultResolver, a.revisions)
	a.blocklists = a.newBlocklists()
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
	a.background.start("replicas", a.replicas.Run)
	if a.link != nil {
		a.background.start("link", a.link.Run)
		a.background.start("hosts for other replicas", a.serveHosts)
	}
	a.background.start("address data", a.addresses.Run)
	a.background.start("set-up token", a.tendSetupToken)
	a.background.start("place of fail2ban", a.local.follow)
	a.background.start("hosts", a.fleet.Run)
	a.countHosts()
	a.background.start("history", ban.NewFollower(a.bans).Run)
	a.background.start("allowances", a.allowances.Run)
	a.background.start("block lists", a.blocklists.Run)
	a.background.start("schedules", a.newRunner().Run)
	return a.background.stop, nil
}
