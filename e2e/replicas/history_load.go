package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/netip"
	"time"

	"bangui/e2e/rig"
	"bangui/internal/sandbox"
)

// chosenVersion is the fail2ban that was asked for.
func (t *trial) chosenVersion() (sandbox.Version, error) {
	if t.version == "" {
		return sandbox.Version{}, nil
	}
	dir, err := sandbox.CacheDir()
	if err != nil {
		return sandbox.Version{}, err
	}
	for _, v := range sandbox.Versions(t.ctx, dir) {
		if v.Number == t.version {
			return v, v.Check(t.ctx)
		}
	}
	return sandbox.Version{}, fmt.Errorf("no fail2ban %q", t.version)
}

// startLoad lets everybody do what they do until end is called.
func (s *siege) startLoad() (end func()) {
	ctx, stop := context.WithCancel(s.ctx)
	browser := &rig.Browser{Client: s.server.Client(), Cookie: s.admin.Cookie}
	s.help(ctx, 150*time.Millisecond, s.attackSome)
	s.help(ctx, time.Duration(s.pick(4, 20))*time.Second, func(ctx context.Context) error { return s.rotate(context.WithoutCancel(ctx)) })
	s.help(ctx, 1500*time.Millisecond, s.liftByClient)
	s.help(ctx, 700*time.Millisecond, func(ctx context.Context) error { return s.orderByAPI(ctx, browser) })
	end = func() { stop(); s.helpers.Wait() }
	s.cleanup(end)
	return end
}

// help does something again and again, about that often.
func (s *siege) help(ctx context.Context, pause time.Duration, do func(context.Context) error) {
	s.helpers.Go(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-time.After(pause/2 + rand.N(pause)):
			}
			if err := do(ctx); err != nil && ctx.Err() == nil {
				s.change(func() {
					if s.trouble == nil {
						s.trouble = err
					}
				})
				return
			}
		}
	})
}

// change changes what the lock guards.
func (s *siege) change(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do()
}

// attackSome attacks once, now and then twenty times at once, unless fail2ban is behind.
func (s *siege) attackSome(context.Context) error {
	if behind, err := s.told.behind(); behind || err != nil {
		return err
	}
	n := 1
	if rand.N(60) == 0 {
		n = 20
	}
	for range n {
		target := []struct {
			jail     string
			failures int
		}{{"ssh", 1}, {"ssh", 1}, {"web", 2}, {"mail", 1}, {"mail", 1}, {"app", 3}}[rand.N(6)]
		if err := s.fail2ban.Attack(target.jail, s.attacker(), target.failures); err != nil {
			return err
		}
	}
	s.change(func() { s.attacks += n })
	return nil
}

// attacker is somebody new, or one of those who come back all the time, in all jails.
func (s *siege) attacker() netip.Addr {
	address := netip.MustParseAddr(s.address())
	switch rand.N(10) {
	case 0:
		return netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 14: address.As4()[2], 15: address.As4()[3]}) // RFC 3849
	case 1, 2, 3, 4:
		return netip.AddrFrom4([4]byte{203, 0, 113, byte(rand.N(30))}) // RFC 5737
	}
	return address
}

// liftByClient lifts the newest bans, whose rows have the highest numbers, or any.
func (s *siege) liftByClient(ctx context.Context) error {
	s.hands.Lock()
	defer s.hands.Unlock()
	bans, err := s.told.inForce()
	if err != nil || len(bans) == 0 {
		return err
	}
	if one := bans[rand.N(len(bans))]; rand.N(3) == 0 {
		return s.lift(ctx, "", []string{one.address}, "unban", one.address)
	}
	newest := bans[len(bans)-1]
	addresses := []string{newest.address}
	for i := len(bans) - 2; i >= 0 && len(addresses) < 1+rand.N(3); i-- {
		if bans[i].jail == newest.jail {
			addresses = append(addresses, bans[i].address)
		}
	}
	return s.lift(ctx, newest.jail, addresses, append([]string{"set", newest.jail, "unbanip"}, addresses...)...)
}

func (s *siege) lift(ctx context.Context, jail string, addresses []string, command ...string) error {
	defer s.noteLifting(jail, addresses...)()
	_, err := s.fail2ban.Client(ctx, command...)
	return err
}

// noteLifting notes that an order to unban begins, before the action can write of it; done that it has ended.
func (s *siege) noteLifting(jail string, addresses ...string) (done func()) {
	began, first := time.Now(), 0
	s.change(func() {
		first = len(s.lifted)
		for _, address := range addresses {
			s.lifted = append(s.lifted, liftedByHand{jail, address, period{began, began.Add(time.Hour)}})
		}
	})
	return func() {
		s.change(func() {
			for i := range addresses {
				s.lifted[first+i].during.to = time.Now()
			}
		})
	}
}

// orderByAPI bans or lifts while the server is there. What is refused, because it is being killed, promises nothing.
func (s *siege) orderByAPI(ctx context.Context, browser *rig.Browser) error {
	s.mu.Lock()
	away := s.away
	s.mu.Unlock()
	bans, err := s.told.inForce()
	if away || err != nil || len(bans) == 0 {
		return err
	}
	if rand.N(3) == 0 {
		order := map[string]any{"addresses": []string{s.attacker().String()}, "jail": "ssh", "reason": "siege"}
		_, _ = browser.Ask(ctx, s.server.Base, http.MethodPost, "/bans", order)
		return nil
	}
	newest := bans[len(bans)-1]
	order := map[string]any{"addresses": []string{newest.address}, "jails": []string{newest.jail}}
	jail := newest.jail
	if rand.N(2) == 0 {
		delete(order, "jails")
		jail = ""
	}
	defer s.noteLifting(jail, newest.address)()
	answer, err := browser.Ask(ctx, s.server.Base, http.MethodDelete, "/bans", order)
	if err == nil && answer.Status == http.StatusOK {
		s.change(func() { s.byAPI++ })
	}
	return nil
}
