package store

import (
	"context"
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

// stepAtMost is more bans than any step has, however many arrive while it is taken. It tells PostgreSQL that they are not so many that it had better
// go through the table.
const stepAtMost = 20_000

// List implements [ban.Store].
//
// A list by one condition is read by its index. With more of them, days on which nothing can be found are left out, as far as the counts
// tell, and the others are searched step by step, until the page is full or the patience of the query ends.
func (s *Store) List(ctx context.Context, query ban.Query) (ban.Page, error) {
	page, err := s.list(ctx, query)
	if err == nil {
		err = s.addNetworks(ctx, page.Bans)
	}
	if err == nil && !query.NoRepeats {
		err = s.addRepeats(ctx, page.Bans)
	}
	if err == nil && query.AllEvidence {
		err = s.addEvidence(ctx, page.Bans)
	}
	return page, s.explain(ctx, "read bans", err)
}

func (s *Store) list(ctx context.Context, query ban.Query) (ban.Page, error) {
	if query.ID != "" {
		return s.page(ctx, conditions(query.Scope, lead{}), window{query.From, query.To}, query.Cursor, query.Limit)
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
	if isSimple(query.Scope) {
		return s.page(ctx, conditions(query.Scope, l), window{query.From, query.To}, query.Cursor, query.Limit)
	}
	return s.search(ctx, query, l)
}

// isSimple tells whether an index answers the scope alone.
func isSimple(scope ban.Scope) bool {
	conditions := len(leads(scope))
	if scope.Origin == ban.Detected {
		conditions++
	}
	return conditions <= 1 && scope.Origin != ban.Detected && !scope.Address.IsValid() && scope.Text == ""
}

// isWide looks at no more entries of the index than are sorted.
func (s *Store) isWide(ctx context.Context, scope ban.Scope) (bool, error) {
	if !scope.Address.IsValid() {
		return false, nil
	}
	most := sortedAtMost(scope)
	sum := 0
	for _, span := range spansOf(scope.Address) {
		where := &filter{}
		where.add("ip_from >= %s and ip_from <= %s", span[0], span[1])
		if scope.Except.IsValid() {
			from, to := spanOf(scope.Except)
			where.add("not (ip_from = %s and ip_to = %s)", from, to)
		}
		limit := where.arg(most + 1)
		n, err := first(ctx, s.read, value[int], `
			select count(*) from (select 1 from bans where `+where.text()+` limit `+limit+`) as found`, where.args...)
		if err != nil {
			return false, err
		}
		sum += n
	}
	return sum > most, nil
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

// search is a walk through the bans of a leading condition for those of a scope.
type search struct {
	store *Store
	query ban.Query
	lead  lead
	began time.Time
	// bans were found so far, and at is how far the walk has come; nil at its beginning.
	bans []ban.Ban
	at   *ban.Position
}

// search looks for the bans of a scope among those of its leading condition. Where there are many, they are found at once.
func (s *Store) search(ctx context.Context, query ban.Query, l lead) (ban.Page, error) {
	f := &search{store: s, query: query, lead: l, began: time.Now(), at: query.Cursor}
	whole := window{query.From, query.To}
	more, err := f.step(ctx, whole, min(firstStep, stepOf(query.Scope)))
	if err != nil || f.isFull() || !more {
		return pageOf(f.bans, query.Limit), err
	}
	windows, err := s.windows(ctx, query.Scope)
	if err != nil {
		return ban.Page{}, err
	}
	for _, w := range windows {
		if err := f.through(ctx, w); err != nil || f.isFull() {
			return pageOf(f.bans, query.Limit), err
		}
		if f.isLate() {
			return f.soFar(windows[len(windows)-1].from), nil
		}
	}
	return ban.Page{Bans: f.bans}, nil
}

// through goes through a window, until that ends, the page is full or patience is at its end.
func (f *search) through(ctx context.Context, w window) error {
	for more := true; more && !w.isBehind(f.at); {
		var err error
		if more, err = f.step(ctx, w, stepOf(f.query.Scope)); err != nil || f.isFull() || f.isLate() {
			return err
		}
	}
	return nil
}

// step looks at so many bans of the leading condition; more is false if the window has no more than that.
func (f *search) step(ctx context.Context, w window, size int) (more bool, err error) {
	end, more, err := f.store.stepEnd(ctx, f.lead, w, f.at, size)
	if err != nil {
		return false, err
	}
	found, err := f.store.searchStep(ctx, f.query.Scope, f.lead, w, f.at, end, f.query.Limit+1-len(f.bans))
	f.bans = append(f.bans, found...)
	f.at = end
	if !more {
		f.at = &ban.Position{BannedAt: w.from, ID: 0}
	}
	return more, err
}

func (f *search) isFull() bool { return len(f.bans) > f.query.Limit }

func (f *search) isLate() bool {
	return f.query.Patience > 0 && time.Since(f.began) >= f.query.Patience
}

// soFar is what was found, and where the search is to go on, unless that is its end.
func (f *search) soFar(oldest time.Time) ban.Page {
	if !f.at.BannedAt.After(oldest) {
		return ban.Page{Bans: f.bans}
	}
	return ban.Page{Bans: f.bans, Next: f.at}
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
	w.between(where, after, nil)
	skip := where.arg(step - 1)
	ends, err := all(ctx, s.read, scanPosition, `
		select banned_at, id from bans where `+where.text()+` order by banned_at desc, id desc limit 1 offset `+skip, where.args...)
	if err != nil || len(ends) == 0 {
		return nil, false, err
	}
	return &ends[0], true, nil
}

// searchStep returns the bans of the scope after one place, down to another or to the end of the window.
//
// The bans of the step come out of the index of the leading condition alone, which has all that is asked of them there, and the others are asked
// of those only. Otherwise PostgreSQL would go by time through all bans that have arrived since its newest statistics, as it
// expects few there.
func (s *Store) searchStep(
	ctx context.Context, scope ban.Scope, l lead, w window, after, end *ban.Position, limit int,
) ([]ban.Ban, error) {
	step := &filter{}
	l.add(step)
	w.between(step, after, end)
	where := &filter{args: step.args}
	where.addOthers(scope, l)
	most := where.arg(limit)
	return all(ctx, s.read, scanBan, `
		with step (ban) as materialized (select id from bans where `+step.text()+` limit `+literals(stepAtMost)+`)
		select `+banColumns+` from step cross join bans where bans.id = ban and `+where.text()+`
		order by banned_at desc, id desc limit `+most, where.args...)
}
