package replica

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// View is a replica with what follows from comparing it with the others.
type View struct {
	Replica
	// Alive is false for one that does not beat.
	Alive bool
	// Self is the one that answers.
	Self bool
	// Hosts and Tasks are those that it holds and runs.
	Hosts []string
	Tasks []string
	// Warnings are about this one, worst first.
	Warnings []Warning
}

// Warning is something that an operator should mend.
type Warning struct {
	Code WarningCode
	// Message says what is wrong, Mend what to do.
	Message string
	Mend    string
}

// WarningCode is the short form of a warning.
type WarningCode string

// The codes.
const (
	WarnSilent         WarningCode = "silent"
	WarnStopping       WarningCode = "stopping"
	WarnNotLinked      WarningCode = "not_linked"
	WarnClockSkew      WarningCode = "clock_skew"
	WarnVersionDiffers WarningCode = "version_differs"
)

const (
	// maxSkew is how far a clock may be from the database's.
	maxSkew = 2 * time.Second
	// linkGrace is how long replicas have to find each other.
	linkGrace = 15 * time.Second
)

// List returns all replicas, longest serving first.
func (r *Registry) List(ctx context.Context) ([]View, error) {
	all, err := r.options.Store.Replicas(ctx)
	if err != nil {
		return nil, err
	}
	duties, err := r.options.Store.Duties(ctx)
	if err != nil {
		return nil, err
	}
	views := make([]View, 0, len(all))
	for _, one := range all {
		view := View{Replica: one, Alive: one.alive(), Self: one.ID == r.options.Me.ID, Warnings: r.warnings(one, all)}
		for _, duty := range duties {
			switch {
			case duty.Replica != one.ID:
			case duty.Kind == HostDuty:
				view.Hosts = append(view.Hosts, duty.Name)
			case duty.Kind == TaskDuty:
				view.Tasks = append(view.Tasks, duty.Name)
			}
		}
		views = append(views, view)
	}
	return views, nil
}

// warnings says what is wrong with one replica.
func (r *Registry) warnings(one Replica, all []Replica) []Warning {
	if !one.alive() {
		return []Warning{{
			WarnSilent, fmt.Sprintf("has given no sign of life for %d s; others have taken its work over", int(one.Silent.Seconds())),
			fmt.Sprintf("Look whether the process %d on %s runs and reaches the database. If it is gone for good, it leaves this list after %d minutes.",
				one.PID, one.Machine, int(ForgetAfter.Minutes())),
		}}
	}
	var list []Warning
	if one.State == Stopping {
		list = append(list, Warning{WarnStopping, "is stopping: it finishes what it does and takes no new work", "Nothing is to be done."})
	}
	if missing := r.unlinked(one, all); len(missing) > 0 {
		list = append(list, Warning{
			WarnNotLinked, "gets no messages from " + strings.Join(missing, ", ") + ": live events and orders to hosts may not arrive",
			"See that the replicas reach each other's address (BANGUI_REPLICA_LISTEN) through the firewall, or give all of them a NATS server (BANGUI_NATS_URL).",
		})
	}
	if skew := one.Skew.Abs(); skew > maxSkew {
		direction := "ahead of"
		if one.Skew < 0 {
			direction = "behind"
		}
		list = append(list, Warning{
			WarnClockSkew, fmt.Sprintf("the clock of %s is %.1f s %s the database's", one.Machine, skew.Seconds(), direction),
			"Keep the clocks of all machines right with NTP, such as chrony or systemd-timesyncd.",
		})
	}
	if one.Version != r.options.Me.Version {
		list = append(list, Warning{
			WarnVersionDiffers, fmt.Sprintf("runs BanGUI %s, and the replica that answers you runs %s", one.Version, r.options.Me.Version),
			"That is fine during an upgrade; bring all replicas to the same version.",
		})
	}
	return list
}

// unlinked are those that one should hear of and does not.
func (r *Registry) unlinked(one Replica, all []Replica) []string {
	settled := func(o Replica) bool { return o.alive() && o.State == Serving && o.BeatAt.Sub(o.StartedAt) >= linkGrace }
	var missing []string
	for _, other := range all {
		if other.ID != one.ID && settled(one) && settled(other) && !slices.Contains(one.Linked, other.ID) {
			missing = append(missing, other.ID)
		}
	}
	return missing
}
