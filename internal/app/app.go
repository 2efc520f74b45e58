package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync/atomic"

	"github.com/coreos/go-systemd/v22/daemon"

	"bangui/internal/account"
	"bangui/internal/allow"
	"bangui/internal/ban"
	"bangui/internal/blocklist"
	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
	"bangui/internal/httpapi"
	"bangui/internal/ipinfo"
	"bangui/internal/jail"
	"bangui/internal/link"
	"bangui/internal/metrics"
	"bangui/internal/mount"
	"bangui/internal/protect"
	"bangui/internal/replica"
	"bangui/internal/revision"
	"bangui/internal/settings"
	"bangui/internal/store"
)

// Options is what [Run] needs.
type Options struct {
	Settings settings.Settings
	Logger   *slog.Logger
	// Version is BanGUI's own.
	Version string
	// OpenHost returns the way to the fail2ban of this machine. It must not fail because fail2ban does not run: that is a status.
	OpenHost OpenHost
	// HasHost tells whether there is a fail2ban on this machine to look after.
	HasHost func(socket string) bool
	// TryHost is the same as OpenHost for a fail2ban that is only looked at, and leaves nothing behind.
	TryHost OpenHost
	// FileSystem tells on what a path lies, and the name of that; nil asks the kernel, with [mount.KindOf].
	FileSystem func(path string) (mount.Kind, string)
	// Started is called once, when the server answers; may be nil.
	Started func(Started)
}

// OpenHost returns the way to the fail2ban at a place, and what ends it.
type OpenHost func(ctx context.Context, place httpapi.Place) (host.Host, io.Closer, error)

// Started is what people need to know once the server answers.
type Started struct {
	// URL is where browsers find it.
	URL string
	// SetupToken is empty if set-up is done.
	SetupToken settings.Secret
	// SetupTokenFile holds it, too.
	SetupTokenFile string
	// Address is what the server listens on, with the port that the kernel chose.
	Address string
}

// app is the server while it runs. Each stage sets some fields, which later stages use.
type app struct {
	Options
	log *slog.Logger

	// replica tells this process from all others.
	replica    string
	tokenFile  string
	setupToken settings.Secret
	// addresses tells the country and the network of an address.
	addresses  *ipinfo.Data
	store      *store.Store
	accounts   *account.Accounts
	bus        *event.Bus
	fleet      *fleet.Fleet
	protected  *protect.Set
	bans       *ban.Bans
	jails      *jail.Jails
	allowances *allow.Allowances
	revisions  *revision.Revisions
	blocklists *blocklist.Blocklists
	local      *local
	background *background
	metrics    *metrics.Metrics
	held       *heldHosts
	listener   net.Listener
	// handlerInUse answers all requests.
	handlerInUse http.Handler
	// link is nil for a process that has no others beside it.
	link     *link.Node
	replicas *replica.Registry
	// clock is replicas, from when it knows the time that all of them share.
	clock atomic.Pointer[replica.Registry]
	// draining is true from the order to stop on.
	draining atomic.Bool
	// failed ends Run when a part that must run does not.
	failed chan error
}

// stage is one step of starting. If it succeeds, what it returns is called when a later stage fails and at the end, in reverse
// order.
type stage struct {
	name  string
	start func(ctx context.Context) (undo, error)
}

// undo takes back what a stage did.
type undo func() error

// nothing is the undo of a stage that leaves nothing behind.
func nothing() error { return nil }

// Run starts the server, serves until ctx ends and stops it. It returns nil after an orderly stop. See [ExitCode] for what its
// errors mean to the system.
func Run(ctx context.Context, options Options) error {
	a := &app{Options: options, log: options.Logger, replica: replicaName(), bus: &event.Bus{}, failed: make(chan error, 1)}
	undo, err := a.start(ctx)
	if err != nil {
		return errors.Join(err, undo())
	}
	a.tellSystemd(daemon.SdNotifyReady)
	err = a.wait(ctx)
	a.tellSystemd(daemon.SdNotifyStopping)
	return errors.Join(err, undo())
}

// wait returns when ctx ends, or with the error of a part that does not run any more.
func (a *app) wait(ctx context.Context) error {
	tick, stop := a.watchdog()
	defer stop()
	for {
		select {
		case <-ctx.Done():
			a.log.Info("stopping")
			return nil
		case err := <-a.failed:
			return err
		case <-tick:
			a.feedWatchdog()
		}
	}
}

// start goes through the stages and returns what undoes those that succeeded.
func (a *app) start(ctx context.Context) (undo, error) {
	var undos []undo
	all := func() error {
		var errs []error
		for _, u := range slices.Backward(undos) {
			errs = append(errs, u())
		}
		return errors.Join(errs...)
	}
	for _, s := range a.stages() {
		if err := ctx.Err(); err != nil {
			return all, err
		}
		u, err := s.start(ctx)
		if err != nil {
			return all, fmt.Errorf("%s: %w", s.name, err)
		}
		undos = append(undos, u)
		a.log.Debug("stage done", "stage", s.name)
	}
	return all, nil
}

// Exit codes. Source: sysexits.h.
const (
	exitFailure   = 1
	exitTryLater  = 75
	exitBadConfig = 78
)

// ExitCode returns what the process should end with: 78 if settings or the shape of the installation must be mended first, 75 if
// the same may work later, else 1, and 0 for nil.
func ExitCode(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, fault.Invalid), errors.Is(err, fault.Conflict), errors.Is(err, fault.Unsupported):
		return exitBadConfig
	case errors.Is(err, fault.Unavailable), errors.Is(err, fault.Unreachable):
		return exitTryLater
	default:
		return exitFailure
	}
}
