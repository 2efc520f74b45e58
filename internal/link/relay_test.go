package link_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/ban"
	"bangui/internal/event"
	"bangui/internal/link"
	"bangui/internal/replica"
)

// drain reads events until nothing comes for a moment.
func drain(sub *event.Subscription, quiet time.Duration) []event.Event {
	var all []event.Event
	for {
		select {
		case e := <-sub.C:
			all = append(all, e)
		case <-time.After(quiet):
			return all
		}
	}
}

// await reads events until one is as wanted.
func await(t *testing.T, sub *event.Subscription, what string, wanted func(event.Event) bool) {
	t.Helper()
	for end := time.After(20 * time.Second); ; {
		select {
		case e := <-sub.C:
			if wanted(e) {
				return
			}
		case <-end:
			t.Fatalf("%s: not within 20 s", what)
		}
	}
}

func isResync(e event.Event) bool { return e.Topic == event.Resync && e.Remote }

func TestEventsReachAllOnceAndInOrder(t *testing.T) {
	all := nodes(t, 3)
	for _, from := range all {
		var subs []*event.Subscription
		for _, n := range all {
			drainNow(n)
			subs = append(subs, n.bus.Subscribe(0, 5000))
		}
		var want []int64
		for i := range int64(1000) {
			want = append(want, i)
			from.bus.Publish(event.Ban, ban.Ban{ID: i, Host: "h", BannedAt: time.Unix(i, 0).UTC()})
		}
		for i, sub := range subs {
			var got []int64
			for _, e := range drain(sub, time.Second) {
				if b, ok := e.Data.(ban.Ban); ok && e.Topic == event.Ban && e.Remote == (all[i] != from) {
					got = append(got, b.ID)
				} else {
					t.Errorf("unexpected: %+v", e)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("node %d (-want +got):\n%s", i, diff)
			}
			sub.Close()
		}
	}
}

// drainNow waits for what is on its way.
func drainNow(n *node) {
	sub := n.bus.Subscribe(0, 5000)
	defer sub.Close()
	drain(sub, time.Second)
}

func TestEachTopicKeepsItsType(t *testing.T) {
	all := nodes(t, 2)
	drainNow(all[1])
	sub := all[1].bus.Subscribe(0, 100)
	defer sub.Close()
	want := []any{ban.JailChange{Host: "h", Jail: "j"}, replica.Change{ID: "x"}, nil, nil}
	all[0].bus.Publish(event.Jail, want[0])
	all[0].bus.Publish(event.Replica, want[1])
	all[0].bus.Publish("of a newer version", 1)
	all[0].bus.Publish(event.Resync, nil)
	var got []any
	for _, e := range drain(sub, time.Second) {
		got = append(got, e.Data)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLateJoinerAndNodeStartedAgain(t *testing.T) {
	all := nodes(t, 2)
	all[0].bus.Publish(event.Replica, replica.Change{ID: "before"})
	var bus event.Bus
	sub := bus.Subscribe(0, 100)
	late := start(t, options(t, "late/1/X", &bus))
	join(t, all[0], all[1], late)
	await(t, sub, "told that there were events before", isResync)
	all[0].bus.Publish(event.Replica, replica.Change{ID: "after"})
	await(t, sub, "event", func(e event.Event) bool { return e.Data == replica.Change{ID: "after"} })

	late.stop()
	eventually(t, "gone", func() bool { return len(all[0].Linked()) == 1 })
	all[0].bus.Publish(event.Replica, replica.Change{ID: "meanwhile"})
	again := start(t, options(t, "late/1/X", &bus))
	join(t, all[0], all[1], again)
	await(t, sub, "told that there were events meanwhile", isResync)

	other := all[1].bus.Subscribe(0, 100)
	defer other.Close()
	bus.Publish(event.Replica, replica.Change{ID: "back"})
	await(t, other, "event of the node that came back", func(e event.Event) bool { return e.Data == replica.Change{ID: "back"} })
}

func TestEventsThatTheTableKnowsOf(t *testing.T) {
	var bus event.Bus
	sub := bus.Subscribe(0, 100)
	n := start(t, options(t, "alone/1/X", &bus))
	n.Seen("other/1/X", 3)
	begin := time.Now()
	await(t, sub, "told", isResync)
	if took := time.Since(begin); took < time.Second || took > 5*time.Second {
		t.Errorf("took %s", took)
	}
	n.Seen("other/1/X", 3)
	n.Seen("alone/1/X", 99)
	if got := drain(sub, 4*time.Second); len(got) > 0 {
		t.Errorf("told again: %+v", got)
	}
	n.Seen("other/1/X", 4)
	await(t, sub, "told of one more", isResync)
}

func TestWrongSecretIsKeptOut(t *testing.T) {
	all := nodes(t, 2)
	opts := options(t, "stranger/1/X", &event.Bus{})
	opts.Secret = bytes.Repeat([]byte{8}, 32)
	stranger := start(t, opts)
	stranger.Join([]string{all[0].Address(), all[1].Address()})
	all[0].Join([]string{all[1].Address(), stranger.Address()})
	time.Sleep(3 * time.Second)
	if got := stranger.Linked(); len(got) > 0 {
		t.Errorf("linked with %q", got)
	}
	if diff := cmp.Diff([]string{"b/1/X"}, all[0].Linked()); diff != "" {
		t.Errorf("linked (-want +got):\n%s", diff)
	}
}

func TestOpenRefuses(t *testing.T) {
	for name, change := range map[string]func(*link.Options){
		"no port":      func(o *link.Options) { o.Listen = "127.0.0.1" },
		"bad port":     func(o *link.Options) { o.Listen = "127.0.0.1:x" },
		"not ours":     func(o *link.Options) { o.Listen = "192.0.2.1:0" },
		"short secret": func(o *link.Options) { o.Secret = []byte("x") },
		"bad URL":      func(o *link.Options) { o.NATSURL = "http://x" },
	} {
		t.Run(name, func(t *testing.T) {
			opts := options(t, "a/1/X", &event.Bus{})
			change(&opts)
			if _, err := link.Open(t.Context(), opts); err == nil {
				t.Error("opened")
			}
		})
	}
}
