package app

import (
	"context"
	"fmt"

	"bangui/internal/blocklist"
	"bangui/internal/outbound"
	"bangui/internal/schedule"
)

// newBlocklists makes what looks after block lists.
func (a *app) newBlocklists() *blocklist.Blocklists {
	return blocklist.New(blocklist.Options{
		Log: a.log, Store: a.store, Fleet: a.fleet, Bans: a.bans, Bus: a.bus, Now: a.replicas.Now, Shield: a.protected,
		Outside: outbound.New(outbound.Options{UserAgent: "BanGUI/" + a.Version}),
	})
}

// cleanBlocklists removes what is kept of block lists, when its time is up.
func (a *app) cleanBlocklists(ctx context.Context, work *schedule.Work) (string, error) {
	pieces, err := a.blocklists.Sweep(ctx)
	if err != nil {
		return "", fmt.Errorf("remove old contents of block lists: %w", err)
	}
	imports, err := cleanup("imports", olderThan(importsKept, a.store.RemoveImports))(ctx, work)
	if err != nil {
		return "", err
	}
	counters, err := cleanup("hours of counters", olderThan(a.historyKept(), a.store.RemoveDropped))(ctx, work)
	return fmt.Sprintf("removed %d pieces of contents; %s; %s", pieces, imports, counters), err
}
