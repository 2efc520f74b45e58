package store

import (
	"errors"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"bangui/internal/fault"
)

// primary leaves the primary part of a result code. Source: https://www.sqlite.org/rescode.html
const primary = 0xff

func (e sqliteEngine) explain(err error) error {
	problem, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	switch problem.Code() & primary {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fault.Unavailable.Wrapf(err, "the database %s is locked by another program", e.path).
			WithMend("End the other program that uses it, such as a second BanGUI, a backup or a shell.")
	case sqlite3.SQLITE_FULL:
		return e.diskFull(err)
	case sqlite3.SQLITE_CORRUPT:
		return e.damaged(fault.Unavailable, err)
	case sqlite3.SQLITE_NOTADB:
		return e.notADatabase(err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN:
		return e.notWritable(err)
	case sqlite3.SQLITE_IOERR:
		return fault.Unavailable.Wrapf(err, "the database file %s cannot be read or written", e.path).
			WithMend("Look into the system's log for errors of the disk.")
	case sqlite3.SQLITE_CONSTRAINT:
		return e.explainConstraint(problem, err)
	default:
		return err
	}
}

// damagedAtStart returns nil if err is anything else. A file that is damaged at the first look is so at the next start, too: it has
// to be mended first.
func (e sqliteEngine) damagedAtStart(err error) error {
	if problem, ok := errors.AsType[*sqlite.Error](err); ok && problem.Code()&primary == sqlite3.SQLITE_CORRUPT {
		return e.damaged(fault.Invalid, err)
	}
	return nil
}

func (e sqliteEngine) damaged(kind fault.Kind, cause error) error {
	return kind.Wrapf(cause, "the database file %s is damaged", e.path).
		WithMend("Stop BanGUI and restore a backup, or move the file away to begin anew.")
}

func (sqliteEngine) explainConstraint(problem *sqlite.Error, err error) error {
	switch problem.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return fault.Conflict.Wrapf(err, "it exists already")
	default:
		return err
	}
}

func (sqliteEngine) missingTable(err error) bool {
	problem, ok := errors.AsType[*sqlite.Error](err)
	return ok && problem.Code() == sqlite3.SQLITE_ERROR && strings.Contains(problem.Error(), "no such table")
}

// again is never true: the one writer waits for its turn before it begins.
func (sqliteEngine) again(error) bool { return false }

// isFull tells whether err says that the disk is full.
func isFull(err error) bool {
	problem, ok := errors.AsType[*sqlite.Error](err)
	return ok && problem.Code()&primary == sqlite3.SQLITE_FULL
}

// errNoHeader is the cause where a file does not begin as every SQLite database does.
var errNoHeader = errors.New("it does not begin as a SQLite database does")

// isDamaged tells whether err says that a file is damaged, or no database at all.
func isDamaged(err error) bool {
	problem, ok := errors.AsType[*sqlite.Error](err)
	return errors.Is(err, errNoHeader) ||
		(ok && (problem.Code()&primary == sqlite3.SQLITE_CORRUPT || problem.Code()&primary == sqlite3.SQLITE_NOTADB))
}
