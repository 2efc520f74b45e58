package storetest

import (
	"testing"
	"time"

	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/fault"
	"bangui/internal/host"
)

func orders(t *testing.T, open func(t *testing.T) Database) {
	t.Run("manual before fail2ban tells", func(t *testing.T) { manualFirst(t, open(t)) })
	t.Run("manual after fail2ban tells", func(t *testing.T) { manualLater(t, open(t)) })
	t.Run("manual of one in force", func(t *testing.T) { manualInForce(t, open(t)) })
	t.Run("lifted before its ban is told", func(t *testing.T) { liftedEarly(t, open(t)) })
	t.Run("lifted", func(t *testing.T) { lifted(t, open(t)) })
	t.Run("lifted after the unban is told", func(t *testing.T) { liftedLater(t, open(t)) })
	t.Run("lifted before the end of the one before is told", func(t *testing.T) { liftedNext(t, open(t)) })
	t.Run("manual while earlier bans are still to be told", func(t *testing.T) { manualAhead(t, open(t)) })
	t.Run("manual that comes late", func(t *testing.T) { manualLate(t, open(t)) })
	t.Run("manual that never comes", func(t *testing.T) { manualNever(t, open(t)) })
	t.Run("manual told before it is expected", func(t *testing.T) { manualTold(t, open(t)) })
	t.Run("unknown host", func(t *testing.T) { unknownHost(t, open(t)) })
	t.Run("on many hosts at once", func(t *testing.T) { ordersAtOnce(t, open(t)) })
}

func manual(at int) ban.Ban {
	return ban.Ban{
		Host: "web1", Jail: "sshd", Address: addr, BannedAt: ms(at*1000 + 400), Origin: ban.Manual, Actor: "ann", Reason: "scans us",
	}
}

func lift(at int) ban.Lifted {
	return ban.Lifted{Host: "web1", Jail: "sshd", Address: addr, Actor: "ann", At: sec(at)}
}

func manualFirst(t *testing.T, s Database) {
	ctx := t.Context()
	h := got(s.TakeHost(ctx, "web1", false)).in(t)
	changes := got(s.RecordManual(ctx, []ban.Ban{manual(0)}, []audit.Entry{entry("ban.create")})).in(t)
	same(t, "began", true, len(changes) == 1 && changes[0].Began)
	same(t, "audit entries", 1, len(got(s.AuditEntries(ctx, audit.Query{Limit: 5})).in(t)))
	got(s.Ingest(ctx, "web1", h.Epoch, events(banned(4)))).in(t)
	want := ban.Ban{
		ID: changes[0].Ban.ID, Host: "web1", Jail: "sshd", Address: addr, BannedAt: sec(4), Until: sec(604), BanTime: 600 * time.Second,
		Origin: ban.Manual, Actor: "ann", Reason: "scans us", Failures: 5, Count: 1, Evidence: []string{"line 1"}, EvidenceLines: 2,
	}
	same(t, "one ban", []ban.Ban{want}, everything(t, s))
	got(s.Ingest(ctx, "web1", h.Epoch, snapshot(10, item(4)))).in(t)
	same(t, "still one", []ban.Ban{want}, everything(t, s))
	got(s.Ingest(ctx, "web1", h.Epoch, events(event(host.EventUnban, sec(5)), banned(8)))).in(t)
	same(t, "the next is not ours", ban.Detected, everything(t, s)[0].Origin)
	countsMatch(t, s)
}

func manualLater(t *testing.T, s Database) {
	ctx := t.Context()
	h := got(s.TakeHost(ctx, "web1", false)).in(t)
	got(s.Ingest(ctx, "web1", h.Epoch, events(banned(0)))).in(t)
	changes := got(s.RecordManual(ctx, []ban.Ban{manual(2)}, nil)).in(t)
	same(t, "told", true, len(changes) == 1 && changes[0].Began && changes[0].Ban.Actor == "ann")
	same(t, "lives", []life{{Began: sec(0)}}, livesOf(everything(t, s)))
	same(t, "nothing new", 0, len(got(s.RecordManual(ctx, []ban.Ban{manual(2)}, nil)).in(t)))
	want := []ban.Count{{Key: "manual", N: 1}}
	same(t, "origins", want, got(s.Counts(ctx, ban.CountQuery{By: ban.ByOrigin})).in(t).Items)
	countsMatch(t, s)
}

func manualLate(t *testing.T, s Database) {
	ctx := t.Context()
	h := got(s.TakeHost(ctx, "web1", false)).in(t)
	same(t, "nothing yet", 0, len(got(s.ExpectManual(ctx, "web1", []ban.Ban{manual(0)}, time.Minute)).in(t)))
	changes := got(s.Ingest(ctx, "web1", h.Epoch, events(banned(40)))).in(t)
	same(t, "ours", []string{"manual", "ann", "scans us"}, []string{
		string(changes[0].Ban.Origin), changes[0].Ban.Actor, changes[0].Ban.Reason,
	})
	got(s.Ingest(ctx, "web1", h.Epoch, events(event(host.EventUnban, sec(50)), banned(60)))).in(t)
	same(t, "the next is not", ban.Detected, everything(t, s)[0].Origin)
	countsMatch(t, s)
}

func manualNever(t *testing.T, s Database) {
	ctx := t.Context()
	h := got(s.TakeHost(ctx, "web1", false)).in(t)
	got(s.ExpectManual(ctx, "web1", []ban.Ban{manual(0)}, time.Minute)).in(t)
	s.Advance(time.Minute + time.Second)
	got(s.Ingest(ctx, "web1", h.Epoch, events(banned(70)))).in(t)
	same(t, "too late", ban.Detected, everything(t, s)[0].Origin)
}

func manualTold(t *testing.T, s Database) {
	ctx := t.Context()
	h := got(s.TakeHost(ctx, "web1", false)).in(t)
	got(s.Ingest(ctx, "web1", h.Epoch, events(banned(0)))).in(t)
	changes := got(s.ExpectManual(ctx, "web1", []ban.Ban{manual(2)}, time.Minute)).in(t)
	same(t, "told", true, len(changes) == 1 && changes[0].Began && changes[0].Ban.Actor == "ann")
	countsMatch(t, s)
	_, err := s.ExpectManual(ctx, "nowhere", []ban.Ban{manual(2)}, time.Minute)
	wantKind(t, err, fault.NotFound)
}

func manualInForce(t *testing.T, s Database) {
	ctx := t.Context()
	h := got(s.TakeHost(ctx, "web1", false)).in(t)
	got(s.Ingest(ctx, "web1", h.Epoch, events(banned(0)))).in(t)
	before := everything(t, s)
	same(t, "changes", 0, len(got(s.RecordManual(ctx, []ban.Ban{manual(100)}, []audit.Entry{entry("ban.create")})).in(t)))
	same(t, "bans", before, everything(t, s))
	same(t, "audit entries", 1, len(got(s.AuditEntries(ctx, audit.Query{Limit: 5})).in(t)))
}

func liftedEarly(t *testing.T, s Database) {
	ctx := t.Context()
	h := got(s.TakeHost(ctx, "web1", false)).in(t)
	got(s.RecordManual(ctx, []ban.Ban{manual(0)}, nil)).in(t)
	got(s.RecordLifted(ctx, []ban.Lifted{lift(3)}, nil)).in(t)
	got(s.Ingest(ctx, "web1", h.Epoch, events(banned(1), event(host.EventUnban, ms(2_900))))).in(t)
	same(t, "lives", []life{{sec(1), sec(3), ban.EndUnbanned}}, livesOf(everything(t, s)))
	countsMatch(t, s)
}

func lifted(t *testing.T, s Database) {
	ctx := t.Context()
	h := got(s.TakeHost(ctx, "web1", false)).in(t)
	got(s.Ingest(ctx, "web1", h.Epoch, events(banned(0)))).in(t)
	changes := got(s.RecordLifted(ctx, []ban.Lifted{lift(50), lift(60)}, []audit.Entry{entry("ban.delete")})).in(t)
	same(t, "ended", true, len(changes) == 1 && !changes[0].Began && changes[0].Ban.EndedActor == "ann")
	same(t, "audit entries", 1, len(got(s.AuditEntries(ctx, audit.Query{Limit: 5})).in(t)))
	got(s.Ingest(ctx, "web1", h.Epoch, events(event(host.EventUnban, ms(49_900))))).in(t)
	same(t, "lives", []life{{sec(0), sec(50), ban.EndUnbanned}}, livesOf(everything(t, s)))
	got(s.Ingest(ctx, "web1", h.Epoch, snapshot(45, item(0)))).in(t)
	same(t, "an older snapshot", []life{{sec(0), sec(50), ban.EndUnbanned}}, livesOf(everything(t, s)))
	got(s.Ingest(ctx, "web1", h.Epoch, snapshot(70, item(0)))).in(t)
	same(t, "a newer snapshot", []life{{Began: sec(0)}}, livesOf(everything(t, s)))
	same(t, "the actor is gone with the end", "", everything(t, s)[0].EndedActor)
}

func liftedLater(t *testing.T, s Database) {
	ctx := t.Context()
	h := got(s.TakeHost(ctx, "web1", false)).in(t)
	got(s.Ingest(ctx, "web1", h.Epoch, events(banned(0), event(host.EventUnban, ms(49_900))))).in(t)
	got(s.RecordLifted(ctx, []ban.Lifted{lift(50)}, nil)).in(t)
	bans := everything(t, s)
	same(t, "lives", []life{{sec(0), ms(49_900), ban.EndUnbanned}}, livesOf(bans))
	same(t, "actor", "ann", bans[0].EndedActor)
}

// liftedNext lifts a ban before it is told, and before the end of the one before is.
func liftedNext(t *testing.T, s Database) {
	ctx := t.Context()
	h := got(s.TakeHost(ctx, "web1", false)).in(t)
	got(s.Ingest(ctx, "web1", h.Epoch, events(banned(0)))).in(t)
	got(s.RecordLifted(ctx, []ban.Lifted{lift(650)}, nil)).in(t)
	batch := events(event(host.EventUnban, ms(600_300)), told(640, ms(640_900)), event(host.EventUnban, ms(649_900)))
	got(s.Ingest(ctx, "web1", h.Epoch, batch)).in(t)
	bans := everything(t, s)
	same(t, "lives", []life{{sec(0), ms(600_300), ban.EndExpired}, {sec(640), ms(649_900), ban.EndUnbanned}}, livesOf(bans))
	same(t, "changes the second time", 0, len(got(s.Ingest(ctx, "web1", h.Epoch, batch)).in(t)))
}

// manualAhead orders a ban while those before it are still to be told: they have their own ends.
func manualAhead(t *testing.T, s Database) {
	ctx := t.Context()
	h := got(s.TakeHost(ctx, "web1", false)).in(t)
	got(s.RecordManual(ctx, []ban.Ban{manual(3000)}, nil)).in(t)
	batch := events(banned(0), event(host.EventUnban, ms(100_500)), banned(1000), event(host.EventUnban, ms(1_700_100)), banned(3000))
	got(s.Ingest(ctx, "web1", h.Epoch, batch)).in(t)
	want := []life{{sec(0), ms(100_500), ban.EndUnbanned}, {sec(1000), ms(1_700_100), ban.EndExpired}, {Began: sec(3000)}}
	same(t, "lives", want, livesOf(everything(t, s)))
	same(t, "changes the second time", 0, len(got(s.Ingest(ctx, "web1", h.Epoch, batch)).in(t)))
	same(t, "lives the second time", want, livesOf(everything(t, s)))
}

func unknownHost(t *testing.T, s Database) {
	_, err := s.RecordManual(t.Context(), []ban.Ban{manual(0)}, []audit.Entry{entry("ban.create")})
	wantKind(t, err, fault.NotFound)
	_, err = s.RecordLifted(t.Context(), []ban.Lifted{lift(0)}, []audit.Entry{entry("ban.delete")})
	wantKind(t, err, fault.NotFound)
	same(t, "audit entries", 0, len(got(s.AuditEntries(t.Context(), audit.Query{Limit: 5})).in(t)))
	same(t, "no order", 0, len(got(s.RecordManual(t.Context(), nil, nil)).in(t)))
}

// ordersAtOnce has orders over all hosts and events of each come at the same time.
func ordersAtOnce(t *testing.T, s Database) {
	names := []string{"a", "b", "c"}
	epochs := make(map[string]int64)
	for _, name := range names {
		epochs[name] = got(s.TakeHost(t.Context(), name, false)).in(t).Epoch
	}
	for _, err := range atOnce(2*len(names), func(i int) error {
		name := names[i/2]
		for n := range 15 {
			if i%2 == 0 {
				if _, err := s.Ingest(t.Context(), name, epochs[name], events(banned(n*1000))); err != nil {
					return err
				}
				continue
			}
			var bans []ban.Ban
			for _, other := range names {
				b := manual(n * 1000)
				b.Host, b.Jail = other, "by-"+name
				bans = append(bans, b)
			}
			if _, err := s.RecordManual(t.Context(), bans, []audit.Entry{entry("ban.create")}); err != nil {
				return err
			}
		}
		return nil
	}) {
		must(t, err)
	}
	countsMatch(t, s)
}
