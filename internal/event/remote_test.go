package event_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/event"
)

// mark is what matters of an event to somebody who forwards events.
type mark struct {
	Topic  string
	Remote bool
	Number int64
}

func marks(sub *event.Subscription) []mark {
	var got []mark
	for len(sub.C) > 0 {
		e := <-sub.C
		got = append(got, mark{e.Topic, e.Remote, e.Number})
	}
	return got
}

func TestRelayedEventsAreNotCounted(t *testing.T) {
	var bus event.Bus
	sub := bus.Subscribe(0, 8)
	bus.Publish(event.Ban, 1)
	bus.Relay(event.Host, 2)
	bus.Missed()
	bus.Publish(event.Unban, 3)
	want := []mark{{event.Ban, false, 1}, {event.Host, true, 1}, {event.Resync, true, 1}, {event.Unban, false, 2}}
	if diff := cmp.Diff(want, marks(sub)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := bus.Published(); got != 2 {
		t.Errorf("Published = %d, want 2", got)
	}
}

func TestOverflowSaysHowManyWerePublished(t *testing.T) {
	var bus event.Bus
	sub := bus.Subscribe(0, 3)
	publish(&bus, 1, 5)
	want := []mark{{event.Resync, false, 4}, {event.Ban, false, 5}}
	if diff := cmp.Diff(want, marks(sub)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMissedReachesThoseWhoComeBack(t *testing.T) {
	var bus event.Bus
	start := bus.Subscribe(0, 1).After
	bus.Publish(event.Ban, 1)
	bus.Missed()
	want := []mark{{event.Ban, false, 1}, {event.Resync, true, 1}}
	if diff := cmp.Diff(want, marks(bus.Subscribe(start, 8))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
