package fleet_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/fleet"
	"bangui/internal/schedule"
)

// answers keeps probes in memory.
type answers struct {
	fleet.Probes
	all []fleet.Probe
}

// SaveProbe implements [fleet.Probes].
func (a *answers) SaveProbe(_ context.Context, probe fleet.Probe) error {
	a.all = append(a.all, probe)
	return nil
}

func TestProbeAll(t *testing.T) {
	tests := []struct {
		name    string
		change  func(*machine)
		outcome string
		want    fleet.Probe
	}{
		{"answers", func(*machine) {}, "1 of 1 hosts answered", fleet.Probe{Host: "local", Reachable: true}},
		{
			"does not run", func(m *machine) { m.stopped = true }, "0 of 1 hosts answered; not: local",
			fleet.Probe{Host: "local", Problem: "fail2ban is not running"},
		},
		{
			"hangs", func(m *machine) { m.hangs = true }, "0 of 1 hosts answered; not: local",
			fleet.Probe{Host: "local", Problem: "fail2ban does not answer", Took: 3 * time.Second},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, kept := &machine{}, &answers{}
				f, _ := run(t, &shelf{}, m)
				m.set(tt.change)
				outcome, err := f.ProbeAll(t.Context(), kept, &schedule.Work{})
				if err != nil || outcome != tt.outcome {
					t.Errorf("ProbeAll = %q, %v, want %q", outcome, err, tt.outcome)
				}
				if diff := cmp.Diff([]fleet.Probe{tt.want}, kept.all); diff != "" {
					t.Errorf("stored (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestProbeAllEndsWithItsRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, kept := &machine{}, &answers{}
		f, _ := run(t, &shelf{}, m)
		m.set(func(m *machine) { m.hangs = true })
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if outcome, err := f.ProbeAll(ctx, kept, &schedule.Work{}); err == nil || len(kept.all) > 0 {
			t.Errorf("ProbeAll = %q, %v and %d answers stored; want the context's error and none", outcome, err, len(kept.all))
		}
	})
}
