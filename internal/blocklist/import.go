package blocklist

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	"bangui/internal/fault"
	"bangui/internal/outbound"
	"bangui/internal/prefixset"
	"bangui/internal/schedule"
)

// importsAtOnce and previewsAtOnce are how many lists a replica reads at the same time: each takes memory.
const (
	importsAtOnce  = 3
	previewsAtOnce = 2
)

// ImportFamily are the tasks that import lists, one for each.
func (b *Blocklists) ImportFamily() schedule.Family {
	return schedule.Family{
		Prefix: ImportTasks, Title: func(member string) string { return "Import block list " + b.names.of(b, member) },
		Description: "Fetches a block list, compares it with what is in force, and brings it into force on all hosts.",
		Run:         b.Import,
	}
}

// Import imports one list, whose number is member. It is a task: what it stores shows its fence, so that of two replicas one imports a list, and another one
// does it anew if that is killed.
func (b *Blocklists) Import(ctx context.Context, work *schedule.Work, member string) (outcome string, err error) {
	id, err := strconv.ParseInt(member, 10, 64)
	if err != nil {
		return "", fmt.Errorf("task %s%s: %w", ImportTasks, member, err)
	}
	list, err := b.store.Blocklist(ctx, id)
	if err != nil {
		return "", err
	}
	wait, err := b.tooSoon(ctx, list)
	if err != nil {
		return "", err
	}
	if wait > 0 {
		work.Again(wait)
		work.Routine()
		return fmt.Sprintf("not fetched: it may be fetched every %s at most", list.MinInterval), nil
	}
	i := &importing{b: b, work: work, list: list}
	if err := i.carryOut(ctx); err != nil {
		return "", err
	}
	b.awaitHosts(ctx, work, list, i.change.Force)
	if now, err := b.store.Blocklist(ctx, id); err == nil && now.Source != list.Source {
		work.Again(time.Second) // what was asked for meanwhile ends with this run
	}
	return i.run.Message, nil
}

// takePlace waits until not too many others are read.
func (b *Blocklists) takePlace(ctx context.Context, work *schedule.Work) error {
	select {
	case b.places <- struct{}{}:
		return nil
	default:
	}
	work.Progress(0, 0, "waiting for other lists")
	select {
	case b.places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// importing is one import.
type importing struct {
	b    *Blocklists
	work *schedule.Work
	list List
	run  Run
	// change is what becomes of the list.
	change Change
	// validators are those of the answer.
	validators Validators
	// stale is true if the list has another source by now.
	stale bool
}

// carryOut does it when there is a place, and stores how it ended.
func (i *importing) carryOut(ctx context.Context) error {
	if err := i.b.takePlace(ctx, i.work); err != nil {
		return err
	}
	defer func() { <-i.b.places }()
	run := i.work.Run()
	begun, err := i.b.store.BeginImport(ctx, Run{List: i.list.ID, Job: run.ID, Cause: run.Cause, Actor: run.Actor})
	if err != nil {
		return err
	}
	i.run = begun
	i.b.tell(i.list.ID)
	defer i.b.tell(i.list.ID)
	err = i.do(ctx)
	switch {
	case err == nil:
	case schedule.WasCancelled(ctx):
		i.run.Outcome, i.run.Message, i.change = Cancelled, "somebody ended it; what was in force stays", Change{}
	case ctx.Err() != nil:
		return err // whoever does it anew says that this one was lost
	default:
		i.fail(err)
	}
	if stored := i.end(ctx); stored != nil {
		return errors.Join(err, stored)
	}
	if i.stale {
		i.work.Again(time.Second)
		return nil
	}
	if i.change.Force != 0 {
		i.b.wakeJails(ctx)
	}
	i.sweep(ctx)
	return err
}

// lastWord is how long it may take to store how an import ended that was cancelled.
const lastWord = 5 * time.Second

func (i *importing) end(ctx context.Context) error {
	if ctx.Err() != nil {
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWord)
		defer cancel()
		ctx = late
	}
	i.change.Source, i.change.Revision, i.change.Held = i.list.Source, i.list.Contents.Revision, i.list.Held.Revision
	ended, err := i.b.store.EndImport(ctx, i.run, i.change)
	if err != nil {
		return err
	}
	if i.stale = ended.Outcome == Cancelled && i.run.Outcome != Cancelled; i.stale {
		i.run, i.change = ended, Change{}
	}
	return nil
}

// fail says how an import failed, and when it is tried again.
func (i *importing) fail(err error) {
	i.run.Outcome, i.run.Message, i.change = Failed, "something went wrong on our side; the log has more", Change{Failed: true}
	f, ok := asFault(err)
	if ok {
		i.run.Message = f.Message
		if f.Mend != "" {
			i.run.Message += ". " + f.Mend
		}
	}
	if i.run.isNoList() && i.list.Held.Revision == 0 { // why something waits stays as long as it does
		i.change.Alert = &Alert{Kind: AlertNoList, At: i.run.StartedAt, Message: i.run.Message, Before: i.list.Contents.Entries}
		i.work.Warnf("what was in force stays")
	}
	var retry time.Duration
	if ok {
		retry = f.RetryAfter
	}
	if came := i.run.Status != 0 || ok && (f.Kind == fault.Refused || f.Kind == fault.TooLarge); came && !i.list.Uploaded() { // whatever is wrong with it
		retry = max(retry, i.list.MinInterval)
		i.run.Rest = i.b.now().Add(retry).Sub(i.run.StartedAt)
	}
	if i.list.Schedule.OnDemand() {
		return
	}
	wait := backOff(i.list.Failures+1, rand.Float64()) //nolint:gosec // nothing hangs on it that nobody can guess it
	wait = max(wait, retry)
	i.work.Again(wait)
	i.work.Logf("it is tried again in %s", wait.Round(time.Second))
}

// How long to wait after failures.
const (
	firstBackOff = time.Minute
	mostBackOff  = 6 * time.Hour
)

// backOff is how long to wait after so many failures in a row: twice as long as after the one before, and a quarter more or less, so that those who
// failed together do not come again together. chance is 0 to 1.
func backOff(failures int, chance float64) time.Duration {
	wait := mostBackOff
	if doublings := failures - 1; doublings < 9 {
		wait = min(firstBackOff<<doublings, mostBackOff)
	}
	return time.Duration(float64(wait) * (0.75 + chance/2))
}

// do fetches, reads, compares and stores.
func (i *importing) do(ctx context.Context) error {
	began := time.Now()
	set, changed, err := i.fetch(ctx)
	i.run.FetchTook = time.Since(began)
	if err != nil {
		return err
	}
	i.change.Fetched = true
	if !changed {
		i.unchanged("the server says that it has not changed")
		return nil
	}
	i.change.Validators = &i.validators
	contents := contentsOf(set, i.run.Format)
	i.run.Before, i.run.Entries, i.run.Digest = i.list.Contents.Entries, contents.Entries, contents.Digest
	i.tellRead()
	switch contents.Digest {
	case i.list.Contents.Digest:
		i.run.Outcome, i.run.Message = Unchanged, fmt.Sprintf("it has not changed: %d entries", contents.Entries)
		return nil
	case i.list.Held.Digest:
		i.unchanged("it is what waits already")
		return nil
	}
	return i.store(ctx, set, contents)
}

// unchanged is for an answer that is what is here already. What waits to be accepted still does.
func (i *importing) unchanged(why string) {
	i.run.Before, i.run.Entries = i.list.Contents.Entries, i.list.Contents.Entries
	i.run.Outcome, i.run.Message = Unchanged, fmt.Sprintf("%s: %d entries", why, i.list.Contents.Entries)
	if held := i.list.Held; held.Revision != 0 {
		i.change.Hold, i.change.Alert = held.Revision, i.list.Alert
		i.run.Outcome, i.run.Entries, i.run.Message = Held, held.Entries, why+": somebody must accept it"
	}
}

// fetch returns what the list has now; changed is false if the server says that it is what it was.
func (i *importing) fetch(ctx context.Context) (set prefixset.Set, changed bool, err error) {
	if i.list.Uploaded() {
		text, err := i.b.store.BlocklistText(ctx, i.list.ID)
		if err != nil {
			return set, false, err
		}
		set, err := i.read(ctx, bytes.NewReader(text))
		i.run.Bytes = int64(len(text))
		return set, true, err
	}
	i.work.Progress(0, 0, "asking "+serverOf(i.list.URL))
	answer, err := i.b.outside.Get(ctx, i.request())
	if err != nil {
		return set, false, err
	}
	defer answer.Close()
	i.run.Source, i.run.Status = answer.URL, answer.Status
	if answer.NotModified() {
		return set, false, nil
	}
	source, status := i.run.Source, i.run.Status
	set, err = i.read(ctx, answer.Body)
	i.run.Source, i.run.Status, i.run.Bytes = source, status, answer.Bytes()
	i.validators = Validators{ETag: answer.ETag, LastModified: answer.LastModified}
	return set, true, err
}

// serverOf is the name of the server of an address. What else there is may be a key of somebody's, and whoever may look at jobs sees how far they are.
func serverOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "the server"
	}
	return u.Hostname()
}

// request asks for the list, and only for what has changed, if what it was before is here.
func (i *importing) request() outbound.Request {
	r := i.b.request(i.list.Settings, i.b.within)
	if i.list.Contents.Revision != 0 || i.list.Held.Revision != 0 {
		r.ETag, r.LastModified = i.list.Validators.ETag, i.list.Validators.LastModified
	}
	return r
}

func (i *importing) read(ctx context.Context, r io.Reader) (prefixset.Set, error) {
	report, set, err := readList(ctx, &counted{Reader: r, work: i.work}, i.list.Settings)
	i.run.Report = report
	return set, err
}

// counted tells how much was read.
type counted struct {
	io.Reader
	work *schedule.Work
	read int64
}

// Read implements [io.Reader].
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.read += int64(n)
	c.work.Progress(c.read, 0, "reading")
	return n, err
}

// tellRead tells what was read.
func (i *importing) tellRead() {
	i.work.Logf("%d bytes, %d lines, format %s: %d networks", i.run.Bytes, i.run.Lines, i.run.Format, i.run.Networks)
	if i.run.Doubles > 0 {
		i.work.Logf("%d of them are there twice or lie in others", i.run.Doubles)
	}
	for _, d := range i.run.Dropped {
		i.work.Warnf("left out %d: %s", d.Lines, d.Title)
	}
}

// store keeps new contents, and puts them into force unless they are suspicious.
func (i *importing) store(ctx context.Context, set prefixset.Set, contents Contents) error {
	began := time.Now()
	contents, err := i.b.keep(ctx, i.work, i.list, i.run.StartedAt, set, contents)
	i.run.StoreTook = time.Since(began)
	if err != nil {
		return err
	}
	i.run.Added, i.run.Removed, i.run.Revision = contents.Added, contents.Removed, contents.Revision
	if alert := suspicion(i.list, contents, i.run.StartedAt); alert != nil {
		i.change.Hold, i.change.Alert = contents.Revision, alert
		i.run.Outcome, i.run.Message = Held, alert.Message+": what was in force stays until somebody accepts it"
		i.work.Warnf("%s", i.run.Message)
		return nil
	}
	i.change.Force = contents.Revision
	i.run.Outcome, i.run.Message = Imported, fmt.Sprintf("%d entries: %d added, %d removed", contents.Entries, contents.Added, contents.Removed)
	i.work.Logf("%s", i.run.Message)
	return nil
}

// keep stores a new revision of which nobody knows yet, in short steps.
func (b *Blocklists) keep(
	ctx context.Context, work *schedule.Work, list List, now time.Time, set prefixset.Set, contents Contents,
) (Contents, error) {
	revision, err := b.store.BeginContents(ctx, list.ID)
	if err != nil {
		return contents, err
	}
	next, stop := iter.Pull2(b.entries(ctx, list.Contents.Revision))
	defer stop()
	w := writing{b: b, work: work, revision: revision, now: now, old: merge{next: next}, total: set.Len(), pace: schedule.Pace{First: 1, Most: chunksAtOnce}}
	for network := range set.All() {
		if err := w.add(ctx, network); err != nil {
			return contents, err
		}
	}
	if err := w.end(ctx); err != nil {
		return contents, err
	}
	contents.Revision, contents.Added, contents.Removed = revision, w.old.added, w.old.removed
	return contents, b.store.EndContents(ctx, contents)
}

// writing is a revision that is being stored.
type writing struct {
	b        *Blocklists
	work     *schedule.Work
	revision int64
	now      time.Time
	old      merge
	packer   packer
	chunks   []Chunk
	done     int
	total    int
	pace     schedule.Pace
}

// add takes a network, with the time from when on the list has had it.
func (w *writing) add(ctx context.Context, network netip.Prefix) error {
	since, err := w.old.since(network)
	if err != nil {
		return err
	}
	if since.IsZero() {
		since = w.now
	}
	chunk, full := w.packer.add(Entry{Network: network, Since: since})
	if !full {
		return nil
	}
	w.chunks = append(w.chunks, chunk)
	if len(w.chunks) < chunksAtOnce {
		return nil
	}
	return w.flush(ctx)
}

// flush stores the chunks that are there, a few at a time.
func (w *writing) flush(ctx context.Context) error {
	for len(w.chunks) > 0 {
		err := w.pace.Step(ctx, func(size int) error {
			size = min(size, len(w.chunks))
			if err := w.b.store.AddChunks(ctx, w.revision, w.chunks[:size]); err != nil {
				return err
			}
			for _, c := range w.chunks[:size] {
				w.done += c.Entries
			}
			w.chunks = w.chunks[size:]
			return nil
		})
		if err != nil {
			return err
		}
		w.work.Progress(int64(w.done), int64(w.total), "storing")
	}
	w.chunks = nil
	return nil
}

func (w *writing) end(ctx context.Context) error {
	if err := w.old.rest(); err != nil {
		return err
	}
	if chunk, ok := w.packer.rest(); ok {
		w.chunks = append(w.chunks, chunk)
	}
	return w.flush(ctx)
}

// sweep removes contents that nobody needs any more. What is left the next sweep finds.
func (i *importing) sweep(ctx context.Context) {
	if _, err := i.b.Sweep(ctx); err != nil && ctx.Err() == nil && !errors.Is(err, fault.Conflict) {
		i.b.log.WarnContext(ctx, "old contents of block lists not removed; it is tried again", "err", fault.Cause(err))
	}
}

// Sweep removes contents that nobody needs any more, in short steps, and returns how many pieces there were.
func (b *Blocklists) Sweep(ctx context.Context) (int, error) {
	total := 0
	pace := schedule.Pace{First: 1, Most: chunksAtOnce}
	for done := false; !done; {
		err := pace.Step(ctx, func(limit int) error {
			n, err := b.store.SweepContents(ctx, limit)
			total, done = total+n, n < limit
			return err
		})
		if err != nil {
			return total, err
		}
	}
	return total, nil
}
