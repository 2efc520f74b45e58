// Package pgtest gives each test a fresh PostgreSQL database.
//
// [URL] starts a private server from the installed binaries, once for each test process, on a unix socket only and never as root.
// It is gone with the test process, however that ends. With BANGUI_TEST_POSTGRES_URL set, that server is used instead: its user
// must be allowed to create databases.
package pgtest

import (
	"context"
	"crypto/rand"
	"errors"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// server is shared by all tests of the process because starting one takes seconds.
var server = sync.OnceValues(start) //nolint:gochecknoglobals // one cluster for all tests of a process is the purpose

// made is a database that others are copied from: a copy takes a sixth of the time of making the tables anew.
var made template //nolint:gochecknoglobals // it is in the cluster of all tests of a process

type template struct {
	sync.Once
	err error
}

// Protected is a user name for which the private server asks for a password; nobody has it.
const Protected = "protected"

// URL returns the URL of an empty database that is dropped when the test ends. Without a server the test is skipped, or fails if
// BANGUI_TEST_NO_SKIP is 1.
func URL(t testing.TB) string {
	t.Helper()
	return create(t, serverURL(t), "")
}

// URLOf returns the URL of a database as fill makes it, which is the same one for all calls in a process, and is dropped as that of [URL].
func URLOf(t testing.TB, fill func(databaseURL string) error) string {
	t.Helper()
	base := serverURL(t)
	if os.Getenv(givenServer) != "" { // nothing shall be left there
		address := create(t, base, "")
		if err := fill(address); err != nil {
			t.Fatalf("fill the database: %v", err)
		}
		return address
	}
	const name = "bangui_template"
	made.Do(func() {
		if made.err = execute(base.String(), "create database "+name); made.err == nil {
			made.err = fill(within(base, name))
		}
	})
	if made.err != nil {
		t.Fatalf("fill the database to copy: %v", made.err)
	}
	return create(t, base, " template "+name)
}

func create(t testing.TB, base *url.URL, from string) string {
	t.Helper()
	name := "bangui_test_" + strings.ToLower(rand.Text()[:12])
	run(t, base, "create database "+name+from)
	t.Cleanup(func() { run(t, base, "drop database "+name+" with (force)") })
	return within(base, name)
}

func within(server *url.URL, database string) string {
	address := *server
	address.Path = "/" + database
	return address.String()
}

// Exec runs a statement in the database at the URL.
func Exec(t testing.TB, databaseURL, statement string) {
	t.Helper()
	address, err := url.Parse(databaseURL)
	if err != nil {
		t.Fatalf("URL of the test database: %v", err)
	}
	run(t, address, statement)
}

// givenServer is the environment variable that names another server than the private one.
const givenServer = "BANGUI_TEST_POSTGRES_URL"

func serverURL(t testing.TB) *url.URL {
	t.Helper()
	if given := os.Getenv(givenServer); given != "" {
		address, err := url.Parse(given)
		if err != nil {
			t.Fatalf("%s: %v", givenServer, err)
		}
		return address
	}
	if _, err := binaries(); err != nil {
		skip(t, err.Error())
	}
	private, err := server()
	if err != nil {
		t.Fatalf("start PostgreSQL: %v", err)
	}
	return private.address
}

func skip(t testing.TB, why string) {
	t.Helper()
	if os.Getenv("BANGUI_TEST_NO_SKIP") == "1" {
		t.Fatalf("not skipped: %s", why)
	}
	t.Skip(why)
}

func run(t testing.TB, address *url.URL, statement string) {
	t.Helper()
	if err := execute(address.String(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func execute(address, statement string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}
