package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"bangui/internal/configuration"
	"bangui/internal/fault"
	"bangui/internal/httpapi"
	"bangui/internal/rehearsal"
	"bangui/web"
)

// drainWithin is how long running requests may take when the server stops.
const drainWithin = 25 * time.Second

// Limits of one connection. Live streams move their own deadline for writing.
const (
	readHeaderWithin = 10 * time.Second
	readWithin       = 30 * time.Second
	writeWithin      = 60 * time.Second
	idleAtMost       = 2 * time.Minute
	maxHeaderBytes   = 64 << 10
)

// listen opens the socket early, so that what is in its way is said before anything has been changed, and so that others can be told
// where it is. Nobody is answered before serve.
func (a *app) listen(ctx context.Context) (undo, error) {
	listener, err := listen(ctx, a.Settings.Listen, serverMend())
	if err != nil {
		return nil, err
	}
	a.listener = listener
	return func() error {
		if err := listener.Close(); !errors.Is(err, net.ErrClosed) {
			return err
		}
		return nil // the server that used it has closed it
	}, nil
}

// serve serves, and tells that the server has started.
func (a *app) serve(ctx context.Context) (undo, error) {
	stopping, stop := context.WithCancel(context.WithoutCancel(ctx))
	handler, err := a.handler(stopping)
	if err != nil {
		stop()
		return nil, err
	}
	a.handlerInUse = handler
	unused := &unusedConns{}
	server := &http.Server{
		Handler: handler, ConnState: unused.watch, ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelDebug),
		ReadHeaderTimeout: readHeaderWithin, ReadTimeout: readWithin, WriteTimeout: writeWithin, IdleTimeout: idleAtMost,
		MaxHeaderBytes: maxHeaderBytes,
	}
	server.RegisterOnShutdown(unused.close)
	go func() {
		if err := server.Serve(a.listener); !errors.Is(err, http.ErrServerClosed) {
			a.failed <- fmt.Errorf("serve http: %w", err)
		}
	}()
	a.tellStarted(a.listener.Addr())
	return func() error {
		a.draining.Store(true)
		a.sayStopping()
		a.waitForProxies()
		stop()
		return a.drain(server)
	}, nil
}

// proxyDelay is how long a replica that stops says "not ready" by default: longer than a proxy that asks every second or two takes to
// believe it.
const proxyDelay = 3 * time.Second

// waitForProxies goes on serving for a moment after /readyz has turned, so that a proxy before several replicas sends its requests to
// the others. A second order to stop ends the process at once.
func (a *app) waitForProxies() {
	delay := time.Duration(0)
	switch {
	case a.Settings.DrainDelay != nil:
		delay = *a.Settings.DrainDelay
	case a.Settings.PostgreSQL():
		delay = proxyDelay
	}
	time.Sleep(delay)
}

// drain lets running requests end, and cuts those that take too long.
func (a *app) drain(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), drainWithin)
	defer cancel()
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		a.log.Warn("some requests did not end in time and were cut", "within_s", drainWithin.Seconds())
		err = server.Close()
	}
	return err
}

func (a *app) handler(stopping context.Context) (http.Handler, error) {
	ui, err := web.Handler(a.Settings.BasePath)
	if err != nil {
		return nil, err
	}
	return httpapi.New(httpapi.Deps{
		Logger: a.log, Version: a.Version, Replica: a.replica, Accounts: a.accounts, Audit: a.store,
		Fleet: a.fleet, Bans: a.bans, Jails: a.jails, Configurations: configuration.New(a.fleet), Revisions: a.revisions, Allowances: a.allowances, Blocklists: a.blocklists, Protected: a.protected, Rehearsals: rehearsal.New(a.fleet, a.allowances, a.accounts.SignedIn), Events: a.bus, Addresses: a.addresses, LookupName: a.lookUpName(), Replicas: a.replicas, Jobs: a.newJobs(), Database: a.databaseName(),
		TestConnection: a.local.test, SetupDone: a.setupDone, Place: a.local.current, Checks: a.checks, UI: ui,
		BasePath: a.Settings.BasePath, PublicURL: a.Settings.PublicURL, TrustedProxies: a.Settings.TrustedProxies,
		Metrics: a.metrics, MetricsToken: a.Settings.MetricsToken, Stopping: stopping.Done(),
	}), nil
}

// setupDone is called once, after the first administrator was created.
func (a *app) setupDone(ctx context.Context) {
	a.forgetSetupToken(ctx)
	if err := a.local.reopen(context.WithoutCancel(ctx)); err != nil {
		a.log.ErrorContext(ctx, "fail2ban's new place not used; restart to use it", "err", fault.Cause(err))
	}
}

// checkWithin is how long one look at the database may take.
const checkWithin = 2 * time.Second

// checks are what /readyz shows.
func (a *app) checks(ctx context.Context) []httpapi.Check {
	ctx, cancel := context.WithTimeout(ctx, checkWithin)
	defer cancel()
	store := httpapi.Check{Name: "database", OK: true, Message: "answers"}
	if err := a.store.Ping(ctx); err != nil {
		store.OK, store.Message = false, "does not answer"
		a.log.WarnContext(ctx, "database not ready", "err", fault.Cause(err))
	}
	serving := httpapi.Check{Name: "serving", OK: true, Message: "takes requests"}
	if a.draining.Load() {
		serving.OK, serving.Message = false, "is stopping"
	}
	seen := httpapi.Check{Name: "replica", OK: true, Message: "is seen by the others"}
	if err := a.replicas.Ready(); err != nil {
		seen.OK, seen.Message = false, err.Error()
	}
	return []httpapi.Check{store, seen, serving}
}

// databaseName is the kind of the database as the API names it.
func (a *app) databaseName() string {
	if a.Settings.PostgreSQL() {
		return "postgresql"
	}
	return "sqlite"
}

// tellStarted tells people where to go.
func (a *app) tellStarted(address net.Addr) {
	url := a.browserURL(address)
	a.log.Info("ready", "listen", address.String(), "url", url, "version", a.Version)
	if a.Started != nil {
		a.Started(Started{URL: url, SetupToken: a.setupToken, SetupTokenFile: a.tokenFile, Address: address.String()})
	}
}

// browserURL is the public URL, or the address that we listen on, or this machine's if that is all of them; empty for a unix
// socket that no URL leads to.
func (a *app) browserURL(address net.Addr) string {
	if u := a.Settings.PublicURL; u != nil {
		return u.Scheme + "://" + u.Host + a.Settings.BasePath + "/"
	}
	tcp, ok := address.(*net.TCPAddr)
	if !ok {
		return ""
	}
	host, port, _ := net.SplitHostPort(address.String())
	if tcp.IP.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port) + a.Settings.BasePath + "/"
}
