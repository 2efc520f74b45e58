package blocklist

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"bangui/internal/audit"
	"bangui/internal/ban"
	"bangui/internal/event"
	"bangui/internal/fault"
	"bangui/internal/fleet"
	"bangui/internal/outbound"
)

// Blocklists looks after all lists. Make one with [New]. All methods may be called at the same time.
type Blocklists struct {
	log   *slog.Logger
	store Store
	fleet *fleet.Fleet
	bans  *ban.Bans
	bus   *event.Bus
	// now is the clock that all replicas share.
	now     func() time.Time
	shield  Shield
	outside *outbound.Client
	// within and idle are how long fetching may take.
	within, idle time.Duration
	// places and views have room for what takes memory: imports and previews.
	places   chan struct{}
	views    chan struct{}
	names    names
	pictures pictures
}

// Options are what [New] needs.
type Options struct {
	Log   *slog.Logger
	Store Store
	Fleet *fleet.Fleet
	// Bans are for hosts that cannot block in their kernel.
	Bans *ban.Bans
	// Bus is told of changes as topic blocklist with a [Changed].
	Bus *event.Bus
	// Now is the clock that all replicas share.
	Now func() time.Time
	// Shield tells what lists must leave alone.
	Shield Shield
	// Outside fetches lists.
	Outside *outbound.Client
	// Within is how long it may take to fetch a list, and Idle how long nothing may come; zero means five minutes and 30 s.
	Within, Idle time.Duration
}

// New returns Blocklists.
func New(o Options) *Blocklists {
	return &Blocklists{
		log: o.Log, store: o.Store, fleet: o.Fleet, bans: o.Bans, bus: o.Bus, now: o.Now, shield: o.Shield, outside: o.Outside,
		within: cmp.Or(o.Within, fetchWithin), idle: cmp.Or(o.Idle, idleWithin),
		places: make(chan struct{}, importsAtOnce), views: make(chan struct{}, previewsAtOnce),
	}
}

// Now is the time by the clock that all replicas share.
func (b *Blocklists) Now() time.Time { return b.now() }

// Changed is a list or a host that has changed, as told to browsers.
type Changed struct {
	// ID is the list's; 0 if it is about a host, or about all lists.
	ID int64
	// Host is the name of a host that blocks something else now; empty if it is about a list.
	Host string
}

func (b *Blocklists) tell(id int64) { b.bus.Publish(event.Blocklist, Changed{ID: id}) }

// changed is for what may have changed what hosts are to block.
func (b *Blocklists) changed(ctx context.Context, id int64) {
	b.tell(id)
	b.wakeJails(ctx)
}

func (b *Blocklists) tellHost(name string) { b.bus.Publish(event.Blocklist, Changed{Host: name}) }

// asFault returns the fault that err is.
func asFault(err error) (*fault.Fault, bool) { return errors.AsType[*fault.Fault](err) }

// List returns all lists by priority and name.
func (b *Blocklists) List(ctx context.Context) ([]List, error) { return b.store.Blocklists(ctx) }

// Get fails with fault.NotFound.
func (b *Blocklists) Get(ctx context.Context, id int64) (List, error) {
	return b.store.Blocklist(ctx, id)
}

// Make makes a list; text is what was uploaded, nil if it has a URL. An enabled one is imported within a second or two. It fails with
// fault.Invalid, whose fields are those of a request, and with fault.Conflict if another one has its name.
func (b *Blocklists) Make(ctx context.Context, actor audit.Actor, settings Settings, text []byte) (List, error) {
	settings = settings.normal()
	if err := checkNew(settings, text); err != nil {
		return List{}, err
	}
	made, err := b.store.MakeBlocklist(ctx, List{Settings: settings, CreatedBy: actor.Name}, text, audit.Entry{
		Actor: actor, Action: "blocklist.create", Target: settings.Name, Result: audit.OK, Detail: settings.describe(),
	})
	if err != nil {
		return List{}, err
	}
	b.changed(ctx, made.ID)
	return made, nil
}

func checkNew(settings Settings, text []byte) error {
	if err := checkText(settings, text, true); err != nil {
		return err
	}
	return settings.check()
}

// checkText fails if text and URL do not go together; needed is true if there is no text yet.
func checkText(settings Settings, text []byte, needed bool) error {
	f := fault.Invalid.Errorf("the block list cannot be kept as it is")
	switch {
	case settings.Uploaded() && needed && len(text) == 0:
		return f.WithField("body.url", "say where the list is, or upload its text")
	case !settings.Uploaded() && len(text) > 0:
		return f.WithField("body.text", "leave it away: the list is fetched from its address")
	case len(text) > MaxUpload:
		return fault.TooLarge.Errorf("an uploaded list may have at most %d MiB", MaxUpload>>20).
			WithField("body.text", "upload at most %d MiB, or put the list on a web server and give its address", MaxUpload>>20)
	}
	return nil
}

// describe says for the audit log where a list comes from, and when.
func (s Settings) describe() string {
	source := "uploaded text"
	if !s.Uploaded() {
		source = s.URL + ", " + s.Schedule.String()
	}
	if !s.Enabled {
		source += ", off"
	}
	return source
}

// Edit is what somebody wants to be different; what is nil stays.
type Edit struct {
	Settings func(Settings) Settings
	// Text is what was uploaded anew.
	Text []byte
}

// Change changes a list. Where it comes from and how it is read is tried at once; what is in force stays until that went well. It fails as
// [Blocklists.Make] does, and with fault.NotFound.
func (b *Blocklists) Change(ctx context.Context, actor audit.Actor, id int64, edit Edit) (List, error) {
	before, err := b.store.Blocklist(ctx, id)
	if err != nil {
		return List{}, err
	}
	after := edit.Settings(before.Settings).normal()
	if err := checkText(after, edit.Text, !before.Uploaded()); err != nil {
		return List{}, err
	}
	if err := after.check(); err != nil {
		return List{}, err
	}
	changed, err := b.store.ChangeBlocklist(ctx, id, after, edit.Text, anew(before.Settings, after, edit.Text != nil), audit.Entry{
		Actor: actor, Action: "blocklist.update", Target: after.Name, Result: audit.OK, Detail: differences(before.Settings, after, edit.Text != nil),
	})
	if err != nil {
		return List{}, err
	}
	b.changed(ctx, id)
	return changed, nil
}

// Anew is what a change of a list's settings means for its contents.
type Anew int

// What changes mean, from what matters least.
const (
	// AsBefore means nothing.
	AsBefore Anew = iota
	// AskedAnew has it imported soon: it may be got now.
	AskedAnew
	// ReadAnew has it imported soon, all of it: it is read in another way, and compared with what it was before.
	ReadAnew
	// FromElsewhere is ReadAnew without comparing: what it was before tells nothing.
	FromElsewhere
)

func anew(before, after Settings, text bool) Anew {
	switch {
	case text || before.URL != after.URL || before.Format != after.Format:
		return FromElsewhere
	case before.AllowWide != after.AllowWide:
		return ReadAnew
	case !slices.Equal(before.AllowPrivate, after.AllowPrivate):
		return AskedAnew
	}
	return AsBefore
}

// differences names what is different, for the audit log.
func differences(before, after Settings, text bool) string {
	var names []string
	for _, part := range []struct {
		name    string
		differs bool
	}{
		{"name", before.Name != after.Name}, {"address", before.URL != after.URL}, {"text", text},
		{"format", before.Format != after.Format}, {"schedule", before.Schedule != after.Schedule},
		{"priority", before.Priority != after.Priority}, {"least interval", before.MinInterval != after.MinInterval},
		{"wide networks", before.AllowWide != after.AllowWide}, {"private addresses", !slices.Equal(before.AllowPrivate, after.AllowPrivate)},
		{"licence", before.Licence != after.Licence}, {"credit", before.Credit != after.Credit},
		{"homepage", before.Homepage != after.Homepage}, {"note", before.Note != after.Note},
		{"on", after.Enabled && !before.Enabled}, {"off", before.Enabled && !after.Enabled},
	} {
		if part.differs {
			names = append(names, part.name)
		}
	}
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

// Remove removes a list: hosts stop blocking what only it has. An import of it ends.
func (b *Blocklists) Remove(ctx context.Context, actor audit.Actor, id int64) error {
	one, err := b.store.Blocklist(ctx, id)
	if err != nil {
		return err
	}
	err = b.store.RemoveBlocklist(ctx, id, audit.Entry{Actor: actor, Action: "blocklist.delete", Target: one.Name, Result: audit.OK, Detail: one.describe()})
	if err != nil {
		return err
	}
	b.changed(ctx, id)
	return nil
}

// Imports returns how imports went, newest first. It fails with fault.NotFound for an unknown list.
func (b *Blocklists) Imports(ctx context.Context, query RunQuery) ([]Run, error) {
	if query.List != 0 {
		if _, err := b.store.Blocklist(ctx, query.List); err != nil {
			return nil, err
		}
	}
	return b.store.BlocklistImports(ctx, query)
}

// OneImport fails with fault.NotFound.
func (b *Blocklists) OneImport(ctx context.Context, list, id int64) (Run, error) {
	return b.store.BlocklistImport(ctx, list, id)
}

// Ask asks for an import, which begins within a second or two. It fails with fault.NotFound, with fault.Conflict if the list is being imported, and
// with fault.TooMany if it may not be fetched that soon again.
func (b *Blocklists) Ask(ctx context.Context, actor audit.Actor, id int64) (List, error) {
	list, err := b.store.Blocklist(ctx, id)
	if err != nil {
		return List{}, err
	}
	wait, err := b.tooSoon(ctx, list)
	if err != nil {
		return list, err
	}
	if wait > 0 {
		return list, fault.TooMany.Errorf("%s may be fetched every %s at most, and not before its server lets us again", list.Name, list.MinInterval).
			WithMend("Try again in %s.", wait.Round(time.Second)).WithRetryAfter(wait)
	}
	err = b.store.AskRun(ctx, list.Task(), actor.Name, audit.Entry{Actor: actor, Action: "blocklist.import", Target: list.Name, Result: audit.OK})
	if errors.Is(err, fault.Conflict) {
		return list, fault.Conflict.Errorf("%s is being imported, or is about to be", list.Name)
	}
	if err != nil {
		return list, err
	}
	b.tell(id)
	return b.store.Blocklist(ctx, id)
}

// tooSoon is how long to wait until the list may be fetched again; zero if it may.
func (b *Blocklists) tooSoon(ctx context.Context, l List) (time.Duration, error) {
	if l.Uploaded() {
		return 0, nil
	}
	// Schedules are not kept to the second.
	slack := min(l.MinInterval/20, time.Minute)
	var wait time.Duration
	if !l.FetchedAt.IsZero() {
		wait = max(l.MinInterval-slack-b.now().Sub(l.FetchedAt), 0)
	}
	if l.Failures == 0 {
		return wait, nil
	}
	runs, err := b.store.BlocklistImports(ctx, RunQuery{List: l.ID, Limit: failuresSeen})
	if err != nil {
		return 0, err
	}
	for _, run := range runs {
		if run.Outcome == Failed && run.Rest > 0 {
			return max(wait, run.Rest-slack-b.now().Sub(run.StartedAt)), nil
		}
	}
	return wait, nil
}

// failuresSeen is how many imports are looked at for the last answer of a server: those between it and now did not reach it.
const failuresSeen = 10

// Accept puts the contents that wait into force. It fails with fault.NotFound, and with fault.Conflict if they are others than revision, or if there are
// none.
func (b *Blocklists) Accept(ctx context.Context, actor audit.Actor, id, revision int64) (List, error) {
	list, err := b.store.Blocklist(ctx, id)
	if err != nil {
		return List{}, err
	}
	if list.Held.Revision == 0 {
		return list, fault.Conflict.Errorf("nothing of %s waits to be accepted", list.Name)
	}
	accepted, err := b.store.AcceptHeld(ctx, id, revision, audit.Entry{
		Actor: actor, Action: "blocklist.accept", Target: list.Name, Result: audit.OK,
		Detail: fmt.Sprintf("%d entries, before %d", list.Held.Entries, list.Contents.Entries),
	})
	if err != nil {
		return List{}, err
	}
	b.changed(ctx, id)
	return accepted, nil
}
