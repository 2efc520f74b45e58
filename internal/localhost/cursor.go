package localhost

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"bangui/internal/host"
)

// cursor is a place in what happens on this host: one in the database and one in the log.
type cursor struct {
	Version int `json:"v"`
	// DB and Log are the paths that the places belong to; empty if there is none.
	DB   string    `json:"db,omitempty"`
	Rows rowsPlace `json:"rows,omitzero"`
	Log  string    `json:"log,omitempty"`
	// LogAt is nil if nothing of the log was read.
	LogAt *place `json:"log_at,omitempty"`
	// LastAt is the time of the last record, by which times in the repeated hour are told apart.
	LastAt time.Time `json:"last_at,omitzero"`
	// Ending is set between the announcement of a shutdown and the next start: bans that end then are repealed.
	Ending bool `json:"ending,omitempty"`
	// Expected are bans that the log told and whose rows have not come, Told those of them that were delivered without.
	Expected []loggedBan `json:"expected,omitempty"`
	Told     []loggedBan `json:"told,omitempty"`
	// Failed are the last failures that the log told of.
	Failed []loggedFailure `json:"failed,omitempty"`
}

// loggedBan is a ban that the log told at a time.
type loggedBan struct {
	Jail string    `json:"jail"`
	ID   string    `json:"ip"`
	At   time.Time `json:"at"`
	// Began is when it began, of a ban whose row has not come; zero if that is not known.
	Began time.Time `json:"began,omitzero"`
}

// loggedFailure is the first failure since the last ban of a jail and address; Banned is set if there was none since, but before it.
type loggedFailure struct {
	Jail   string    `json:"jail"`
	ID     string    `json:"ip"`
	At     time.Time `json:"at"`
	Banned bool      `json:"banned,omitempty"`
}

// rowsPlace is a place in the table of bans.
type rowsPlace struct {
	// RowID, Jail, ID and At are the newest row that was read; RowID 0 means none.
	RowID int64  `json:"id,omitempty"`
	Jail  string `json:"jail,omitempty"`
	ID    string `json:"ip,omitempty"`
	At    int64  `json:"at,omitempty"`
	// Latest is the latest time of a ban that was read.
	Latest int64 `json:"latest,omitempty"`
	// Since is not 0 while the rows from that time on are read again, because numbers of rows have been used again.
	Since int64 `json:"since,omitempty"`
	// Last is the row of the table of last bans that was read, Lasts whether all of them were: at first contact only.
	Last  int64 `json:"last,omitempty"`
	Lasts bool  `json:"lasts,omitempty"`
	// Seen are sums of the last rows that were read, Held of those after this place that were read and wait for their record.
	Seen []uint64 `json:"seen,omitempty"`
	Held []uint64 `json:"held,omitempty"`
}

const (
	cursorVersion = 1
	maxCursor     = 128 << 10
	// keptSeen is how many rows a cursor remembers, keptLogged how many bans and failures of the log, and keptNames how long the
	// names of each may be, in bytes.
	keptSeen   = 128
	keptLogged = 100
	keptNames  = 10 << 10
)

// parseCursor reads a cursor. An empty one is the zero cursor, and first is true.
func parseCursor(text host.Cursor) (c cursor, first bool, err error) {
	if text == "" {
		return cursor{Version: cursorVersion}, true, nil
	}
	if len(text) > maxCursor {
		return cursor{}, false, fmt.Errorf("cursor of %d bytes", len(text))
	}
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return cursor{}, false, fmt.Errorf("read the cursor: %w", err)
	}
	if c.Version != cursorVersion {
		return cursor{}, false, fmt.Errorf("cursor of version %d", c.Version)
	}
	return c, false, nil
}

func (c cursor) String() host.Cursor {
	if n := len(c.Rows.Seen); n > keptSeen {
		c.Rows.Seen = c.Rows.Seen[n-keptSeen:]
	}
	text, err := json.Marshal(c)
	if err != nil {
		panic(err) // numbers and strings only
	}
	return host.Cursor(text)
}

// logged are the last of these bans, oldest first, as a cursor has room for them.
func logged(all []expectation) []loggedBan {
	room := keptNames
	var kept []loggedBan
	for _, e := range slices.Backward(all[max(0, len(all)-keptLogged):]) {
		if room -= e.key.size(); room < 0 {
			break
		}
		kept = append(kept, loggedBan{e.key.jail, e.key.id, e.at.UTC(), e.began.UTC()})
	}
	slices.Reverse(kept)
	return kept
}

// size is how many bytes the names have in a cursor: some characters are written as six.
func (k banKey) size() (n int) {
	for _, name := range []string{k.jail, k.id} {
		text, err := json.Marshal(name)
		if err != nil {
			panic(err) // a string only
		}
		n += len(text)
	}
	return n
}

// sum is by what a row is known again.
func (r banRow) sum() uint64 {
	hash := fnv.New64a()
	_, _ = fmt.Fprintf(hash, "%d\x00%s\x00%s\x00%d", r.rowID, r.jail, r.id, r.timeOfBan) // never fails
	return hash.Sum64()
}
