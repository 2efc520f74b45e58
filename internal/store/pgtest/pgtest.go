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

// Protected is a user name for which the private server asks for a password; nobody has it.
const Protected = "protected"

// URL returns the URL of an empty database that is dropped when the test ends. Without a server the test is skipped, or fails if
// BANGUI_TEST_NO_SKIP is 1.
func URL(t testing.TB) string {
	t.Helper()
	base := serverURL(t)
	name := "bangui_test_" + strings.ToLower(rand.Text()[:12])
	run(t, base, "create database "+name)
	t.Cleanup(func() { run(t, base, "drop database "+name+" with (force)") })
	address := *base
	address.Path = "/" + name
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

func serverURL(t testing.TB) *url.URL {
	t.Helper()
	if given := os.Getenv("BANGUI_TEST_POSTGRES_URL"); given != "" {
		address, err := url.Parse(given)
		if err != nil {
			t.Fatalf("BANGUI_TEST_POSTGRES_URL: %v", err)
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
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := execute(ctx, address.String(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func execute(ctx context.Context, address, statement string) error {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(context.WithoutCancel(ctx)))
}
