package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"time"

	"bangui/internal/audit"
	"bangui/internal/schedule"
)

// How long things are kept.
const (
	runsKept   = 30 * 24 * time.Hour
	probesKept = 7 * 24 * time.Hour
	// importsKept is for imports of block lists.
	importsKept = 90 * 24 * time.Hour
)

// followRevisions is the task that follows changes of configurations. It is asked for whenever one begins.
const followRevisions = "revision.follow"

// removeFirst and removeAtOnce keep each transaction of a clean-up short, so that nothing waits behind it.
const (
	removeFirst  = 10
	removeAtOnce = 500
)

// tasks are everything that must happen again and again.
func (a *app) tasks() []schedule.Task {
	return []schedule.Task{
		{
			Name: "session.cleanup", Title: "Remove expired sessions",
			Description: "Removes sessions that have expired and counts of sign-ins and requests that limit nothing any more.",
			Schedule:    schedule.Schedule{Every: 10 * time.Minute}, Run: cleanup("sessions and limits", a.store.RemoveExpired),
		},
		{
			Name: "history.cleanup", Title: "Remove old bans",
			Description: fmt.Sprintf("Removes bans that ended more than %d days ago from the history, and what they add to the charts.", a.Settings.HistoryDays),
			Schedule:    schedule.Schedule{Every: time.Hour}, Run: cleanup("bans", olderThan(a.historyKept(), a.store.RemoveBefore)),
		},
		{
			Name: "count.cleanup", Title: "Remove old counts",
			Description: "Removes numbers by the hour that are older than charts by the hour go back. Those by the day stay.",
			Schedule:    schedule.Schedule{Every: time.Hour}, Run: cleanup("days of counts", olderThan(a.historyKept(), a.store.RemoveCounts)),
		},
		{
			Name: "count.pack", Title: "Pack counts",
			Description: "Makes the numbers behind charts of networks quicker to read, once an hour, day or month is over or has changed.",
			Schedule:    schedule.Schedule{Every: 10 * time.Minute}, Run: a.bans.PackCounts,
		},
		{
			Name: "history.recount", Title: "Count bans anew",
			Description: "Makes the numbers behind the charts anew from the bans: after an upgrade that needs it, or when somebody asks for it.",
			Schedule:    schedule.Schedule{Every: 24 * time.Hour}, Run: a.bans.RecountIfDue,
		},
		{
			Name: "history.place", Title: "Look up where bans are from",
			Description: "Looks up bans without a country or network again when there is new data about addresses.",
			Schedule:    schedule.Schedule{Every: time.Hour},
			Run: func(ctx context.Context, work *schedule.Work) (string, error) {
				return a.bans.PlaceAgain(ctx, a.addresses.Version(), a.addresses.State().Network.Known, work)
			},
		},
		{
			Name: "allowance.resolve", Title: "Look up names of the allow-list",
			Description: "Asks the name service every 5 minutes which addresses the names of the allow-list have, and has jails ignore those.",
			Schedule:    schedule.Schedule{Every: time.Minute}, Run: a.allowances.Resolve,
		},
		{
			Name: "allowance.tend", Title: "Look after the allow-list",
			Description: "Ends entries of the allow-list whose time is up, and makes the ignore lists of all jails what they should be: fail2ban forgets at a reload what was put there.",
			Schedule:    schedule.Schedule{Every: time.Minute}, Run: a.allowances.Tend,
		},
		{
			Name: "allowance.cleanup", Title: "Remove old entries of the allow-list",
			Description: fmt.Sprintf("Removes entries of the allow-list that ended more than %d days ago.", a.Settings.HistoryDays),
			Schedule:    schedule.Schedule{Every: 24 * time.Hour}, Run: cleanup("allowances", olderThan(a.historyKept(), a.store.RemoveAllowances)),
		},
		{
			Name: followRevisions, Title: "Follow changes of configurations",
			Description: "Asks hosts how far changes of their configuration are, until all have come to their end, and keeps what they answer.",
			Schedule:    schedule.Schedule{Every: 5 * time.Minute}, Run: a.revisions.Follow,
		},
		a.blocklists.JailWork(),
		{
			Name: "blocklist.cleanup", Title: "Remove old contents of block lists",
			Description: fmt.Sprintf("Removes what block lists held before, how imports went more than %d days ago, and what was dropped more than %d days ago.",
				importsKept/(24*time.Hour), a.Settings.HistoryDays),
			Schedule: schedule.Schedule{Every: time.Hour}, Run: a.cleanBlocklists,
		},
		{
			Name: "run.cleanup", Title: "Remove old jobs",
			Description: "Removes jobs that ended more than 30 days ago, with what they told.",
			Schedule:    schedule.Schedule{Every: 24 * time.Hour}, Run: cleanup("jobs", olderThan(runsKept, a.store.RemoveRuns)),
		},
		{
			Name: "host.probe", Title: "Ask all hosts",
			Description: "Asks the fail2ban of every host how it is, and keeps how it answered.",
			Schedule:    schedule.Schedule{Every: 5 * time.Minute},
			Run: func(ctx context.Context, work *schedule.Work) (string, error) {
				return a.fleet.ProbeAll(ctx, a.store, work)
			},
		},
		{
			Name: "probe.cleanup", Title: "Remove old answers of hosts",
			Description: "Removes what hosts answered more than 7 days ago.",
			Schedule:    schedule.Schedule{Every: time.Hour}, Run: cleanup("answers", olderThan(probesKept, a.store.RemoveProbes)),
		},
		{
			Name: "country.check", Title: "Check country and network data",
			Description: "Looks whether the data that tells the country and the network of an address is there, whole and not too old.",
			Schedule:    schedule.Schedule{Every: 24 * time.Hour}, Run: a.checkAddressData,
		},
	}
}

// followRevision has a change of a configuration followed from now on.
func (a *app) followRevision(ctx context.Context) error {
	return a.store.AskRun(ctx, followRevisions, audit.System().Name,
		audit.Entry{Actor: audit.System(), Action: "job.run", Target: followRevisions, Result: audit.OK})
}

// newRunner runs the tasks on this replica.
func (a *app) newRunner() *schedule.Runner {
	return schedule.NewRunner(a.store, a.bus, a.replica, a.log, a.tasks()...).WithFamilies(a.families()...)
}

// families are tasks of which there is one for each of something that people make.
func (a *app) families() []schedule.Family { return []schedule.Family{a.blocklists.ImportFamily()} }

// newJobs is what people do with the tasks.
func (a *app) newJobs() *schedule.Jobs {
	return schedule.NewJobs(a.store, a.bus, a.tasks()...).WithFamilies(a.families()...)
}

// remover removes at most limit of something and returns how many.
type remover func(ctx context.Context, limit int) (int, error)

// olderThan makes a remover of one that needs to know the age.
func olderThan(age time.Duration, remove func(context.Context, time.Duration, int) (int, error)) remover {
	return func(ctx context.Context, limit int) (int, error) { return remove(ctx, age, limit) }
}

// cleanup removes until nothing is left to remove.
func cleanup(what string, remove remover) func(context.Context, *schedule.Work) (string, error) {
	return func(ctx context.Context, work *schedule.Work) (string, error) {
		total := 0
		pace := schedule.Pace{First: removeFirst, Most: removeAtOnce}
		for done := false; !done; {
			err := pace.Step(ctx, func(limit int) error {
				n, err := remove(ctx, limit)
				total, done = total+n, n < limit
				return err
			})
			if err != nil {
				return "", fmt.Errorf("remove %s: %w", what, err)
			}
			work.Progress(int64(total), 0, "removing "+what)
		}
		if total == 0 {
			work.Routine()
		}
		return fmt.Sprintf("removed %d %s", total, what), nil
	}
}

// historyKept is how long bans are kept after their end.
func (a *app) historyKept() time.Duration {
	return time.Duration(a.Settings.HistoryDays) * 24 * time.Hour
}

// replicaName tells this process from all others.
func replicaName() string {
	return fmt.Sprintf("%s/%d/%s", machineName(), os.Getpid(), rand.Text()[:6])
}

// machineName is for people.
func machineName() string {
	if name, err := os.Hostname(); err == nil {
		return name
	}
	return "unnamed machine"
}
