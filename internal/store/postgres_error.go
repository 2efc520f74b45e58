package store

import (
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"bangui/internal/fault"
	"bangui/internal/settings"
)

// Conditions of PostgreSQL. Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
const (
	pgUniqueViolation      = "23505"
	pgReadOnlyTransaction  = "25006"
	pgSerializationFailure = "40001"
	pgDeadlock             = "40P01"
	pgUndefinedTable       = "42P01"
	pgInsufficientRights   = "42501"
	pgUnknownDatabase      = "3D000"
	pgDiskFull             = "53100"
	pgLockTimeout          = "55P03"
	pgStatementEnded       = "57014"
	pgTooManyConnections   = "53300"
	pgWrongPassword        = "28P01"
	pgNotLetIn             = "28000"
)

func (e postgresEngine) explain(err error) error {
	if f := e.explainTLS(err); f != nil {
		return f.WithReadMore(settings.ReadAboutDatabase)
	}
	if problem, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.explainCode(problem, err)
	}
	if e.isLost(err) {
		return e.explainLost(err).WithReadMore(settings.ReadAboutDatabase)
	}
	return err
}

func (e postgresEngine) explainCode(problem *pgconn.PgError, err error) error {
	switch problem.Code {
	case pgUniqueViolation:
		return fault.Conflict.Wrapf(problem, "it exists already")
	case pgDiskFull:
		return fault.Unavailable.Wrapf(problem, "the disk of the PostgreSQL server on %s is full", e.where()).
			WithMend("Free some space there.")
	case pgUnknownDatabase:
		return fault.Invalid.Wrapf(problem, "PostgreSQL on %s:%d has no database %q", e.config.Host, e.config.Port, e.config.Database).
			WithMend("Create it with `createdb -O %s %s`, or name another one.", e.config.User, e.config.Database).WithReadMore(settings.ReadAboutDatabase)
	case pgInsufficientRights:
		return e.explainRights(problem, err)
	case pgTooManyConnections:
		return fault.Unavailable.Wrapf(problem, "the PostgreSQL server on %s has no connections left", e.where()).
			WithMend("Raise max_connections there (each BanGUI takes up to %d), or the limit of the user or database, or end programs that hold some.",
				postgresConnections).WithReadMore(settings.ReadAboutDatabase)
	case pgWrongPassword:
		return fault.Invalid.Wrapf(problem, "PostgreSQL on %s does not accept the user %q with this password", e.where(), e.config.User).
			WithMend("Correct user and password in the database URL, escape special characters of the password as %%XX, "+
				"or set it anew with `alter role %s password '…'`.", e.config.User).WithReadMore(settings.ReadAboutDatabase)
	case pgNotLetIn:
		return fault.Invalid.Wrapf(problem, "PostgreSQL on %s does not accept the user %q from this machine: there is no such user, or no rule "+
			"in pg_hba.conf lets it in", e.where(), e.config.User).
			WithMend("Create it with `createuser -P %s`, or add a line for it to the server's pg_hba.conf; without TLS a line that begins with hostssl "+
				"does not count.", e.config.User).WithReadMore(settings.ReadAboutDatabase)
	case pgReadOnlyTransaction:
		return fault.Unavailable.Wrapf(problem, "the PostgreSQL server on %s only allows reading", e.where()).
			WithMend("Name the primary server in the database URL, not a standby.")
	case pgStatementEnded:
		return fault.Unavailable.Wrapf(problem, "the PostgreSQL server on %s ended a statement before it was done: %s", e.where(), problem.Message).
			WithMend("If statement_timeout is set for the user %s or the database, raise it; if somebody ended the statement there, try again.", e.config.User)
	case pgLockTimeout, pgDeadlock, pgSerializationFailure:
		return fault.Unavailable.Wrapf(problem, "the database was busy with other changes")
	}
	return e.explainClass(problem, err)
}

// explainRights tells who may not come in from who may not make tables.
func (e postgresEngine) explainRights(problem *pgconn.PgError, err error) error {
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return fault.Invalid.Wrapf(problem, "the PostgreSQL user %q may not connect to the database %q on %s:%d", e.config.User, e.config.Database,
			e.config.Host, e.config.Port).
			WithMend("Allow it with `grant connect on database %s to %s`, or let the user own it: `alter database %s owner to %s`.",
				e.config.Database, e.config.User, e.config.Database, e.config.User).WithReadMore(settings.ReadAboutDatabase)
	}
	return fault.Invalid.Wrapf(problem, "the PostgreSQL user %q may not make tables in %s, or not use those that are there", e.config.User, e.where()).
		WithWhy("BanGUI makes its own tables and changes them when it is upgraded.").
		WithMend("Let the user own the database: `alter database %s owner to %s`; tables that somebody else has made there need `reassign owned`.",
			e.config.Database, e.config.User).WithReadMore(settings.ReadAboutDatabase)
}

// explainClass explains by the first two characters of the code, which name a class.
func (e postgresEngine) explainClass(problem *pgconn.PgError, err error) error {
	switch problem.Code[:min(2, len(problem.Code))] {
	case "28":
		return fault.Invalid.Wrapf(problem, "PostgreSQL on %s does not accept the user %q or its password", e.where(), e.config.User).
			WithMend("Correct user and password in the database URL, or the server's pg_hba.conf.")
	case "08", "57":
		return fault.Unavailable.Wrapf(problem, "the PostgreSQL server on %s is starting, stopping or cut off", e.where())
	case "53":
		return fault.Unavailable.Wrapf(problem, "the PostgreSQL server on %s has no connections or memory left", e.where())
	case "58", "XX":
		return fault.Unavailable.Wrapf(problem, "the PostgreSQL server on %s reports a damage or a fault of its disk", e.where())
	}
	return err
}

// isLost tells whether there is no connection, or none any more.
func (postgresEngine) isLost(err error) bool {
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, driver.ErrBadConn) || strings.Contains(err.Error(), "conn closed")
}

// hideCause leaves of a failed connection what happened, without the user and the settings of the attempt.
func hideCause(err error) error {
	if lost, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return lost.Unwrap()
	}
	return err
}

func (postgresEngine) missingTable(err error) bool {
	problem, ok := errors.AsType[*pgconn.PgError](err)
	return ok && problem.Code == pgUndefinedTable
}

// again is true where PostgreSQL ended the transaction to let another one through.
func (postgresEngine) again(err error) bool {
	problem, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (problem.Code == pgSerializationFailure || problem.Code == pgDeadlock)
}
