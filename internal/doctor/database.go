package doctor

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"bangui/internal/replica"
	"bangui/internal/store"
)

// clockSkew is how much two clocks may differ.
const clockSkew = 2 * time.Second

// databaseWithin is how long all looks at the database may take.
const databaseWithin = 30 * time.Second

func (e *examination) database(ctx context.Context) {
	const check = "database"
	ctx, cancel := context.WithTimeout(ctx, databaseWithin)
	defer cancel()
	if path := e.Settings.SQLitePath(); path != "" {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			e.add(check, Warning, "%s does not exist yet", path)
			e.mend("the first start of `bangui serve` creates it")
			return
		}
	}
	db, err := e.OpenStore(ctx, e.Settings)
	if err != nil {
		e.complain(check, err)
		return
	}
	defer func() { _ = db.Close() }() // it was only looked at
	facts, err := db.Facts(ctx)
	if err != nil {
		e.complain(check, err)
		return
	}
	e.add(check, OK, "%s answers", facts.Product)
	e.rights(ctx, db)
	if !e.schema(ctx, db, facts) {
		return
	}
	if facts.Skew.Abs() > clockSkew && e.Settings.PostgreSQL() {
		e.add("clock", Warning, "this machine's clock and the database's differ by %v", facts.Skew.Abs().Round(time.Millisecond))
		e.mend("let both machines take their time from the network, for example with chrony or systemd-timesyncd")
	}
	e.instance(ctx, db)
	e.replicas(ctx, db)
	e.setup(ctx, db)
}

func (e *examination) rights(ctx context.Context, db *store.Store) {
	if err := db.TryRights(ctx); err != nil {
		e.complain("database rights", err)
		return
	}
	e.add("database rights", OK, "tables can be made and written")
}

func (e *examination) schema(ctx context.Context, db *store.Store, facts store.Facts) (there bool) {
	const check = "tables"
	if err := db.CheckTables(ctx); err != nil {
		e.complain(check, err)
		return false
	}
	own, err := db.OwnSchema()
	switch {
	case err != nil:
		e.complain(check, err)
	case facts.Schema == 0:
		e.add(check, Warning, "there are none yet")
		e.mend("the first start of `bangui serve` creates them")
	case facts.Schema < own:
		e.add(check, Warning, "they have version %d, and this program brings version %d", facts.Schema, own)
		e.mend("restart the server with this program: it brings them up to date")
	case facts.Schema > own:
		e.add(check, Warning, "they have version %d, and this program is made for %d: it is older than the others", facts.Schema, own)
		e.mend("upgrade this program")
	default:
		e.add(check, OK, "they have version %d", facts.Schema)
	}
	return facts.Schema > 0
}

// instance tells of a server on another machine that sees the same SQLite file.
func (e *examination) instance(ctx context.Context, db *store.Store) {
	if e.Settings.PostgreSQL() {
		return
	}
	if holder, ok, err := db.CurrentInstance(ctx); ok && err == nil {
		e.add("database user", OK, "process %d on %s since %s; last sign of life %s", holder.PID, holder.Machine,
			holder.Since.Format(time.RFC3339), holder.BeatAt.Format(time.RFC3339))
	}
}

func (e *examination) replicas(ctx context.Context, db *store.Store) {
	if !e.Settings.PostgreSQL() {
		return
	}
	all, err := db.Replicas(ctx)
	if err != nil {
		e.complain("replicas", err)
		return
	}
	if len(all) == 0 {
		e.add("replicas", Warning, "none serves this database")
		e.mend("start one with `bangui serve`")
	}
	for _, r := range all {
		e.replica(r)
	}
}

func (e *examination) replica(r replica.Replica) {
	const check = "replica"
	switch {
	case r.Silent >= replica.SilentAfter:
		e.add(check, Warning, "process %d on %s has been silent for %v", r.PID, r.Machine, r.Silent.Round(time.Second))
		e.mend("look at its log, and whether it reaches the database")
	case r.Skew.Abs() > clockSkew:
		e.add(check, Warning, "the clock of %s and the database's differ by %v", r.Machine, r.Skew.Abs().Round(time.Millisecond))
		e.mend("let that machine take its time from the network, for example with chrony or systemd-timesyncd")
	case r.Version != e.Version:
		e.add(check, Warning, "process %d on %s has version %s, this program %s", r.PID, r.Machine, r.Version, e.Version)
		e.mend("bring all to the same version when the upgrade is done")
	default:
		e.add(check, OK, "process %d on %s, %s, version %s", r.PID, r.Machine, r.State, r.Version)
	}
}

func (e *examination) setup(ctx context.Context, db *store.Store) {
	switch done, err := db.SetupCompleted(ctx); {
	case err != nil:
		e.complain("set-up", err)
	case done:
		e.add("set-up", OK, "it is done")
	default:
		e.add("set-up", Warning, "it is waiting for the first administrator")
		e.mend("open the link that the server printed; its token is also in %s/setup-token", e.Settings.DataDir)
	}
}
