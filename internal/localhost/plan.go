package localhost

import (
	"context"
	"slices"

	"bangui/internal/host"
)

// plan says what has to be done with fail2ban for a change of its configuration.
func (h *Host) plan(ctx context.Context, now live, before, after *reading) (host.Plan, error) {
	plan := host.Plan{Jails: []host.JailPlan{}, Server: serverPlan(before, after)}
	if !now.running {
		return plan, nil
	}
	for _, jail := range union(after.order, before.order) {
		one, err := h.planJail(ctx, jail, now, before, after)
		if err != nil {
			return plan, h.explain(err, jail)
		}
		if one.Operation != "" {
			plan.Jails = append(plan.Jails, one)
		}
	}
	return plan, nil
}

func union(a, b []string) []string {
	all := slices.Clone(a)
	for _, one := range b {
		if !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	return all
}

// planJail compares what a jail is made of before and after. A jail that the change says nothing about is left alone, whatever its state.
func (h *Host) planJail(ctx context.Context, jail string, now live, before, after *reading) (host.JailPlan, error) {
	plan := host.JailPlan{Jail: jail, Banned: now.banned[jail]}
	was, err := before.jail(jail)
	if err != nil {
		return plan, err
	}
	is, err := after.jail(jail)
	if err != nil {
		return plan, err
	}
	operation, reasons := difference(was, is)
	runs := now.runs(jail)
	switch {
	case operation == "":
	case is.backend() == "" && runs:
		plan.Operation, plan.Reasons = host.OperationStop, []string{"the configuration does not set it up any more"}
	case is.backend() == "":
	case !runs && was.backend() == "":
		plan.Operation, plan.Reasons = host.OperationStart, []string{"it is new"}
	case !runs:
		plan.Operation, plan.Reasons = host.OperationStart, []string{"it changes, is enabled and does not run"}
	case was.backend() == "":
		plan.Operation, plan.Reasons = host.OperationReload, []string{"it runs, and the configuration did not set it up before"}
	default:
		plan.Operation, plan.Reasons = operation, reasons
	}
	if plan.Operation == host.OperationReload {
		restart, err := h.needsRestart(ctx, jail, is, true)
		if err != nil {
			return plan, err
		}
		if restart {
			plan.Operation = host.OperationRestart
			plan.Reasons = append(plan.Reasons, "something else than the files say is in force, and a reload would keep it")
		}
	}
	back, _ := difference(is, was)
	stops := plan.Operation == host.OperationRestart || plan.Operation == host.OperationStop ||
		plan.Operation == host.OperationReload && back == host.OperationRestart
	plan.LosesBans = stops && plan.Banned > 0 && !now.database
	return plan, nil
}

// serverPlan compares the options of the server. Source of what can be set while it runs: fail2ban/server/transmitter.py.
func serverPlan(before, after *reading) []host.ServerPlan {
	plans := []host.ServerPlan{}
	if before.rejected != nil {
		return plans
	}
	for _, option := range []string{
		"syslogsocket", "loglevel", "logtarget", "allowipv6", "dbmaxmatches", "dbpurgeage", "dbfile", "thread", "socket", "pidfile",
	} {
		was, is := before.server[option], after.server[option]
		if was == is {
			continue
		}
		fixed := slices.Contains([]string{"dbfile", "thread", "socket", "pidfile"}, option)
		plans = append(plans, host.ServerPlan{Option: option, Before: was, After: is, NeedsRestart: fixed || is == ""})
	}
	return plans
}
