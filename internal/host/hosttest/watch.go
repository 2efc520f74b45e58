package hosttest

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"bangui/internal/host"
)

// watcher watches a host and keeps what it delivers.
type watcher struct {
	t      *testing.T
	cancel context.CancelFunc
	ended  chan error

	mu      sync.Mutex
	batches []host.Batch
	refuse  int
}

func watch(t *testing.T, h host.Host, from host.Cursor) *watcher {
	t.Helper()
	return watchRefusing(t, h, from, 0)
}

// watchRefusing fails the first deliveries of events.
func watchRefusing(t *testing.T, h host.Host, from host.Cursor, refuse int) *watcher {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	w := &watcher{t: t, cancel: cancel, ended: make(chan error, 1), refuse: refuse}
	go func() { w.ended <- h.Watch(ctx, from, w.deliver) }()
	t.Cleanup(func() {
		_ = w.end() // stop checks how it ended
		if t.Failed() {
			w.show()
		}
	})
	return w
}

func (w *watcher) deliver(_ context.Context, batch host.Batch) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(batch.Events) > host.MaxBatch {
		w.t.Errorf("a batch of %d events", len(batch.Events))
	}
	if w.refuse > 0 && len(batch.Events) > 0 {
		w.refuse--
		return errors.New("not now")
	}
	w.batches = append(w.batches, batch)
	return nil
}

// end ends the watch if it has not ended, and returns how it did.
func (w *watcher) end() error {
	w.cancel()
	err := <-w.ended
	w.ended <- err
	return err
}

// stop ends the watch and returns the cursor of the last batch.
func (w *watcher) stop() host.Cursor {
	w.t.Helper()
	err := w.end()
	if !errors.Is(err, context.Canceled) {
		w.t.Errorf("Watch ended with %v, want %v", err, context.Canceled)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.batches) == 0 {
		return ""
	}
	return w.batches[len(w.batches)-1].Cursor
}

func (w *watcher) show() {
	for _, e := range w.events() {
		w.t.Logf("event %s %s %s %s", e.At.Format("15:04:05.000"), e.Kind, e.Jail, e.ID)
	}
}

func (w *watcher) events() []host.Event {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []host.Event
	for _, b := range w.batches {
		all = append(all, b.Events...)
	}
	return all
}

func (w *watcher) snapshots() []host.Snapshot {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []host.Snapshot
	for _, b := range w.batches {
		if b.Snapshot != nil {
			all = append(all, *b.Snapshot)
		}
	}
	return all
}

// find returns the events of a kind about an id.
func (w *watcher) find(kind host.EventKind, jail, id string) []host.Event {
	return slices.DeleteFunc(w.events(), func(e host.Event) bool { return e.Kind != kind || e.Jail != jail || e.ID != id })
}

func (w *watcher) wait(kind host.EventKind, jail, id string) host.Event {
	w.t.Helper()
	eventually(w.t, string(kind)+" of "+jail+" "+id, func() bool { return len(w.find(kind, jail, id)) > 0 })
	return w.find(kind, jail, id)[0]
}

func (w *watcher) waitSnapshot(n int) host.Snapshot {
	w.t.Helper()
	eventually(w.t, "snapshot", func() bool { return len(w.snapshots()) >= n })
	return w.snapshots()[n-1]
}

// once checks that an event came once.
func (w *watcher) once(kind host.EventKind, jail, id string) {
	w.t.Helper()
	if n := len(w.find(kind, jail, id)); n != 1 {
		w.t.Errorf("%s of %s %s came %d times", kind, jail, id, n)
	}
}

func testWatchBan(t *testing.T, target Target) {
	if !applies(t, target.Attack != nil, "attack") {
		return
	}
	w := watch(t, target.Host, "")
	w.waitSnapshot(1)
	for _, text := range []string{"203.0.113.7", "2001:db8::7"} {
		before := time.Now()
		check(t, target.Attack(JailA, netip.MustParseAddr(text), MaxRetry))
		e := w.wait(host.EventBan, JailA, text)
		if e.At.Before(before.Add(-2*time.Second)) || e.At.After(time.Now()) || e.At.Location() != time.UTC {
			t.Errorf("banned at %s, attacked at %s", e.At, before)
		}
		if target.Evidence && (e.BanTime != BanTime || e.Until.Sub(e.At) != BanTime || e.BanCount != 1 || e.Failures != MaxRetry ||
			len(e.Evidence) != MaxRetry || !strings.Contains(e.Evidence[0], text)) {
			t.Errorf("ban %+v", e)
		}
		if target.Found {
			eventually(t, "failures", func() bool { return len(w.find(host.EventFound, JailA, text)) == MaxRetry })
		}
		before = time.Now()
		_, err := target.Host.Unban(t.Context(), host.UnbanOrder{IDs: []string{text}})
		check(t, err)
		if e := w.wait(host.EventUnban, JailA, text); e.At.Before(before.Add(-time.Second)) || e.At.After(time.Now().Add(time.Second)) {
			t.Errorf("unbanned at %s, ordered at %s", e.At, before)
		}
		w.once(host.EventBan, JailA, text)
		w.once(host.EventUnban, JailA, text)
	}
	w.stop()
}

func testWatchManualBan(t *testing.T, target Target) {
	w := watch(t, target.Host, "")
	w.waitSnapshot(1)
	results, err := target.Host.Ban(t.Context(), host.BanOrder{
		Jail: JailA, Actor: "alice", Reason: "report 12", Prefixes: []netip.Prefix{prefix("203.0.113.7"), prefix("198.51.100.0/24")},
	})
	check(t, err)
	for _, r := range results {
		e := w.wait(host.EventBan, JailA, r.ID)
		if target.Evidence && (len(e.Evidence) != 1 || e.Evidence[0] != "banned by alice: report 12" || e.Failures < 1) {
			t.Errorf("evidence of %s is %q, after %d failures", r.ID, e.Evidence, e.Failures)
		}
		if d := e.At.Sub(r.At).Abs(); d > 5*time.Second {
			t.Errorf("%s was banned at %s, and its event says %s", r.ID, r.At, e.At)
		}
	}
	w.stop()
}

func testWatchResumes(t *testing.T, target Target) {
	h := target.Host
	ban(t, h, JailA, "203.0.113.1")
	w := watch(t, h, "")
	snapshot := w.waitSnapshot(1)
	if len(snapshot.Banned) != 1 || snapshot.Banned[0].ID != "203.0.113.1" || snapshot.Banned[0].At.IsZero() {
		t.Errorf("snapshot %+v", snapshot)
	}
	if target.Evidence {
		w.wait(host.EventBan, JailA, "203.0.113.1") // fail2ban writes it down after it is in force
		w.once(host.EventBan, JailA, "203.0.113.1")
	}
	ban(t, h, JailA, "203.0.113.2")
	w.wait(host.EventBan, JailA, "203.0.113.2")
	cursor := w.stop()

	ban(t, h, JailA, "203.0.113.3")
	_, err := h.Unban(t.Context(), host.UnbanOrder{IDs: []string{"203.0.113.1"}})
	check(t, err)
	if target.Reopen != nil {
		h = target.Reopen(t)
	}
	again := watch(t, h, cursor)
	snapshot = again.waitSnapshot(1)
	if len(snapshot.Banned) != 2 {
		t.Errorf("snapshot %+v", snapshot)
	}
	if target.Evidence {
		again.wait(host.EventBan, JailA, "203.0.113.3")
	}
	ban(t, h, JailA, "203.0.113.4")
	again.wait(host.EventBan, JailA, "203.0.113.4")
	for _, id := range []string{"203.0.113.1", "203.0.113.2"} {
		if n := len(again.find(host.EventBan, JailA, id)); n != 0 {
			t.Errorf("the ban of %s came again", id)
		}
	}
	if target.Evidence {
		again.once(host.EventBan, JailA, "203.0.113.3")
	}
	if target.Found {
		again.wait(host.EventUnban, JailA, "203.0.113.1")
		again.once(host.EventUnban, JailA, "203.0.113.1")
	}
	again.stop()
}

func testWatchRedelivers(t *testing.T, target Target) {
	w := watchRefusing(t, target.Host, "", 3)
	w.waitSnapshot(1)
	ban(t, target.Host, JailA, "203.0.113.1", "203.0.113.2")
	w.wait(host.EventBan, JailA, "203.0.113.1")
	w.wait(host.EventBan, JailA, "203.0.113.2")
	w.once(host.EventBan, JailA, "203.0.113.1")
	w.once(host.EventBan, JailA, "203.0.113.2")
	w.stop()
}

func testWatchRestart(t *testing.T, target Target) {
	if !applies(t, target.Stop != nil && target.Start != nil, "stop fail2ban") {
		return
	}
	ban(t, target.Host, JailA, "203.0.113.1")
	w := watch(t, target.Host, "")
	w.waitSnapshot(1)
	if target.Evidence {
		w.wait(host.EventBan, JailA, "203.0.113.1")
	}
	before := len(w.find(host.EventBan, JailA, "203.0.113.1"))
	check(t, target.Stop(t.Context()))
	w.wait(host.EventServerDown, "", "")
	if target.Found {
		w.wait(host.EventRepeal, JailA, "203.0.113.1")
	}
	snapshots := len(w.snapshots())
	check(t, target.Start(t.Context()))
	w.wait(host.EventServerUp, "", "")
	snapshot := w.waitSnapshot(snapshots + 1)
	if target.Restores {
		if target.Found {
			w.wait(host.EventRestore, JailA, "203.0.113.1")
		}
		if len(snapshot.Banned) != 1 {
			t.Errorf("snapshot after the restart %+v", snapshot)
		}
	}
	if n := len(w.find(host.EventBan, JailA, "203.0.113.1")); n != before {
		t.Errorf("%d bans, %d before the restart", n, before)
	}
	w.once(host.EventServerUp, "", "")
	w.once(host.EventServerDown, "", "")
	ban(t, target.Host, JailB, "203.0.113.2")
	w.wait(host.EventBan, JailB, "203.0.113.2")
	w.stop()
}

func testWatchKill(t *testing.T, target Target) {
	if !applies(t, target.Kill != nil && target.Start != nil, "kill fail2ban") {
		return
	}
	ban(t, target.Host, JailA, "203.0.113.1")
	w := watch(t, target.Host, "")
	w.waitSnapshot(1)
	check(t, target.Kill(t.Context()))
	w.wait(host.EventServerDown, "", "")
	status, err := target.Host.Status(t.Context())
	check(t, err)
	if status.Problem == nil || status.Problem.Code != host.ProblemNotRunning {
		t.Errorf("status %+v", status)
	}
	snapshots := len(w.snapshots())
	check(t, target.Start(t.Context()))
	w.wait(host.EventServerUp, "", "")
	w.waitSnapshot(snapshots + 1)
	ban(t, target.Host, JailB, "203.0.113.2")
	w.wait(host.EventBan, JailB, "203.0.113.2")
	w.once(host.EventServerUp, "", "")
	w.stop()
}

func testWatchRotation(t *testing.T, target Target) {
	if !applies(t, target.Rotate != nil, "rotate the log") {
		return
	}
	w := watch(t, target.Host, "")
	w.waitSnapshot(1)
	addresses := []string{"203.0.113.1", "203.0.113.2", "203.0.113.3"}
	ban(t, target.Host, JailA, addresses...)
	for _, address := range addresses {
		_, err := target.Host.Unban(t.Context(), host.UnbanOrder{IDs: []string{address}})
		check(t, err)
		check(t, target.Rotate(t.Context()))
		w.wait(host.EventUnban, JailA, address) // the next rotation removes the file that it was in
	}
	for _, address := range addresses {
		w.wait(host.EventBan, JailA, address)
		w.once(host.EventBan, JailA, address)
		w.once(host.EventUnban, JailA, address)
	}
	w.stop()
}

func testWatchJails(t *testing.T, target Target) {
	if !applies(t, target.Loads, "load jails") {
		return
	}
	h := target.Host
	ban(t, h, JailA, "203.0.113.1")
	w := watch(t, h, "")
	w.waitSnapshot(1)
	check(t, h.ControlJail(t.Context(), JailA, host.Stop))
	w.wait(host.EventRepeal, JailA, "203.0.113.1")
	w.wait(host.EventJailStopped, JailA, "")
	check(t, h.ControlJail(t.Context(), JailA, host.Start))
	w.wait(host.EventJailStarted, JailA, "")
	if target.Restores && target.Found {
		w.wait(host.EventRestore, JailA, "203.0.113.1")
	}
	if n := len(w.find(host.EventUnban, JailA, "203.0.113.1")); n != 0 {
		t.Errorf("the stop of the jail came as %d unbans", n)
	}
	w.stop()
}
