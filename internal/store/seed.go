package store

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"bangui/internal/ban"
	"bangui/internal/fault"
)

// Seed is a made-up history that is to be stored at once, to measure with.
type Seed struct {
	// Bans come in the order in which they began, with all their evidence. No two may be in force at the same time for one host, jail and
	// address.
	Bans iter.Seq[ban.Ban]
	// Total is how many they are.
	Total int64
	// Hosts are those of the bans; nobody holds them.
	Hosts []string
	// Networks are the names of the owners of all networks, by their numbers.
	Networks map[uint32]string
	// Add allows bans to be there already.
	Add bool
	// Progress is told after every ban; may be nil.
	Progress func(Progress)
}

// Seed writes the history, with the counts, in one transaction. Indices of bans that would slow it down are made anew
// afterwards. Failures are counted with the bans that they led to.
//
// It fails with fault.Conflict if there are bans, unless the seed is to be added, and if some of its bans are there already.
func (s *Store) Seed(ctx context.Context, seed Seed) (err error) {
	if seed.Progress == nil {
		seed.Progress = func(Progress) {}
	}
	connection, err := s.write.Conn(ctx)
	if err != nil {
		return s.explain(ctx, "store a made-up history", err)
	}
	defer func() { _ = connection.Close() }() // it goes back to the pool
	calm, err := s.engine.prepareSeed(ctx, connection, seed.Total)
	if err != nil {
		return s.explain(ctx, "prepare for a made-up history", err)
	}
	defer func() { err = errors.Join(err, calm()) }()
	tx, err := connection.BeginTx(ctx, nil)
	if err != nil {
		return s.explain(ctx, "store a made-up history", err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit there is nothing to roll back
	work := &seeding{Seed: seed, store: s, in: writing{conn: connection, tx: tx}, days: newTally(), months: newTally()}
	if err := work.all(ctx); err != nil {
		return s.explain(ctx, "store a made-up history", err)
	}
	if err := tx.Commit(); err != nil {
		return s.explain(ctx, "complete a made-up history", err)
	}
	return s.engine.afterLoad(ctx, s)
}

// seeding is a made-up history on its way into the database.
type seeding struct {
	Seed

	store *Store
	in    writing
	// bans, evidence and counts are the tables.
	bans, evidence, counts table
	// last is the number of the newest ban.
	last int64
	done int64
	// days has the counts of the day at hand, by the hour and day; months those of the four weeks.
	days, months *tally
	// fresh is true if there were no counts.
	fresh bool
}

func (w *seeding) all(ctx context.Context) error {
	steps := []func(context.Context) error{w.describe, w.seize, w.addHosts, w.addNetworks, w.load, w.finish}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (w *seeding) describe(context.Context) error {
	w.bans = table{name: "bans", key: []string{"id"}, numbered: true, columns: []string{
		"id", "host", "jail", "address", "ip_from", "ip_to", "banned_at", "until_at", "ban_time", "ended_at", "ended_by", "ended_actor", "origin",
		"actor", "reason", "failures", "ban_count", "evidence", "evidence_lines", "country", "asn",
	}}
	w.evidence = table{name: "ban_evidence", columns: []string{"ban_id", "lines"}}
	w.counts = table{name: "ban_counts", columns: []string{"dim", "hours", "host", "bucket", "key", "n"}}
	return nil
}

// seize keeps others away until the end of the transaction.
func (w *seeding) seize(ctx context.Context) error {
	if err := w.store.engine.lock(ctx, w.in.tx, []table{w.bans, w.evidence, w.counts}); err != nil {
		return err
	}
	bans, err := all(ctx, w.in.tx, value[int64], `select id from bans limit 1`)
	if err != nil {
		return err
	}
	if len(bans) > 0 && !w.Add {
		return fault.Conflict.Errorf("the database has bans already").
			WithWhy("Made-up bans cannot be told from real ones afterwards.").
			WithMend("Name an empty database; or use --add if this one is for measuring, too.")
	}
	counted, err := all(ctx, w.in.tx, value[int64], `select bucket from ban_counts limit 1`)
	w.fresh = len(counted) == 0
	if err == nil {
		w.last, err = w.store.engine.lastNumber(ctx, w.in.tx, w.bans)
	}
	return err
}

func (w *seeding) addHosts(ctx context.Context) error {
	for _, name := range w.Hosts {
		_, err := exec(ctx, w.in.tx, `
			insert into hosts (name, local, created_at, epoch, holder, lease_until) values ($1, 0, now_ms(), 1, '', now_ms())
			on conflict (name) do nothing`, name)
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *seeding) addNetworks(ctx context.Context) error {
	names := &locator{fresh: w.Networks}
	return names.save(ctx, w.in.tx)
}

// seedChunk is how many bans are in memory at a time.
const seedChunk = 10_000

// load stores bans and counts. Bans are taken from their source, and counted, while those before them are stored.
func (w *seeding) load(ctx context.Context) (err error) {
	restore, err := w.dropIndices(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	chunks := make(chan seedPart, 2)
	go func() {
		defer close(chunks)
		w.split(ctx, chunks)
	}()
	defer func() {
		cancel()
		for range chunks { // until its sender has noticed
		}
	}()
	for part := range chunks {
		if err := w.storePart(ctx, part); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	w.Progress(Progress{Doing: "index", Table: "bans", Done: w.done, Total: w.Total})
	return restore(ctx)
}

// seedPart are rows that are to be stored.
type seedPart struct {
	bans, evidence, counts [][]any
	n                      int64
}

// split makes rows of bans, until ctx ends.
func (w *seeding) split(ctx context.Context, parts chan<- seedPart) {
	var part seedPart
	send := func() bool {
		select {
		case parts <- part:
			part = seedPart{}
			return true
		case <-ctx.Done():
			return false
		}
	}
	day0, month0 := int64(-1), int64(-1)
	for b := range w.Bans {
		if at := floor(b.BannedAt, day); at != day0 {
			part.counts, day0 = append(part.counts, w.closeDay()...), at
		}
		if at := floor(b.BannedAt, month); at != month0 {
			part.counts, month0 = append(part.counts, w.months.rows()...), at
		}
		w.add(&part, b)
		if len(part.bans) == seedChunk && !send() {
			return
		}
	}
	part.counts = append(part.counts, w.closeDay()...)
	part.counts = append(part.counts, w.months.rows()...)
	send()
}

// closeDay returns the counts of a day by the hour and day, and adds it to its month.
func (w *seeding) closeDay() [][]any {
	for one, n := range w.days.n {
		if one.hours == month {
			w.months.n[one] += n
			delete(w.days.n, one)
		}
	}
	return w.days.rows()
}

// rows are the sums as rows of the table, in order. It begins anew.
func (t *tally) rows() [][]any {
	var rows [][]any
	for _, one := range t.changed() {
		rows = append(rows, []any{string(one.dim), int64(one.hours), one.host, one.bucket, one.key, t.n[one]})
	}
	clear(t.n)
	return rows
}

func (w *seeding) add(part *seedPart, b ban.Ban) {
	w.last++
	part.n++
	from, to, _ := span(b.Address)
	head, rest := splitEvidence(b.Evidence)
	row := encode([]any{
		w.last, b.Host, b.Jail, b.Address, from, to, b.BannedAt, b.Until, b.BanTime, b.EndedAt, string(b.EndedBy), b.EndedActor, string(b.Origin),
		b.Actor, b.Reason, int64(b.Failures), int64(b.Count), head, int64(b.EvidenceLines), b.Country, int64(b.ASN),
	})
	part.bans = append(part.bans, row)
	if rest != "" {
		part.evidence = append(part.evidence, []any{w.last, rest})
	}
	w.days.ban(1, b.Host, counted{jail: b.Jail, country: b.Country, asn: b.ASN, origin: b.Origin, bannedAt: b.BannedAt})
	if b.Failures > 0 {
		w.days.add(int64(b.Failures), byFailures, b.Host, countKey(b.Jail), b.BannedAt)
	}
}

// storePart stores a part. A statement is not watched for the end of ctx, which would take longer than many of them.
func (w *seeding) storePart(ctx context.Context, part seedPart) error {
	quick := context.WithoutCancel(ctx)
	if err := w.store.engine.load(quick, w.in, w.bans, &seedRows{rows: part.bans}); err != nil {
		return w.refused(err)
	}
	if err := w.store.engine.load(quick, w.in, w.evidence, &seedRows{rows: part.evidence}); err != nil {
		return err
	}
	if err := w.storeCounts(quick, part.counts); err != nil {
		return err
	}
	for range part.n {
		w.done++
		w.Progress(Progress{Doing: "seed", Table: "bans", Done: w.done, Total: w.Total})
	}
	return ctx.Err()
}

func (w *seeding) storeCounts(ctx context.Context, rows [][]any) error {
	if w.fresh {
		return w.store.engine.load(ctx, w.in, w.counts, &seedRows{rows: rows})
	}
	c := newRepeating(w.in.tx)
	for part := range slices.Chunk(rows, chunk(6)) {
		_, err := exec(ctx, c, `
			insert into ban_counts (dim, hours, host, bucket, key, n) values `+places(0, len(part), 6)+`
			on conflict (dim, hours, host, bucket, key) do update set n = ban_counts.n + excluded.n`, slices.Concat(part...)...)
		if err != nil {
			return err
		}
	}
	return nil
}

// refused explains that bans are there already.
func (w *seeding) refused(err error) error {
	if !strings.Contains(strings.ToLower(err.Error()), "unique") {
		return err
	}
	return fault.Conflict.Wrapf(err, "some of these made-up bans are in the database already").WithMend("Choose another --seed.")
}

// finish makes the database go on behind the last ban.
func (w *seeding) finish(ctx context.Context) error {
	return w.store.engine.setLastNumber(ctx, w.in.tx, w.bans, w.last)
}

// dropIndices removes those indices of bans that are better made anew, which the function does that it returns.
func (w *seeding) dropIndices(ctx context.Context) (restore func(context.Context) error, err error) {
	indices, err := all(ctx, w.in.tx, scanIndex, w.store.engine.slowIndices("bans"))
	if err != nil {
		return nil, err
	}
	for _, one := range indices {
		if _, err := exec(ctx, w.in.tx, `drop index "`+one.name+`"`); err != nil {
			return nil, err
		}
	}
	return func(ctx context.Context) error {
		for _, one := range indices {
			if _, err := exec(ctx, w.in.tx, one.definition); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// index is how an index is made.
type index struct{ name, definition string }

func scanIndex(row *sql.Rows) (index, error) {
	var i index
	return i, row.Scan(&i.name, &i.definition)
}

// seedRows are rows in memory.
type seedRows struct {
	rows [][]any
	next int
}

var _ pgx.CopyFromSource = (*seedRows)(nil)

// Next goes to the next row.
func (r *seedRows) Next() bool {
	r.next++
	return r.next <= len(r.rows)
}

// Values is the present row.
func (r *seedRows) Values() ([]any, error) { return r.rows[r.next-1], nil }

// Err is always nil.
func (r *seedRows) Err() error { return nil }
