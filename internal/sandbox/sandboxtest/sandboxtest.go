// Package sandboxtest gives tests a real fail2ban, and runs them on every version of it.
//
// A test that cannot have one is skipped by name. With BANGUI_TEST_NO_SKIP=1 in the environment it fails instead, except
// for a version that provably cannot be had or does not run on this machine: its row says why.
package sandboxtest

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"bangui/internal/sandbox"
)

// noSkip is the environment variable that turns skips into failures.
const noSkip = "BANGUI_TEST_NO_SKIP"

// startTimeout is generous: test machines are slow and have much to do at once.
const startTimeout = time.Minute

// Start starts a fail2ban for the length of the test, or skips the test if there is none to start. If the test fails, the
// server's log is shown.
func Start(t testing.TB, opts sandbox.Options) *sandbox.Server {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), startTimeout)
	defer cancel()
	server, err := sandbox.Start(ctx, opts)
	if errors.Is(err, sandbox.ErrNotInstalled) {
		Skip(t, err.Error())
	}
	if err != nil {
		t.Fatalf("start a private fail2ban: %v", err)
	}
	t.Cleanup(func() { finish(t, server) })
	return server
}

func finish(t testing.TB, server *sandbox.Server) {
	if t.Failed() {
		t.Logf("fail2ban's log:\n%s", strings.Join(server.LogLines(), "\n"))
	}
	if err := server.Close(); err != nil {
		t.Errorf("remove the private fail2ban: %v", err)
	}
}

// Matrix runs a subtest on each version of fail2ban that we support, named for the version.
func Matrix(t *testing.T, test func(t *testing.T, version sandbox.Version)) {
	t.Helper()
	cache, err := sandbox.CacheDir()
	if err != nil {
		t.Fatal(err)
	}
	for _, version := range sandbox.Versions(t.Context(), cache) {
		t.Run("fail2ban-"+version.Number, func(t *testing.T) {
			if runs(t, version) {
				test(t, version)
			}
		})
	}
}

// runs skips the test if the version cannot be had or does not run here. If skips are forbidden, and it is certain that no
// more can be done on this machine, the row says so and counts as passed.
func runs(t *testing.T, version sandbox.Version) bool {
	t.Helper()
	if version.Reason != "" && !version.Recorded {
		Skip(t, version.Reason)
	}
	err := version.Check(t.Context())
	switch {
	case err == nil:
		return true
	case errors.Is(err, context.DeadlineExceeded):
		t.Fatalf("fail2ban %s: %v", version.Number, err)
	case os.Getenv(noSkip) == "":
		t.Skipf("fail2ban %s: %v", version.Number, err)
	}
	t.Logf("matrix: fail2ban %s: %v", version.Number, err)
	return false
}

// Skip skips the test, or fails it if skips are forbidden.
func Skip(t testing.TB, reason string) {
	t.Helper()
	if os.Getenv(noSkip) != "" {
		t.Fatalf("not skipped, because %s is set: %s", noSkip, reason)
	}
	t.Skip(reason)
}
