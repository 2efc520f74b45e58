package sandbox_test

import (
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"bangui/internal/sandbox"
	"bangui/internal/sandbox/sandboxtest"
)

// differences is what changed from one version of fail2ban to another and matters to us.
type differences struct {
	// Stats is whether the server knows the command stats.
	Stats bool
	// AttemptIgnores is whether the command attempt leaves ignored addresses alone.
	AttemptIgnores bool
	// Repealed is whether a ban that ends with its jail is logged as Repeal Ban, not as Unban.
	Repealed bool
}

func TestVersionsDiffer(t *testing.T) {
	known := map[string]differences{
		"0.11.2": {},
		"1.0.2":  {},
		"1.1.0":  {Stats: true},
		"1.1.1":  {Stats: true, AttemptIgnores: true, Repealed: true},
	}
	sandboxtest.Matrix(t, func(t *testing.T, version sandbox.Version) {
		want, ok := known[version.Number]
		if !ok {
			t.Logf("fail2ban %s is none that we know", version.Number)
			return
		}
		if diff := cmp.Diff(want, observe(t, version)); diff != "" {
			t.Errorf("fail2ban %s (-want +got):\n%s", version.Number, diff)
		}
	})
}

func observe(t *testing.T, version sandbox.Version) differences {
	t.Helper()
	server := sandboxtest.Start(t, sandbox.Options{Version: version, IgnoreIP: []string{"203.0.113.5"}})
	_, err := server.Client(t.Context(), "stats")
	seen := differences{Stats: err == nil}
	for _, address := range []string{"203.0.113.5", "203.0.113.6"} {
		_, err := server.Client(t.Context(), "set", "ssh", "attempt", address, "a", "b", "c")
		check(t, err)
	}
	waitBan(t, server, "ssh", "203.0.113.6")
	seen.AttemptIgnores = !slices.Contains(server.ActionLines(), "ban ssh 203.0.113.5")
	_, err = server.Client(t.Context(), "stop", "ssh")
	check(t, err)
	check(t, server.WaitLog(short(t), "Jail 'ssh' stopped"))
	seen.Repealed = slices.ContainsFunc(server.LogLines(), func(line string) bool {
		return strings.HasSuffix(line, "[ssh] Repeal Ban 203.0.113.6")
	})
	return seen
}

func TestVersionsHaveReasons(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("PATH", t.TempDir())
	check(t, os.WriteFile(filepath.Join(cache, "1.1.0.unavailable"), []byte("the archive is on fire\n"), 0o600))
	check(t, os.MkdirAll(filepath.Join(cache, "1.1.1/usr/bin"), 0o700))
	check(t, os.WriteFile(filepath.Join(cache, "1.1.1/usr/bin/fail2ban-server"), nil, 0o700))
	missing := "not in the cache " + cache + " (go run ./internal/sandbox/fetch gets it)"
	want := []sandbox.Version{
		{Number: "0.11.2", Reason: missing},
		{Number: "1.0.2", Reason: missing},
		{Number: "1.1.0", Reason: "the archive is on fire", Recorded: true},
		{Number: "1.1.1", Root: filepath.Join(cache, "1.1.1")},
	}
	if diff := cmp.Diff(want, sandbox.Versions(t.Context(), cache)); diff != "" {
		t.Errorf("versions (-want +got):\n%s", diff)
	}
}

func TestFetchNotesWhyItCannot(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("PATH", t.TempDir())
	version, err := sandbox.Fetch(t.Context(), "1.1.0", cache)
	check(t, err)
	if !version.Recorded || version.Reason == "" {
		t.Errorf("got %+v, want a recorded reason", version)
	}
	if err := version.Check(t.Context()); err == nil || err.Error() != version.Reason {
		t.Errorf("check says %v, want %s", err, version.Reason)
	}
}

func TestCheckTellsWhatPythonSays(t *testing.T) {
	cache := t.TempDir()
	program := filepath.Join(cache, "1.1.0/usr/bin/fail2ban-server")
	check(t, os.MkdirAll(filepath.Dir(program), 0o700))
	check(t, os.WriteFile(program, []byte("import gone_with_the_wind"), 0o700))
	version := sandbox.Version{Number: "1.1.0", Root: filepath.Join(cache, "1.1.0")}
	err := version.Check(t.Context())
	if err == nil || !strings.Contains(err.Error(), "gone_with_the_wind") {
		t.Errorf("error %v, want Python's words", err)
	}
}

func TestInstalledVersionAnswers(t *testing.T) {
	version, err := sandbox.Installed(t.Context())
	if err != nil {
		sandboxtest.Skip(t, err.Error())
	}
	server := sandboxtest.Start(t, sandbox.Options{Version: version})
	answer, err := server.Client(t.Context(), "version")
	check(t, err)
	if strings.TrimSpace(answer) != version.Number {
		t.Errorf("the server says %q, want %s", answer, version.Number)
	}
	check(t, server.Attack("app", netip.MustParseAddr("203.0.113.9"), 3))
	waitBan(t, server, "app", "203.0.113.9")
}
