package store

import (
	"context"
	"net/netip"
	"time"

	"bangui/internal/ban"
)

// Where a network has at most maxSorted bans they are all read by its index and sorted by time; fewer if they must be looked at for
// other conditions. With more of them it is quicker to go through bans by time until enough are found.
const (
	maxSorted  = 20_000
	maxLookups = 3_000
)

// firstStep is how many bans a search looks at before it finds out where bans can be at all, searchStep how many in one statement then;
// textStep is that for one that reads evidence.
const (
	firstStep  = 500
	searchStep = 2_000
	textStep   = 250
)

// List implements [ban.Store].
//
// A list by one condition is read by its index. With more of them, days on which nothing can be found are left out, as far as the counts
// tell, and the others are searched step by step, until the page is full or the patience of the query ends.
func (s *Store) List(ctx context.Context, query ban.Query) (ban.Page, error) {
	page, err := s.list(ctx, query)
	if err == nil {
		err = s.addNetworks(ctx, page.Bans)
	}
	if err == nil {
		err = s.addRepeats(ctx, page.Bans)
	}
	return page, s.explain(ctx, "read bans", err)
}

func (s *Store) list(ctx context.Context, query ban.Query) (ban.Page, error) {
	if query.ID != "" {
		return s.page(ctx, scopeFilter(query.Scope, lead{}), query.Cursor, query.Limit)
	}
	wide, err := s.isWide(ctx, query.Scope)
	if err != nil {
		return ban.Page{}, err
	}
	if query.Address.IsValid() && !wide {
		return s.pageOfNetwork(ctx, query)
	}
	l, err := s.leadOf(ctx, query.Scope)
	if err != nil {
		return ban.Page{}, err
	}
	where := scopeFilter(query.Scope, l)
	if isSimple(query.Scope) {
		return s.page(ctx, where, query.Cursor, query.Limit)
	}
	return s.search(ctx, query, l)
}

// isSimple tells whether an index answers the scope alone.
func isSimple(scope ban.Scope) bool {
	conditions := len(leads(scope))
	if scope.Origin == ban.Detected {
		conditions++
	}
	return conditions <= 1 && !(scope.Origin == ban.Detected) && !scope.Address.IsValid() && scope.Text == ""
}

// isWide looks at no more entries of the index than are sorted.
func (s *Store) isWide(ctx context.Context, scope ban.Scope) (bool, error) {
	if !scope.Address.IsValid() {
		return false, nil
	}
	most := sortedAtMost(scope)
	from, to := spanOf(scope.Address)
	n, err := first(ctx, s.read, value[int], `
		select count(*) from (select 1 from bans where ip_from >= $1 and ip_from <= $2 limit $3) as found`, from, to, most+1)
	return n > most, err
}

func sortedAtMost(scope ban.Scope) int {
	if len(leads(scope)) > 0 || scope.Origin != "" || scope.Text != "" {
		return maxLookups
	}
	return maxSorted
}

// pageOfNetwork sorts by the index alone where it can, and then looks up what is on the page.
func (s *Store) pageOfNetwork(ctx context.Context, query ban.Query) (ban.Page, error) {
	where := scopeFilter(query.Scope, lead{})
	if query.Cursor != nil {
		where.add("(banned_at, id) < (%s, %s)", query.Cursor.BannedAt, query.Cursor.ID)
	}
	most := where.arg(query.Limit + 1)
	bans, err := all(ctx, s.read, scanBan, `
		select `+banColumns+` from bans where id in (
			select id from bans where `+where.text()+` order by banned_at desc, id desc limit `+most+`)
		order by banned_at desc, id desc`, where.args...)
	return pageOf(bans, query.Limit), err
}

// search looks for the bans of a scope among those of its leading condition. Where there are many, they are found at once.
func (s *Store) search(ctx context.Context, query ban.Query, l lead) (ban.Page, error) {
	began := time.Now()
	whole := window{query.From, query.To}
	at, more, err := s.stepEnd(ctx, l, whole, query.Cursor, min(firstStep, stepOf(query.Scope)))
	if err != nil {
		return ban.Page{}, err
	}
	bans, err := s.searchStep(ctx, query.Scope, l, whole, query.Cursor, at, query.Limit+1)
	if err != nil || len(bans) > query.Limit || !more {
		return pageOf(bans, query.Limit), err
	}
	windows, err := s.windows(ctx, query.Scope)
	if err != nil {
		return ban.Page{}, err
	}
	for _, window := range windows {
		for {
			if window.isBehind(at) {
				break
			}
			end, more, err := s.stepEnd(ctx, l, window, at, stepOf(query.Scope))
			if err != nil {
				return ban.Page{}, err
			}
			found, err := s.searchStep(ctx, query.Scope, l, window, at, end, query.Limit+1-len(bans))
			if err != nil {
				return ban.Page{}, err
			}
			if bans = append(bans, found...); len(bans) > query.Limit {
				return pageOf(bans, query.Limit), nil
			}
			at = &ban.Position{BannedAt: window.from, ID: 0}
			if more {
				at = end
			}
			if query.Patience > 0 && time.Since(began) >= query.Patience {
				return s.soFar(ctx, bans, at, windows)
			}
			if !more {
				break
			}
		}
	}
	return ban.Page{Bans: bans}, nil
}

// soFar is what was found until at, which is where the search is to go on unless that is the end.
func (s *Store) soFar(_ context.Context, bans []ban.Ban, at *ban.Position, windows []window) (ban.Page, error) {
	oldest := windows[len(windows)-1].from
	if !at.BannedAt.After(oldest) {
		return ban.Page{Bans: bans}, nil
	}
	return ban.Page{Bans: bans, Next: at}, nil
}

// window is a time that is searched; to is exclusive, and zero for none.
type window struct{ from, to time.Time }

// windows are the times in which bans of the scope may be, newest first.
func (s *Store) windows(ctx context.Context, scope ban.Scope) ([]window, error) {
	whole := []window{{scope.From, scope.To}}
	countable := scope
	countable.Address, countable.Text = netip.Prefix{}, ""
	if countable.Jail != "" || countable.Country != "" {
		countable.ASN = 0
	}
	if countable == (ban.Scope{From: scope.From, To: scope.To}) {
		return whole, nil
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

func stepOf(scope ban.Scope) int {
	if scope.Text != "" {
		return textStep
	}
	return searchStep
}

// stepEnd returns the last ban of the next step; more is false if the window has no more than that.
func (s *Store) stepEnd(ctx context.Context, l lead, w window, after *ban.Position, step int) (end *ban.Position, more bool, err error) {
	where := &filter{}
	l.add(where)
	w.add(where)
	addAfter(where, after)
	skip := where.arg(step - 1)
	ends, err := all(ctx, s.read, scanPosition, `
		select banned_at, id from bans where `+where.text()+` order by banned_at desc, id desc limit 1 offset `+skip, where.args...)
	if err != nil || len(ends) == 0 {
		return nil, false, err
	}
	return &ends[0], true, nil
}

// searchStep returns the bans of the scope after one place, down to another or to the end of the window.
func (s *Store) searchStep(
	ctx context.Context, scope ban.Scope, l lead, w window, after, end *ban.Position, limit int,
) ([]ban.Ban, error) {
	scope.From, scope.To = time.Time{}, time.Time{}
	where := scopeFilter(scope, l)
	w.add(where)
	addAfter(where, after)
	if end != nil {
		where.add("(banned_at, id) >= (%s, %s)", end.BannedAt, end.ID)
	}
	most := where.arg(limit)
	return all(ctx, s.read, scanBan, `
		select `+banColumns+` from bans where `+where.text()+`
		order by banned_at desc, id desc limit `+most, where.args...)
}

func addAfter(where *filter, after *ban.Position) {
	if after != nil {
		where.add("(banned_at, id) < (%s, %s)", after.BannedAt, after.ID)
	}
}
