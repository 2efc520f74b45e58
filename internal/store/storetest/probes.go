package storetest

import (
	"testing"
	"time"

	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/schedule"
)

func probes(t *testing.T, open func(t *testing.T) Database) {
	t.Run("keep and remove", func(t *testing.T) { keepProbes(t, open(t)) })
	t.Run("fence", func(t *testing.T) { fenceProbes(t, open(t)) })
}

func keepProbes(t *testing.T, s Database) {
	ctx := t.Context()
	got(s.TakeHost(ctx, "web1", true)).in(t)
	good := fleet.Probe{Host: "web1", RunID: 1, Reachable: true, Took: 12 * time.Millisecond}
	bad := fleet.Probe{Host: "web1", RunID: 2, Problem: "not running"}
	must(t, s.SaveProbe(ctx, good))
	s.Advance(time.Hour)
	must(t, s.SaveProbe(ctx, bad))
	stored := got(s.HostProbes(ctx, "web1", 10)).in(t)
	bad.At, good.At = stored[0].At, stored[1].At
	same(t, "probes", []fleet.Probe{bad, good}, stored)
	same(t, "old ones", 1, got(s.RemoveProbes(ctx, 30*time.Minute, 10)).in(t))
	same(t, "what stays", []fleet.Probe{bad}, got(s.HostProbes(ctx, "web1", 10)).in(t))
}

func fenceProbes(t *testing.T, s Database) {
	got(s.TakeHost(t.Context(), "web1", true)).in(t)
	must(t, s.EnsureSchedule(t.Context(), "a", every(time.Hour)))
	ctx := schedule.WithFence(t.Context(), claim(t, s, "r1"))
	must(t, s.SaveProbe(ctx, fleet.Probe{Host: "web1"}))
	s.Advance(lease)
	wantKind(t, s.SaveProbe(ctx, fleet.Probe{Host: "web1"}), fault.Conflict)
	same(t, "probes", 1, len(got(s.HostProbes(t.Context(), "web1", 10)).in(t)))
}
