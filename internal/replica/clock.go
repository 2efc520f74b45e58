package replica

import "time"

// samples is how many measurements of the store's clock are kept: the last half minute.
const samples = 10

// clock is how far the store's clock is from ours. Its zero value says that they are the same.
type clock struct {
	samples []sample
}

// sample is one measurement: the store told its time somewhere between question and answer.
type sample struct {
	offset, roundTrip time.Duration
}

// add takes the store's time, which was asked for and answered at times of our own clock.
func (c *clock) add(asked, answered, now time.Time) {
	roundTrip := answered.Sub(asked)
	// Without the monotonic reading: it is the other clock that is compared.
	middle := asked.Round(0).Add(roundTrip / 2)
	fresh := sample{offset: now.Sub(middle), roundTrip: roundTrip}
	if best := c.best(); (fresh.offset - best.offset).Abs() > (fresh.roundTrip+best.roundTrip)/2+time.Millisecond {
		c.samples = nil // both cannot be right: one of the clocks was set
	}
	if len(c.samples) == samples {
		c.samples = c.samples[1:]
	}
	c.samples = append(c.samples, fresh)
}

// offset is the store's clock minus ours.
func (c *clock) offset() time.Duration { return c.best().offset }

// best is the sample with the shortest round trip: it is wrong by half of that at most.
func (c *clock) best() sample {
	var best sample
	for i, s := range c.samples {
		if i == 0 || s.roundTrip <= best.roundTrip {
			best = s
		}
	}
	return best
}
