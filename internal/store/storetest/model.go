package storetest

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bangui/internal/ban"
	"bangui/internal/host"
)

// model plays a made-up fail2ban against the store: it bans and lifts at random, tells of only a part, sends batches again, and
// snapshots and imports of old bans in between. After each snapshot the store must have in force what the made-up fail2ban has.
func model(t *testing.T, open func(t *testing.T) Database) {
	s := open(t)
	run := 0
	rapid.Check(t, func(r *rapid.T) {
		run++
		sim := &simulation{t: t, s: s, host: fmt.Sprintf("host%d", run), inForce: make(map[host.Banned]bool)}
		sim.epoch = got(s.TakeHost(t.Context(), sim.host, false)).in(t).Epoch
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			sim.step(r)
		}
		sim.snapshot(r)
		if run%10 == 0 {
			countsMatch(t, s)
		}
	})
	countsMatch(t, s)
}

// simulation is a fail2ban in memory. Its keys of inForce have jail, ID and time only.
type simulation struct {
	t       *testing.T
	s       Store
	host    string
	epoch   int64
	now     int
	inForce map[host.Banned]bool
	unsent  []host.Event
}

func (sim *simulation) step(r *rapid.T) {
	sim.now += rapid.IntRange(0, 400).Draw(r, "pause")
	jail := rapid.SampledFrom([]string{"sshd", "nginx"}).Draw(r, "jail")
	id := rapid.SampledFrom([]string{"192.0.2.1", "192.0.2.2", "2001:db8::1", "bob"}).Draw(r, "id")
	switch rapid.IntRange(0, 7).Draw(r, "what") {
	case 0, 1, 2:
		sim.ban(r, jail, id)
	case 3, 4:
		sim.unban(r, jail, id)
	case 5:
		sim.send(r)
	case 6:
		sim.snapshot(r)
	case 7:
		sim.importPast(r, jail, id)
	}
}

// importPast imports bans of which only an old log or database tells, at any time until now: nothing tells of an end that is yet to come,
// though one that was planned is assumed. What is stored as in force stays.
func (sim *simulation) importPast(r *rapid.T, jail, id string) {
	var bans []ban.Ban
	for range rapid.IntRange(1, 4).Draw(r, "bans") {
		b := ban.Ban{Jail: jail, Address: id, BannedAt: sec(rapid.IntRange(0, sim.now).Draw(r, "began"))}
		switch rapid.IntRange(0, 2).Draw(r, "known") {
		case 0:
			lasted := rapid.IntRange(0, min(900_000, int(sec(sim.now).Sub(b.BannedAt).Milliseconds()))).Draw(r, "lasted")
			b.EndedAt, b.EndedBy = b.BannedAt.Add(time.Duration(lasted)*time.Millisecond), ban.EndUnbanned
		case 1:
			b.Until, b.BanTime = b.BannedAt.Add(10*time.Minute), 10*time.Minute
			b.EndedAt, b.EndedBy = b.Until, ban.EndExpired
		}
		bans = append(bans, b)
	}
	before := sim.stored(r)
	_, err := sim.s.Import(sim.t.Context(), sim.host, bans)
	must(r, err)
	again, err := sim.s.Import(sim.t.Context(), sim.host, bans)
	must(r, err)
	same(r, "added and completed the second time", [2]int{}, [2]int{again.Added, again.Completed})
	same(r, "in force after an import", before, sim.stored(r))
}

// stored is what the store has in force.
func (sim *simulation) stored(r *rapid.T) map[host.Banned]bool {
	page, err := sim.s.Active(sim.t.Context(), ban.ActiveQuery{Host: sim.host, Limit: 100})
	must(r, err)
	stored := make(map[host.Banned]bool)
	for _, b := range page.Bans {
		stored[host.Banned{Jail: b.Jail, ID: b.Address, At: b.BannedAt}] = true
	}
	return stored
}

func (sim *simulation) current(jail, id string) (host.Banned, bool) {
	for b := range sim.inForce {
		if b.Jail == jail && b.ID == id {
			return b, true
		}
	}
	return host.Banned{}, false
}

func (sim *simulation) ban(r *rapid.T, jail, id string) {
	if _, ok := sim.current(jail, id); ok {
		return
	}
	sim.now++
	at := sec(sim.now)
	sim.inForce[host.Banned{Jail: jail, ID: id, At: at}] = true
	sim.tell(r, host.Event{Kind: host.EventBan, At: at, Jail: jail, ID: id, Until: at.Add(10 * time.Minute)})
}

func (sim *simulation) unban(r *rapid.T, jail, id string) {
	b, ok := sim.current(jail, id)
	if !ok {
		return
	}
	sim.now++
	delete(sim.inForce, b)
	kind := rapid.SampledFrom([]host.EventKind{host.EventUnban, host.EventRepeal}).Draw(r, "end")
	sim.tell(r, host.Event{Kind: kind, At: sec(sim.now).Add(250 * time.Millisecond), Jail: jail, ID: id})
}

// tell forgets one event in five.
func (sim *simulation) tell(r *rapid.T, e host.Event) {
	if rapid.IntRange(0, 4).Draw(r, "lost") > 0 {
		sim.unsent = append(sim.unsent, e)
	}
}

// send delivers what is not sent yet, sometimes twice.
func (sim *simulation) send(r *rapid.T) {
	sim.ingest(r, host.Batch{Events: sim.unsent})
	sim.unsent = nil
}

func (sim *simulation) ingest(r *rapid.T, batch host.Batch) {
	ctx := sim.t.Context()
	_, err := sim.s.Ingest(ctx, sim.host, sim.epoch, batch)
	must(r, err)
	if rapid.Bool().Draw(r, "again") {
		again, err := sim.s.Ingest(ctx, sim.host, sim.epoch, batch)
		must(r, err)
		same(r, "changes the second time", 0, len(again))
	}
}

func (sim *simulation) snapshot(r *rapid.T) {
	sim.now++
	shot := &host.Snapshot{At: sec(sim.now)}
	for b := range sim.inForce {
		shot.Banned = append(shot.Banned, b)
	}
	sim.ingest(r, host.Batch{Events: sim.unsent, Snapshot: shot})
	sim.unsent = nil
	same(r, "in force after a snapshot", sim.inForce, sim.stored(r))
}
