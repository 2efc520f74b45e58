package storetest

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"

	"bangui/internal/fleet"
	"bangui/internal/host"
	"bangui/internal/replica"
)

func replicas(t *testing.T, open func(t *testing.T) Database) {
	t.Run("beats", func(t *testing.T) { beats(t, open(t)) })
	t.Run("duties", func(t *testing.T) { duties(t, open(t)) })
	t.Run("compatibility", func(t *testing.T) { compatibility(t, open(t)) })
}

func beats(t *testing.T, s Database) {
	ctx := t.Context()
	one := replica.Replica{
		ID: "web1/7/AB", Machine: "web1", PID: 7, Version: "1.2.3", Schema: 2, State: replica.Serving, URL: "http://web1:8080",
		Address: "web1:4000", Skew: -1500 * time.Millisecond, Events: 41, Linked: []string{"web2/8/CD"}, Standby: []string{"web9"},
		Protects: []host.ProtectedNetwork{{Network: netip.MustParsePrefix("10.0.0.0/8"), Why: host.ProtectedProxy, Detail: "web1"}},
	}
	first := got(s.BeatReplica(ctx, one)).in(t)
	if off := time.Until(first).Abs(); off > 10*time.Second {
		t.Fatalf("the store's clock is off by %v", off)
	}
	s.Advance(10 * time.Second)
	two := replica.Replica{ID: "web2/8/CD", State: replica.Serving}
	must(t, ignore(s.BeatReplica(ctx, two)))
	list := got(s.Replicas(ctx)).in(t)
	given := cmpopts.IgnoreFields(replica.Replica{}, "StartedAt", "BeatAt", "Silent")
	same(t, "replicas", []replica.Replica{one, two}, list, given)
	if silent := list[0].Silent; silent < 10*time.Second || silent > 15*time.Second || list[1].Silent > 5*time.Second {
		t.Fatalf("silent for %v and %v, want 10 s and nothing", silent, list[1].Silent)
	}

	one.State, one.Events, one.Linked = replica.Stopping, 42, nil
	second := got(s.BeatReplica(ctx, one)).in(t)
	list = got(s.Replicas(ctx)).in(t)
	same(t, "beaten again", []replica.Replica{one, two}, list, given)
	same(t, "times", []any{true, first, second}, []any{second.After(first), list[0].StartedAt, list[0].BeatAt})

	s.Advance(10 * time.Second)
	must(t, ignore(s.BeatReplica(ctx, two)))
	same(t, "removed", 1, got(s.RemoveSilentReplicas(ctx, 9*time.Second)).in(t))
	same(t, "left", []replica.Replica{two}, got(s.Replicas(ctx)).in(t), given)
	must(t, s.RemoveReplica(ctx, two.ID))
	must(t, s.RemoveReplica(ctx, two.ID))
	same(t, "none left", 0, len(got(s.Replicas(ctx)).in(t)))
}

func duties(t *testing.T, s Database) {
	ctx := t.Context()
	for host, holder := range map[string]string{"a": "two", "b": "one", "c": "one"} {
		_, _, err := s.HoldHost(ctx, fleet.Hold{Name: host, Replica: holder, Lease: time.Minute})
		must(t, err)
	}
	must(t, s.ReleaseHost(ctx, "c", 1))
	want := []replica.Duty{{Replica: "one", Kind: replica.HostDuty, Name: "b"}, {Replica: "two", Kind: replica.HostDuty, Name: "a"}}
	same(t, "duties", want, got(s.Duties(ctx)).in(t))
	s.Advance(time.Minute)
	same(t, "when the leases are over", 0, len(got(s.Duties(ctx)).in(t)))
}

func compatibility(t *testing.T, s Database) {
	schema, oldest, err := s.Compatibility(t.Context())
	must(t, err)
	if schema < 2 || oldest < 2 || oldest > schema {
		t.Fatalf("schema %d serves programs from %d on", schema, oldest)
	}
}

// ignore leaves out what a call returns besides its error.
func ignore[T any](_ T, err error) error { return err }
