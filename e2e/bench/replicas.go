package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"bangui/e2e/rig"
	"bangui/internal/sandbox"
)

// together is replicas on one PostgreSQL, with somebody signed in.
type together struct {
	rig      *rig.Rig
	postgres *rig.Postgres
	replicas []*rig.Replica
	admin    *rig.Browser
}

// withReplicas measures on three replicas and ends them. f2b is the machine's fail2ban; nil means none.
func withReplicas(ctx context.Context, binary string, f2b *sandbox.Server, measure func(context.Context, *together) ([]row, error)) (rows []row, err error) {
	r, err := rig.New()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	t := &together{rig: r}
	if err := t.start(ctx, binary, f2b); err != nil {
		return nil, err
	}
	return measure(ctx, t)
}

func (t *together) start(ctx context.Context, binary string, f2b *sandbox.Server) error {
	address, err := t.rig.FreeAddress()
	if err != nil {
		return err
	}
	if t.postgres, err = t.rig.StartPostgres(ctx, t.rig.Here, "postgres", address); err != nil {
		return err
	}
	flags := []string{"--local-host", "off", "--log-level", "warn"}
	if f2b != nil {
		flags = []string{"--local-host", "on", "--log-level", "warn", "--fail2ban-socket", f2b.Paths().Socket, "--fail2ban-config-dir", f2b.Paths().Config}
	}
	for _, name := range []string{"A", "B", "C"} {
		if address, err = t.rig.FreeAddress(); err != nil {
			return err
		}
		replica, err := t.rig.Replica(rig.ReplicaOptions{
			Binary: binary, Name: name, Listen: address, Flags: flags,
			Env: []string{"BANGUI_DATABASE_URL=" + t.postgres.URL("postgres"), "BANGUI_SETUP_TOKEN=" + rig.SetupToken},
		})
		if err != nil {
			return err
		}
		t.replicas = append(t.replicas, replica)
		if err := replica.Start(ctx); err != nil {
			return err
		}
	}
	t.admin = &rig.Browser{Client: t.replicas[0].Client()}
	return t.admin.SetUp(ctx, t.replicas[0].Base)
}

// oneTwoThree measures how many requests one, two and three replicas answer on the same PostgreSQL.
func oneTwoThree(ctx context.Context, binary string) ([]row, error) {
	return withReplicas(ctx, binary, nil, loadThem)
}

func loadThem(ctx context.Context, t *together) ([]row, error) {
	rows := []row{}
	single := ""
	for n := 1; n <= len(t.replicas); n++ {
		took, perSecond, err := t.load(ctx, t.replicas[:n])
		if err != nil {
			return nil, err
		}
		figure := fmt.Sprintf("%.0f/s · %s", perSecond, short(took.quantile(0.99)))
		r := row{what: fmt.Sprintf("page of bans by 24 people at once, %d of 3 replicas on one PostgreSQL: requests a second · p99", n), ours: figure}
		if n == 1 {
			single = figure
		} else {
			r.instead, r.reference = "one replica", single
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// load lets people ask for a page of bans, each the next one when the one before is there.
func (t *together) load(ctx context.Context, replicas []*rig.Replica) (sample, float64, error) {
	const people, during = 24, 6 * time.Second
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	var (
		mu   sync.Mutex
		all  sample
		errs []error
		wg   sync.WaitGroup
	)
	began := time.Now()
	for i := range people {
		wg.Go(func() {
			on := replicas[i%len(replicas)]
			b := &rig.Browser{Client: on.Client(), Cookie: t.admin.Cookie}
			var own sample
			var err error
			for time.Since(began) < during && err == nil {
				err = timed(&own, func() error {
					_, err := b.Call(ctx, on.Base, http.MethodGet, "/bans/active?limit=100", nil)
					return err
				})
			}
			mu.Lock()
			defer mu.Unlock()
			all, errs = append(all, own...), append(errs, err)
		})
	}
	wg.Wait()
	return all, float64(len(all)) / time.Since(began).Seconds(), errors.Join(errs...)
}

// sessionCheck measures what it costs that every request asks the database who it is.
func sessionCheck(ctx context.Context, binary string) ([]row, error) {
	return withReplicas(ctx, binary, nil, checkSessions)
}

func checkSessions(ctx context.Context, t *together) ([]row, error) {
	on := t.replicas[0]
	with, err := repeat(2000, func() error {
		_, err := t.admin.Call(ctx, on.Base, http.MethodGet, "/session", nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	without, err := repeat(2000, func() error {
		_, err := on.Probe(ctx, t.admin.Client, "/healthz")
		return err
	})
	if err != nil {
		return nil, err
	}
	conn, err := t.postgres.Connect(ctx, "postgres")
	if err != nil {
		return nil, err
	}
	bare, err := repeat(2000, func() error {
		_, err := conn.Exec(ctx, "select 1")
		return err
	})
	if err != nil {
		return nil, err
	}
	return []row{
		{"request that checks its session in PostgreSQL", with.String(), "request without a session (`/healthz`)", without.String(), "5 ms p99"},
		{"the same", with.String(), "one bare round trip to PostgreSQL (`select 1`)", bare.String(), ""},
	}, conn.Close(ctx)
}

// fanOut measures until an event has reached 1,000 streams on three replicas.
func fanOut(ctx context.Context, binary string) ([]row, error) {
	f2b, err := sandbox.Start(ctx, sandbox.Options{Jails: []sandbox.Jail{{Name: "ssh", Filter: sandbox.SSH(), MaxRetry: 1}}, Action: sandbox.NoAction()})
	if err != nil {
		return nil, err
	}
	defer f2b.Close()
	return withReplicas(ctx, binary, f2b, func(ctx context.Context, t *together) ([]row, error) {
		return thousandStreams(ctx, t, f2b)
	})
}

func thousandStreams(ctx context.Context, t *together, f2b *sandbox.Server) ([]row, error) {
	const streams = 1000
	pages, err := t.follow(ctx, streams)
	if err != nil {
		return nil, err
	}
	defer closeAll(pages)
	time.Sleep(5 * time.Second) // the replicas find each other
	var first, last sample
	for i := range 20 {
		addr := address(i)
		if err := f2b.Attack("ssh", addr, 1); err != nil {
			return nil, err
		}
		if err := f2b.WaitBan(ctx, "ssh", addr); err != nil {
			return nil, err
		}
		logged, err := banLogged(f2b, addr)
		if err != nil {
			return nil, err
		}
		soonest, latest, err := arrivals(pages, addr)
		if err != nil {
			return nil, err
		}
		first, last = append(first, soonest.Sub(logged)), append(last, latest.Sub(logged))
	}
	return []row{{"fail2ban's log line of a ban → event at all of 1,000 streams on 3 replicas", last.String(), "at the first of them", first.String(), "1 s median"}}, nil
}

// follow opens streams on all replicas in turn; a session may have 16.
func (t *together) follow(ctx context.Context, n int) ([]*rig.Stream, error) {
	var pages []*rig.Stream
	for i := range n {
		if i%15 == 0 {
			if err := t.admin.SignIn(ctx, t.replicas[0].Base); err != nil {
				return pages, err
			}
		}
		b := &rig.Browser{Client: t.admin.Client, Cookie: t.admin.Cookie}
		pages = append(pages, b.Follow(ctx, t.replicas[i%len(t.replicas)].Base))
	}
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		open := 0
		for _, p := range pages {
			if p.Open() {
				open++
			}
		}
		if open == n {
			return pages, nil
		}
	}
	return pages, errors.New("not all streams were open after a minute")
}

func closeAll(pages []*rig.Stream) {
	for _, p := range pages {
		p.Close()
	}
}

// arrivals waits until the ban is at all pages and returns when it was at the first and at the last.
func arrivals(pages []*rig.Stream, addr netip.Addr) (first, last time.Time, err error) {
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		first, last = time.Time{}, time.Time{}
		missing := 0
		for _, p := range pages {
			n, at := p.Bans(addr.String())
			if n == 0 {
				missing++
				continue
			}
			if first.IsZero() || at.Before(first) {
				first = at
			}
			if at.After(last) {
				last = at
			}
		}
		if missing == 0 {
			return first, last, nil
		}
	}
	return first, last, fmt.Errorf("the ban of %s is not at all streams after 20 s", addr)
}
