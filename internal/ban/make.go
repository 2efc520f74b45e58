package ban

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// Ban bans addresses in one jail on one or more hosts, all hosts at the same time. There is a result for each address and host, and
// one without a host for each input that makes no sense; the others are carried out. It fails, and does nothing, with fault.Invalid
// for an order that makes no sense as a whole, fault.NotFound for an unknown host or jail, and fault.Unreachable if no host was named and none is reachable.
func (b *Bans) Ban(ctx context.Context, actor audit.Actor, order Order) ([]Result, error) {
	if err := order.validate(); err != nil {
		return nil, err
	}
	targets, err := b.targets(ctx, order.Hosts, []string{order.Jail})
	if err != nil {
		return nil, err
	}
	prefixes, results := order.parse()
	if len(prefixes) == 0 {
		return results, nil
	}
	protected := nothingProtected
	if !order.Force {
		if protected, err = b.protection(ctx); err != nil {
			return nil, fmt.Errorf("look what is protected: %w", err)
		}
	}
	return append(results, onEach(targets, func(t target) []Result {
		return b.banOn(ctx, actor, order, t, prefixes, protected(t.record.Name, order.Jail))
	})...), nil
}

// banOn carries an order out on one host.
func (b *Bans) banOn(
	ctx context.Context, actor audit.Actor, order Order, t target, prefixes []netip.Prefix, protected []host.ProtectedNetwork,
) []Result {
	var held []Result
	if !order.Force {
		g := b.guardsFor(ctx, actor, t)
		g.protected = protected
		prefixes, held = g.split(prefixes, order.Jail, t)
	}
	if len(prefixes) == 0 {
		return held
	}
	done := b.tellHost(ctx, actor, order, t, prefixes)
	return append(held, done...)
}

func (b *Bans) guardsFor(ctx context.Context, actor audit.Actor, t target) guards {
	var g guards
	if own, err := netip.ParseAddr(actor.Address); err == nil {
		g.own = own.WithZone("")
	}
	addresses, err := b.ownAddresses(ctx, t.record.Name)
	if err != nil {
		b.log.WarnContext(ctx, "addresses of the host not known", "host", t.record.Name, "err", fault.Cause(err))
	}
	g.host = addresses
	return g
}

// ownAddresses asks the host which addresses must not be banned on it by accident.
func (b *Bans) ownAddresses(ctx context.Context, hostName string) ([]netip.Addr, error) {
	h, err := b.fleet.Host(ctx, hostName)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	return h.Protected(ctx)
}

// tellHost gives the order to fail2ban and takes what became of it into history and audit log.
func (b *Bans) tellHost(ctx context.Context, actor audit.Actor, order Order, t target, prefixes []netip.Prefix) []Result {
	ctx, cancel := context.WithTimeout(ctx, orderWithin)
	defer cancel()
	b.expect(actor, order, t.record.Name, prefixes)
	h, answers, err := b.askBan(ctx, actor, order, t, prefixes)
	if err != nil {
		b.log.WarnContext(ctx, "ban order not carried out", "host", t.record.Name, "jail", order.Jail, "err", fault.Cause(err))
		answers = sameForAll(prefixes, err)
	}
	banTime := b.completeEnds(ctx, h, order.Jail, answers)
	results := resultsOf(t.record.Name, order.Jail, answers)
	changes := b.record(ctx, func(ctx context.Context) ([]Change, error) {
		return b.store.RecordManual(ctx, manualBans(actor, order, t, answers, banTime), banEntries(actor, order, results))
	})
	results = withIDs(results, changes)
	b.expectLate(ctx, actor, order, t, answers)
	b.settle(results)
	b.fleet.Refresh(t.record.Name)
	return results
}

// expectLate leaves word of what the host had not carried out when it answered, or may still carry out though it did not answer.
func (b *Bans) expectLate(ctx context.Context, actor audit.Actor, order Order, t target, answers []host.Result) {
	var late []Ban
	now := b.now().UTC()
	for _, a := range answers {
		if a.Outcome == host.OutcomePending || Outcome(a.Outcome) == Unreachable {
			late = append(late, Ban{
				Host: t.record.Name, Jail: order.Jail, Address: a.ID, BannedAt: now, Origin: order.origin(), Actor: actor.Name, Reason: order.Reason,
			})
		}
	}
	if len(late) > 0 {
		b.record(ctx, func(ctx context.Context) ([]Change, error) {
			return b.store.ExpectManual(ctx, t.record.Name, late, expectFor)
		})
	}
}

func (b *Bans) askBan(ctx context.Context, actor audit.Actor, order Order, t target, prefixes []netip.Prefix) (host.Host, []host.Result, error) {
	h, err := b.fleet.Host(ctx, t.record.Name)
	if err != nil {
		return nil, nil, err
	}
	answers, err := h.Ban(ctx, host.BanOrder{Jail: order.Jail, Prefixes: prefixes, Actor: actor.Name, Reason: order.Reason})
	return h, answers, err
}

func sameForAll(prefixes []netip.Prefix, err error) []host.Result {
	outcome, message := outcomeOf(err)
	results := make([]host.Result, len(prefixes))
	for i, prefix := range prefixes {
		results[i] = host.Result{ID: FormatAddress(prefix), Outcome: host.Outcome(outcome), Message: message}
	}
	return results
}

// completeEnds fills in beginning and end of new bans as far as the host has left them open, and returns the ban time of those that
// have no end then: host.Permanent, or zero if it is not known. Times are to the second, as fail2ban's are.
func (b *Bans) completeEnds(ctx context.Context, h host.Host, jail string, answers []host.Result) time.Duration {
	open := slices.IndexFunc(answers, func(a host.Result) bool { return a.Outcome == host.OutcomeBanned && a.Until.IsZero() })
	var banTime time.Duration
	if open >= 0 {
		banTime = banTimeOf(ctx, h, jail)
	}
	now := b.now().UTC()
	for i := range answers {
		a := &answers[i]
		if a.Outcome != host.OutcomeBanned {
			continue
		}
		if a.At.IsZero() {
			a.At = now
		}
		a.At = a.At.UTC().Truncate(time.Second)
		if a.Until.IsZero() && banTime > 0 {
			a.Until = a.At.Add(banTime)
		}
		a.Until = a.Until.UTC().Truncate(time.Second)
	}
	return banTime
}

// banTimeOf returns the jail's ban time; zero if it cannot be told.
func banTimeOf(ctx context.Context, h host.Host, jail string) time.Duration {
	settings, err := h.Jail(ctx, jail)
	if err != nil {
		return 0
	}
	return settings.BanTime
}

func resultsOf(hostName, jail string, answers []host.Result) []Result {
	results := make([]Result, len(answers))
	for i, a := range answers {
		results[i] = Result{Address: a.ID, Host: hostName, Jail: jail, Outcome: Outcome(a.Outcome), Message: a.Message}
		if a.Jail != "" {
			results[i].Jail = a.Jail
		}
	}
	return results
}

func manualBans(actor audit.Actor, order Order, t target, answers []host.Result, banTime time.Duration) []Ban {
	var bans []Ban
	for _, a := range answers {
		if a.Outcome != host.OutcomeBanned {
			continue
		}
		ban := Ban{
			Host: t.record.Name, Jail: order.Jail, Address: a.ID, BannedAt: a.At, Until: a.Until,
			BanTime: banTime, Origin: order.origin(), Actor: actor.Name, Reason: order.Reason,
		}
		if !a.Until.IsZero() {
			ban.BanTime = a.Until.Sub(a.At)
		}
		bans = append(bans, ban)
	}
	return bans
}

func banEntries(actor audit.Actor, order Order, results []Result) []audit.Entry {
	if order.origin() != Manual {
		return nil
	}
	entries := make([]audit.Entry, len(results))
	for i, r := range results {
		entries[i] = audit.Entry{
			Actor: actor, Action: "ban.create", Host: r.Host, Jail: r.Jail, Target: r.Address, Result: auditResult(r.Outcome),
			Detail: detail(r, order.Reason),
		}
	}
	return entries
}

func auditResult(o Outcome) audit.Result {
	if o == Failed || o == Unreachable || o == Invalid {
		return audit.Failed
	}
	return audit.OK
}

// detail says what became of it, unless it is what was asked for, and why it was asked.
func detail(r Result, reason string) string {
	text := ""
	if r.Outcome != Banned && r.Outcome != Unbanned {
		text = string(r.Outcome)
	}
	for _, more := range []string{r.Message, reason} {
		if more != "" && text != "" {
			text += ": "
		}
		text += more
	}
	return text
}

// withIDs fills in which bans were made.
func withIDs(results []Result, changes []Change) []Result {
	ids := make(map[string]int64, len(changes))
	for _, c := range changes {
		ids[c.Ban.Address] = c.Ban.ID
	}
	for i, r := range results {
		if r.Outcome == Banned {
			results[i].BanID = ids[r.Address]
		}
	}
	return results
}
