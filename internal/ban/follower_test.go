package ban_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"bangui/internal/ban"
	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/host"
)

func found(at time.Time, addresses ...string) host.Batch {
	batch := host.Batch{Cursor: host.Cursor("after " + addresses[len(addresses)-1])}
	for _, address := range addresses {
		batch.Events = append(batch.Events, host.Event{
			Kind: host.EventBan, At: at, Jail: "sshd", ID: address, BanTime: 10 * time.Minute, Until: at.Add(10 * time.Minute), Failures: 5,
			Evidence: []string{"first line", "second line"},
		})
	}
	return batch
}

func TestFollowerStoresAndTells(t *testing.T) {
	m := newMachine()
	var failing *moody
	w := newWorld(t, map[string]*machine{"local": m}, func(s ban.Store) ban.Store {
		failing = &moody{Store: s, failures: 2}
		return failing
	})
	sub := w.bus.Subscribe(0, 20)
	inBackground(t, ban.NewFollower(w.bans).Run)
	m.batches <- found(time.Now().UTC().Truncate(time.Second), "192.0.2.1")
	told := nextOf(t, sub, event.Ban).Data.(ban.Ban)
	stored, err := w.bans.One(t.Context(), told.ID)
	if err != nil || stored.Address != "192.0.2.1" || stored.Origin != ban.Detected || len(stored.Evidence) != 2 {
		t.Errorf("told of %+v, stored %+v, %v", told, stored, err)
	}
	if cursor, err := w.store.Cursor(t.Context(), "local"); err != nil || cursor != "after 192.0.2.1" {
		t.Errorf("cursor %q, %v", cursor, err)
	}
	if failing.tries != 3 {
		t.Errorf("stored at try %d, want the third", failing.tries)
	}
}

func TestManyChangesAreOneResync(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m}, nil)
	sub := w.bus.Subscribe(0, 500)
	inBackground(t, ban.NewFollower(w.bans).Run)
	var many []string
	for i := range 200 {
		many = append(many, fmt.Sprintf("192.0.2.%d", i))
	}
	m.batches <- found(time.Now().UTC().Truncate(time.Second), many...)
	for e := range sub.C {
		if e.Topic == event.Ban {
			t.Fatal("told of single bans")
		}
		if e.Topic == event.Resync {
			return
		}
	}
}

func TestFollowerLeavesAHostThatIsNotOurs(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m}, func(s ban.Store) ban.Store { return &moody{Store: s, conflict: true} })
	inBackground(t, ban.NewFollower(w.bans).Run)
	m.batches <- found(time.Now().UTC().Truncate(time.Second), "192.0.2.1")
	deadline := time.After(10 * time.Second)
	for {
		if _, err := w.fleet.Host(t.Context(), "local"); errors.Is(err, fault.Unreachable) {
			break
		}
		select {
		case <-deadline:
			t.Fatal("the host is still held")
		case <-time.After(5 * time.Millisecond):
		}
	}
	select {
	case m.batches <- host.Batch{}:
		t.Error("still watched")
	case <-time.After(50 * time.Millisecond):
	}
}

func TestABanThatComesLateIsStillManual(t *testing.T) {
	m := newMachine()
	m.answer["192.0.2.1"] = host.OutcomePending
	w := newWorld(t, map[string]*machine{"local": m}, nil)
	inBackground(t, ban.NewFollower(w.bans).Run)
	results, err := w.bans.Ban(t.Context(), alice(), ban.Order{Jail: "sshd", Reason: "scanning", Addresses: []string{"192.0.2.1"}})
	if err != nil || len(results) != 1 || results[0].Outcome != ban.Pending {
		t.Fatalf("Ban = %+v, %v", results, err)
	}
	sub := w.bus.Subscribe(0, 20)
	m.batches <- found(time.Now().UTC().Truncate(time.Second).Add(30*time.Second), "192.0.2.1")
	told := nextOf(t, sub, event.Ban).Data.(ban.Ban)
	if told.Origin != ban.Manual || told.Actor != "alice" || told.Reason != "scanning" {
		t.Errorf("told of %+v, want a manual ban of alice", told)
	}
}

func TestJailsThatStartAreTold(t *testing.T) {
	m := newMachine()
	w := newWorld(t, map[string]*machine{"local": m}, nil)
	sub := w.bus.Subscribe(0, 20)
	inBackground(t, ban.NewFollower(w.bans).Run)
	m.batches <- host.Batch{Cursor: "c", Events: []host.Event{{Kind: host.EventJailStarted, At: time.Now().UTC(), Jail: "sshd"}}}
	if got := nextOf(t, sub, event.Jail).Data; got != (ban.JailChange{Host: "local", Jail: "sshd"}) {
		t.Errorf("told %+v", got)
	}
}
