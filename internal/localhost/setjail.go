package localhost

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"bangui/fail2ban"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// SetJail implements [host.Host]. If a setting is refused, those before it are put back.
func (h *Host) SetJail(ctx context.Context, jail string, change host.JailChange) (host.Jail, error) {
	if err := known(jail); err != nil {
		return host.Jail{}, err
	}
	if err := checkChange(change); err != nil {
		return host.Jail{}, err
	}
	ctx, cancel := limited(ctx, 30*time.Second)
	defer cancel()
	before, err := h.readJail(ctx, jail)
	if err != nil {
		return host.Jail{}, h.explain(err, jail)
	}
	if change.KeepConfigured && len(change.RemoveIgnore) > 0 {
		change.RemoveIgnore = withoutListed(change.RemoveIgnore, h.ignoredBy(ctx, jail))
	}
	if err := h.apply(ctx, jail, steps(h.quick.Jail(jail), change, before)); err != nil {
		return host.Jail{}, h.explain(err, jail)
	}
	after, err := h.readJail(ctx, jail)
	return after, h.explain(err, jail)
}

// maxTime is the longest time that can be set: a hundred years.
const maxTime = 100 * 365 * 24 * time.Hour

func checkChange(c host.JailChange) error {
	f := fault.Invalid.Errorf("the settings cannot be changed as asked")
	if c.BanTime == nil || *c.BanTime != host.Permanent {
		checkTime(f, "ban_time", c.BanTime, time.Second)
	}
	checkTime(f, "find_time", c.FindTime, time.Second)
	checkTime(f, "max_ban_time", c.MaxBanTime, 0)
	checkCount(f, "max_retry", c.MaxRetry, 1)
	checkCount(f, "max_matches", c.MaxMatches, 0)
	if c.UseDNS != nil && !slices.Contains([]string{"yes", "warn", "no", "raw"}, *c.UseDNS) {
		f.WithField("use_dns", "use yes, warn, no or raw")
	}
	for _, entry := range c.AddIgnore {
		if _, ok := ignoreEntry(entry); !ok {
			f.WithField("add_ignore", "%.40q is no address, network or host name", entry)
		}
	}
	for _, entry := range c.RemoveIgnore {
		if entry == "" || len(entry) > 255 || strings.ContainsFunc(entry, unicode.IsControl) {
			f.WithField("remove_ignore", "%.40q is no entry of an ignore list", entry)
		}
	}
	if len(f.Fields) > 0 {
		return f
	}
	return nil
}

func checkTime(f *fault.Fault, location string, d *time.Duration, least time.Duration) {
	if d != nil && (*d < least || *d > maxTime || *d%time.Second != 0) {
		f.WithField(location, "use whole seconds from %d to %d", int64(least.Seconds()), int64(maxTime.Seconds()))
	}
}

func checkCount(f *fault.Fault, location string, n *int, least int) {
	if n != nil && (*n < least || *n > 10_000) {
		f.WithField(location, "use %d to 10000", least)
	}
}

// ignoreEntry returns an entry in the form in which it is sent: addresses and networks canonical, host names in lower case.
func ignoreEntry(entry string) (string, bool) {
	if addr, err := netip.ParseAddr(entry); err == nil {
		return addr.Unmap().String(), addr.Zone() == ""
	}
	if prefix, err := netip.ParsePrefix(entry); err == nil {
		return fail2ban.BanID(prefix.Masked()), !prefix.Addr().Is4In6()
	}
	lower := strings.ToLower(entry)
	return lower, len(entry) <= 253 && hostName.MatchString(lower)
}

// hostName is the form of a host's name: RFC 1123, section 2.1; the last label is never a number, which mistyped addresses have there.
var hostName = regexp.MustCompile(`^(?i:[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)

// step is one setting to be changed and how to put it back.
type step struct {
	name     string
	do, undo func(context.Context) error
}

// apply takes the steps, and after an error puts back what was done.
func (h *Host) apply(ctx context.Context, jail string, steps []step) error {
	for i, s := range steps {
		err := s.do(ctx)
		if err == nil {
			continue
		}
		var unsure []step
		if !isAnswer(err) {
			unsure = steps[i : i+1] // the answer was lost, not necessarily the order
		}
		if left := putBack(ctx, unsure, steps[:i]); left != nil {
			h.log.Error("settings not put back", "jail", jail, "err", left)
			return fmt.Errorf("change %s: %w", s.name, errors.Join(err, left))
		}
		return err
	}
	return nil
}

// putBack undoes steps, the last one first. It tries all of them. Those that may not have been taken may be refused.
func putBack(ctx context.Context, unsure, done []step) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	var errs []error
	for _, s := range unsure {
		if err := s.undo(ctx); err != nil && !isAnswer(err) {
			errs = append(errs, fmt.Errorf("put %s back: %w", s.name, err))
		}
	}
	for _, s := range slices.Backward(done) {
		if err := s.undo(ctx); err != nil {
			errs = append(errs, fmt.Errorf("put %s back: %w", s.name, err))
		}
	}
	return errors.Join(errs...)
}

// change makes a step of a setting, if there is to be a change.
func change[T comparable](steps *[]step, name string, to *T, from T, set func(context.Context, T) error) {
	if to == nil || *to == from {
		return
	}
	value := *to
	*steps = append(*steps, step{
		name: name,
		do:   func(ctx context.Context) error { return set(ctx, value) },
		undo: func(ctx context.Context) error { return set(ctx, from) },
	})
}

// steps are the settings that differ from what is in force.
func steps(j fail2ban.Jail, c host.JailChange, before host.Jail) []step {
	var all []step
	change(&all, "bantime", c.BanTime, before.BanTime, j.SetBanTime)
	change(&all, "findtime", c.FindTime, before.FindTime, j.SetFindTime)
	change(&all, "maxretry", c.MaxRetry, before.MaxRetry, j.SetMaxRetry)
	change(&all, "maxmatches", c.MaxMatches, before.MaxMatches, j.SetMaxMatches)
	change(&all, "usedns", c.UseDNS, before.UseDNS, j.SetUseDNS)
	change(&all, "ignoreself", c.IgnoreSelf, before.IgnoreSelf, j.SetIgnoreSelf)
	change(&all, "bantime.increment", c.Increment, before.Increment.Enabled, j.SetIncrement)
	change(&all, "bantime.maxtime", c.MaxBanTime, before.Increment.MaxTime, j.SetIncrementMaxTime)
	return append(all, ignoreSteps(j, c, before.Ignore)...)
}

func ignoreSteps(j fail2ban.Jail, c host.JailChange, have []string) []step {
	add := func(entries ...string) func(context.Context) error {
		return func(ctx context.Context) error { return j.AddIgnore(ctx, entries...) }
	}
	remove := func(entry string) func(context.Context) error {
		return func(ctx context.Context) error { return j.RemoveIgnore(ctx, entry) }
	}
	var all []step
	for _, entry := range c.RemoveIgnore {
		if listed, ok := listedAs(entry, have); ok {
			all = append(all, step{"ignoreip", remove(listed), add(listed)})
			have = slices.DeleteFunc(slices.Clone(have), func(other string) bool { return other == listed })
		}
	}
	entries := newEntries(c.AddIgnore, have)
	atOnce := 1
	if len(entries) > singly {
		atOnce = inOneOrder
	}
	for part := range slices.Chunk(entries, atOnce) {
		all = append(all, step{"ignoreip", add(part...), func(ctx context.Context) error {
			var errs []error
			for _, entry := range part {
				errs = append(errs, remove(entry)(ctx))
			}
			return errors.Join(errs...)
		}})
	}
	return all
}

// Up to singly entries are added one by one, so that it is known of each whether it was taken. Of more, so many are added in one order: each
// waits its turn.
const singly, inOneOrder = 10, 100

// newEntries are the entries that a list does not have, each once, in the form in which they are sent.
func newEntries(entries, have []string) []string {
	known := make(map[string]bool, len(have))
	for _, entry := range have {
		known[entry] = true
		if form, ok := ignoreEntry(entry); ok {
			known[form] = true
		}
	}
	var list []string
	for _, entry := range entries {
		if form, ok := ignoreEntry(entry); ok && !known[entry] && !known[form] {
			known[form] = true
			list = append(list, form)
		}
	}
	return list
}

// withoutListed leaves those entries that a list does not have.
func withoutListed(entries, list []string) []string {
	return slices.DeleteFunc(slices.Clone(entries), func(entry string) bool {
		_, listed := listedAs(entry, list)
		return listed
	})
}

// listedAs finds an entry in a list by what it means.
func listedAs(entry string, have []string) (string, bool) {
	if slices.Contains(have, entry) {
		return entry, true
	}
	want, ok := ignoreEntry(entry)
	if !ok {
		return "", false
	}
	for _, other := range have {
		if form, ok := ignoreEntry(other); ok && form == want {
			return other, true
		}
	}
	return "", false
}
