package jail

import (
	"context"
	"fmt"
	"time"

	"bangui/internal/host"
)

const (
	// benchWithin is how long it may take to tell what there is to try, and testWithin to try it.
	benchWithin = 15 * time.Second
	testWithin  = 50 * time.Second
)

// Bench tells what there is to try lines on at a host. It fails as [host.Host] does.
func (j *Jails) Bench(ctx context.Context, hostName string, draft []host.FileChange) (host.Bench, error) {
	h, err := j.fleet.Host(ctx, hostName)
	if err != nil {
		return host.Bench{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, benchWithin)
	defer cancel()
	bench, err := h.Bench(ctx, draft)
	if err != nil {
		return host.Bench{}, fmt.Errorf("ask for the bench of %s: %w", hostName, err)
	}
	return bench, nil
}

// TestFilter tries a filter of a host on lines. It fails as [host.Host] does.
func (j *Jails) TestFilter(ctx context.Context, hostName string, order host.TestOrder) (host.TestReport, error) {
	h, err := j.fleet.Host(ctx, hostName)
	if err != nil {
		return host.TestReport{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, testWithin)
	defer cancel()
	report, err := h.TestFilter(ctx, order)
	if err != nil {
		return host.TestReport{}, fmt.Errorf("try a filter on %s: %w", hostName, err)
	}
	return report, nil
}
