package fleet

import (
	"context"
	"errors"
	"reflect"
	"time"

	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/host"
)

// A fail2ban that stops is seen at most pollEvery + answerWithin later: operators are told within 5 s.
const (
	pollEvery    = 2 * time.Second
	answerWithin = 3 * time.Second
	// pollGap is the least time between two polls, however often something happens.
	pollGap = 250 * time.Millisecond
	// saveEvery is how often a status without any change is stored, so that others know that it is still so.
	saveEvery = 10 * time.Second
	// saveWithin is how long storing a status may take.
	saveWithin = 5 * time.Second
)

// poll looks after one host.
func (f *Fleet) poll(ctx context.Context, held Held) {
	wake := f.wakeOf(held.Name)
	timer := time.NewTimer(0)
	defer timer.Stop()
	var savedAt time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-wake:
			if !pause(ctx, pollGap) {
				return
			}
		case <-timer.C:
		}
		fresh := f.ask(ctx, held)
		if ctx.Err() != nil {
			return
		}
		record, differs := f.learn(held, fresh)
		if differs {
			f.bus.Publish(event.Host, record)
		}
		if differs || time.Since(savedAt) >= saveEvery {
			savedAt = f.save(ctx, held, record.Status)
		}
		timer.Reset(pollEvery)
	}
}

func (f *Fleet) wakeOf(name string) <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.members[name].wake
}

// pause returns false if ctx ended before the time was up.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// ask returns the host's status; no answer is a status, too.
func (f *Fleet) ask(ctx context.Context, held Held) host.Status {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	status, err := held.Host.Status(ctx)
	if err == nil {
		return status
	}
	f.log.DebugContext(ctx, "no status", "host", held.Name, "err", fault.Cause(err))
	return host.Status{At: time.Now().UTC(), Problem: problemOf(err)}
}

func problemOf(err error) *host.Problem {
	p := &host.Problem{
		Code: host.ProblemNotAnswering, Message: "fail2ban does not answer",
		Mend: "It may be busy with many bans or a reload. If this lasts, look at fail2ban's log and at `systemctl status fail2ban`",
	}
	if f, ok := errors.AsType[*fault.Fault](err); ok {
		p.Message = f.Message
		if f.Mend != "" {
			p.Mend = f.Mend
		}
	}
	return p
}

// learn takes a new status into the record and tells whether anything but the time differs from what was known.
func (f *Fleet) learn(held Held, fresh host.Status) (Record, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	m := f.members[held.Name]
	if !f.holds(m) || m.generation != held.generation {
		return m.present(), false
	}
	before := m.record.Status
	m.record.Status = merge(before, fresh)
	if fresh.Reachable {
		m.record.LastSeenAt = fresh.At
	}
	f.logChange(held.Name, before, m.record.Status)
	return m.present(), !same(before, m.record.Status)
}

// merge keeps what was known when fail2ban does not answer.
func merge(before, fresh host.Status) host.Status {
	if fresh.Reachable {
		return fresh
	}
	known := before
	known.Reachable, known.Problem = false, fresh.Problem
	if fresh.Paths.Socket != "" {
		known.Paths.Socket, known.Paths.ConfigDir = fresh.Paths.Socket, fresh.Paths.ConfigDir
	}
	return known
}

// same compares everything but the time.
func same(a, b host.Status) bool {
	a.At, b.At = time.Time{}, time.Time{}
	return reflect.DeepEqual(a, b)
}

func (f *Fleet) logChange(name string, before, after host.Status) {
	switch {
	case after.Reachable && !before.Reachable:
		f.log.Info("fail2ban answers", "host", name, "version", after.Version, "jails", len(after.Jails))
	case !after.Reachable && after.Problem != nil && (before.Reachable || isNews(before.Problem, after.Problem)):
		f.log.Warn("fail2ban cannot be reached", "host", name, "problem", after.Problem.Code, "err", after.Problem.Message)
	}
}

// isNews tells whether a problem is worth a line in the log after the one before; that nobody had asked yet was none.
func isNews(before, after *host.Problem) bool {
	return before == nil || before.Code != after.Code || *before == *notAsked()
}

// save stores the status and returns when; what cannot be stored now is stored at the next poll, so that this is never then.
func (f *Fleet) save(ctx context.Context, held Held, status host.Status) time.Time {
	ctx, cancel := context.WithTimeout(ctx, saveWithin)
	defer cancel()
	err := f.store.SaveStatus(ctx, held.Name, held.Epoch, status)
	if errors.Is(err, fault.Conflict) {
		f.Lose(held.Name, held.Epoch)
		return time.Time{}
	}
	if err == nil {
		return time.Now()
	}
	if !errors.Is(ctx.Err(), context.Canceled) {
		f.log.Warn("status not stored", "host", held.Name, "err", fault.Cause(err))
	}
	return time.Time{}
}
