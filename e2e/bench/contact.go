package main

import (
	"context"
	"time"

	"bangui/fail2ban"
	"bangui/internal/sandbox"
)

// firstContact starts a server on a fail2ban that has had 100,000 bans for a while.
func firstContact(ctx context.Context, binary string) ([]row, error) {
	const many = 100_000
	f2b, err := sandbox.Start(ctx, sandbox.Options{Jails: []sandbox.Jail{{Name: "bench", Filter: sandbox.SSH(), BanTime: time.Hour}}, Action: sandbox.NoAction()})
	if err != nil {
		return nil, err
	}
	defer f2b.Close()
	client := fail2ban.NewClient(f2b.Paths().Socket)
	defer client.Close()
	if err := banMany(ctx, client.Jail("bench"), many); err != nil {
		return nil, err
	}
	time.Sleep(5 * time.Second) // fail2ban's last rows
	began := time.Now()
	s, err := startServer(ctx, binary, f2b)
	if err != nil {
		return nil, err
	}
	defer s.close()
	if err := s.waitActive(ctx, many); err != nil {
		return nil, err
	}
	return []row{{"first contact with 100,000 bans in fail2ban's database: from the start until all are in the history", short(time.Since(began)), "", "", ""}}, nil
}
