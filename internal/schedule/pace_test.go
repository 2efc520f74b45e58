package schedule_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"bangui/internal/schedule"
)

func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pace := schedule.Pace{First: 10, Most: 500}
		var sizes []int
		var began []time.Time
		// A thing takes 24 ms at first, as on a disk that nothing has been read from, then 0.1 ms, then 1 ms.
		each := []time.Duration{24 * time.Millisecond, 24 * time.Millisecond}
		for range 8 {
			each = append(each, 100*time.Microsecond)
		}
		each = append(each, time.Millisecond, time.Millisecond, time.Hour, time.Hour)
		for _, one := range each {
			err := pace.Step(t.Context(), func(size int) error {
				sizes, began = append(sizes, size), append(began, time.Now())
				time.Sleep(time.Duration(size) * one)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		want := []int{10, 4, 4, 8, 16, 32, 64, 128, 256, 500, 500, 100, 100, 1}
		if !slices.Equal(sizes, want) {
			t.Errorf("steps of %v, want %v", sizes, want)
		}
		if rested := began[1].Sub(began[0]); rested != 2*240*time.Millisecond {
			t.Errorf("the second step began %v after the first, want twice the 240 ms that this took", rested)
		}
	})
}

func TestPaceEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		pace := schedule.Pace{First: 1, Most: 1}
		steps := 0
		slow := func(int) error { steps++; time.Sleep(time.Minute); return nil }
		if err := pace.Step(ctx, slow); err != nil {
			t.Fatal(err)
		}
		cancel()
		if err := pace.Step(ctx, slow); !errors.Is(err, context.Canceled) || steps != 1 {
			t.Errorf("%v after %d steps, want a cancelled one after the first", err, steps)
		}
		broken := errors.New("broken")
		if err := (&schedule.Pace{First: 1, Most: 1}).Step(t.Context(), func(int) error { return broken }); !errors.Is(err, broken) {
			t.Errorf("%v, want what the step failed with", err)
		}
	})
}
