package allow

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/event"
	"bangui/internal/fleet"
	"bangui/internal/host"
	"bangui/internal/schedule"
)

// expireAtOnce keeps each transaction short.
const expireAtOnce = 200

// Tend ends allowances whose time is up and makes the ignore lists of all hosts that answer what they should be. It is the work of a job.
func (a *Allowances) Tend(ctx context.Context, work *schedule.Work) (outcome string, err error) {
	ended, err := a.expire(ctx)
	if err != nil {
		return "", err
	}
	records, err := a.fleet.Records(ctx)
	if err != nil {
		return "", err
	}
	results, _ := a.apply(ctx, audit.System(), records)
	counts := make(map[Outcome]int)
	for _, r := range results {
		counts[r.Outcome]++
		if r.Outcome == Failed || r.Outcome == Pending {
			work.Warnf("%s %s: %s", r.Host, r.Jail, r.Message)
		}
	}
	if ended == 0 && len(results) == 0 {
		work.Routine()
		return "nothing to do", nil
	}
	return fmt.Sprintf("%d ended; %d put on ignore lists, %d taken off, %d failed, %d wait for their host",
		ended, counts[Placed], counts[Removed], counts[Failed], counts[Pending]), nil
}

func (a *Allowances) expire(ctx context.Context) (total int, err error) {
	for {
		n, err := a.store.ExpireAllowances(ctx, expireAtOnce)
		if err != nil {
			return total, fmt.Errorf("end allowances: %w", err)
		}
		total += n
		if n < expireAtOnce {
			break
		}
	}
	if total > 0 {
		a.bus.Publish(event.Allowance, Change{})
	}
	return total, nil
}

// Run looks after the hosts that this process holds whenever one comes back, or a jail of it starts, until ctx ends: a jail that was
// reloaded or started has forgotten what was put on its list. It always returns ctx's error. What it misses [Allowances.Tend] finds.
func (a *Allowances) Run(ctx context.Context) error {
	a.fleet.Tend(ctx, a.follow)
	return ctx.Err()
}

// hints is how many events may wait.
const hints = 64

// follow looks after one host until ctx ends.
func (a *Allowances) follow(ctx context.Context, held fleet.Held) {
	sub := a.bus.Subscribe(0, hints)
	defer sub.Close()
	running := ""
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-sub.C:
			again := e.Topic == event.Resync
			switch data := e.Data.(type) {
			case fleet.Record:
				if data.Name == held.Name {
					now := runningJails(data)
					again = now != running && now != ""
					running = now
				}
			case ban.JailChange:
				again = data.Host == held.Name
			}
			if again {
				a.applyOne(ctx, held.Name)
			}
		}
	}
}

// applyOne makes the lists of one host what they should be.
func (a *Allowances) applyOne(ctx context.Context, name string) {
	record, err := a.fleet.Record(ctx, name)
	if err != nil {
		return // it is gone, or the store is: the job says so
	}
	a.apply(ctx, audit.System(), []fleet.Record{record})
}

// runningJails are the names of the jails that run on a host that answers; empty if it does not.
func runningJails(record fleet.Record) string {
	if !record.Status.Reachable {
		return ""
	}
	names := "answers"
	for _, jail := range record.Status.Jails {
		if jail.State != host.JailStopped {
			names += " " + jail.Name
		}
	}
	return names
}

// apply makes the ignore lists of hosts what they should be, all hosts at the same time, and returns what was done and what could not be.
// What was right before is not among the results. actor is who asked for it.
func (a *Allowances) apply(ctx context.Context, actor audit.Actor, records []fleet.Record) ([]Result, []ban.Result) {
	parts := make([]*tending, len(records))
	var wg sync.WaitGroup
	for i, record := range records {
		parts[i] = &tending{allowances: a, actor: actor, record: record}
		wg.Go(func() { parts[i].run(ctx) })
	}
	wg.Wait()
	var results []Result
	var lifted []ban.Result
	for _, part := range parts {
		results, lifted = append(results, part.results...), append(lifted, part.lifted...)
	}
	return results, lifted
}

// lockOf returns the lock of a host.
func (a *Allowances) lockOf(name string) *sync.Mutex {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.busy[name] == nil {
		a.busy[name] = &sync.Mutex{}
	}
	return a.busy[name]
}

// jailsOf are the jails of a host that run.
func jailsOf(record fleet.Record) []string {
	var names []string
	for _, jail := range record.Status.Jails {
		if jail.State != host.JailStopped {
			names = append(names, jail.Name)
		}
	}
	slices.Sort(names)
	return names
}
