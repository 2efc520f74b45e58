package main

import (
	"context"
	"net/http"
	"net/netip"
	"time"

	"bangui/fail2ban"
	"bangui/internal/sandbox"
)

// roundTrip compares one request over the open connection with starting fail2ban-client.
func roundTrip(ctx context.Context, _ string) ([]row, error) {
	f2b, err := sandbox.Start(ctx, sandbox.Options{})
	if err != nil {
		return nil, err
	}
	defer f2b.Close()
	client := fail2ban.NewClient(f2b.Paths().Socket)
	defer client.Close()

	ours, err := repeat(2000, func() error { return client.Ping(ctx) })
	if err != nil {
		return nil, err
	}
	theirs, err := repeat(20, func() error {
		_, err := f2b.Client(ctx, "ping")
		return err
	})
	if err != nil {
		return nil, err
	}
	return []row{{"one request to fail2ban's socket", ours.String(), "`fail2ban-client ping`", theirs.String(), ""}}, nil
}

// fiftyJails measures the list of jails at the API of a host with 50 of them.
func fiftyJails(ctx context.Context, binary string) ([]row, error) {
	return withServer(ctx, binary, sandbox.Options{Jails: jails(50), Action: sandbox.NoAction()}, listFiftyJails)
}

func listFiftyJails(ctx context.Context, f2b *sandbox.Server, s *server) ([]row, error) {
	ours, err := repeat(1000, func() error {
		_, err := s.call(ctx, http.MethodGet, "/hosts/local/jails", nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	theirs, err := repeat(5, func() error {
		for _, jail := range jails(50) {
			if _, err := f2b.Client(ctx, "status", jail.Name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return []row{{"jails of a host with 50 jails, at the API", ours.String(), "`fail2ban-client status JAIL`, 50 times", theirs.String(), "5 ms p99"}}, nil
}

// banAndUnban compares an order through the API with the same order straight over the socket, in turn.
func banAndUnban(ctx context.Context, binary string) ([]row, error) {
	return withServer(ctx, binary, sandbox.Options{}, compareOrders)
}

func compareOrders(ctx context.Context, f2b *sandbox.Server, s *server) ([]row, error) {
	client := fail2ban.NewClient(f2b.Paths().Socket)
	defer client.Close()
	jail := client.Jail("ssh")

	var apiBan, apiUnban, bareBan, bareUnban sample
	for i := range 60 {
		first, second := address(2*i), address(2*i+1)
		if err := timed(&bareBan, func() error { return banOverSocket(ctx, jail, first) }); err != nil {
			return nil, err
		}
		if err := timed(&apiBan, func() error { return s.ban(ctx, second) }); err != nil {
			return nil, err
		}
		if err := timed(&bareUnban, func() error { _, err := jail.Unban(ctx, first.String()); return err }); err != nil {
			return nil, err
		}
		if err := timed(&apiUnban, func() error { return s.unban(ctx, second) }); err != nil {
			return nil, err
		}
	}
	return []row{
		{"ban through the API", apiBan.String(), "the same over the bare socket", bareBan.String(), "+ 5 ms"},
		{"unban through the API", apiUnban.String(), "the same over the bare socket", bareUnban.String(), "+ 5 ms"},
	}, nil
}

// banOverSocket does what the API has to do as well: an attempt with a reason, then asking until the ban is in force.
func banOverSocket(ctx context.Context, jail fail2ban.Jail, addr netip.Addr) error {
	prefix := netip.PrefixFrom(addr, addr.BitLen())
	if _, err := jail.BanByAttempt(ctx, []netip.Prefix{prefix}, "bench"); err != nil {
		return err
	}
	for wait := 5 * time.Millisecond; ; wait = min(2*wait, 50*time.Millisecond) {
		banned, err := jail.IsBanned(ctx, addr.String())
		if err != nil || banned[0] {
			return err
		}
		time.Sleep(wait)
	}
}

func (s *server) ban(ctx context.Context, addr netip.Addr) error {
	_, err := s.call(ctx, http.MethodPost, "/bans", map[string]any{"addresses": []string{addr.String()}, "jail": "ssh", "reason": "bench"})
	return err
}

func (s *server) unban(ctx context.Context, addr netip.Addr) error {
	_, err := s.call(ctx, http.MethodDelete, "/bans", map[string]any{"addresses": []string{addr.String()}, "jails": []string{"ssh"}})
	return err
}

// repeat times n calls after a tenth as many that are not counted.
func repeat(n int, do func() error) (sample, error) {
	var unused, counted sample
	for range n / 10 {
		if err := timed(&unused, do); err != nil {
			return nil, err
		}
	}
	for range n {
		if err := timed(&counted, do); err != nil {
			return nil, err
		}
	}
	return counted, nil
}

func timed(s *sample, do func() error) error {
	start := time.Now()
	err := do()
	*s = append(*s, time.Since(start))
	return err
}

// address returns the i-th address of 198.18.0.0/15, which is reserved for benchmarks (RFC 2544).
func address(i int) netip.Addr {
	return netip.AddrFrom4([4]byte{198, 18 + byte(i>>16)&1, byte(i >> 8), byte(i)})
}
