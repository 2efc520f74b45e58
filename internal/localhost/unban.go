package localhost

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"bangui/fail2ban"
	"bangui/fail2ban/record"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// Unban implements [host.Host]. Only what is banned itself is lifted: fail2ban would take a network for all addresses in it.
func (h *Host) Unban(ctx context.Context, order host.UnbanOrder) ([]host.Result, error) {
	if err := checkUnban(order); err != nil {
		return nil, err
	}
	ctx, cancel := limited(ctx, 10*time.Minute)
	defer cancel()
	jails, err := h.jailsOf(ctx, order.Jails)
	if err != nil {
		return nil, h.explain(err, "")
	}
	lifted, absent, err := h.toLift(ctx, order, jails)
	if err != nil {
		return nil, h.explain(err, "")
	}
	results := absent
	for _, jail := range jails {
		results = append(results, h.lift(ctx, jail, lifted[jail])...)
	}
	return results, nil
}

func checkUnban(order host.UnbanOrder) error {
	f := fault.Invalid.Errorf("the order to unban makes no sense")
	switch {
	case order.All && len(order.IDs) > 0:
		f.WithField("addresses", "name none when all are to be unbanned")
	case !order.All && (len(order.IDs) < 1 || len(order.IDs) > host.MaxOrder):
		f.WithField("addresses", "name 1 to %d", host.MaxOrder)
	}
	for _, id := range order.IDs {
		if id == "" || len(id) > 1000 || strings.HasPrefix(id, "--") || strings.ContainsFunc(id, unicode.IsControl) {
			f.WithField("addresses", "%.40q is no address and no ban id", id)
		}
	}
	if len(f.Fields) > 0 {
		return f
	}
	return nil
}

// jailsOf returns the jails of an order, all of them if it names none. It fails with fault.NotFound if one does not run.
func (h *Host) jailsOf(ctx context.Context, named []string) ([]string, error) {
	running, err := h.quick.JailNames(ctx)
	if err != nil || len(named) == 0 {
		return running, err
	}
	for _, jail := range named {
		if !slices.Contains(running, jail) {
			return nil, fault.NotFound.Errorf("no jail %q is running", jail)
		}
	}
	named = slices.Clone(named)
	slices.Sort(named)
	return slices.Compact(named), nil
}

// toLift returns the bans that the order is about, by jail, and results for what is not banned.
func (h *Host) toLift(ctx context.Context, order host.UnbanOrder, jails []string) (map[string][]string, []host.Result, error) {
	lift := make(map[string][]string)
	if order.All {
		for _, jail := range jails {
			ids, err := h.quick.Jail(jail).Banned(ctx)
			if err != nil {
				return nil, nil, err
			}
			lift[jail] = ids
		}
		return lift, nil, nil
	}
	var absent []host.Result
	for ids := range slices.Chunk(uniqueIDs(order.IDs), atOnce) {
		in, err := h.quick.BannedIn(ctx, ids...)
		if err != nil {
			return nil, nil, err
		}
		for i, id := range ids {
			absent = append(absent, sortOut(id, in[i], order.Jails, lift)...)
		}
	}
	return lift, absent, nil
}

// sortOut adds a ban to what is to be lifted in the jails that have it.
func sortOut(id string, in, asked []string, lift map[string][]string) []host.Result {
	for _, jail := range in {
		if len(asked) == 0 || slices.Contains(asked, jail) {
			lift[jail] = append(lift[jail], id)
		}
	}
	if len(asked) == 0 && len(in) == 0 {
		return []host.Result{{ID: record.Canonical(id), Outcome: host.OutcomeNotBanned}}
	}
	var absent []host.Result
	for _, jail := range slices.Compact(slices.Sorted(slices.Values(asked))) {
		if !slices.Contains(in, jail) {
			absent = append(absent, host.Result{ID: record.Canonical(id), Jail: jail, Outcome: host.OutcomeNotBanned})
		}
	}
	return absent
}

// uniqueIDs writes addresses as fail2ban does.
func uniqueIDs(ids []string) []string {
	var unique []string
	for _, id := range ids {
		if prefix, err := fail2ban.ParseAddress(id); err == nil {
			id = fail2ban.BanID(prefix)
		}
		if !slices.Contains(unique, id) {
			unique = append(unique, id)
		}
	}
	return unique
}

// lift lifts bans of one jail, and says of each whether it is gone.
func (h *Host) lift(ctx context.Context, jail string, ids []string) []host.Result {
	results := make([]host.Result, 0, len(ids))
	j := h.slow.Jail(jail)
	for part := range slices.Chunk(ids, atOnce) {
		_, err := j.Unban(ctx, part...)
		var still []bool
		if err == nil {
			still, err = j.IsBanned(ctx, part...)
		}
		for i, id := range part {
			r := host.Result{ID: record.Canonical(id), Jail: jail, Outcome: host.OutcomeUnbanned}
			switch {
			case err != nil:
				r.Outcome, r.Message = host.OutcomeFailed, h.explain(err, jail).Error()
			case still[i]:
				r.Outcome, r.Message = host.OutcomeFailed, "fail2ban still has it banned"
			}
			results = append(results, r)
		}
	}
	return results
}
