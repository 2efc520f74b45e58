package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"bangui/internal/ban"
	"bangui/internal/host"
)

// packAll packs what there is to pack, and returns of how many pieces of time.
func packAll(t testing.TB, s Store) (pieces int) {
	t.Helper()
	for {
		n := got(s.PackCounts(t.Context(), 1, 50)).in(t)
		if pieces += n; n < 50 {
			return pieces
		}
	}
}

// packed changes counts in every way there is after they were packed: they must be right at once.
func packed(t *testing.T, s Database) {
	h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
	long := today().AddDate(0, 0, -40)
	banAt := func(at time.Time, address string) {
		e := event(host.EventBan, at)
		e.ID, e.Until = address, at.Add(time.Minute)
		over := event(host.EventUnban, at.Add(time.Minute))
		over.ID = address
		got(s.Ingest(t.Context(), "web1", h.Epoch, events(e, over))).in(t)
	}
	for i := range 30 {
		at := long.Add(time.Duration(i) * 5 * time.Hour)
		banAt(at, fmt.Sprintf("198.51.%d.%d", i%3, 128+i))
		banAt(at, fmt.Sprintf("203.0.113.%d", i))
	}
	if n := packAll(t, s); n < 30 {
		t.Errorf("%d pieces of time were packed, want at least one for each hour that had a ban", n)
	}
	same(t, "packed already", 0, packAll(t, s))
	countsMatch(t, s)
	changes := []struct {
		name   string
		change func()
	}{
		{"a late ban", func() { banAt(long.Add(time.Hour), "198.51.1.200") }},
		{"a ban at a new time", func() { banAt(long.Add(-10*24*time.Hour), "198.51.1.201") }},
		{"bans that go", func() { got(s.RemoveBefore(t.Context(), 38*24*time.Hour, 5)).in(t) }},
		{"places found later", func() { s.Learn(); got(s.PlaceAgain(t.Context(), 0, 1000, true)).in(t) }},
		{"counted anew", func() {
			s.Exec(`delete from bans where id in (select id from bans where asn <> 0 order by id limit 3)`)
			for days := got(s.RecountDays(t.Context())).in(t); len(days) > 0; days = days[1:] {
				must(t, s.RecountDay(t.Context(), days[0], len(days) == 1))
			}
		}},
	}
	for _, c := range changes {
		t.Run(c.name, func(t *testing.T) {
			packAll(t, s)
			c.change()
			countsMatch(t, s)
			if packAll(t, s) == 0 {
				t.Error("nothing was to be packed after it")
			}
			countsMatch(t, s)
		})
	}
	s.Exec(`update network_packs set packed = null`)
	got(s.PackCounts(t.Context(), 1000, 100_000)).in(t)
	countsMatch(t, s)
	packedIsRead(t, s)
}

// packedIsRead takes a byte from every pack, which cannot be read then.
func packedIsRead(t *testing.T, s Database) {
	h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
	e := event(host.EventBan, today().AddDate(0, 0, -40))
	e.ID = "198.51.1.250"
	got(s.Ingest(t.Context(), "web1", h.Epoch, events(e))).in(t)
	packAll(t, s)
	s.Exec(`update network_packs set packed = null where packed is not null`)
	countsMatch(t, s)
	packAll(t, s)
	s.Exec(`update network_packs set packed = substr(packed, 1, length(packed) - 1) where packed is not null`)
	if counts, err := s.Counts(t.Context(), ban.CountQuery{By: ban.ByNetwork}); err == nil {
		t.Errorf("packs were not read, or read though they are damaged: %+v", counts)
	}
}

// packedMeanwhile packs again and again while bans of the same pieces of time come.
func packedMeanwhile(t *testing.T, s Database) {
	h := got(s.TakeHost(t.Context(), "web1", false)).in(t)
	long := today().AddDate(0, 0, -20)
	done := make(chan struct{})
	var packing sync.WaitGroup
	packing.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
				if _, err := s.PackCounts(t.Context(), 1, 100); err != nil {
					t.Error(err)
					return
				}
			}
		}
	})
	for i := range 60 {
		e := event(host.EventBan, long.Add(time.Duration(i%3)*time.Hour))
		e.ID = fmt.Sprintf("198.51.%d.%d", i%3, 128+i)
		got(s.Ingest(t.Context(), "web1", h.Epoch, events(e))).in(t)
	}
	close(done)
	packing.Wait()
	countsMatch(t, s)
	packAll(t, s)
	countsMatch(t, s)
}
