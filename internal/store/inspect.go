package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// Finding is something in a database that is not as it must be.
type Finding struct {
	// Code is for programs, such as "evidence_without_ban".
	Code string `json:"code"`
	// Note is true for what mends itself and needs nobody.
	Note bool `json:"note"`
	// Message says what it is and what it means, Mend what to do.
	Message string `json:"message"`
	Mend    string `json:"mend"`
}

// Inspection is how a database was found.
type Inspection struct {
	// Where names the database without user and password.
	Where string `json:"database"`
	// Version is that of the tables, Newest what this program makes.
	Version int64 `json:"schema_version"`
	Newest  int64 `json:"newest_schema_version"`
	// Sound is true if there are no findings but notes.
	Sound    bool      `json:"sound"`
	Findings []Finding `json:"findings"`
	// Rows is how many rows each table has.
	Rows map[string]int64 `json:"rows"`
}

func (i *Inspection) problem(code, message, mend string) {
	i.Findings = append(i.Findings, Finding{Code: code, Message: message, Mend: mend})
}

func (i *Inspection) note(code, message, mend string) {
	i.Findings = append(i.Findings, Finding{Code: code, Note: true, Message: message, Mend: mend})
}

// mendRestore is the answer to what cannot be mended in place.
const mendRestore = "Stop the server and restore a backup with `bangui store restore`."

// Inspect looks for what is not as it must be. It sees one moment and changes nothing; a server may go on meanwhile.
func (s *Store) Inspect(ctx context.Context) (Inspection, error) {
	i := &Inspection{Where: s.engine.where(), Findings: []Finding{}, Rows: map[string]int64{}}
	tx, err := s.read.BeginTx(ctx, s.engine.snapshot())
	if err != nil {
		return *i, s.explain(ctx, "check the database", err)
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	err = s.explain(ctx, "check the database", s.inspect(ctx, tx, i))
	if damaged, ok := Damaged(err, i.Where); ok {
		i.Findings = append(i.Findings, damaged.Findings...)
		err = nil
	}
	if err != nil {
		return *i, err
	}
	i.Sound = true
	for _, f := range i.Findings {
		i.Sound = i.Sound && f.Note
	}
	return *i, nil
}

func (s *Store) inspect(ctx context.Context, tx *sql.Tx, i *Inspection) error {
	if err := s.engine.inspectEngine(ctx, tx, i); err != nil {
		return err
	}
	if ok, err := s.inspectTables(ctx, tx, i); err != nil || !ok {
		return err
	}
	for _, rule := range rules() {
		if err := rule.inspect(ctx, tx, i); err != nil {
			return err
		}
	}
	if err := s.inspectNumbers(ctx, tx, i); err != nil {
		return err
	}
	return inspectCounts(ctx, tx, i)
}

// inspectTables looks whether all tables are there; without them, or with those of another version, there is nothing more to look at.
func (s *Store) inspectTables(ctx context.Context, tx *sql.Tx, i *Inspection) (ok bool, err error) {
	if i.Version, err = s.versionOf(ctx, tx); err != nil {
		return false, err
	}
	if i.Newest, err = s.newestMigration(); err != nil {
		return false, err
	}
	switch {
	case i.Version == 0:
		i.problem("no_tables", "the database has no tables of BanGUI", "Name the right database, or start the server once.")
		return false, nil
	case i.Version > i.Newest:
		i.problem("newer_tables", newerTables(i.Version, i.Newest).Error()+"; it can judge no more", "Check it with the newer program.")
		return false, nil
	case i.Version < i.Newest:
		i.note("older_tables", fmt.Sprintf("the tables have version %d, this program makes version %d; the rules of our own were not checked",
			i.Version, i.Newest), "The next start of the server brings them up to date.")
		return false, nil
	}
	for _, name := range ownTables() {
		t, found, err := s.describe(ctx, tx, name)
		if err != nil {
			return false, err
		}
		if !found {
			i.problem("missing_table", fmt.Sprintf("the table %s is not there", name), mendRestore)
			continue
		}
		if i.Rows[name], err = first(ctx, tx, value[int64], `select count(*) from "`+t.name+`"`); err != nil {
			return false, err
		}
	}
	return len(i.Findings) == 0 || i.Findings[len(i.Findings)-1].Code != "missing_table", nil
}

// inspectNumbers looks whether the database would give out a number twice.
func (s *Store) inspectNumbers(ctx context.Context, tx *sql.Tx, i *Inspection) error {
	tables, err := s.existing(ctx, tx, keptTables())
	if err != nil {
		return err
	}
	for _, t := range tables {
		if !t.numbered {
			continue
		}
		last, err := s.engine.lastNumber(ctx, tx, t)
		if err != nil {
			return err
		}
		highest, err := first(ctx, tx, value[int64], `select coalesce(max("`+t.key[0]+`"), 0) from "`+t.name+`"`)
		if err != nil {
			return err
		}
		if last < highest {
			i.problem("number_behind", fmt.Sprintf("the next row of %s would get the number of one that is there, and be refused", t.name), mendRestore)
		}
	}
	return nil
}

// inspectEngine asks SQLite itself, first of all.
func (sqliteEngine) inspectEngine(ctx context.Context, tx *sql.Tx, i *Inspection) error {
	said, err := all(ctx, tx, value[string], `pragma integrity_check(20)`)
	if err != nil {
		return err
	}
	if len(said) != 1 || said[0] != "ok" {
		i.problem("damaged_file", "SQLite finds the file damaged: "+strings.ReplaceAll(strings.Join(said, "; "), "\n", " "), mendRestore)
	}
	broken, err := all(ctx, tx, scanBroken, `select "table", parent, count(*) from pragma_foreign_key_check group by 1, 2`)
	for _, text := range broken {
		i.problem("row_without_parent", text, mendRestore)
	}
	return err
}

func scanBroken(row *sql.Rows) (string, error) {
	var table, parent string
	var n int64
	err := row.Scan(&table, &parent, &n)
	return fmt.Sprintf("%d rows of %s belong to rows of %s that are not there", n, table, parent), err
}

// inspectEngine is nothing: PostgreSQL itself sees to it that parents are there, and finds damages of its files while it reads them.
func (postgresEngine) inspectEngine(context.Context, *sql.Tx, *Inspection) error { return nil }

// where names the file.
func (e sqliteEngine) where() string { return e.path }

// Damaged makes an inspection of an error that says that a database cannot even be opened because it is damaged or none at all; ok is
// false if the error says anything else.
func Damaged(err error, where string) (i Inspection, ok bool) {
	if !isDamaged(err) {
		return Inspection{}, false
	}
	i = Inspection{Where: where, Rows: map[string]int64{}}
	i.problem("damaged_file", err.Error(), mendRestore)
	return i, true
}
