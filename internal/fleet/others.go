package fleet

import (
	"context"
	"time"

	"bangui/internal/event"
	"bangui/internal/host"
)

// othersEvery is how often we look at the hosts that others hold.
const othersEvery = 3 * time.Second

// hands tells in whose hands a host is.
type hands struct {
	holder string
	away   bool
}

// watchOthers tells our own browsers when a host that we do not hold changes hands or is left alone: whoever held it cannot. All
// replicas see that for themselves, so nobody else is told.
func (f *Fleet) watchOthers(ctx context.Context) {
	if f.options.Alone {
		return
	}
	seen := make(map[string]hands)
	for pause(ctx, othersEvery) {
		// Without the store there is nothing to tell; those who hold hosts say that it is away.
		if records, err := f.lookAtAll(ctx); err == nil {
			f.tellOthers(records, seen)
		}
	}
}

func (f *Fleet) lookAtAll(ctx context.Context) ([]Record, error) {
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	return f.Records(ctx)
}

func (f *Fleet) tellOthers(records []Record, seen map[string]hands) {
	for _, record := range records {
		problem := record.Status.Problem
		now := hands{holder: record.Holder, away: problem != nil && problem.Code == host.ProblemAway}
		before, known := seen[record.Name]
		seen[record.Name] = now
		if known && now != before && record.Holder != f.options.Replica {
			f.bus.Relay(event.Host, record)
		}
	}
}
