package allow

import (
	"context"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"bangui/internal/audit"
	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/schedule"
)

// How often the name service is asked for each name, and how soon again if there was no good answer. Resolvers of the system do not tell how long
// an answer holds; names of homes with changing addresses usually say a minute to ten.
const (
	ResolveEvery = 5 * time.Minute
	resolveAgain = time.Minute
)

// Resolve asks the name service for the names of the allow-list that are due, and puts what has changed into force. It is the work of a job.
func (a *Allowances) Resolve(ctx context.Context, work *schedule.Work) (outcome string, err error) {
	due, err := a.store.DueNames(ctx, ResolveEvery-time.Second, resolveAgain-time.Second)
	if err != nil {
		return "", fmt.Errorf("list names: %w", err)
	}
	if _, err := a.store.ForgetNames(ctx); err != nil {
		return "", fmt.Errorf("forget names: %w", err)
	}
	if len(due) == 0 {
		work.Routine()
		return "no name is due", nil
	}
	told := a.askAll(ctx, slices.Sorted(maps.Keys(due)), due)
	if err := ctx.Err(); err != nil {
		return "", err
	}
	changed, err := a.take(ctx, audit.System(), told, due)
	if err != nil {
		return "", err
	}
	failed := 0
	for _, name := range slices.Sorted(maps.Keys(told)) {
		if problem := told[name].Problem; problem != "" {
			failed++
			work.Warnf("%s: %s", name, problem)
		}
	}
	if len(changed) == 0 && failed == 0 {
		work.Routine()
	}
	return fmt.Sprintf("%d names asked for, %d have other addresses, %d without a good answer", len(due), len(changed), failed), nil
}

// ResolveNow asks the name service for the name of an allowance in force, and puts what has changed into force. It fails with fault.NotFound,
// with fault.Conflict if the allowance has ended, and with fault.Invalid if it has no name.
func (a *Allowances) ResolveNow(ctx context.Context, actor audit.Actor, id int64) (Detail, error) {
	one, err := a.store.Allowance(ctx, id)
	switch {
	case err != nil:
		return Detail{}, fmt.Errorf("look up allowance %d: %w", id, err)
	case one.Name == "":
		return Detail{}, fault.Invalid.Errorf("%s is no name that stands for addresses", one.Label())
	case !one.Active():
		return Detail{}, fault.Conflict.Errorf("allowance %d has ended already", id)
	}
	before := map[string]Answer{one.Name: one.Answer}
	if _, err := a.take(ctx, actor, a.askAll(ctx, []string{one.Name}, before), before); err != nil {
		return Detail{}, err
	}
	return a.Get(ctx, id)
}

// take stores what was told, and puts it into force. It returns the names that have other addresses than before.
func (a *Allowances) take(ctx context.Context, actor audit.Actor, told map[string]Told, before map[string]Answer) ([]string, error) {
	var changed []string
	var entries []audit.Entry
	for _, name := range slices.Sorted(maps.Keys(told)) {
		if now, was := told[name].Addresses, before[name].Addresses; !slices.Equal(now, was) {
			changed = append(changed, name)
			entries = append(entries, audit.Entry{
				Actor: actor, Action: "allowance.resolve", Target: name, Result: audit.OK, Detail: addressList(now) + " instead of " + addressList(was),
			})
		}
	}
	if err := a.store.SaveTold(ctx, told, entries); err != nil {
		return nil, fmt.Errorf("store what names stand for: %w", err)
	}
	a.bus.Publish(event.Allowance, Change{})
	if len(changed) == 0 {
		return nil, nil
	}
	records, err := a.fleet.Records(ctx)
	if err != nil {
		return nil, err
	}
	a.apply(ctx, actor, records)
	return changed, nil
}

func addressList(addresses []netip.Addr) string {
	if len(addresses) == 0 {
		return "nothing"
	}
	texts := make([]string, len(addresses))
	for i, addr := range addresses {
		texts[i] = addr.String()
	}
	return strings.Join(texts, ", ")
}
