package app

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"net"
	"time"

	"bangui/internal/fleet"
	"bangui/internal/link"
	"bangui/internal/replica"
	"bangui/internal/settings"
)

// The names of the secrets that replicas share.
const (
	secretInstallation = "installation"
	secretLink         = "link"
)

// openLink opens the way to the other replicas. A process on SQLite has no others, and opens no port.
func (a *app) openLink(ctx context.Context) (undo, error) {
	if !a.Settings.PostgreSQL() || (a.Settings.ReplicaListen == settings.ReplicaListenOff && a.Settings.NATSURL.IsZero()) {
		return nothing, nil
	}
	options, err := a.linkOptions(ctx)
	if err != nil {
		return nil, err
	}
	if a.link, err = link.Open(ctx, options); err != nil {
		return nil, err
	}
	a.log.Info("link between replicas open", "address", a.link.Address())
	return a.link.Close, nil
}

func (a *app) linkOptions(ctx context.Context) (link.Options, error) {
	installation, err := a.store.Secret(ctx, secretInstallation, rand.Text)
	if err != nil {
		return link.Options{}, err
	}
	text, err := a.store.Secret(ctx, secretLink, randomKey)
	if err != nil {
		return link.Options{}, err
	}
	secret, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return link.Options{}, fmt.Errorf("stored secret of the link: %w", err)
	}
	address, err := a.replicaListen(ctx)
	return link.Options{
		Replica: a.replica, Installation: installation, Secret: secret, Listen: address, NATSURL: a.Settings.NATSURL.Reveal(),
		Now: a.sharedNow, Bus: a.bus, Log: a.log,
	}, err
}

// randomKey is a new secret of 256 bits.
func randomKey() string {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // it never fails: crypto/rand ends the process instead
	return base64.RawStdEncoding.EncodeToString(key)
}

// replicaListen is where other replicas join us: what is set, or any port at the address by which we reach the database, which those
// who use the same database are likely to reach, too.
func (a *app) replicaListen(ctx context.Context) (string, error) {
	if a.Settings.ReplicaListen != "" {
		return a.Settings.ReplicaListen, nil
	}
	addr, ok, err := a.store.LocalAddress(ctx)
	if err != nil {
		return "", err
	}
	if !ok { // a unix socket: all replicas are on this machine
		return "127.0.0.1:0", nil
	}
	return net.JoinHostPort(addr.String(), "0"), nil
}

// sharedNow is the clock that all replicas share; our own until it is known.
func (a *app) sharedNow() time.Time {
	if registry := a.clock.Load(); registry != nil {
		return registry.Now()
	}
	return time.Now()
}

// linkOrNil is the way to the other replicas; nil for a process that has none.
func (a *app) linkOrNil() replica.Link {
	if a.link == nil {
		return nil
	}
	return a.link
}

// linkAddress is where others join our link; empty if nowhere.
func (a *app) linkAddress() string {
	if a.link == nil {
		return ""
	}
	return a.link.Address()
}

// serveHosts lets other replicas reach the hosts that we hold, until ctx ends.
func (a *app) serveHosts(ctx context.Context) error {
	a.fleet.Tend(ctx, func(ctx context.Context, held fleet.Held) { a.link.Serve(ctx, held.Name, held.Host) })
	return ctx.Err()
}
