package account

import (
	"context"
	"net/netip"
	"strings"
	"time"

	"bangui/internal/fault"
)

// visitorLimit is for tries from one place; nameLimit is for tries at one name from everywhere.
func visitorLimit() Limit { return Limit{Burst: 5, Period: time.Minute} }
func nameLimit() Limit    { return Limit{Burst: 20, Period: 10 * time.Minute} }

// attackLimit is for tries at a name from one place while the name's own limit is used up.
func attackLimit() Limit { return Limit{Burst: 1, Period: time.Minute} }

// refusalLimit is for audit entries about refusals: those within the visitor's limit, and one that tells of more.
func refusalLimit() Limit { return Limit{Burst: 6, Period: time.Minute} }

// takeVisitor takes one try from the visitor's prefix.
func (a *Accounts) takeVisitor(ctx context.Context, purpose string, visitor Visitor) error {
	return a.take(ctx, visitorKey(purpose, visitor), visitorLimit())
}

// takeName takes one try at a user name. When strangers have used them up, the name is not locked: each prefix still has a try
// a minute, so the user gets in from where nobody else tries.
func (a *Accounts) takeName(ctx context.Context, name string, visitor Visitor) error {
	taken, err := a.store.TakeLimit(ctx, nameKey(name), nameLimit())
	if err != nil || taken.Allowed {
		return err
	}
	return a.take(ctx, visitorKey(nameKey(name), visitor), attackLimit())
}

func (a *Accounts) take(ctx context.Context, key string, limit Limit) error {
	taken, err := a.store.TakeLimit(ctx, key, limit)
	if err != nil || taken.Allowed {
		return err
	}
	return fault.TooMany.Errorf("too many attempts; wait %s and try again", wait(taken.RetryAfter)).WithRetryAfter(taken.RetryAfter)
}

// giveBack makes the limits full again after a success.
func (a *Accounts) giveBack(ctx context.Context, keys ...string) {
	for _, key := range keys {
		if err := a.store.ReturnLimit(ctx, key); err != nil {
			a.log.WarnContext(ctx, "limit not returned", "err", err)
		}
	}
}

// wait is a duration in whole seconds, rounded up.
func wait(d time.Duration) time.Duration {
	return max((d + time.Second - 1).Truncate(time.Second), time.Second)
}

func nameKey(name string) string { return "sign-in name " + strings.ToLower(name) }

// visitorKey has the prefix that one customer of a provider usually holds: a single IPv4 address, an IPv6 /64.
func visitorKey(purpose string, visitor Visitor) string {
	if !visitor.Address.IsValid() {
		return purpose + " local"
	}
	addr := visitor.Address.Unmap().WithZone("")
	bits := 32
	if addr.Is6() {
		bits = 64
	}
	return purpose + " " + netip.PrefixFrom(addr, bits).Masked().String()
}
