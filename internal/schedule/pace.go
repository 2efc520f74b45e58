package schedule

import (
	"context"
	"time"
)

// stepTime is how long one step of a job should hold the database.
const stepTime = 100 * time.Millisecond

// Pace cuts the work of a job into steps that are short however slow the disk is: SQLite has one writer, and whoever renews a lease must
// not wait long behind a step. The first one is small, as nothing of what it touches may be in memory yet. Between two steps it rests
// for as long as the last one took, a second at most.
type Pace struct {
	// First and Most are how large the first step is, and the largest one.
	First, Most int
	size        int
	took        time.Duration
}

// Step rests, unless it is the first one, and calls do with the size of the step. It fails if ctx ends, or as do does.
func (p *Pace) Step(ctx context.Context, do func(size int) error) error {
	if p.size == 0 {
		p.size = min(p.First, p.Most)
	} else if err := sleep(ctx, min(p.took, time.Second)); err != nil {
		return err
	}
	began := time.Now()
	err := do(p.size)
	p.took = time.Since(began)
	p.size = p.next()
	return err
}

// next is the size that would have taken as long as a step should, but never more than twice as much as the last time.
func (p *Pace) next() int {
	fits := int64(p.size) * int64(stepTime) / int64(max(p.took, 1))
	return int(max(1, min(fits, int64(2*p.size), int64(p.Most))))
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return ctx.Err()
	}
}
