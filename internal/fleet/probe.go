package fleet

import (
	"context"
	"fmt"
	"strings"
	"time"

	"bangui/internal/fault"
	"bangui/internal/host"
	"bangui/internal/schedule"
)

// Probe is how a host answered when a job asked it.
type Probe struct {
	// Host is its name.
	Host string
	// RunID is the run that asked.
	RunID int64
	// At is given by the store.
	At        time.Time
	Reachable bool
	// Problem is for the user; empty if the host answered.
	Problem string
	// Took is how long the answer took.
	Took time.Duration
}

// Probes keeps probes. Its clock decides, not the caller's.
type Probes interface {
	// SaveProbe stores one probe.
	SaveProbe(ctx context.Context, probe Probe) error
	// HostProbes returns the newest probes of a host, newest first, at most limit.
	HostProbes(ctx context.Context, host string, limit int) ([]Probe, error)
	// RemoveProbes removes probes that are older than age, at most limit, and returns how many.
	RemoveProbes(ctx context.Context, age time.Duration, limit int) (int, error)
}

// ProbeAll asks every host how it is, through whichever replica holds it, and stores how each answered. It is the work of a job: a host
// that does not answer is a finding, not a failure.
func (f *Fleet) ProbeAll(ctx context.Context, probes Probes, work *schedule.Work) (outcome string, err error) {
	records, err := f.Records(ctx)
	if err != nil {
		return "", err
	}
	var silent []string
	for i, record := range records {
		work.Progress(int64(i), int64(len(records)), "asking "+record.Name)
		probe := f.probe(ctx, record.Name)
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		probe.RunID = work.Run().ID
		if err := probes.SaveProbe(ctx, probe); err != nil {
			return "", err
		}
		if !probe.Reachable {
			work.Warnf("%s: %s", record.Name, probe.Problem)
			silent = append(silent, record.Name)
			continue
		}
		work.Logf("%s answered in %d ms", record.Name, probe.Took.Milliseconds())
	}
	work.Progress(int64(len(records)), int64(len(records)), "")
	return probed(len(records), silent), nil
}

// probed says what asking all hosts showed.
func probed(all int, silent []string) string {
	switch {
	case all == 0:
		return "there are no hosts"
	case len(silent) == 0:
		return fmt.Sprintf("%d of %d hosts answered", all, all)
	default:
		return fmt.Sprintf("%d of %d hosts answered; not: %s", all-len(silent), all, strings.Join(silent, ", "))
	}
}

// probe asks one host.
func (f *Fleet) probe(ctx context.Context, name string) Probe {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	began := time.Now()
	status, err := f.status(ctx, name)
	probe := Probe{Host: name, Reachable: err == nil && status.Reachable, Took: time.Since(began)}
	switch {
	case err != nil:
		probe.Problem = problemOf(err).Message
		f.log.DebugContext(ctx, "host not probed", "host", name, "err", fault.Cause(err))
	case status.Problem != nil:
		probe.Problem = status.Problem.Message
	}
	return probe
}

func (f *Fleet) status(ctx context.Context, name string) (host.Status, error) {
	h, err := f.Host(ctx, name)
	if err != nil {
		return host.Status{}, err
	}
	return h.Status(ctx)
}
