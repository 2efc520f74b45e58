package sandbox_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// childVariable makes the test program start a fail2ban in the given directory and wait to be killed.
const childVariable = "SANDBOX_TEST_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childVariable); dir != "" {
		beParent(dir)
	}
	os.Exit(m.Run())
}

func beParent(dir string) {
	server, err := sandbox.Start(context.Background(), sandbox.Options{Dir: dir})
	if err != nil {
		fmt.Println("not started:", err)
		os.Exit(1)
	}
	fmt.Println(server.PID())
	select {}
}

func TestServerDiesWithItsParent(t *testing.T) {
	requireInstalled(t)
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), childVariable+"="+plainDir(t))
	output, err := parent.StdoutPipe()
	check(t, err)
	check(t, parent.Start())
	line, err := bufio.NewReader(output).ReadString('\n')
	check(t, err)
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatalf("the parent says %q", line)
	}
	check(t, parent.Process.Kill())
	_ = parent.Wait()
	eventually(t, "the end of fail2ban", func() bool { return !processExists(pid) })
}

func TestCloseLeavesNothing(t *testing.T) {
	server := sandboxtest.Start(t, sandbox.Options{})
	pid, dir := server.PID(), server.Paths().Dir
	check(t, server.Close())
	if processExists(pid) {
		t.Errorf("process %d is still there", pid)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("directory %s is still there: %v", dir, err)
	}
	if err := server.Restart(t.Context()); err == nil {
		t.Error("a closed server was started again")
	}
}

func TestCloseKeepsAGivenDirectory(t *testing.T) {
	dir := plainDir(t)
	server := sandboxtest.Start(t, sandbox.Options{Dir: dir})
	check(t, server.Close())
	if _, err := os.Stat(filepath.Join(dir, "config", "jail.conf")); err != nil {
		t.Error(err)
	}
}

func TestFailedStartLeavesNothing(t *testing.T) {
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		t.Setenv("TMPDIR", plainDir(t))
		server, err := sandbox.Start(t.Context(), sandbox.Options{
			Version: version,
			Jails:   []sandbox.Jail{{Name: "bad", Filter: sandbox.SSH(), Lines: []string{"failregex = ("}}},
		})
		if err == nil {
			_ = server.Close()
		}
		if err == nil || !strings.Contains(err.Error(), "Unable to compile regular expression") {
			t.Errorf("error %v, want fail2ban's own words", err)
		}
		left, err := os.ReadDir(os.Getenv("TMPDIR"))
		check(t, err)
		if len(left) != 0 {
			t.Errorf("left behind: %v", left)
		}
	})
}

func TestNotInstalled(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := sandbox.Start(t.Context(), sandbox.Options{})
	if !errors.Is(err, sandbox.ErrNotInstalled) {
		t.Errorf("error %v, want %v", err, sandbox.ErrNotInstalled)
	}
}

func TestStartStopsWithItsContext(t *testing.T) {
	requireInstalled(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := sandbox.Start(ctx, sandbox.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

func TestRestartRestoresBans(t *testing.T) {
	server := sandboxtest.Start(t, sandbox.Options{})
	check(t, server.Attack("ssh", netip.MustParseAddr("203.0.113.7"), 3))
	waitBan(t, server, "ssh", "203.0.113.7")
	first := server.PID()
	check(t, server.Restart(t.Context()))
	if server.PID() == first {
		t.Errorf("still process %d", first)
	}
	check(t, server.WaitLog(short(t), "[ssh] Restore Ban 203.0.113.7"))
}

func TestKilledServerStartsAgain(t *testing.T) {
	server := sandboxtest.Start(t, sandbox.Options{})
	server.Kill()
	if server.Running() {
		t.Error("it still runs")
	}
	if _, err := os.Stat(server.Paths().Socket); err != nil {
		t.Errorf("a killed server leaves its socket: %v", err)
	}
	check(t, server.Restart(t.Context()))
	if !server.Running() {
		t.Error("it does not run")
	}
}

func TestPausedServerDoesNotAnswer(t *testing.T) {
	server := sandboxtest.Start(t, sandbox.Options{})
	server.Pause()
	if answers(t, server, 200*time.Millisecond) {
		t.Error("a paused server answered")
	}
	server.Resume()
	if !answers(t, server, 10*time.Second) {
		t.Error("no answer after it was resumed")
	}
	server.Pause()
	server.Stop(t.Context())
	if server.Running() {
		t.Error("a paused server was not stopped")
	}
}

func TestLongDirectoryHasAShortSocket(t *testing.T) {
	dir := filepath.Join(plainDir(t), strings.Repeat("long/", 30))
	server := sandboxtest.Start(t, sandbox.Options{Dir: dir})
	if n := len(server.Paths().Socket); n > 107 {
		t.Errorf("the socket's path has %d bytes", n)
	}
	check(t, server.Close())
	if _, err := os.Stat(filepath.Dir(server.Paths().Socket)); !os.IsNotExist(err) {
		t.Errorf("the socket's directory is still there: %v", err)
	}
}

func requireInstalled(t *testing.T) {
	t.Helper()
	if _, err := sandbox.Installed(t.Context()); err != nil {
		sandboxtest.Skip(t, err.Error())
	}
}

// plainDir is a temporary directory whose name has nothing of the test's.
func plainDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "sandbox-test-")
	check(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func short(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !done(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("no %s within 10 s", what)
		}
	}
}

func processExists(pid int) bool {
	state, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !strings.Contains(string(state), ") Z ")
}

// answers reports whether anything comes back from the socket in time.
func answers(t *testing.T, server *sandbox.Server, within time.Duration) bool {
	t.Helper()
	conn, err := net.Dial("unix", server.Paths().Socket)
	check(t, err)
	defer func() { _ = conn.Close() }()
	check(t, conn.SetDeadline(time.Now().Add(within)))
	_, err = conn.Write([]byte("(Vping\nl.<F2B_END_COMMAND>"))
	check(t, err)
	n, _ := conn.Read(make([]byte, 64))
	return n > 0
}
