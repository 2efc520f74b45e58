package event_test

import (
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/event"
)

// waiting returns what is in the buffer of sub, as data or, for a resync, its topic.
func waiting(sub *event.Subscription) []any {
	var got []any
	for len(sub.C) > 0 {
		e := <-sub.C
		if e.Topic == event.Resync {
			got = append(got, e.Topic)
			continue
		}
		got = append(got, e.Data)
	}
	return got
}

func publish(bus *event.Bus, from, to int) {
	for i := from; i <= to; i++ {
		bus.Publish(event.Ban, i)
	}
}

func TestSlowSubscriberIsToldEvenIfNothingFollows(t *testing.T) {
	var bus event.Bus
	slow, quick := bus.Subscribe(0, 3), bus.Subscribe(0, 10)
	publish(&bus, 1, 4)
	if diff := cmp.Diff([]any{event.Resync}, waiting(slow)); diff != "" {
		t.Errorf("slow subscriber after four events and a buffer of three (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]any{1, 2, 3, 4}, waiting(quick)); diff != "" {
		t.Errorf("quick subscriber (-want +got):\n%s", diff)
	}
	publish(&bus, 5, 6)
	if diff := cmp.Diff([]any{5, 6}, waiting(slow)); diff != "" {
		t.Errorf("slow subscriber once it has read the resync (-want +got):\n%s", diff)
	}
}

func TestEventsAfterAResyncStillCome(t *testing.T) {
	var bus event.Bus
	sub := bus.Subscribe(0, 3)
	publish(&bus, 1, 6)
	if diff := cmp.Diff([]any{event.Resync, 5, 6}, waiting(sub)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSubscribeAfter(t *testing.T) {
	var bus event.Bus
	start := bus.Subscribe(0, 1).After
	publish(&bus, 1, 5)
	tests := []struct {
		name   string
		after  int64
		buffer int
		want   []any
	}{
		{"nothing missed", start + 5, 8, nil},
		{"two missed", start + 3, 8, []any{4, 5}},
		{"all missed", start, 8, []any{1, 2, 3, 4, 5}},
		{"more missed than fit", start, 3, []any{event.Resync, 5}},
		{"of a time before this process", start - 1, 8, []any{event.Resync}},
		{"of the future", start + 6, 8, []any{event.Resync}},
		{"garbage", -7, 8, []any{event.Resync}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sub := bus.Subscribe(tt.after, tt.buffer)
			defer sub.Close()
			if diff := cmp.Diff(tt.want, waiting(sub)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSubscribeAfterMoreThanTheBusKeeps(t *testing.T) {
	var bus event.Bus
	start := bus.Subscribe(0, 1).After
	publish(&bus, 1, 3000)
	if diff := cmp.Diff([]any{event.Resync}, waiting(bus.Subscribe(start+10, 5000))); diff != "" {
		t.Errorf("long ago (-want +got):\n%s", diff)
	}
	if got := waiting(bus.Subscribe(start+2990, 5000)); len(got) != 10 {
		t.Errorf("a moment ago: got %d events, want 10", len(got))
	}
}

func TestIDsOfAnotherProcessAreNotOurs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var before event.Bus
		publish(&before, 1, 10)
		seen := before.Subscribe(0, 1).After
		time.Sleep(time.Second) // of the bubble
		var after event.Bus
		publish(&after, 1, 10)
		if diff := cmp.Diff([]any{event.Resync}, waiting(after.Subscribe(seen, 8))); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestEncodedOnce(t *testing.T) {
	var bus event.Bus
	one, two := bus.Subscribe(0, 1), bus.Subscribe(0, 1)
	bus.Publish(event.Host, 42)
	calls := 0
	encode := func(e event.Event) ([]byte, error) {
		calls++
		return strconv.AppendInt(nil, int64(e.Data.(int)), 10), nil
	}
	for _, sub := range []*event.Subscription{one, two} {
		got, err := (<-sub.C).Encoded(encode)
		if err != nil || string(got) != "42" {
			t.Errorf("Encoded = %q, %v, want 42", got, err)
		}
	}
	if calls != 1 {
		t.Errorf("encode ran %d times, want once", calls)
	}
}

func TestCloseTwiceWhilePublishing(t *testing.T) {
	var bus event.Bus
	sub := bus.Subscribe(0, 2)
	var wg sync.WaitGroup
	wg.Go(func() { publish(&bus, 1, 1000) })
	wg.Go(sub.Close)
	wg.Go(sub.Close)
	wg.Wait()
	for range sub.C {
	}
}
