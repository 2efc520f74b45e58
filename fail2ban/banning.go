package fail2ban

import (
	"context"
	"net/netip"
)

// batch is the number of addresses in one command. More would only block everybody else for longer: fail2ban runs the actions of
// each address, about 10 ms, before it serves another client.
const batch = 25

// Attempt counts len(lines), at least one, failures of an address. When that reaches the jail's number of retries, the jail's
// own thread bans the address within about a second, with the lines as its matches; see [Jail.BanByAttempt]. It reports whether the
// failures were counted: since fail2ban 1.1.1 those of ignored addresses are not.
func (j Jail) Attempt(ctx context.Context, address netip.Prefix, lines ...string) (counted bool, err error) {
	if err := checkPrefix(address); err != nil {
		return false, err
	}
	for _, line := range lines {
		if err := checkText("reason", line); err != nil {
			return false, err
		}
	}
	n, err := jailAsk(ctx, j, asInt, words([]any{"set", j.name, "attempt", BanID(address)}, lines)...)
	return n > 0, err
}

// BanByAttempt has addresses banned by the jail's own thread with a reason, which must not be empty: as many failures as the jail has
// retries are counted for each. Unlike [Jail.Ban] it blocks nobody and the reason is kept with the ban; on the other hand the bans do
// not exist yet when it returns: see [Jail.IsBanned]. The result tells for each address whether it was taken on; when an error comes
// up it tells of those before it.
func (j Jail) BanByAttempt(ctx context.Context, addresses []netip.Prefix, reason string) ([]bool, error) {
	if err := checkPrefixes(addresses); err != nil {
		return nil, err
	}
	retries, err := j.MaxRetry(ctx)
	if err != nil {
		return nil, err
	}
	lines := repeat(reason, retries)
	counted := make([]bool, 0, len(addresses))
	for _, address := range addresses {
		ok, err := j.Attempt(ctx, address, lines...)
		if err != nil {
			return counted, err
		}
		counted = append(counted, ok)
	}
	return counted, nil
}

func repeat(line string, n int) []string {
	lines := make([]string, max(n, 1))
	for i := range lines {
		lines[i] = line
	}
	return lines
}

// Ban bans addresses for the jail's own ban time, also ignored ones, and returns how many were not banned before. It runs the
// jail's actions before it returns and stores no reason; [Jail.BanByAttempt] is usually better. Addresses go out in small batches,
// between which others are served; when an error comes up, those of earlier batches are banned and counted.
func (j Jail) Ban(ctx context.Context, addresses ...netip.Prefix) (int, error) {
	if err := checkPrefixes(addresses); err != nil {
		return 0, err
	}
	ids := make([]string, len(addresses))
	for i, address := range addresses {
		ids[i] = BanID(address)
	}
	return inBatches(ids, func(ids []string) (int, error) {
		return jailAsk(ctx, j, asInt, words([]any{"set", j.name, "banip"}, ids)...)
	})
}

// Unban lifts bans in the jail and returns how many there were. It also forgets the addresses' history in this jail. A network that
// is not itself banned lifts the bans of all addresses in it. It goes out in batches like [Jail.Ban].
func (j Jail) Unban(ctx context.Context, ids ...string) (int, error) {
	if err := checkIDs(ids); err != nil {
		return 0, err
	}
	return inBatches(ids, func(ids []string) (int, error) {
		return jailAsk(ctx, j, asInt, words([]any{"set", j.name, "unbanip"}, ids)...)
	})
}

// UnbanStrictly is [Jail.Unban] that fails with [NotBanned] if any of the ids is not banned; the others are lifted nevertheless.
func (j Jail) UnbanStrictly(ctx context.Context, ids ...string) (int, error) {
	if err := checkIDs(ids); err != nil {
		return 0, err
	}
	return inBatches(ids, func(ids []string) (int, error) {
		return jailAsk(ctx, j, asInt, words([]any{"set", j.name, "unbanip", "--report-absent"}, ids)...)
	})
}

// UnbanAll lifts all bans of the jail that exist at the time of the call and returns how many there were.
func (j Jail) UnbanAll(ctx context.Context) (int, error) {
	ids, err := j.Banned(ctx)
	if err != nil {
		return 0, err
	}
	return j.Unban(ctx, ids...)
}

// Unban lifts bans in every jail and returns how many there were. It also forgets the addresses' history in all jails.
func (c *Client) Unban(ctx context.Context, ids ...string) (int, error) {
	if err := checkIDs(ids); err != nil {
		return 0, err
	}
	return inBatches(ids, func(ids []string) (int, error) {
		return ask(ctx, c, asInt, words([]any{"unban"}, ids)...)
	})
}

// UnbanAll lifts all bans of all jails, forgets all history, and returns how many bans there were.
func (c *Client) UnbanAll(ctx context.Context) (int, error) {
	return ask(ctx, c, asInt, "unban", "--all")
}

// inBatches adds up what do returns for one batch after the other.
func inBatches(ids []string, do func([]string) (int, error)) (int, error) {
	total := 0
	for len(ids) > 0 {
		n := min(batch, len(ids))
		count, err := do(ids[:n])
		total += count
		if err != nil {
			return total, err
		}
		ids = ids[n:]
	}
	return total, nil
}
