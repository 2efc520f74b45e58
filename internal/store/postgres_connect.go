package store

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"errors"
	"io/fs"
	"net"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"

	"bangui/internal/fault"
	"bangui/internal/settings"
)

// explainURL says what is wrong with a database URL. The parser's own error is never shown: it may quote the URL.
func explainURL(err error) error {
	if file, ok := errors.AsType[*fs.PathError](err); ok {
		return fault.Invalid.Errorf("a file that the database URL names cannot be read: %s: %s", file.Path, file.Err).
			WithMend("Correct sslrootcert, sslcert or sslkey in the database URL, or make the file readable for the user that runs this program.").
			WithReadMore(settings.ReadAboutDatabase)
	}
	if strings.Contains(err.Error(), "sslmode is invalid") {
		return fault.Invalid.Errorf("the database URL has an sslmode that does not exist").
			WithMend("Use disable, allow, prefer, require, verify-ca or verify-full.").WithReadMore(settings.ReadAboutDatabase)
	}
	return fault.Invalid.Errorf("the database URL cannot be read").
		WithMend("Write postgres://user:password@host:5432/database; escape special characters of the password as %%XX.").
		WithReadMore(settings.ReadAboutDatabase)
}

// checkServer looks at what no error would tell in time.
func (e postgresEngine) checkServer(ctx context.Context, db *sql.DB) error {
	var number, encoding string
	err := db.QueryRowContext(ctx, `select current_setting('server_version_num'), current_setting('server_encoding')`).Scan(&number, &encoding)
	if err != nil {
		return explain(ctx, e, "connect to "+e.where(), err)
	}
	version, err := strconv.Atoi(number)
	if err != nil {
		return fault.Unsupported.Errorf("the server on %s says that it has version %q, which is none of PostgreSQL's", e.where(), number)
	}
	if version < oldestPostgres {
		return fault.Unsupported.Errorf("PostgreSQL on %s has version %d; 14 is the oldest that works", e.where(), version/10000).
			WithMend("Upgrade the server, or name another one in the database URL.").WithReadMore(settings.ReadAboutDatabase)
	}
	if encoding != "UTF8" {
		return fault.Invalid.Errorf("the database %s has the encoding %s, which cannot hold every name and log line", e.where(), encoding).
			WithMend("Create one with `createdb -E UTF8 -T template0 -O %s %s`, and name it.", e.config.User, e.config.Database).
			WithReadMore(settings.ReadAboutDatabase)
	}
	return nil
}

// checkPrimary refuses a standby. It may become the primary, so trying later may help.
func (e postgresEngine) checkPrimary(ctx context.Context, db *sql.DB) error {
	var standby bool
	var readOnly string
	err := db.QueryRowContext(ctx, `select pg_is_in_recovery(), current_setting('default_transaction_read_only')`).Scan(&standby, &readOnly)
	switch {
	case err != nil:
		return explain(ctx, e, "connect to "+e.where(), err)
	case standby:
		return fault.Unavailable.Errorf("the PostgreSQL server on %s is a standby, which only allows reading", e.where()).
			WithMend("Name the primary server in the database URL, or several with target_session_attrs=read-write.").
			WithReadMore(settings.ReadAboutDatabase)
	case readOnly == "on":
		return fault.Invalid.Errorf("the PostgreSQL user %q may only read in %s: default_transaction_read_only is on", e.config.User, e.where()).
			WithMend("Switch it off with `alter role %s in database %s set default_transaction_read_only = off`.", e.config.User, e.config.Database).
			WithReadMore(settings.ReadAboutDatabase)
	}
	return nil
}

// explainTLS returns nil if err is not about TLS. The first attempt of several with TLS counts.
func (e postgresEngine) explainTLS(err error) *fault.Fault {
	const byHand = "Name the authority's certificate with sslrootcert=/path/to/ca.pem in the database URL."
	if name, ok := errors.AsType[x509.HostnameError](err); ok {
		return fault.Invalid.Wrapf(hideCause(err), "the certificate of the PostgreSQL server on %s is for another name than %q", e.where(), name.Host).
			WithMend("Use the name that is in the certificate as the host in the database URL, or give the server a certificate for this one.")
	}
	if invalid, ok := errors.AsType[x509.CertificateInvalidError](err); ok && invalid.Reason == x509.Expired {
		return fault.Invalid.Wrapf(hideCause(err), "the certificate of the PostgreSQL server on %s has expired or is not valid yet", e.where()).
			WithMend("Give the server a new certificate, and see that this machine's clock is right.")
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return fault.Invalid.Wrapf(hideCause(err), "the certificate of the PostgreSQL server on %s is not signed by an authority known here", e.where()).
			WithMend(byHand)
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok && e.asksForTLS() && strings.Contains(err.Error(), "server refused TLS connection") {
		return fault.Invalid.Wrapf(hideCause(err), "the PostgreSQL server on %s has no TLS, but the database URL asks for it", e.where()).
			WithMend("Switch it on in the server with `ssl = on`, or write sslmode=disable into the database URL if nobody can listen in between.")
	}
	return nil
}

// asksForTLS tells whether the URL allows nothing else. sslmode=prefer, which is the default, goes on without it: what happened then counts.
func (e postgresEngine) asksForTLS() bool {
	without := func(other *pgconn.FallbackConfig) bool { return other.TLSConfig == nil }
	return e.config.TLSConfig != nil && !slices.ContainsFunc(e.config.Fallbacks, without)
}

// explainLost tells apart why there is no connection.
func (e postgresEngine) explainLost(err error) *fault.Fault {
	f := func(why string) *fault.Fault {
		return fault.Unavailable.Wrapf(hideCause(err), "the PostgreSQL server on %s cannot be reached%s", e.where(), why)
	}
	timeout, isNet := errors.AsType[net.Error](err)
	if unknown, ok := errors.AsType[*net.DNSError](err); ok {
		return f(": the name of its machine, " + unknown.Name + ", is not known here").
			WithMend("Correct the host in the database URL, or this machine's name server.")
	}
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return f(": nobody listens there").WithMend("Start it, and see that host and port in the database URL and listen_addresses of the server are right.")
	case errors.Is(err, fs.ErrNotExist):
		return f(": there is no such socket").WithMend("Start it, and see that the directory of its socket is the host in the database URL.")
	case errors.Is(err, fs.ErrPermission):
		return f(": this user may not use its socket").WithMend("Let the user that runs this program use the server's socket.")
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return f(": there is no way to its machine").WithMend("Correct the host in the database URL, or the network.")
	case (isNet && timeout.Timeout()) || errors.Is(err, context.DeadlineExceeded):
		return f(": it does not answer").WithMend("See that it runs, and that no firewall is in between.")
	}
	return f("").WithMend("See that it runs and that host, port and TLS in the database URL are right.")
}
