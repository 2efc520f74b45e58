package ban

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// LiftOrder asks for bans to be lifted.
type LiftOrder struct {
	// Addresses are addresses, networks and other ban ids, at most [host.MaxOrder]; empty if All.
	Addresses []string
	// Hosts empty means all that are reachable; Jails empty means all.
	Hosts []string
	Jails []string
	// All lifts everything in these hosts and jails.
	All bool
	// Unaudited leaves the audit log to whoever gives the order: there may be thousands.
	Unaudited bool
}

func (o LiftOrder) validate() error {
	f := fault.Invalid.Errorf("the order to lift bans cannot be carried out as it is")
	switch {
	case o.All && len(o.Addresses) > 0:
		f = f.WithField("body.addresses", "leave them away to lift all bans, or leave all away to lift these")
	case !o.All:
		checkAddresses(f, o.Addresses)
	}
	return orNil(f)
}

// Lift lifts bans on one or more hosts, all hosts at the same time. There is a result for each address, host and jail concerned,
// and one without a host for each input that makes no sense. It fails as [Bans.Ban] does.
func (b *Bans) Lift(ctx context.Context, actor audit.Actor, order LiftOrder) ([]Result, error) {
	if err := order.validate(); err != nil {
		return nil, err
	}
	targets, err := b.targets(ctx, order.Hosts, slices.Compact(slices.Sorted(slices.Values(order.Jails))))
	if err != nil {
		return nil, err
	}
	ids, results, err := b.parseIDs(ctx, order.Addresses)
	if err != nil || (len(ids) == 0 && !order.All) {
		return results, err
	}
	return append(results, onEach(targets, func(t target) []Result {
		return b.liftOn(ctx, actor, order, t, ids)
	})...), nil
}

// parseIDs returns the ban ids that can be lifted, each once, and a result for every other input.
func (b *Bans) parseIDs(ctx context.Context, texts []string) (ids []string, rejected []Result, err error) {
	seen := make(map[string]bool)
	for _, text := range texts {
		id, problem := canonical(text)
		if problem != nil && harmless(text) {
			known, err := b.knownID(ctx, text)
			if err != nil {
				return nil, nil, err
			}
			if known {
				id, problem = text, nil
			}
		}
		switch {
		case problem != nil:
			rejected = append(rejected, Result{Address: text, Outcome: Invalid, Message: problem.Error()})
		case seen[id]:
			rejected = append(rejected, Result{Address: text, Outcome: Duplicate, Message: "given before as " + id})
		default:
			seen[id] = true
			ids = append(ids, id)
		}
	}
	return ids, rejected, nil
}

// knownID tells whether there ever was a ban with this id.
func (b *Bans) knownID(ctx context.Context, id string) (bool, error) {
	page, err := b.store.List(ctx, Query{Scope: Scope{ID: id}, Limit: 1})
	if err != nil {
		return false, fmt.Errorf("look up ban id: %w", err)
	}
	return len(page.Bans) > 0, nil
}

func (b *Bans) liftOn(ctx context.Context, actor audit.Actor, order LiftOrder, t target, ids []string) []Result {
	within := orderWithin
	if order.All {
		within = liftAllWithin
	}
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	answers, err := b.askUnban(ctx, t, host.UnbanOrder{Jails: t.jails, IDs: ids, All: order.All})
	results := resultsOf(t.record.Name, "", answers)
	if err != nil {
		b.log.WarnContext(ctx, "unban order not carried out", "host", t.record.Name, "err", fault.Cause(err))
		results = append(results, notLifted(t, ids, err)...)
	}
	b.recordLifted(ctx, actor, order, t, results)
	b.fleet.Refresh(t.record.Name)
	return results
}

func (b *Bans) askUnban(ctx context.Context, t target, order host.UnbanOrder) ([]host.Result, error) {
	h, err := b.fleet.Host(ctx, t.record.Name)
	if err != nil {
		return nil, err
	}
	return h.Unban(ctx, order)
}

// notLifted has one result for each id, or one without an address if everything was to be lifted.
func notLifted(t target, ids []string, err error) []Result {
	outcome, message := outcomeOf(err)
	if len(ids) == 0 {
		ids = []string{""}
	}
	results := make([]Result, len(ids))
	for i, id := range ids {
		results[i] = Result{Address: id, Host: t.record.Name, Outcome: outcome, Message: message}
	}
	return results
}

// recordLifted stores the ends in pieces, so that no transaction is large.
func (b *Bans) recordLifted(ctx context.Context, actor audit.Actor, order LiftOrder, t target, results []Result) {
	entries := liftEntries(actor, order, t, results)
	lifted := liftedOf(actor, results, b.now().UTC())
	for first := true; first || len(lifted) > 0; first = false {
		piece := lifted[:min(len(lifted), host.MaxOrder)]
		lifted = lifted[len(piece):]
		b.record(ctx, func(ctx context.Context) ([]Change, error) {
			return b.store.RecordLifted(ctx, piece, entries)
		})
		entries = nil
	}
}

func liftedOf(actor audit.Actor, results []Result, now time.Time) []Lifted {
	var lifted []Lifted
	for _, r := range results {
		if r.Outcome == Unbanned {
			lifted = append(lifted, Lifted{Host: r.Host, Jail: r.Jail, Address: r.Address, Actor: actor.Name, At: now})
		}
	}
	return lifted
}

// liftEntries has one entry for each result, or one for the host if everything was to be lifted.
func liftEntries(actor audit.Actor, order LiftOrder, t target, results []Result) []audit.Entry {
	if order.Unaudited {
		return nil
	}
	if order.All {
		return []audit.Entry{liftAllEntry(actor, t, results)}
	}
	entries := make([]audit.Entry, len(results))
	for i, r := range results {
		entries[i] = audit.Entry{
			Actor: actor, Action: "ban.lift", Host: r.Host, Jail: r.Jail, Target: r.Address, Result: auditResult(r.Outcome), Detail: detail(r, ""),
		}
	}
	return entries
}

func liftAllEntry(actor audit.Actor, t target, results []Result) audit.Entry {
	counts := Summary(results)
	entry := audit.Entry{
		Actor: actor, Action: "ban.lift_all", Host: t.record.Name, Result: audit.OK,
		Detail: fmt.Sprintf("%d lifted", counts[Unbanned]),
	}
	if len(t.jails) > 0 {
		entry.Detail += " in " + strings.Join(t.jails, ", ")
	}
	if failed := counts[Failed] + counts[Unreachable]; failed > 0 {
		entry.Result = audit.Failed
		entry.Detail += fmt.Sprintf("; failed: %s", results[len(results)-1].Message)
	}
	return entry
}
