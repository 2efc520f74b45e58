package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"bangui/internal/fault"
	"bangui/internal/replica"
)

// register makes this process known to the others that use the same database.
func (a *app) register(ctx context.Context) (undo, error) {
	schema, err := a.store.OwnSchema()
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	a.replicas = replica.New(replica.Options{
		Store: a.store, Bus: a.bus, Log: a.log, Link: a.linkOrNil(), Standby: a.standby, Protects: a.protects,
		Me: replica.Replica{
			ID: a.replica, Machine: machineName(), PID: os.Getpid(), Version: a.Version, Schema: schema,
			URL: a.browserURL(a.listener.Addr()), Address: a.linkAddress(),
		},
	})
	if err := a.replicas.Register(ctx); err != nil {
		return nil, err
	}
	a.clock.Store(a.replicas)
	return a.leave, nil
}

// standby are the hosts that this replica would take over.
func (a *app) standby() []string {
	if a.fleet == nil {
		return nil
	}
	return a.fleet.Standby()
}

// farewell is how long the last words to the other replicas may take; without them the others take us for dead a little later.
const farewell = 3 * time.Second

func (a *app) leave() error {
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	if err := a.replicas.Leave(ctx); err != nil {
		a.log.Warn("the other replicas were not told that this one is gone", "err", fault.Cause(err))
	}
	return nil
}

// sayStopping tells the others that this replica takes no new work.
func (a *app) sayStopping() {
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	if err := a.replicas.Stopping(ctx); err != nil && !errors.Is(err, context.Canceled) {
		a.log.Warn("the other replicas were not told that this one stops", "err", fault.Cause(err))
	}
}
