package store_test

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"strconv"
	"testing"
	"time"

	"bangui/internal/account"
	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/host"
	"bangui/internal/schedule"
	"bangui/internal/store/storetest"
)

// The benchmarks of lists and counts put in 100,000 bans first; BANGUI_BENCH_BANS=1000000 says another number.

func BenchmarkSQLite(b *testing.B) {
	benchmark(b, func(b *testing.B) storetest.Database { return storetest.SQLite(b) })
}

func BenchmarkPostgres(b *testing.B) {
	benchmark(b, func(b *testing.B) storetest.Database { return storetest.Postgres(b) })
}

func benchmark(b *testing.B, open func(b *testing.B) storetest.Database) {
	b.Run("session", func(b *testing.B) { useSessions(b, open(b)) })
	b.Run("limit", func(b *testing.B) { takeLimits(b, open(b)) })
	b.Run("claim", func(b *testing.B) { claimRuns(b, open(b)) })
	b.Run("fence", func(b *testing.B) { fencedWrites(b, open(b)) })
	b.Run("ingest", func(b *testing.B) { ingestRate(b, open(b)) })
	b.Run("manual ban", func(b *testing.B) { manualBans(b, open(b)) })
	b.Run("first snapshot", func(b *testing.B) { firstSnapshot(b, open(b)) })
	b.Run("history", func(b *testing.B) { lists(b, open(b)) })
}

func useSessions(b *testing.B, s storetest.Database) {
	user := get(s.CreateUser(b.Context(), account.User{Name: "ann"}, audit.Entry{})).or(b)
	token := make([]byte, 32)
	get(s.CreateSession(b.Context(), account.Session{TokenHash: token, UserID: user.ID}, time.Hour, time.Hour, audit.Entry{})).or(b)
	for b.Loop() {
		if _, _, err := s.UseSession(b.Context(), token, time.Hour, "192.0.2.1"); err != nil {
			b.Fatal(err)
		}
	}
}

func takeLimits(b *testing.B, s storetest.Database) {
	for b.Loop() {
		get(s.TakeLimit(b.Context(), "key", account.Limit{Burst: 5, Period: time.Minute})).or(b)
	}
}

// claimRuns measures what a run costs besides its work; asking for it is not counted.
func claimRuns(b *testing.B, s storetest.Database) {
	if err := s.EnsureSchedule(b.Context(), "a", schedule.Schedule{}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		b.StopTimer()
		if err := s.AskRun(b.Context(), "a", "ann", audit.Entry{}); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		run, ok, err := s.ClaimRun(b.Context(), "r", []string{"a"}, time.Minute)
		if err != nil || !ok {
			b.Fatal(ok, err)
		}
		get(s.FinishRun(b.Context(), run, schedule.Succeeded, "")).or(b)
	}
}

// fencedWrites measures one statement, first without and then with a fence.
func fencedWrites(b *testing.B, s storetest.Database) {
	if err := s.EnsureSchedule(b.Context(), "a", schedule.Schedule{}); err != nil {
		b.Fatal(err)
	}
	if err := s.AskRun(b.Context(), "a", "ann", audit.Entry{}); err != nil {
		b.Fatal(err)
	}
	run, ok, err := s.ClaimRun(b.Context(), "r", []string{"a"}, time.Hour)
	if err != nil || !ok {
		b.Fatal(ok, err)
	}
	for name, ctx := range map[string]context.Context{"without": b.Context(), "with": schedule.WithFence(b.Context(), run)} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				get(s.RemoveRuns(ctx, time.Hour, 1)).or(b)
			}
		})
	}
}

func manualBans(b *testing.B, s storetest.Database) {
	get(s.TakeHost(b.Context(), "local", true)).or(b)
	for i := 0; b.Loop(); i++ {
		ordered := ban.Ban{Host: "local", Jail: "sshd", Address: address(i), BannedAt: time.Now(), Actor: "ann"}
		get(s.RecordManual(b.Context(), []ban.Ban{ordered}, []audit.Entry{{Action: "ban.create"}})).or(b)
	}
}

func ingestRate(b *testing.B, s storetest.Database) {
	h := get(s.TakeHost(b.Context(), "local", true)).or(b)
	events := 0
	for b.Loop() {
		get(s.Ingest(b.Context(), "local", h.Epoch, attack(events, host.MaxBatch))).or(b)
		events += host.MaxBatch
	}
	b.ReportMetric(float64(events)/b.Elapsed().Seconds(), "events/s")
}

// firstSnapshot takes over 100,000 bans in force from a snapshot alone, then the same again.
func firstSnapshot(b *testing.B, s storetest.Database) {
	shot := &host.Snapshot{At: time.Now()}
	for i := range 100_000 {
		shot.Banned = append(shot.Banned, host.Banned{Jail: "sshd", ID: address(i), At: shot.At.Add(-time.Hour)})
	}
	run := 0
	var again time.Duration
	for b.Loop() {
		run++
		name := fmt.Sprint("host", run)
		h := get(s.TakeHost(b.Context(), name, false)).or(b)
		get(s.Ingest(b.Context(), name, h.Epoch, host.Batch{Snapshot: shot})).or(b)
		began := time.Now()
		get(s.Ingest(b.Context(), name, h.Epoch, host.Batch{Snapshot: shot})).or(b)
		again += time.Since(began)
	}
	b.ReportMetric(again.Seconds()*1000/float64(run), "again-ms")
}

func lists(b *testing.B, s storetest.Database) {
	n := 100_000
	if given, err := strconv.Atoi(os.Getenv("BANGUI_BENCH_BANS")); err == nil {
		n = given
	}
	for _, name := range []string{"local", "web2"} {
		h := get(s.TakeHost(b.Context(), name, false)).or(b)
		for i := 0; i < n; i += host.MaxBatch / 2 {
			get(s.Ingest(b.Context(), name, h.Epoch, attack(i, host.MaxBatch))).or(b)
		}
	}
	small := get(s.TakeHost(b.Context(), "small", false)).or(b)
	get(s.Ingest(b.Context(), "small", small.Epoch, attack(0, host.MaxBatch))).or(b)
	middle := ban.Position{BannedAt: beginning().Add(time.Duration(n/2) * time.Minute), ID: int64(n)}
	queries := map[string]ban.Query{
		"first page":     {},
		"deep page":      {Cursor: &middle},
		"host":           {Scope: ban.Scope{Host: "web2"}},
		"common jail":    {Scope: ban.Scope{Jail: "sshd"}},
		"rare jail":      {Scope: ban.Scope{Jail: "rare"}},
		"host and rare":  {Scope: ban.Scope{Host: "local", Jail: "rare"}},
		"host and jail":  {Scope: ban.Scope{Host: "small", Jail: "sshd"}},
		"unknown jail":   {Scope: ban.Scope{Jail: "none"}},
		"unknown both":   {Scope: ban.Scope{Host: "local", Jail: "none"}},
		"country none":   {Scope: ban.Scope{Country: "XX"}},
		"detected":       {Scope: ban.Scope{Origin: ban.Detected}},
		"manual":         {Scope: ban.Scope{Origin: ban.Manual}},
		"range and jail": {Scope: ban.Scope{From: beginning(), To: beginning().Add(24 * time.Hour), Jail: "rare"}},
		"address":        {Scope: ban.Scope{Address: netip.MustParsePrefix(address(7) + "/32")}},
		"network 24":     {Scope: ban.Scope{Address: netip.MustParsePrefix("10.0.1.0/24")}},
		"network 8":      {Scope: ban.Scope{Address: netip.MustParsePrefix("10.0.0.0/8")}},
		"network empty":  {Scope: ban.Scope{Address: netip.MustParsePrefix("11.0.0.0/8")}},
		"network, jail":  {Scope: ban.Scope{Address: netip.MustParsePrefix("10.0.0.0/8"), Jail: "none"}},
	}
	for name, query := range queries {
		query.Limit = 100
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				get(s.List(b.Context(), query)).or(b)
			}
		})
	}
	b.Run("active", func(b *testing.B) {
		for b.Loop() {
			get(s.Active(b.Context(), ban.ActiveQuery{Limit: 100})).or(b)
		}
	})
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			get(s.Counts(b.Context(), ban.CountQuery{By: ban.ByJail})).or(b)
		}
	})
	b.Run("series", func(b *testing.B) {
		var edges []time.Time
		for i := range 31 {
			edges = append(edges, beginning().AddDate(0, 0, i))
		}
		for b.Loop() {
			get(s.Series(b.Context(), ban.Scope{}, edges, ban.ByNothing)).or(b)
		}
	})
}

// beginning is when the bans of the benchmarks begin: one each minute.
func beginning() time.Time { return time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC) }

func address(i int) string {
	return netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}).String()
}

// attack is a batch of so many events, half of them bans, each lifted in the next batch.
func attack(from, events int) host.Batch {
	var batch host.Batch
	for i := from; i < from+events/2; i++ {
		if old := i - events/2; old >= 0 {
			batch.Events = append(batch.Events, host.Event{
				Kind: host.EventUnban, At: beginning().Add(time.Duration(i) * time.Minute), Jail: jailOf(old), ID: address(old % 50_000),
			})
		}
		at := beginning().Add(time.Duration(i) * time.Minute)
		batch.Events = append(batch.Events, host.Event{
			Kind: host.EventBan, At: at, Jail: jailOf(i), ID: address(i % 50_000), Until: at.Add(10 * time.Minute), Failures: 5,
			Evidence: []string{"Jan  1 00:00:00 web sshd[123]: Failed password for root from 10.0.0.1 port 22 ssh2", "and again"},
		})
	}
	batch.Cursor = host.Cursor(strconv.Itoa(from))
	return batch
}

func jailOf(i int) string {
	switch {
	case i%10_000 == 3:
		return "rare"
	case i%5 == 0:
		return "nginx"
	default:
		return "sshd"
	}
}

// outcome is what a call returned.
type outcome[T any] struct {
	value T
	err   error
}

func get[T any](value T, err error) outcome[T] { return outcome[T]{value, err} }

func (o outcome[T]) or(b *testing.B) T {
	b.Helper()
	if o.err != nil {
		b.Fatal(o.err)
	}
	return o.value
}
