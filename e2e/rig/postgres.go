package rig

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrNoPostgres says that PostgreSQL is not installed.
var ErrNoPostgres = errors.New("PostgreSQL is not installed (Debian: apt-get install postgresql)")

// Postgres is a private server that listens on TCP, with a password. It never runs as root, which PostgreSQL refuses.
type Postgres struct {
	rig      *Rig
	at       *Place
	bin, dir string
	owner    *syscall.Credential
	// listen is host:port.
	listen   string
	password string
	process  *Process
}

const postgresWithin = 60 * time.Second

// StartPostgres makes a cluster and runs it, in a place, on an address. Its settings are PostgreSQL's own defaults: what is
// committed is on the disk.
func (r *Rig) StartPostgres(ctx context.Context, at *Place, name, listen string) (*Postgres, error) {
	bin, err := postgresPrograms()
	if err != nil {
		return nil, err
	}
	owner, err := postgresOwner()
	if err != nil {
		return nil, err
	}
	p := &Postgres{rig: r, at: at, bin: bin, owner: owner, listen: listen, password: rand.Text()}
	if p.dir, err = r.Sub(name); err != nil {
		return nil, err
	}
	if owner != nil {
		if err := os.Chown(p.dir, int(owner.Uid), int(owner.Gid)); err != nil {
			return nil, err
		}
	}
	if err := p.initialize(); err != nil {
		return nil, err
	}
	return p, p.Start(ctx)
}

// postgresPrograms is the directory of the newest installed server.
func postgresPrograms() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err == nil && len(found) > 0 {
		return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return postgresVersion(a) - postgresVersion(b) })), nil
	}
	if path, err := exec.LookPath("postgres"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", ErrNoPostgres
}

// postgresVersion reads the number in /usr/lib/postgresql/15/bin/postgres.
func postgresVersion(path string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	if err != nil {
		return 0
	}
	return n
}

// postgresOwner is who runs the server if we are root; nil means ourselves.
func postgresOwner() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil //nolint:nilnil // no other user is needed
	}
	for _, name := range []string{"postgres", "nobody"} {
		account, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.ParseUint(account.Uid, 10, 32)
		gid, gidErr := strconv.ParseUint(account.Gid, 10, 32)
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(uidErr, gidErr)
	}
	return nil, errors.New("there is neither a user postgres nor nobody to run PostgreSQL as")
}

func (p *Postgres) initialize() error {
	secret := filepath.Join(p.dir, "password")
	if err := os.WriteFile(secret, []byte(p.password+"\n"), 0o600); err != nil {
		return err
	}
	defer os.Remove(secret)
	if p.owner != nil {
		if err := os.Chown(secret, int(p.owner.Uid), int(p.owner.Gid)); err != nil {
			return err
		}
	}
	initdb := exec.Command(filepath.Join(p.bin, "initdb"), "-D", p.data(), "-U", "bangui", "-E", "UTF8",
		"--auth=scram-sha-256", "--pwfile="+secret, "--no-sync", "--no-instructions")
	initdb.Dir = p.dir
	initdb.SysProcAttr = &syscall.SysProcAttr{Credential: p.owner}
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, bytes.TrimSpace(out))
	}
	access := "host all all samenet scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n"
	return os.WriteFile(filepath.Join(p.data(), "pg_hba.conf"), []byte(access), 0o600)
}

func (p *Postgres) data() string { return filepath.Join(p.dir, "data") }

// Start starts it again after Stop or Kill and waits until it answers.
func (p *Postgres) Start(ctx context.Context) error {
	host, port, err := net.SplitHostPort(p.listen)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, postgresWithin)
	defer cancel()
	for {
		if err := p.run(host, port); err != nil {
			return err
		}
		if err = p.answers(ctx); err == nil {
			return nil
		}
		// After a kill, the server's children may hold its memory for a moment more, and it refuses to start meanwhile.
		if ctx.Err() != nil || p.process.Running() {
			return fmt.Errorf("PostgreSQL did not start: %w: %s", err, p.process.Tail(10))
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func (p *Postgres) run(host, port string) error {
	cmd := exec.Command(filepath.Join(p.bin, "postgres"), "-D", p.data(), "-c", "listen_addresses="+host, "-p", port,
		"-c", "unix_socket_directories=", "-c", "shared_buffers=64MB", "-c", "max_connections=300")
	cmd.Dir = p.dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.owner}
	process, err := p.rig.Start(p.at, "postgres", filepath.Join(p.rig.Dir, filepath.Base(p.dir)+".log"), cmd)
	p.process = process
	return err
}

// answers waits until a statement succeeds, or the server has ended.
func (p *Postgres) answers(ctx context.Context) error {
	for {
		err := p.Exec(ctx, "postgres", "select 1")
		if err == nil || ctx.Err() != nil || !p.process.Running() {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// Stop ends it as `pg_ctl stop -m fast` does: sessions are cut, what is committed stays.
func (p *Postgres) Stop() error { return p.process.Stop(syscall.SIGINT, postgresWithin) }

// Kill ends it and all its children at once.
func (p *Postgres) Kill() { p.process.Kill() }

// Process is the server as it runs now.
func (p *Postgres) Process() *Process { return p.process }

// Database makes an empty database.
func (p *Postgres) Database(ctx context.Context, name string) error {
	return p.Exec(ctx, "postgres", "create database "+name)
}

// URL is that of a database, with the password.
func (p *Postgres) URL(database string) string {
	u := url.URL{Scheme: "postgres", User: url.UserPassword("bangui", p.password), Host: p.listen, Path: "/" + database}
	u.RawQuery = url.Values{"sslmode": {"disable"}}.Encode()
	return u.String()
}

// Connect opens a connection for the test's own questions.
func (p *Postgres) Connect(ctx context.Context, database string) (*pgx.Conn, error) {
	config, err := pgx.ParseConfig(p.URL(database))
	if err != nil {
		return nil, err
	}
	config.DialFunc = p.Dial
	return pgx.ConnectConfig(ctx, config)
}

// Exec runs statements on a connection of their own.
func (p *Postgres) Exec(ctx context.Context, database, statements string) error {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	conn, err := p.Connect(ctx, database)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statements)
	return errors.Join(err, conn.Close(context.WithoutCancel(ctx)))
}

// PostgresVersion is the number of the newest installed server, such as 15; 0 if there is none, or it does not tell.
func PostgresVersion() int {
	bin, err := postgresPrograms()
	if err != nil {
		return 0
	}
	return postgresVersion(filepath.Join(bin, "postgres"))
}

// HasPostgres tells whether there is a server to start.
func HasPostgres() bool {
	_, err := postgresPrograms()
	return err == nil
}

// Dial connects from where the server is.
func (p *Postgres) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	return p.at.Dial(ctx, network, address)
}
