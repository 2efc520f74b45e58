package rehearsal

import (
	"cmp"
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"bangui/internal/account"
	"bangui/internal/allow"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
)

// Rehearsals runs rehearsals. Make one with [New]. All methods may be called at the same time.
type Rehearsals struct {
	fleet      *fleet.Fleet
	allowances *allow.Allowances
	signedIn   func(ctx context.Context) ([]account.Presence, error)
	// places has room for those that run.
	places chan struct{}
}

// New returns Rehearsals; signedIn tells who is signed in.
func New(hosts *fleet.Fleet, allowances *allow.Allowances, signedIn func(context.Context) ([]account.Presence, error)) *Rehearsals {
	return &Rehearsals{fleet: hosts, allowances: allowances, signedIn: signedIn, places: make(chan struct{}, atOnce)}
}

const (
	// atOnce is how many rehearsals a replica runs at the same time.
	atOnce = 2
	// pieceWithin is how long one piece of a log may take.
	pieceWithin = 100 * time.Second
	// maxFailures bounds what is kept in memory.
	maxFailures = 2_000_000
	// MaxOffenders is how many addresses a report tells of.
	MaxOffenders = 2000
)

// Order asks for a rehearsal.
type Order struct {
	Host, Jail string
	// Days is how far back it goes, 1 to [host.MaxRehearsedDays].
	Days int
	// Draft is what the configuration is to be like, Own are other expressions than that.
	Draft []host.FileChange
	Own   *host.Expressions
	// Change are other settings than the draft has.
	Change Change
}

// Change are settings that are to be different; nil stays.
type Change struct {
	MaxRetry          *int
	FindTime, BanTime *time.Duration
	Increment         *bool
}

// Progress is how far a rehearsal is: Done of Total, in bytes of files or seconds of the journal.
type Progress struct {
	Done, Total     int64
	Lines, Failures int
	Source          string
}

// Report is what came of a rehearsal.
type Report struct {
	Since, Until time.Time
	// Lines is how many were looked at, Source where they are from, and Left what could not be read.
	Lines  int
	Source string
	Left   []string
	// Present and Changed are the two sides.
	Present, Changed Side
	// SameExpressions is true if both sides look for the same.
	SameExpressions bool
	// Offenders are the addresses that would have been banned by either side, those first on which the sides differ; at most [MaxOffenders].
	Offenders []Offender
	// All is how many there are, OnlyPresent and OnlyChanged how many only one side would have banned.
	All, OnlyPresent, OnlyChanged int
	// Refused is an expression that keeps fail2ban busy; nothing else is told then. RefusedPresent is true if it is in use.
	Refused        *host.Refusal
	RefusedPresent bool
}

// Side is what one set of settings comes to.
type Side struct {
	Rules host.Rules
	// Failures are all with a time, Undated those without.
	Failures, Undated int
	// Addresses is how many would have been banned, Bans how often all together; those that would have been passed over are not counted.
	Addresses, Bans int
}

// Offender is an address that would have been banned.
type Offender struct {
	ID string
	// Present and Changed are nil on a side that would not have banned it.
	Present, Changed *Sentence
	// PresentIgnored and ChangedIgnored are the entries of the ignore lists that cover it: fail2ban would have passed it over.
	PresentIgnored, ChangedIgnored string
	// Allowed tells whether it is on the allow-list, AllowedUntil until when; that is zero if there is no end.
	Allowed      bool
	AllowedUntil time.Time
	// SignedIn are the names of those who are signed in from there now.
	SignedIn []string
}

// Run reads the log to its end and counts. progress is told after each piece. It fails as [host.Host] does, with fault.Invalid for settings that make no
// sense, and with fault.TooMany if others are at it.
func (r *Rehearsals) Run(ctx context.Context, order Order, progress func(Progress)) (Report, error) {
	if err := r.Check(ctx, order); err != nil {
		return Report{}, err
	}
	h, err := r.fleet.Host(ctx, order.Host)
	if err != nil {
		return Report{}, err
	}
	select {
	case r.places <- struct{}{}:
		defer func() { <-r.places }()
	default:
		return Report{}, fault.TooMany.Errorf("%d rehearsals are running already", atOnce).WithMend("Wait until one of them is done.").
			WithRetryAfter(10 * time.Second)
	}
	until := time.Now().UTC()
	report := Report{Since: until.Add(-time.Duration(order.Days) * 24 * time.Hour), Until: until}
	found, err := r.read(ctx, h, order, &report, progress)
	if err != nil || report.Refused != nil {
		return report, err
	}
	return report, r.judge(ctx, order, found, &report)
}

// Check fails with fault.Invalid for settings that make no sense, and with fault.NotFound for an unknown host.
func (r *Rehearsals) Check(ctx context.Context, order Order) error {
	if err := order.check(); err != nil {
		return err
	}
	_, err := r.fleet.Host(ctx, order.Host)
	return err
}

func (o Order) check() error {
	f := fault.Invalid.Errorf("the settings make no sense")
	if o.Days < 1 || o.Days > host.MaxRehearsedDays {
		f = f.WithField("body.days", "use 1 to %d", host.MaxRehearsedDays)
	}
	if n := o.Change.MaxRetry; n != nil && (*n < 1 || *n > 10_000) {
		f = f.WithField("body.change.max_retry", "use 1 to 10,000")
	}
	if d := o.Change.FindTime; d != nil && *d < time.Second {
		f = f.WithField("body.change.find_time_seconds", "use 1 or more")
	}
	if d := o.Change.BanTime; d != nil && *d < time.Second && *d != host.Permanent {
		f = f.WithField("body.change.ban_time_seconds", "use 1 or more, or -1 for permanent")
	}
	if len(f.Fields) > 0 {
		return f
	}
	return nil
}

// findings are the failures of both sides.
type findings struct{ present, changed []host.Failure }

func (r *Rehearsals) read(ctx context.Context, h host.Host, order Order, report *Report, progress func(Progress)) (findings, error) {
	var found findings
	for cursor := ""; ; {
		piece, err := onePiece(ctx, h, host.RehearseOrder{
			Jail: order.Jail, Draft: order.Draft, Own: order.Own, Since: report.Since, Cursor: cursor,
		})
		if err != nil {
			return found, err
		}
		report.add(piece)
		if report.Refused != nil {
			return found, nil
		}
		found.present = append(found.present, piece.Failures...)
		if !piece.Same {
			found.changed = append(found.changed, piece.ChangedFailures...)
		}
		progress(Progress{Done: piece.Done, Total: piece.Total, Lines: report.Lines, Failures: len(found.present), Source: piece.Source})
		if len(found.present)+len(found.changed) > maxFailures {
			return found, fault.TooLarge.Errorf("there are more than %d failures", maxFailures).WithMend("Choose fewer days.")
		}
		if cursor = piece.Cursor; cursor == "" {
			break
		}
	}
	if report.SameExpressions {
		found.changed = found.present
	}
	return found, nil
}

func onePiece(ctx context.Context, h host.Host, order host.RehearseOrder) (host.RehearsedPiece, error) {
	ctx, cancel := context.WithTimeout(ctx, pieceWithin)
	defer cancel()
	piece, err := h.Rehearse(ctx, order)
	if err != nil {
		return piece, fmt.Errorf("rehearse jail %s: %w", order.Jail, err)
	}
	return piece, nil
}

func (r *Report) add(piece host.RehearsedPiece) {
	r.Lines += piece.Lines
	r.Source = piece.Source
	for _, name := range piece.Left {
		if !slices.Contains(r.Left, name) {
			r.Left = append(r.Left, name)
		}
	}
	r.Present.Rules, r.Changed.Rules, r.SameExpressions = piece.Present, piece.Changed, piece.Same
	r.Present.Undated += piece.Undated
	r.Changed.Undated += piece.ChangedUndated
	r.Refused, r.RefusedPresent = piece.Refused, piece.RefusedPresent
}

// judge counts, and compares the sides.
func (r *Rehearsals) judge(ctx context.Context, order Order, found findings, report *Report) error {
	report.Changed.Rules = order.Change.apply(report.Changed.Rules)
	report.Present.Failures, report.Changed.Failures = len(found.present), len(found.changed)
	present, changed := Simulate(report.Present.Rules, found.present), Simulate(report.Changed.Rules, found.changed)
	known, err := r.known(ctx, order)
	if err != nil {
		return err
	}
	presentIgnore, changedIgnore := entriesOf(report.Present.Rules.Ignore), entriesOf(report.Changed.Rules.Ignore)
	ids := make(map[string]bool)
	for _, side := range []map[string]*Sentence{present, changed} {
		for id, s := range side {
			if s.Bans > 0 {
				ids[id] = true
			}
		}
	}
	for id := range ids {
		o := Offender{ID: id, Present: banned(present[id]), Changed: banned(changed[id])}
		o.PresentIgnored, o.ChangedIgnored = presentIgnore.covers(id), changedIgnore.covers(id)
		known.about(&o)
		report.count(o)
		report.Offenders = append(report.Offenders, o)
	}
	report.All = len(report.Offenders)
	slices.SortFunc(report.Offenders, inOrder)
	report.Offenders = report.Offenders[:min(len(report.Offenders), MaxOffenders)]
	return nil
}

// banned is nil for who was not.
func banned(s *Sentence) *Sentence {
	if s == nil || s.Bans == 0 {
		return nil
	}
	return s
}

// by tells whether each side bans.
func (o Offender) by() (present, changed bool) {
	return o.Present != nil && o.PresentIgnored == "", o.Changed != nil && o.ChangedIgnored == ""
}

func (r *Report) count(o Offender) {
	present, changed := o.by()
	if present {
		r.Present.Addresses++
		r.Present.Bans += o.Present.Bans
	}
	if changed {
		r.Changed.Addresses++
		r.Changed.Bans += o.Changed.Bans
	}
	switch {
	case present && !changed:
		r.OnlyPresent++
	case changed && !present:
		r.OnlyChanged++
	}
}

// inOrder puts those first that concern ourselves, then those on which the sides differ, then those that are banned most.
func inOrder(a, b Offender) int {
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(most(b), most(a)), strings.Compare(a.ID, b.ID))
}

func rank(o Offender) int {
	present, changed := o.by()
	switch {
	case len(o.SignedIn) > 0 || o.Allowed:
		return 0
	case changed && !present:
		return 1
	case present && !changed:
		return 2
	case present:
		return 3
	}
	return 4
}

func most(o Offender) int {
	n := 0
	for _, s := range []*Sentence{o.Present, o.Changed} {
		if s != nil {
			n = max(n, s.Bans)
		}
	}
	return n
}

func (c Change) apply(rules host.Rules) host.Rules {
	if c.MaxRetry != nil {
		rules.MaxRetry = *c.MaxRetry
	}
	if c.FindTime != nil {
		rules.FindTime = *c.FindTime
	}
	if c.BanTime != nil {
		rules.BanTime = *c.BanTime
	}
	if c.Increment != nil {
		rules.Increment.Enabled = *c.Increment
	}
	return rules
}

// entries are those of an ignore list that are addresses or networks; names of hosts and files are not looked up.
type entries []netip.Prefix

func entriesOf(texts []string) entries {
	var list entries
	for _, text := range texts {
		if prefix, ok := Prefix(text); ok {
			list = append(list, prefix)
		}
	}
	return list
}

// Prefix reads an address or a network; ok is false for another ban id.
func Prefix(text string) (netip.Prefix, bool) {
	if addr, err := netip.ParseAddr(text); err == nil {
		addr = addr.Unmap().WithZone("")
		return netip.PrefixFrom(addr, addr.BitLen()), true
	}
	prefix, err := netip.ParsePrefix(text)
	return prefix.Masked(), err == nil
}

// covers returns the entry in which an address lies; empty if there is none.
func (e entries) covers(id string) string {
	p, ok := Prefix(id)
	if !ok {
		return ""
	}
	for _, entry := range e {
		if entry.Bits() <= p.Bits() && entry.Contains(p.Addr()) {
			if entry.IsSingleIP() {
				return entry.Addr().String()
			}
			return entry.String()
		}
	}
	return ""
}

// known are those whom we would not like to see banned.
type known struct {
	allowances []allow.Detail
	signedIn   []account.Presence
	host, jail string
}

func (r *Rehearsals) known(ctx context.Context, order Order) (known, error) {
	allowances, err := r.allowances.List(ctx, allow.Query{Active: new(true), Limit: allow.MaxInForce})
	if err != nil {
		return known{}, err
	}
	signedIn, err := r.signedIn(ctx)
	return known{allowances, signedIn, order.Host, order.Jail}, err
}

// allow takes note that it is on the allow-list until a time, zero for ever. The last of several counts.
func (o *Offender) allow(until time.Time) {
	switch {
	case !o.Allowed, until.IsZero():
		o.AllowedUntil = until
	case !o.AllowedUntil.IsZero() && until.After(o.AllowedUntil):
		o.AllowedUntil = until
	}
	o.Allowed = true
}

// about adds what is known of an offender.
func (k known) about(o *Offender) {
	p, ok := Prefix(o.ID)
	if !ok {
		return
	}
	concerns := func(names []string, name string) bool { return len(names) == 0 || slices.Contains(names, name) }
	for _, a := range k.allowances {
		if a.Covers(p) && concerns(a.Hosts, k.host) && concerns(a.Jails, k.jail) {
			o.allow(a.Until)
		}
	}
	for _, s := range k.signedIn {
		addr, err := netip.ParseAddr(s.Address)
		if err == nil && p.Contains(addr.Unmap()) && !slices.Contains(o.SignedIn, s.User) {
			o.SignedIn = append(o.SignedIn, s.User)
		}
	}
}
