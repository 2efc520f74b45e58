package ban

import (
	"container/list"
	"time"

	"bangui/internal/host"
)

// Past makes bans of the past out of what old logs and databases tell, in about the order of time: beginnings and ends come one by one,
// bans go out with their ends. None is in force: what no end is told of ends as planned, or with [EndUnknown] when it began. Make one with
// [NewPast]; it is used by one goroutine, and its methods fail with what take returns.
//
// It remembers the last ban of each address in each jail, as many as fit into its limits, because a ban that a restart of fail2ban has
// ended goes on when it is restored.
type Past struct {
	take   func(Ban) error
	now    time.Time
	limits pastLimits
	bans   map[place]*list.Element
	// order has the remembered bans, that which was told of last at the end.
	order *list.List
	bytes int
	// flushes are the latest unbans of each jail.
	flushes map[string]*flush
	// stopping is set while fail2ban shuts down.
	stopping bool
}

// pastLimits bound what is remembered.
type pastLimits struct {
	bans  int
	bytes int
}

// place is where at most one ban is in force.
type place struct{ jail, address string }

// remembered is the last ban of a place.
type remembered struct {
	Ban
	place place
	bytes int
}

// NewPast returns a past that gives bans to take. What would end after now is not known to have ended as planned.
func NewPast(now time.Time, take func(Ban) error) *Past {
	return &Past{
		take: take, now: now, limits: pastLimits{bans: 30_000, bytes: 32 << 20},
		bans: make(map[place]*list.Element), order: list.New(), flushes: make(map[string]*flush),
	}
}

// Begin tells of a ban without its end. The one before it in the same place is over by then. One that is older than that is given on at
// once.
func (p *Past) Begin(b Ban) error {
	key := place{b.Jail, b.Address}
	delete(p.flushes, b.Jail)
	last := p.last(key)
	switch {
	case last == nil:
		return p.remember(key, b)
	case b.BannedAt.Equal(last.BannedAt):
		return nil
	case b.BannedAt.Before(last.BannedAt):
		return p.give(over(b, last.BannedAt))
	}
	before := last.Ban
	p.forget(key)
	if err := p.give(over(before, b.BannedAt)); err != nil {
		return err
	}
	return p.remember(key, b)
}

// Restore tells that a ban is in force again after a restart, however it had ended. It returns false if none is known that could be.
func (p *Past) Restore(jail, address string) bool {
	delete(p.flushes, jail)
	last := p.last(place{jail, address})
	if last == nil || last.EndedBy == EndExpired {
		return false
	}
	last.EndedAt, last.EndedBy = time.Time{}, ""
	return true
}

// Lengthen tells that the ban in force ends at until, the zero time for never, and which ban of the address it is.
func (p *Past) Lengthen(jail, address string, until time.Time, count int) {
	last := p.last(place{jail, address})
	if last == nil || !last.Active() {
		return
	}
	last.Until, last.BanTime, last.Count = until, host.Permanent, count
	if !until.IsZero() {
		last.BanTime = max(until.Sub(last.BannedAt), 0)
	}
}

// End tells that the ban in force has ended. by is [EndRepealed], or empty if it is not known why: that becomes plain by the planned
// end, or by the stop of the jail. The end of a ban that is not remembered is given on alone, without a beginning.
func (p *Past) End(jail, address string, at time.Time, by End) error {
	key := place{jail, address}
	last := p.last(key)
	if by == "" && p.stopping {
		by = EndRepealed
	}
	if last == nil || at.Before(last.BannedAt) {
		if by == "" {
			by = EndUnknown
		}
		return p.take(Ban{Jail: jail, Address: address, EndedAt: at, EndedBy: by})
	}
	if !last.Active() {
		return nil
	}
	if by == "" {
		p.flushOf(jail).add(key, at)
		by = EndOf(last.Until, last.BanTime, at)
	}
	last.EndedAt, last.EndedBy = at, by
	return nil
}

// Stop tells that a jail has stopped: the unbans just before it were not meant to be for good.
func (p *Past) Stop(jail string, at time.Time) {
	f := p.flushOf(jail)
	delete(p.flushes, jail)
	if at.Sub(f.last) > flushGap {
		return
	}
	for _, ended := range f.ended {
		if last := p.last(ended.place); last != nil && last.EndedAt.Equal(ended.at) {
			last.EndedBy = EndRepealed
		}
	}
}

// ShutDown tells that fail2ban begins to stop: unbans from now on are repeals, and those before are none.
func (p *Past) ShutDown() {
	p.stopping = true
	clear(p.flushes)
}

// StartUp tells that fail2ban has started.
func (p *Past) StartUp() { p.stopping = false }

// Close gives on all that is remembered. What is told afterwards is another past.
func (p *Past) Close() error {
	for p.order.Len() > 0 {
		if err := p.giveOldest(); err != nil {
			return err
		}
	}
	p.stopping = false
	clear(p.flushes)
	return nil
}

// last returns the last ban of a place, or nil, and keeps it from being given on soon.
func (p *Past) last(key place) *remembered {
	element, ok := p.bans[key]
	if !ok {
		return nil
	}
	p.order.MoveToBack(element)
	return element.Value.(*remembered)
}

func (p *Past) remember(key place, b Ban) error {
	r := &remembered{Ban: b, place: key}
	for _, line := range b.Evidence {
		r.bytes += len(line)
	}
	p.bytes += r.bytes
	p.bans[key] = p.order.PushBack(r)
	for p.order.Len() > p.limits.bans || p.bytes > p.limits.bytes {
		if err := p.giveOldest(); err != nil {
			return err
		}
	}
	return nil
}

func (p *Past) forget(key place) {
	element := p.bans[key]
	p.bytes -= element.Value.(*remembered).bytes
	p.order.Remove(element)
	delete(p.bans, key)
}

func (p *Past) giveOldest() error {
	oldest := p.order.Front().Value.(*remembered)
	p.forget(oldest.place)
	return p.give(oldest.Ban)
}

// give completes a ban and gives it on.
func (p *Past) give(b Ban) error {
	if b.Active() {
		b.EndedAt, b.EndedBy = b.BannedAt, EndUnknown
		if !b.Until.IsZero() && !b.Until.After(p.now) {
			b.EndedAt, b.EndedBy = b.Until, EndExpired
		}
	}
	return p.take(b)
}

// over is a ban of which no end was told and that must have ended by t.
func over(b Ban, t time.Time) Ban {
	if !b.Active() {
		return b
	}
	b.EndedAt, b.EndedBy = t, EndUnknown
	if !b.Until.IsZero() && !b.Until.After(t) {
		b.EndedAt, b.EndedBy = b.Until, EndExpired
	}
	return b
}

// ExpiryTolerance is how much before its planned end a ban may be lifted and still count as expired: fail2ban looks once a second
// and keeps whole seconds.
const ExpiryTolerance = 2 * time.Second

// EndOf tells how a ban ended that was lifted at a time: as planned or before, or [EndUnknown] if nothing is known of its length.
func EndOf(until time.Time, banTime time.Duration, at time.Time) End {
	switch {
	case until.IsZero() && banTime != host.Permanent:
		return EndUnknown
	case !until.IsZero() && !at.Before(until.Add(-ExpiryTolerance)):
		return EndExpired
	}
	return EndUnbanned
}
