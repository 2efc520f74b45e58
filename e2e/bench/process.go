package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"time"

	"bangui/fail2ban"
	"bangui/internal/sandbox"
)

// coldStart measures from starting the process on a used data directory until it is ready.
func coldStart(ctx context.Context, binary string) ([]row, error) {
	f2b, err := sandbox.Start(ctx, sandbox.Options{})
	if err != nil {
		return nil, err
	}
	defer f2b.Close()
	s, err := startServer(ctx, binary, f2b)
	if err != nil {
		return nil, err
	}
	defer func() { s.close() }() // s is another one by then

	var starts sample
	for range 15 {
		s.stop()
		err := timed(&starts, func() error {
			s, err = startOn(ctx, binary, f2b, s.dir)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	theirs, err := repeat(10, func() error {
		_, err := f2b.Client(ctx, "version")
		return err
	})
	if err != nil {
		return nil, err
	}
	return []row{{"cold start to ready", starts.String(), "`fail2ban-client version`", theirs.String(), "300 ms"}}, nil
}

// memory measures what an idle server uses a while after its start.
func memory(ctx context.Context, binary string) ([]row, error) {
	return withServer(ctx, binary, sandbox.Options{}, idleMemory)
}

func idleMemory(_ context.Context, _ *sandbox.Server, s *server) ([]row, error) {
	time.Sleep(10 * time.Second)
	bytes, err := s.resident()
	if err != nil {
		return nil, err
	}
	return []row{{"resident memory, idle, 10 s after set-up", megabytes(bytes), "", "", "60 MB"}}, nil
}

// manyActive bans 100,000 addresses behind our back and measures how long until all are known, what that costs, and a page of them.
func manyActive(ctx context.Context, binary string) ([]row, error) {
	return withServer(ctx, binary, sandbox.Options{Jails: jails(1), Action: sandbox.NoAction()}, fillHistory)
}

func fillHistory(ctx context.Context, f2b *sandbox.Server, s *server) ([]row, error) {
	const many = 100_000
	client := fail2ban.NewClient(f2b.Paths().Socket)
	defer client.Close()

	start := time.Now()
	if err := banMany(ctx, client.Jail(jails(1)[0].Name), many); err != nil {
		return nil, err
	}
	banning := time.Since(start)
	if err := s.waitActive(ctx, many); err != nil {
		return nil, err
	}
	known := time.Since(start)
	time.Sleep(10 * time.Second)
	bytes, err := s.resident()
	if err != nil {
		return nil, err
	}
	page, err := repeat(300, func() error {
		_, err := s.call(ctx, http.MethodGet, "/bans/active?limit=100", nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	theirs, err := repeat(3, func() error {
		_, err := f2b.Client(ctx, "banned")
		return err
	})
	if err != nil {
		return nil, err
	}
	return []row{
		{"100,000 bans in fail2ban: until all are in the history", short(known), "until fail2ban had made them", short(banning), ""},
		{"resident memory with 100,000 active bans", megabytes(bytes), "", "", "150 MB"},
		{"page of 100 out of 100,000 active bans, at the API", page.String(), "`fail2ban-client banned`", theirs.String(), "50 ms p99"},
	}, nil
}

func banMany(ctx context.Context, jail fail2ban.Jail, n int) error {
	const chunk = 500
	for first := 0; first < n; first += chunk {
		if err := banFrom(ctx, jail, first, chunk); err != nil {
			return err
		}
	}
	return nil
}

// banFrom bans n addresses after the first ones.
func banFrom(ctx context.Context, jail fail2ban.Jail, first, n int) error {
	addresses := make([]netip.Prefix, n)
	for i := range addresses {
		addresses[i] = netip.PrefixFrom(address(first+i), 32)
	}
	_, err := jail.Ban(ctx, addresses...)
	return err
}

// waitActive waits until the API knows n active bans.
func (s *server) waitActive(ctx context.Context, n int) error {
	var page struct {
		Total int `json:"total"`
	}
	for deadline := time.Now().Add(5 * time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		text, err := s.call(ctx, http.MethodGet, "/bans/active?limit=1", nil)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(text, &page); err != nil {
			return err
		}
		if page.Total >= n {
			return nil
		}
	}
	return fmt.Errorf("only %d of %d bans are known after 5 minutes", page.Total, n)
}

// jails are n jails, each with a log of its own.
func jails(n int) []sandbox.Jail {
	all := make([]sandbox.Jail, n)
	for i := range all {
		all[i] = sandbox.Jail{Name: fmt.Sprintf("jail-%02d", i+1), Filter: sandbox.SSH()}
	}
	return all
}
