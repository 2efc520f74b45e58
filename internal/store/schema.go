package store

import (
	"context"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"bangui/internal/fault"
	"bangui/internal/settings"
)

// compatibleSince is the migration from which on the tables say which programs they serve.
const compatibleSince = 2

// schema is what the tables are, and what this program is for.
type schema struct {
	// have is the version of the tables, 0 before the first migration; known is our newest one.
	have, known int64
	// oldest is the oldest program that the tables serve.
	oldest int64
}

// checkSchema fails with fault.Unsupported if a newer program has changed the tables so that this one cannot use them, and with
// fault.Invalid if they are not whole.
func (s *Store) checkSchema(ctx context.Context) (schema, error) {
	migrations, err := s.migrationNumbers()
	if err != nil {
		return schema{}, err
	}
	applied, err := s.appliedMigrations(ctx)
	if err != nil {
		return schema{}, err
	}
	state := schema{have: newest(applied), known: newest(migrations)}
	for _, number := range migrations {
		if number <= state.have && !slices.Contains(applied, number) {
			return state, halfMigrated(state.have, "version "+strconv.FormatInt(number, 10)+" was left out")
		}
	}
	if state.have == 0 {
		return state, s.checkEmpty(ctx)
	}
	if state.have < compatibleSince {
		return state, nil
	}
	if _, state.oldest, err = s.Compatibility(ctx); err != nil {
		return state, err
	}
	switch {
	case state.oldest == 0:
		return state, halfMigrated(state.have, "it does not tell which programs it serves")
	case state.oldest > state.known:
		return state, fault.Unsupported.Errorf("a newer BanGUI has brought the database to version %d, which needs a program for version %d or later; "+
			"this one is for version %d", state.have, state.oldest, state.known).
			WithWhy("An older program would misread what the newer one stores.").
			WithMend("Start the newer program again, or restore a backup from before the upgrade.").WithReadMore(settings.ReadAboutUpgrades)
	}
	return state, nil
}

// CheckTables fails with fault.Invalid if a table of this program is not there although the version of the tables says so. Tables that an
// older program made may still lack some: they are not looked at.
func (s *Store) CheckTables(ctx context.Context) error {
	version, err := s.schemaVersion(ctx, s.write.DB)
	if err != nil {
		return err
	}
	known, err := s.newestMigration()
	if err != nil || version < known {
		return err
	}
	there, err := s.engine.tables(ctx, s.write)
	if err != nil {
		return s.explain(ctx, "look for tables", err)
	}
	for _, name := range ownTables() {
		if !slices.Contains(there, name) {
			return halfMigrated(version, "the table "+name+" is not there")
		}
	}
	return nil
}

// checkEmpty fails if there are tables without a version: of another program, or ours after a restore that was cut short. It looks for
// the version once more, because another replica may be creating them.
func (s *Store) checkEmpty(ctx context.Context) error {
	names, err := s.engine.tables(ctx, s.write)
	if err != nil {
		return s.explain(ctx, "look for tables", err)
	}
	if len(names) == 0 {
		return nil
	}
	applied, err := s.appliedMigrations(ctx)
	if err != nil || newest(applied) > 0 {
		return err
	}
	// The table of versions is made together with its first row.
	versions := slices.Contains(names, versionTable)
	if names = slices.DeleteFunc(names, func(name string) bool { return name == versionTable }); len(names) == 0 {
		if versions && len(applied) == 0 {
			return halfMigrated(0, "the table of versions is empty")
		}
		return nil
	}
	ours := ownTables()
	foreign := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(ours, name) })
	if len(foreign) == 0 && len(names) > 1 {
		return halfMigrated(0, "it has tables of later ones")
	}
	return foreignTables(append(foreign, names...))
}

// foreignTables names one of them. A database that is shared would be changed, backed up and restored by two programs.
func foreignTables(names []string) error {
	return fault.Invalid.Errorf("the database has tables of another program, such as %q", names[0]).
		WithWhy("Two programs in one database get into each other's way: at upgrades, with backups, and by tables of the same name.").
		WithMend("Give BanGUI a database of its own: `createdb bangui` for PostgreSQL, another path for SQLite.").
		WithReadMore(settings.ReadAboutDatabase)
}

// halfMigrated says by what it is seen.
func halfMigrated(version int64, seen string) *fault.Fault {
	return fault.Invalid.Errorf("the database is migrated by half: it says that it has version %d, but %s", version, seen).
		WithWhy("Parts of the program would fail, or write where nobody reads.").
		WithMend("Restore a backup, or use an empty database: this happens when a restore or a change by hand was cut short.").
		WithReadMore(settings.ReadAboutUpgrades)
}

// notMigrated is for a step that the database has not carried out; all of the step has been taken back.
func notMigrated(cause error, have, wanted int64) error {
	f := halfMigrated(have, "it cannot be brought to version "+strconv.FormatInt(wanted, 10)+", because its tables are others")
	return fault.Invalid.Wrapf(cause, "%s", f.Message).WithWhy("%s", f.Why).WithMend("%s", f.Mend).WithReadMore(f.ReadMore)
}

// appliedMigrations are the numbers of those that the database has seen; none before the first one.
func (s *Store) appliedMigrations(ctx context.Context) ([]int64, error) {
	applied, err := all(ctx, s.write, value[int64], `select version_id from `+versionTable+` where is_applied order by version_id`)
	if err != nil && s.engine.missingTable(err) {
		return nil, nil
	}
	return applied, s.explain(ctx, "read the version of the database", err)
}

// migrationNumbers are those of this program.
func (s *Store) migrationNumbers() ([]int64, error) {
	_, files, _, err := s.engine.migrations()
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	var numbers []int64
	for _, name := range names {
		text, _, _ := strings.Cut(name, "_")
		number, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, err
		}
		numbers = append(numbers, number)
	}
	return numbers, nil
}

// newest returns the largest number, 0 of none.
func newest(numbers []int64) int64 {
	if len(numbers) == 0 {
		return 0
	}
	return slices.Max(numbers)
}
