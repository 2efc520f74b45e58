package app

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"bangui/internal/blocklist"
	"bangui/internal/event"
	"bangui/internal/metrics"
	"bangui/internal/schedule"
)

// startMetrics makes the figures and watches what others count. If there is to be a listener of its own, it tells them there, from now
// on until everything else has stopped.
func (a *app) startMetrics(ctx context.Context) (undo, error) {
	a.metrics = metrics.New(metrics.Options{Version: a.Version, Logger: a.log, NameHosts: a.Settings.PostgreSQL()})
	a.metrics.WatchDatabase(metrics.Database{Pools: a.pools, Failures: a.store.Failures, AuditFailures: a.store.AuditFailures})
	if a.Settings.MetricsListen.Network == "" {
		return nothing, nil
	}
	return a.serveMetrics(ctx)
}

// countHosts starts to count what happens on hosts and is told to browsers, if anybody may ask for it.
func (a *app) countHosts() {
	if a.Settings.MetricsListen.Network == "" && a.Settings.MetricsToken.IsZero() {
		return
	}
	a.held = newHeldHosts(a.fleet, a.log)
	a.metrics.WatchHosts(a.held.list)
	a.metrics.WatchLeases(a.held.count)
	a.metrics.WatchReplicas(a.replicaFigures)
	a.metrics.WatchBlocklists(a.blocklistFigures, a.enforcementFigures)
	a.background.start("figures of hosts", a.held.Run)
	for _, name := range append(taskNames(a.tasks()), strings.TrimSuffix(blocklist.ImportTasks, ".")) {
		a.metrics.KnowTask(name, string(schedule.Succeeded), string(schedule.Failed), string(schedule.Cancelled),
			string(schedule.Lost), string(schedule.Released))
	}
	heard := a.bus.Subscribe(0, countedEvents) // now, so that the first run of a task is not missed
	a.background.start("figures of events", func(ctx context.Context) error { return a.countEvents(ctx, heard) })
}

func taskNames(tasks []schedule.Task) []string {
	names := make([]string, len(tasks))
	for i, task := range tasks {
		names[i] = task.Name
	}
	return names
}

func (a *app) pools() []metrics.Pool {
	var pools []metrics.Pool
	for name, s := range a.store.Pools() {
		pools = append(pools, metrics.Pool{
			Name: name, Max: s.MaxOpenConnections, InUse: s.InUse, Idle: s.Idle, Waits: s.WaitCount, Waited: s.WaitDuration,
		})
	}
	return pools
}

// serveMetrics tells the figures on their listener. It asks for no token: who reaches it may read it.
func (a *app) serveMetrics(ctx context.Context) (undo, error) {
	listener, err := listen(ctx, a.Settings.MetricsListen, metricsMend())
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET "+metrics.Route, a.metrics.Handler())
	server := &http.Server{
		Handler: mux, ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelDebug),
		ReadHeaderTimeout: readHeaderWithin, ReadTimeout: readWithin, WriteTimeout: writeWithin, IdleTimeout: idleAtMost,
		MaxHeaderBytes: maxHeaderBytes,
	}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			a.log.Error("metrics are not served any more", "err", err)
		}
	}()
	a.log.Info("metrics", "listen", listener.Addr().String())
	return server.Close, nil
}

// countedEvents is how many events may wait to be counted.
const countedEvents = 4096

// countEvents counts what is told to browsers, and the runs of tasks, until ctx ends.
func (a *app) countEvents(ctx context.Context, sub *event.Subscription) error {
	defer sub.Close()
	runs := newCountedRuns(a.metrics, a.replica, blocklist.ImportTasks)
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case e := <-sub.C:
			a.countEvent(e)
			a.held.heard(e)
			if change, ok := e.Data.(schedule.JobChange); ok {
				runs.heard(change.Run)
			}
		}
	}
}

func (a *app) countEvent(e event.Event) {
	if e.Topic == event.Resync && e.Remote {
		a.metrics.EventsMissed()
		return
	}
	a.metrics.Event(e.Topic, e.Remote)
}

func (a *app) replicaFigures() (metrics.Replicas, bool) {
	alive, silent, beat, ok := a.replicas.Figures()
	return metrics.Replicas{Alive: alive, Silent: silent, Beat: beat}, ok
}
