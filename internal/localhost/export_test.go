package localhost

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"bangui/internal/host"
)

// What tests use beside the exported names: the readers of foreign bytes, each on its own.

// OnlyLastQuery is how rows of the table of last bans are looked at.
func OnlyLastQuery() string { return onlyLastQuery() }

// Follower follows a log in tests.
type Follower struct{ f *follower }

// Follow begins at a place that an earlier follower returned, or at the end of the file.
func Follow(path string, from any) (*Follower, bool, error) {
	at, _ := from.(*place)
	f, whole, err := newFollower(path, at, began)
	return &Follower{f}, whole, err
}

// began is before all logs of the tests.
var began = time.Now()

// Read returns the lines that are new.
func (f *Follower) Read() ([]string, error) {
	err := f.f.fill(1000)
	var lines []string
	for _, line := range f.f.pending {
		lines = append(lines, line.text)
	}
	f.f.take(len(f.f.pending))
	return lines, err
}

// Fill reads on, and Take takes so many of the lines that were read.
func (f *Follower) Fill() error { return f.f.fill(1000) }

// Take takes lines off.
func (f *Follower) Take(n int) { f.f.take(n) }

// Place is where the follower is.
func (f *Follower) Place() any {
	at := f.f.here()
	return &at
}

// Close closes the file.
func (f *Follower) Close() { _ = f.f.Close() }

// ParseLiteral is the reader of what fail2ban-client prints.
var ParseLiteral = parseLiteral

// NormalCursor reads a cursor and writes it again.
func NormalCursor(text host.Cursor) (host.Cursor, error) {
	c, _, err := parseCursor(text)
	return c.String(), err
}

// Rows reads new rows of a database.
type Rows struct{ r *rowReader }

// ReadRows begins at the beginning of a database.
func ReadRows(path string) (*Rows, error) {
	db, err := openDatabase(path)
	if err != nil {
		return nil, err
	}
	return &Rows{&rowReader{db: db, window: time.Hour}}, nil
}

// Events returns the bans of all rows that are new, read in pages of the given size.
func (r *Rows) Events(ctx context.Context, page int) ([]host.Event, error) {
	var events []host.Event
	for {
		rows, more, err := r.r.read(ctx, page)
		if err != nil {
			return events, err
		}
		for _, row := range rows {
			events = append(events, row.event())
		}
		if !more {
			return events, nil
		}
	}
}

// Forget drops what is remembered beside the cursor.
func (r *Rows) Forget() {
	n := len(r.r.at.Seen)
	r.r.at.Seen, r.r.version = slices.Clone(r.r.at.Seen[max(0, n-keptSeen):]), 0
}

// Close closes the database.
func (r *Rows) Close() { _ = r.r.db.Close() }

// BannedAfter is what is banned after events that came while it was asked for, from a time on.
func BannedAfter(at time.Time, banned []host.Banned, events ...host.Event) []host.Banned {
	now := index(banned)
	for _, e := range events {
		now.apply(e, at)
	}
	return now.list()
}

// FullCursor is a cursor that has all it has room for, of bans and failures with these names.
func FullCursor(jail, id string) host.Cursor {
	c, m, at := cursor{Version: cursorVersion}, newMatcher(), time.Date(2026, 3, 1, 10, 0, 0, 123456789, time.UTC)
	for i := range 2 * keptLogged {
		key := banKey{jail, fmt.Sprint(id, i)}
		m.expected = append(m.expected, expectation{key: key, at: at, began: at})
		m.tells(key, at)
		m.found.note(seenEvent{event: host.Event{Kind: host.EventFound, Jail: key.jail, ID: key.id}, failed: at})
	}
	for i := range keptSeen + rowsInBatch {
		c.Rows.Seen, c.Rows.Held = append(c.Rows.Seen, math.MaxUint64-uint64(i)), append(c.Rows.Held, math.MaxUint64)
	}
	c.Expected, c.Told, c.Failed = logged(m.expected), logged(m.lastTold()), m.found.newest()
	return c.String()
}

// WithReached calls a function at each point of a change of the configuration where the process may be ended.
func WithReached(o Options, reached func(point string)) Options {
	o.reached = reached
	return o
}

// TimeOf reads a length of time as the configuration has it.
var TimeOf = timeOf

// ProgramsIn are the programs that a script calls.
var ProgramsIn = programsIn

// TwinsOf are ways to read other logs where some are missing, with one more group of logs that are of the same kind.
func TwinsOf(patterns []string, group ...string) [][]string {
	return twinsOf(patterns, append([][]string{group}, twins()...))
}

// Mend looks at once whether the kernel has what it should, and mends it; it tells whether something had been changed.
func (h *Host) Mend(ctx context.Context, whole bool) bool { return h.enforcer.mend(ctx, whole) }

// LoadAgain loads what is in force anew.
func (h *Host) LoadAgain(ctx context.Context) error {
	end, err := h.enforcer.begin(context.WithoutCancel(ctx))
	if err != nil {
		return err
	}
	defer end()
	_, err = h.enforcer.loadLast(ctx)
	return err
}

// ClientVersion is the version of the program beside us.
func (h *Host) ClientVersion(ctx context.Context) (string, error) { return h.clientVersion(ctx) }
