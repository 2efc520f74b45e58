// Package nftsettest gives tests a network of their own, in which the kernel's packet filter is as real as it gets and nobody else's.
//
// Start with [Alone], which runs a test again in a process that has a new network namespace, and then [New], which puts neighbours around it. Only root
// may do so; without root, or the program ip, tests are skipped by name. With BANGUI_TEST_NO_SKIP=1 in the environment they fail instead.
package nftsettest

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"bangui/internal/sandbox/sandboxtest"
)

// alone is the environment variable that a process in a network namespace of its own has.
const alone = "BANGUI_TEST_ALONE"

// Alone tells whether this process has a network namespace of its own. If not, it runs the test again in a process that has one, and fails it if it fails there:
// then there is nothing more to do.
//
//	if !nftsettest.Alone(t) {
//		return
//	}
func Alone(t testing.TB) bool {
	t.Helper()
	if os.Getenv(alone) != "" {
		if said, err := exec.Command("ip", "link", "set", "lo", "up").CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		return true
	}
	needs(t)
	runtime.LockOSThread() // the process ends with the thread that starts it
	defer runtime.UnlockOSThread()
	kind := "run"
	if _, ok := t.(*testing.B); ok {
		kind = "bench"
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test."+kind+"=^"+regexp.QuoteMeta(t.Name())+"$", "-test.v", "-test.timeout="+timeout(t).String())
	if kind == "bench" {
		cmd.Args = append(cmd.Args, "-test.run=^$")
	}
	cmd.Env = append(os.Environ(), alone+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET, Pdeathsig: syscall.SIGKILL}
	said, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(said), t.Name()) {
		t.Fatalf("in a network namespace of its own: %v\n%s", err, said)
	}
	if kind == "bench" {
		_, _ = os.Stdout.Write(said) // a log is cut off there
		return false
	}
	t.Logf("in a network namespace of its own:\n%s", said)
	return false
}

// timeout is how long the process may take: a little less than the test has left.
func timeout(t testing.TB) time.Duration {
	const usual, reserve = 10 * time.Minute, 5 * time.Second
	if test, ok := t.(*testing.T); ok {
		if deadline, ok := test.Deadline(); ok {
			return time.Until(deadline) - reserve
		}
	}
	return usual
}

// needs skips the test where there can be no network of its own.
func needs(t testing.TB) {
	t.Helper()
	if os.Geteuid() != 0 {
		sandboxtest.Skip(t, "only root may make a network namespace")
	}
	for _, program := range []string{"ip", "nft"} {
		if _, err := exec.LookPath(program); err != nil {
			sandboxtest.Skip(t, fmt.Sprintf("there is no program %s: apt-get install iproute2 nftables", program))
		}
	}
}
