package ban

import (
	"context"
	"fmt"
	"time"

	"bangui/internal/schedule"
)

// Recount makes all counts of bans anew. It is the work of a job: bans come and go meanwhile, and charts are wrong for days that it has
// not come to.
func (b *Bans) Recount(ctx context.Context, work *schedule.Work) (outcome string, err error) {
	days, err := b.store.RecountDays(ctx)
	if err != nil {
		return "", err
	}
	for i, one := range days {
		work.Progress(int64(i), int64(len(days)), "counting the bans of "+one.Format(time.DateOnly))
		began := time.Now()
		if err := b.store.RecountDay(ctx, one, i == len(days)-1); err != nil {
			return "", fmt.Errorf("count the bans of %s: %w", one.Format(time.DateOnly), err)
		}
		if !rest(ctx, began) {
			return "", ctx.Err()
		}
	}
	return fmt.Sprintf("counted the bans of %d days", len(days)), b.store.EndRecount(ctx)
}

// RecountIfDue is Recount after an upgrade that has changed what is counted, and else does nothing.
func (b *Bans) RecountIfDue(ctx context.Context, work *schedule.Work) (outcome string, err error) {
	due, err := b.store.RecountDue(ctx)
	if err != nil {
		return "", err
	}
	if !due && work.Run().Cause != schedule.Manual {
		return "the counts are right", nil
	}
	return b.Recount(ctx, work)
}

// Counts of a piece of time are packed if there are packedFrom of them or more. The longest pieces, which come first, have thousands.
const (
	packedFrom   = 100
	packedAtOnce = 50
)

// PackCounts makes counts that have come to their end, or have changed since, quicker to read. It is the work of a job.
func (b *Bans) PackCounts(ctx context.Context, work *schedule.Work) (outcome string, err error) {
	total := 0
	pace := schedule.Pace{First: 1, Most: packedAtOnce}
	for done := false; !done; {
		err := pace.Step(ctx, func(limit int) error {
			n, err := b.store.PackCounts(ctx, packedFrom, limit)
			total, done = total+n, n < limit
			return err
		})
		if err != nil {
			return "", fmt.Errorf("pack counts: %w", err)
		}
		work.Progress(int64(total), 0, "packing counts")
	}
	return fmt.Sprintf("looked at the counts of %d pieces of time", total), nil
}

// rest leaves as much time to others as the work since then took. It returns false if ctx ends.
func rest(ctx context.Context, began time.Time) bool {
	return pause(ctx, min(time.Since(began), time.Second))
}

// placedFirst and placedAtOnce are how many bans are looked at in one step for where they are from, at first and at most.
const (
	placedFirst  = 20
	placedAtOnce = 500
)

// PlaceAgain looks up again where bans are from that have no country or no network, if there is other data than at the last time. version
// names the data. It is the work of a job.
func (b *Bans) PlaceAgain(ctx context.Context, version string, networks bool, work *schedule.Work) (outcome string, err error) {
	done, err := b.store.PlacedWith(ctx)
	if err != nil {
		return "", err
	}
	if done == version && work.Run().Cause != schedule.Manual {
		return "all bans have been looked up with this data", nil
	}
	var found int64
	pace := schedule.Pace{First: placedFirst, Most: placedAtOnce}
	for at, done := int64(0), false; !done; {
		err := pace.Step(ctx, func(limit int) error {
			step, err := b.store.PlaceAgain(ctx, at, limit, networks)
			if err != nil {
				return err
			}
			found += int64(step.Placed)
			at, done = step.Next, step.Next == 0
			work.Progress(at, step.Last, fmt.Sprintf("looking up where bans are from; found %d", found))
			return nil
		})
		if err != nil {
			return "", fmt.Errorf("look up where bans are from: %w", err)
		}
	}
	return fmt.Sprintf("found where %d more bans are from", found), b.store.SetPlacedWith(ctx, version)
}

// PlaceStep is what one step of looking up again did.
type PlaceStep struct {
	// Placed is how many bans have a country or network now that had none.
	Placed int
	// Next is where the next step begins, zero at the end; Last is the end.
	Next, Last int64
}
