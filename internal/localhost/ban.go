package localhost

import (
	"context"
	"net/netip"
	"slices"
	"strings"
	"time"

	"bangui/fail2ban"
	"bangui/internal/fault"
	"bangui/internal/host"
)

const (
	// atOnce is the largest number of addresses in one command, so that others are served between two.
	atOnce = 25
	// confirmWithin is how long bans are waited for, and confirmEach how much longer for each address: fail2ban starts a program for
	// each.
	confirmWithin = 3 * time.Second
	confirmEach   = 10 * time.Millisecond
	// maxReason is the longest reason of an order, in bytes.
	maxReason = 500
	// keptMatches is how many lines fail2ban keeps with a ban by default. Source: fail2ban.conf, dbmaxmatches.
	keptMatches = 10
)

// Ban implements [host.Host]. Bans are made by the jail's own thread, as if the address had failed often enough, with the reason as
// evidence: nobody is kept waiting and the reason is kept with the ban.
func (h *Host) Ban(ctx context.Context, order host.BanOrder) ([]host.Result, error) {
	if err := checkOrder(order); err != nil {
		return nil, err
	}
	ctx, cancel := limited(ctx, time.Minute+h.opts.Confirm+time.Duration(len(order.Prefixes))*confirmEach)
	defer cancel()
	b := &banning{h: h, order: order, jail: h.quick.Jail(order.Jail), server: serverID(h.opts.Socket)}
	if err := b.prepare(ctx); err != nil {
		return nil, h.explain(err, order.Jail)
	}
	b.attempt(ctx)
	b.confirm(ctx)
	return b.results, nil
}

func checkOrder(order host.BanOrder) error {
	if err := known(order.Jail); err != nil {
		return err
	}
	f := fault.Invalid.Errorf("the order to ban makes no sense")
	if n := len(order.Prefixes); n < 1 || n > host.MaxOrder {
		f.WithField("addresses", "name 1 to %d", host.MaxOrder)
	}
	if len(order.Reason) > maxReason {
		f.WithField("reason", "use at most %d bytes", maxReason)
	}
	if len(order.Actor) > 255 {
		f.WithField("actor", "use at most 255 bytes")
	}
	if len(f.Fields) > 0 {
		return f
	}
	return nil
}

// banning is one order to ban.
type banning struct {
	h       *Host
	order   host.BanOrder
	jail    fail2ban.Jail
	server  string
	lines   []string
	banTime time.Duration
	ignored ignoreList
	// results are in the order of the prefixes; those without an outcome yet are taken on and not confirmed.
	results []host.Result
}

func (b *banning) prepare(ctx context.Context) error {
	retries, err := b.jail.MaxRetry(ctx)
	if err != nil {
		return err
	}
	if b.banTime, err = b.jail.BanTime(ctx); err != nil {
		return err
	}
	version, err := b.h.quick.Version(ctx)
	if err != nil {
		return err
	}
	if !version.AttemptHonoursIgnore() {
		if b.ignored, err = b.h.ignoreList(ctx, b.jail); err != nil {
			return err
		}
	}
	b.lines = reasonLines(b.order.Actor, b.order.Reason, retries)
	return nil
}

// reasonLines are as many lines as failures are needed. fail2ban keeps the last ones.
func reasonLines(actor, reason string, retries int) []string {
	line := "banned"
	if actor = oneLine(actor); actor != "" {
		line += " by " + actor
	}
	if reason = oneLine(reason); reason != "" {
		line += ": " + reason
	}
	line = strings.ReplaceAll(line, "<F2B_", "<F2B ")
	lines := make([]string, max(retries, 1))
	for i := range lines {
		lines[i] = line
		if i < len(lines)-keptMatches {
			lines[i] = "-"
		}
	}
	return lines
}

// attempt orders all bans. After an answer that did not come, the rest is not tried.
func (b *banning) attempt(ctx context.Context) {
	var broken error
	for prefixes := range slices.Chunk(b.order.Prefixes, atOnce) {
		banned, err := b.bannedBefore(ctx, prefixes)
		if broken == nil {
			broken = err
		}
		for i, prefix := range prefixes {
			if broken != nil {
				b.add(prefix, host.OutcomeFailed, b.h.explain(broken, b.order.Jail).Error())
				continue
			}
			broken = b.attemptOne(ctx, prefix, banned[i])
		}
	}
}

// bannedBefore tells which prefixes are banned already; those that cannot be are not.
func (b *banning) bannedBefore(ctx context.Context, prefixes []netip.Prefix) ([]bool, error) {
	banned := make([]bool, len(prefixes))
	var ids []string
	var places []int
	for i, prefix := range prefixes {
		if prefix.IsValid() {
			ids, places = append(ids, fail2ban.BanID(prefix)), append(places, i)
		}
	}
	is, err := b.jail.IsBanned(ctx, ids...)
	for i, yes := range is {
		banned[places[i]] = yes
	}
	return banned, err
}

func (b *banning) attemptOne(ctx context.Context, prefix netip.Prefix, banned bool) error {
	if banned || b.ordered(prefix) {
		b.add(prefix, host.OutcomeAlreadyBanned, "")
		return nil
	}
	if by := b.ignored.covers(prefix); by != "" {
		b.add(prefix, host.OutcomeIgnored, "the jail's ignore list has "+by)
		return nil
	}
	counted, err := b.jail.Attempt(ctx, prefix, b.lines...)
	switch {
	case err != nil:
		b.add(prefix, host.OutcomeFailed, b.h.explain(err, b.order.Jail).Error())
		if isAnswer(err) {
			return nil
		}
	case !counted:
		b.add(prefix, host.OutcomeIgnored, "the jail ignores it")
	default:
		b.add(prefix, "", "")
	}
	return err
}

// isAnswer tells an error about one address from one about the connection.
func isAnswer(err error) bool {
	return errorIs[*fail2ban.CommandError](err) || errorIs[*fail2ban.ArgumentError](err)
}

// ordered tells whether the same order has an address twice.
func (b *banning) ordered(prefix netip.Prefix) bool {
	id := fail2ban.BanID(prefix)
	return slices.ContainsFunc(b.results, func(r host.Result) bool { return r.ID == id && r.Outcome == "" })
}

func (b *banning) add(prefix netip.Prefix, outcome host.Outcome, message string) {
	id := prefix.String()
	if prefix.IsValid() {
		id = fail2ban.BanID(prefix)
	}
	b.results = append(b.results, host.Result{ID: id, Jail: b.order.Jail, Outcome: outcome, Message: message})
}

// confirm waits until fail2ban has carried the order out.
func (b *banning) confirm(ctx context.Context) {
	idle := b.h.memory.isIdle(b.server, b.order.Jail)
	within := b.h.opts.Confirm + time.Duration(len(b.results))*confirmEach
	if idle {
		within = 100 * time.Millisecond
	}
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	for pause := 5 * time.Millisecond; b.open() > 0; pause = min(2*pause, 50*time.Millisecond) {
		if sleep(ctx, pause) != nil || b.check(ctx) != nil {
			break
		}
	}
	for i := range b.results {
		if b.results[i].Outcome == "" {
			b.results[i].Outcome = host.OutcomePending
			b.results[i].Message = pendingMessage(idle)
		}
	}
}

func pendingMessage(idle bool) string {
	if idle {
		return "the jail is idle: it will ban the address when it is resumed"
	}
	return "fail2ban has taken the order and not carried it out yet"
}

func (b *banning) open() int {
	n := 0
	for _, r := range b.results {
		if r.Outcome == "" {
			n++
		}
	}
	return n
}

// check asks for the results that are open.
func (b *banning) check(ctx context.Context) error {
	var open []int
	for i, r := range b.results {
		if r.Outcome == "" {
			open = append(open, i)
		}
	}
	for places := range slices.Chunk(open, atOnce) {
		ids := make([]string, len(places))
		for i, place := range places {
			ids[i] = b.results[place].ID
		}
		banned, err := b.jail.IsBanned(ctx, ids...)
		if err != nil {
			return err
		}
		b.seen(places, banned)
	}
	return nil
}

func (b *banning) seen(places []int, banned []bool) {
	now := time.Now().UTC()
	for i, place := range places {
		if banned[i] {
			r := &b.results[place]
			r.Outcome, r.At, r.Until = host.OutcomeBanned, now, until(now, b.banTime)
		}
	}
}
