package store

import (
	"context"
	"net/netip"
	"time"

	"bangui/internal/ban"
)

// window is a time that is searched; to is exclusive, and zero for none.
type window struct{ from, to time.Time }

// windows are the times in which bans of the scope may be, newest first: all of its time if the counts that tell are to be made anew.
func (s *Store) windows(ctx context.Context, scope ban.Scope) ([]window, error) {
	whole := []window{{scope.From, scope.To}}
	countable := scope
	countable.Address, countable.Except, countable.Text = netip.Prefix{}, netip.Prefix{}, ""
	if countable.Jail != "" || countable.Country != "" {
		countable.ASN = 0
	}
	if countable == (ban.Scope{From: scope.From, To: scope.To}) {
		return whole, nil
	}
	if due, err := s.RecountDue(ctx); err != nil || due {
		return whole, err
	}
	days, ok, err := s.days(ctx, countable)
	if err != nil || !ok {
		return whole, err
	}
	return windowsOf(days, scope), nil
}

// windowsOf joins days that follow each other, and cuts them to the time of the scope.
func windowsOf(days []int64, scope ban.Scope) []window {
	var windows []window
	for _, one := range days {
		from := time.UnixMilli(one).UTC()
		w := window{from, from.Add(24 * time.Hour)}
		if n := len(windows); n > 0 && windows[n-1].from.Equal(w.to) {
			windows[n-1].from = w.from
		} else {
			windows = append(windows, w)
		}
	}
	for i := range windows {
		if windows[i].from.Before(scope.From) {
			windows[i].from = scope.From
		}
		if !scope.To.IsZero() && windows[i].to.After(scope.To) {
			windows[i].to = scope.To
		}
	}
	return windows
}

// isBehind tells whether nothing of the window comes after a place.
func (w window) isBehind(at *ban.Position) bool {
	return at != nil && (at.BannedAt.Before(w.from) || (at.BannedAt.Equal(w.from) && at.ID == 0))
}

func (w window) add(f *filter) {
	if !w.from.IsZero() {
		f.add("banned_at >= %s", w.from)
	}
	if !w.to.IsZero() {
		f.add("banned_at < %s", w.to)
	}
}

// between adds the part of the window after one place, down to another one; nil is its beginning or end. It gives one bound on each side:
// of two, SQLite takes the first to find its way, and may read the whole window for a step of it. The first place is said twice, as PostgreSQL
// knows how many bans there are between two times, but not between two pairs. The other one is not: it multiplies the parts that it
// expects before or after each, and would expect none where few bans are newer than its statistics.
func (w window) between(f *filter, after, end *ban.Position) {
	if after != nil && (w.to.IsZero() || after.BannedAt.Before(w.to)) {
		f.add("(banned_at, id) < (%[1]s, %[2]s) and banned_at <= %[1]s", after.BannedAt, after.ID)
		w.to = time.Time{}
	}
	if end != nil {
		f.add("(banned_at, id) >= (%s, %s)", end.BannedAt, end.ID)
		w.from = time.Time{}
	}
	w.add(f)
}
