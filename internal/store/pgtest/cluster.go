package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// keeper runs the server until its standard input ends, which the death of the test process brings about, and then removes everything.
// Arguments: directory of the binaries, directory of the cluster, address to listen on or nothing, port, more options.
const keeper = `
trap "" INT TERM HUP
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses="$3" -c port="$4" -c fsync=off -c full_page_writes=off -c synchronous_commit=off \
	-c shared_buffers=64MB -c max_connections=200 $5 </dev/null >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -QUIT $server 2>/dev/null
wait $server
cd / && rm -rf "$2"
`

// access asks for a password for one user and believes all others: the socket is in a directory that only the owner can enter.
const access = "local all " + Protected + " scram-sha-256\nlocal all all trust\n"

// binaries finds the newest installed server.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err == nil && len(found) > 0 {
		return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })), nil
	}
	if path, err := exec.LookPath("postgres"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", errors.New("PostgreSQL is not installed (Debian: apt-get install postgresql) and BANGUI_TEST_POSTGRES_URL is not set")
}

// version reads the number in /usr/lib/postgresql/15/bin/postgres.
func version(path string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
	if err != nil {
		return 0
	}
	return n
}

// cluster is a running server.
type cluster struct {
	// address is that of its first database.
	address *url.URL
	// port is that of its socket, and on 127.0.0.1 if it listens there.
	port int
	// alive is held open, unused, as long as this process lives: its end tells the keeper.
	alive io.Closer
}

// manner is how a cluster differs from the one that all tests share. The zero value does not.
type manner struct {
	// tls makes it listen on 127.0.0.1 with a certificate by the authority.
	tls *authority
	// options are for postgres, such as -c max_connections=5.
	options string
	// standby makes it one.
	standby bool
}

// start makes a cluster that all tests share.
func start() (*cluster, error) { return startAs(manner{}) }

// startAs makes a cluster and runs it.
func startAs(how manner) (*cluster, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	owner, err := ownerOfCluster()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "bangui-pg-")
	if err != nil {
		return nil, err
	}
	if owner != nil {
		if err := os.Chown(dir, int(owner.Uid), int(owner.Gid)); err != nil {
			return nil, errors.Join(err, os.RemoveAll(dir))
		}
	}
	if err := initialize(bin, dir, owner); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	port, err := how.prepare(filepath.Join(dir, "data"), owner)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	alive, err := keep(bin, dir, port, how, owner)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	address := &url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres"}
	address.RawQuery = url.Values{"host": {dir}, "port": {strconv.Itoa(port)}}.Encode()
	return &cluster{address, port, alive}, waitFor(address, filepath.Join(dir, "log"))
}

// ownerOfCluster is who runs the server if we are root, which PostgreSQL refuses; nil means ourselves.
func ownerOfCluster() (*syscall.Credential, error) {
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
	return nil, errors.New("there is neither a user postgres nor nobody to run the server as")
}

func initialize(bin, dir string, owner *syscall.Credential) error {
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", filepath.Join(dir, "data"), "-U", "postgres", "-E", "UTF8",
		"--auth=trust", "--no-sync", "--no-instructions")
	initdb.Dir = dir
	initdb.SysProcAttr = &syscall.SysProcAttr{Credential: owner}
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, bytes.TrimSpace(out))
	}
	return os.WriteFile(filepath.Join(dir, "data", "pg_hba.conf"), []byte(access), 0o600)
}

// keep starts the keeper in a process group of its own, so that an interrupt at the terminal leaves it to clean up.
func keep(bin, dir string, port int, how manner, owner *syscall.Credential) (alive io.Closer, err error) {
	command := exec.Command("/bin/sh", "-c", keeper, "keeper", bin, dir, how.listen(), strconv.Itoa(port), how.options)
	command.Dir = dir
	command.SysProcAttr = &syscall.SysProcAttr{Credential: owner, Setpgid: true}
	alive, err = command.StdinPipe()
	if err != nil {
		return nil, err
	}
	return alive, command.Start()
}

func waitFor(address *url.URL, log string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for {
		err := execute(address.String(), "select 1")
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			said, _ := os.ReadFile(log)
			return fmt.Errorf("the server did not start: %w: %s", err, strings.TrimSpace(string(said)))
		case <-time.After(20 * time.Millisecond):
		}
	}
}
