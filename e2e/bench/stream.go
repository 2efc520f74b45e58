package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"bangui/internal/sandbox"
)

// logLineToEvent measures from the time in fail2ban's log line of a ban to its event in an open stream, and beside it from the attack's
// own log line, which includes the time that fail2ban takes to notice.
func logLineToEvent(ctx context.Context, binary string) ([]row, error) {
	return withServer(ctx, binary, sandbox.Options{Jails: []sandbox.Jail{{Name: "ssh", Filter: sandbox.SSH(), MaxRetry: 1}}, Action: sandbox.NoAction()}, followBans)
}

func followBans(ctx context.Context, f2b *sandbox.Server, s *server) ([]row, error) {
	arrivals, err := s.follow(ctx)
	if err != nil {
		return nil, err
	}

	var fromBan, fromAttack sample
	for i := range 100 {
		addr := address(i)
		attacked := time.Now()
		if err := f2b.Attack("ssh", addr, 1); err != nil {
			return nil, err
		}
		seen, err := waitFor(ctx, arrivals, addr)
		if err != nil {
			return nil, err
		}
		if err := f2b.WaitBan(ctx, "ssh", addr); err != nil {
			return nil, err
		}
		logged, err := banLogged(f2b, addr)
		if err != nil {
			return nil, err
		}
		fromBan = append(fromBan, seen.Sub(logged))
		fromAttack = append(fromAttack, seen.Sub(attacked))
	}
	return []row{
		{"fail2ban's log line of a ban → event at an open stream", fromBan.String(), "", "", "300 ms median, 1 s"},
		{"attacker's log line → event at an open stream", fromAttack.String(), "of it fail2ban's own share, median", short(fromAttack.quantile(0.5) - fromBan.quantile(0.5)), ""},
	}, nil
}

type arrival struct {
	address string
	at      time.Time
}

// follow opens the stream of events and reports each ban with the time of its arrival.
func (s *server) follow(ctx context.Context) (<-chan arrival, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+"/api/v1/events", nil)
	if err != nil {
		return nil, err
	}
	answer, err := s.client.Do(request) //nolint:bodyclose // the reader closes it
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		_ = answer.Body.Close()
		return nil, fmt.Errorf("GET /events: %s", answer.Status)
	}
	arrivals := make(chan arrival, 1000)
	go func() {
		defer close(arrivals)
		defer answer.Body.Close()
		topic := ""
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			line := lines.Text()
			if name, ok := strings.CutPrefix(line, "event: "); ok {
				topic = name
			}
			data, ok := strings.CutPrefix(line, "data: ")
			if !ok || topic != "ban" {
				continue
			}
			var event struct {
				Ban struct {
					Address string `json:"address"`
				} `json:"ban"`
			}
			if json.Unmarshal([]byte(data), &event) == nil {
				arrivals <- arrival{event.Ban.Address, time.Now()}
			}
		}
	}()
	return arrivals, nil
}

func waitFor(ctx context.Context, arrivals <-chan arrival, addr netip.Addr) (time.Time, error) {
	timeout := time.After(15 * time.Second)
	for {
		select {
		case a, ok := <-arrivals:
			if !ok {
				return time.Time{}, fmt.Errorf("the stream ended")
			}
			if a.address == addr.String() {
				return a.at, nil
			}
		case <-timeout:
			return time.Time{}, fmt.Errorf("no event for %s within 15 s", addr)
		case <-ctx.Done():
			return time.Time{}, ctx.Err()
		}
	}
}

// banLogged returns the time in fail2ban's log line of the ban, which it writes in local time.
func banLogged(f2b *sandbox.Server, addr netip.Addr) (time.Time, error) {
	for _, line := range f2b.LogLines() {
		if strings.HasSuffix(line, "Ban "+addr.String()) {
			return time.ParseInLocation("2006-01-02 15:04:05,000", line[:len("2006-01-02 15:04:05,000")], time.Local)
		}
	}
	return time.Time{}, fmt.Errorf("no ban of %s in fail2ban's log", addr)
}
