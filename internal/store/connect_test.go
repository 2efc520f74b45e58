package store_test

import (
	"context"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgproto3"

	"bangui/internal/fault"
	"bangui/internal/store"
	"bangui/internal/store/pgtest"
)

// with adds options to a URL.
func with(address *url.URL, options ...string) string {
	u := *address
	query := u.Query()
	for _, option := range options {
		name, value, _ := strings.Cut(option, "=")
		query.Set(name, value)
	}
	u.RawQuery = query.Encode()
	return u.String()
}

func TestTLS(t *testing.T) {
	t.Parallel()
	address, authority := pgtest.TLS(t)
	byNumber := *address
	byNumber.Host = strings.Replace(address.Host, "localhost", "127.0.0.1", 1)
	wrong := *address
	wrong.User = url.UserPassword(pgtest.Protected, "hunter2")
	plain := plainServer(t)
	text := filepath.Join(t.TempDir(), "text.pem")
	if err := os.WriteFile(text, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name, url string
		kind      fault.Kind // empty if it works
		message   string
	}{
		{"require", with(address, "sslmode=require"), "", ""},
		{"the right authority", with(address, "sslmode=verify-full", "sslrootcert="+authority), "", ""},
		{"an unknown authority", with(address, "sslmode=verify-full"), fault.Invalid, "is not signed by an authority known here"},
		{"another name", with(&byNumber, "sslmode=verify-full", "sslrootcert="+authority), fault.Invalid, `is for another name than "127.0.0.1"`},
		{"no TLS at all", with(address, "sslmode=disable"), fault.Invalid, "no rule in pg_hba.conf lets it in"},
		{"a server without TLS", plain + "&sslmode=require", fault.Invalid, "has no TLS, but the database URL asks for it"},
		{"a server without TLS that does not know the password", refusing(t), fault.Invalid, `does not accept the user "ann" with this password`},
		{"an authority that is not there", with(&wrong, "sslmode=verify-full", "sslrootcert=/nowhere/ca.pem"), fault.Invalid, "/nowhere/ca.pem: no such file"},
		{"an authority that is none", with(&wrong, "sslmode=verify-full", "sslrootcert="+text), fault.Invalid, "cannot be read"},
		{"an unknown mode", with(&wrong, "sslmode=always"), fault.Invalid, "an sslmode that does not exist"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := open(t, store.Options{URL: c.url})
			if c.kind == "" {
				if err != nil {
					t.Fatal(fault.Cause(err))
				}
				return
			}
			check(t, err, c.kind, c.message)
		})
	}
}

// plainServer answers that it has no TLS, and hangs up.
func plainServer(t *testing.T) string {
	return fakeServer(t, func(net.Conn) {})
}

// refusing has no TLS, and accepts nobody.
func refusing(t *testing.T) string {
	return fakeServer(t, func(conn net.Conn) {
		backend := pgproto3.NewBackend(conn, conn)
		backend.Send(&pgproto3.ErrorResponse{Severity: "FATAL", Code: "28P01", Message: `password authentication failed for user "ann"`})
		_ = backend.Flush()
	})
}

// fakeServer speaks the start-up of PostgreSQL without TLS, and then what serve does.
func fakeServer(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				backend := pgproto3.NewBackend(conn, conn)
				for {
					message, err := backend.ReceiveStartupMessage()
					if err != nil {
						return
					}
					if _, ok := message.(*pgproto3.StartupMessage); ok {
						serve(conn)
						return
					}
					if _, err := conn.Write([]byte("N")); err != nil {
						return
					}
				}
			}()
		}
	}()
	return "postgres://ann:hunter2@" + l.Addr().String() + "/d?connect_timeout=5"
}

// welcome lets a client in.
func welcome(conn net.Conn) *pgproto3.Backend {
	backend := pgproto3.NewBackend(conn, conn)
	backend.Send(&pgproto3.AuthenticationOk{})
	backend.Send(&pgproto3.ParameterStatus{Name: "standard_conforming_strings", Value: "on"})
	backend.Send(&pgproto3.ParameterStatus{Name: "client_encoding", Value: "UTF8"})
	backend.Send(&pgproto3.ReadyForQuery{TxStatus: 'I'})
	return backend
}

// TestTooOld fakes the wire of a server that cannot be had any more.
func TestTooOld(t *testing.T) {
	address := fakeServer(t, func(conn net.Conn) {
		backend := welcome(conn)
		for backend.Flush() == nil {
			message, err := backend.Receive()
			if err != nil {
				return
			}
			if query, ok := message.(*pgproto3.Query); !ok || !strings.Contains(query.String, "server_version_num") {
				backend.Send(&pgproto3.EmptyQueryResponse{})
				backend.Send(&pgproto3.ReadyForQuery{TxStatus: 'I'})
				continue
			}
			text := func(name string) pgproto3.FieldDescription {
				return pgproto3.FieldDescription{Name: []byte(name), DataTypeOID: 25, DataTypeSize: -1, TypeModifier: -1}
			}
			backend.Send(&pgproto3.RowDescription{Fields: []pgproto3.FieldDescription{text("version"), text("encoding")}})
			backend.Send(&pgproto3.DataRow{Values: [][]byte{[]byte("90624"), []byte("UTF8")}})
			backend.Send(&pgproto3.CommandComplete{CommandTag: []byte("SELECT 1")})
			backend.Send(&pgproto3.ReadyForQuery{TxStatus: 'I'})
		}
	})
	_, err := open(t, store.Options{URL: address + "&sslmode=disable&default_query_exec_mode=simple_protocol"})
	check(t, err, fault.Unsupported, "has version 9; 14 is the oldest that works")
}

// TestStatementEnded fakes the wire of a server that ends each statement.
func TestStatementEnded(t *testing.T) {
	address := fakeServer(t, func(conn net.Conn) {
		backend := welcome(conn)
		for backend.Flush() == nil {
			if _, err := backend.Receive(); err != nil {
				return
			}
			backend.Send(&pgproto3.ErrorResponse{Severity: "ERROR", Code: "57014", Message: "canceling statement due to statement timeout"})
			backend.Send(&pgproto3.ReadyForQuery{TxStatus: 'I'})
		}
	})
	_, err := open(t, store.Options{URL: address + "&sslmode=disable&default_query_exec_mode=simple_protocol"})
	check(t, err, fault.Unavailable, "ended a statement before it was done: canceling statement due to statement timeout")
}

func TestStandby(t *testing.T) {
	t.Parallel()
	_, err := open(t, store.Options{URL: pgtest.Standby(t)})
	check(t, err, fault.Unavailable, "is a standby, which only allows reading")
}

func TestTooManyConnections(t *testing.T) {
	t.Parallel()
	address := pgtest.With(t, "-c max_connections=4 -c superuser_reserved_connections=0 -c max_wal_senders=0")
	for taken := 0; taken < 4; { // that of the look whether the server is up may take a moment to go
		conn, err := pgx.Connect(t.Context(), address)
		if err != nil {
			time.Sleep(50 * time.Millisecond)
			continue
		}
		taken++
		t.Cleanup(func() { _ = conn.Close(context.Background()) })
	}
	_, err := open(t, store.Options{URL: address})
	check(t, err, fault.Unavailable, "has no connections left")
}

// TestWays has URLs that lead nowhere.
func TestWays(t *testing.T) {
	t.Parallel()
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	port := strconv.Itoa(silent.Addr().(*net.TCPAddr).Port)
	cases := []struct{ name, url, message string }{
		{"nobody listens", "postgres://u:hunter2@127.0.0.1:1/d", "cannot be reached: nobody listens there"},
		{"unknown name", "postgres://u:hunter2@host.invalid/d", "the name of its machine, host.invalid, is not known here"},
		{"no socket", "postgres://u:hunter2@/d?host=/nowhere", "cannot be reached: there is no such socket"},
		{"no answer", "postgres://u:hunter2@127.0.0.1:" + port + "/d?connect_timeout=1", "cannot be reached: it does not answer"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := open(t, store.Options{URL: c.url})
			check(t, err, fault.Unavailable, c.message)
		})
	}
}

// TestDatabases has databases that cannot be used.
func TestDatabases(t *testing.T) {
	t.Parallel()
	as := func(address, role string) string {
		u := mustParse(t, address)
		u.User = url.UserPassword(role, "hunter2")
		return u.String()
	}
	t.Run("no right to connect", func(t *testing.T) {
		address := pgtest.URL(t)
		name := strings.TrimPrefix(mustParse(t, address).Path, "/")
		role := "guest_" + name
		pgtest.Exec(t, address, `create role `+role+` login`)
		t.Cleanup(func() { pgtest.Exec(t, address, `drop role `+role) })
		pgtest.Exec(t, address, `revoke connect on database `+name+` from public`)
		_, err := open(t, store.Options{URL: as(address, role)})
		check(t, err, fault.Invalid, "may not connect to the database")
	})
	t.Run("no such user", func(t *testing.T) {
		_, err := open(t, store.Options{URL: as(pgtest.URL(t), "nobody_at_all")})
		check(t, err, fault.Invalid, `does not accept the user "nobody_at_all" from this machine: there is no such user`)
	})
	t.Run("another program's tables", func(t *testing.T) {
		address := pgtest.URL(t)
		pgtest.Exec(t, address, `create table wp_posts (id int)`)
		_, err := open(t, store.Options{URL: address})
		check(t, err, fault.Invalid, `tables of another program, such as "wp_posts"`)
	})
	t.Run("another program's users", func(t *testing.T) {
		address := pgtest.URL(t)
		pgtest.Exec(t, address, `create table users (id int)`)
		_, err := open(t, store.Options{URL: address})
		check(t, err, fault.Invalid, `tables of another program, such as "users"`)
	})
	t.Run("only reading", func(t *testing.T) {
		address := pgtest.URL(t)
		pgtest.Exec(t, address, `alter database `+strings.TrimPrefix(mustParse(t, address).Path, "/")+` set default_transaction_read_only = on`)
		_, err := open(t, store.Options{URL: address})
		check(t, err, fault.Invalid, "default_transaction_read_only is on")
	})
	t.Run("another encoding", func(t *testing.T) {
		base := pgtest.URL(t)
		name := strings.TrimPrefix(mustParse(t, base).Path, "/") + "_latin"
		pgtest.Exec(t, base, `create database `+name+` encoding 'LATIN1' locale 'C' template template0`)
		t.Cleanup(func() { pgtest.Exec(t, base, `drop database `+name+` with (force)`) })
		u := mustParse(t, base)
		u.Path = "/" + name
		_, err := open(t, store.Options{URL: u.String()})
		check(t, err, fault.Invalid, "has the encoding LATIN1")
	})
}

// TestMendIsThere sees that nothing about a server is told without saying what to do.
func TestMendIsThere(t *testing.T) {
	began := time.Now()
	for _, address := range []string{"postgres://u@127.0.0.1:1/d", "postgres://u@host.invalid/d", "postgres://[::1/d"} {
		_, err := open(t, store.Options{URL: address})
		f, ok := err.(*fault.Fault) //nolint:errorlint // that is what Open promises
		if !ok || f.Mend == "" || f.ReadMore == "" {
			t.Errorf("%s: %#v, want a mend and where to read more", address, err)
		}
	}
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}
