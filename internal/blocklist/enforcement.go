package blocklist

import (
	"context"
	"fmt"
	"time"

	"bangui/internal/audit"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/host"
)

// HostView is what a host is to block and what it does, and how that is in a word.
type HostView struct {
	HostState
	Stand Stand
	// Record is the host itself.
	Record fleet.Record
}

// Stand is how far a host is.
type Stand string

// How far hosts are.
const (
	// StandOff is a host that is not to block anything.
	StandOff Stand = "off"
	// StandIdle is one for which there is nothing to block.
	StandIdle Stand = "idle"
	// StandInForce is one that blocks what it is to.
	StandInForce Stand = "in_force"
	// StandPending is one that is about to.
	StandPending Stand = "pending"
	// StandDrift is one whose kernel was changed by somebody else, and is being mended.
	StandDrift Stand = "drift"
	// StandFailing is one that could not be made to block what it is to; it is tried again.
	StandFailing Stand = "failing"
	// StandObstacle is one that cannot block in the kernel.
	StandObstacle Stand = "obstacle"
	// StandAway is one that nobody reaches: what it blocks is what it told last.
	StandAway Stand = "away"
)

// awayAfter is how old what a host told may be.
const awayAfter = 90 * time.Second

// Enforcement tells what every host is to block and does, by name.
func (b *Blocklists) Enforcement(ctx context.Context) ([]HostView, error) {
	states, err := b.store.HostStates(ctx)
	if err != nil {
		return nil, err
	}
	views := make([]HostView, 0, len(states))
	for _, state := range states {
		view, err := b.view(ctx, state)
		if err != nil {
			return nil, err
		}
		views = append(views, view)
	}
	return views, nil
}

// EnforcementOf is [Blocklists.Enforcement] of one host. It fails with fault.NotFound.
func (b *Blocklists) EnforcementOf(ctx context.Context, name string) (HostView, error) {
	state, err := b.store.HostState(ctx, name)
	if err != nil {
		return HostView{}, err
	}
	return b.view(ctx, state)
}

func (b *Blocklists) view(ctx context.Context, state HostState) (HostView, error) {
	record, err := b.fleet.Record(ctx, state.Host)
	return HostView{HostState: state, Record: record, Stand: state.stand(record)}, err
}

func (h HostState) stand(record fleet.Record) Stand {
	away := record.Holder == "" || h.Age > awayAfter
	switch {
	case h.Mode == ModeJail:
		return h.standOfJail()
	case h.Mode == ModeOff && !h.Report.Armed:
		return StandOff
	case h.Report.At.IsZero() && len(h.Wish.Lists) == 0:
		return StandIdle
	case h.Report.At.IsZero() && !away:
		return StandPending
	case away:
		return StandAway
	case h.Mode == ModeOff:
		return StandPending
	case len(h.Wish.Lists) == 0 && !h.Report.Armed:
		return StandIdle
	case h.Report.Obstacle != nil:
		return StandObstacle
	case h.Problem != nil:
		return StandFailing
	case h.Report.Drift != "":
		return StandDrift
	case h.Report.Revision != h.Wish.Revision:
		return StandPending
	}
	return StandInForce
}

func (h HostState) standOfJail() Stand {
	switch {
	case h.Jail.Problem != nil:
		return StandFailing
	case h.Jail.At.IsZero():
		return StandPending
	case h.Jail.Wished == 0 && h.Jail.Banned == 0:
		return StandIdle
	case h.Jail.Banned+h.Jail.Refused < min(h.Jail.Wished-h.Jail.Allowed, MaxInJail):
		return StandPending
	}
	return StandInForce
}

// ChooseMode says how a host blocks lists. It fails with fault.NotFound and fault.Invalid.
func (b *Blocklists) ChooseMode(ctx context.Context, actor audit.Actor, name string, mode Mode) (HostView, error) {
	if mode != ModeKernel && mode != ModeJail && mode != ModeOff {
		return HostView{}, fault.Invalid.Errorf("there is no mode %q", mode).WithField("body.mode", "must be kernel, jail or off")
	}
	before, err := b.store.HostState(ctx, name)
	if err != nil {
		return HostView{}, err
	}
	if before.Mode != mode {
		err := b.store.SetMode(ctx, name, mode, audit.Entry{
			Actor: actor, Action: "blocklist.mode", Host: name, Target: name, Result: audit.OK, Detail: fmt.Sprintf("%s, before %s", mode, before.Mode),
		})
		if err != nil {
			return HostView{}, err
		}
		b.tellHost(name)
		b.wakeJails(ctx)
	}
	return b.EnforcementOf(ctx, name)
}

// KernelList returns what the kernel of a host has of a list.
func (h HostState) KernelList(id int64) (host.ListInKernel, bool) {
	for _, l := range h.Report.Lists {
		if l.ID == id {
			return l, true
		}
	}
	return host.ListInKernel{}, false
}
