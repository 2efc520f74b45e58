package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"bangui/internal/store/pgtest"
)

// outcome is how a run of the program ended.
type outcome struct {
	code           int
	stdout, stderr string
}

// runProgram runs the program to its end.
func runProgram(t *testing.T, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := program(t, nil, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run() // the exit code tells
	return outcome{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// want checks the exit code and that some words were said.
func (o outcome) want(t *testing.T, code int, words ...string) {
	t.Helper()
	if o.code != code {
		t.Errorf("exit code %d, want %d: %s%s", o.code, code, o.stdout, o.stderr)
	}
	for _, word := range words {
		if !strings.Contains(o.stdout+o.stderr, word) {
			t.Errorf("%q is not in %s%s", word, o.stdout, o.stderr)
		}
	}
}

// TestStore goes the way of an operator: a backup of a running server, a restore, the move to PostgreSQL and back.
func TestStore(t *testing.T) {
	dir, none := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "none.sock")
	data := "--data-dir=" + dir
	backup := filepath.Join(t.TempDir(), "backup.db")
	server, link := serveFor(t, dir, "--fail2ban-socket="+none)
	setUp(t, link)

	runProgram(t, "store", "check", data).want(t, 0, "is sound: version", "1 users")
	runProgram(t, "store", "backup", data, backup).want(t, 0, "The backup of "+dir+"/bangui.db is in "+backup)
	runProgram(t, "store", "backup", data, backup).want(t, 78, "is there already", "--force")
	runProgram(t, "store", "backup", data, "--force", backup).want(t, 0)
	runProgram(t, "store", "restore", data, "--replace", backup).want(t, 78, "another BanGUI uses", fmt.Sprint(server.Process.Pid))
	runProgram(t, "store", "migrate", data, "--to=postgres://nobody@127.0.0.1:1/x").want(t, 78, "another BanGUI uses")
	stopServer(t, server)

	runProgram(t, "store", "restore", data, backup).want(t, 78, "the target is not empty", "--replace")
	runProgram(t, "store", "restore", data, "--replace", backup).want(t, 0, "What was there before is kept in "+dir+"/bangui.db.before-", "sign in again")
	runProgram(t, "store", "restore", data, "--replace", os.Args[0]).want(t, 78, "the backup "+os.Args[0]+" cannot be used", "nothing has been changed")
	elsewhere := "--data-dir=" + filepath.Join(t.TempDir(), "new")
	runProgram(t, "store", "restore", elsewhere, backup).want(t, 0)
	runProgram(t, "store", "check", elsewhere).want(t, 0, "1 users")

	address := pgtest.URL(t)
	withPassword := strings.Replace(address, "postgres@", "postgres:hunter2@", 1)
	moved := runProgram(t, "store", "migrate", data, "--to="+withPassword)
	moved.want(t, 0, "have been copied and compared", "BANGUI_HOST_NAME=local", "has not been changed", "copy: ", "verify: ")
	if strings.Contains(moved.stdout+moved.stderr, "hunter2") {
		t.Errorf("the password is in %s%s", moved.stdout, moved.stderr)
	}
	runProgram(t, "store", "migrate", data, "--to="+address).want(t, 78, "the target is not empty")
	runProgram(t, "store", "migrate", "--database-url="+address, "--to="+address).want(t, 78, "is PostgreSQL already")
	runProgram(t, "store", "migrate", data, "--to=mysql://x").want(t, 78, "no URL such as postgres://")
	runProgram(t, "store", "migrate", data).want(t, 64, "--to")
	runProgram(t, "store", "check", "--database-url="+address).want(t, 0, "is sound", "1 users")

	back := filepath.Join(t.TempDir(), "back.db")
	runProgram(t, "store", "backup", "--database-url="+address, back).want(t, 0)
	runProgram(t, "store", "check", "--database-url=sqlite:"+back).want(t, 0, "1 users")
	runProgram(t, "store", "restore", "--database-url="+address, back).want(t, 78, "--replace")
	runProgram(t, "store", "restore", "--database-url="+address, "--replace", back).want(t, 0)
}

func TestStoreCheckFindsDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bangui.db")
	if err := os.WriteFile(path, []byte("Dear diary"), 0o600); err != nil {
		t.Fatal(err)
	}
	runProgram(t, "store", "check", "--database-url=sqlite:"+path).want(t, 1, "PROBLEM (damaged_file)", "To mend it:", "is not sound")
	said := runProgram(t, "store", "check", "-o", "json", "--database-url=sqlite:"+path)
	var found struct {
		Sound    *bool
		Findings []struct{ Code, Message, Mend string }
	}
	if err := json.Unmarshal([]byte(said.stdout), &found); err != nil || said.code != 1 || found.Sound == nil || *found.Sound || len(found.Findings) != 1 {
		t.Errorf("%v: %+v", err, said)
	}
	runProgram(t, "store", "check", "--database-url=sqlite:"+path+"-none").want(t, 1, "no database in")
}

func TestWithoutPassword(t *testing.T) {
	for given, want := range map[string]string{
		"postgres://u:hunter2@h:1/d?sslmode=require": "postgres://u:PASSWORD@h:1/d?sslmode=require",
		"postgres://u@h/d?password=hunter2":          "postgres://u@h/d?password=PASSWORD",
		"postgres:///d?host=/run":                    "postgres:///d?host=%2Frun",
		"postgres://u:hunter2@[::1/d":                "postgres://…",
	} {
		if got := withoutPassword(given); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// setUp makes the first administrator.
func setUp(t *testing.T, link string) {
	t.Helper()
	base, token, _ := strings.Cut(link, "setup#token=")
	b := &browser{t: t, client: &http.Client{Timeout: time.Minute}, base: base + "api/v1"}
	b.call(http.MethodPost, "/setup", `{"token":"`+token+`","username":"admin","password":"a long enough phrase"}`)
}

// stopServer stops it in order.
func stopServer(t *testing.T, server *exec.Cmd) {
	t.Helper()
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := server.Wait(); err != nil {
		t.Fatal(err)
	}
}
