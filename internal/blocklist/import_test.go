package blocklist_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"bangui/internal/blocklist"
	"bangui/internal/fault"
	"bangui/internal/listformat"
	"bangui/internal/schedule"
	"bangui/internal/store/storetest"
)

func TestImport(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish("# a list\n45.0.0.1\n45.0.0.1\n45.1.0.0/16 ; comment\n45.1.2.3\n2001:db8::/32\nevil.example.org\n45.0.0.01\n0.0.0.0/0\n10.0.0.0/7\n")
	list := r.make("one")
	first := r.imports(list.ID)
	first.want(t, blocklist.Imported, 3)
	same(t, "entries", []string{"45.0.0.1", "45.1.0.0/16", "2001:db8::/32"}, r.networks(list.ID, ""))
	c := first.list.Contents
	same(t, "counts", []int{1, 2, 2, 1, 3, 0}, []int{c.Addresses, c.Networks, c.IPv4, c.IPv6, c.Added, c.Removed})
	same(t, "IPv4 addresses", int64(1+1<<16), c.Covered4)
	if c.Bytes == 0 || len(c.Digest) != 64 || first.run.Revision != c.Revision || first.run.Digest != c.Digest {
		t.Errorf("contents %+v of %+v", c, first.run)
	}
	same(t, "doubles", 2, first.run.Doubles)
	dropped := map[string]int{}
	for _, d := range first.run.Dropped {
		dropped[d.Reason] = d.Lines
		if d.Title == d.Reason || len(d.Samples) == 0 || d.Samples[0].Line == 0 {
			t.Errorf("dropped without a word or a sample: %+v", d)
		}
	}
	same(t, "dropped", map[string]int{"host_name": 1, "leading_zeros": 1, "everything": 1, "too_wide": 1}, dropped)
	same(t, "source", []any{r.server.URL + "/one", 200}, []any{first.run.Source, first.run.Status})

	same(t, "unchanged, by its digest", blocklist.Unchanged, r.imports(list.ID).run.Outcome)
	r.server.publish("45.0.0.1\n45.1.0.0/16\n45.2.0.0/16\n")
	second := r.imports(list.ID)
	second.want(t, blocklist.Imported, 3)
	same(t, "difference", []int{1, 1, 1, 1, 3}, []int{second.run.Added, second.run.Removed, second.list.Contents.Added, second.list.Contents.Removed, second.run.Before})
	same(t, "of the first one nothing is left", 0, len(must(r.Chunks(t.Context(), c.Revision, nil, 1))))
}

// must returns the first of two values; the second is nil in these tests.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestSince(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish("45.0.0.1\n45.0.0.2\n45.0.0.3\n")
	list := r.make("one")
	began := r.imports(list.ID).run.StartedAt.Truncate(time.Second)
	r.advance(time.Hour)
	r.server.publish("45.0.0.1\n45.0.0.3\n45.0.0.4\n")
	later := r.imports(list.ID).run.StartedAt.Truncate(time.Second)
	r.advance(time.Hour)
	r.server.publish("45.0.0.1\n45.0.0.2\n45.0.0.4\n")
	last := r.imports(list.ID).run.StartedAt.Truncate(time.Second)
	since := map[string]time.Time{}
	for _, e := range must(r.lists.Entries(t.Context(), list.ID, netip.Prefix{}, netip.Prefix{}, 10)) {
		since[e.Network.Addr().String()] = e.Since
	}
	same(t, "since", map[string]time.Time{"45.0.0.1": began, "45.0.0.4": later, "45.0.0.2": last}, since)
}

func TestNotModified(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	etag, sent := `"1"`, 0
	r.server.answer(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("ETag", etag)
		if req.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		sent++
		_, _ = io.WriteString(w, addresses(10+sent))
	})
	list := r.make("one")
	r.imports(list.ID).want(t, blocklist.Imported, 11)
	for range 3 {
		i := r.imports(list.ID)
		i.want(t, blocklist.Unchanged, 11)
		same(t, "status and bytes", []any{304, int64(0)}, []any{i.run.Status, i.run.Bytes})
	}
	same(t, "sent", 1, sent)
	etag = `"2"`
	r.imports(list.ID).want(t, blocklist.Imported, 12)
	// Another way to read it needs all of it again.
	changed, err := r.lists.Change(t.Context(), ann(), list.ID, blocklist.Edit{Settings: func(s blocklist.Settings) blocklist.Settings {
		s.AllowWide = true
		return s
	}})
	if err != nil || !changed.Asked {
		t.Fatalf("changed: %+v %v", changed, err)
	}
	r.imports(list.ID).want(t, blocklist.Imported, 13)
}

// TestKeyInTheAddress is told nobody who looks at what an import is doing.
func TestKeyInTheAddress(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	settings := r.settings("one")
	settings.URL += "?key=secret"
	list := r.makeWith(settings, nil)
	work, doing := &schedule.Work{}, ""
	r.server.answer(func(w http.ResponseWriter, req *http.Request) {
		doing = work.Run().Doing
		_, _ = io.WriteString(w, addresses(3))
	})
	if _, err := r.lists.Import(t.Context(), work, fmt.Sprint(list.ID)); err != nil {
		t.Fatal(err)
	}
	same(t, "doing", "asking 127.0.0.1", doing)
}

func TestPackedList(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = io.WriteString(w, addresses(500))
	_ = w.Close()
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(packed.String())
	list := r.make("one.gz")
	i := r.imports(list.ID)
	i.want(t, blocklist.Imported, 500)
	same(t, "packed", []any{true, int64(packed.Len())}, []any{i.run.Gzip, i.run.Bytes})
}

func TestUploadedText(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	list := r.makeWith(blocklist.Settings{Name: "mine", Enabled: true}, []byte("45.0.0.1\n45.0.0.2\n"))
	first := r.imports(list.ID)
	first.want(t, blocklist.Imported, 2)
	same(t, "bytes", int64(18), first.run.Bytes)
	same(t, "again", blocklist.Unchanged, r.importsNow(t.Context(), list.ID).run.Outcome)
	_, err := r.lists.Change(t.Context(), ann(), list.ID, blocklist.Edit{
		Text: []byte(addresses(100)), Settings: func(s blocklist.Settings) blocklist.Settings { return s },
	})
	if err != nil {
		t.Fatal(err)
	}
	r.imports(list.ID).want(t, blocklist.Imported, 100)
}

// TestSuspiciousChanges publishes what is not to be believed.
func TestSuspiciousChanges(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		kind       blocklist.AlertKind
		outcome    blocklist.Outcome
	}{
		{"shrank by half", addresses(50), blocklist.AlertShrank, blocklist.Held},
		{"a little more than half", addresses(51), "", blocklist.Imported},
		{"grew fivefold", addresses(500), blocklist.AlertGrew, blocklist.Held},
		{"not quite fivefold", addresses(499), "", blocklist.Imported},
		{"became empty", "# nothing today\n", blocklist.AlertEmpty, blocklist.Held},
		{"became a page", "<!DOCTYPE html><html><body>Please sign in</body></html>", blocklist.AlertNoList, blocklist.Failed},
		{"became a hosts file", "127.0.0.1 localhost\n0.0.0.0 ads.example.org\n0.0.0.0 evil.example.org\n0.0.0.0 bad.example.org\n", blocklist.AlertNoList, blocklist.Failed},
		{"became binary", "\x7fELF\x00\x01\x02\x00\x00", blocklist.AlertNoList, blocklist.Failed},
		{"half the internet", addresses(99) + "64.0.0.0/9\n65.0.0.0/9\n66.0.0.0/9\n67.0.0.0/9\n", blocklist.AlertGrew, blocklist.Held},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, storetest.SQLite(t))
			r.server.publish(addresses(100))
			list := r.make("one")
			good := r.imports(list.ID)
			good.want(t, blocklist.Imported, 100)
			r.server.publish(tt.text)
			i := r.imports(list.ID)
			same(t, "outcome ("+i.run.Message+")", tt.outcome, i.run.Outcome)
			if tt.kind == "" {
				same(t, "alert", (*blocklist.Alert)(nil), i.list.Alert)
				return
			}
			if i.list.Alert == nil || i.list.Alert.Kind != tt.kind || i.list.Alert.Message == "" || i.list.Alert.Before != 100 {
				t.Fatalf("alert %+v, want %s", i.list.Alert, tt.kind)
			}
			same(t, "in force", good.list.Contents, i.list.Contents)
			same(t, "health", blocklist.HealthAlert, i.list.Health(time.Now()))
			if tt.outcome == blocklist.Failed {
				same(t, "something waits", int64(0), i.list.Held.Revision)
				wantKind(t, second(r.lists.Accept(t.Context(), ann(), list.ID, 1)), fault.Conflict)
			}
			// What is good again ends the alert.
			r.server.publish(addresses(101))
			i = r.imports(list.ID)
			i.want(t, blocklist.Imported, 101)
			same(t, "alert after that", (*blocklist.Alert)(nil), i.list.Alert)
		})
	}
}

func second[T any](_ T, err error) error { return err }

func TestAccept(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(addresses(100))
	list := r.make("one")
	r.imports(list.ID)
	r.server.publish(addresses(10))
	held := r.imports(list.ID)
	held.want(t, blocklist.Held, 100)
	same(t, "what waits", []int{10, 90}, []int{held.list.Held.Entries, held.list.Held.Removed})
	again := r.imports(list.ID)
	again.want(t, blocklist.Held, 100)
	same(t, "the same waits still", held.list.Held.Revision, again.list.Held.Revision)
	same(t, "and is stored", 1, len(must(r.Chunks(t.Context(), held.list.Held.Revision, nil, 9))))
	r.server.publish(addresses(12))
	third := r.imports(list.ID)
	third.want(t, blocklist.Held, 100)
	wantKind(t, second(r.lists.Accept(t.Context(), ann(), list.ID, held.list.Held.Revision)), fault.Conflict)
	accepted, err := r.lists.Accept(t.Context(), ann(), list.ID, third.list.Held.Revision)
	if err != nil || accepted.Contents.Entries != 12 || accepted.Alert != nil || accepted.Held.Revision != 0 {
		t.Fatalf("accepted: %+v %v", accepted, err)
	}
	same(t, "entries", 12, len(r.networks(list.ID, "")))
	r.imports(list.ID).want(t, blocklist.Unchanged, 12)
}

// TestHeldAndNotModified asks a server that tells that what waits has not changed.
func TestHeldAndNotModified(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	n := 100
	r.server.answer(func(w http.ResponseWriter, req *http.Request) {
		etag := `"` + strings.Repeat("x", n) + `"`
		w.Header().Set("ETag", etag)
		if req.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = io.WriteString(w, addresses(n))
	})
	list := r.make("one")
	r.imports(list.ID)
	n = 5
	r.imports(list.ID).want(t, blocklist.Held, 100)
	i := r.imports(list.ID)
	i.want(t, blocklist.Held, 100)
	if i.list.Alert == nil || i.list.Held.Entries != 5 || i.run.Status != http.StatusNotModified {
		t.Errorf("after a 304: %+v", i.list)
	}
}

// TestAnotherSource is not compared with the one before.
func TestAnotherSource(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(addresses(1000))
	list := r.make("one")
	r.imports(list.ID)
	r.server.publish(addresses(3))
	r.imports(list.ID).want(t, blocklist.Held, 1000)
	changed, err := r.lists.Change(t.Context(), ann(), list.ID, blocklist.Edit{Settings: func(s blocklist.Settings) blocklist.Settings {
		s.URL += "/other"
		return s
	}})
	if err != nil || changed.Alert != nil || changed.Contents.Entries != 1000 {
		t.Fatalf("changed: %+v %v", changed, err)
	}
	r.imports(list.ID).want(t, blocklist.Imported, 3)
	r.server.publish(addresses(1))
	r.imports(list.ID).want(t, blocklist.Held, 3)
}

// TestOtherSettingsOfTheSource change what is asked of the next contents only as far as they must.
func TestOtherSettingsOfTheSource(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(addresses(100))
	list := r.make("one")
	r.imports(list.ID).want(t, blocklist.Imported, 100)
	r.server.publish("# nothing\n")
	r.change(list.ID, func(s *blocklist.Settings) { s.URL += "/other" })
	i := r.imports(list.ID)
	i.want(t, blocklist.Held, 100)
	same(t, "alert of another source that has nothing", blocklist.AlertEmpty, i.list.Alert.Kind)

	r.server.publish(addresses(90))
	r.imports(list.ID).want(t, blocklist.Imported, 90)
	r.server.publish(addresses(3))
	r.change(list.ID, func(s *blocklist.Settings) { s.AllowWide = true })
	same(t, "asked with wide networks", true, r.get(list.ID).Asked)
	r.imports(list.ID).want(t, blocklist.Held, 90)

	r.Exec(`update schedules set run_now_by = ''`)
	held := r.get(list.ID).Held
	r.change(list.ID, func(s *blocklist.Settings) {
		s.AllowPrivate = append(s.AllowPrivate, netip.MustParsePrefix("10.0.0.0/8"))
	})
	after := r.get(list.ID)
	same(t, "asked with other private addresses", []any{true, true, held}, []any{after.Asked, after.Compare, after.Held})
}

func TestFailures(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(addresses(10))
	list := r.make("one")
	r.imports(list.ID)
	r.server.answer(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	waits := []time.Duration{time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute}
	for n, want := range waits {
		i := r.imports(list.ID)
		i.want(t, blocklist.Failed, 10)
		wantKind(t, i.err, fault.Refused)
		if again := i.again(); again < want*3/4 || again > want*5/4 {
			t.Errorf("after %d failures it is tried again in %s, want about %s", n+1, again, want)
		}
		same(t, "failures", n+1, i.list.Failures)
		if !strings.Contains(i.list.Problem, "500") || i.list.Health(time.Now()) != blocklist.HealthFailing {
			t.Errorf("problem %q, health %s", i.list.Problem, i.list.Health(time.Now()))
		}
	}
	r.server.answer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "36000")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	same(t, "again, when the server says so", 10*time.Hour, r.imports(list.ID).again())
	r.server.publish("<html>")
	if again := r.imports(list.ID).again(); again < time.Minute {
		t.Errorf("a page is fetched again in %s", again)
	}
	r.server.publish(addresses(11))
	i := r.imports(list.ID)
	i.want(t, blocklist.Imported, 11)
	same(t, "after one that went well", []any{0, "", time.Duration(0)}, []any{i.list.Failures, i.list.Problem, i.again()})
}

// TestBackOffOfADay fails for a day.
func TestBackOffOfADay(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.answer(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	list := r.make("one")
	longest := time.Duration(0)
	for range 20 {
		longest = max(longest, r.imports(list.ID).again())
	}
	if longest < 6*time.Hour || longest > 8*time.Hour {
		t.Errorf("it was waited for %s at most, want 6 h or a little more", longest)
	}
	onDemand, err := r.lists.Change(t.Context(), ann(), list.ID, blocklist.Edit{Settings: func(s blocklist.Settings) blocklist.Settings {
		s.Schedule = schedule.Schedule{}
		return s
	}})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "one without a schedule is not tried again", time.Duration(0), r.imports(onDemand.ID).again())
}

func TestMinimumInterval(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(addresses(10))
	settings := r.settings("one")
	settings.MinInterval, settings.Enabled = time.Hour, false
	list := r.makeWith(settings, nil)
	r.imports(list.ID).want(t, blocklist.Imported, 10)
	before := r.server.times()
	i := r.importsNow(t.Context(), list.ID)
	if i.err != nil || r.server.times() != before || i.again() < 50*time.Minute {
		t.Errorf("fetched again at once: %v, %d times, again in %s", i.err, r.server.times(), i.again())
	}
	_, err := r.lists.Ask(t.Context(), ann(), list.ID)
	f, ok := errors.AsType[*fault.Fault](err)
	if !ok || f.Kind != fault.TooMany || f.RetryAfter < 50*time.Minute {
		t.Errorf("asked for: %v", err)
	}
	r.Exec(`update blocklists set fetched_at = fetched_at - 3600000`)
	if _, err := r.lists.Ask(t.Context(), ann(), list.ID); err != nil {
		t.Errorf("an hour later: %v", err)
	}
	wantKind(t, second(r.lists.Ask(t.Context(), ann(), list.ID)), fault.Conflict)
	wantKind(t, second(r.lists.Ask(t.Context(), ann(), 99)), fault.NotFound)
}

// TestSourcesThatDoHarm leave what is in force, and say in the log of imports what was wrong.
// TestMinimumIntervalOfFailures asks again and again for what a server refuses.
func TestMinimumIntervalOfFailures(t *testing.T) {
	for name, tt := range map[string]struct {
		handler http.HandlerFunc
		wait    time.Duration
	}{
		"an error": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }, time.Hour},
		"asked to wait": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "36000")
			w.WriteHeader(http.StatusTooManyRequests)
		}, 10 * time.Hour},
		"a page": {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") }, time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, storetest.SQLite(t))
			r.server.answer(tt.handler)
			settings := r.settings("one")
			settings.MinInterval, settings.Schedule = time.Hour, schedule.Schedule{}
			list := r.makeWith(settings, nil)
			r.importsNow(t.Context(), list.ID).want(t, blocklist.Failed, 0)
			if i := r.importsNow(t.Context(), list.ID); r.server.times() != 1 || i.again() < tt.wait-time.Hour/10 {
				t.Errorf("asked %d times, again in %s", r.server.times(), i.again())
			}
			r.Exec(`update schedules set run_now_by = ''`)
			_, err := r.lists.Ask(t.Context(), ann(), list.ID)
			if f, ok := errors.AsType[*fault.Fault](err); !ok || f.Kind != fault.TooMany || f.RetryAfter < tt.wait-time.Hour/10 {
				t.Errorf("import now: %v", err)
			}
			r.change(list.ID, func(s *blocklist.Settings) { s.URL += "/other" })
			r.importsNow(t.Context(), list.ID)
			same(t, "asked with another source", 2, r.server.times())
		})
	}
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(addresses(3))
	settings := r.settings("one")
	settings.MinInterval, settings.AllowPrivate = time.Hour, nil
	list := r.makeWith(settings, nil)
	r.importsNow(t.Context(), list.ID).want(t, blocklist.Failed, 0)
	r.change(list.ID, func(s *blocklist.Settings) { s.AllowPrivate = r.settings("one").AllowPrivate })
	r.importsNow(t.Context(), list.ID).want(t, blocklist.Imported, 3)
}

// TestHeldAndNoList has a page come while something waits: why that waits is still told.
func TestHeldAndNoList(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(addresses(100))
	list := r.make("one")
	r.imports(list.ID)
	r.server.publish(addresses(3))
	held := r.imports(list.ID)
	held.want(t, blocklist.Held, 100)
	r.server.publish("<html>")
	i := r.imports(list.ID)
	i.want(t, blocklist.Failed, 100)
	same(t, "alert and what waits", []any{held.list.Alert, held.list.Held}, []any{i.list.Alert, i.list.Held})
}

func TestSourcesThatDoHarm(t *testing.T) {
	var bomb bytes.Buffer
	w := gzip.NewWriter(&bomb)
	_, _ = io.Copy(w, io.LimitReader(blanks{}, 300<<20))
	_ = w.Close()
	for name, tt := range map[string]struct {
		handler http.HandlerFunc
		text    string
	}{
		"redirect to a private address": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://10.0.0.1/", http.StatusFound)
		}, "private"},
		"bomb": {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(bomb.Bytes()) }, ""},
		"bomb by transfer": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb.Bytes())
		}, "fill memory"},
		"announces too much": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "99999999999") }, "larger than"},
		"ends in the middle": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, addresses(20))
		}, "in the middle"},
		"endless": {func(w http.ResponseWriter, r *http.Request) {
			line := []byte(strings.Repeat("#", 64<<10) + "\n")
			for r.Context().Err() == nil {
				if _, err := w.Write(line); err != nil {
					return
				}
			}
		}, "larger than"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, storetest.SQLite(t))
			r.mustOnlyTell(tt.handler, tt.text)
		})
	}
}

// TestCertificateThatNobodyKnows has a list move to a server that may be anybody.
func TestCertificateThatNobodyKnows(t *testing.T) {
	stranger := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, addresses(5)) }))
	stranger.Config.ErrorLog = log.New(io.Discard, "", 0)
	stranger.StartTLS()
	t.Cleanup(stranger.Close)
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(addresses(10))
	list := r.make("one")
	r.imports(list.ID)
	r.change(list.ID, func(s *blocklist.Settings) { s.URL = stranger.URL })
	r.imports(list.ID).wantFailed(t, 10, "signed the certificate")
}

// TestSourcesThatAreSlow do no more harm than others.
func TestSourcesThatAreSlow(t *testing.T) {
	for name, tt := range map[string]struct {
		handler http.HandlerFunc
		text    string
	}{
		"silent": {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "within 5s"},
		"stops in the middle": {func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, addresses(20))
			w.(http.Flusher).Flush() //nolint:forcetypeassert // it is one
			<-r.Context().Done()
		}, "stopped sending for 2s"},
		"slow for ever": {func(w http.ResponseWriter, r *http.Request) {
			for i := 0; r.Context().Err() == nil; i++ {
				if _, err := fmt.Fprintf(w, "45.1.0.%d\n", i%256); err != nil {
					return
				}
				w.(http.Flusher).Flush() //nolint:forcetypeassert // it is one
				time.Sleep(10 * time.Millisecond)
			}
		}, "did not send all of it within 5s"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRigWith(t, storetest.SQLite(t), func(o *blocklist.Options) { o.Within, o.Idle = 5*time.Second, 2*time.Second })
			r.mustOnlyTell(tt.handler, tt.text)
		})
	}
}

// mustOnlyTell imports a good list and then what a source answers that does harm: that is told in the log of imports, and what was in force stays.
func (r *rig) mustOnlyTell(handler http.HandlerFunc, text string) {
	r.t.Helper()
	r.server.publish(addresses(10))
	list := r.make("one")
	r.imports(list.ID)
	r.server.answer(handler)
	r.imports(list.ID).wantFailed(r.t, 10, text)
	same(r.t, "entries in force", 10, len(r.networks(list.ID, "")))
}

// wantFailed fails unless an import failed for a reason that is told, and left so many entries in force.
func (i imported) wantFailed(t testing.TB, entries int, text string) {
	t.Helper()
	i.want(t, blocklist.Failed, entries)
	if !strings.Contains(i.run.Message, text) || i.run.Message == "" || strings.Contains(i.run.Message, "our side") {
		t.Errorf("message %q, want %q in it", i.run.Message, text)
	}
}

// blanks are lines without an end to them.
type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '\n'
	}
	return len(p), nil
}

// TestCancelled ends an import while the list comes.
func TestCancelled(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(addresses(10))
	list := r.make("one")
	r.imports(list.ID)
	reached := make(chan struct{})
	r.server.answer(func(w http.ResponseWriter, req *http.Request) {
		_, _ = io.WriteString(w, "45.0.0.1\n")
		w.(http.Flusher).Flush() //nolint:forcetypeassert // it is one
		close(reached)
		<-req.Context().Done()
	})
	r.Exec(`update blocklists set fetched_at = fetched_at - 3600000`)
	jobs := schedule.NewJobs(r, r.bus).WithFamilies(r.lists.ImportFamily())
	runner := schedule.NewRunner(r, r.bus, "r1", discard()).WithFamilies(r.lists.ImportFamily())
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = runner.Run(ctx) // it ends with ctx
	}()
	defer func() {
		stop()
		<-done
	}()
	<-reached
	runs := must(jobs.Runs(t.Context(), schedule.RunQuery{State: schedule.Running}))
	same(t, "running", 1, len(runs))
	same(t, "title", "Import block list one", jobs.Title(runs[0].Task))
	if _, err := jobs.Cancel(t.Context(), runs[0].ID, ann()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the import has ended", func() bool {
		return must(jobs.Run(t.Context(), runs[0].ID)).State == schedule.Cancelled
	})
	imports := must(r.lists.Imports(t.Context(), blocklist.RunQuery{List: list.ID, Limit: 1}))
	same(t, "outcome", blocklist.Cancelled, imports[0].Outcome)
	same(t, "in force", 10, r.get(list.ID).Contents.Entries)
	wantKind(t, second(jobs.Change(t.Context(), list.Task(), schedule.Change{Reset: true}, ann())), fault.Conflict)
}

// eventually waits until what is true.
func eventually(t testing.TB, what string, is func() bool) {
	t.Helper()
	for range 6000 {
		if is() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("waited in vain: %s", what)
}

func TestUnknownFormatsAreTold(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish("what is this\nsome prose without an address\nand more of it\n")
	list := r.make("one")
	i := r.imports(list.ID)
	i.want(t, blocklist.Failed, 0)
	if i.run.Format != listformat.Unknown || i.list.Alert == nil {
		t.Errorf("prose: %+v %+v", i.run, i.list.Alert)
	}
}

// TestSourceChangedMeanwhile changes where a list comes from while the list comes.
func TestSourceChangedMeanwhile(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	list := r.make("one")
	r.server.answer(func(w http.ResponseWriter, req *http.Request) {
		if req.URL.Path == "/one" {
			r.change(list.ID, func(s *blocklist.Settings) { s.URL = r.server.URL + "/two" })
		}
		_, _ = io.WriteString(w, "45.0.0."+map[string]string{"/one": "1", "/two": "2"}[req.URL.Path]+"\n")
	})
	i := r.importsNow(t.Context(), list.ID)
	i.want(t, blocklist.Cancelled, 0)
	if i.err != nil || i.again() != time.Second {
		t.Errorf("%v, again in %s", i.err, i.again())
	}
	r.importsNow(t.Context(), list.ID).want(t, blocklist.Imported, 1)
	same(t, "entries", []string{"45.0.0.2"}, r.networks(list.ID, ""))
}

// TestAcceptedMeanwhile accepts what waits while the next answer comes, which is to be compared with that then.
func TestAcceptedMeanwhile(t *testing.T) {
	r := newRig(t, storetest.SQLite(t))
	r.server.publish(addresses(100))
	list := r.make("one")
	r.imports(list.ID)
	r.server.publish(addresses(10))
	held := r.imports(list.ID).list.Held.Revision
	r.server.answer(func(w http.ResponseWriter, _ *http.Request) {
		if r.get(list.ID).Held.Revision != 0 {
			must(r.lists.Accept(t.Context(), ann(), list.ID, held))
		}
		_, _ = io.WriteString(w, addresses(90))
	})
	i := r.imports(list.ID)
	i.want(t, blocklist.Cancelled, 10)
	same(t, "again", time.Second, i.again())
	r.importsNow(t.Context(), list.ID).want(t, blocklist.Held, 10)
}

// lateStore lets something happen right after an import was stored.
type lateStore struct {
	blocklist.Store
	then func()
}

// EndImport implements [blocklist.Store].
func (s lateStore) EndImport(ctx context.Context, run blocklist.Run, change blocklist.Change) (blocklist.Run, error) {
	ended, err := s.Store.EndImport(ctx, run, change)
	s.then()
	return ended, err
}

// TestSourceChangedAtTheEnd changes where a list comes from while it is waited for hosts: what is asked for then must not end with the run.
func TestSourceChangedAtTheEnd(t *testing.T) {
	then := func() {}
	r := newRigWith(t, storetest.SQLite(t), func(o *blocklist.Options) {
		o.Store = lateStore{o.Store, func() { then() }}
	})
	r.server.publish(addresses(10))
	list := r.make("one")
	then = func() { r.change(list.ID, func(s *blocklist.Settings) { s.URL = r.server.URL + "/two" }) }
	i := r.importsNow(t.Context(), list.ID)
	i.want(t, blocklist.Imported, 10)
	if i.again() != time.Second {
		t.Errorf("again in %s", i.again())
	}
}
