package blocklist

import (
	"context"
	"time"

	"bangui/internal/audit"
	"bangui/internal/host"
)

// Store keeps lists, what they hold, how imports went, and what hosts block. Its clock decides, not the caller's.
type Store interface {
	// MakeBlocklist stores a list that was made by somebody, and its text if it was uploaded, and has it imported if it is enabled. It fails with
	// fault.Conflict if another one has its name, or if there are too many.
	MakeBlocklist(ctx context.Context, list List, text []byte, entry audit.Entry) (List, error)
	// ChangeBlocklist stores other settings of a list, and another text if that is not nil; anew is what that means for its contents. It fails with
	// fault.NotFound, and with fault.Conflict if another one has its name.
	ChangeBlocklist(ctx context.Context, id int64, settings Settings, text []byte, anew Anew, entry audit.Entry) (List, error)
	// RemoveBlocklist fails with fault.NotFound. What the list holds is removed by and by, see SweepContents.
	RemoveBlocklist(ctx context.Context, id int64, entry audit.Entry) error
	// Blocklists returns all by priority and name.
	Blocklists(ctx context.Context) ([]List, error)
	// Blocklist fails with fault.NotFound.
	Blocklist(ctx context.Context, id int64) (List, error)
	// BlocklistText returns the uploaded text. It fails with fault.NotFound.
	BlocklistText(ctx context.Context, id int64) ([]byte, error)

	ImportStore
	ContentStore
	HostStore

	// AskRun is that of [schedule.Store].
	AskRun(ctx context.Context, task, actor string, entry audit.Entry) error
	// RecordAudit is that of [audit.Store].
	RecordAudit(ctx context.Context, entries ...audit.Entry) error
}

// ImportStore keeps how imports went. What an import does shows its fence.
type ImportStore interface {
	// BeginImport stores that an import begins. Those of the list that did not end are marked [Lost].
	BeginImport(ctx context.Context, run Run) (Run, error)
	// EndImport stores how an import ended, and what of the list that changes, and returns it as it is stored: if the list has another source by
	// now, or was fetched and has other contents in force or waiting, the import counts as cancelled and nothing of the list changes.
	EndImport(ctx context.Context, run Run, change Change) (Run, error)
	// AcceptHeld puts the contents that wait into force. It fails with fault.Conflict if their revision is another one.
	AcceptHeld(ctx context.Context, list, revision int64, entry audit.Entry) (List, error)
	// BlocklistImports returns them newest first, without hosts.
	BlocklistImports(ctx context.Context, query RunQuery) ([]Run, error)
	// BlocklistImport returns one with its hosts. It fails with fault.NotFound.
	BlocklistImport(ctx context.Context, list, id int64) (Run, error)
	// RemoveImports removes those that ended longer ago than age, at most limit, and returns how many. The newest one of each list stays.
	RemoveImports(ctx context.Context, age time.Duration, limit int) (int, error)
}

// Change is what an import changes about its list.
type Change struct {
	// Source is [State.Source] of the list as it was imported.
	Source int64
	// Revision and Held are those of the contents that were in force and that waited then: with them it was compared.
	Revision, Held int64
	// Validators are those of the answer; nil if they stay as they are.
	Validators *Validators
	// Fetched is true if the list was got, Failed if it could not be got or read.
	Fetched, Failed bool
	// Force puts the contents with this revision into force, Hold lets them wait; zero does not.
	Force, Hold int64
	// Alert is why they wait, or why an answer was no list; nil clears it if Fetched is true.
	Alert *Alert
}

// ContentStore keeps what lists hold, in pieces.
type ContentStore interface {
	// BeginContents makes a new revision, of which nobody knows yet.
	BeginContents(ctx context.Context, list int64) (revision int64, err error)
	// AddChunks adds pieces to one that nobody knows of. It fails with fault.Conflict if that is not there any more.
	AddChunks(ctx context.Context, revision int64, chunks []Chunk) error
	// EndContents stores what a revision comes to.
	EndContents(ctx context.Context, contents Contents) error
	// Chunks returns pieces in order, after the one that begins at after; a nil after means from the first.
	Chunks(ctx context.Context, revision int64, after *Place, limit int) ([]Chunk, error)
	// ChunksOver returns the pieces that may have networks that overlap the addresses from first to last, in order.
	ChunksOver(ctx context.Context, revision int64, first, last Place, limit int) ([]Chunk, error)
	// SweepContents removes at most limit pieces of revisions that nobody knows of any more, and returns how many.
	SweepContents(ctx context.Context, limit int) (int, error)
}

// HostStore keeps what hosts are to block, and what they do.
type HostStore interface {
	// HostStates returns all hosts by name, also those of which nothing is known.
	HostStates(ctx context.Context) ([]HostState, error)
	// HostState fails with fault.NotFound.
	HostState(ctx context.Context, name string) (HostState, error)
	// SetMode fails with fault.NotFound.
	SetMode(ctx context.Context, name string, mode Mode, entry audit.Entry) error
	// SaveWish stores what a host is to block and returns it with its revision: the one before if the fingerprint is the same, else one that is
	// larger than that and than above. It fails with fault.Conflict if the epoch is an older one.
	SaveWish(ctx context.Context, name string, epoch int64, wish Wish, above int64) (Wish, error)
	// SaveReport stores what a host tells, adds what was dropped since the one before, and which imports have come into force. It fails with
	// fault.Conflict if the epoch is an older one.
	SaveReport(ctx context.Context, name string, epoch int64, report host.Enforcement, problem *host.Obstacle) error
	// SaveJailState stores how far a jail is.
	SaveJailState(ctx context.Context, name string, state JailState) error
	// Dropped returns what was dropped in the time from from to to, by list and hour, in the order of time.
	Dropped(ctx context.Context, query DroppedQuery) ([]DroppedCell, error)
	// RemoveDropped removes counters that are older than age, at most limit, and returns how many.
	RemoveDropped(ctx context.Context, age time.Duration, limit int) (int, error)
}

// DroppedQuery selects counters.
type DroppedQuery struct {
	From, To time.Time
	// List and Host must be equal where not zero and empty.
	List int64
	Host string
}

// DroppedCell is what was dropped because of one list in one hour.
type DroppedCell struct {
	// Hour is its beginning.
	Hour           time.Time
	List           int64
	Packets, Bytes int64
}
