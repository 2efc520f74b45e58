package blocklist

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
	"bangui/internal/schedule"
)

// Jails of hosts that block by bans are looked after by one replica at a time.
const (
	jailEvery = 5 * time.Minute
	// batchGap lets fail2ban answer others between two orders.
	batchGap = 200 * time.Millisecond
	// activeAtOnce is how many bans are read in one go.
	activeAtOnce = 500
)

// JailWork is the task that looks after the jails of hosts that block by bans.
func (b *Blocklists) JailWork() schedule.Task {
	return schedule.Task{
		Name: JailTask, Title: "Ban what block lists have",
		Description: fmt.Sprintf("On hosts that cannot block in their kernel: bans what the lists have in the jail %s, %d addresses at most, and lifts what they do not have any more.",
			ImportJail, MaxInJail),
		Schedule: schedule.Schedule{Every: jailEvery}, Run: b.TendJails,
	}
}

// TendJails makes the jails of all hosts that block by bans have what the lists have, and empties those of hosts that do not any more.
func (b *Blocklists) TendJails(ctx context.Context, work *schedule.Work) (string, error) {
	states, err := b.store.HostStates(ctx)
	if err != nil {
		return "", err
	}
	var total jailTally
	hosts := 0
	var failed error
	for _, state := range states {
		if state.Mode != ModeJail && state.Jail.Banned == 0 {
			continue
		}
		hosts++
		t := &tendingJail{b: b, work: work, state: state}
		if err := t.tend(ctx); err != nil {
			failed = errors.Join(failed, fmt.Errorf("host %s: %w", state.Host, err))
		}
		if ctx.Err() != nil {
			break
		}
		total.add(t.tally)
	}
	if failed != nil {
		return "", failed
	}
	if total == (jailTally{}) {
		work.Routine()
	}
	return fmt.Sprintf("%d hosts: banned %d, lifted %d, refused %d", hosts, total.banned, total.lifted, total.refused), nil
}

// wakeJails has the jails looked after soon, if there are any: lists or modes have changed.
func (b *Blocklists) wakeJails(ctx context.Context) {
	states, err := b.store.HostStates(ctx)
	if err != nil || !slices.ContainsFunc(states, func(h HostState) bool { return h.Mode == ModeJail || h.Jail.Banned > 0 }) {
		return // the next look comes in a few minutes
	}
	err = b.store.AskRun(ctx, JailTask, audit.System().Name, audit.Entry{Actor: audit.System(), Action: "job.run", Target: JailTask, Result: audit.OK})
	if f, ok := asFault(err); err != nil && (!ok || f.Kind != fault.Conflict) {
		b.log.WarnContext(ctx, "jails of block lists are looked after later", "err", fault.Cause(err))
	}
}

type jailTally struct{ banned, lifted, refused int }

func (t *jailTally) add(other jailTally) {
	t.banned += other.banned
	t.lifted += other.lifted
	t.refused += other.refused
}

// tendingJail looks after the jail of one host.
type tendingJail struct {
	b       *Blocklists
	work    *schedule.Work
	state   HostState
	picture *picture
	tally   jailTally
	// jail is what is stored.
	jail JailState
}

// wanted is a network that is to be banned.
type wanted struct {
	network netip.Prefix
	list    string
}

func (t *tendingJail) tend(ctx context.Context) error {
	record, err := t.b.fleet.Record(ctx, t.state.Host)
	if err != nil {
		return err
	}
	if t.jail.Problem = t.obstacle(record); t.jail.Problem != nil {
		t.jail.Banned = t.state.Jail.Banned
		t.work.Warnf("%s: %s", t.state.Host, t.jail.Problem.Message)
		return t.b.save(ctx, t.state, t.jail)
	}
	// Taken anew for each host: the one before may have taken minutes, and what was in force then may be swept away by now.
	if t.picture, err = t.b.picture(ctx, time.Now()); err != nil {
		return err
	}
	want, err := t.choose(ctx)
	if err != nil {
		return err
	}
	have, err := t.present(ctx)
	if err != nil {
		return err
	}
	t.jail.Banned = len(have)
	err = t.lift(ctx, want, have)
	if err == nil {
		err = t.ban(ctx, want, have)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWord)
	defer cancel()
	t.record(ctx)
	if saved := t.b.save(ctx, t.state, t.jail); err == nil {
		err = saved
	}
	return err
}

// obstacle is why nothing can be done.
func (t *tendingJail) obstacle(record fleet.Record) *host.Obstacle {
	switch p := record.Status.Problem; {
	case !record.Status.Reachable && p != nil:
		return &host.Obstacle{Message: p.Message, Mend: p.Mend}
	case !record.Status.Reachable:
		return &host.Obstacle{Message: "fail2ban does not answer"}
	case slices.ContainsFunc(record.Status.Jails, func(j host.JailStatus) bool { return j.Name == ImportJail && j.State != host.JailStopped }):
		return nil
	}
	return &host.Obstacle{
		Message: "fail2ban has no jail " + ImportJail + " that runs",
		Mend:    "Make one that reads no log and bans for ever, as the guide on block lists shows, and start it.",
	}
}

// save stores how far a jail is, and tells browsers if that is news.
func (b *Blocklists) save(ctx context.Context, state HostState, jail JailState) error {
	if err := b.store.SaveJailState(ctx, state.Host, jail); err != nil {
		return err
	}
	before := state.Jail
	before.At = time.Time{}
	if before.Wished != jail.Wished || before.Banned != jail.Banned || (before.Problem == nil) != (jail.Problem == nil) {
		b.tellHost(state.Host)
	}
	return nil
}

// choose returns what is to be banned, by the priority of the lists, and counts what is left out.
func (t *tendingJail) choose(ctx context.Context) (map[string]wanted, error) {
	chosen := make(map[string]wanted)
	if t.state.Mode != ModeJail {
		return chosen, nil
	}
	protected := append(t.picture.protected(t.state.Host, ImportJail), t.state.Report.Protected...)
	for _, list := range t.picture.enabled() {
		read := 0
		for e, err := range t.b.entries(ctx, list.Contents.Revision) {
			if err != nil {
				return nil, err
			}
			read++
			id := ban.FormatAddress(e.Network)
			if _, double := chosen[id]; double {
				continue
			}
			t.jail.Wished++
			switch {
			case slices.ContainsFunc(protected, func(p host.ProtectedNetwork) bool { return p.Network.Overlaps(e.Network) }):
				t.jail.Allowed++
			case len(chosen) >= MaxInJail:
				t.jail.Over++
			default:
				chosen[id] = wanted{e.Network, list.Name}
			}
		}
		if read != list.Contents.Entries { // it was swept away, and what is missing must not be lifted
			t.work.Again(time.Second)
			return nil, fault.Conflict.Errorf("%s was replaced while it was read, after %d of %d entries", list.Name, read, list.Contents.Entries)
		}
	}
	if t.jail.Over > 0 {
		t.work.Warnf("%s: %d addresses are not banned: more than %d in a jail keep fail2ban busy for minutes, also at each of its restarts",
			t.state.Host, t.jail.Over, MaxInJail)
	}
	return chosen, nil
}

// present returns what is banned in the jail, and whether that is because of a list.
func (t *tendingJail) present(ctx context.Context) (map[string]bool, error) {
	have := make(map[string]bool)
	query := ban.ActiveQuery{Host: t.state.Host, Jail: ImportJail, Limit: activeAtOnce}
	for {
		page, _, err := t.b.bans.Active(ctx, query)
		if err != nil {
			return nil, err
		}
		for _, one := range page.Bans {
			have[one.Address] = one.Origin == ban.Blocklist
		}
		if page.Next == nil {
			return have, nil
		}
		query.Cursor = page.Next
	}
}

// lift lifts what no list has any more. What somebody else has banned there stays.
func (t *tendingJail) lift(ctx context.Context, want map[string]wanted, have map[string]bool) error {
	var surplus []string
	for id, ours := range have {
		if _, still := want[id]; ours && !still {
			surplus = append(surplus, id)
		}
	}
	slices.Sort(surplus)
	return t.inBatches(ctx, surplus, "lifting", func(part []string) error {
		results, err := t.b.bans.Lift(ctx, audit.System(), ban.LiftOrder{
			Addresses: part, Hosts: []string{t.state.Host}, Jails: []string{ImportJail}, Unaudited: true,
		})
		n := ban.Summary(results)[ban.Unbanned]
		t.tally.lifted += n
		t.jail.Banned -= n
		return err
	})
}

// ban bans what is not banned yet, each list by itself, so that the history tells by which.
func (t *tendingJail) ban(ctx context.Context, want map[string]wanted, have map[string]bool) error {
	missing := make(map[string][]string)
	for id, w := range want {
		if _, there := have[id]; !there {
			missing[w.list] = append(missing[w.list], id)
		}
	}
	for _, list := range t.picture.enabled() {
		slices.Sort(missing[list.Name])
		err := t.inBatches(ctx, missing[list.Name], "banning for "+list.Name, func(part []string) error {
			results, err := t.b.bans.Ban(ctx, audit.System(), ban.Order{
				Addresses: part, Hosts: []string{t.state.Host}, Jail: ImportJail, Reason: "block list " + list.Name, Origin: ban.Blocklist,
			})
			if err != nil {
				return err
			}
			return t.count(results)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// count fails if the host is away: then the others need not be tried.
func (t *tendingJail) count(results []ban.Result) error {
	for _, r := range results {
		switch r.Outcome {
		case ban.Unreachable:
			return fault.Unreachable.Errorf("%s", r.Message)
		case ban.Banned, ban.Pending:
			t.tally.banned++
			t.jail.Banned++
		case ban.AlreadyBanned:
			t.jail.Banned++
		default:
			t.tally.refused++
			t.jail.Refused++
			t.work.Warnf("%s: %s: %s %s", t.state.Host, r.Address, r.Outcome, r.Message)
		}
	}
	return nil
}

// inBatches gives fail2ban a few at a time, and leaves it time for others in between.
func (t *tendingJail) inBatches(ctx context.Context, ids []string, doing string, do func([]string) error) error {
	done := 0
	for part := range slices.Chunk(ids, batch) {
		t.work.Progress(int64(done), int64(len(ids)), t.state.Host+": "+doing)
		if err := do(part); err != nil {
			return err
		}
		done += len(part)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(batchGap):
		}
	}
	return nil
}

// record writes one entry of the audit log for all that was done.
func (t *tendingJail) record(ctx context.Context) {
	if t.tally == (jailTally{}) {
		return
	}
	err := t.b.store.RecordAudit(ctx, audit.Entry{
		Actor: audit.System(), Action: "blocklist.ban", Host: t.state.Host, Jail: ImportJail, Target: ImportJail, Result: audit.OK,
		Detail: fmt.Sprintf("banned %d, lifted %d, refused %d", t.tally.banned, t.tally.lifted, t.tally.refused),
	})
	if err != nil {
		t.b.log.WarnContext(ctx, "what was banned because of block lists is not in the audit log", "host", t.state.Host, "err", fault.Cause(err))
	}
}
